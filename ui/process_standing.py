"""The state of a step: its facts, and the form for status, gate, dates, owners and totals."""

from __future__ import annotations

from typing import Any

import streamlit as st

from display import words
from display.colours import STATUS_SIGNS
from display.process_words import STEP
from display.words import label
from portfolio import steps
from portfolio.processes import Process
from portfolio.steps import DATES, OWNERS, STEPS, StepProgress
from portfolio.store.codec import cents
from ui import (
    calendar_meetings,
    calendar_notes,
    calendar_shift,
    fields,
    portfolio_links,
    process_gate,
    process_save,
    state,
)
from ui.fields import Form
from ui.i18n import _, column
from ui.process_plan import Plan, span
from ui.process_save import Record
from ui.process_words import STEP_FIELD, gate_text, step_words
from ui.text import esc

_PLAIN = ("status", *DATES, "expected_finish", "percent", *OWNERS, "override_reason", "note", "actual_hours")
_DAYS = (*DATES, "expected_finish")


def draw(process: Process, row: StepProgress, plan: Plan, form: Form) -> None:
    """Left the facts, right the form."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        _facts(process, row, plan)
    with right.container():  # directly in a column long labels would be cut off
        if row.step == 1:
            _first(process, row)
        if row.step > 1 or row.stored_status == "done":
            _change(row, form, plan)


def _facts(process: Process, row: StepProgress, plan: Plan) -> None:
    about = vars(STEPS[row.step - 1])
    if row.status == "skipped":
        st.warning(
            f"**{_('This step was skipped')}**: {esc(row.override_reason)}  \n{esc(column(about, 'why'))}",
            icon=":material/close:",
        )
    elif row.stored_status == "done" and steps.unmet(row.step, row.gate):
        st.warning(
            f"**{_('Finished without meeting the whole gate')}**: {esc(row.override_reason)}", icon=":material/rule:"
        )
    st.table(_dates(row, plan) | _people(process, row, about), border="horizontal")
    calendar_meetings.draw(process, row, plan)
    if row.status != "skipped":
        st.caption(f"**{_('Why this step')}**: {esc(column(about, 'why'))}")
    if row.note:
        st.caption(f"**{_('Note')}**: {esc(row.note)}")


def _dates(row: StepProgress, plan: Plan) -> dict[str, str]:
    found = {_("Planned"): span(plan.planned.get(row.step) or (row.planned_start, row.planned_finish)) or "–"}
    if row.step in plan.expected:
        found[_("Expected")] = span(plan.expected[row.step])
    if row.actual_start or row.actual_finish:
        found[_("Real")] = span((row.actual_start, row.actual_finish))
    said = (("percent", row.percent), ("expected_finish", row.expected_finish))
    for name, value in (*said, ("actual_hours", row.actual_hours), ("actual_eur", _euros(row))):
        if value is not None:
            title, text = step_words(row.step, name, value)
            found[title] = text
    return found


def _euros(row: StepProgress) -> float | None:
    return None if row.actual_cents is None else row.actual_cents / 100


def _people(process: Process, row: StepProgress, about: dict[str, Any]) -> dict[str, str]:
    return {
        _("Result"): esc(column(about, "deliverable")),
        _("Content owner"): esc(row.content_owner or process.content_owner) or _("not named"),
        _("Process owner"): esc(row.process_owner or process.process_owner) or _("not named"),
        _("Leads this step"): label(words.ROLE, about["lead_role"]),
    }


def _first(process: Process, row: StepProgress) -> None:
    """Step 1 is done by a decision only."""
    st.markdown(f"**{_('Gate: this step is done when')}**")
    for point in STEPS[0].gates:
        met = row.gate.get(point.key)
        st.markdown(f"{'✓' if met else '○'} {esc(gate_text(1, point.key))} ({_('met') if met else _('not met')})")
    if row.stored_status != "done":
        st.markdown(_("This step is done by the decision on the request, not here."))
    portfolio_links.link("request", _("To the request"), process.id, icon=":material/arrow_forward:")


def record(row: StepProgress) -> Record:
    """The step as its form knows it."""
    stored = {name: getattr(row, name) for name in _PLAIN}
    stored |= {"status": row.stored_status, "actual_eur": _euros(row)}
    for name in _DAYS:
        stored[name] = stored[name].isoformat() if stored[name] else None
    key = f"stap:{row.process_id}:{row.step}"
    return Record(
        key,
        row.version,
        stored | process_gate.record(row),
        row.updated_by,
        lambda name, value: step_words(row.step, name, value),
    )


def _change(row: StepProgress, form: Form, plan: Plan) -> None:
    mine = record(row)

    def write(version: int, changes: dict[str, Any], token: str) -> Any:
        gate = {name.removeprefix("gate."): met for name, met in changes.items() if name.startswith("gate.")}
        plain = {name: value for name, value in changes.items() if not name.startswith("gate.")}
        if "actual_eur" in plain:
            euros = plain.pop("actual_eur")
            plain["actual_cents"] = cents(euros) if isinstance(euros, int | float) else euros
        made = steps.update(
            state.store(),
            state.user(),
            row.process_id,
            row.step,
            version,
            plain | ({"gate": gate} if gate else {}),
            token,
        )
        calendar_shift.saved(row, made, plan)
        return made

    if process_save.clash(form, mine, write):
        return
    if row.step == 1:
        _totals(form)
    else:
        _fields(form, row)
    fields.keep(form)
    fields.show_faults(form)
    process_save.buttons(form, mine, write, "step.update")
    process_save.aside(mine)


def _fields(form: Form, row: StepProgress) -> None:
    fields.choice(
        form,
        "status",
        label(STEP_FIELD, "status"),
        steps.STATUSES,
        "open",
        lambda code: f"{STATUS_SIGNS[code]} {label(STEP, code)}".strip(),
        visible=True,
    )
    process_gate.draw(form, row)
    status = form.values.get("status")
    if status in ("done", "skipped") or form.values.get("override_reason"):
        fields.text(form, "override_reason", _reason_label(status), area=True)
    _date_pairs(form, status, row.process_id)
    if status in ("busy", "done") or form.values.get("percent") is not None:
        _part_done(form)
    booked = any(form.values.get(name) is not None for name in ("actual_hours", "actual_eur"))
    if status in ("busy", "done") or booked:
        _totals(form)
    left, right = st.columns(2)
    with left:
        fields.text(form, "content_owner", label(STEP_FIELD, "content_owner"), placeholder=_("as for the process"))
    with right:
        fields.text(form, "process_owner", label(STEP_FIELD, "process_owner"), placeholder=_("as for the process"))
    fields.text(form, "note", label(STEP_FIELD, "note"), area=True)


def _part_done(form: Form) -> None:
    left, right = st.columns(2)
    with left:
        fields.whole(form, "percent", label(STEP_FIELD, "percent"), placeholder=_("not known yet"))
    with right:
        fields.day(form, "expected_finish", label(STEP_FIELD, "expected_finish"))


def _totals(form: Form) -> None:
    """What the step took so far; below it how it was read, because 1.500 can be typed in two ways."""
    unknown = _("not known yet")
    left, right = st.columns(2)
    with left:
        hours = fields.decimal(
            form,
            "actual_hours",
            label(STEP_FIELD, "actual_hours"),
            help=_("Of everybody who worked on this step, hired people too. Empty: not known, never zero."),
            placeholder=unknown,
        )
    with right:
        euros = fields.decimal(
            form,
            "actual_eur",
            label(STEP_FIELD, "actual_eur"),
            help=_("Everything that was paid out for this step, hired people too; own hours are not in it."),
            placeholder=unknown,
        )
    form.slots["actual_cents"] = form.slots["actual_eur"]
    said = [("actual_hours", hours), ("actual_eur", euros)]
    read = [step_words(0, name, value)[1] for name, value in said if value is not None]
    st.caption(_("Read as: {what}", what=" · ".join(read)) if read else _("A total so far: type over what stood here."))


def _reason_label(status: str | None) -> str:
    if status == "skipped":
        return _("Reason for skipping this step")
    return _("Reason for finishing it although the gate isn't met (only then)")


def _date_pairs(form: Form, status: str | None, process_id: str) -> None:
    pairs = [DATES[:2]] + ([DATES[2:]] if status in ("busy", "done") else [])
    for pair in pairs:
        for place, name in zip(st.columns(2), pair, strict=True):
            with place:
                fields.day(form, name, label(STEP_FIELD, name))
        if pair == DATES[:2]:
            calendar_notes.beside(form, pair, process_id)
