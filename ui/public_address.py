"""The address by which others reach this app, and its QR codes. Without TIENSTAP_PUBLIC_URL there is a link only."""

from __future__ import annotations

import io
import ipaddress
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from ui.i18n import N_

VARIABLE = "TIENSTAP_PUBLIC_URL"
LONGEST_ADDRESS = 200
LARGEST = 30  # version of a QR code: 137 squares a side, up to 1,732 letters; larger ones don't scan from a screen
QUIET = 4  # white squares around it, as the standard asks

WRONG = N_(
    "{variable} is {value}, which is no public address; write https:// and a host name, for example {example}. "
    "Http:// is for this machine only; no user name, question mark or # belongs in it."
)
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")


class AddressError(ValueError):
    """The variable holds no address that can be used; ``template`` and ``params`` are the sentence."""

    def __init__(self, value: str) -> None:
        self.template = WRONG
        short = value if len(value) <= 60 else value[:59] + "…"
        self.params: dict[str, Any] = {
            "variable": VARIABLE,
            "value": short,
            "example": "https://tienstap.gemeente.nl",
        }
        super().__init__(self.template.format(**self.params))


def public_url(env: Mapping[str, str]) -> str | None:
    """The public address without a slash at its end; None when it isn't set. Raises AddressError when it's wrong.

    >>> public_url({VARIABLE: "https://Tienstap.gemeente.nl/app/"}), public_url({})
    ('https://tienstap.gemeente.nl/app', None)
    >>> public_url({VARIABLE: "http://localhost:8501"})
    'http://localhost:8501'
    """
    given = env.get(VARIABLE, "").strip()
    if not given:
        return None
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError:
        raise AddressError(given) from None
    host = parts.hostname or ""
    plain = re.fullmatch(r"[!-~]+", given) and not set(given) & set("?#@\\\"'<>`{}|^")
    known = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))
    if not plain or not known or not _is_host(host) or port == 0 or len(given) > LONGEST_ADDRESS:
        raise AddressError(given)
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def qr_svg(url: str) -> bytes | None:
    """A QR code as SVG: black on white, also on a dark screen, and as large as its place. None when it would be too
    fine to scan. Only for an address that begins with ``public_url``."""
    import segno

    try:
        code = segno.make_qr(url, error="l")
    except segno.DataOverflowError:
        return None
    if int(code.version) > LARGEST:
        return None
    out = io.BytesIO()
    code.save(out, kind="svg", border=QUIET, dark="#000", light="#fff", omitsize=True, xmldecl=False, nl=False)
    return out.getvalue()


def _is_host(host: str) -> bool:
    return _is_address(host) or (len(host) <= 253 and bool(_HOST.fullmatch(host)))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)
