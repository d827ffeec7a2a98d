"""Where a process went otherwise than it was planned: computed from the records, each as a sentence.

Only what is known on both sides is compared: a step without dates, or hours that weren't booked, deviate from nothing.
"""

from __future__ import annotations

from display.formats import date_text, euro, number
from display.i18n import _, ngettext
from display.steps import numbered
from reports.plain import line, lines
from reports.step_record import Record

SLACK = 7  # days that a step may finish later without being named


def deviations(record: Record) -> list[str]:
    """Later steps, skipped steps, talks more or fewer or cancelled, and money over what was granted."""
    return [*_late(record), *_skipped(record), *_overruled(record), *_talks(record), *_money(record)]


def _late(record: Record) -> list[str]:
    found = []
    for one in record.progress:
        if one.actual_finish and one.planned_finish and (one.actual_finish - one.planned_finish).days > SLACK:
            days = (one.actual_finish - one.planned_finish).days
            found.append(
                _(
                    "{step} was done on {date}, {late} than planned.",
                    step=numbered(one.step, short=False),
                    date=date_text(one.actual_finish),
                    late=ngettext("{n} day later", "{n} days later", days, n=days),
                )
            )
    return found


def _skipped(record: Record) -> list[str]:
    return [
        _("{step} was skipped: {reason}", step=numbered(one.step, short=False), reason=lines(one.override_reason))
        for one in record.progress
        if one.status == "skipped"
    ]


def _overruled(record: Record) -> list[str]:
    return [
        _(
            "{step} was finished before everything was met: {reason}",
            step=numbered(one.step, short=False),
            reason=lines(one.override_reason),
        )
        for one in record.progress
        if one.status == "done" and one.override_reason
    ]


def _talks(record: Record) -> list[str]:
    held, found = len(record.held()), []
    if record.approved and record.talks and all(talk["status"] != "planned" for talk in record.talks):
        planned = record.approved.granted_scope["conversations"]
        if held != planned:
            found.append(
                _("{held} talks were held; {planned} were approved.", held=number(held), planned=number(planned))
            )
    for talk in record.talks:
        if talk["status"] == "cancelled":
            reason = lines(talk["reason"])
            found.append(_("The talk “{title}” was cancelled: {reason}", title=line(talk["title"]), reason=reason))
    return found


def _money(record: Record) -> list[str]:
    """Spent beside granted, once every step that was done says what it cost."""
    known = [one.actual_cents for one in record.progress if one.status in ("done", "busy")]
    if not record.approved or not known or any(cents is None for cents in known):
        return []
    spent, granted = sum(cents or 0 for cents in known), record.approved.granted_cash_cents
    if spent <= granted:
        return []
    return [
        _(
            "{spent} in costs was spent; {granted} was granted.",
            spent=euro(spent / 100),
            granted=euro(granted / 100),
        )
    ]
