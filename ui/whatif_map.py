"""What if on a map: how likely budget and date hold, over the size of the process and the weeks or money it gets."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from display import charts_seek
from display.seek_words import VARY
from display.words import label
from estimator.feasible import X, Y, around, feasibility_map
from estimator.vary import Axis
from ui import chart_style, fields, whatif_parts
from ui.fields import Form
from ui.formats import date_text, euro, number, percent, weeks_text
from ui.i18n import N_, _
from ui.whatif_data import Asked

Found = dict[str, Any]
COLUMNS, ROWS = 7, 9
DOWN = {"weeks": N_("weeks"), "budget": N_("budget")}


def draw(asked: Asked) -> None:
    """What to lay out, then where the sliders stand in a sentence, then the map."""
    form = whatif_parts.open_part(asked, "map")
    x, y, budget, before = _axes(form, asked)
    fields.keep(form)
    fields.show_faults(form)
    if form.faults:
        return
    found = _map(whatif_parts.about(asked), x, y, budget, before.isoformat() if before else None, asked)
    content = charts_seek.cells_of(found)
    st.markdown(_here(found, asked))
    alt_text = f"{_title(found)} {charts_seek.feasibility_text(content)}"
    chart_style.draw(charts_seek.feasibility(content), alt_text, "feasibility_map")
    st.caption(f"{alt_text} {_('The fuller the colour, the surer.')}")


def _axes(form: Form, asked: Asked) -> tuple[str, str, float | None, dt.date | None]:
    one, two, three = st.columns(3)
    with one:
        x = fields.choice(form, "x", _("Across"), X, X[0], lambda code: label(VARY, code))
    with two:
        y = fields.choice(form, "y", _("Upwards"), Y, Y[0], lambda code: label(DOWN, code))
    with three:
        if y == "weeks":
            text = _("Leave it empty when only the date counts.")
            return x, y, whatif_parts.money(form, "budget", _("Within this budget (€, excluding VAT)"), help=text), None
        text = _("Leave it empty when only the budget counts.")
        typed = fields.day(form, "before", _("Done at the latest on"), asked.scope.deadline, help=text)
        before = dt.date.fromisoformat(typed) if typed else None
        whatif_parts.after_start(form, "before", before, asked)
        return x, y, None, before


@st.cache_data(max_entries=100, show_spinner=False)
def _map(about: str, x: str, y: str, budget: float | None, before: str | None, _asked: Asked) -> Found:
    """The map on few enough cells to read, the current point among them."""
    given = {
        "x": x,
        "y": y,
        "budget": budget,
        "before": dt.date.fromisoformat(before) if before else None,
        "process_key": _asked.key,
    }
    axis = Axis(_asked.scope, x)
    sizes = _thinned(around(axis), axis.now, COLUMNS)
    wide = feasibility_map(_asked.scope, _asked.figures, xs=sizes, **given)
    here = wide["current"]["y"]
    values = _thinned(sorted({*wide["y"]["values"], here}), here, ROWS)
    return feasibility_map(_asked.scope, _asked.figures, xs=sizes, ys=values, **given)


def _thinned(values: list[Any], keep: Any, most: int) -> list[Any]:
    """Every so many of the values, with one that stays."""
    step = -(-len(values) // most)
    return values[values.index(keep) % step :: step]


def _title(found: Found) -> str:
    """What the chances are of."""
    if found["budget"] is not None:
        return _("The chance that {amount} is enough and it is done in time.", amount=euro(found["budget"]))
    if found["y"]["name"] == "weeks":
        return _("The chance that it is done in time; money is not counted here.")
    if found["before"]:
        return _("The chance that the budget is enough and it is done by {date}.", date=date_text(found["before"]))
    return _("The chance that the budget is enough; the date is not counted here.")


def _here(found: Found, asked: Asked) -> str:
    """Where the sliders stand."""
    here, weeks = found["current"], found["y"]["name"] == "weeks"
    size = _("{n} {what}", n=number(here["x"]), what=label(VARY, found["x"]["name"]))
    limit = weeks_text(here["y"]) if weeks else euro(here["y"])
    return _(
        "Now you ask **{size}** with **{limit}**: a chance of **{chance}**.",
        size=size,
        limit=limit,
        chance=percent(here["probability"]),
    )
