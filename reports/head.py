"""The top of the proposal: for whom it is, what stands where it stands now, and who is who."""

from __future__ import annotations

import datetime as dt
from typing import Any

from display import words
from display.formats import date_text, fill
from display.i18n import N_, _
from display.words import label
from estimator.places import place
from portfolio.processes import Process
from portfolio.request_record import Request
from portfolio.store import clock
from reports.plain import line, lines, short

Row = dict[str, str]

KINDS = {
    "budgethouder": N_("Proposal to the budget holder"),
    "college": N_("Proposal to the college of mayor and aldermen"),
    "raad": N_("Proposal to the council"),
}
PERSONS = {
    "client_name": N_("Official client"),
    "content_owner": N_("Content owner"),
    "process_owner": N_("Process owner"),
    "portfolio_holder": N_("Portfolio holder (alderman)"),
}


def head(request: Request, process: Process) -> dict[str, Any]:
    """Kind, names, version, marks ({lead, text}: example, draft, what was decided) and facts ({label, value})."""
    frozen = request.process
    return {
        "kind": label(KINDS, request.scope["budget_route"]),
        "municipality": municipality(frozen["municipality"]),
        "name": line(frozen["name"]),
        "name_short": short(frozen["name"]),
        "version": version(request),
        "stamp": " · ".join(_stamps(request)),
        "marks": [*_own_marks(request), *_verdicts(request)],
        "facts": _facts(request, process),
    }


def municipality(code: str) -> str:
    """`Gemeente X` for a code; empty for no or an unknown one."""
    found = place(code) if code else None
    return _("Municipality of {name}", name=found.name) if found else ""


def version(request: Request) -> str:
    """Which dated version this is; a draft says its day."""
    if request.status == "draft":
        return _("Draft of {date}", date=date_text(clock.today()))
    return _("Version {number}, sent on {date}", number=request.number, date=day_of(request.submitted_at))


def day_of(moment: str) -> str:
    """The date of a recorded moment (ISO text in UTC), in the machine's time zone."""
    return date_text(dt.datetime.fromisoformat(moment).astimezone().date())


def who(person: dict[str, str]) -> str:
    """A person's name as recorded; the roles of the local picker are translated."""
    name = person["name"]
    return line(_(name)) if name else _("a name that was erased")


def _stamps(request: Request) -> list[str]:
    said = {
        "draft": _("draft"),
        "submitted": _("not decided yet"),
        "superseded": _("replaced"),
        "returned": _("returned"),
        "refused": _("refused"),
        "approved": _("approved"),
        "recorded": _("approved"),
    }
    found = [said[request.status]]
    if request.example:
        found.insert(0, _("example"))
    if request.process.get("confidential"):
        found.append(_("confidential"))
    return found


def _own_marks(request: Request) -> list[Row]:
    found = []
    if request.example:
        text = _("Municipality, process and persons are made up; nothing in this document was really asked or decided.")
        found.append({"lead": _("Example."), "text": text})
    if request.process.get("confidential"):
        found.append({"lead": _("Confidential."), "text": _("Not for publication.")})
    if request.status == "draft":
        found.append({"lead": _("Draft."), "text": _("Nothing was sent yet; the figures can still change.")})
    if request.status == "submitted" and not request.deferrals:
        found.append({"lead": _("Asked."), "text": _("Nothing was decided on this version yet.")})
    if request.status == "superseded":
        found.append({"lead": _("Replaced."), "text": _("Nothing was decided on this version; a newer one exists.")})
    noes = [one for one in request.estimate["warnings"] if one["severity"] == "no"]
    if noes:
        found.append({"lead": _("Mind."), "text": fill(noes[0]["template"], noes[0]["params"])})
    return found


def _verdicts(request: Request) -> list[Row]:
    return [_verdict(found) for found in (*request.deferrals, request.decision) if found]


def _verdict(found: dict[str, Any]) -> Row:
    """What was decided, by whom, when; with the reason or statement in its own words."""
    leads = {
        "approved": _("Approved."),
        "refused": _("Refused."),
        "returned": _("Returned."),
        "deferred": _("Deferred."),
    }
    words_of = found["reason"] or found["statement"]
    parts = [_recorded(found) if found["kind"] == "recorded" else _in_app(found)]
    if words_of:
        parts.append(quoted(words_of))
    if not found["signed_in"]:
        parts.append(_("Recorded without sign-in."))
    return {"lead": leads[found["outcome"]], "text": " ".join(parts)}


def quoted(text: str) -> str:
    """Somebody's own words as a sentence.

    >>> quoted("Eerst de dekking"), quoted("Akkoord.")
    ('“Eerst de dekking”.', '“Akkoord.”')
    """
    own = lines(text)
    return f"“{own}”" + ("" if own.endswith((".", "!", "?", "…")) else ".")


def _recorded(found: dict[str, Any]) -> str:
    return _(
        "{body} decided this on {date} (number {number}); recorded by {who} on {recorded}.",
        body=words.body(line(found["body"])),
        date=date_text(found["date"]),
        number=line(found["number"]),
        who=who(found["who"]),
        recorded=day_of(found["at"]),
    )


def _in_app(found: dict[str, Any]) -> str:
    return _("By {who}, on {date}.", who=who(found["who"]), date=day_of(found["at"]))


def _facts(request: Request, process: Process) -> list[Row]:
    frozen, scope, finance = request.process, request.scope, request.finance
    pairs = [
        (_("Theme and area"), " · ".join(filter(None, (line(frozen["theme"]), line(frozen["area"]))))),
        (_("Participation level"), label(words.LEVEL, scope["level"])),
        (_("Who decides on the money"), decider(finance, "decider_money", scope["budget_route"])),
        (_("Who decides on the outcome"), decider(finance, "decider_outcome", scope["outcome_route"])),
        *((_(title), line(getattr(process, field))) for field, title in PERSONS.items()),
    ]
    return [{"label": title, "value": value} for title, value in pairs if value]


def decider(finance: dict[str, Any], field: str, route: str) -> str:
    """Who decides, by name where that was given, else the body of the route."""
    return words.body(line(finance.get(field))) or label(words.ROUTE, route)
