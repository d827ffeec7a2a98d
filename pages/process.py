"""Process: the next action on top, then the ten steps with their dates, owners and gates, then the details."""

from portfolio import forecast_cost, requests, steps
from portfolio.processes import Process
from reports import calendar_file, step_documents
from ui import (
    approval_tripwires,
    calendar_download,
    pitfalls_list,
    process_details,
    process_documents,
    process_feedback,
    process_forecast,
    process_head,
    process_pick,
    process_status,
    process_steps,
    process_update,
    state,
)
from ui.i18n import _
from ui.process_plan import plan_of
from ui.process_steps import Look


def show(process: Process) -> None:
    """Everything about one process."""
    store = state.store()
    progress, asked = steps.progress(store, process.id), requests.latest(store, process.id)
    look = Look(process, progress, plan_of(store, process, progress, asked), asked, forecast_cost.of(store, process.id))
    process_head.head(process)
    process_head.next_action(store, process, progress, asked, look.plan)
    approval_tripwires.notice(process)
    process_feedback.debts(process, progress, late_only=True)
    process_update.draw(process, progress, process_steps.current(progress))
    process_head.strip(progress, asked, look.plan)
    process_forecast.draw(process, look.forecast)
    process_status.draw(process)
    pitfalls_list.draw(process)
    calendar_download.of_process(process, progress, look.plan, calendar_file.build)
    process_steps.draw(look)
    process_documents.draw(process, step_documents.builders(store, process.id))
    process_details.draw(process)


chosen = process_pick.chosen(
    _("Which process?"), _("Choose a process to see its ten steps: status, dates, owners and gates.")
)
if chosen:
    show(chosen)
