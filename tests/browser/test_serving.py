"""The running app: what it sends, what it refuses, when it is ready, and what a fault looks like to a visitor."""

from __future__ import annotations

import http.client
import json
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from serving.headers import HEADERS
from tests.support.app import ALIVE, AppServer


def get(server: AppServer, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


def open_websocket(server: AppServer, origin: str | None, host: str | None = None) -> int:
    """The status of a websocket handshake: 101 accepted, 403 refused."""
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Host": host or f"127.0.0.1:{server.port}",
    }
    if origin:
        headers["Origin"] = origin
    return get(server, "/_stcore/stream", **headers).status


@pytest.mark.parametrize("path", ["/", "/raming", "/_stcore/health", "/gereed", "/nergens", "/favicon.png"])
def test_every_answer_carries_the_security_headers(app_server: AppServer, path: str) -> None:
    answer = get(app_server, path)
    for name, value in HEADERS:
        assert answer.headers.get_all(name.decode()) == [value.decode()]


@pytest.mark.parametrize(
    ("query", "language"), [("", "nl"), ("?lang=en", "en"), ("?lang=nl", "nl"), ("?lang=%22", "nl")]
)
def test_the_page_says_its_language(app_server: AppServer, query: str, language: str) -> None:
    page = get(app_server, "/raming" + query, **{"Accept-Encoding": "gzip"}).read().decode()
    assert f'<html lang="{language}">' in page
    assert "<title>Tienstap</title>" in page
    assert not re.search(r"<script>", page), "an inline script, which the policy blocks"


def test_the_start_page_has_its_own_address_too(app_server: AppServer) -> None:
    answer = get(app_server, "/portfolio?lang=en&process=p1")
    assert answer.status == 307
    assert answer.headers["location"] == "./?lang=en&process=p1"
    assert get(app_server, "/portfolio").headers["location"] == "./"


def test_scripts_are_still_compressed_and_cached(app_server: AppServer) -> None:
    script = re.search(r"static/js/index\.[\w-]+\.js", get(app_server, "/").read().decode()).group()
    answer = get(app_server, "/" + script)
    assert answer.status == 200
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:1", "null", "file://"])
def test_a_page_of_another_site_gets_no_websocket(app_server: AppServer, origin: str) -> None:
    assert open_websocket(app_server, origin) == 403


def test_our_own_page_gets_a_websocket(app_server: AppServer) -> None:
    assert open_websocket(app_server, app_server.url) == 101


def test_another_name_for_this_machine_gets_no_websocket(app_server: AppServer) -> None:
    """DNS rebinding: a site that makes its own name point to 127.0.0.1."""
    assert open_websocket(app_server, "http://evil.example", host="evil.example") == 403


def test_ready_while_the_database_answers_and_not_after(start_app) -> None:
    server = start_app()
    answer = get(server, "/gereed")
    assert (answer.status, json.load(answer)) == (200, {"ready": True})
    assert answer.headers["cache-control"] == "no-store"

    database = server.folder / "tienstap.db"
    kept = database.with_name("kept.db")
    database.rename(kept)
    answer = get(server, "/gereed")
    assert (answer.status, json.load(answer)) == (503, {"ready": False})
    assert not database.exists(), "asking must not make a new database"
    assert "is gone" in server.log()

    kept.rename(database)
    assert get(server, "/gereed").status == 200


def test_a_damaged_database_is_left_alone_and_said_in_the_log(start_app, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"this is no database" * 1000)
    server = start_app(f"sqlite:///{damaged.as_posix()}", wait=ALIVE)
    assert get(server, "/gereed").status == 503
    assert f"the pages are closed: The database {damaged} is damaged" in server.log()
    assert damaged.read_bytes() == b"this is no database" * 1000


@pytest.mark.parametrize(
    ("variable", "value"),
    [("STREAMLIT_SERVER_ADDRESS", "0.0.0.0"), ("STREAMLIT_SERVER_ALLOWED_HOSTS", "tienstap.gemeente.example")],
)
def test_it_does_not_start_where_others_could_reach_it(tmp_path: Path, variable: str, value: str) -> None:
    server = AppServer(tmp_path, environment={variable: value})
    server.start(wait=None)
    try:
        assert server.wait_for_exit() == 1
    finally:
        server.stop()
    assert "Tienstap does not start" in server.log()
    assert value in server.log()
    assert "Traceback" not in server.log()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(server.url + "/gereed", timeout=2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "can't be read"),
        ("[auth\nredirect_uri = ", "can't be read"),
        ("[auth]\n", "[auth] has no redirect_uri"),
        ("[tienstap]\nsession_hours = 8\n", "[auth] has no redirect_uri"),
        ('auth = "ja"\n', "auth must be a table"),
    ],
)
def test_a_faulty_file_of_the_sign_in_lets_nobody_in(tmp_path: Path, content: str | None, said: str) -> None:
    """Without this the app would go on without sign-in, and everybody could be anybody."""
    file = tmp_path / "secrets.toml"
    if content is not None:
        file.write_text(content)
    server = AppServer(tmp_path)
    server.use_secrets(file)
    server.start(wait=None)
    try:
        assert server.wait_for_exit() == 1
    finally:
        server.stop()
    assert "Tienstap does not start" in server.log() and said in server.log()
    assert "Traceback" not in server.log()
