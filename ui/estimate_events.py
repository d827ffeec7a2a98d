"""What may happen: events that can be switched and edited at the left, what they add at the right."""

from __future__ import annotations

from typing import Any

import streamlit as st

from display import words
from display.words import label
from estimator import Benchmarks, Scope, ScopeError
from estimator.benchmarks import OWN
from estimator.drivers import Counts, counts
from estimator.events import Event, events
from ui import fields
from ui.fields import Form
from ui.formats import euro, percent
from ui.formats import number as written
from ui.i18n import _, lang
from ui.text import esc

Estimate = dict[str, Any]


def draw_fields(form: Form, given: dict[str, Any], figures: Benchmarks) -> None:
    """The events that can happen to what the other fields ask, each with its switch, and one of them to edit."""
    try:
        scope = Scope.from_dict({**given, "events": {}})
    except ScopeError:
        st.caption(_("First correct the fields above; what you set here stays."))
        return
    number = counts(scope, figures)
    possible = events(scope, figures, number.of)
    switches = st.container()  # drawn last: their labels show what is typed below them
    edited = st.selectbox(
        _("Change chance or impact of"),
        list(possible),
        index=None,
        format_func=lambda key: label(words.EVENT, key),
        key="edit_event",
        placeholder=_("Choose an event"),
    )
    if edited:
        _edit(form, edited, possible[edited], number)
    with switches:
        for key, event in possible.items():
            _switch(form, key, event)
    fields.yes(
        form,
        "overrun",
        _("Count the usual overrun as well"),
        help=_("Public processes mostly took more than planned. It becomes a line of its own, beside the contingency."),
    )


def _switch(form: Form, key: str, event: Event) -> None:
    chance = _typed(form, key, "probability")
    share = min(chance / 100, 1.0) if chance is not None else event.row.likely
    if form.values.get(f"events.{key}.mitigated"):
        share *= event.lowered
    text = f"{label(words.EVENT, key)} ({percent(share)})"
    note = event.row.note if lang() == "nl" else event.row.note_en
    fields.yes(form, f"events.{key}.on", text, True, help=esc(note))


def _typed(form: Form, key: str, name: str) -> float | None:
    value = form.values.get(f"events.{key}.{name}")
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _edit(form: Form, key: str, event: Event, number: Counts) -> None:
    """Measure, chance and impact of one event; empty fields are as assumed."""
    if event.measure:
        name = event.measure.name_nl if lang() == "nl" else event.measure.name_en
        note = event.measure.note if lang() == "nl" else event.measure.note_en
        fields.yes(form, f"events.{key}.mitigated", esc(name), help=esc(note))
    name = f"events.{key}.probability"
    chance = fields.decimal(
        form, name, _("Chance (%)"), placeholder=written(100 * event.row.likely), help=_("Without the measure.")
    )
    if chance is not None and not 0 <= chance <= 100:
        text = _("{value} is not a chance; allowed is 0 to 100 percent.", value=written(chance))
        fields.fault(form, name, text)
    titles = {"hours": _("Hours when it happens"), "weeks": _("Weeks when it happens")}
    if event.likely("euros", number.of):
        titles["euros"] = _("Euros when it happens")
    for impact, title in titles.items():
        usual = written(round(event.likely(impact, number.of), 1))
        fields.decimal(form, f"events.{key}.{impact}", title, placeholder=usual)


def draw_result(est: Estimate) -> None:
    """What the events weigh in the contingency, the heaviest first, with their measures; nothing when all are off."""
    st.subheader(_("What may happen"), anchor=False)
    counting = sorted((e for e in est["events"] if e["on"]), key=lambda e: -e["p80_eur"])
    if not counting:
        st.markdown(_("No event is counted; what goes wrong has to come from the other margins."))
        return
    st.markdown(
        _(
            "In the amount that is 80% certain, about {amount} is for what may happen; “{name}” weighs most. The weeks "
            "that events add are in the date, and the hours per week of those weeks are with the items.",
            amount=f"**{euro(round(est['contingency_parts']['events'], -2))}**",
            name=label(words.EVENT, counting[0]["key"]),
        )
    )
    with st.expander(_("All events with chance, impact and measure"), key="events_result"):
        for one in counting:
            st.markdown(_line(one))
        off = [label(words.EVENT, e["key"]) for e in est["events"] if not e["on"]]
        if off:
            st.caption(_("Not counted: {names}.", names=", ".join(off)))
        st.caption(_("No public figures were found for these chances; they are our assumptions, and yours to change."))


def _line(one: dict[str, Any]) -> str:
    impact = []
    if one["hours"]:
        impact.append(_("{n} hours", n=written(one["hours"], 0)))
    if one["euros"]:
        impact.append(euro(round(one["euros"])))
    if one["weeks"]:
        impact.append(_("{n} weeks", n=written(one["weeks"], 1)))
    text = _(
        "**{name}** · chance {chance} · when it happens about {impact} · about {amount} of the amount at 80%",
        name=label(words.EVENT, one["key"]),
        chance=percent(one["probability"]),
        impact=", ".join(impact),
        amount=euro(round(one["p80_eur"], -1)),
    )
    note = one["note"] if lang() == "nl" else one["note_en"]
    rests = (
        _("our own assumption, no source found")
        if one["grade"] == "D"
        else _("own figure")
        if one["grade"] == OWN
        else ""
    )
    text += f"  \n  :small[{esc(' · '.join(part for part in (rests, note) if part))}]"
    measure = one["measure_nl"] if lang() == "nl" else one["measure_en"]
    if not measure:
        return f"- {text}"
    after = _("taken") if one["mitigated"] else _("then {chance}", chance=percent(one["measure_probability"]))
    return f"- {text}  \n  {esc(measure)} ({after})"
