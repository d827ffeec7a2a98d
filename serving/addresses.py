"""Addresses that Streamlit doesn't give a page.

The start page lives at `/` and Streamlit ignores its own address, so that a link to /portfolio would end in "Page not
found". It is sent on to `/`, with everything that stands behind the question mark.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route


async def to_start(request: Request) -> RedirectResponse:
    """A relative address, so that it also holds behind a proxy that adds a folder."""
    query = request.url.query
    return RedirectResponse("./" + (f"?{query}" if query else ""), status_code=307)


start_page_route = Route("/portfolio", to_start, methods=["GET"])
