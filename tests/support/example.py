"""The example portfolio in a test's database: computed once, then put back from an archive: that is quicker."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from unittest import mock

import fasteners
import pytest

from portfolio import archive, example
from portfolio.identity import COMMAND_LINE
from portfolio.store import Store, StoreProblem, codec, open_store
from tests.support.ids import Secrets


def put(store: Store, factory: pytest.TempPathFactory) -> None:
    """The example as of today, in a store that should be empty; in one that isn't it is loaded the long way."""
    try:
        archive.restore(store, _archive(factory))
    except StoreProblem:
        example.load(store, COMMAND_LINE)


def _archive(factory: pytest.TempPathFactory) -> Path:
    """The archive that all workers share, of both runs where there are two: made by the first who asks for it."""
    base = factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    kept = Path(os.environ.get("TIENSTAP_TEST_KEPT") or shared) / "example-archive.db"
    with fasteners.InterProcessLock(kept.with_suffix(".lock")):
        if not kept.exists():
            with tempfile.TemporaryDirectory() as folder:
                loaded = open_store(f"sqlite:///{Path(folder) / 'example.db'}")
                with mock.patch.object(codec, "secrets", Secrets("the example")):  # never an id that a test makes
                    example.load(loaded, COMMAND_LINE)
                made = kept.with_suffix(".new")
                archive.archive(loaded, made)
                loaded.close()
            made.replace(kept)
    return kept
