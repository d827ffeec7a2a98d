"""A visitor without a browser: speaks Streamlit's own messages over its websocket.

    async with Visitor(url) as one:
        await one.go("raming")                       # open a page; what it shows is in one.texts
        await one.set({"estimate.conversations": 9}) # answer fields by their key, and let the page run
        await one.press("estimate.save")             # a button by its key

One visitor is one session, as a tab in a browser: reopening after a broken connection asks for the same session.
"""

from __future__ import annotations

import asyncio
import re
import time
import urllib.request
from typing import Any, Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

SECONDS = 60.0
BROKEN = "_streamlit_xsrf"


class Visitor:
    """One session. ``texts``: what the last run showed; ``faults``: error messages and exceptions of all runs."""

    def __init__(
        self, url: str, cookies: dict[str, str] | None = None, query: str = "", origin: str | None = ""
    ) -> None:
        self.url, self.query = url.rstrip("/"), query
        self.cookies = dict(cookies or {})
        self.origin = self.url if origin == "" else origin
        self.texts: list[str] = []
        self.faults: list[str] = []
        self.session_id = ""
        self.page = ""
        self._hash = ""
        self._ids: dict[str, str] = {}
        self._held: dict[str, Any] = {}
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def open(self) -> None:
        """Connect; after a break with the same session and cookies, as a browser does."""
        if BROKEN not in self.cookies:
            await asyncio.to_thread(self._fetch_cookies)
        protocols = ["streamlit", self.cookies.get(BROKEN, "x").strip('"')]
        protocols += [self.session_id] if self.session_id else []
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        where = urlsplit(self.url)
        self._socket = await connect(
            f"ws://{where.netloc}/_stcore/stream",
            subprotocols=protocols,  # type: ignore[arg-type]
            origin=self.origin,  # type: ignore[arg-type]
            additional_headers={"Cookie": cookie},
            max_size=None,
            open_timeout=SECONDS,
            ping_interval=None,
        )

    def _fetch_cookies(self) -> None:
        """What the server and the proxy in front of it give at a first request."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        asked = urllib.request.Request(self.url + "/_stcore/health", headers=headers)
        with urllib.request.urlopen(asked, timeout=SECONDS) as answer:
            for line in answer.headers.get_all("set-cookie") or []:
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name.strip()] = value

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    async def go(self, page: str, query: str | None = None) -> float:
        """Open a page by its address; returns the seconds until it was complete."""
        if query is not None:
            self.query = query
        self.page, self._hash, self._held = page, "", {}
        return await self._run({})

    async def set(self, answers: dict[str, Any]) -> float:
        """Answer fields; they keep their answers for the next runs of this page."""
        self._held.update(answers)
        return await self._run({})

    async def press(self, key: str) -> float:
        return await self._run({key: None})

    async def again(self) -> float:
        return await self._run({})

    def key(self, start: str) -> str:
        """The key of the field that begins so: a form that began afresh adds a number to it."""
        return next(one for one in self._ids if one == start or one.startswith(f"{start}."))

    def ending(self, end: str) -> str:
        """The key of the field whose name ends so, its number left out."""
        return next(one for one in self._ids if re.sub(r"(\.\d+)+$", "", one).endswith(end))

    async def _run(self, pressed: dict[str, None]) -> float:
        assert self._socket is not None, "not open"
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash, state.page_name = self.query, self._hash, self.page
        for key, value in self._held.items():
            if key in self._ids:
                _answer(state.widget_states.widgets.add(), self._ids[key], value)
        for key in pressed:
            one = state.widget_states.widgets.add()
            one.id, one.trigger_value = self._ids[key], True
        began = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(SECONDS):
            await self._read()
        return time.perf_counter() - began

    async def _read(self) -> None:
        """Until the run is complete: a run that ends by starting another one goes on."""
        assert self._socket is not None
        self.texts, seen = [], {}
        while True:
            message = ForwardMsg()
            message.ParseFromString(await self._socket.recv(decode=False))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session_id = message.new_session.initialize.session_id or self.session_id
                self._hash = message.new_session.page_script_hash or self._hash
                self.texts, seen = [], {}
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._element(message.delta.new_element, seen)
            elif kind == "navigation":
                self._hash = message.navigation.page_script_hash or self._hash
            elif kind == "script_finished" and message.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
            ):
                self._ids = seen
                return

    def _element(self, element: Any, seen: dict[str, str]) -> None:
        kind = element.WhichOneof("type")
        one = getattr(element, kind)
        if getattr(one, "id", ""):
            seen[one.id.split("-", 2)[-1]] = one.id
        if kind == "alert" and one.format == 1:  # error
            self.faults.append(one.body)
        if kind == "exception":
            self.faults.append(f"{one.type}: {one.message}")
        for name in ("body", "label", "value", "default"):
            text = getattr(one, name, None)
            if isinstance(text, str) and text:
                self.texts.append(text)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


def _answer(widget: Any, id: str, value: Any) -> None:
    widget.id = id
    if isinstance(value, bool):
        widget.bool_value = value
    elif isinstance(value, int):
        widget.int_value = value
    elif isinstance(value, float):
        widget.double_array_value.data.append(value)
    else:
        widget.string_value = value
