"""The back-test: what the engine says of public processes beside what they really cost and took."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from math import log
from typing import Any

import streamlit as st

from display import charts_learning as charts
from estimator.backtest import backtest
from estimator.draws import Z90
from estimator.places import DATA
from portfolio import figures
from ui import state, tables
from ui.chart_style import draw as draw_chart
from ui.estimate_outside import PHASE
from ui.formats import number, percent
from ui.i18n import N_, _, column, ngettext
from ui.text import esc

Rows = list[dict[str, Any]]
CASES, MISSES = DATA / "reference_cases.csv", DATA / "backtest_misses.csv"
MONEY = N_("Money")
PARTS = {
    "cost": N_("Cost, local and regional"),
    "weeks": N_("Weeks, local and regional"),
    "cost_national": N_("Cost, national (not the test)"),
    "weeks_national": N_("Weeks, national (not the test)"),
}
REASONS = {
    "tier 2: bulk row, not read one by one": N_("from a list, not read one by one"),
    "out of class": N_("another kind of process"),
    "states neither cost nor a phase in weeks": N_("states neither cost nor weeks"),
    "cost: status is partial": N_("cost: only part of it is stated"),
    "cost: neither participants nor days known": N_("cost: neither participants nor days are known"),
}


def draw() -> None:
    """Folded; computed when it is opened, once for these figures."""
    box = st.expander(_("How well does it predict public processes?"), key="backtest", on_change="rerun")
    if not box.open:
        return
    with box, st.spinner(_("Public processes are being estimated anew…")):
        found = _found(state.figures().sha256)
        _verdict(found)
        _summary(found)
        _pictures(found)
        _misses(found["rows"])
        _skipped(found)


@st.cache_data(max_entries=8, show_spinner=False)
def _found(sha256: str) -> dict[str, Any]:
    return backtest(CASES, figures.by_sha(state.store(), sha256))


def _verdict(found: dict[str, Any]) -> None:
    """The answer in a sentence for money and one for time, the weak spots included."""
    cost, weeks = found["cost"], found["weeks"]
    st.markdown(
        _(
            "Of {n} local and regional processes whose cost is known, {share} lie inside the band from P10 to P90 "
            "(80% is the aim); on average they cost {bias} times the middle estimate.",
            n=number(cost["n"]),
            share=percent(cost["coverage80"] or 0.0),
            bias=number(cost["bias"] or 0.0, 2),
        )
    )
    st.markdown(
        _(
            "Of {n} phases in weeks {share} lie inside; on average they took {bias} times the middle estimate. For "
            "that the bands for time need a large difference between one process and another (σ = {sigma}).",
            n=number(weeks["n"]),
            share=percent(weeks["coverage80"] or 0.0),
            bias=number(weeks["bias"] or 0.0, 2),
            sigma=number(found["sigma"]["weeks"], 2),
        )
    )
    st.caption(
        _(
            "No figure was fitted to a case and no band was widened for one; only σ, the difference between one "
            "process and another, is fitted to all of them together. National processes are shown for information."
        )
    )


def _summary(found: dict[str, Any]) -> None:
    rows = []
    for key, name in PARTS.items():
        group = key.removesuffix("_national")
        rows.append((_(name), found[key]))
        if key == group:
            rows.append((_("… without that factor"), found["without_case_factor"][key]))
            rows.append((_("… as now, σ = {sigma}", sigma=_default(key)), found["with_default_case_factor"][key]))
    tables.figures(
        "backtest",
        {
            _("Part"): [name for name, _one in rows],
            "n": [number(one["n"]) for _name, one in rows],
            _("Inside"): [percent(one["coverage80"]) if one["n"] else "–" for _name, one in rows],
            _("Really ÷ middle"): [number(one["bias"], 2) if one["n"] else "–" for _name, one in rows],
        },
    )
    st.caption(
        _(
            "The factor is the difference between one process and another: σ = {money} for money and {time} for time "
            "on these cases.",
            money=number(found["sigma"]["cost"], 2),
            time=number(found["sigma"]["weeks"], 2),
        )
    )


def _default(group: str) -> str:
    """σ of the case-to-case factor in use."""
    row = state.figures().parameters["case.money" if group == "cost" else "case.time"][0]
    return number(log(row.high / row.low) / (2 * Z90), 2)


def _pictures(found: dict[str, Any]) -> None:
    """Every case: the local ones, then the national ones."""
    parts = {(row["what"], row["national"]): 0 for row in sorted(found["rows"], key=lambda row: row["national"])}
    for row in found["rows"]:
        parts[row["what"], row["national"]] += 1
    names = {part: f"{_what(*part)} ({number(n)})" for part, n in sorted(parts.items(), key=_order)}
    part = st.selectbox(_("Show"), list(names), format_func=lambda one: names.get(one, ""), key="backtest_show")
    part = part or next(iter(names))
    rows = sorted(
        ({**row, "name": _name(row)} for row in found["rows"] if (row["what"], row["national"]) == part),
        key=lambda row: row["actual"],
    )
    if rows:
        unit = "euro" if rows[0]["what"] == "cost" else "week"
        draw_chart(charts.bands(rows, unit), charts.bands_text(rows), "backtest_bands")
        st.caption(charts.bands_text(rows))
        shown = [_row_words(row, unit) for row in rows]
        with st.expander(_("The same in a table"), key="backtest_table"):
            tables.figures("outcomes", {head: [row[head] for row in shown] for head in shown[0]})


def _order(part: tuple[tuple[str, bool], int]) -> tuple[bool, int]:
    """Local before national, money before the phases."""
    (what, national), _n = part
    return national, ["cost", *PHASE].index(what)


def _row_words(row: dict[str, Any], unit: str) -> dict[str, str]:
    return {
        _("Process"): esc(row["name"]),
        "P10": charts.amount(row["p10"], unit),
        _("Middle"): charts.amount(row["p50"], unit),
        "P90": charts.amount(row["p90"], unit),
        _("Really"): charts.amount(row["actual"], unit),
        _("Inside"): "✓ " + _("yes") if row["inside"] else "▲ " + _("no"),
    }


@cache
def cases() -> dict[str, dict[str, str]]:
    """The public cases by id."""
    with open(CASES, encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@cache
def explanations() -> dict[tuple[str, str], dict[str, str]]:
    """Why a case was missed, by case and figure."""
    if not MISSES.exists():
        return {}
    with open(MISSES, encoding="utf-8-sig", newline="") as file:
        return {(row["id"], row["what"]): row for row in csv.DictReader(file)}


def _what(what: str, national: bool) -> str:
    name = _(MONEY) if what == "cost" else _(PHASE[what])
    return _("{what}, national", what=name) if national else name


def _name(row: dict[str, Any]) -> str:
    name = cases().get(row["id"], {}).get("name", "")
    return f"{row['id']} {name}".strip()


def _misses(rows: Rows) -> None:
    """Every case outside its band by name, with what its source says about it."""
    missed = [row for row in rows if not row["inside"]]
    title = ngettext("{n} outcome outside its band", "{n} outcomes outside their band", len(missed), n=len(missed))
    with st.expander(title, key="backtest_misses"):
        lines = []
        for row in missed:
            unit = "euro" if row["what"] == "cost" else "week"
            found = explanations().get((row["id"], row["what"]))
            why = column(found, "explanation") if found else _("Not explained yet.")
            case = cases().get(row["id"], {})
            lines.append(
                f"- **{esc(row['id'])} {esc(case.get('name'))}**, {_what(row['what'], row['national'])}: "
                + _(
                    "band {low} to {high}, really {real}",
                    low=charts.amount(row["p10"], unit),
                    high=charts.amount(row["p90"], unit),
                    real=charts.amount(row["actual"], unit),
                )
                + f". {esc(why)}"
            )
        st.markdown("\n".join(lines))


def _skipped(found: dict[str, Any]) -> None:
    """How many rows aren't in the test, by reason."""
    counted = Counter(_reason(row["reason"]) for row in found["skipped"])
    total = sum(counted.values())
    with st.expander(
        ngettext("{n} row isn't in the test", "{n} rows aren't in the test", total, n=total), key="skipped"
    ):
        tables.figures(
            "skipped",
            {
                _("Reason"): [esc(reason) for reason, _n in counted.most_common()],
                _("Rows"): [number(n) for _reason_, n in counted.most_common()],
            },
        )


def _reason(reason: str) -> str:
    return _(REASONS[reason]) if reason in REASONS else reason
