"""The configuration of the sign-in, what is made of its claims, and who may have a file."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from portfolio.store.sign_ins import Limits
from serving import guard, start
from ui import claims

AUTH = {
    "redirect_uri": "https://tienstap.gemeente.nl/oauth2callback",
    "cookie_secret": "x" * 40,
    "client_id": "tienstap",
    "client_secret": "geheim",
    "server_metadata_url": "https://aanmelden.gemeente.nl/.well-known/openid-configuration",
}


def test_what_is_asked_is_enough() -> None:
    found = claims.checked(AUTH, {})
    assert (found.roles_claim, found.limits) == ("roles", Limits(8 * 3600, 5 * 60))
    own = {"roles_claim": "groups", "roles": {"PP-lezen": "lezer"}, "session_hours": 4, "fresh_minutes": 1}
    found = claims.checked(AUTH, own)
    assert (found.roles_claim, found.roles, found.limits) == ("groups", {"PP-lezen": "lezer"}, Limits(4 * 3600, 60))


@pytest.mark.parametrize(
    ("auth", "own", "said"),
    [
        *(({name: ""}, {}, f"[auth] has no {name}") for name in claims.NEEDED),
        ({"cookie_secret": "kort"}, {}, "shorter than 32 characters"),
        ({"redirect_uri": "https://tienstap.gemeente.nl/"}, {}, "must end in /oauth2callback"),
        ({"redirect_uri": "http://tienstap.gemeente.nl/oauth2callback"}, {}, "redirect_uri in [auth] must begin with"),
        ({"server_metadata_url": "http://elders.nl/x"}, {}, "server_metadata_url in [auth] must begin with https://"),
        ({"redirect_uri": "https://[::/oauth2callback"}, {}, "redirect_uri in [auth] is no address"),
        ({}, {"roles": "lezer"}, "must be a table: [tienstap.roles]"),
        ({}, {"rollen": {}}, "[tienstap] doesn't know rollen"),
        ({}, {"roles": {"PP": "baas"}}, "names baas; the roles are lezer, bewerker, goedkeurder, beheerder"),
        ({}, {"session_hours": 0}, "session_hours in [tienstap] is 0"),
        ({}, {"session_hours": 25}, "at most 24"),
        ({}, {"session_hours": True}, "session_hours in [tienstap] is True"),
        ({}, {"fresh_minutes": "5"}, "fresh_minutes in [tienstap] is '5'"),
    ],
)
def test_what_is_missing_or_weak_is_said(auth: dict[str, Any], own: dict[str, Any], said: str) -> None:
    with pytest.raises(claims.Unusable) as problem:
        claims.checked({**AUTH, **auth}, own)
    assert said in str(problem.value)


@pytest.mark.parametrize(
    ("hosts", "headers", "said"),
    [
        (["tienstap.gemeente.nl"], None, None),
        (["*.gemeente.nl"], {}, None),
        ([], None, "server.allowedHosts is empty"),
        (["localhost"], None, "redirect_uri in [auth] is at tienstap.gemeente.nl"),
        (["tienstap.gemeente.nl"], {"X-User": "email"}, "server.trustedUserHeaders is set"),
    ],
)
def test_a_sign_in_that_could_be_walked_around_is_refused(hosts: list[str], headers: Any, said: str | None) -> None:
    reason = start.weak_sign_in(claims.checked(AUTH, {}), hosts, headers)
    assert (reason is None) if said is None else (said in str(reason))


def test_the_second_way_in_asks_the_password_again() -> None:
    found = claims.with_again(claims.checked({**AUTH, "client_kwargs": {"scope": "openid"}}, {}))["auth"]
    again = found[claims.AGAIN]
    assert again["client_kwargs"] == {"scope": "openid", "prompt": "login"}
    assert again["authorize_params"] == {"max_age": 0}
    assert {name: found[name] for name in AUTH} == AUTH


@pytest.mark.parametrize(
    ("told", "roles"),
    [
        ({"roles": ["lezer", "beheerder"]}, {"lezer", "beheerder"}),
        ({"roles": "lezer goedkeurder"}, {"lezer", "goedkeurder"}),
        ({"roles": ["LEZER", "root", 7, None]}, set()),
        ({"roles": {"lezer": True}}, set()),
        ({"roles": None}, set()),
        ({}, set()),
    ],
)
def test_only_known_roles_count(told: dict[str, Any], roles: set[str]) -> None:
    user = claims.user_of({"iss": "https://id", "sub": "7", **told}, claims.Settings({}))
    assert user is not None and user.roles == roles


@pytest.mark.parametrize(
    "told", [{}, {"iss": "https://id"}, {"sub": "7"}, {"iss": "", "sub": "7"}, {"iss": 1, "sub": 2}]
)
def test_claims_without_issuer_and_subject_name_nobody(told: dict[str, Any]) -> None:
    assert claims.user_of({"roles": ["beheerder"], "name": "Ada", **told}, claims.Settings({})) is None


def test_a_time_is_a_number() -> None:
    user = claims.user_of({"iss": "a", "sub": "b", "iat": "1", "auth_time": True}, claims.Settings({}))
    assert user is not None and (user.signed_at, user.proved_at, user.name) == (None, None, "b")


@pytest.mark.parametrize(
    "place",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "/auth/logout",
        "/oauth2callback?code=1",
        "/a\r\nSet-Cookie: x=1",
        "/" + "x" * 2001,
        "/caf\u00e9",
        "",
        None,
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(place: str | None) -> None:
    assert guard.own_place(place) is None


@pytest.mark.parametrize("base", ["", "tienstap", "/tienstap/"])
def test_the_guard_knows_its_addresses_below_a_folder(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard.config, "get_option", lambda _name: base)
    folder = f"/{base.strip('/')}" if base else ""
    for path in ("/media/x.csv", "/_stcore/upload_file/a/b", "/_stcore/metrics"):
        assert guard.below_base(folder + path).startswith(guard.GUARDED)
        assert guard.below_base("/" + path).startswith(guard.GUARDED)
    assert guard.own_place(f"{folder}/auth/logout") is None
    assert guard.own_place(f"{folder}/proces?process=1") == f"{folder}/proces?process=1"


def test_only_our_own_page_is_remembered() -> None:
    def came(referer: str) -> str | None:
        headers = [(b"host", b"tienstap.gemeente.nl"), (b"referer", referer.encode())]
        return guard.came_from({"type": "http", "headers": headers})

    assert came("https://tienstap.gemeente.nl/proces?process=1&lang=en") == "/proces?process=1&lang=en"
    assert came("https://elsewhere.example/proces") is None
    assert came("http://[") is None
    assert came("") is None


@pytest.fixture
def with_auth(monkeypatch: pytest.MonkeyPatch) -> claims.Settings:
    monkeypatch.setattr(guard.starlette_websocket, "get_cookie_secret", lambda: AUTH["cookie_secret"])
    monkeypatch.setattr(guard, "get_origin_from_redirect_uri", lambda: "https://tienstap.gemeente.nl")
    return claims.checked(AUTH, {})


def cookie(told: dict[str, Any], secret: str = AUTH["cookie_secret"]) -> dict[str, str]:
    return {USER_COOKIE_NAME: create_signed_value(secret, USER_COOKIE_NAME, json.dumps(told)).decode()}


def test_a_cookie_counts_when_it_is_ours(with_auth: claims.Settings) -> None:
    """Signed with our secret, made for our address, by a sign-in that succeeded."""
    told = {"iss": "a", "sub": "b", "origin": "https://tienstap.gemeente.nl", "is_logged_in": True, "roles": ["lezer"]}
    user = guard.reader(cookie(told), with_auth)
    assert user is not None and user.subject == "b" and user.has("lezer")
    for forged in (
        cookie(told, "y" * 40),
        cookie(told | {"origin": "https://elsewhere.example"}),
        cookie(told | {"is_logged_in": False}),
        {USER_COOKIE_NAME: "onzin"},
        {USER_COOKIE_NAME: "\u20ac"},
        {},
    ):
        assert guard.reader(forged, with_auth) is None
