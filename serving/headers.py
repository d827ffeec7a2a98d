"""Security headers on every answer; secure cookies and HSTS where the visitor came by https.

>>> "unsafe-eval" in dict(HEADERS)[b"content-security-policy"].decode().replace("wasm-unsafe-eval", "")
False
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit styles its elements with inline styles; scripts come from the app itself only.
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "frame-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

HEADERS = [
    (b"content-security-policy", "; ".join(f"{name} {value}" for name, value in POLICY.items()).encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
OURS = {name for name, _ in HEADERS}
HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000")


class SecurityHeaders:
    """ASGI middleware that puts HEADERS on every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        https = came_by_https(scope)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": secured(message["headers"], https)}
            await send(message)

        await self.app(scope, receive, with_headers)


def came_by_https(scope: Scope) -> bool:
    """Whether the visitor's side is https: here, or at the proxy in front (which says so in x-forwarded-proto)."""
    return scope.get("scheme") == "https" or (b"x-forwarded-proto", b"https") in scope["headers"]


def secured(headers: list[tuple[bytes, bytes]], https: bool) -> list[tuple[bytes, bytes]]:
    """The same headers with ours in front of whatever the app set, cookies marked Secure under https.

    >>> secured([(b"set-cookie", b"a=1"), (b"x-frame-options", b"ALLOW")], https=True)[0]
    (b'set-cookie', b'a=1; Secure')
    """
    kept = [(name, value) for name, value in headers if name.lower() not in OURS]
    if not https:
        return kept + HEADERS
    return [(name, _secure_cookie(name, value)) for name, value in kept] + [*HEADERS, HTTPS_ONLY]


def _secure_cookie(name: bytes, value: bytes) -> bytes:
    is_open_cookie = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return value + b"; Secure" if is_open_cookie else value
