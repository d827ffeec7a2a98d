"""The ten steps below each other: folded to a line, open to dates, owners and the gate, with what may be changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from display.colours import STATUS_SIGNS
from display.process_words import STEP
from display.words import label
from portfolio.forecast_cost import Forecast
from portfolio.processes import Process
from portfolio.requests import Request
from portfolio.steps import STEPS, StepProgress
from ui import (
    calendar_shift,
    pitfalls_step,
    process_feedback,
    process_findings,
    process_forms,
    process_journal,
    process_money,
    process_roles,
    process_save,
    process_standing,
    process_talks,
    state,
)
from ui.fields import Form
from ui.formats import date_text
from ui.i18n import _, column
from ui.process_plan import Plan, span
from ui.text import esc


@dataclass(frozen=True)
class Look:
    """What the page knows of the process when it draws its steps."""

    process: Process
    progress: Sequence[StepProgress]
    plan: Plan
    asked: Request | None
    forecast: Forecast | None


def draw(look: Look) -> None:
    """All ten, the current one open."""
    process, progress, plan = look.process, look.progress, look.plan
    st.subheader(_("The ten steps"), anchor=False)
    st.caption(_("Steps marked “proposed” are our proposal; the others have the method's own names."))
    calendar_shift.offer(process, progress, plan)
    _unfold_current(process, progress)
    for row in progress:
        form, place = process_save.open_form(process_standing.record(row)), _place(process, row.step)
        unsaved = form.from_draft and bool(process_save.changes(form, process_standing.record(row)))
        # The label changes with the step, and a new label folds what the visitor unfolded: so say it again.
        unfolded = st.session_state.get(place, unsaved)
        box = st.expander(_line(row, plan, unsaved), expanded=unfolded, key=place, on_change="rerun")
        if box.open:
            with box:
                _body(look, row, form)


def _place(process: Process, step: int) -> str:
    return f"step_{step}:{process.id}"


def _unfold_current(process: Process, progress: Sequence[StepProgress]) -> None:
    """Unfold the step that is the current one, at the first sight and when it becomes another."""
    asked = state.asked_number("step")  # a cell of the portfolio's steps leads here
    if asked and asked <= len(progress) and st.session_state.get("_asked_step") != asked:
        st.session_state["_asked_step"] = asked
        st.session_state[_place(process, asked)] = True
    now, place = current(progress), f"_current_step:{process.id}"
    if now and st.session_state.get(place) != now:
        st.session_state[place] = now
        st.session_state[_place(process, now)] = True


def current(progress: Sequence[StepProgress]) -> int | None:
    """The first busy step, else the first open one."""
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


def _body(look: Look, row: StepProgress, form: Form) -> None:
    """What every step has, what this step has of its own, money, or the log: one of them at a time.

    No st.tabs: on a busy machine what was in them stayed out of sight at a first visit.
    """
    pitfalls_step.at_step(look.process, row.step)
    own = _own(look, row.step)
    parts: dict[str, Callable[[], None]] = {
        _("Status and gate"): lambda: process_standing.draw(look.process, row, look.plan, form),
        **({own[0]: own[1]} if own else {}),
        _("Hours and euros"): lambda: process_money.draw(look.process, row, look.forecast),
        _("Log"): lambda: process_journal.draw(look.process, row.step),
    }
    chosen = st.segmented_control(
        _("Part of step {step}", step=row.step),
        list(parts),
        default=next(iter(parts)),
        key=f"tabs_{row.step}:{look.process.id}",
        label_visibility="collapsed",
        required=True,
    )
    parts[chosen or next(iter(parts))]()


def _own(look: Look, step: int) -> tuple[str, Callable[[], None]] | None:
    """Name and contents of the tab with what only this step has."""
    process, progress = look.process, look.progress
    tabs: dict[int, tuple[str, Callable[[], None]]] = {
        2: (_("Roles"), lambda: process_roles.draw(process, look.asked)),
        3: (_("Announcement"), lambda: process_forms.notification(process)),
        5: (_("Talks"), lambda: process_talks.draw(process, look.plan)),
        6: (_("Interpretation"), lambda: process_findings.draw(process)),
        7: (_("Feedback"), lambda: process_feedback.draw(process, progress, ("heard", "done"))),
        8: (_("Final report"), lambda: process_forms.report(process)),
        10: (_("Telling and evaluating"), lambda: _closing(look)),
    }
    return tabs.get(step)


def _closing(look: Look) -> None:
    process_feedback.draw(look.process, look.progress, ("decision",))
    process_forms.evaluation(look.process)
