"""The feasibility map: the chance that budget and date hold together, as cells that are read without their colour."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from display.chart_style import LABEL, style
from display.colours import palette
from display.formats import euro, number, percent, weeks_text
from display.i18n import N_, _

SURE = 0.8
TITLES = {
    "conversations": N_("Conversations"),
    "resident_reach": N_("Residents we invite or inform"),
    "weeks": N_("Weeks from the start"),
    "budget": N_("Budget, costs and own hours together"),
}
CLASSES = (0.2, 0.5, SURE)  # where a paler cell becomes a darker one


def cells_of(found: dict[str, Any]) -> dict[str, Any]:
    """The content of the picture, from ``feasibility_map``: most weeks or money on top. The current point must be one
    of the map's cells to be framed."""
    x, y, here = found["x"], found["y"], found["current"]
    write = weeks_text if y["name"] == "weeks" else euro
    cells = [
        {"x": number(size), "y": write(value), "chance": chance, "here": size == here["x"] and value == here["y"]}
        for value, row in sorted(zip(y["values"], found["probability"], strict=True), reverse=True)
        for size, chance in zip(x["values"], row, strict=True)
    ]
    return {"cells": cells, "x_title": _(TITLES[x["name"]]), "y_title": _(TITLES[y["name"]])}


def feasibility(content: dict[str, Any], dark: bool | None = None) -> alt.TopLevelMixin:
    """A heat map with the chance written in every cell and a frame around the cell that stands on the sliders.

    ``content``: {"cells": [{"x": text, "y": text, "chance": 0–1, "here": bool}], row by row from the top, and the
    titles of both axes, "x_title" and "y_title"}.
    """
    colours = palette(dark)
    cells = pd.DataFrame([{**cell, "text": percent(cell["chance"])} for cell in content["cells"]])
    across, down = (list(dict.fromkeys(cells[name])) for name in ("x", "y"))
    axis: dict[str, Any] = {"labelAngle": 0, "labelOverlap": False, "labelPadding": 8}
    x = alt.X("x:N", sort=across, title=content["x_title"], axis=alt.Axis(orient="bottom", **axis))
    y = alt.Y("y:N", sort=down, title=None, axis=alt.Axis(labelLimit=110, **axis))
    fills = alt.Scale(
        type="threshold",
        domain=list(CLASSES),
        range=[colours["open"], colours["main_wash"], colours["main_soft"], colours["main"]],
    )
    tip = [
        alt.Tooltip("x:N", title=content["x_title"]),
        alt.Tooltip("y:N", title=content["y_title"]),
        alt.Tooltip("text:N", title=_("chance")),
    ]
    base = alt.Chart(cells).encode(x=x, y=y, tooltip=tip)
    boxes = base.mark_rect(cornerRadius=3, stroke=colours["background"], strokeWidth=2).encode(
        color=alt.Color("chance:Q", scale=fills, legend=None)
    )
    sure = f"datum.chance >= {SURE}"
    words = base.mark_text(fontSize=LABEL).encode(
        text="text:N",
        color=alt.condition(sure, alt.value(colours["background"]), alt.value(colours["text"])),
    )
    frame = base.transform_filter("datum.here").mark_rect(
        cornerRadius=3, filled=False, stroke=colours["limit"], strokeWidth=3
    )
    return style(alt.layer(boxes, words, frame), 34 * len(down) + 50, dark)


def feasibility_text(content: dict[str, Any]) -> str:
    """The map in a sentence: where the sliders stand, and how many of the cells are sure enough."""
    cells = content["cells"]
    sure = sum(cell["chance"] >= SURE for cell in cells)
    here = next((cell for cell in cells if cell["here"]), None)
    said = _(
        "{n} of the {total} combinations hold with at least {confidence}.",
        n=sure,
        total=len(cells),
        confidence=percent(SURE),
    )
    if here is None:
        return said
    where = _("Where you are now, the chance is {chance}; that cell has a frame.", chance=percent(here["chance"]))
    return f"{where} {said}"
