"""A share link's text: canonical JSON, compressed, in letters that an address may hold, with a checksum at its end.

    T1.<base64url of zlib of JSON>.<first 96 bits of the SHA-256 of everything before this point>

The checksum is over the text itself, so that no two texts open as the same link. It refuses a damaged link; it can't
prove who made it, so what comes out is as untrusted as anything typed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
import zlib
from collections.abc import Iterable
from typing import Any

from estimator.codes import N_, Fault

VERSION = 1
LONGEST = 8_000  # characters of a text
MOST = 64 * 1024  # bytes of JSON
DEEPEST = 8  # brackets within brackets
LONGEST_NUMBER = 40  # characters

NOT_A_LINK = N_("This is not a Tienstap link: it starts with T1. and holds only letters, digits, - and _.")
DAMAGED = N_("This link is damaged: letters were lost or changed on the way. Ask for it again, and copy it whole.")
TOO_LONG = N_("This link is too long: {length} characters; at most {high} are allowed.")
NO_ROOM = N_(
    "This scenario doesn't fit in a link: it takes {length} characters, and at most {high} are allowed. Shorten the "
    "reasons of the own figures."
)
TOO_BIG = N_("This link unfolds to more than {high} kilobytes; a scenario is never that big.")
NEWER = N_("This link was made with a newer Tienstap (form {version}; this one reads up to {high}). Ask for an update.")
NOT_JSON = N_("This link holds no scenario that can be read.")

_SHAPE = re.compile(r"T([1-9][0-9]{0,3})\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{16})")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


class ShareError(ValueError):
    """Why a link can't be made or opened. ``template`` and ``params`` are the sentence; ``faults`` is that sentence
    with those of every faulty field behind it."""

    def __init__(self, template: str, faults: Iterable[Fault] = (), **params: Any) -> None:
        self.template, self.params = template, params
        self.faults = [Fault("link", None, template, params), *faults]
        super().__init__(" ".join(fault.message for fault in self.faults))


def encode(content: dict[str, Any]) -> str:
    """The text of a link. Raises ShareError when it would be longer than a link may be."""
    raw = canonical(content).encode()
    payload = base64.urlsafe_b64encode(zlib.compress(raw, 9)).decode().rstrip("=")
    text = f"T{VERSION}.{payload}"
    text = f"{text}.{checksum(text)}"
    if len(text) > LONGEST or len(raw) > MOST:
        raise ShareError(NO_ROOM, length=len(text), high=LONGEST)
    return text


def decode(text: object) -> tuple[int, Any]:
    """Version and content of a text; white space around it is left out. Raises ShareError, whatever the text is."""
    if not isinstance(text, str):
        raise ShareError(NOT_A_LINK)
    if len(text) > LONGEST:
        raise ShareError(TOO_LONG, length=len(text), high=LONGEST)
    found = _SHAPE.fullmatch(text.strip())
    if found is None:
        raise ShareError(DAMAGED if text.lstrip().startswith(f"T{VERSION}.") else NOT_A_LINK)
    version, payload = int(found[1]), found[2]
    if checksum(f"T{version}.{payload}") != found[3]:
        raise ShareError(DAMAGED)
    if version > VERSION:
        raise ShareError(NEWER, version=version, high=VERSION)
    return version, _parsed(_unfolded(payload))


def canonical(content: object) -> str:
    """JSON in one way only: sorted names, no spaces, shortest numbers."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def checksum(text: str) -> str:
    """Sixteen letters that change with every letter of the text.

    >>> checksum("T1.abc") == checksum("T1.abd"), len(checksum(""))
    (False, 16)
    """
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:12]).decode()


def _unfolded(payload: str) -> bytes:
    """The JSON's bytes; a bomb is refused after the first 64 KiB."""
    try:
        packed = base64.b64decode(payload + "=" * (-len(payload) % 4), altchars=b"-_", validate=True)
        unfold = zlib.decompressobj()
        raw = unfold.decompress(packed, MOST + 1)
    except (ValueError, zlib.error):
        raise ShareError(NOT_JSON) from None
    if len(raw) > MOST:
        raise ShareError(TOO_BIG, high=MOST // 1024)
    if not unfold.eof or unfold.unused_data:
        raise ShareError(NOT_JSON)
    return raw


def _parsed(raw: bytes) -> Any:
    """Strict JSON: no name twice, no NaN or Infinity, no half characters, nothing nested deep."""
    try:
        text = raw.decode()
        if _depth(text) > DEEPEST:
            raise ValueError("too deep")
        content = json.loads(
            text, object_pairs_hook=_once, parse_constant=_refuse, parse_float=_finite, parse_int=_whole
        )
        canonical(content).encode()  # fails on half a surrogate pair
    except (ValueError, RecursionError):
        raise ShareError(NOT_JSON) from None
    return content


def _depth(text: str) -> int:
    """How deep brackets are nested, strings left out; counts no further than is allowed.

    >>> _depth('{"a": [1, "[[["], "b": {}}'), _depth("[" * 10_000) > DEEPEST
    (2, True)
    """
    depth = deepest = 0
    for mark in re.findall(r"[\[\]{}]", _STRING.sub("", text)):
        depth += 1 if mark in "[{" else -1
        deepest = max(deepest, depth)
        if deepest > DEEPEST:
            break
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refuse(text: str) -> Any:
    raise ValueError(f"{text} is no number")


def _finite(text: str) -> float:
    number = float(text) if len(text) <= LONGEST_NUMBER else math.inf
    return number if math.isfinite(number) else _refuse(text)


def _whole(text: str) -> int:
    return int(text) if len(text) <= LONGEST_NUMBER else _refuse(text)
