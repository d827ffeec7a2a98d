"""The evaluation form of step 10: planned beside real, three pitfalls and three things that worked, what no planning
shows, lessons, discharge. Filled in where the records know it; what isn't known says so."""

from __future__ import annotations

import datetime as dt

from display import words
from display.formats import NBSP, euro, number
from display.i18n import N_, _, language
from display.steps import numbered
from display.words import label
from reports import word
from reports.plain import line
from reports.step_record import Record, day, head
from reports.word import Document

# What can't be seen in a planning and is asked.
QUESTIONS = {
    "attitude": N_("Did the organisation want to hear what people had to say, and could one tell?"),
    "hidden_decisions": N_("Had something been decided already that people weren't told?"),
    "quality": N_("Were the talks good: did everyone get to speak, and was there real listening?"),
    "leadership": N_("Were the talks and the process led by the right people?"),
    "polarisation": N_("Did people come closer to each other, or stand further apart?"),
}
LISTS = {
    "pitfalls": (N_("Three pitfalls that happened"), N_("a pitfall, what it did, and how to prevent it")),
    "successes": (N_("Three things that worked"), N_("what worked, and how to keep it")),
}


def build(record: Record, language_code: str) -> bytes:
    """The form as a .docx, in `nl` or `en`."""
    with language(language_code):
        kind = _("Evaluation of participation")
        top = head(record, _blanks(record))
        doc = word.begin(language_code, top)
        word.opening(doc, kind, top)
        _planned_and_real(doc, record)
        for name, (title, what) in LISTS.items():
            word.heading(doc, _(title))
            _three(doc, record.said("evaluation", name), _(what))
        word.heading(doc, _("What no planning shows"))
        for name, question in QUESTIONS.items():
            word.heading(doc, _(question), 2)
            word.answer(doc, record.said("evaluation", name), _("answer of those who were there"))
        word.heading(doc, _("Lessons for the next process"))
        word.answer(doc, record.said("evaluation", "lessons"), _("what we do the same, and what otherwise"))
        _discharge(doc, record)
        return word.save(doc, language_code, kind, top)


def _blanks(record: Record) -> int:
    names = (*LISTS, *QUESTIONS, "lessons", "evaluated_on", "discharged_on")
    return sum(not record.forms["evaluation"].get(name) for name in names)


def _planned_and_real(doc: Document, record: Record) -> None:
    word.heading(doc, _("Planned and real"))
    unknown = _("unknown")
    rows = []
    for one in record.progress:
        hours, cash = _planned(record, one.step)
        rows.append(
            [
                numbered(one.step, short=False),
                _weeks(one.planned_start, one.planned_finish) or unknown,
                _weeks(one.actual_start, one.actual_finish) or unknown,
                unknown if hours is None else number(hours, 0),
                unknown if one.actual_hours is None else number(one.actual_hours),
                unknown if cash is None else euro(cash),
                unknown if one.actual_cents is None else euro(one.actual_cents / 100),
            ]
        )
    heads = [_("Step"), _("Weeks, planned"), _("Weeks, real")]
    heads += [_("Hours, planned"), _("Hours, real"), _("Costs, granted"), _("Costs, real")]
    word.listing(doc, heads, rows, [4.6, 1.8, 1.8, 1.9, 1.9, 2.3, 2.3], range(1, 7), _totals(record))
    text = _(
        "Hours planned are those of the middle estimate, of everybody; costs are what was granted, excluding VAT. "
        "Unknown isn't zero: nobody booked it yet."
    )
    word.text(doc, text, "Small")
    if record.approved:
        word.facts(doc, _people(record))


def _planned(record: Record, step: int) -> tuple[float | None, float | None]:
    """Hours in the middle estimate and cash that was granted, of a step; None without a granted request."""
    if not record.approved:
        return None, None
    estimate = record.approved.granted_estimate
    asked = {row["step"]: row for row in estimate["request"]["by_step"]}
    return estimate["by_step"][step - 1]["hours"]["p50"], asked[step]["cash_eur"]


def _weeks(start: dt.date | None, finish: dt.date | None) -> str:
    """Weeks from the first to the last day, to a half; empty when one of them isn't known."""
    if not start or not finish:
        return ""
    days = (finish - start).days + 1
    return number(round(days / 7 * 2) / 2)


def _totals(record: Record) -> list[str]:
    """Totals, each only when every step that counts is known."""
    steps = [one for one in record.progress if one.status != "skipped"]
    unknown = _("unknown")
    plan = [_planned(record, one.step) for one in steps]
    hours, cents = [one.actual_hours for one in steps], [one.actual_cents for one in steps]
    return [
        _("Total"),
        "",
        "",
        unknown if not record.approved else number(sum(one[0] or 0 for one in plan), 0),
        unknown if None in hours else number(sum(one or 0 for one in hours)),
        unknown if not record.approved else euro(sum(one[1] or 0 for one in plan)),
        unknown if None in cents else euro(sum(one or 0 for one in cents) / 100),
    ]


def _people(record: Record) -> list[tuple[str, str]]:
    assert record.approved
    expected = record.approved.granted_estimate["expected_participants"]["p50"]
    known = [talk["participants"] for talk in record.held() if talk["participants"] is not None]
    return [
        (_("Participants expected"), number(expected, 0)),
        (_("Participants really"), number(sum(known)) if known else _("unknown")),
        (_("Talks approved"), number(record.approved.granted_scope["conversations"])),
        (_("Talks held"), number(len(record.held())) if record.talks else _("unknown")),
    ]


def _three(doc: Document, said: str, what: str) -> None:
    """What was written, a point a line; three in all, the rest as blanks."""
    points = [part for part in said.split("\n") if part.strip()]
    for at in range(max(3, len(points))):
        text = points[at] if at < len(points) else word.blank_text(what)
        doc.add_paragraph(f"{at + 1}.{NBSP}{line(text)}", style="Normal" if at < len(points) else "Blank")


def _discharge(doc: Document, record: Record) -> None:
    word.heading(doc, _("Discharge"))
    found = record.forms["evaluation"]
    client = line(record.process.client_name)
    word.facts(
        doc,
        [
            (_("Evaluated on"), _or_blank(found.get("evaluated_on"), _("date"))),
            (capital_role("official_client"), client or word.blank_text(_("name"))),
            (_("Discharge given on"), _or_blank(found.get("discharged_on"), _("date"))),
            (_("Signature"), word.blank_text(_("signature"))),
        ],
    )


def _or_blank(date: str | None, what: str) -> str:
    return day(date) if date else word.blank_text(what)


def capital_role(role: str) -> str:
    """The role as a label.

    >>> with language("en"): capital_role("official_client")
    'Official client'
    """
    said = label(words.ROLE, role)
    return said[:1].upper() + said[1:]
