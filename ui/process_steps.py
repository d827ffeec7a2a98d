"""The ten steps below each other: folded to a line, open to dates, owners and the gate, with what may be changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from display import words
from display.colours import STATUS_SIGNS
from display.words import label
from portfolio import steps
from portfolio.processes import Process
from portfolio.steps import DATES, OWNERS, STEPS, StepProgress
from portfolio.store.codec import cents
from ui import fields, portfolio_links, process_save, state
from ui.fields import Form
from ui.formats import date_text
from ui.i18n import _, column
from ui.portfolio_words import STEP
from ui.process_plan import Plan, span
from ui.process_save import Record
from ui.process_words import STEP_FIELD, gate_text, step_words
from ui.text import esc

_PLAIN = ("status", *DATES, *OWNERS, "override_reason", "note", "actual_hours")


def draw(process: Process, progress: Sequence[StepProgress], plan: Plan) -> None:
    """All ten, the current one open."""
    st.subheader(_("The ten steps"), anchor=False)
    st.caption(_("Steps marked “proposed” are our proposal; the others have the method's own names."))
    _unfold_current(process, progress)
    for row in progress:
        form, place = process_save.open_form(_record(row)), _place(process, row.step)
        unsaved = form.from_draft and bool(process_save.changes(form, _record(row)))
        # The label changes with the step, and a new label folds what the visitor unfolded: so say it again.
        unfolded = st.session_state.get(place, unsaved)
        box = st.expander(_line(row, plan, unsaved), expanded=unfolded, key=place, on_change="rerun")
        if box.open:
            with box:
                _body(process, row, plan, form)


def _place(process: Process, step: int) -> str:
    return f"step_{step}:{process.id}"


def _unfold_current(process: Process, progress: Sequence[StepProgress]) -> None:
    """Unfold the step that is the current one, at the first sight and when it becomes another."""
    now, place = _current(progress), f"_current_step:{process.id}"
    if now and st.session_state.get(place) != now:
        st.session_state[place] = now
        st.session_state[_place(process, now)] = True


def _current(progress: Sequence[StepProgress]) -> int | None:
    busy = [row.step for row in progress if row.stored_status == "busy"]
    return busy[0] if busy else next((row.step for row in progress if row.stored_status == "open"), None)


def _line(row: StepProgress, plan: Plan, unsaved: bool) -> str:
    about = STEPS[row.step - 1]
    sign = STATUS_SIGNS[row.status] or "○"
    name = f"{sign} **{row.step} {esc(column(vars(about), 'name'))}**"
    parts = [name, label(STEP, row.status), _when(row, plan)]
    if not about.named:
        parts.append(f"*{_('proposed step')}*")
    if unsaved:
        parts.append(f"**{_('not saved yet')}**")
    return " · ".join(part for part in parts if part)


def _when(row: StepProgress, plan: Plan) -> str:
    if row.stored_status == "done" and row.actual_finish:
        return date_text(row.actual_finish)
    if row.stored_status == "skipped":
        return ""
    if row.status == "late" and row.planned_finish:
        return _("planned until {date}", date=date_text(row.planned_finish))
    return span(plan.expected.get(row.step) or plan.planned.get(row.step))


def _body(process: Process, row: StepProgress, plan: Plan, form: Form) -> None:
    left, right = st.columns([2, 3], gap="large")
    with left:
        _facts(process, row, plan)
    with right.container():  # directly in a column long labels would be cut off
        if row.step == 1:
            _first(process, row)
        if row.step > 1 or row.stored_status == "done":
            _change(row, form)


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
    for name, value in (("actual_hours", row.actual_hours), ("actual_eur", _euros(row))):
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


def _record(row: StepProgress) -> Record:
    stored = {name: getattr(row, name) for name in _PLAIN}
    stored |= {"status": row.stored_status, "actual_eur": _euros(row)}
    for name in DATES:
        stored[name] = stored[name].isoformat() if stored[name] else None
    gate = {f"gate.{point.key}": bool(row.gate.get(point.key)) for point in STEPS[row.step - 1].gates}
    key = f"stap:{row.process_id}:{row.step}"
    return Record(
        key, row.version, stored | gate, row.updated_by, lambda name, value: step_words(row.step, name, value)
    )


def _change(row: StepProgress, form: Form) -> None:
    record = _record(row)

    def write(version: int, changes: dict[str, Any], token: str) -> Any:
        gate = {name.removeprefix("gate."): met for name, met in changes.items() if name.startswith("gate.")}
        plain = {name: value for name, value in changes.items() if not name.startswith("gate.")}
        if "actual_eur" in plain:
            euros = plain.pop("actual_eur")
            plain["actual_cents"] = cents(euros) if isinstance(euros, int | float) else euros
        return steps.update(
            state.store(),
            state.user(),
            row.process_id,
            row.step,
            version,
            plain | ({"gate": gate} if gate else {}),
            token,
        )

    if process_save.clash(form, record, write):
        return
    if row.step == 1:
        _totals(form)
    else:
        _fields(form, row)
    fields.keep(form)
    fields.show_faults(form)
    process_save.buttons(form, record, write)
    process_save.aside(record)


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
    st.markdown(f"**{_('Gate: this step is done when')}**")
    for point in STEPS[row.step - 1].gates:
        fields.yes(form, f"gate.{point.key}", gate_text(row.step, point.key))
    form.slots["gate"] = st.empty()
    status = form.values.get("status")
    if status in ("done", "skipped") or form.values.get("override_reason"):
        fields.text(form, "override_reason", _reason_label(status), area=True)
    _date_pairs(form, status)
    booked = any(form.values.get(name) is not None for name in ("actual_hours", "actual_eur"))
    if status in ("busy", "done") or booked:
        _totals(form)
    left, right = st.columns(2)
    with left:
        fields.text(form, "content_owner", label(STEP_FIELD, "content_owner"), placeholder=_("as for the process"))
    with right:
        fields.text(form, "process_owner", label(STEP_FIELD, "process_owner"), placeholder=_("as for the process"))
    fields.text(form, "note", label(STEP_FIELD, "note"), area=True)


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


def _date_pairs(form: Form, status: str | None) -> None:
    pairs = [DATES[:2]] + ([DATES[2:]] if status in ("busy", "done") else [])
    for pair in pairs:
        for place, name in zip(st.columns(2), pair, strict=True):
            with place:
                fields.day(form, name, label(STEP_FIELD, name))
