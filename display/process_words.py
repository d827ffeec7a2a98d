"""The words of processes and requests: phases, step states, and where a request stands."""

from __future__ import annotations

from display.i18n import N_

# a process in the portfolio, as portfolio.processes.PHASES
PHASE = {
    "draft": N_("in preparation"),
    "requested": N_("waits for a decision"),
    "returned": N_("returned with questions"),
    "refused": N_("refused"),
    "approved": N_("approved, not started"),
    "running": N_("running"),
    "done": N_("all steps done"),
    "paused": N_("paused"),
    "stopped": N_("stopped"),
    "closed": N_("closed"),
}

# a process as its owner sets it, as portfolio.processes.STATUSES
STATUS = {"active": N_("active"), "paused": N_("paused"), "stopped": N_("stopped"), "closed": N_("closed")}

# a step as it is shown; "late" is never chosen, it follows from the planned date
STEP = {
    "done": N_("done"),
    "busy": N_("busy"),
    "late": N_("late"),
    "skipped": N_("skipped"),
    "open": N_("open"),
}

# a version of a request, as portfolio.request_record.STATUSES; the codes are the English words
REQUEST = {
    "submitted": N_("submitted"),
    "returned": N_("returned"),
    "refused": N_("refused"),
    "approved": N_("approved"),
    "recorded": N_("decision recorded"),
    "superseded": N_("superseded"),
    "deferred": N_("deferred"),
}
