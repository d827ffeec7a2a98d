"""The final report (eindverslag) of step 8, as a skeleton that is filled with what the records know: the process as it
went with its deviations, the input, the reaction, the motivation, and the feedback that was sent."""

from __future__ import annotations

from collections.abc import Callable

from display.i18n import N_, _, language
from display.steps import numbered
from display.words import label
from reports import word
from reports.deviations import deviations
from reports.plain import line
from reports.step_record import (
    STEP_STATUS,
    TALK_STATUS,
    Record,
    day,
    head,
    people,
    span,
    talk_day,
    talk_form,
)
from reports.word import Document

ANSWERED = {"yes": N_("Yes."), "partly": N_("Partly."), "no": N_("No.")}
PARTS = {"heard": N_("what we heard"), "done": N_("what we do with it"), "decision": N_("what was decided")}
REQUIRED = ("process_followed", "input", "reaction", "motivation")


def build(record: Record, language_code: str) -> bytes:
    """The final report as a .docx, in `nl` or `en`."""
    with language(language_code):
        kind = _("Final report of participation")
        top = head(record, _blanks(record))
        doc = word.begin(language_code, top)
        word.opening(doc, kind, top)
        parts: list[Callable[[Document, Record], None]] = [_short, _followed, _deviated, _input]
        for part in (*parts, _reaction, _feedback, _decisions):
            part(doc, record)
        return word.save(doc, language_code, kind, top)


def _blanks(record: Record) -> int:
    missing = [not record.said("account", name) for name in REQUIRED]
    missing += [not record.said("interpretation", "answer"), not record.talks, not record.feedback]
    return sum(missing)


def _short(doc: Document, record: Record) -> None:
    word.heading(doc, _("In short"))
    word.led(doc, "Ask", _("The question:"), line(record.process.question) or word.blank_text(_("the question")))
    said, answered = record.said("interpretation", "answer"), record.forms["interpretation"].get("answered")
    if answered in ANSWERED:
        word.led(doc, "Normal", _("Is the question answered?"), label(ANSWERED, answered))
    word.answer(doc, said, _("the answer to the question in a few sentences"))
    if record.said("interpretation", "basis"):
        word.led(doc, "Normal", _("What the answer rests on:"), record.said("interpretation", "basis"))


def _followed(doc: Document, record: Record) -> None:
    word.heading(doc, _("The process as it went"))
    word.answer(doc, record.said("account", "process_followed"), _("what was done, in what order and with whom"))
    word.heading(doc, _("Steps"), 2)
    rows = [
        [
            numbered(one.step, short=False),
            span(one.planned_start, one.planned_finish),
            span(one.actual_start, one.actual_finish),
            label(STEP_STATUS, one.status),
        ]
        for one in record.progress
    ]
    word.listing(doc, [_("Step"), _("Planned"), _("Really"), _("Status")], rows, [5.4, 4.6, 4.6, 2])
    word.heading(doc, _("Talks"), 2)
    if not record.talks:
        word.blank(doc, _("the talks that were held, with date, form and number of participants"))
        return
    rows = [
        [
            "\n".join(filter(None, (line(talk["title"]), line(talk["place"])))),
            talk_form(talk),
            talk_day(talk),
            "; ".join(line(name) for name in talk["audience"]) or "–",
            label(TALK_STATUS, talk["status"]),
            people(talk["participants"]),
        ]
        for talk in record.talks
    ]
    heads = [_("Talk"), _("Working form"), _("Date"), _("Groups"), _("Status"), _("Participants")]
    word.listing(doc, heads, rows, [4.1, 2.9, 2.6, 2.9, 1.9, 2.2], (5,))
    word.text(doc, _present(record), "Small")


def _present(record: Record) -> str:
    """How many took part in all, and of how many talks that is unknown."""
    known = [talk["participants"] for talk in record.held() if talk["participants"] is not None]
    unknown = len(record.held()) - len(known)
    if not known:
        return _("How many people took part isn't known yet.")
    text = _("{n} participants in {talks} talks of which the number is known.", n=sum(known), talks=len(known))
    return text + (" " + _("Of {n} talks that were held it is unknown.", n=unknown) if unknown else "")


def _deviated(doc: Document, record: Record) -> None:
    word.heading(doc, _("Where it went otherwise than planned"))
    found = deviations(record)
    for one in found:
        word.text(doc, one, "List Bullet 2")
    if not found:
        plan = record.approved or any(one.planned_finish for one in record.progress)
        none = _("From the records no difference with the plan shows.")
        word.text(doc, none if plan else _("The records hold no plan to compare with."))
    said = record.said("account", "deviations")
    if said or found:
        word.answer(doc, said, _("why it went otherwise"))


def _input(doc: Document, record: Record) -> None:
    word.heading(doc, _("The input"))
    word.answer(doc, record.said("account", "input"), _("what people said, in the main"))
    if record.findings:
        rows = [
            [
                line(one["theme"]),
                line(one["audience"]) or "–",
                *(one[name] or word.blank_text(what) for name, what in _finding_blanks().items()),
                one["minority"] or "–",
            ]
            for one in record.findings
        ]
        heads = [_("Theme"), _("Group"), _("What was said"), _("Basis"), _("Who saw it otherwise")]
        word.listing(doc, heads, rows, [2.4, 2.5, 4.6, 3.6, 3.5])
    else:
        word.blank(doc, _("findings for each theme and group, with what they rest on"))
    word.heading(doc, _("Minority views"), 2)
    word.answer(doc, record.said("interpretation", "minority"), _("who saw it otherwise, or that nobody did"))


def _finding_blanks() -> dict[str, str]:
    return {"answer": _("what was said"), "basis": _("what it rests on")}


def _reaction(doc: Document, record: Record) -> None:
    word.heading(doc, _("The reaction"))
    word.answer(doc, record.said("account", "reaction"), _("what is done with the input, what isn't, and why not"))
    word.heading(doc, _("How it weighs in the decision"))
    word.answer(doc, record.said("account", "motivation"), _("how the results weigh beside other interests"))


def _feedback(doc: Document, record: Record) -> None:
    word.heading(doc, _("What participants were told"))
    if not record.feedback:
        word.blank(doc, _("when and how participants heard what was done with their input"))
        return
    rows = [
        [
            label(PARTS, one["part"]),
            day(one["sent_on"]),
            line(one["channel"]),
            line(one["audience"]),
            _("yes") if one["public"] else _("no"),
        ]
        for one in record.feedback
    ]
    heads = [_("Message"), _("Sent on"), _("By"), _("To whom"), _("Public")]
    word.listing(doc, heads, rows, [3.8, 3.1, 3.6, 4.1, 2])


def _decisions(doc: Document, record: Record) -> None:
    """Decisions on the way, only when some were noted."""
    noted = [one for one in record.journal if one["kind"] == "decision"]
    if not noted:
        return
    word.heading(doc, _("Decisions on the way"))
    rows = [[day(one["day"]), one["text"]] for one in noted]
    word.listing(doc, [_("Date"), _("Decision")], rows, [3.4, 13.2])
