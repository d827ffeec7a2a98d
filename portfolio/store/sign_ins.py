"""How long a sign-in holds: not older than a working day, and not ended by its owner or an administrator.

The cookie of a sign-in lives for a month in the browser, also a copy of it. So its age is judged here, at every page
and again inside every change, and whoever signs out, or is signed out, ends all sign-ins given out until then. What was
ended is kept under a hash of (issuer, subject), so that erasing a person's name takes nothing away from it.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

import sqlalchemy as sa

from portfolio.identity import User
from portfolio.messages import N_
from portfolio.store import clock, records, tables
from portfolio.store.errors import NotFresh, SignedOut

COOKIE_SECONDS = 32 * 24 * 3600  # longer than a cookie of a sign-in lives
AHEAD_SECONDS = 300  # the sign-in service's clock may be this much ahead of ours

TOO_OLD = N_("You signed in more than {hours} hours ago. Sign in again; what you typed is kept.")
ENDED = N_("You were signed out. Sign in again; what you typed is kept.")
UNDATED = N_(
    "The sign-in service doesn't say when you signed in (iat), so this can't be trusted. Tell the administrator."
)
NOT_FRESH = N_("Approving takes a sign-in of at most {minutes} minutes ago. Sign in again; what you typed is kept.")
NOT_PROVED = N_(
    "Approving takes a fresh sign-in, and the sign-in service doesn't say when you signed in (auth_time). Tell the "
    "administrator."
)


@dataclass(frozen=True)
class Limits:
    """How old a sign-in may be, in seconds: to work at all, and to approve."""

    session: int = 8 * 3600
    fresh: int = 5 * 60


_limits = Limits()


def set_limits(limits: Limits) -> None:
    """Called once, by whoever reads the configuration."""
    global _limits
    _limits = limits


def key(issuer: str, subject: str) -> str:
    """Under which a person's ended sign-ins are kept.

    >>> key("https://id.example", "1") == key("https://id.example", "1") != key("https://id.example", "2")
    True
    """
    return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()


def check_age(user: User) -> None:
    """SignedOut when the sign-in is too old, from the future or undated. Without sign-in there is nothing to check."""
    if not user.signed_in:
        return
    if user.signed_at is None or user.signed_at > time.time() + AHEAD_SECONDS:
        raise SignedOut(UNDATED)
    if time.time() - user.signed_at > _limits.session:
        raise SignedOut(TOO_OLD, hours=f"{_limits.session / 3600:g}")


def check(c: sa.Connection, user: User) -> None:
    """SignedOut unless the sign-in holds: its age, and that nobody ended it."""
    check_age(user)
    if not user.signed_in:
        return
    ended = records.one(c, tables.ended_sign_in, person=key(user.issuer, user.subject))
    if ended and (user.signed_at or 0) <= ended["until"]:
        raise SignedOut(ENDED)


def check_fresh(user: User) -> None:
    """NotFresh unless the person showed who they are just now. Without sign-in there is nothing to check."""
    if not user.signed_in:
        return
    if user.proved_at is None:
        raise NotFresh(NOT_PROVED)
    if not -AHEAD_SECONDS <= time.time() - user.proved_at <= _limits.fresh:
        raise NotFresh(NOT_FRESH, minutes=max(1, _limits.fresh // 60))


def end(c: sa.Connection, issuer: str, subject: str, until: int) -> None:
    """End this person's sign-ins given out until then (seconds since 1970); forget what no cookie outlives."""
    person = key(issuer, subject)
    table = tables.ended_sign_in
    c.execute(table.delete().where(table.c.until < int(time.time()) - COOKIE_SECONDS))
    earlier = records.one(c, table, person=person)
    if earlier is None:
        records.insert(c, table, person=person, until=until, at=clock.wall())
    elif earlier["until"] < until:
        records.change(c, table, {"person": person}, {"until": until, "at": clock.wall()})
