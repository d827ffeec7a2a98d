"""Signing in against a real OpenID Connect service on loopback: who gets what, how long it holds, and how it ends.

The service is a Python package that speaks the whole protocol; the app is the real one, with `[auth]` in its file of
secrets; the visitors are in Chromium, or bare HTTP with and without their cookie.
"""

from __future__ import annotations

import asyncio
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portfolio import people, processes, requests
from portfolio.store import Store, open_store
from tests.pages.screens import FINANCE, LEAD, estimated
from tests.support.app import AppServer
from tests.support.browser import elsewhere, faults_of, settle
from tests.support.oidc import Service, provider, secrets_file, sign_in
from tests.support.websocket import Visitor

ADDRESSES = ("", "portfolio", "raming", "wat-als", "aanvraag", "proces", "overleg", "ervaringscijfers", "beheer")
SECRET_NAME = "Geheim Plein 1234"
SCOPE = {"stakeholder_groups": 3, "conversations": 8, "resident_reach": 1200}
ASK = "Aanmelden met uw account"


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with provider() as running:
        yield running


@pytest.fixture
def told_now(service: Service) -> Iterator[Service]:
    """The service says that it asked just now, unless a test makes it say something else."""
    before = service.proved_at
    yield service
    service.proved_at = before


@pytest.fixture(scope="module")
def start(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., AppServer]]:
    servers: list[AppServer] = []

    def run(own: str = "") -> AppServer:
        folder = tmp_path_factory.mktemp("signed")
        server = AppServer(folder)
        server.use_secrets(secrets_file(folder, server.url, service.url, own))
        servers.append(server)
        server.start()
        return server

    yield run
    for server in servers:
        server.stop()


@pytest.fixture(scope="module")
def app(start: Callable[..., AppServer]) -> AppServer:
    return start()


@pytest.fixture(scope="module")
def store(app: AppServer) -> Iterator[Store]:
    opened = open_store(app.database_url)
    estimated(opened, SCOPE, name=SECRET_NAME)
    yield opened
    opened.close()


def text(page: Page) -> str:
    return page.locator("body").inner_text()


def signed_in(new_page, app: AppServer, subject: str, path: str = "/?lang=nl") -> Page:
    page = new_page(app, path)
    sign_in(page, subject)
    page.wait_for_selector(".st-key-user_popover, .st-key-sign_out")
    settle(page)
    return page


def cookies(page: Page) -> str:
    return "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())


def status(url: str, cookie: str = "") -> int:
    asked = urllib.request.Request(url, headers={"Cookie": cookie} if cookie else {})
    try:
        with urllib.request.urlopen(asked) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


def test_a_visitor_gets_nothing_but_the_sign_in_at_every_address(start: Callable[..., AppServer], new_page) -> None:
    """On a server that has shown nobody anything yet."""
    fresh = start()
    opened = open_store(fresh.database_url)
    made = estimated(opened, SCOPE, name=SECRET_NAME)
    opened.close()
    page = new_page(fresh, "/gereed", wait=False)
    for language, button in (("nl", ASK), ("en", "Sign in with your account")):
        for at in ADDRESSES:
            page.goto(elsewhere(fresh.url))  # each address is somebody's first: without cookies, without a memory
            page.context.clear_cookies()
            page.goto(f"{fresh.url}/{at}?lang={language}&process={made.id}&as=beheerder")
            settle(page)
            expect(page.get_by_role("button", name=button)).to_be_visible()
            said = text(page)
            assert SECRET_NAME not in page.content() and "Voorbeeld" not in said, at
            links = set(page.get_by_role("link").all_inner_texts()) - {""}
            assert links == {"Skip to main content", "English" if language == "nl" else "Nederlands"}
            assert len(said) < 400, said
            if at == "raming":
                assert faults_of(page) == []
    assert SECRET_NAME not in fresh.log()


def test_a_bare_websocket_gives_no_more(app: AppServer, store: Store, new_page) -> None:
    """Without a cookie, with a forged one, and with the session of somebody who is signed in."""
    made = processes.listing(store)[0].id

    async def run(mine: dict[str, str]) -> None:
        async with Visitor(app.url, mine) as own:
            await own.go("proces", f"process={made}")
            assert SECRET_NAME in own.text
            for cookies, session, origin in (
                ({}, "", app.url),
                ({"_streamlit_user": "x|y|z"}, "", app.url),
                ({}, own.session_id, app.url),
                (mine, "", None),  # not a browser: no Origin, so the cookie counts for nothing
            ):
                other = Visitor(app.url, cookies, origin=origin)
                other.session_id = session
                async with other:
                    for at in ADDRESSES:
                        await other.go(at, f"process={made}&as=beheerder")
                        assert SECRET_NAME not in other.text and ASK in other.texts, (at, other.texts)
                    assert other.session_id != own.session_id
            await own.go("proces", f"process={made}")
            assert SECRET_NAME in own.text

    page = signed_in(new_page, app, "lotte")
    mine = {one["name"]: one["value"] for one in page.context.cookies()}
    with ThreadPoolExecutor() as beside:  # the browser's driver has a loop of its own here
        beside.submit(lambda: asyncio.run(run(mine))).result()


def test_after_signing_in_the_visitor_is_where_they_wanted_to_be(app: AppServer, store: Store, new_page) -> None:
    made = processes.listing(store)[0]
    page = signed_in(new_page, app, "bram", f"/proces?process={made.id}&lang=en".replace("lang=en", "lang=nl"))
    assert page.url.endswith(f"/proces?process={made.id}&lang=nl")
    assert SECRET_NAME in text(page)
    expect(page.get_by_role("button", name="Bram Bewerker")).to_be_visible()
    known = {row["subject"]: row for row in people.listing(store)}
    assert known["bram"]["roles"] == ["bewerker"] and known["bram"]["name"] == "Bram Bewerker"


def test_unknown_roles_give_nothing(app: AppServer, store: Store, new_page) -> None:
    page = signed_in(new_page, app, "niels", "/beheer?lang=nl")
    assert "U hebt (nog) geen rol in Tienstap." in text(page) and "Niels Niemand" in text(page)
    assert SECRET_NAME not in page.content()
    for at in ADDRESSES:
        page.goto(f"{app.url}/{at}?lang=nl")
        settle(page)
        assert "geen rol" in text(page) and SECRET_NAME not in page.content()
    assert "niels" not in {row["subject"] for row in people.listing(store)}


def test_a_reader_reads_and_the_picker_is_gone(app: AppServer, store: Store, new_page) -> None:
    page = signed_in(new_page, app, "lotte", "/beheer?lang=nl&as=beheerder")
    assert "een beheerder meldt mensen af" in text(page)
    assert "Ik werk als" not in text(page)
    assert page.get_by_role("button", name="Overal afmelden").count() == 0
    page.goto(f"{app.url}/?lang=nl")
    settle(page)
    expect(page.get_by_text(SECRET_NAME).first).to_be_visible()


def test_a_file_is_for_who_is_signed_in(app: AppServer, store: Store, new_page) -> None:
    page = signed_in(new_page, app, "ada", "/beheer?lang=nl")
    with page.expect_download() as begun:
        page.get_by_role("button", name="De lijst voor de jaarlijkse controle (CSV)").click()
    url, mine = begun.value.url, cookies(page)
    assert "/media/" in url
    assert "Ada Beheer" in Path(begun.value.path()).read_text(encoding="utf-8-sig")
    assert (status(url, mine), status(url), status(url, "_streamlit_user=x")) == (200, 401, 401)
    assert status(app.url + "/_stcore/metrics") == 401
    nobody = signed_in(new_page, app, "niels", "/beheer?lang=nl")
    assert status(url, cookies(nobody)) == 401
    # her own signing out closes the file to her cookie as well
    page.get_by_role("button", name="Ada Beheer").click()
    page.get_by_role("button", name="Afmelden").click()
    page.get_by_role("button", name="End session").click()  # at the service
    page.wait_for_url(re.compile("127.0.0.1"))
    settle(page)
    expect(page.get_by_role("button", name=ASK)).to_be_visible()
    assert status(url, mine) == 401


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app: AppServer, store: Store, new_page) -> None:
    page = signed_in(new_page, app, "lotte", "/raming?lang=nl")
    copied = page.context.cookies()
    thief = new_page(app, "/raming?lang=nl")
    thief.context.add_cookies(copied)
    thief.reload()
    settle(thief)
    assert "Lotte Lezer" in text(thief)
    page.get_by_role("button", name="Lotte Lezer").click()
    page.get_by_role("button", name="Afmelden").click()
    page.wait_for_url(re.compile("localhost"))
    thief.reload()
    settle(thief)
    expect(thief.get_by_role("button", name=ASK)).to_be_visible()
    assert "U bent afgemeld." in text(thief)


def test_an_administrator_signs_somebody_out_who_is_at_work(app: AppServer, store: Store, new_page) -> None:
    bram = signed_in(new_page, app, "bram", "/raming?lang=nl")
    time.sleep(1.1)  # an end counts in whole seconds
    ada = signed_in(new_page, app, "ada", "/beheer?lang=nl")
    box = ada.get_by_role("combobox", name="Kies een persoon")
    box.click()
    box.press_sequentially("Bram Bew")
    box.press("Enter")
    settle(ada)
    ada.get_by_role("button", name="Overal afmelden").click()
    expect(ada.get_by_text("Bram Bewerker is overal afgemeld.")).to_be_visible()
    bram.get_by_role("link", name="Portfolio", exact=True).first.click()
    expect(bram.get_by_role("button", name=ASK)).to_be_visible()
    assert SECRET_NAME not in text(bram)


def test_a_sign_in_grows_too_old_while_somebody_works(start: Callable[..., AppServer], new_page) -> None:
    short = start("session_hours = 0.002\n")  # 7 seconds
    opened = open_store(short.database_url)
    estimated(opened, SCOPE, name=SECRET_NAME)
    opened.close()
    page = signed_in(new_page, short, "bram", "/?lang=nl")
    assert SECRET_NAME in text(page)
    time.sleep(8)
    page.get_by_role("link", name="Wat als", exact=True).first.click()
    expect(page.get_by_role("button", name=ASK)).to_be_visible()
    assert "uur geleden aan" in text(page)
    assert SECRET_NAME not in text(page)


def test_approving_asks_who_you_are_once_more(app: AppServer, store: Store, new_page, told_now: Service) -> None:
    process = estimated(store, SCOPE, name="Plein om goed te keuren")
    requests.submit(store, LEAD, process.id, FINANCE)
    told_now.proved_at = lambda _subject: int(time.time()) - 3600  # the service knew him already
    page = signed_in(new_page, app, "gijs", f"/aanvraag?process={process.id}&lang=nl")
    agree = page.get_by_text("Hiermee ga ik akkoord")
    agree.click()
    settle(page)
    page.get_by_role("button", name="Goedkeuren").click()
    settle(page)
    assert "Meld u opnieuw aan" in text(page)
    assert not requests.latest(store, process.id).approved

    # granting less is approving too: the same way on stands there
    page.get_by_role("radio", name="minder beschikbaar stellen").click()
    settle(page)
    page.get_by_role("textbox", name="Ten hoogste beschikbaar, in euro (exclusief btw)").first.fill("60000")
    page.keyboard.press("Tab")
    settle(page)
    expect(page.get_by_role("button", name="Opnieuw aanmelden")).to_be_visible()
    page.get_by_role("radio", name="goedkeuren").click()
    settle(page)

    told_now.proved_at = lambda _subject: int(time.time())
    page.get_by_role("button", name="Opnieuw aanmelden").click()
    page.wait_for_url(re.compile("/oauth2/authorize"))
    assert "prompt=login" in page.url and "max_age=0" in page.url
    page.get_by_role("button", name="gijs", exact=True).click()
    page.wait_for_selector(".st-key-user_popover")
    settle(page)
    assert f"/aanvraag?process={process.id}" in page.url
    assert page.get_by_role("button", name="Opnieuw aanmelden").count() == 0
    page.get_by_text("Hiermee ga ik akkoord").click()
    settle(page)
    page.get_by_role("button", name="Goedkeuren").click()
    page.wait_for_timeout(500)
    settle(page)
    granted = requests.latest(store, process.id)
    assert granted.approved and granted.decision["signed_in"] and granted.decision["who"]["name"] == "Gijs Goedkeurder"
    assert "zonder aanmelding" not in page.get_by_test_id("stMain").inner_text()
