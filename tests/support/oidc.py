"""A real sign-in service (OpenID Connect) on loopback, and an app that signs its visitors in with it.

    with provider(people) as service: ...      service.url, service.people, service.proved_at

``people``: subject -> claims. Whoever signs in picks a subject on the service's page; its claims may be changed in
between. The service says when it asked (auth_time); `None` makes it keep silent, a number makes it say that.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.support.browser import settle

SECRETS = """[auth]
redirect_uri = "{app}/oauth2callback"
cookie_secret = "{secret}"
client_id = "tienstap"
client_secret = "geheim"
server_metadata_url = "{service}/.well-known/openid-configuration"

[tienstap]
{own}
"""
SECRET = secrets.token_hex(32)
PEOPLE = {
    "lotte": {"name": "Lotte Lezer", "roles": ["lezer"]},
    "bram": {"name": "Bram Bewerker", "roles": ["bewerker"]},
    "gijs": {"name": "Gijs Goedkeurder", "roles": ["goedkeurder", "bewerker"]},
    "ada": {"name": "Ada Beheer", "roles": ["beheerder"]},
    "niels": {"name": "Niels Niemand", "roles": ["root", "admin"]},
}


@dataclass
class Service:
    """The running service; ``proved_at(subject)`` gives the auth_time it tells, None for none."""

    url: str
    proved_at: Any = None


@contextmanager
def provider(people: dict[str, dict[str, Any]] = PEOPLE) -> Iterator[Service]:
    """Run the service in a thread of this process."""
    from oidc_provider_mock import User, app
    from oidc_provider_mock._storage import AuthorizationCode
    from werkzeug.serving import make_server

    service = Service("", lambda _subject: int(time.time()))
    before = AuthorizationCode.get_auth_time
    AuthorizationCode.get_auth_time = lambda code: service.proved_at(code.user_id)
    made = app(user_claims=[User(sub=sub, claims=claims) for sub, claims in people.items()])
    made.after_request(_without_outside)
    server = make_server("localhost", 0, made, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    thread.start()
    service.url = f"http://localhost:{server.server_port}"
    try:
        yield service
    finally:
        AuthorizationCode.get_auth_time = before
        server.shutdown()
        thread.join()


def _without_outside(response: Any) -> Any:
    """Its page asks a style sheet of another site; the tests allow no request there."""
    if response.mimetype == "text/html":
        response.set_data(re.sub(r"<link[^>]*>", "", response.get_data(as_text=True)))
    return response


def secrets_file(folder: Path, app_url: str, service_url: str, own: str = "") -> Path:
    """The file with which the app at ``app_url`` signs in there."""
    file = folder / "secrets.toml"
    file.write_text(SECRETS.format(app=app_url, secret=SECRET, service=service_url, own=own))
    return file


def sign_in(page: Page, subject: str, button: str = "Aanmelden met uw account") -> None:
    """From the app's sign-in screen to the page that was asked for."""
    page.get_by_role("button", name=button).click()
    page.get_by_role("button", name=subject, exact=True).click()
    settle(page)
