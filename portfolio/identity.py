"""Who is working, from one place: ``current_user()``.

The screens set the provider. In local mode it is a picker ("I work as …") without sign-in, and every record made so
says "zonder aanmelding". With sign-in the provider reads what the municipality's own sign-in service told; how long
that holds is in portfolio.store.sign_ins.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portfolio import rights
from portfolio.messages import N_

ROLES = ("lezer", "bewerker", "goedkeurder", "beheerder")
LOCAL = "local"


@dataclass(frozen=True)
class User:
    """A person as known by an issuer. People are compared by (issuer, subject), never by name or address."""

    issuer: str
    subject: str
    name: str
    roles: frozenset[str]
    signed_at: int | None = None  # when this sign-in was given out ("iat"), seconds since 1970
    proved_at: int | None = None  # when the person last showed who they are ("auth_time"), None when that isn't told

    def has(self, *roles: str) -> bool:
        """True when the user has one of these roles. Everyone with any known role may read.

        >>> User("local", "x", "X", frozenset({"bewerker"})).has("goedkeurder")
        False
        """
        mine = self.roles & set(ROLES)
        return bool(mine & set(roles)) or ("lezer" in roles and bool(mine))

    def may(self, action: str) -> bool:
        """Whether one of this person's roles may do this: an action of portfolio.rights.

        >>> User("local", "x", "X", frozenset({"bewerker"})).may("request.approve")
        False
        """
        return rights.may(self.roles, action)

    @property
    def signed_in(self) -> bool:
        """False in local mode: then a record says that nobody signed in."""
        return self.issuer != LOCAL


def _local(subject: str, name: str, *roles: str) -> User:
    return User(LOCAL, subject, name, frozenset(roles))


# The people of the local picker. Their names are message ids: a screen translates them.
LOCAL_USERS = (
    _local("projectleider", N_("Project lead"), "bewerker"),
    _local("opdrachtgever", N_("Client (budget holder)"), "goedkeurder", "bewerker"),
    _local("secretaris", N_("Secretary (records decisions)"), "bewerker"),
    _local("controller", N_("Controller (reads)"), "lezer"),
    _local("beheerder", N_("Administrator"), "beheerder"),
)
COMMAND_LINE = _local("opdrachtregel", N_("Command line"), "beheerder", "bewerker")

_provider: Callable[[], User] | None = None


def set_provider(provider: Callable[[], User]) -> None:
    """Say how to find the current user; called once by whoever shows the screens."""
    global _provider
    _provider = provider


def current_user() -> User:
    """The person working now. RuntimeError when no provider was set: nobody is never somebody."""
    if _provider is None:
        raise RuntimeError("set_provider() was not called")
    return _provider()
