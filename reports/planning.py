"""The ten steps in weeks, dates and euros, and how the process is closed."""

from __future__ import annotations

from typing import Any

from display import words
from display.charts import step_timeline_text
from display.formats import date_text, euro, number, short_date
from display.i18n import _
from display.steps import numbered, step_row
from display.words import label
from estimator.network import LAST_STEP
from portfolio.request_record import Request
from reports.money import amounts

Row = dict[str, str]


def planning(request: Request) -> dict[str, Any]:
    """Rows by step, the sentence that explains the dates, and the one on evaluating."""
    figures = amounts(request)
    return {
        "step_rows": step_rows(request),
        "dates_text": _(
            "Every date by itself holds with 80% certainty. The date that is asked, {finish}, is that of step {step}; "
            "it holds together with the amount, and is later for that reason.",
            finish=figures["finish"],
            step=number(LAST_STEP[request.scope["done"]]),
        ),
        "timeline_text": step_timeline_text(request.estimate),
        "evaluation": _(
            "By {date} at the latest participants know what was decided, the actual hours and euros stand beside this "
            "estimate, and the lessons are recorded.",
            date=date_text(request.estimate["by_step"][9]["finish"]["p80"]),
        ),
    }


def step_rows(request: Request) -> list[Row]:
    """One row a step: who leads it, its dates that hold with 80 %, its weeks (50 to 80 %) and what is asked for it."""
    asked = {row["step"]: row for row in request.estimate["request"]["by_step"]}
    return [
        {
            "step": numbered(row["step"], short=False),
            "lead": label(words.ROLE, step_row(row["step"])["lead_role"]),
            "start": short_date(row["start"]["p80"]),
            "finish": short_date(row["finish"]["p80"]),
            "weeks": _weeks(row["weeks"]),
            "cash": euro(asked[row["step"]]["cash_eur"]),
            "own": euro(asked[row["step"]]["own_hours_eur"]),
            "cost": euro(asked[row["step"]]["cost_eur"]),
        }
        for row in request.estimate["by_step"]
    ]


def _weeks(weeks: dict[str, float]) -> str:
    low, high = (_rounded(weeks[name]) for name in ("p50", "p80"))
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def _rounded(weeks: float) -> float:
    return round(weeks) if weeks >= 4 else round(weeks * 2) / 2
