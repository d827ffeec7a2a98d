"""The people behind the pseudonyms. A name can be erased; the records and the audit chain keep the pseudonym."""

from __future__ import annotations

import time
from typing import Any

from portfolio.checks import shown
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.store import Connection, clock, records, sign_ins, tables
from portfolio.store.commit import Tx, commit, person
from portfolio.store.database import Store
from portfolio.store.errors import NotFound

NOT_FOUND = N_("There is no person {id}.")


def listing(store: Store) -> list[dict[str, Any]]:
    """Everyone ever seen: id, issuer, subject, name, roles, created_at, erased_at, seen_on. Sorted by name."""
    with store.read() as c:
        rows = records.many(c, tables.users)
    return sorted(rows, key=lambda row: (row["name"].casefold(), row["id"]))


def erase(store: Store, user: User, id: str, token: str | None = None) -> None:
    """Erase name and sign-in of a person, and what they typed but didn't save; they are signed out. Role: beheerder.

    Somebody who signs in again after that is a new person to the records.
    """

    def work(tx: Tx) -> str:
        found = records.one(tx.c, tables.users, id=id)
        if found and not found["erased_at"]:
            sign_ins.end(tx.c, found["issuer"], found["subject"], int(time.time()))
        gone = {"issuer": "erased", "subject": id, "name": "", "roles": [], "erased_at": tx.now}
        if not records.change(tx.c, tables.users, {"id": id}, gone):
            raise NotFound(NOT_FOUND, id=shown(id))
        records.delete(tx.c, tables.draft, user_id=id)
        tx.log(f"user/{id}", {"erased": True})
        return id

    commit(store, user, "user.erase", work, token, f"user/{shown(id)}")


def end_sign_ins(store: Store, user: User, id: str, token: str | None = None) -> None:
    """Sign a person out everywhere: every sign-in given out until now ends. Role: beheerder."""

    def work(tx: Tx) -> str:
        found = records.one(tx.c, tables.users, id=id)
        if found is None or found["erased_at"]:
            raise NotFound(NOT_FOUND, id=shown(id))
        sign_ins.end(tx.c, found["issuer"], found["subject"], int(time.time()))
        tx.log(f"user/{id}", {"signed_out": True})
        return id

    commit(store, user, "user.sign_out", work, token, f"user/{shown(id)}")


def sign_out(store: Store, user: User) -> None:
    """End this person's own sign-ins, this one and earlier ones, on every device. Nothing to do without sign-in.

    It changes no record, so it leaves no audit row; it works with a sign-in that is too old as well.
    """
    if user.signed_in:
        store.transact(lambda c: sign_ins.end(c, user.issuer, user.subject, user.signed_at or int(time.time())))


def seen(store: Store, user: User) -> None:
    """Note that this person signed in today, with name and roles as the sign-in service tells them.

    Who only reads is known by it too, for the yearly check of who has which role. No record changes, so no audit row.
    """

    def work(c: Connection) -> None:
        sign_ins.check(c, user)
        records.change(c, tables.users, {"id": person(c, user)}, {"seen_on": clock.today()})

    store.transact(work)


def holds(store: Store, user: User) -> None:
    """SignedOut unless this person's sign-in still holds."""
    if user.signed_in:
        with store.read() as c:
            sign_ins.check(c, user)
