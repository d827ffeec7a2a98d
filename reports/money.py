"""What is asked: the frozen amounts, each formatted once."""

from __future__ import annotations

from typing import Any

from display.asked import sum_text
from display.charts import s_curve_text
from display.formats import date_text, euro, hours_text, number, percent, weeks_text
from display.i18n import _
from portfolio.request_record import Request
from reports.plain import line, lines

Row = dict[str, str]


def confidence(share: float) -> str:
    """How sure the pair is: 80 % when it is 80 % and a bit.

    >>> from display.i18n import language
    >>> with language("en"): confidence(0.807), confidence(0.764)
    ('80%', '76%')
    """
    return percent(0.8 if 0.8 <= share < 0.82 else share)


def money(request: Request) -> dict[str, Any]:
    """The sentence with what is asked, its amounts, and what finance wants to know."""
    figures = amounts(request)
    return {
        **figures,
        "asked": asked(request, figures),
        **_notes(request, figures),
        "year_rows": _years(request),
        "years_text": _("By budget year, along the dates of the middle estimate."),
        "finance_facts": finance_facts(request),
        "sum_text": _("{sum} = {cost} asked.", sum=sum_text(request.estimate["request"]), cost=figures["cost"]),
        "curve_text": s_curve_text(request.estimate),
        "notes": lines(request.finance.get("notes")),
    }


def amounts(request: Request) -> dict[str, str]:
    """Every amount that is asked, as text. Whole cents come from the request, the rest from its frozen estimate."""
    frozen = request.estimate["request"]
    return {
        "cost": euro(request.cost_cents / 100),
        "cash": euro(request.cash_cents / 100),
        "own_eur": euro(request.own_cents / 100),
        "own_hours": number(frozen["own_hours"], 0),
        "estimate": euro(frozen["estimate_eur"]),
        "contingency": euro(frozen["contingency_eur"]),
        "vat": euro(frozen["vat_eur"]),
        "cash_incl_vat": euro(frozen["cash_incl_vat_eur"]),
        "finish": date_text(request.finish),
        "start": date_text(request.estimate["by_step"][0]["start"]["p50"]),
        "weeks": weeks_text(frozen["weeks"]),
        "confidence": confidence(request.estimate["joint80"]["confidence"]),
        "per_participant": euro(round(request.estimate["eur_per_participant"], -1)),
    }


def asked(request: Request, figures: dict[str, str]) -> str:
    """The one sentence: costs and own hours apart, and how sure they are together with the date."""
    usual = request.estimate["request"].get("overrun_eur")
    if usual:
        return _(
            "Asked: {cash} in costs and {own_hours} own hours, done by {finish} at the latest. Without the usual "
            "overrun of {usual}, which is counted on top, amount and date hold with {confidence} certainty, according "
            "to our assumptions.",
            usual=euro(usual),
            **{name: figures[name] for name in ("cash", "own_hours", "confidence", "finish")},
        )
    if request.scope["done"] == "evaluation":
        return _(
            "Asked: {cash} in costs and {own_hours} own hours; with {confidence} certainty that is enough and the "
            "process is evaluated by {finish} at the latest, according to our assumptions.",
            **{name: figures[name] for name in ("cash", "own_hours", "confidence", "finish")},
        )
    return _(
        "Asked: {cash} in costs and {own_hours} own hours; with {confidence} certainty that is enough and the outcome "
        "is decided on by {finish} at the latest, according to our assumptions.",
        **{name: figures[name] for name in ("cash", "own_hours", "confidence", "finish")},
    )


def _notes(request: Request, figures: dict[str, str]) -> Row:
    """The small print under the four key figures."""
    within = request.finance.get("within_formation")
    own = [_("worth {amount}", amount=figures["own_eur"])]
    if within is not None:
        own.append(_("within the staff there is") if within else _("on top of the staff there is"))
    return {
        "cash_note": _("{amount} including VAT", amount=figures["cash_incl_vat"]),
        "own_note": ", ".join(own),
        "cost_note": _("of which {amount} contingency", amount=figures["contingency"]),
        "finish_note": _("{weeks} after the start on {start}", weeks=figures["weeks"], start=figures["start"]),
    }


def _years(request: Request) -> list[Row]:
    """What falls in which budget year."""
    frozen = request.estimate["request"]
    return [
        {
            "year": year,
            "cash": euro(frozen["cash_by_year"].get(year, 0)),
            "own": euro(cost - frozen["cash_by_year"].get(year, 0)),
            "cost": euro(cost),
        }
        for year, cost in frozen["by_year"].items()
    ]


def finance_facts(request: Request) -> list[Row]:
    """Cover, budget, incidental or structural, VAT, staff and procurement, as far as they were filled in."""
    finance, unknown = request.finance, _("not filled in yet")
    said = {
        "within_budget": (
            _("yes, within the authorised budget"),
            _("no, the council is asked to change the budget"),
        ),
        "incidental": (_("incidental"), _("structural")),
        "vat_compensable": (
            _("compensable, so the amount excluding VAT weighs on the budget"),
            _("not compensable, so the amount including VAT weighs on the budget"),
        ),
        "within_formation": (
            _("{hours} within the staff there is; no extra money is asked for them", hours=_own_hours(request)),
            _("{hours} on top of the staff there is", hours=_own_hours(request)),
        ),
    }
    titles = {
        "within_budget": _("Fits within the budget"),
        "incidental": _("Incidental or structural"),
        "vat_compensable": _("VAT"),
        "within_formation": _("Own hours"),
    }
    rows = [
        (_("Cover"), line(finance.get("coverage")) or unknown),
        (_("Cost centre or programme"), line(finance.get("cost_centre")) or unknown),
    ]
    for key, title in titles.items():
        answer = finance.get(key)
        rows.append((title, unknown if answer is None else said[key][0 if answer else 1]))
    if request.scope["own_staff_share"] < 1:
        rows.append((_("Procurement route for what is hired"), line(finance.get("procurement_route")) or unknown))
    if finance.get("procurement_weeks"):
        rows.append((_("Lead time of the procurement"), weeks_text(finance["procurement_weeks"])))
    if finance.get("budget_amendment"):
        rows.append((_("Amendment of the budget: number or meeting"), line(finance["budget_amendment"])))
    tolerances = _tolerances(finance)
    if tolerances:
        rows.append((_("May differ without asking again"), tolerances))
    return [{"label": title, "value": value} for title, value in rows]


def _tolerances(finance: dict[str, Any]) -> str:
    """How far amount, date and scope may move before it is asked again; empty when that wasn't filled in."""
    said = {
        "tolerance_money_pct": lambda pct: _("the amount {share}", share=percent(pct / 100)),
        "tolerance_weeks": lambda weeks: _("the date {weeks}", weeks=weeks_text(weeks)),
        "tolerance_scope_pct": lambda pct: _("groups, talks and residents {share}", share=percent(pct / 100)),
    }
    return "; ".join(say(finance[name]) for name, say in said.items() if finance.get(name) is not None)


def _own_hours(request: Request) -> str:
    return hours_text(request.estimate["request"]["own_hours"])
