"""Text in a CSV file that a spreadsheet opens: what looks like a formula must stay text."""

from __future__ import annotations

STARTS = ("=", "+", "-", "@", "\t", "\r")


def inert(text: str) -> str:
    """The text with an apostrophe before it when a spreadsheet would calculate with it. Not for numbers.

    >>> inert("=1+1"), inert("Plein")
    ("'=1+1", 'Plein')
    """
    return f"'{text}" if text.startswith(STARTS) else text
