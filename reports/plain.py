"""User text on its way into a document: nothing that a word processor can't store or that turns a line around."""

from __future__ import annotations

import re

# What XML 1.0 can't hold, surrogates, and characters that reorder or hide the text around them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def line(text: object) -> str:
    """One line of plain text.

    >>> line("  Park\\n aan\\x0bde \\u202eLinge\\x00 ")
    'Park aan de Linge'
    >>> line(None)
    ''
    """
    return " ".join(_wanted(text).split())


def sentence(text: object) -> str:
    """One line of plain text in which what may not be broken off stays so.

    >>> sentence("80\\u00a0%  of\\n all") == "80\\u00a0% of all"
    True
    """
    return re.sub("[ \n]+", " ", _wanted(text)).strip()


def lines(text: object) -> str:
    """Plain text that keeps its line breaks, at most one empty line in a row.

    >>> lines("one\\r\\n\\n\\n\\ntwo  ")
    'one\\n\\ntwo'
    """
    kept = [" ".join(part.split()) for part in _wanted(text).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def short(text: object, most: int = 70) -> str:
    """One line of at most `most` characters, cut between words where there are any.

    >>> short("Herinrichting van het plein", 20)
    'Herinrichting van…'
    """
    whole = line(text)
    if len(whole) <= most:
        return whole
    cut = whole[: most - 1]
    at_word = cut.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > most // 2 else cut).rstrip(" ,.;:") + "…"


def listed(texts: list[str], last: str) -> str:
    """Texts as a list in a sentence, `last` ("and") before the last one.

    >>> listed(["a", "b", "c"], "and"), listed(["a"], "and"), listed([], "and")
    ('a, b and c', 'a', '')
    """
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {last} {texts[-1]}"


def capital(text: str) -> str:
    """The text with a capital at its start.

    >>> capital("raadplegen €")
    'Raadplegen €'
    """
    return text[:1].upper() + text[1:]


def _wanted(text: object) -> str:
    if text is None:
        return ""
    whole = str(text).replace("\r\n", "\n").replace("\t", " ").replace("\v", " ").replace("\f", " ")
    return _UNWANTED.sub("", whole)
