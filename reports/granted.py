"""What was granted when that is less than was asked, and what a new version changes beside what was granted before."""

from __future__ import annotations

from typing import Any

from display.formats import date_text, euro
from display.i18n import _
from display.less_words import fallen
from display.scope_words import scope_in_words
from portfolio.request_record import Request
from reports.money import finance_facts
from reports.plain import line, listed

Row = dict[str, str]
NONE = "–"


def granted(request: Request, before: Request | None = None) -> dict[str, Any]:
    """`granted`: one sentence, empty when nothing or all was granted; `difference_rows` {what, was, becomes} and
    `difference` beside ``before``, the version that was approved earlier; empty without one."""
    rows = _rows(before, request) if before else []
    text = "; ".join(f"{row['what']}: {row['was']} → {row['becomes']}" for row in rows)
    said = ""
    if before and rows:
        said = _("Beside version {number}, which was approved: {changes}.", number=before.number, changes=text)
    return {"granted": _granted(request), "difference_rows": rows, "difference": said}


def _granted(request: Request) -> str:
    if not request.approved or not request.lower:
        return ""
    less = (request.cost_cents - request.granted_cents) / 100
    text = _(
        "Granted: {cost}, {less} less than asked: {cash} in costs and {own} in own hours, done by {date}.",
        cost=euro(request.granted_cents / 100),
        less=euro(less),
        cash=euro(request.granted_cash_cents / 100),
        own=euro(request.granted_own_cents / 100),
        date=date_text(request.granted_finish),
    )
    lost = fallen(request.scope, request.granted_scope)
    return f"{text} {_('What falls away: {lost}.', lost=listed(lost, _('and')))}" if lost else text


def _rows(before: Request, after: Request) -> list[Row]:
    """Only what differs: amounts and date, then the scope, then what finance asks."""
    names = (_("Amount, excluding VAT"), _("Costs"), _("Own hours"))
    cents = zip(names, _cents(before, after), strict=True)
    pairs = [(name, euro(one / 100), euro(other / 100)) for name, (one, other) in cents]
    pairs.append((_("Done by"), date_text(before.granted_finish), date_text(after.finish)))
    was, becomes = scope_in_words(before.granted_scope), scope_in_words(after.scope)
    pairs += [(name, was.get(name, NONE), becomes.get(name, NONE)) for name in {**was, **becomes}]
    one, other = (
        {row["label"]: row["value"] for row in finance_facts(request) if row["label"] != _("Own hours")}
        for request in (before, after)
    )
    pairs += [(name, one.get(name, NONE), other.get(name, NONE)) for name in {**one, **other}]
    return [{"what": line(a), "was": line(b), "becomes": line(c)} for a, b, c in pairs if b != c]


def _cents(before: Request, after: Request) -> list[tuple[int, int]]:
    """Was granted, is asked: all, costs, own hours."""
    return [
        (before.granted_cents, after.cost_cents),
        (before.granted_cash_cents, after.cash_cents),
        (before.granted_own_cents, after.own_cents),
    ]
