"""How good earlier estimates were: what was said at approval beside what really happened, with a verdict in words."""

from __future__ import annotations

from typing import Any

import streamlit as st

from display import charts_learning as charts
from portfolio import lessons
from ui import tables
from ui.benchmarks_learning import example_notice, processes
from ui.chart_style import draw as draw_chart
from ui.formats import date_text, number, percent
from ui.i18n import N_, _
from ui.text import esc

KIND = {"cost": N_("Money"), "hours": N_("Hours"), "weeks": N_("Weeks")}
UNIT = {"cost": "euro", "hours": "hour", "weeks": "week"}
VERDICT = {
    "too_few": N_("too few to judge"),
    "too_narrow": N_("▲ the bands are too narrow"),
    "fits": N_("✓ no sign that the bands don't fit"),
    "too_wide": N_("▼ the bands are too wide"),
}
Found = dict[str, dict[str, Any]]


def draw() -> None:
    """Folded; computed when it is opened."""
    box = st.expander(_("How good were our earlier estimates?"), key="accuracy", on_change="rerun")
    if not box.open:
        return
    with box:
        closed, example = processes()
        found = lessons.record_of_accuracy(closed)
        if not any(one["n"] for one in found.values()):
            st.markdown(_("No closed process has both an approved estimate and what it really took."))
            return
        if example:
            example_notice()
        _verdicts(found)
        _one(found)


def _verdicts(found: Found) -> None:
    """The answer for each kind, then its figures."""
    st.markdown(
        "  \n".join(
            _(
                "{what}: **{verdict}**. In {hits} of {n} the amount or time that was 80% certain was enough.",
                what=_(KIND[kind]),
                verdict=_(VERDICT[one["verdict"]]),
                hits=number(one["hits"]["p80"]),
                n=number(one["n"]),
            )
            for kind, one in found.items()
            if one["n"]
        )
    )
    known = {kind: one for kind, one in found.items() if one["n"]}
    tables.figures(
        "accuracy",
        {
            _("What"): [_(KIND[kind]) for kind in known],
            "n": [number(one["n"]) for one in known.values()],
            _("P50 · P80 · P90 was enough"): [_shares(one) for one in known.values()],
            _("Inside"): [percent(one["coverage80"]) for one in known.values()],
            _("Really ÷ middle"): [number(one["bias"], 2) for one in known.values()],
        },
    )
    st.caption(
        _(
            "Below ten processes there is nothing to judge. From ten on: too narrow when chance alone gives so few "
            "hits in less than 1 of 20 cases. Loss (pinball) on P50 and P80: {loss}.",
            loss="; ".join(f"{_(KIND[kind])} {_loss(one)}" for kind, one in known.items()),
        )
    )


def _shares(one: dict[str, Any]) -> str:
    return " · ".join(percent(one["hits"][level] / one["n"]) for level in ("p50", "p80", "p90"))


def _loss(one: dict[str, Any]) -> str:
    return f"{number(one['pinball']['p50'], 2)} / {number(one['pinball']['p80'], 2)}"


def _one(found: Found) -> None:
    """The pictures of one kind: bands by date, and where in its band each process fell."""
    kinds = [kind for kind, one in found.items() if one["n"]]
    kind = st.selectbox(_("Show"), kinds, format_func=lambda one: _(KIND[one]), key="accuracy_show") or kinds[0]
    cases = [{**case, "name": _name(case)} for case in found[kind]["cases"]]
    unit = UNIT[kind]
    draw_chart(charts.bands(cases, unit), charts.bands_text(cases), "accuracy_bands")
    st.caption(_("By date of closing.") + " " + charts.bands_text(cases))
    pits = [case["pit"] for case in cases]
    st.markdown(_("**Where in its band each process fell**"))
    draw_chart(charts.pit(pits), charts.pit_text(pits), "accuracy_pit")
    st.caption(charts.pit_text(pits))
    with st.expander(_("The same in a table"), key="accuracy_table"):
        tables.figures("accuracy_cases", _table(cases, unit))


def _name(case: dict[str, Any]) -> str:
    day = date_text(case["closed_on"]) if case["closed_on"] else "–"
    return f"{day} · {case['name']}"


def _table(cases: list[dict[str, Any]], unit: str) -> dict[str, list[str]]:
    return {
        _("Process"): [esc(case["name"]) for case in cases],
        "P10": [charts.amount(case["p10"], unit) for case in cases],
        _("Middle"): [charts.amount(case["p50"], unit) for case in cases],
        "P90": [charts.amount(case["p90"], unit) for case in cases],
        _("Really"): [charts.amount(case["actual"], unit) for case in cases],
        _("Inside"): [f"✓ {_('yes')}" if case["inside"] else f"▲ {_('no')}" for case in cases],
    }
