"""Two processes behind HAProxy on one PostgreSQL, with the files of deploy/: the way a host runs it.

Visitors are bare clients of the websocket; what they saved is looked up in the database.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from portfolio import processes, scenarios
from portfolio.store import Store, open_store
from portfolio.verify import verify
from tests.pages.screens import LEAD
from tests.support.app import ROOT, AppServer
from tests.support.host import haproxy, postgres, process_environment
from tests.support.postgres import PostgresMissing
from tests.support.websocket import Visitor

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not shutil.which("haproxy"), reason="no haproxy on the PATH"),
]
SCOPE = {"stakeholder_groups": 3, "conversations": 4, "resident_reach": 800, "start": "2032-01-12"}


@dataclass
class Site:
    """Everything that a host runs, and the database beside it."""

    url: str
    apps: dict[str, AppServer]
    store: Store


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with contextlib.ExitStack() as stack:
        try:
            database = stack.enter_context(postgres())
        except PostgresMissing as reason:
            pytest.skip(str(reason))
        subprocess.run(
            [sys.executable, "-m", "portfolio", "migrate"],
            env={**os.environ, "TIENSTAP_DATABASE_URL": database},
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        apps = {name: AppServer(tmp_path_factory.mktemp(name), database, process_environment()) for name in "ab"}
        for app in apps.values():
            app.start(wait=None)
            stack.callback(app.stop)
        for app in apps.values():
            app.wait_until("/gereed")
        url = stack.enter_context(haproxy(apps["a"].port, apps["b"].port))
        store = open_store(database)
        stack.callback(store.close)
        yield Site(url, apps, store)


def process(site: Site, name: str) -> str:
    made = processes.create(site.store, LEAD, {"name": name})
    scenarios.save(site.store, LEAD, made.id, "Basis", SCOPE)
    return made.id


def at(id: str) -> str:
    return f"process={id}&as=projectleider"


async def saves(one: Visitor, id: str, values: list[int]) -> None:
    """Change the number of conversations and save, as often as there are values; each is acknowledged on the page."""
    await one.go("raming", at(id))
    for value in values:
        await one.set({one.key(f"raming:{id}.conversations"): str(value)})
        assert "Opslaan" in one.texts and "Opgeslagen" not in one.texts, one.texts
        await one.press("save")
        assert "Opgeslagen" in one.texts, one.texts


def saved(site: Site, id: str) -> int:
    base = scenarios.base(site.store, id)
    assert base
    return int(base.scope["conversations"])


def test_visitors_are_spread_and_come_back_to_the_same_process(site: Site) -> None:
    async def run() -> None:
        seen = []
        for _ in range(6):
            async with Visitor(site.url) as one:
                await one.go("")
                seen.append(one.cookies["TIENSTAP"])
                before = one.session_id
                await one.close()
                await one.open()
                await one.go("")
                assert (one.cookies["TIENSTAP"], one.session_id) == (seen[-1], before)
                assert not one.faults
        assert set(seen) == {"a", "b"}

    asyncio.run(run())


def test_a_visitor_makes_a_process_and_estimates_it(site: Site) -> None:
    async def run() -> None:
        async with Visitor(site.url, query="as=projectleider") as one:
            await one.go("raming")
            await one.set({one.key("raming:new.conversations"): "11"})
            await one.press("save")
            await one.set({"new_name": "Door de proxy gemaakt"})
            await one.press("new_save")
            assert not one.faults
        async with Visitor(site.url, query="as=projectleider") as other:
            await other.go("")
            assert "Door de proxy gemaakt" in other.text

    asyncio.run(run())
    made = [row for row in processes.listing(site.store) if row.name == "Door de proxy gemaakt"]
    assert len(made) == 1 and saved(site, made[0].id) == 11


def test_what_one_saves_the_other_sees(site: Site) -> None:
    async def run() -> None:
        id = process(site, "Gezien door beide")
        async with (
            Visitor(site.url, {"TIENSTAP": "a"}) as one,
            Visitor(site.url, {"TIENSTAP": "b"}) as other,
        ):
            for value, (writer, reader) in ((9, (one, other)), (12, (other, one))):
                await reader.go("raming", at(id))
                await saves(writer, id, [value])
                await reader.go("raming", at(id))
                assert str(value) in reader.texts, "the field shows what the other saved"
                await reader.go("")
                assert "Gezien door beide" in reader.text
            assert not one.faults + other.faults
        assert saved(site, id) == 12

    asyncio.run(run())


def test_both_write_at_once_and_the_chain_is_one(site: Site) -> None:
    async def run() -> None:
        ids = [process(site, f"Tegelijk {n}") for n in range(4)]
        visitors = [Visitor(site.url, {"TIENSTAP": "ab"[n % 2]}) for n in range(4)]
        async with contextlib.AsyncExitStack() as stack:
            for one in visitors:
                await stack.enter_async_context(one)
            await asyncio.gather(*(saves(one, id, [5, 6, 7]) for one, id in zip(visitors, ids, strict=True)))
            assert not [fault for one in visitors for fault in one.faults]
        assert [saved(site, id) for id in ids] == [7] * 4
        versions = [base.version for id in ids if (base := scenarios.base(site.store, id))]
        assert versions == [4] * 4, "made once, saved three times"

    asyncio.run(run())
    assert verify(site.store).faults == []


def test_what_a_visitor_says_about_the_way_they_came_is_thrown_away(site: Site) -> None:
    asked = urllib.request.Request(site.url + "/", headers={"X-Forwarded-Proto": "https"})
    with urllib.request.urlopen(asked) as answer:
        assert answer.headers["strict-transport-security"] is None
        assert answer.headers["content-security-policy"]
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(site.url + "/_stcore/metrics")
    assert refused.value.code == 404


def test_a_process_that_is_silent_for_a_moment_keeps_its_visitors(site: Site) -> None:
    async def run() -> None:
        async with Visitor(site.url, {"TIENSTAP": "a"}) as one:
            await one.go("")
            before = one.session_id
            with site.apps["a"].halted():
                began = time.monotonic()
                answer = asyncio.create_task(one.again())
                await asyncio.sleep(5.0)  # the proxy asks every two seconds whether the process lives
                assert not answer.done()
            await answer
            assert time.monotonic() - began > 5.0
            await one.go("raming")
            assert one.session_id == before, "the same session, so that nothing in it is lost"
            assert not one.faults
        with urllib.request.urlopen(cookie_of_a(site), timeout=5) as answered:
            assert answered.headers["set-cookie"] is None or "TIENSTAP" not in answered.headers["set-cookie"]

    asyncio.run(run())


def cookie_of_a(site: Site) -> urllib.request.Request:
    """A visitor of process a; when the proxy sends them elsewhere, it sets another cookie."""
    return urllib.request.Request(site.url + "/_stcore/health", headers={"Cookie": "TIENSTAP=a"})


def test_when_one_is_killed_its_visitors_go_on(site: Site) -> None:
    async def run() -> None:
        names = ("a", "b", "a", "b")
        ids = [process(site, f"Gaat door {n}") for n in range(len(names))]
        async with contextlib.AsyncExitStack() as stack:
            visitors = [await stack.enter_async_context(Visitor(site.url, {"TIENSTAP": name})) for name in names]
            await asyncio.gather(*(saves(one, id, [5, 8]) for one, id in zip(visitors, ids, strict=True)))
            site.apps["a"].kill()
            began = time.monotonic()
            for one, id, name in zip(visitors, ids, names, strict=True):
                if name == "a":
                    await reopened(one)
                assert saved(site, id) == 8, "what was acknowledged is there"
                await saves(one, id, [9])
            assert time.monotonic() - began < 20
            assert not [fault for one in visitors for fault in one.faults]
        assert [saved(site, id) for id in ids] == [9] * 4

    asyncio.run(run())
    assert verify(site.store).faults == []
    site.apps["a"].start(wait=None)


async def reopened(one: Visitor) -> None:
    """Connect again, as a browser does: at once, and again after a moment."""
    with contextlib.suppress(Exception):
        await one.close()
    for _ in range(40):
        try:
            await one.open()
            return
        except Exception:
            await asyncio.sleep(0.25)
    raise AssertionError("no process takes the visitor over")
