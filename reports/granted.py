"""What was granted when that is less than was asked, and what a new version changes beside what was granted before."""

from __future__ import annotations

from typing import Any

from display.difference import Side, rows
from display.formats import date_text, euro
from display.i18n import _
from display.less_words import fallen
from portfolio.request_record import Request
from reports.money import finance_facts
from reports.plain import line, listed

Row = dict[str, str]


def granted(request: Request, before: Request | None = None) -> dict[str, Any]:
    """`granted`: one sentence, empty when nothing or all was granted; `difference_rows` {what, was, becomes} and
    `difference` beside ``before``, the version that was approved earlier; empty without one."""
    changed = _rows(before, request) if before else []
    text = "; ".join(f"{row['what']}: {row['was']} → {row['becomes']}" for row in changed)
    said = ""
    if before and changed:
        said = _("Beside version {number}, which was approved: {changes}.", number=before.number, changes=text)
    return {"granted": _granted(request), "difference_rows": changed, "difference": said}


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
    """Only what differs of what was granted before and is asked now."""
    asked = (after.cost_cents, after.cash_cents, after.own_cents)
    granted = (before.granted_cents, before.granted_cash_cents, before.granted_own_cents)
    was = Side(granted, before.granted_finish, before.granted_scope, _finance(before))
    becomes = Side(asked, after.finish, after.scope, _finance(after))
    return [{"what": line(a), "was": line(b), "becomes": line(c)} for a, (b, c) in rows(was, becomes).items()]


def _finance(request: Request) -> dict[str, str]:
    return {row["label"]: row["value"] for row in finance_facts(request)}
