"""The words for the codes in scopes and records, one place for all screens and documents."""

from __future__ import annotations

from collections.abc import Mapping

from display.i18n import LANGUAGES, N_, _, column, translate

LEVEL = {
    "informeren": N_("inform"),
    "raadplegen": N_("consult"),
    "adviseren": N_("advise"),
    "coproduceren": N_("co-produce"),
    "meebeslissen": N_("co-decide"),
}
FORM = {
    "dialoogtafel": N_("dialogue table"),
    "keukentafelgesprek": N_("kitchen-table talk"),
    "straatgesprek": N_("street talk"),
    "huisaanhuisgesprek": N_("door-to-door talk"),
    "inloopavond": N_("drop-in evening"),
    "bewonersavond": N_("residents' evening"),
    "werkatelier": N_("workshop"),
    "klankbordgroep": N_("sounding-board group"),
    "focusgroep": N_("focus group"),
    "wereldcafe": N_("world café"),
    "enquete": N_("survey"),
    "flitspeiling": N_("flash poll"),
    "inwonerpanel": N_("residents' panel"),
    "pwe": N_("participatory value evaluation"),
    "online_platform": N_("online platform"),
    "burgerforum": N_("citizens' forum"),
    "burgerberaad": N_("citizens' assembly (days)"),
    "excursie": N_("excursion"),
    "wijkschouw": N_("neighbourhood walk"),
    "burgerbegroting": N_("participatory budget"),
}
RECRUITMENT = {"open": N_("open to all"), "targeted": N_("targeted, personal"), "sortition": N_("by lot")}
ROUTE = {"budgethouder": N_("budget holder"), "college": N_("college of mayor and aldermen"), "raad": N_("council")}
DONE = {"decision": N_("the decision is taken"), "evaluation": N_("the evaluation is stored")}
PRESET = {"minimaal": N_("minimal"), "sober": N_("plain"), "uitgebreid": N_("extensive")}
OPTION = {
    "interpreter": N_("interpreter"),
    "child_care": N_("child care"),
    "expense_fee": N_("expense fee for participants"),
    "platform": N_("online platform beside the talks"),
    "independent_chair": N_("independent chair"),
    "note_taker": N_("hired note taker"),
    "translation": N_("translated texts"),
    "transcription": N_("full transcription"),
    "graphic_recording": N_("graphic recording"),
    "laid_open": N_("draft decision laid open (six weeks)"),
    "first_time": N_("first time for this team"),
}
ROLE = {
    "official_client": N_("official client"),
    "process_lead": N_("process lead"),
    "content_owner": N_("content owner"),
    "facilitator": N_("talk leader"),
    "communication": N_("communication"),
    "analyst": N_("note taker and analyst"),
    "support": N_("support"),
    "finance": N_("finance"),
}
AVERAGE = N_("average")
KIND = {"own_hours": N_("own hours"), "hired_hours": N_("hired hours"), "purchases": N_("purchases")}
TRUST = {
    "nl": N_("documented in the Netherlands"),
    "elsewhere": N_("documented elsewhere"),
    "assumed": N_("assumption"),
}
FAMILY = {
    "conversations": N_("what is needed per conversation"),
    "groups": N_("what is needed per group"),
    "reach": N_("reaching residents"),
    "weeks": N_("how many weeks it takes"),
    "process": N_("what has to be done once"),
    "event": N_("what may happen"),
    "case": N_("differences between one process and another"),
}
EVENT = {
    "deferral_money": N_("Time and money are deferred"),
    "deferral_outcome": N_("The decision on the outcome is deferred"),
    "second_invitation": N_("A second round of invitations is needed"),
    "extra_conversation": N_("A group asks for an extra conversation"),
    "key_person_away": N_("A key person drops out"),
    "venue_lost": N_("A venue is lost"),
    "storm": N_("Objection or media storm"),
}
FIELD = {
    "stakeholder_groups": N_("Audience groups"),
    "conversations": N_("Conversations"),
    "resident_reach": N_("Residents we invite or inform"),
    "municipality": N_("Municipality"),
    "start": N_("Start"),
    "deadline": N_("Wanted date"),
    "level": N_("Participation level"),
    "recruitment": N_("Recruitment"),
    "budget_route": N_("Who decides on the money"),
    "outcome_route": N_("Who decides on the outcome"),
    "done": N_("Done means"),
    "conversations_by_form": N_("Working forms"),
    "meetings": N_("Occasions"),
    "participants": N_("Seats in all"),
    "meeting_days": N_("Parts of a day per occasion"),
    "options": N_("Extra provisions"),
    "preset": N_("Way of working"),
    "own_staff_share": N_("Share of own staff"),
    "hours_per_week": N_("Hours a week"),
    "tariffs": N_("Own tariff"),
    "hired_tariffs": N_("Hired tariff"),
    "price_year": N_("Price level"),
    "events": N_("What may happen"),
    "overrun": N_("Usual overrun counted"),
}
EVENT_FIELD = {
    "on": N_("counts"),
    "mitigated": N_("with measure"),
    "probability": N_("chance"),
    "hours": N_("hours"),
    "euros": N_("euros"),
    "weeks": N_("weeks"),
}

# name of a parameter in a sentence → the words for its values
PARAMETERS: dict[str, Mapping[str, str]] = {
    "level": LEVEL,
    "form": FORM,
    "recruitment": RECRUITMENT,
    "route": ROUTE,
    "budget_route": ROUTE,
    "outcome_route": ROUTE,
    "preset": PRESET,
    "option": OPTION,
    "role": ROLE,
    "kind": KIND,
    "trust": TRUST,
    "field": FIELD,
}


def label(codes: Mapping[str, str], code: str) -> str:
    """The word for a code in the reader's language; the code itself when it has none.

    >>> from display.i18n import language
    >>> with language("en"): label(LEVEL, "raadplegen"), label(LEVEL, "unheard_of")
    ('consult', 'unheard_of')
    """
    return _(codes[code]) if code in codes else code


def field_label(name: str) -> str:
    """The label of a scope field; `tariffs.analyst` becomes the field's label with the role."""
    first, dot, rest = name.partition(".")
    if not dot:
        return label(FIELD, first)
    if first == "events":
        event, _dot, field = rest.partition(".")
        return f"{label(EVENT, event)} ({label(EVENT_FIELD, field)})" if field else label(EVENT, event)
    return f"{label(FIELD, first)} ({label(ROLE | FORM | {'average': AVERAGE}, rest)})"


def named(row: Mapping[str, object]) -> str:
    """The name of a data row in the reader's language (name_nl, name_en)."""
    return column(row, "name")


def body(text: str) -> str:
    """Who decides, in the language of this run when it is a body as we name it; a name of one's own stays as it is.

    >>> from display.i18n import language
    >>> with language("nl"): body("college of mayor and aldermen"), body("Raad van Oost")
    ('college van B en W', 'Raad van Oost')
    """
    for msgid in ROUTE.values():
        if text in (translate(msgid, code) for code in LANGUAGES):
            return _(msgid)
    return text
