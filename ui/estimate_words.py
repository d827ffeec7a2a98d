"""A scope in words, for the screens; the words themselves come from display/scope_words.py, which documents use too."""

from __future__ import annotations

from display.scope_words import scope_in_words, value_in_words

__all__ = ["scope_in_words", "value_in_words"]
