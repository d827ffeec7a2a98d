"""Refuse to start where anyone could reach an app without sign-in.

This version knows no sign-in: everyone picks who they are ("Ik werk als …"). On the visitor's own machine that is
fine, on a network it is not. A proxy would let the network in by the name it serves, so the names count too.
"""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Iterable

from streamlit import config

REFUSED = (
    "Tienstap does not start: {setting} is {value}, so others could reach it, and this version has no sign-in. "
    "Use 127.0.0.1 or localhost."
)


def refuse_open_doors() -> None:
    """End the process with one sentence when the configuration opens the app to others."""
    reason = open_door(config.get_option("server.address"), config.get_option("server.allowedHosts"))
    if reason:
        sys.exit(reason)


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
