"""The words for codes, as display/words.py has them for screens and documents."""

from display.words import *  # noqa: F403
