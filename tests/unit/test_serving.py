"""What serving/ does to an answer, without a server: small ASGI apps in, messages out."""

from __future__ import annotations

import asyncio
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest

from serving import incidents, readiness, start, warmup
from serving.headers import HEADERS, SecurityHeaders
from serving.index_page import IndexPage
from serving.origin import SameOrigin

ROOT = Path(__file__).resolve().parents[2]
PAGE = (
    b'<html lang="en"><head><title>Streamlit</title><script>\nwindow.prerenderReady = false\n</script>'
    b'<script type="module" src="./index.js"></script></head><noscript>Reading this</noscript></html>'
)


def ask(app, path: str = "/", method: str = "GET", query: str = "", headers=(), kind: str = "http") -> list[dict]:
    """Send one request through an ASGI app and return every message it sends back."""
    sent: list[dict] = []
    scope = {"type": kind, "path": path, "method": method, "query_string": query.encode(), "headers": list(headers)}

    async def receive():
        return {"type": "websocket.connect" if kind == "websocket" else "http.request"}

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent


def serves(body: bytes, headers=((b"content-type", b"text/html; charset=utf-8"),), status: int = 200, pieces: int = 1):
    """An ASGI app with one answer, its body sent in pieces."""

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": status, "headers": list(headers)})
        size = -(-len(body) // pieces) or 1
        for begin in range(0, max(len(body), 1), size):
            more = begin + size < len(body)
            await send({"type": "http.response.body", "body": body[begin : begin + size], "more_body": more})

    return app


def body_of(messages: list[dict]) -> bytes:
    return b"".join(message.get("body", b"") for message in messages)


def headers_of(messages: list[dict]) -> dict[bytes, bytes]:
    return dict(messages[0]["headers"])


@pytest.mark.parametrize(
    ("query", "language"), [("", "nl"), ("lang=en", "en"), ("lang=nl&process=1", "nl"), ("lang=x", "nl")]
)
def test_the_page_says_its_language(query: str, language: str) -> None:
    page = body_of(ask(IndexPage(serves(PAGE)), "/raming", query=query))
    assert f'<html lang="{language}">'.encode() in page
    assert b"<title>Tienstap</title>" in page


def test_the_page_has_no_inline_script_and_keeps_the_others() -> None:
    page = body_of(ask(IndexPage(serves(PAGE, pieces=5)), "/"))
    assert b"prerenderReady" not in page
    assert b'<script type="module" src="./index.js">' in page
    assert b"JavaScript aan" in page


def test_the_page_loses_what_described_the_original() -> None:
    original = [(b"content-type", b"text/html"), (b"etag", b'"1"'), (b"last-modified", b"x"), (b"content-length", b"9")]
    messages = ask(IndexPage(serves(PAGE, original)), "/")
    assert headers_of(messages) == {
        b"content-type": b"text/html",
        b"content-length": str(len(body_of(messages))).encode(),
    }


def test_the_answer_to_head_stays_empty() -> None:
    assert body_of(ask(IndexPage(serves(b"")), "/", method="HEAD")) == b""


@pytest.mark.parametrize("path", ["/static/js/index.js", "/_stcore/health", "/media/report.docx"])
def test_what_is_no_page_passes_untouched(path: str) -> None:
    assert body_of(ask(IndexPage(serves(PAGE)), path)) == PAGE


def test_other_answers_on_a_page_address_pass_untouched() -> None:
    json = [(b"content-type", b"application/json")]
    assert body_of(ask(IndexPage(serves(b'{"a": 1}', json)), "/gereed")) == b'{"a": 1}'
    assert body_of(ask(IndexPage(serves(PAGE, status=404)), "/x")) == PAGE


def test_every_answer_has_the_security_headers_once() -> None:
    mild = [(b"X-Frame-Options", b"SAMEORIGIN"), (b"content-type", b"text/plain")]
    sent = ask(SecurityHeaders(serves(b"x", mild)))[0]["headers"]
    for name, value in HEADERS:
        assert [v for n, v in sent if n.lower() == name] == [value]
    assert b"strict-transport-security" not in dict(sent)


def test_behind_https_cookies_are_secure() -> None:
    cookies = [(b"set-cookie", b"a=1; Path=/"), (b"set-cookie", b"b=2; Secure")]
    sent = ask(SecurityHeaders(serves(b"x", cookies)), headers=[(b"x-forwarded-proto", b"https")])[0]["headers"]
    assert [value for name, value in sent if name == b"set-cookie"] == [b"a=1; Path=/; Secure", b"b=2; Secure"]
    assert b"strict-transport-security" in dict(sent)


@pytest.mark.parametrize(
    ("origin", "accepted"),
    [
        (b"http://localhost:8501", True),
        (b"http://LOCALHOST:8501", True),
        (None, True),
        (b"http://localhost:9999", False),
        (b"http://evil.example", False),
        (b"null", False),
        (b"", False),
    ],
)
def test_only_our_own_pages_open_a_websocket(origin: bytes | None, accepted: bool) -> None:
    async def app(scope, receive, send):
        await send({"type": "websocket.accept"})

    headers = [(b"host", b"localhost:8501")] + ([(b"origin", origin)] if origin is not None else [])
    answer = ask(SameOrigin(app), headers=headers, kind="websocket")
    assert answer == [{"type": "websocket.accept"}] if accepted else [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize(
    ("address", "hosts", "said"),
    [
        ("127.0.0.1", ["localhost", "127.0.0.1"], None),
        ("::1", ["[::1]"], None),
        ("0.0.0.0", ["localhost"], "server.address is 0.0.0.0"),
        (None, ["localhost"], "server.address is not set"),
        ("127.0.0.1", [], "server.allowedHosts is empty"),
        ("127.0.0.1", ["localhost", "*.gemeente.nl"], "server.allowedHosts is *.gemeente.nl"),
    ],
)
def test_an_app_without_sign_in_stays_on_this_machine(address: str | None, hosts: list[str], said: str | None) -> None:
    reason = start.open_door(address, hosts)
    assert (reason is None) if said is None else (said in str(reason))


def test_a_change_of_readiness_is_logged_once(caplog: pytest.LogCaptureFixture, monkeypatch) -> None:
    monkeypatch.setattr(readiness, "_last_reason", None)
    monkeypatch.setattr(readiness.log, "propagate", True)
    with caplog.at_level(logging.INFO, logger="tienstap"):
        for reason in (None, "the disk is gone", "the disk is gone", None, None):
            readiness.note(reason)
    assert [record.message for record in caplog.records] == ["not ready: the disk is gone", "ready again"]


def test_warming_up_imports_every_module_but_the_scripts() -> None:
    code = (
        "import sys; from serving.warmup import import_all; import_all('portfolio')\n"
        "assert 'portfolio.store.tables' in sys.modules\n"
        "assert 'portfolio.__main__' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    assert "ui.shell" not in warmup.import_all("ui")


def test_a_fault_is_a_code_for_the_visitor_and_a_traceback_for_the_log(caplog, monkeypatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(incidents.st, "error", shown.append)
    monkeypatch.setattr(logging.getLogger("tienstap"), "propagate", True)
    try:
        raise ValueError("the secret detail")
    except ValueError as problem:
        assert incidents.on_script_error(problem) is True
    code = re.search(r"\b[0-9a-f]{8}\b", shown[0]).group()
    assert "secret" not in shown[0]
    assert code in caplog.text
    assert "ValueError: the secret detail" in caplog.text
