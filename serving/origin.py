"""Refuse a websocket that a page of another site opens.

Streamlit refuses these too, but only after two blocking look-ups of the machine's outside address, which make every
user wait for seconds where outbound traffic is dropped. So the answer is given here, at once.
"""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Receive, Scope, Send

log = logging.getLogger("tienstap")
POLICY_VIOLATION = 1008


class SameOrigin:
    """ASGI middleware: a websocket's Origin must be the host it connects to; without an Origin it isn't a browser."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            headers = dict(scope["headers"])
            if not same_origin(headers.get(b"origin"), headers.get(b"host")):
                log.warning("refused a websocket from another origin: %r", headers.get(b"origin"))
                await receive()
                await send({"type": "websocket.close", "code": POLICY_VIOLATION})
                return
        await self.app(scope, receive, send)


def same_origin(origin: bytes | None, host: bytes | None) -> bool:
    """Whether a browser page at `origin` may talk to `host`.

    >>> same_origin(b"https://tienstap.example.nl", b"tienstap.example.nl")
    True
    >>> same_origin(b"https://elsewhere.example", b"tienstap.example.nl"), same_origin(b"null", b"localhost:8501")
    (False, False)
    >>> same_origin(None, b"localhost:8501")
    True
    """
    if origin is None:
        return True
    return host is not None and origin.lower().partition(b"://")[2] == host.lower()
