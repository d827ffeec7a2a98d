"""What the documents of the steps are made of: the records of one process as they are now, and the plan to hold them
against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from display import words
from display.formats import date_text
from display.i18n import N_, _
from display.words import label
from portfolio import feedback, findings, forms, journal, processes, requests, steps, talks
from portfolio.processes import Process
from portfolio.request_record import Request
from portfolio.rows import Row
from portfolio.steps import StepProgress
from portfolio.store import Store, clock
from reports.head import municipality
from reports.plain import line, lines, short

TALK_STATUS = {"planned": N_("planned"), "held": N_("held"), "cancelled": N_("cancelled")}
STEP_STATUS = {
    "open": N_("not begun"),
    "busy": N_("busy"),
    "late": N_("late"),
    "done": N_("done"),
    "skipped": N_("skipped"),
}


@dataclass(frozen=True)
class Record:
    """One process: ``approved`` is the latest request that was granted, None without one."""

    process: Process
    progress: list[StepProgress]
    approved: Request | None
    forms: dict[str, dict[str, Any]]
    talks: list[Row]
    findings: list[Row]
    feedback: list[Row]
    journal: list[Row]

    def said(self, kind: str, name: str) -> str:
        """A text of a form; empty when it wasn't filled in."""
        return lines(self.forms[kind].get(name))

    def step(self, number: int) -> StepProgress:
        """How far the process is with a step."""
        return self.progress[number - 1]

    def held(self) -> list[Row]:
        """The talks that were held."""
        return [talk for talk in self.talks if talk["status"] == "held"]


def read(store: Store, process_id: str) -> Record:
    """Everything the documents need, read now."""
    history = requests.history(store, process_id)
    return Record(
        process=processes.get(store, process_id),
        progress=steps.progress(store, process_id),
        approved=next((one for one in history if one.approved), None),
        forms={kind: dict(forms.get(store, process_id, kind).content) for kind in forms.KINDS},
        talks=talks.listing(store, process_id),
        findings=findings.listing(store, process_id),
        feedback=feedback.listing(store, process_id),
        journal=journal.listing(store, process_id),
    )


def head(record: Record, blanks: int) -> dict[str, Any]:
    """What stands on top and at the edges: municipality, name, date, stamp, and marks ({lead, text})."""
    process = record.process
    stamps = [_("example")] if process.example else []
    marks = []
    if process.example:
        text = _("Municipality, process and persons are made up; nothing in this document was really asked or decided.")
        marks.append({"lead": _("Example."), "text": text})
    if process.confidential:
        stamps.append(_("confidential"))
        marks.append({"lead": _("Confidential."), "text": _("Not for publication.")})
    if blanks:
        stamps.append(_("draft"))
        marks.append({"lead": _("Draft."), "text": _("What still has to be filled in stands between brackets.")})
    return {
        "municipality": municipality(process.municipality),
        "name": line(process.name),
        "name_short": short(process.name),
        "version": _("As of {date}", date=date_text(clock.today())),
        "stamp": " · ".join(stamps),
        "marks": marks,
    }


def day(found: dt.date | str | None) -> str:
    """A date, or a dash when there is none."""
    return date_text(found) if found else "–"


def span(start: dt.date | None, finish: dt.date | None) -> str:
    """From the first to the last day; a dash without both."""
    if start and finish and start != finish:
        return _("{start} to {finish}", start=date_text(start), finish=date_text(finish))
    return day(start or finish)


def talk_form(talk: Mapping[str, Any]) -> str:
    """The working form of a talk."""
    return label(words.FORM, talk["form"]) if talk["form"] else "–"


def talk_day(talk: Mapping[str, Any]) -> str:
    """The day it was held, else the day it is planned on."""
    return day(talk["held_on"] or talk["planned_on"])


def people(count: int | None) -> str:
    """A number of people; unknown is not zero."""
    return _("unknown") if count is None else str(count)


def groups(record: Record) -> str:
    """The audience groups, one a line; empty when none has a name."""
    return "\n".join(line(name) for name in record.process.group_names)
