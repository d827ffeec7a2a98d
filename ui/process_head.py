"""The top of screen Process: what it is about, the next action with who does it, and the strip of ten steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from display.steps import step_row
from estimator.places import place
from portfolio import scenarios
from portfolio.processes import Process
from portfolio.requests import Request
from portfolio.steps import STEPS, StepProgress, unmet
from portfolio.store import Store
from ui import portfolio_links
from ui import portfolio_strip as strips
from ui.formats import date_text, euro
from ui.i18n import _, column
from ui.process_pick import kicker
from ui.process_plan import Plan
from ui.process_words import gate_text
from ui.state import page_setup
from ui.text import esc


@dataclass(frozen=True)
class Action:
    """The next thing to do: in words (markdown), why or until when, and the page where it is done."""

    what: str
    more: str
    page: str | None = None
    button: str = ""


def head(process: Process) -> None:
    """The name as title; municipality, theme and area above it; the question and the people below it."""
    where = place(process.municipality) if process.municipality else None
    about = kicker(process, where.name if where else "", process.theme, process.area)
    aside = page_setup(esc(process.name), about, actions=True)
    with (aside or st.container()).container(horizontal=True, horizontal_alignment="right"):
        portfolio_links.link("estimate", _("Estimate"), process.id, icon=":material/calculate:")
        portfolio_links.link("request", _("Request"), process.id, icon=":material/task_alt:")
    if process.question:
        st.markdown(f"*{esc(process.question)}*")
    people = [
        (_("official client"), process.client_name),
        (_("content owner"), process.content_owner),
        (_("process owner"), process.process_owner),
        (_("portfolio holder"), process.portfolio_holder),
    ]
    named = [f"{word} **{esc(name)}**" for word, name in people if name]
    missing = [word for word, name in people[:3] if not name]
    if missing:
        named.append(_("not named yet: {roles}", roles=", ".join(missing)))
    st.caption(" · ".join(named))


def next_action(
    store: Store, process: Process, progress: Sequence[StepProgress], asked: Request | None, plan: Plan
) -> None:
    """The next action on top, with the link to where it is done."""
    action = _action(store, process, progress, asked, plan)
    with st.container(border=True, key="next_action"):
        left, right = st.columns([5, 2], vertical_alignment="center")
        left.markdown(f"**{_('Next')}:** {action.what}")
        if action.more:
            left.caption(action.more)
        if action.page:
            with right:
                portfolio_links.link(action.page, action.button, process.id, icon=":material/arrow_forward:")


def _action(
    store: Store, process: Process, progress: Sequence[StepProgress], asked: Request | None, plan: Plan
) -> Action:
    if process.status == "paused":
        return Action(_("this process is paused; set its status to active to go on."), "")
    if process.status != "active":
        return Action(_("nothing; this process has ended."), "")
    if progress[0].stored_status != "done":
        return _before_approval(store, process, asked)
    row = next((row for row in progress if row.stored_status == "busy"), None)
    row = row or next((row for row in progress if row.stored_status == "open"), None)
    if row is None:
        return Action(_("close the process: all ten steps are done or skipped."), _("Set its status to closed below."))
    return _of_step(process, row, plan)


def _before_approval(store: Store, process: Process, asked: Request | None) -> Action:
    if asked is None or asked.status == "superseded":
        if scenarios.base(store, process.id) is None:
            what = _("make an estimate: three numbers are enough for a first answer.")
            return Action(what, _why(1), "estimate", _("To the estimate"))
        return Action(_("ask for time and money."), _why(1), "request", _("To the request"))
    if asked.status == "submitted":
        what = _(
            "{who} decides on {amount}, asked on {date}.",
            who=esc(asked.finance.get("decider_money") or _("the decider")),
            amount=f"**{euro(asked.cost_cents / 100)}**",
            date=date_text(asked.submitted_at),
        )
        return Action(what, "", "request", _("To the request"))
    reason = esc((asked.decision or {}).get("reason", ""))
    if asked.status == "returned":
        return Action(_("answer the questions and send the request again."), reason, "request", _("To the request"))
    return Action(_("the request was refused: make it smaller, or stop."), reason, "estimate", _("To the estimate"))


def _of_step(process: Process, row: StepProgress, plan: Plan) -> Action:
    name = f"**{row.step} {esc(column(step_row(row.step), 'name'))}**"
    gates = unmet(row.step, row.gate)
    if row.stored_status == "open":
        what = _("start step {step}.", step=name)
    elif gates:
        point = esc(gate_text(row.step, gates[0].key))
        what = _("step {step} still needs: “{point}”.", step=name, point=point)
    else:
        what = _("finish step {step}: everything its gate asks is met.", step=name)
    owner = row.process_owner or process.process_owner
    more = [_("Owner: {name}", name=esc(owner)) if owner else _("No owner named")]
    if row.step in plan.expected:
        finish = plan.expected[row.step][1]
        more.append(_("expected to be done on {date}", date=date_text(finish)))
    return Action(what, " · ".join(more))


def _why(step: int) -> str:
    return esc(column(vars(STEPS[step - 1]), "why"))


def strip(progress: Sequence[StepProgress], asked: Request | None, plan: Plan) -> None:
    """The ten steps at a glance, with the sentence where the dates come from."""
    now = next((row.step for row in progress if row.stored_status == "busy"), None)
    cells = strips.strip(strips.statuses(progress, bool(asked and asked.status in ("submitted", "returned"))), now)
    strips.show(f"{strips.names()}<div style='height:.4rem'></div>{cells}{strips.legend()}{strips.key()}")
    st.caption(plan.source)
