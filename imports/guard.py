"""Text that a spreadsheet would take for a formula: made inert on the way out, and itself again on the way in.

A cell that begins with = + - @, a tab or a line end gets an apostrophe before it. A text that already looks like a
guarded one gets one more, so that taking one off always gives what was exported.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(r"['\s]*[=+\-@＝＋－＠]|'*[\t\r\n]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
GUARD = "'"


def inert(text: str) -> str:
    """A text as it is safe in CSV.

    >>> inert("=1+1"), inert("-2+3"), inert("Buurt-Noord"), inert("'=1")
    ("'=1+1", "'-2+3", 'Buurt-Noord', "''=1")
    """
    return GUARD + text if _FORMULA.match(text) else text


def bare(text: str) -> str:
    """A text without the guard that ``inert`` gave it; other text stays as it is.

    >>> bare("'=1+1"), bare("''=1"), bare("'s-Gravenhage"), bare("-2+3")
    ('=1+1', "'=1", "'s-Gravenhage", '-2+3')
    """
    return text[1:] if text.startswith(GUARD) and _FORMULA.match(text[1:]) else text


def kept(text: str) -> str:
    """A text as a cell that says of itself that it is text: guarded only when reading would take an apostrophe off.

    >>> kept("=1+1"), kept("'=1+1")
    ('=1+1', "''=1+1")
    """
    return GUARD + text if bare(text) != text else text


def printable(text: str) -> str:
    """A text without the control characters that CSV and Excel files can't hold; line ends and tabs stay.

    >>> printable("a\\x0bb\\nc")
    'ab\\nc'
    """
    return _NOT_XML.sub("", text)


def looks_like_formula(text: str) -> bool:
    """True when a spreadsheet could take this text for a formula."""
    return bool(_FORMULA.match(text))
