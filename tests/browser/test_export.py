"""The export in a real browser: made with one click, saved with the next, and opened again."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from playwright.sync_api import expect

from exports.choice import CSV, XLSX, Choice
from portfolio import processes
from portfolio.identity import LOCAL_USERS
from portfolio.store import open_store
from tests.support.browser import faults_of, settle, unroll
from tests.support.exported import tables

LEAD = LOCAL_USERS[0]


def saved(page, folder: Path) -> tuple[str, bytes]:
    page.get_by_role("button", name="Export maken").click()
    settle(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Export opslaan").click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file.name, file.read_bytes()


def test_the_file_that_is_saved_is_the_one_that_was_made(app_server, new_page, tmp_path: Path) -> None:
    store = open_store(app_server.database_url)
    processes.create(store, LEAD, {"name": "=1+1; 'Plein'", "client_name": "Anneke de Wit"})
    page = new_page(app_server, "/beheer")
    name, content = saved(page, tmp_path)
    assert re.fullmatch(rf"tienstap-export-[\d-]+-{hashlib.sha256(content).hexdigest()[:8]}\.xlsx", name)
    assert [row["name"] for row in tables(content, Choice(XLSX))["processes"]] == ["=1+1; 'Plein'"]
    processes.create(store, LEAD, {"name": "Alfa"})
    page.get_by_role("radio", name="CSV").click()
    settle(page)
    expect(page.get_by_role("button", name="Export opslaan")).to_have_count(0)  # that file was another one
    name, content = saved(page, tmp_path)
    assert name.endswith(f"-{hashlib.sha256(content).hexdigest()[:8]}.zip")
    assert [row["name"] for row in tables(content, Choice(CSV))["processes"]] == ["=1+1; 'Plein'", "Alfa"]
    unroll(page)
    assert faults_of(page) == []
    store.close()
