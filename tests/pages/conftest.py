"""Every test of a page has its own empty database, the one that the page opens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portfolio.store import Store, open_store


@pytest.fixture
def store(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("TIENSTAP_DATABASE_URL", sqlite_url)
    opened = open_store(sqlite_url)
    yield opened
    opened.close()
