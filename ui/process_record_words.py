"""Labels and values of what is kept per step: talks, findings, bookings, feedback, notes and forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from display.words import FORM, label
from ui.formats import date_text, number
from ui.i18n import N_, _

TALK = {
    "title": N_("Name of the talk"),
    "form": N_("Working form"),
    "place": N_("Place"),
    "audience": N_("Groups that take part"),
    "status": N_("Held or not"),
    "planned_on": N_("Planned on"),
    "invited_on": N_("Invited on"),
    "held_on": N_("Held on"),
    "discussion_piece": N_("Discussion piece: what is on the table"),
    "tasks": N_("Division of tasks: who does what"),
    "registrations": N_("Registrations"),
    "participants": N_("Participants"),
    "report": N_("Report"),
    "reason": N_("Reason for cancelling"),
}
TALK_STATUS = {"planned": N_("planned"), "held": N_("held"), "cancelled": N_("cancelled")}
TALK_LACKS = {
    "discussion_piece": N_("discussion piece"),
    "form": N_("working form"),
    "tasks": N_("division of tasks"),
    "report": N_("report"),
    "held_on": N_("held or cancelled"),
}
FINDING = {
    "theme": N_("Theme"),
    "audience": N_("Group"),
    "answer": N_("Answer: what was said"),
    "basis": N_("Basis: on which talks and reports it rests"),
    "minority": N_("Who saw it otherwise"),
}
BOOKING_KIND = {"hours": N_("hours made"), "committed": N_("committed"), "spent": N_("spent")}
FEEDBACK_PART = {
    "heard": N_("what we heard"),
    "done": N_("what we do with it"),
    "decision": N_("what was decided"),
}
NOTE_KIND = {
    "note": N_("note"),
    "decision": N_("decision"),
    "link": N_("link"),
    "public": N_("public message"),
}
ANSWERED = {"": N_("not answered yet"), "yes": N_("yes"), "partly": N_("partly"), "no": N_("no")}
FORM_FIELD = {
    "answered": N_("Is the participation question answered?"),
    "answer": N_("The answer in a few sentences"),
    "basis": N_("What the answer rests on"),
    "minority": N_("Minority views (or: nobody saw it otherwise)"),
    "who": N_("Who takes part"),
    "about": N_("About what"),
    "when": N_("When"),
    "roles": N_("Who has which role: municipality and initiator"),
    "where_info": N_("Where more information is"),
    "process_followed": N_("The process as it went"),
    "deviations": N_("Where it deviated from the plan, and why"),
    "input": N_("The input: what people said"),
    "reaction": N_("The reaction: what is done with it"),
    "motivation": N_("How the results weigh in the decision"),
    "evaluated_on": N_("Evaluated on"),
    "pitfalls": N_("Three pitfalls that happened"),
    "successes": N_("Three things that worked"),
    "lessons": N_("Lessons for the next process"),
    "attitude": N_("How the organisation took part"),
    "hidden_decisions": N_("Decisions that were taken already"),
    "quality": N_("Quality of the talks"),
    "leadership": N_("Whether the talks were led by the right people"),
    "polarisation": N_("Whether people came to stand further apart"),
    "discharged_on": N_("Discharge given on"),
}
PERSON = {
    "name": N_("Name"),
    "deputy": N_("Deputy"),
    "hours_per_week": N_("Hours a week"),
    "not_applicable": N_("Not applicable"),
}


def said(labels: Mapping[str, str], name: str, value: Any) -> tuple[str, str]:
    """Label and value of a field as a reader says them, for comparing two texts."""
    title = label(labels, name)
    if isinstance(value, bool):
        return title, _("yes") if value else _("no")
    if isinstance(value, list):
        return title, ", ".join(value)
    if isinstance(value, int | float):
        return title, number(value)
    if value and name.endswith("_on"):
        return title, date_text(value)
    codes = {"form": FORM, "status": TALK_STATUS, "answered": ANSWERED}.get(name)
    return title, label(codes, value or "") if codes and value is not None else str(value or "")
