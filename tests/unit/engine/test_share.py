"""Share links: what goes in comes out, to the cent; a link of version 1 opens for ever; what differs here is said."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given as some
from hypothesis import settings
from hypothesis import strategies as st

from estimator import ENGINE, Benchmarks, Scope, estimate, share, share_figures, share_text
from estimator.learning import Learned, Lesson, Record, learn, with_learned
from estimator.own import Own, with_own
from estimator.share import ShareError, pack, unpack
from portfolio import own_figures
from tests.unit.engine.helpers import BASE, changed, shipped
from tests.unit.engine.test_scope import scopes
from ui import public_address
from ui.public_address import AddressError, public_url, qr_svg

# Never change this: it stands for the links that people have kept.
GOLDEN = (
    "T1.eNptVMuO2zAM_JVA52wgy2__wJ566rEoDFmiHdWyZEhyFmmRfy_pJMWm7SVgSGk4nKH8iw3g1HmRYY59PEtRVqxjuuF1MVRVIWTeFjV"
    "vhnrQVdnqgYsqb6Acc9FCVldjznkj9FiJkTdNluOFrFElOzJwk3GAWOLETxwTFmRwoFn3iykrY4RI4dlvYQ9GqZIPrMtOWXNkC0jXB5mMp"
    "4yoMeM12D6aaZGs43vKsa49sjWANiqZCxDMmnEq11Qo-RNubfawKDFs97Cubkf2By3PjuwDzHRO9K9qRX6jcoL1lWTxylSIv5nmxT9M-X-"
    "Jfu7OX5qL8naj7k4uJN_X1fvw0zs4Hs5gx3S4SHfQcJggIuA8g0Nt_Yfbh7fIJapg1rTTRkzW5QhvzQz2igQrjP0H61CTADJ6vMbeYYEE7"
    "jCYHwcdDBzW4BWgQYR8RdfIRPSdIakkgxnHXjppr_FTk-ZTkz3em3Ca44HWz4A1xjORF2VVN60clIYRW0Tl19075d0FQiQtHcqdobovqX6"
    "49qMPC52NKUiZHiKwriAJwywTWANIuMHGGqS2jx3kon7LxFtW02ZewKV4B3mgkQ6jtBHwGlY36K2_jwdb8Hi2KHebHovQUryYZCZsiBudw"
    "gb7oIMcjDXpum8oUYKZBjmVJMR-uV8h9JTf_XpIg09DkzknfqN3cgGLnKW-mAhhd2EBSMZNiIUGLpszyqzy3oi9f-FZm9MSrA_hvjHjEgR"
    "UBn-xoM7G6l7JAOw7HtuS8gv0AQPSBnXUdBt1Dpt7DoMb1cck0Wv8KOBFelP0eoJR0N-XgnaC1kiFzaQFNUWw6EMyRINRJRqN6R43TdEil"
    "pzTo5IznL3VqMOEHNb7UJgO6ekUz994xp7btlslkZ6ckEcrSM3bb5SygGA.2vjvqD8Qm_S9bDYG"
)

HOURS = Lesson(9, 1.18, 0.6923, 1.27, 0.31, 0.27, {"p10": 0.79, "p50": 1.18, "p80": 1.45, "p90": 1.76})
few = settings(max_examples=10, deadline=None)


def link(scope=BASE, **more):
    """A link from this app, of the figures that its own and learned figures give."""
    figures = share_figures.used(shipped(), more.get("own") or {}, more.get("learned"))
    made = {"benchmarks_sha256": figures.sha256, "engine": ENGINE, "process_key": None}
    return pack(Scope.from_dict(scope), **{**made, **more})


def lessons():
    steps = dict.fromkeys(range(1, 11), (10.0, 12.0))
    return learn(Record(f"p{i}", (100.0, 110.0 + i), (900.0, 950.0), (30.0, 33.0), steps, steps) for i in range(8))


@st.composite
def own_of(draw):
    """Own figures for some rows, within what a municipality may set."""
    found = {}
    for row in draw(st.lists(st.sampled_from(shipped().rows), max_size=12, unique_by=lambda r: r.id)):
        least, most = share_figures.limits(row)
        likely = min(max(row.likely * draw(st.floats(0.3, 3)), least), most)
        low, high = likely / draw(st.floats(1, 4)), min(likely * draw(st.floats(1, 4)), most)
        reason = draw(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
        found[row.id] = Own(
            max(low, least), likely, high, share_figures.clean(reason), draw(st.sampled_from(["", "2026"]))
        )
    return found


# In and out


@some(scopes, st.text(), own_of(), st.none() | st.just("0123456789abcdef"))
@settings(max_examples=40, deadline=None)
def test_a_link_gives_back_what_went_in(data, name, own, key):
    text = link(data, name=name, own=own, process_key=key)
    found = unpack(text)
    assert (found.scope, found.own, found.process_key) == (Scope.from_dict(data), own, key)
    assert found.scope.assumed == Scope.from_dict(data).assumed
    assert found.name == share.short(name)
    assert (found.benchmarks_sha256, found.engine, found.notices) == (found.benchmarks.sha256, ENGINE, ())
    assert len(text) <= share_text.LONGEST
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


@some(scopes, own_of(), st.booleans(), st.none() | st.just("0123456789abcdef"))
@few
def test_an_opened_link_gives_the_same_estimate_to_the_cent(data, own, taught, key):
    learned = lessons() if taught else None
    figures = with_own(with_learned(shipped(), learned) if learned else shipped(), own)
    if figures is not shipped():
        figures = Benchmarks.from_csv(figures.to_csv())  # as the records keep it
    sent = estimate(Scope.from_dict(data), figures, process_key=key)
    text = link(data, own=own, learned=learned, benchmarks_sha256=sent.benchmarks_sha256, process_key=key)
    found = unpack(text)
    assert found.notices == ()
    opened = estimate(found.scope, found.benchmarks, process_key=found.process_key)
    assert json.dumps(opened.to_dict()) == json.dumps(sent.to_dict())


def test_a_link_of_version_1_opens_for_ever():
    found = unpack(GOLDEN)
    assert {template for template, _ in found.notices} <= {share.OLDER_ENGINE, share.OTHER_FIGURES}
    assert found.name == "Spoorzone, helft van de gesprekken"
    assert (found.engine, found.process_key) == ("2.0.0", "0123456789abcdef")
    scope = found.scope
    assert (scope.stakeholder_groups, scope.conversations, scope.resident_reach) == (6, 12, 3500)
    assert scope.conversations_by_form == {"straatgesprek": 4, "werkatelier": 8}
    assert (scope.start, scope.deadline) == (dt.date(2027, 3, 1), dt.date(2027, 12, 17))
    assert (scope.tariffs, scope.hours_per_week) == ({"average": 92.5}, {"process_lead": 16.0})
    assert scope.events["venue_lost"] == {"probability": 0.2, "mitigated": True, "hours": 9, "euros": 450, "weeks": 1.5}
    assert (scope.events["storm"], scope.overrun) == ({"on": False}, True)
    assert {"preset", "done", "budget_route", "participants"} <= set(scope.assumed)
    own = {"plan_script": Own(8, 16, 30, "Gemeten bij drie processen", "2026"), "tariff_analyst": Own(80, 80, 80)}
    assert found.own == own
    assert found.learned == Learned((), {"hours": HOURS}, {"hours": {4: Lesson(9, 1.22, 0.625, 1.34)}})


def test_only_what_was_given_is_sent():
    content = share_text.decode(link(name="A"))[1]
    assert content == {"scope": BASE, "name": "A", "benchmarks_sha256": shipped().sha256, "engine": ENGINE}


def test_a_link_names_no_other_process():
    learned = lessons()
    found = unpack(link(learned=learned))
    assert found.learned == replace(learned, ids=())
    assert found.benchmarks.sha256 == Benchmarks.from_csv(with_learned(shipped(), learned).to_csv()).sha256


def test_the_same_scenario_gives_the_same_text():
    own = {"plan_script": Own(8, 16, 30), "tariff_analyst": Own(80, 80, 80)}
    assert link(own=own) == link(dict(reversed(BASE.items())), own=dict(reversed(own.items())))


def test_white_space_around_a_link_is_left_out():
    assert unpack(f" \n{GOLDEN}\r\n") == unpack(GOLDEN)


@pytest.mark.parametrize(
    ("name", "kept"), [("x" * 500, "x" * 80), ("a\x00\u202eb\tc\nd", "ab c d"), ("  ", ""), ("🎈é", "🎈é")]
)
def test_a_name_is_one_short_line(name, kept):
    assert unpack(link(name=name)).name == kept


def test_many_own_figures_fit_and_too_many_are_refused_in_words():
    rows = [r for r in shipped().rows if r.kind == "hours"]
    own = {r.id: Own(r.low, r.likely * 1.1, r.high * 1.2, "Gemeten bij drie processen", "2026") for r in rows[:100]}
    assert len(link(own=own)) < 4_000
    noise = [hashlib.sha512(r.id.encode()).hexdigest() * 3 for r in rows]
    with pytest.raises(ShareError, match="Shorten the reasons") as e:
        link(own={r.id: Own(r.low, r.likely, r.high, text) for r, text in zip(rows, noise, strict=True)})
    assert e.value.template == share_text.NO_ROOM


def test_a_figure_that_no_link_can_carry_is_refused_when_it_is_made():
    with pytest.raises(ShareError, match=r"own\.plan_script\.high: 9000\.0 is out of range"):
        link(own={"plan_script": Own(8, 16, 9000.0)}, benchmarks_sha256=shipped().sha256)


def test_limits_of_own_figures_are_those_of_the_records():
    assert (own_figures.LONGEST, set(own_figures.AVERAGES)) == (
        share_figures.LONGEST_REASON,
        set(share_figures.AVERAGES),
    )
    for row in shipped().rows:
        if not row.driver.startswith(("tariff.", "hired.")):
            assert share_figures.limits(row)[1] == own_figures._highest(row)


# What differs here


@pytest.mark.parametrize(
    ("engine", "said"), [("1.9.9", share.OLDER_ENGINE), ("9.0.0", share.NEWER_ENGINE), (ENGINE, None)]
)
def test_another_engine_is_said(engine, said):
    found = unpack(link(engine=engine))
    assert found.notices == (((said, {"made": engine, "now": ENGINE}),) if said else ())


def test_other_benchmarks_are_said_and_used():
    other = changed("plan_script", likely=13.0)
    found = unpack(link(), other)
    assert found.notices == ((share.OTHER_FIGURES, {}),)
    assert found.benchmarks is other


def test_engine_and_benchmarks_are_each_said():
    found = unpack(link(engine="1.0.0", benchmarks_sha256="0" * 64))
    assert [template for template, _ in found.notices] == [share.OLDER_ENGINE, share.OTHER_FIGURES]


def test_an_unknown_own_figure_is_named_and_left_out():
    own = {"plan_script": Own(8, 16, 30), "goud": Own(1, 2, 3)}
    found = unpack(pack(Scope.from_dict(BASE), own=own, benchmarks_sha256="0" * 64, engine=ENGINE, process_key=None))
    assert set(found.own) == {"plan_script"}
    assert found.notices == ((share.LEFT_OUT, {"names": ["goud"]}), (share.OTHER_FIGURES, {}))


def test_a_scope_that_no_longer_fits_says_with_which_calculation_it_was_made():
    content = share_text.decode(link(engine="1.0.0"))[1]
    content["scope"]["walking_distance"] = 3
    with pytest.raises(ShareError, match=r"made with calculation 1\.0\.0 .* walking_distance: there is no field") as e:
        unpack(share_text.encode(content))
    assert [f.field for f in e.value.faults] == ["link", "walking_distance"]


def test_a_later_version_reads_the_earlier_ones(monkeypatch):
    monkeypatch.setattr(share_text, "VERSION", 2)
    monkeypatch.setitem(share.UPGRADES, 1, lambda content: {**content, "name": content["name"].upper()})
    assert unpack(GOLDEN).name == "SPOORZONE, HELFT VAN DE GESPREKKEN"
    assert share_text.encode({}).startswith("T2.")


# The public address and its QR code


@pytest.mark.parametrize(
    "value",
    [
        "http://tienstap.nl",
        "http://localhost.elders.nl",
        "tienstap.nl",
        "https://",
        "https://a b.nl",
        "https://a..nl",
        "https://wie:wat@tienstap.nl",
        "https://tienstap.nl?x=1",
        "https://tienstap.nl#x",
        "https://tienstap.nl:0",
        "https://tienstap.nl:99999",
        "https://tienstap.nl/<script>",
        "https://[::1",
        "javascript:alert(1)",
        "https://" + "x" * 400,
    ],
)
def test_a_wrong_public_address_gives_one_sentence(value):
    with pytest.raises(AddressError, match="TIENSTAP_PUBLIC_URL is ") as e:
        public_url({public_address.VARIABLE: value})
    assert len(str(e.value)) < 400 and "{" not in str(e.value)


def test_a_public_address_is_https_or_this_machine():
    kept = {
        "https://tienstap.nl/": "https://tienstap.nl",
        "https://10.0.0.4:8443/app": "https://10.0.0.4:8443/app",
        "http://[::1]:8501": "http://[::1]:8501",
        " http://127.0.0.1:8501 ": "http://127.0.0.1:8501",
        "": None,
    }
    assert {value: public_url({public_address.VARIABLE: value}) for value in kept} == kept


def test_a_qr_code_is_an_svg_that_scans_also_on_a_dark_screen_or_there_is_none():
    svg = qr_svg("https://tienstap.nl/wat-als?s=" + link())
    assert svg is not None and svg.startswith(b"<svg ") and b'fill="#fff"' in svg and b"<script" not in svg
    assert qr_svg("https://tienstap.nl/wat-als?s=" + "a" * 1600) is not None
    assert qr_svg("https://tienstap.nl/wat-als?s=" + "a" * 1800) is None
    assert qr_svg("https://tienstap.nl/wat-als?s=" + "a" * 7000) is None


def test_the_qr_library_is_pinned():
    root = Path(__file__).resolve().parents[3]
    assert "segno==1.6.6" in (root / "requirements.txt").read_text(encoding="utf-8")
