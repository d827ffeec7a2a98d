"""After a step moved: the offer to move the following steps too, as a table and one button. Nothing moves by itself.

What the step's dates were is remembered in the drafts, so the offer survives a restart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import streamlit as st

from display.steps import numbered
from portfolio import drafts, meeting_days, shift
from portfolio.processes import Process
from portfolio.shift import Move, Rules, Span
from portfolio.steps import StepProgress
from portfolio.store import Conflict, NotFound, Refused
from ui import calendar_data, process_save, state
from ui.errors import sentences
from ui.i18n import _, ngettext
from ui.process_plan import Plan, span


def saved(before: StepProgress, after: StepProgress, plan: Plan) -> None:
    """Remember what the planned dates of a step were, when saving changed them."""
    was = plan.planned.get(before.step) or (before.planned_start, before.planned_finish)
    if was == (after.planned_start, after.planned_finish):
        return
    kept = drafts.get(state.store(), state.user(), _key(before.process_id))
    if kept and kept["step"] == before.step:
        return
    dates = [day.isoformat() if day else None for day in was]
    drafts.put(state.store(), state.user(), _key(before.process_id), {"step": before.step, "was": dates})


def offer(process: Process, progress: Sequence[StepProgress], plan: Plan) -> None:
    """The steps that can move along, until the user moves them or lets them be."""
    kept = drafts.get(state.store(), state.user(), _key(process.id))
    if not kept or not state.user().may("step.shift"):
        return
    moves = _moves(process, progress, plan, kept)
    if not moves:
        return
    with st.container(border=True, key="shift_offer"):
        st.markdown(
            ":material/event_repeat: "
            + _("**Step {step} moved; the steps after it can move along.**", step=numbered(kept["step"]))
        )
        st.table(_table(moves), border="horizontal")
        row = st.container(horizontal=True, vertical_alignment="center")
        words = ngettext("Move this step along", "Move these {n} steps along", len(moves), n=len(moves))
        pressed = row.button(words, key=f"shift.{process.id}", type="primary", icon=":material/event_repeat:")
        row.button(
            _("Leave them as they are"),
            key=f"shift_not.{process.id}",
            type="tertiary",
            on_click=_forget,
            args=(process.id,),
        )
        if pressed:
            _apply(process, progress, moves)


def _moves(process: Process, progress: Sequence[StepProgress], plan: Plan, kept: dict[str, Any]) -> list[Move]:
    dates: dict[int, Span] = {row.step: (row.planned_start, row.planned_finish) for row in progress}
    dates |= {step: found for step, found in plan.planned.items() if not any(dates[step])}
    step, now = kept["step"], dates[kept["step"]]
    start, finish = (dt.date.fromisoformat(day) if day else None for day in kept["was"])
    return shift.propose(dates | {step: (start, finish)}, step, now, _rules(process, progress))


def _rules(process: Process, progress: Sequence[StepProgress]) -> Rules:
    store = state.store()
    return Rules(
        meeting_days.load(store),
        frozenset(row.step for row in progress if row.stored_status in ("done", "skipped")),
        frozenset(row.step for row in progress if row.stored_status == "busy"),
        progress[0].actual_finish or progress[0].planned_finish,
        calendar_data.routes(store, process).get(shift.DECISION, ""),
        process.municipality,
    )


def _table(moves: Sequence[Move]) -> dict[str, list[str]]:
    return {
        _("Step"): [numbered(move.step) for move in moves],
        _("Planned now"): [span(move.old) for move in moves],
        _("Becomes"): [f"**{span(move.new)}**" for move in moves],
        _("Why"): [_(move.why, step=numbered(move.cause)) for move in moves],
    }


def _apply(process: Process, progress: Sequence[StepProgress], moves: Sequence[Move]) -> None:
    versions = {row.step: row.version for row in progress}
    token = process_save.token("shift", process.id, versions, [(move.step, move.new) for move in moves])
    try:
        shift.apply(state.store(), state.user(), process.id, versions, moves, token)
    except (Conflict, Refused, NotFound) as problem:
        for text in sentences(problem):
            st.error(text)
        return
    _forget(process.id)
    st.toast(_("Saved."), icon=":material/check:")
    st.rerun()


def _forget(process_id: str) -> None:
    drafts.drop(state.store(), state.user(), _key(process_id))


def _key(process_id: str) -> str:
    return f"verschuif:{process_id}"
