"""With sign-in, addresses outside the pages are for who is signed in: files to download, uploads, the server's counts.

A page asks by itself (ui/shell.py). A file that a page offers has an address of its own, which Streamlit gives to
whoever knows it; here its reader must have a sign-in that holds and a role. The same middleware brings a visitor back
to where they were when they went to sign in: Streamlit itself always returns to the start page.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, unquote, urlsplit

from anyio import to_thread
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.auth_util import get_origin_from_redirect_uri
from streamlit.web.server.starlette import starlette_websocket
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from portfolio import people
from portfolio.identity import User
from portfolio.store import SignedOut, StoreProblem
from ui import claims, state

GUARDED = ("/media/", "/_stcore/upload_file/", "/_stcore/metrics", "/_stcore/agent", "/app/static/")
LOGIN, CALLBACK = "/auth/login", "/oauth2callback"
BACK = "_tienstap_terug"
SIGN_IN_FIRST = "Meld u eerst aan. / Sign in first.\n"


class Guard:
    """ASGI middleware; it does nothing without sign-in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = claims.settings() if scope["type"] == "http" else None
        if found is None:
            await self.app(scope, receive, send)
            return
        path, cookies = below_base(scope["path"]), cookies_of(scope)
        if path.startswith(GUARDED) and not await to_thread.run_sync(may_have, cookies, found):
            answer = PlainTextResponse(SIGN_IN_FIRST, status_code=401, headers={"cache-control": "no-store"})
            await answer(scope, receive, send)
            return
        if path in (LOGIN, CALLBACK):
            came = came_from(scope) if path == LOGIN else None
            await self.app(scope, receive, _remembering(send, came, cookies.get(BACK) if path == CALLBACK else None))
            return
        await self.app(scope, receive, send)


def below_base(path: str) -> str:
    """The path below `server.baseUrlPath`, which a host may set; slashes that were doubled count once."""
    path = "/" + path.lstrip("/")
    base = f"/{str(config.get_option('server.baseUrlPath') or '').strip('/')}"
    return path[len(base) :] if base != "/" and path.startswith(base + "/") else path


def cookies_of(scope: Scope) -> dict[str, str]:
    """The cookies of a request by name."""
    text = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    return cookie_parser(text)


def may_have(cookies: Mapping[str, str], found: claims.Settings) -> bool:
    """Whether these cookies are of somebody whose sign-in holds and who has a role."""
    user = reader(cookies, found)
    if user is None or not user.has("lezer"):
        return False
    try:
        people.holds(state.server_store(), user)
    except (SignedOut, StoreProblem):
        return False
    return True


def reader(cookies: Mapping[str, str], found: claims.Settings) -> User | None:
    """Who the signed cookie of a sign-in names, None without a genuine one."""
    try:
        signed = starlette_websocket._get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
    except Exception:  # whatever a visitor puts in a cookie: no sign-in
        return None
    origin = get_origin_from_redirect_uri()
    if not signed or not origin:
        return None
    told = starlette_websocket._parse_decoded_user_cookie(signed, origin)
    return claims.user_of(told, found) if told.get("is_logged_in") else None


def came_from(scope: Scope) -> str | None:
    """The page of this app that sent the visitor here, as path and question; None when it isn't ours."""
    headers = dict(scope["headers"])
    try:
        address = urlsplit(headers.get(b"referer", b"").decode("latin-1"))
    except ValueError:  # whatever a visitor puts in a header
        return None
    if not address.netloc or address.netloc.lower().encode("latin-1") != headers.get(b"host", b"").lower():
        return None
    return own_place(address.path + (f"?{address.query}" if address.query else ""))


def own_place(place: str | None) -> str | None:
    """The place when it is one of this app's pages; never another site, never the sign-in itself.

    >>> own_place("/proces?process=1"), own_place("//elsewhere.example"), own_place("/auth/login"), own_place("x")
    ('/proces?process=1', None, None, None)
    """
    if not place or len(place) > 2000 or not (place.isascii() and place.isprintable()):
        return None
    if not place.startswith("/") or place[1:2] in ("/", "\\") or below_base(place).startswith((CALLBACK, "/auth/")):
        return None
    return place


def _remembering(send: Send, came: str | None, back: str | None) -> Send:
    """Pass the answer on, with a cookie that remembers where the visitor was, or on the way back with that place."""
    place = own_place(unquote(back)) if back else None

    async def passing(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [(n, place.encode() if place and n.lower() == b"location" else v) for n, v in message["headers"]]
            if came:
                headers.append((b"set-cookie", _cookie(quote(came), 900)))
            if back is not None:
                headers.append((b"set-cookie", _cookie("", 0)))
            message = {**message, "headers": headers}
        await send(message)

    return passing


def _cookie(value: str, seconds: int) -> bytes:
    return f"{BACK}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=lax".encode()
