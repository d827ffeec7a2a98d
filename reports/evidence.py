"""What the proposal rests on, and how it can be checked: assumptions, sources, verification."""

from __future__ import annotations

from typing import Any

from display.formats import euro, fill, number
from display.i18n import N_, _, ngettext
from estimator import Benchmarks, Scope, assumptions
from portfolio.estimates import shipped
from portfolio.request_record import Request
from portfolio.store.errors import Told
from reports.head import version
from reports.plain import capital, line

Row = dict[str, str]

MOST_ASSUMPTIONS, MOST_SOURCES = 10, 12
OTHER_FIGURES = N_(
    "This request rests on the benchmark figures {asked}, which weren't given; the figures at hand are {known}. "
    "Restore the database that holds them, and make the document again."
)


class OtherFigures(Told):
    """The benchmarks at hand aren't those the request was computed with."""


def evidence(request: Request, audit_head: tuple[int, str], benchmarks: Benchmarks | None = None) -> dict[str, Any]:
    """Assumptions by the euros they move, the sources used, and what the document can be verified with."""
    return {
        **_assumed(request, benchmarks or shipped()),
        **_sources(request.estimate["items"]),
        "attachments": _attachments(request),
        "verification": _verification(request, audit_head),
    }


def _assumed(request: Request, benchmarks: Benchmarks) -> dict[str, Any]:
    if benchmarks.sha256 != request.benchmarks_sha256:
        raise OtherFigures(OTHER_FIGURES, asked=request.benchmarks_sha256[:12], known=benchmarks.sha256[:12])
    found = assumptions(Scope.from_dict(request.scope), benchmarks)
    rows = [
        {"text": capital(fill(one["template"], one["params"])), "euros": euro(round(one["euros"], -2))}
        for one in found[:MOST_ASSUMPTIONS]
    ]
    rest = len(found) - len(rows)
    more = ngettext("And {n} smaller assumption.", "And {n} smaller assumptions.", rest, n=number(rest)) if rest else ""
    text = _("Ranked by how much the amount moves when the assumption turns out differently.")
    return {"assumptions_text": text, "assumption_rows": rows, "assumptions_more": more}


def _sources(items: list[dict[str, Any]]) -> dict[str, Any]:
    """The best sources that figures of this estimate rest on, best first, each once."""
    found: dict[tuple[str, ...], str] = {}
    for item in sorted(items, key=lambda one: one["grade"]):
        if item["grade"] != "D":
            key = tuple(line(item[name]) for name in ("publisher", "source", "source_year", "url"))
            found.setdefault(key, item["grade"])
    documented = sum(item["grade"] != "D" for item in items)
    text = _(
        "This estimate uses {all} benchmarks: {documented} rest on a source (quality A to C), {assumed} are our "
        "assumptions (quality D).",
        all=number(len(items)),
        documented=number(documented),
        assumed=number(len(items) - documented),
    )
    rest = len(found) - MOST_SOURCES
    if rest > 0:
        text += " " + ngettext(
            "The best stand here; {n} more is in Tienstap.",
            "The best stand here; {n} more are in Tienstap.",
            rest,
            n=number(rest),
        )
    return {"sources": [_source(key, grade) for key, grade in list(found.items())[:MOST_SOURCES]], "sources_text": text}


def _source(key: tuple[str, ...], grade: str) -> Row:
    publisher, title, year, url = key
    dated = year if year.isdigit() else _("undated")
    text = _(
        "{publisher}, {title} ({year}), quality {grade}", publisher=publisher, title=title, year=dated, grade=grade
    )
    return {"text": text, "url": url.split()[0].rstrip(";") if url else ""}


def _attachments(request: Request) -> list[str]:
    found = []
    for verdict in (*request.deferrals, request.decision):
        if verdict and verdict["document"]:
            found.append(
                _(
                    "Decision document: {name} (SHA-256 {sha256})",
                    name=line(verdict["document"]["name"]),
                    sha256=verdict["document"]["sha256"],
                )
            )
    return found


def _verification(request: Request, audit_head: tuple[int, str]) -> list[Row]:
    """Enough to find the request again and to compute it again to the cent."""
    rows = [(_("Request"), version(request))]
    if request.sha256:
        rows.append((_("SHA-256 of what was asked"), request.sha256))
        rows.append((_("Log, line of this request"), _line_of_log(request.audit_number, request.audit_hash)))
    rows.append((_("Log, last line"), _line_of_log(*audit_head)))
    rows.append((_("Engine and benchmarks"), f"{request.engine} · {request.benchmarks_sha256}"))
    if request.decision:
        rows.append((_("Decision"), _decided(request.decision)))
    return [{"label": title, "value": value} for title, value in rows]


def _line_of_log(number_of: int, hash_of: str) -> str:
    return _("no. {number} · {hash}", number=number_of, hash=hash_of)


def _decided(decision: dict[str, Any]) -> str:
    signed = _("signed in") if decision["signed_in"] else _("recorded without sign-in")
    if decision["outcome"] != "approved":
        return signed
    again = _("recomputed to the cent before it") if decision["recomputed"] else _("not recomputed (another engine)")
    return f"{signed}, {again}"
