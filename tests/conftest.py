"""Fixtures for every test: both databases, the running app, Chromium; and the count of what ran on them.

Databases
    store_url        a fresh, empty database URL, once for SQLite and once for PostgreSQL
    sqlite_url, postgres_fresh_url    the same, one of them
    postgres_url     the PostgreSQL server itself (a wheel, in a temporary folder)
The running app
    app_server       the real app on a free port with its own empty database, shared by one module
    start_app(...)   starts another one; it can be killed and started again on the same database
LibreOffice
    soffice          the path of the program that recalculates a workbook
Chromium
    new_page(server, path="/", locale="nl-NL", width=1440, dark=False)   an open page that has finished loading
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portfolio.store import codec, open_store
from tests.support import compiled
from tests.support.app import READY, AppServer
from tests.support.browser import Pages, Windows, launch
from tests.support.ids import Secrets
from tests.support.postgres import PostgresMissing, Server, start_server

KINDS = ("browser", "postgres", "office")
BROWSER_FOLDER = Path(__file__).resolve().parent / "browser"  # where dev.py looks for them
SHARE_AN_APP = {"browser", "deploy"}
BROWSER_FIXTURES = {"browser", "new_page"}
POSTGRES_FIXTURES = {"postgres_server", "postgres_url", "postgres_fresh_url"}

compiled.share()


# --- no test may touch the database of whoever runs it --------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def own_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = os.environ.get("TIENSTAP_DATABASE_URL")
    folder = tmp_path_factory.mktemp("database")
    os.environ["TIENSTAP_DATABASE_URL"] = f"sqlite:///{(folder / 'tienstap.db').as_posix()}"
    yield
    if before is None:
        del os.environ["TIENSTAP_DATABASE_URL"]
    else:
        os.environ["TIENSTAP_DATABASE_URL"] = before


# --- the same ids in every run ---------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def same_ids(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """An id decides which draws a process gets (a percent of its amount): a test makes the same ids in every run, and
    the same as the test before it, whose draws are still there; its own where tests share a running app."""
    name = request.node.nodeid if request.path.parent.name in SHARE_AN_APP else "a test"
    monkeypatch.setattr(codec, "secrets", Secrets(name))


# --- databases ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    try:
        server = start_server()
    except PostgresMissing as reason:
        pytest.skip(str(reason))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: Server) -> str:
    """SQLAlchemy URL of the server's maintenance database; make databases of your own beside it."""
    return postgres_server.url("postgres")


@pytest.fixture
def postgres_fresh_url(postgres_server: Server) -> Iterator[str]:
    name = "t" + uuid.uuid4().hex
    postgres_server.create(name)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{(tmp_path / 'tienstap.db').as_posix()}"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with all tables: copying it is quicker than making one."""
    file = tmp_path_factory.mktemp("migrated") / "tienstap.db"
    open_store(f"sqlite:///{file}").close()
    return file


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_fresh_url")


# --- the running app ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    server = AppServer(tmp_path_factory.mktemp("app"))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def start_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., AppServer]]:
    """start_app(database_url=None, environment=None, wait=READY) -> a running AppServer, stopped after the test."""
    servers: list[AppServer] = []

    def start(
        database_url: str | None = None, environment: dict[str, str] | None = None, wait: str | None = READY
    ) -> AppServer:
        server = AppServer(tmp_path_factory.mktemp("app"), database_url, environment)
        servers.append(server)
        server.start(wait)
        return server

    yield start
    for server in servers:
        server.stop()


# --- Chromium -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Windows]:
    with launch() as running:
        yield Windows(running)


@pytest.fixture
def new_page(browser: Windows) -> Iterator[Pages]:
    pages = Pages(browser)
    yield pages
    faults = pages.close()
    assert not faults, "the browser saw: " + "; ".join(faults)


@pytest.fixture(scope="session")
def soffice() -> str:
    """The LibreOffice that recalculates a workbook."""
    found = shutil.which("soffice")
    if not found:
        pytest.skip("no LibreOffice (soffice) here")
    return found


# --- what ran on Chromium and PostgreSQL ----------------------------------------------------------------------


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test is a browser or PostgreSQL test by its mark or by the fixture it asks for."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        for kind, names in (("browser", BROWSER_FIXTURES), ("postgres", POSTGRES_FIXTURES), ("office", {"soffice"})):
            if fixtures & names:
                item.add_marker(kind)
            if item.get_closest_marker(kind):
                if kind == "browser" and BROWSER_FOLDER not in item.path.parents:
                    raise pytest.UsageError(f"{item.nodeid}: a test with a browser stands in tests/browser")
                item.user_properties.append(("kind", kind))


def pytest_sessionfinish() -> None:
    """At its end pytest searches all of memory for garbage, twice, and this is a lot of memory: it may skip that."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter) -> None:
    counts = {kind: dict.fromkeys(("passed", "failed", "skipped"), 0) for kind in (*KINDS, "all")}
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            kinds = ["all", *(value for name, value in getattr(report, "user_properties", ()) if name == "kind")]
            for kind in kinds:
                counts[kind]["failed" if outcome == "error" else outcome] += 1
    for kind, label in zip(KINDS, ("Chromium", "PostgreSQL", "LibreOffice"), strict=True):
        number = counts[kind]
        terminalreporter.write_line(
            f"{label} tests: {number['passed']} passed, {number['failed']} failed, {number['skipped']} skipped"
        )
    target = os.environ.get("TIENSTAP_TEST_COUNTS")
    if target:
        Path(target).write_text(json.dumps(counts))
