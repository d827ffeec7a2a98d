"""What the sign-in service tells of a visitor, made into a user of the records; and the settings for that.

The settings stand in Streamlit's file for secrets (docs/operations.md, "Sign-in"): `[auth]` as Streamlit wants it, and
`[tienstap]` with the claim that holds the roles, what they are called there, and how long a sign-in holds. Without
`[auth]` there is no sign-in and one local user works on their own machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from streamlit import config
from streamlit.runtime.secrets import secrets_singleton

from portfolio.identity import ROLES, User
from portfolio.store.sign_ins import Limits

AGAIN = "opnieuw"  # the sign-in that asks the password again, also of somebody the service knows already
NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
KNOWN = ("roles_claim", "roles", "session_hours", "fresh_minutes")
LEAST_SECRET = 32  # characters
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Settings:
    """How to read what the service tells: the roles by what they are called there, and the limits of a sign-in."""

    auth: Mapping[str, Any]
    roles_claim: str = "roles"
    roles: Mapping[str, str] = field(default_factory=lambda: {role: role for role in ROLES})
    limits: Limits = field(default_factory=Limits)


class Unusable(Exception):
    """The configuration of the sign-in can't be used; the text says what to write."""


@cache
def settings() -> Settings | None:
    """The settings of this server, None without sign-in. Raises Unusable.

    A file that was named and isn't there, or that can't be read, stops the app: without it everybody would be let in.
    """
    files = [Path(name) for name in config.get_option("secrets.files")]
    if not secrets_singleton.load_if_toml_exists():
        if config.is_manually_set("secrets.files") or any(file.exists() for file in files):
            raise Unusable(f"The settings of the sign-in can't be read: {', '.join(map(str, files))}.")
        return None
    auth, own = secrets_singleton.get("auth"), secrets_singleton.get("tienstap")
    if auth is None and own is None:
        return None
    return checked(_table("auth", auth), _table("tienstap", own))


def _table(name: str, value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not hasattr(value, "to_dict"):
        raise Unusable(f"{name} must be a table: [{name}].")
    found: dict[str, Any] = value.to_dict()
    return found


def checked(auth: Mapping[str, Any], own: Mapping[str, Any]) -> Settings:
    """Settings from the two tables of the file; Unusable when something is missing, weak or unknown.

    >>> checked({}, {})
    Traceback (most recent call last):
    ...
    ui.claims.Unusable: [auth] has no redirect_uri.
    """
    for name in NEEDED:
        if not isinstance(auth.get(name), str) or not auth[name].strip():
            raise Unusable(f"[auth] has no {name}.")
    if len(auth["cookie_secret"]) < LEAST_SECRET:
        raise Unusable(f"cookie_secret in [auth] is shorter than {LEAST_SECRET} characters: make a long random one.")
    if not auth["redirect_uri"].endswith("/oauth2callback"):
        raise Unusable("redirect_uri in [auth] must end in /oauth2callback.")
    for name in ("redirect_uri", "server_metadata_url"):
        try:
            address = urlsplit(auth[name])
        except ValueError:
            raise Unusable(f"{name} in [auth] is no address.") from None
        if address.scheme != "https" and not (address.scheme == "http" and address.hostname in HERE):
            raise Unusable(f"{name} in [auth] must begin with https:// (http:// only on this machine itself).")
    unknown = sorted(set(own) - set(KNOWN))
    if unknown:
        raise Unusable(f"[tienstap] doesn't know {', '.join(unknown)}; it knows {', '.join(KNOWN)}.")
    roles = own.get("roles") or {role: role for role in ROLES}
    if not isinstance(roles, Mapping):
        raise Unusable("roles in [tienstap] must be a table: [tienstap.roles].")
    wrong = sorted({str(role) for role in roles.values()} - set(ROLES))
    if wrong:
        raise Unusable(f"[tienstap.roles] names {', '.join(wrong)}; the roles are {', '.join(ROLES)}.")
    hours, minutes = own.get("session_hours", 8), own.get("fresh_minutes", 5)
    for name, value, high in (("session_hours", hours, 24), ("fresh_minutes", minutes, 60)):
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= high:
            raise Unusable(f"{name} in [tienstap] is {value!r}; allowed is a number above 0, at most {high}.")
    return Settings(
        auth, str(own.get("roles_claim", "roles")), dict(roles), Limits(round(hours * 3600), round(minutes * 60))
    )


def with_again(found: Settings) -> dict[str, Any]:
    """The `[auth]` table with a second way in, which makes the service ask who you are once more."""
    kept = {name: found.auth[name] for name in ("client_id", "client_secret", "server_metadata_url")}
    kwargs = {**found.auth.get("client_kwargs", {}), "prompt": "login"}
    return {"auth": {**found.auth, AGAIN: {**kept, "client_kwargs": kwargs, "authorize_params": {"max_age": 0}}}}


def user_of(claims: Mapping[str, Any], found: Settings) -> User | None:
    """The user these claims speak of, None when they name nobody. Unknown roles count for nothing.

    >>> some = Settings({}, "realm.roles", {"Participatie lezen": "lezer"})
    >>> user = user_of({"iss": "https://id", "sub": "7", "realm": {"roles": ["Participatie lezen", "root"]}}, some)
    >>> user.subject, sorted(user.roles)
    ('7', ['lezer'])
    """
    issuer, subject = claims.get("iss"), claims.get("sub")
    if not isinstance(issuer, str) or not isinstance(subject, str) or not issuer or not subject:
        return None
    name = next((str(claims[one]) for one in ("name", "preferred_username", "email") if claims.get(one)), subject)
    roles = frozenset(found.roles[role] for role in _told(claims, found.roles_claim) if role in found.roles)
    return User(issuer, subject, name[:200], roles, _moment(claims.get("iat")), _moment(claims.get("auth_time")))


def _told(claims: Mapping[str, Any], path: str) -> list[str]:
    """The values of a claim; a dot goes into a claim that holds claims."""
    value: Any = claims
    for part in [path] if path in claims else path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, str):
        return value.split()
    return [one for one in value if isinstance(one, str)] if isinstance(value, list | tuple) else []


def _moment(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
