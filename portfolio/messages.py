"""Marks the sentences that a user may read, so that they can be collected for translation."""

from __future__ import annotations


def N_(text: str) -> str:
    """Return ``text`` unchanged: an English message id with ``{named}`` parameters, translated by whoever shows it.

    >>> N_("The name is empty.")
    'The name is empty.'
    """
    return text
