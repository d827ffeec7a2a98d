"""Ids that are the same in every run."""

from __future__ import annotations

import random


class Secrets:
    """In the place of the module ``secrets`` in portfolio.store.codec: a series of its own for every name."""

    def __init__(self, name: str) -> None:
        self._drawn = random.Random(name)

    def token_hex(self, size: int) -> str:
        return self._drawn.randbytes(size).hex()
