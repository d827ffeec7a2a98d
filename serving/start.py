"""Refuse to start where anyone could reach an app without sign-in, or where the sign-in could be walked around.

Without `[auth]` there is no sign-in: everyone picks who they are ("Ik werk als …"). On the visitor's own machine that
is fine, on a network it is not. A proxy would let the network in by the name it serves, so the names count too.
"""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from streamlit import config
from streamlit.auth_util import is_authlib_installed

from portfolio.store import sign_ins
from ui import claims

REFUSED = (
    "Tienstap does not start: {setting} is {value}, so others could reach it, and there is no sign-in. "
    "Use 127.0.0.1 or localhost, or configure [auth] (docs/operations.md, Sign-in)."
)
ANY_NAME = (
    "Tienstap does not start: server.allowedHosts is empty (all names). Write the name under which visitors reach it."
)
OTHER_NAME = "Tienstap does not start: redirect_uri in [auth] is at {host}, which is not in server.allowedHosts."
BY_HEADER = (
    "Tienstap does not start: server.trustedUserHeaders is set, so a header could say who somebody is. Leave it empty."
)
UNUSABLE = "Tienstap does not start: {reason} See docs/operations.md, Sign-in."
NO_LIBRARY = "Tienstap does not start: [auth] needs the package Authlib; install requirements.txt."


def ready_or_refused() -> dict[str, Any] | None:
    """End the process with one sentence when the configuration opens the app to others.

    Returns what Streamlit must know besides its file of secrets: the second way to sign in; None without sign-in.
    """
    try:
        found = claims.settings()
    except claims.Unusable as problem:
        sys.exit(UNUSABLE.format(reason=problem))
    address, hosts = config.get_option("server.address"), config.get_option("server.allowedHosts")
    reason = (
        weak_sign_in(found, hosts, config.get_option("server.trustedUserHeaders"))
        if found
        else open_door(address, hosts)
    )
    if reason:
        sys.exit(reason)
    if found is None:
        return None
    sign_ins.set_limits(found.limits)
    return claims.with_again(found)


def weak_sign_in(found: claims.Settings, hosts: Iterable[str], trusted_headers: Any) -> str | None:
    """Why this sign-in could be walked around or can't work; None when it is sound."""
    host = urlsplit(found.auth["redirect_uri"]).hostname or ""
    if not is_authlib_installed():
        return NO_LIBRARY
    if trusted_headers:
        return BY_HEADER
    if not list(hosts):
        return ANY_NAME
    if not any(is_name(host, allowed) for allowed in hosts):
        return OTHER_NAME.format(host=host)
    return None


def is_name(host: str, allowed: str) -> bool:
    """Whether a host falls under a name in `server.allowedHosts`.

    >>> is_name("tienstap.gemeente.nl", "*.gemeente.nl"), is_name("gemeente.nl", "localhost")
    (True, False)
    """
    name = allowed.strip().lower().rstrip(".")
    return name == "*" or host.lower() == name or (name.startswith("*.") and host.lower().endswith(name[1:]))


def open_door(address: str | None, hosts: Iterable[str]) -> str | None:
    """Why this configuration opens the app to others; None when it doesn't.

    >>> open_door("127.0.0.1", ["localhost"]) is None
    True
    >>> open_door("0.0.0.0", ["localhost"])
    'Tienstap does not start: server.address is 0.0.0.0, so others could reach it, ...
    """
    if not is_loopback(address):
        return REFUSED.format(setting="server.address", value=address or "not set (all addresses)")
    hosts = list(hosts)
    if not hosts:
        return REFUSED.format(setting="server.allowedHosts", value="empty (all names)")
    outside = [host for host in hosts if not is_loopback(host)]
    if outside:
        return REFUSED.format(setting="server.allowedHosts", value=", ".join(outside))
    return None


def is_loopback(host: str | None) -> bool:
    """Whether only this machine answers to the name or address.

    >>> [is_loopback(host) for host in ("localhost", "127.0.0.1", "::1", "0.0.0.0", "10.0.0.4", "gemeente.nl", None)]
    [True, True, True, False, False, False, False]
    """
    if host is None:
        return False
    if host.strip().lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip().strip("[]")).is_loopback
    except ValueError:
        return False
