"""Why: every euro as driver × benchmark × tariff with its source; the assumptions in words; how much is documented."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlparse

import streamlit as st

from display import words
from display.steps import numbered
from display.units import unit_text
from display.words import label
from estimator.benchmarks import OWN
from ui import portfolio_links, state
from ui.formats import euro, fill, number, percent
from ui.i18n import _, lang, ngettext
from ui.text import esc
from ui.turns import in_turn

Estimate = dict[str, Any]


def draw_why(est: Estimate, assumed: list[dict[str, Any]]) -> None:
    """Trust label and "we assume that…"."""
    trust(est)
    we_assume(assumed)


def trust(est: Estimate) -> None:
    """What the amount and the hours rest on, in words; the weakest factor counts."""
    money, hours = est["trust"], est["trust_hours"]
    with st.container(border=True):
        st.subheader(_("What this rests on"), anchor=False)
        st.markdown(
            _(
                "Of the amount, {nl} is documented in the Netherlands, {elsewhere} is documented elsewhere and "
                "**{assumed} is an assumption**; of the hours {hours}. The weakest factor counts: documented hours "
                "at an assumed tariff are an assumption.",
                nl=percent(money["nl"]),
                elsewhere=percent(money["elsewhere"]),
                assumed=percent(money["assumed"]),
                hours=percent(hours["assumed"]),
            )
        )
        st.progress(1 - money["assumed"], text=_("documented: {share}", share=percent(1 - money["assumed"])))


def we_assume(assumed: list[dict[str, Any]]) -> None:
    """Every assumption in words, ranked by the euros it moves."""
    st.subheader(_("We assume that…"), anchor=False)
    shown, folded = assumed[:5], assumed[5:]
    st.markdown("\n".join(_assumption(one) for one in shown))
    if folded:
        with st.expander(
            ngettext("{n} more assumption", "{n} more assumptions", len(folded), n=len(folded)), key="more_assumptions"
        ):
            st.markdown("\n".join(_assumption(one) for one in folded))
    st.caption(_("Ranked by how much the amount moves when the assumption turns out differently."))


def _assumption(one: dict[str, Any]) -> str:
    moves = _("moves about {amount}", amount=euro(round(one["euros"], -2))) if one["euros"] >= 50 else _("moves little")
    return f"- {fill(one['template'], one['params'])} · **{moves}**"


@st.fragment(key="why")
@in_turn
def items(est: Estimate) -> None:
    """One step at a time: each activity or purchase with its figures and its source."""
    with st.expander(_("Why: every euro, down to its source"), key="why_open", on_change="rerun") as box:
        if not box.open:
            return
        amounts = {step: sum(one["cost_eur"] for one in est["items"] if one["step"] == step) for step in range(11)}
        largest = max(amounts, key=lambda step: amounts[step])
        shown = {one: f"{_step(one)} · {euro(round(amount, -1))}" for one, amount in amounts.items() if amount}
        step = st.selectbox(
            _("Step"),
            list(shown),
            index=list(shown).index(largest),
            key="why_step",
            format_func=lambda one: shown.get(one, ""),
        )
        for one in est["items"]:
            if one["step"] == step:
                _item(one)
        st.caption(_("At likely values, excluding VAT; the answer above also counts that things can turn out dearer."))


def _step(step: int) -> str:
    return numbered(step, short=False) if step else _("Every step, week by week")


def _item(one: dict[str, Any]) -> None:
    """One line with the sum, below it where it comes from and why it is this size."""
    with st.container(gap="xxsmall"):
        st.markdown(
            f"**{esc(words.named(one))}** · {_formula(one)} = **{euro(round(one['cost_eur']))}** "
            f"({euro(round(one['low_eur']))}–{euro(round(one['high_eur']))})"
        )
        note = one["note"] if lang() == "nl" else one["note_en"]
        st.markdown(f":small[{_source(one)}]")  # no caption: its paler links are hard to read
        if note:
            st.caption(esc(note))
        label_own = _("Your own figure") if one["grade"] == OWN else _("Put your own figure here")
        portfolio_links.link("benchmarks", label_own, state.process_id(), ":material/edit:", row=one["id"])


def _formula(one: dict[str, Any]) -> str:
    """quantity × benchmark (× tariff) (× what else was counted), written out so that it can be checked."""
    parts = [] if one["quantity"] == 1 else [number(one["quantity"])]
    unit = esc(unit_text(one["unit"]))
    if one["kind"] == "hours":
        parts += [f"{number(one['likely'])} {unit}", _("{rate} an hour", rate=euro(one["rate"]))]
    else:
        parts.append(f"{euro(one['likely'])} {unit.removeprefix('euro ').removeprefix('euros ')}")
    plain = one["quantity"] * one["likely"] * (one["rate"] or 1)
    factor = one["cost_eur"] / plain if plain else 1.0
    if abs(factor - 1) > 0.01:
        why = _("surcharge") if one["kind"] == "hours" else _("price level and VAT")
        parts.append(f"{number(factor)} ({why})")
    return " × ".join(parts)


def _source(one: dict[str, Any]) -> str:
    parts = [_("grade {grade}", grade=one["grade"]), label(words.TRUST, one["trust"])]
    if one["grade"] == "D":
        parts = [_("our own assumption, no source found")]
    elif one["grade"] == OWN:
        parts = [_("own figure of {year}", year=one["source_year"]) if one["source_year"] else _("own figure")]
    else:
        year = _("undated") if one["source_year"] == "undated" else one["source_year"]
        source = ", ".join(esc(text) for text in (one["source"], one["publisher"], year) if text)
        parts.insert(0, f"[{source}]({address(one['url'])})" if address(one["url"]) else source)
    if one["kind"] == "hours":
        parts.append(_tariff(one))
    return " · ".join(parts)


def _tariff(one: dict[str, Any]) -> str:
    if one["rate_grade"] == "own":
        return _("tariff: your own")
    if one["rate_grade"] == "D":
        return _("tariff: assumption")
    return _("tariff: {source}", source=esc(one["rate_source"]))


def address(url: str | None) -> str:
    """A web address that can stand in a markdown link, or nothing."""
    text = (url or "").split(" ")[0]
    return text.replace("(", "%28").replace(")", "%29") if urlparse(text).scheme in ("http", "https") else ""
