"""Every test of a page has its own empty database, the one that the page opens."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import local_script_runner

from portfolio.store import Store
from tests.support.opened import opened_before


@pytest.fixture
def store(sqlite_url: str, migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("TIENSTAP_DATABASE_URL", sqlite_url)
    shutil.copy(migrated_file, tmp_path / "tienstap.db")
    opened = opened_before(sqlite_url)
    yield opened
    opened.close()


def until_it_ends(runner: Any, timeout: float) -> None:
    """As Streamlit's own, which looks through all that was sent after every millisecond: a fourteenth of the time."""
    runner._script_thread.join(timeout)
    if not runner.script_stopped():
        runner.request_stop()
        runner.join()
        raise RuntimeError(f"a page was still running after {timeout} s")


@pytest.fixture(scope="session", autouse=True)
def waits_for_the_end() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", until_it_ends)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_components() -> Iterator[None]:
    """Every AppTest looks through all installed packages for components of Streamlit's second kind, a tenth of a
    second long; the app uses none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: [])
        yield
