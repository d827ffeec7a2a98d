"""Process: the next action on top, then the ten steps with their dates, owners and gates, then the details."""

from portfolio import requests, steps
from portfolio.processes import Process
from ui import process_details, process_head, process_pick, process_steps, state
from ui.i18n import _
from ui.process_plan import plan_of


def show(process: Process) -> None:
    """Everything about one process."""
    store = state.store()
    progress, asked = steps.progress(store, process.id), requests.latest(store, process.id)
    plan = plan_of(store, process, progress, asked)
    process_head.head(process)
    process_head.next_action(store, process, progress, asked, plan)
    process_head.strip(progress, asked, plan)
    process_steps.draw(process, progress, plan)
    process_details.draw(process)


chosen = process_pick.chosen(
    _("Which process?"), _("Choose a process to see its ten steps: status, dates, owners and gates.")
)
if chosen:
    show(chosen)
