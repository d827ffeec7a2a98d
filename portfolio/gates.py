"""What the records say about the points of the gates: a point that they decide needs no tick, and a tick can't
overrule it. Without a record a point says nothing here, and its tick counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio import bookings, feedback, findings, forms, raci, talks
from portfolio.feedback_debt import last_talk
from portfolio.messages import N_
from portfolio.progress import StepState
from portfolio.rows import Row, live
from portfolio.store.database import Connection
from portfolio.totals import TOTALS

REPORT = ("process_followed", "deviations", "input", "reaction")  # of the form account: the final report

# Point of a gate → what must be recorded for it, said when it isn't met.
WHY = {
    "client_named": N_("name the official client in the details of the process"),
    "owners_named": N_("name both owners in the details of the process"),
    "roles_filled": N_("give each role a name, or mark it as not applicable"),
    "programme_per_talk": N_("give each talk its discussion piece, working form and division of tasks"),
    "report_per_talk": N_("write the report of each talk that was held"),
    "all_held_or_cancelled": N_("say of each planned talk that it was held, or cancel it with a reason"),
    "question_answered": N_("answer the participation question: yes, partly or no"),
    "basis_per_theme_group": N_("give each finding its answer and what that rests on"),
    "minority_named": N_("name who saw it otherwise, or write that nobody did"),
    "heard_within_two_weeks": N_("“what we heard” wasn't sent within two weeks of the last talk"),
    "done_after_interpreting": N_("send “what we do with it”"),
    "sent_to_all": N_("send “what we do with it” to all who took part"),
    "published": N_("make what was sent public"),
    "process_and_deviations": N_("describe the process followed and where it deviated from the plan"),
    "input": N_("write what the input was"),
    "reaction": N_("write the reaction to the input"),
    "participants_told": N_("tell the participants what was decided, and record it"),
    "actuals_known": N_("book or note the hours and costs of each finished step"),
    "lessons_stored": N_("write the lessons in the evaluation"),
}


@dataclass(frozen=True)
class Records:
    """What was recorded of a process, as far as gates need it."""

    process: Mapping[str, Any]
    steps: Sequence[Mapping[str, Any]]
    talks: Sequence[Row]
    findings: Sequence[Row]
    sent: Sequence[Row]
    lines: Sequence[Row]
    forms: Mapping[str, Mapping[str, Any]]


def load(c: Connection, process: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> Records:
    """The records of a process; ``steps``: its stored rows."""
    id = process["id"]
    return Records(
        process,
        steps,
        live(c, talks.KIND, id),
        live(c, findings.KIND, id),
        live(c, feedback.KIND, id),
        live(c, bookings.KIND, id),
        {kind: form.content for (_id, kind), form in forms.all_of(c, id).items()},
    )


def derived(found: Records, step: int) -> dict[str, bool]:
    """Point of the step's gate → met or not, for the points that the records decide."""
    rules = {2: _roles, 5: _talks, 6: _findings, 7: _feedback, 8: _report, 10: _closing}
    return rules[step](found) if step in rules else {}


def effective(ticks: Mapping[str, bool], known: Mapping[str, bool]) -> dict[str, bool]:
    """The gate that counts: what the records say goes before a tick."""
    return {**ticks, **known}


def _roles(found: Records) -> dict[str, bool]:
    people = found.forms.get("roles", {}).get("people")
    if not people:
        return {}
    filled = [bool((people.get(role) or {}).get("name")) for role in raci.roles()]
    absent = [bool((people.get(role) or {}).get("not_applicable")) for role in raci.roles()]
    return {
        "client_named": bool(found.process["client_name"]),
        "owners_named": bool(found.process["content_owner"] and found.process["process_owner"]),
        "roles_filled": all(name or none for name, none in zip(filled, absent, strict=True)),
    }


def _talks(found: Records) -> dict[str, bool]:
    return talks.gate(found.talks)


def _findings(found: Records) -> dict[str, bool]:
    return findings.gate(found.findings, found.forms.get("interpretation", {}))


def _feedback(found: Records) -> dict[str, bool]:
    return feedback.gate(found.sent, last_day(found))


def last_day(found: Records) -> dt.date | None:
    """The day of the last talk, None while talks run."""
    row = next(row for row in found.steps if row["step"] == 5)
    step = StepState(5, row["status"], row["status"], None, None, None, row["actual_finish"], row["gate"])
    planned = sum(talk["status"] == "planned" for talk in found.talks)
    return last_talk(step, talks.last_held(found.talks), planned)


def _report(found: Records) -> dict[str, bool]:
    form = found.forms.get("account", {})
    if not any(form.get(name) for name in REPORT):
        return {}
    return {
        "process_and_deviations": bool(form.get("process_followed") and form.get("deviations")),
        "input": bool(form.get("input")),
        "reaction": bool(form.get("reaction")),
    }


def _closing(found: Records) -> dict[str, bool]:
    out: dict[str, bool] = {}
    if found.sent:
        out["participants_told"] = any(row["part"] == "decision" for row in found.sent)
    if found.lines or any(row[total] is not None for row in found.steps for total in TOTALS):
        done = [row for row in found.steps if row["status"] == "done" or row["step"] == 10]
        # Hours go into every step; money may not, so a step without any is no gap, as long as one says something.
        hours = all(row["actual_hours"] is not None for row in done)
        out["actuals_known"] = hours and any(row["actual_cents"] is not None for row in done)
    evaluation = found.forms.get("evaluation")
    if evaluation:
        out["lessons_stored"] = bool(evaluation.get("lessons"))
    return out
