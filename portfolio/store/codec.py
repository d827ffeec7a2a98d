"""How values are written: canonical JSON, clean text, whole cents, generated ids."""

from __future__ import annotations

import hashlib
import json
import secrets
from decimal import ROUND_HALF_UP, Decimal
from typing import Any


def clean(text: str) -> str:
    """Text that both databases accept: without NUL and without half surrogate pairs.

    >>> clean("a\\x00b\\ud800c")
    'abc'
    """
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(str(k)): _cleaned(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(v) for v in value]
    return value


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces, so that equal content has equal text. Refuses NaN and infinity.

    >>> canonical({"b": 1, "a": [True, None, "é"]})
    '{"a":[true,null,"é"],"b":1}'
    """
    return json.dumps(_cleaned(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def sha256(content: str | bytes) -> str:
    """The SHA-256 of text (as UTF-8) or bytes, in hexadecimal."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def cents(euros: float | int | Decimal) -> int:
    """Euros to whole cents, half a cent up.

    >>> cents(12.345), cents(1500), cents(Decimal("0.005"))
    (1235, 150000, 1)
    """
    return int((Decimal(str(euros)) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def new_id() -> str:
    """A new id: 16 hexadecimal characters, not derived from anything."""
    return secrets.token_hex(8)
