"""The one way to change a record: sign-in and role checked, once per token, audited in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portfolio import rights
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.store import chain, clock, records, sign_ins, tables
from portfolio.store.codec import new_id
from portfolio.store.database import Store
from portfolio.store.errors import Refused

FRESH = ("request.approve",)  # takes a sign-in of a moment ago
NO_ROLE = N_("Your role doesn't allow this; it takes the role {allowed}.")
OTHER_TOKEN = N_("This form was already used for something else. Open the page again and repeat what you did.")


@dataclass
class Tx:
    """A running change: its connection, who does it (pseudonym), what it is called, and the time to record."""

    c: sa.Connection
    user: User
    actor: str
    action: str
    now: str
    logged: int = 0

    def log(self, object: str, content: dict[str, Any] | None = None) -> tuple[int, str]:
        """Write the audit row; ``content`` may not hold names of people. Returns the row's number and hash."""
        self.logged += 1
        return chain.append(
            self.c,
            actor=self.actor,
            action=self.action,
            object=object,
            result="done",
            origin=origin(self.user),
            content=content or {},
        )


def origin(user: User) -> str:
    """How this person was known: the sign-in's issuer, or that nobody signed in."""
    return user.issuer if user.signed_in else "local: zonder aanmelding"


def commit(
    store: Store,
    user: User,
    action: str,
    work: Callable[[Tx], str],
    token: str | None = None,
    about: str = "",
) -> str:
    """Run ``work`` as one change and return the id it returns.

    With a ``token`` that was used before for the same action on the same object by the same user, nothing happens and
    the earlier id is returned: four impatient clicks make one record. ``about`` names the object, also in the audit row
    of a refused attempt. Raises SignedOut when the sign-in no longer holds, NotFresh when the action takes a fresh one,
    Refused when the user has no role for it (store.rights), and whatever ``work`` raises; then nothing is saved.
    """

    use = f"{action} {about}".strip()

    def run(c: sa.Connection) -> str:
        sign_ins.check(c, user)
        actor = person(c, user)
        if not rights.may(user.roles, action):
            raise Refused(NO_ROLE, security=True, allowed=" / ".join(rights.roles_for(action)))
        if action in FRESH:
            sign_ins.check_fresh(user)
        if token:
            earlier = records.one(c, tables.token, token=token)
            if earlier:
                if (earlier["action"], earlier["user_id"]) != (use, actor):
                    raise Refused(OTHER_TOKEN)
                return str(earlier["object"])
        tx = Tx(c, user, actor, action, clock.now())
        made = work(tx)
        if not tx.logged:
            raise LookupError(f"{action} wrote no audit row")
        if token:
            records.insert(c, tables.token, token=token, action=use, user_id=actor, object=made, at=tx.now)
        return made

    try:
        return store.transact(run)
    except Refused as error:
        if error.security:
            _log_refusal(store, user, action, about)
        raise


def _log_refusal(store: Store, user: User, action: str, about: str) -> None:
    def run(c: sa.Connection) -> None:
        actor = person(c, user)
        chain.append(c, actor=actor, action=action, object=about, result="refused", origin=origin(user), content={})

    store.transact(run)


def person(c: sa.Connection, user: User) -> str:
    """The pseudonym of this person, made on first sight; keeps name and roles as last seen."""
    found = records.one(c, tables.users, issuer=user.issuer, subject=user.subject)
    roles = sorted(user.roles)
    if found is None:
        made = new_id()
        records.insert(
            c,
            tables.users,
            id=made,
            issuer=user.issuer,
            subject=user.subject,
            name=user.name,
            roles=roles,
            created_at=clock.wall(),
        )
        return made
    if (found["name"], found["roles"]) != (user.name, roles):
        records.change(c, tables.users, {"id": found["id"]}, {"name": user.name, "roles": roles})
    return str(found["id"])
