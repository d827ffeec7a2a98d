"""Saved views of the portfolio: a name and what stands in the address behind the question mark; of the municipality."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from portfolio import settings
from portfolio.checks import SHORT, Faults, shown
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.settings import Setting
from portfolio.store.database import Store

KEY = "views"
MOST = 30
ALLOWED = ("view", "q", "phase", "light", "theme", "area", "owner", "holder", "decider", "size", "secret", "sort")

TOO_MANY = N_("There are {high} saved views already; remove one first.")
TAKEN = N_("There is a view {value} already; choose another name.")
NOTHING = N_("Nothing is filtered, so there is nothing to save.")


def listing(store: Store) -> tuple[dict[str, str], int]:
    """Name → address, in the order of saving; and the version to save the next one at."""
    found = settings.get(store, KEY)
    return dict(found.content), found.version


def add(store: Store, user: User, version: int, name: str, address: str, token: str | None = None) -> Setting:
    """Save a view under a name. Roles: bewerker, beheerder. What belongs in no view is left out of the address."""
    views, _version = listing(store)
    faults = Faults()
    clean = faults.text("name", name, SHORT, required=True)
    kept = urlencode([(key, value) for key, value in parse_qsl(address) if key in ALLOWED])
    if clean in views:
        faults.add("name", TAKEN, value=shown(clean))
    if len(views) >= MOST:
        faults.add("name", TOO_MANY, high=MOST)
    if not kept:
        faults.add("name", NOTHING)
    faults.stop()
    return settings.put(store, user, KEY, version, {**views, clean: kept}, token, typed_names=True)


def remove(store: Store, user: User, version: int, name: str, token: str | None = None) -> Setting:
    """Take a view away. Roles: bewerker, beheerder."""
    views, _version = listing(store)
    kept = {key: one for key, one in views.items() if key != name}
    return settings.put(store, user, KEY, version, kept, token, typed_names=True)
