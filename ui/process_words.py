"""Labels and values of process and step fields as a reader says them, for forms and for comparing two texts."""

from __future__ import annotations

from typing import Any

from display.process_words import STATUS, STEP
from display.words import label
from estimator.places import place
from portfolio.steps import STEPS
from ui.formats import date_text, euro, number, percent
from ui.i18n import N_, _, lang, ngettext

PROCESS = {
    "name": N_("Name of the process"),
    "question": N_("Question to the participants"),
    "municipality": N_("Municipality"),
    "theme": N_("Theme"),
    "area": N_("Area"),
    "client_name": N_("Official client"),
    "content_owner": N_("Content owner"),
    "process_owner": N_("Process owner"),
    "portfolio_holder": N_("Portfolio holder (alderman)"),
    "group_names": N_("Names of the audience groups, one on a line"),
    "confidential": N_("Confidential"),
    "status": N_("Status of the process"),
}
STEP_FIELD = {
    "status": N_("Status"),
    "planned_start": N_("Planned start"),
    "planned_finish": N_("Planned finish"),
    "actual_start": N_("Real start"),
    "actual_finish": N_("Real finish"),
    "content_owner": N_("Content owner"),
    "process_owner": N_("Process owner"),
    "expected_finish": N_("Expected finish"),
    "percent": N_("Part done, in %"),
    "override_reason": N_("Reason"),
    "note": N_("Note"),
    "actual_hours": N_("Hours made, in total"),
    "actual_eur": N_("Costs spent (€, excluding VAT)"),
}


def process_words(name: str, value: Any) -> tuple[str, str]:
    """Label and value of a field of a process."""
    title = label(PROCESS, name)
    if name == "status":
        return title, label(STATUS, value)
    if name == "confidential":
        return title, _("yes") if value else _("no")
    if name == "municipality":
        found = place(value) if value else None
        return title, found.name if found else str(value or "")
    return title, str(value or "").replace("\n", ", ")


def step_words(step: int, name: str, value: Any) -> tuple[str, str]:
    """Label and value of a field of a step; `gate.<key>` is a point of its gate."""
    if name.startswith("gate."):
        return gate_text(step, name.removeprefix("gate.")), _("met") if value else _("not met")
    title = label(STEP_FIELD, name)
    if name == "status":
        return title, label(STEP, value)
    if name in ("planned_start", "planned_finish", "actual_start", "actual_finish", "expected_finish"):
        return title, date_text(value) if value else ""
    if name == "percent" and isinstance(value, int):
        return title, percent(value / 100)
    if name == "actual_hours" and isinstance(value, int | float):
        return title, ngettext("{n} hour", "{n} hours", value, n=number(value))
    if name == "actual_eur" and isinstance(value, int | float):
        return title, euro(value, cents=True)
    return title, str(value or "")


def gate_text(step: int, key: str) -> str:
    """A point of a gate in the reader's language."""
    point = next(point for point in STEPS[step - 1].gates if point.key == key)
    return point.en if lang() == "en" else point.nl
