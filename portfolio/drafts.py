"""What somebody typed but hasn't saved: kept per person and page, so that a restart or a closed browser loses nothing.

A draft is scratch paper that only its owner sees, so it leaves no audit row; saving what is in it does.
"""

from __future__ import annotations

from typing import Any

from portfolio.identity import User
from portfolio.messages import N_
from portfolio.store import clock, records, sign_ins, tables
from portfolio.store.codec import canonical
from portfolio.store.commit import person
from portfolio.store.database import Store
from portfolio.store.errors import Refused

MOST_CHARACTERS = 262_144

TOO_BIG = N_("This draft has {length} characters; at most {high} can be kept. Save it or make it shorter.")
NO_ROLE = N_("You have no role here, so nothing can be kept for you.")


def put(store: Store, user: User, key: str, payload: Any) -> None:
    """Keep a JSON value under ``key`` (for example ``raming:new``), replacing the earlier one of this user."""
    if not user.has("lezer"):
        raise Refused(NO_ROLE, security=True)
    length = len(canonical(payload))
    if length > MOST_CHARACTERS:
        raise Refused(TOO_BIG, length=length, high=MOST_CHARACTERS)

    def work(c: Any) -> None:
        sign_ins.check(c, user)
        mine = {"user_id": person(c, user), "key": key}
        values = {"payload": payload, "updated_at": clock.now()}
        if not records.change(c, tables.draft, mine, values):
            records.insert(c, tables.draft, **mine, **values)

    store.transact(work)


def get(store: Store, user: User, key: str) -> Any:
    """This user's value under ``key``, or None."""
    with store.read() as c:
        owner = records.one(c, tables.users, issuer=user.issuer, subject=user.subject)
        row = records.one(c, tables.draft, user_id=owner["id"], key=key) if owner else None
    return row["payload"] if row else None


def drop(store: Store, user: User, key: str) -> None:
    """Throw this user's value under ``key`` away; fine when there is none."""

    def work(c: Any) -> None:
        records.delete(c, tables.draft, user_id=person(c, user), key=key)

    store.transact(work)
