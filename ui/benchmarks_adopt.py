"""Adopting what closed processes teach: what is in use, what it would do to the amount, and the two buttons."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

import estimator
from estimator import Benchmarks, Scope
from estimator.learning import Learned, with_learned
from estimator.own import AVERAGES, Own, with_own
from portfolio import estimates, learned, own_figures
from portfolio.closed import Closed
from portfolio.learned import Adoption
from ui import benchmarks_data, process_save, state
from ui.benchmarks_data import Asked
from ui.errors import guard
from ui.formats import date_text, euro, number, percent
from ui.i18n import _, ngettext
from ui.text import esc


def without_lessons() -> Benchmarks:
    """The benchmarks with own figures, and nothing that was learned: what a lesson is measured against."""
    return with_own(estimates.shipped(), _own())


def _own() -> dict[str, Own]:
    known = {row.id for row in estimates.shipped().rows} | set(AVERAGES)
    found = own_figures.current(state.store())
    return {
        key: Own(one.low, one.likely, one.high, one.reason, one.at[:4])
        for key, one in found.items()
        if key in known and one.low is not None and one.likely is not None and one.high is not None
    }


def draw(asked: Asked, new: Learned, found: Sequence[Closed], offered: bool) -> None:
    """What is in use, and when it is ``offered`` what this would change, with the buttons."""
    history = learned.history(state.store())
    used = history[0] if history and history[0].content else None
    if used:
        _in_use(used, found)
    if not offered and not used:
        return
    last = history[0].audit_number if history else 0
    same = used is not None and used.content == new.to_dict()
    if offered and not same:
        _effect(asked, new)
    st.caption(
        _(
            "It scales figures that aren't your own; where you set an own figure, that one stays. Sources and grades "
            "stay as well: a factor on a total documents no single item."
        )
    )
    if not state.user().may("learned.adopt"):
        st.caption(_("Your role reads here; it takes the role of editor to change this."))
        return
    row = st.container(horizontal=True, vertical_alignment="center")
    if offered and not same and row.button(_("Adopt"), key="learned.adopt", type="primary", icon=":material/school:"):
        _do(_("what we learned"), lambda token: learned.adopt(state.store(), state.user(), new.to_dict(), token), last)
    if used and row.button(_("Stop using it"), key="learned.stop", icon=":material/undo:"):
        _do(_("what we learned, stopped"), lambda token: learned.stop(state.store(), state.user(), token), last)


def _in_use(used: Adoption, found: Sequence[Closed]) -> None:
    ids = set((used.content or {}).get(learned.IDS, ()))
    st.markdown(
        _(
            "**In use** since {date}, adopted by {who} from {counted}.",
            date=date_text(used.at),
            who=esc(_(used.who)),
            counted=ngettext("{n} closed process", "{n} closed processes", len(ids), n=number(len(ids))),
        )
    )
    lacking = [one for one in found if one.process_id not in ids]
    if lacking:
        st.info(
            ngettext(
                "{n} closed process isn't in what was adopted yet: {names}.",
                "{n} closed processes aren't in what was adopted yet: {names}.",
                len(lacking),
                n=number(len(lacking)),
                names=", ".join(esc(one.name) for one in lacking[:5]),
            ),
            icon=":material/school:",
        )


def _effect(asked: Asked, new: Learned) -> None:
    """The amount with and without, before anything is adopted."""
    then = with_own(with_learned(estimates.shipped(), new), _own())
    now = benchmarks_data.estimate(asked, state.figures())
    after = _estimate(asked.scope_json, asked.draw_key, then.sha256, then)
    st.markdown(
        _(
            "If you adopt this, the amount becomes **{after}** instead of {now}, and of the middle estimate {assumed} "
            "is an assumption instead of {was}.",
            after=euro(after["request"]["cost_eur"]),
            now=euro(now["request"]["cost_eur"]),
            assumed=percent(after["trust"]["assumed"]),
            was=percent(now["trust"]["assumed"]),
        )
    )


@st.cache_data(max_entries=50, show_spinner=False)
def _estimate(scope_json: str, draw_key: str, sha256: str, _used: Benchmarks) -> dict[str, Any]:
    scope = Scope.from_dict(json.loads(scope_json))
    found = estimator.estimate(scope, _used, process_key=draw_key)
    return {"request": found.request, "trust": found.trust}


def _do(what: str, work: Callable[[str], Any], last: int) -> None:
    """Adopt or stop, once; the token is that of the record it begins at."""
    with guard():
        before = benchmarks_data.snapshot(what)
        work(process_save.token("learned", what, last))
        benchmarks_data.remember(before)
        st.rerun()
