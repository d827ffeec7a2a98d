"""The people behind the pseudonyms. A name can be erased; the records and the audit chain keep the pseudonym."""

from __future__ import annotations

from typing import Any

from portfolio.checks import shown
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.store import records, tables
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Store
from portfolio.store.errors import NotFound

NOT_FOUND = N_("There is no person {id}.")


def listing(store: Store) -> list[dict[str, Any]]:
    """Everyone who was ever seen: id, issuer, subject, name, roles, created_at, erased_at. Sorted by name."""
    with store.read() as c:
        rows = records.many(c, tables.users)
    return sorted(rows, key=lambda row: (row["name"].casefold(), row["id"]))


def erase(store: Store, user: User, id: str, token: str | None = None) -> None:
    """Erase name and sign-in of a person, and what they typed but didn't save. Role: beheerder.

    Somebody who signs in again after that is a new person to the records.
    """

    def work(tx: Tx) -> str:
        gone = {"issuer": "erased", "subject": id, "name": "", "roles": [], "erased_at": tx.now}
        if not records.change(tx.c, tables.users, {"id": id}, gone):
            raise NotFound(NOT_FOUND, id=shown(id))
        records.delete(tx.c, tables.draft, user_id=id)
        tx.log(f"user/{id}", {"erased": True})
        return id

    commit(store, user, "user.erase", ("beheerder",), work, token, f"user/{shown(id)}")
