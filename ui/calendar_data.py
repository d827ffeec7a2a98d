"""What the calendar needs of a process: who decides, and everything that has a date."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio import feedback, forecast, requests, scenarios, steps, talks
from portfolio.agenda import DECIDING, Known
from portfolio.feedback_debt import open_debts
from portfolio.processes import Process
from portfolio.steps import StepProgress
from portfolio.store import Store, clock
from ui.process_plan import Plan


def routes(store: Store, process: Process) -> dict[int, str]:
    """Step 1 and 9 → the body that decides, from the request, else the estimate; without a meeting: not in it."""
    asked, base = requests.latest(store, process.id), scenarios.base(store, process.id)
    scope = asked.scope if asked else base.scope if base else {}
    found = {step: str(scope.get(name) or "") for step, name in DECIDING.items()}
    return {step: body for step, body in found.items() if body in ("college", "raad")}


def known(store: Store, process: Process, progress: Sequence[StepProgress], plan: Plan) -> Known:
    """Everything of a process that has a date, with the dates that its page shows."""
    held, sent = talks.listing(store, process.id), feedback.listing(store, process.id)
    planned = sum(talk["status"] == "planned" for talk in held)
    told = {row["part"] for row in sent}
    active = process.status == "active"
    debts = open_debts(progress, talks.last_held(held), planned, told, clock.today()) if active else []
    return Known(process, progress, plan.planned, plan.expected, held, debts, routes(store, process))


def stored(store: Store, process: Process) -> Known:
    """As ``known``, with the planned dates that were recorded and none from an estimate."""
    progress = steps.progress(store, process.id)
    dates = {row.step: (row.planned_start, row.planned_finish) for row in progress}
    planned = {step: (a, b) for step, (a, b) in dates.items() if a and b}
    expected = forecast.expected(progress, planned, clock.today()) if process.status == "active" else {}
    return known(store, process, progress, Plan(planned, expected, ""))
