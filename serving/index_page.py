"""The one HTML page that Streamlit serves, made ours: language, title, no inline script, a sentence without JavaScript.

A screen reader takes the language of the page from `<html lang>`, which only the server can set: the security policy
blocks an inline script. The language is `?lang=`, Dutch when it is absent.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LANGUAGES = ("nl", "en")
WITHOUT_SCRIPT = {
    "nl": "Tienstap werkt met JavaScript. Zet JavaScript aan in uw browser en laad deze pagina opnieuw.",
    "en": "Tienstap works with JavaScript. Switch JavaScript on in your browser and reload this page.",
}
STALE = {b"etag", b"last-modified", b"content-length"}

_LANG = re.compile(rb'<html lang="[a-z]*">')
_TITLE = re.compile(rb"<title>.*?</title>")
_INLINE_SCRIPT = re.compile(rb"<script>.*?</script>", re.DOTALL)
_NOSCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
_AGENT_LINK = re.compile(rb'<link rel="service-desc"[^>]*>')


class IndexPage:
    """ASGI middleware that rewrites HTML answers; everything else passes untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"} or not may_be_page(scope["path"]):
            await self.app(scope, receive, send)
            return
        language = asked_language(scope["query_string"])
        held: Message | None = None  # the start of an HTML answer, until its body is complete
        body = bytearray()

        async def rewrite(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and is_html(message):
                held = message
            elif message["type"] == "http.response.body" and held is not None:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    page = ours(bytes(body), language)
                    await send({**held, "headers": page_headers(held["headers"], page)})
                    await send({"type": "http.response.body", "body": page})
            else:
                await send(message)

        # Compressed HTML could not be read here; the page is 8 kB.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, rewrite)


def may_be_page(path: str) -> bool:
    """Pages have no dot in their last part; scripts, fonts and pictures have.

    >>> may_be_page("/raming"), may_be_page("/static/js/index.js"), may_be_page("/_stcore/health")
    (True, False, False)
    """
    return "." not in path.rpartition("/")[2] and not path.startswith(("/_stcore/", "/media/"))


def is_html(start: Message) -> bool:
    kinds = [value for name, value in start["headers"] if name.lower() == b"content-type"]
    return start["status"] == 200 and any(kind.startswith(b"text/html") for kind in kinds)


def asked_language(query_string: bytes) -> str:
    """The language in the address, Dutch when none or an unknown one is asked.

    >>> asked_language(b"process=1&lang=en"), asked_language(b""), asked_language(b"lang=%22%3E")
    ('en', 'nl', 'nl')
    """
    asked = parse_qs(query_string.decode("latin-1")).get("lang", ["nl"])[0]
    return asked if asked in LANGUAGES else "nl"


def ours(page: bytes, language: str) -> bytes:
    """Streamlit's index page in our words; empty (the answer to HEAD) stays empty.

    >>> ours(b'<html lang="en"><title>Streamlit</title><script>x = 1</script>', "nl")
    b'<html lang="nl"><title>Tienstap</title>'
    """
    page = _LANG.sub(b'<html lang="%s">' % language.encode(), page, count=1)
    page = _TITLE.sub(b"<title>Tienstap</title>", page, count=1)
    page = _INLINE_SCRIPT.sub(b"", page)
    page = _AGENT_LINK.sub(b"", page)
    return _NOSCRIPT.sub(b"<noscript><p>%s</p></noscript>" % WITHOUT_SCRIPT[language].encode(), page)


def page_headers(headers: list[tuple[bytes, bytes]], page: bytes) -> list[tuple[bytes, bytes]]:
    """Without what described the original page: its tags would let a browser keep the other language."""
    kept = [(name, value) for name, value in headers if name.lower() not in STALE]
    return [*kept, (b"content-length", str(len(page)).encode())] if page else kept
