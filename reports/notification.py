"""The public notification (kennisgeving) of step 3: about what, who, when, which roles, where information is, and what
happens with what people say. A text to publish, with a marked blank for what nobody wrote yet."""

from __future__ import annotations

from display import words
from display.i18n import _, language
from display.steps import numbered
from display.words import label
from reports import word
from reports.participation import visible
from reports.plain import line
from reports.step_record import Record, day, groups, head, span, talk_form
from reports.word import Document

PUBLIC_STEPS = (4, 5, 7, 8, 9, 10)


def build(record: Record, language_code: str) -> bytes:
    """The notification as a .docx, in `nl` or `en`."""
    with language(language_code):
        kind = _("Notification of participation")
        top = head(record, _blanks(record))
        doc = word.begin(language_code, top)
        word.opening(doc, kind, top)
        for part in (_about, _who, _when, _roles, _room, _use, _information, _privacy):
            part(doc, record)
        return word.save(doc, language_code, kind, top)


def _blanks(record: Record) -> int:
    needed = [
        record.said("account", "about") or record.said("approach", "about") or line(record.process.question),
        record.said("account", "who") or groups(record),
        record.said("account", "when") or _dates(record),
        *(record.said("account", name) for name in ("roles", "where_info")),
        *(record.said("approach", name) for name in ("frames", "room_for_input", "use_of_results")),
    ]
    return sum(not one for one in needed)


def _about(doc: Document, record: Record) -> None:
    word.heading(doc, _("What it is about"))
    question = line(record.process.question)
    if question:
        word.led(doc, "Ask", _("The question:"), question)
    said = record.said("account", "about") or record.said("approach", "about")
    if said or not question:
        word.answer(doc, said, _("what people are asked about, and why now"))
    if record.approved:
        level = label(words.LEVEL, record.approved.granted_scope["level"])
        word.text(doc, _("The participation level is: {level}.", level=level))


def _who(doc: Document, record: Record) -> None:
    word.heading(doc, _("Who can take part"))
    said, named = record.said("account", "who"), groups(record)
    if said or not named:
        word.answer(doc, said, _("which groups are invited, and how"))
    for name in named.split("\n") if named else ():
        word.text(doc, name, "List Bullet 2")


def _dates(record: Record) -> list[tuple[str, str]]:
    """What residents notice and when: the talks by name, else the steps by their planned or approved dates."""
    found = [(_talk(talk), day(talk["planned_on"])) for talk in record.talks if talk["status"] == "planned"]
    found = [pair for pair in found if pair[1] != "–"]
    planned = [
        (numbered(step, short=False), span(one.planned_start, one.planned_finish))
        for step in PUBLIC_STEPS
        if (one := record.step(step)).planned_start or one.planned_finish
    ]
    if not planned and record.approved:
        planned = [(row["what"], row["when"]) for row in visible(record.approved)]
    return found + planned


def _talk(talk: dict[str, str]) -> str:
    parts = [line(talk["title"]), talk_form(talk) if talk["form"] else "", line(talk["place"])]
    return " · ".join(filter(None, parts))


def _when(doc: Document, record: Record) -> None:
    word.heading(doc, _("When"))
    said, dates = record.said("account", "when"), _dates(record)
    if said or not dates:
        word.answer(doc, said, _("the dates of inviting, talks, feedback and decision"))
    if dates:
        word.listing(doc, [_("What"), _("When")], dates, [10.6, 6])


def _roles(doc: Document, record: Record) -> None:
    word.heading(doc, _("Who has which role"))
    word.answer(doc, record.said("account", "roles"), _("what the municipality does, and what the initiator does"))
    if record.approved:
        scope, finance = record.approved.granted_scope, record.approved.finance
        outcome = words.body(line(finance.get("decider_outcome"))) or label(words.ROUTE, scope["outcome_route"])
        word.text(doc, _("Who decides on the outcome: {who}.", who=outcome))


def _room(doc: Document, record: Record) -> None:
    word.heading(doc, _("What is fixed and what can still change"))
    word.heading(doc, _("Fixed"), 2)
    word.answer(doc, record.said("approach", "frames"), _("what is decided already and stays as it is"))
    word.heading(doc, _("Still open to change"), 2)
    word.answer(doc, record.said("approach", "room_for_input"), _("what people can still influence"))


def _use(doc: Document, record: Record) -> None:
    word.heading(doc, _("What happens with what people say"))
    said = record.said("approach", "use_of_results")
    word.answer(doc, said, _("how input is weighed, and who hears what was done with it"))
    told = record.step(7)
    if told.planned_finish:
        text = _(
            "Whoever takes part hears what was done with it: by {date} at the latest.", date=day(told.planned_finish)
        )
        word.text(doc, text)


def _information(doc: Document, record: Record) -> None:
    word.heading(doc, _("Where to find more, and ask questions"))
    word.answer(doc, record.said("account", "where_info"), _("page, address and telephone number for questions"))


def _privacy(doc: Document, record: Record) -> None:
    approach = record.forms["approach"]
    if not approach.get("keeps_personal_data"):
        return
    word.heading(doc, _("Personal data"))
    word.answer(doc, record.said("approach", "privacy_purpose"), _("why personal data are kept"))
    until = approach.get("privacy_until")
    if until:
        word.text(doc, _("They are kept until {date}.", date=day(until)))
    else:
        word.blank(doc, _("until when they are kept"))
