"""Where a running process ends: hours, costs and date, from what was noted so far and what remains.

The plan is the estimate as it was frozen with the approval. Per step, hours and costs each:

    plan          step's P50 × (total P50 ÷ sum of the steps' P50): so the steps add up to the middle estimate
    pace          1 + weight × (made ÷ planned − 1), over the finished steps of which it is known what they took;
                  weight = planned of those ÷ (planned of those + 10 % of the whole plan)
    done          what was noted; unknown counts as planned
    busy          noted ÷ part done, from 20 % done on; below that noted + (1 − part) × plan × pace;
                  without a part: the larger of plan and noted + plan × the part of its days that is left;
                  with nothing noted: plan × pace
    not begun     plan × pace
    skipped       nothing more

While nothing was noted as spent on a finished step, what hired people cost follows the hours, step by step, because the
bill comes later than the hours: money × (1 + hired part × (hours at the end ÷ hours planned − 1)), with hired part =
hired hours ÷ all that is paid out (P50).

Money never ends below what is committed. The 80 % figure takes what remains × the step's own P80 ÷ P50 (so scaled that
the steps add up to the P80 of the whole): what was noted is certain, what remains or is unknown is as uncertain as it
was estimated.
Cost = hours × what an hour of this request costs in own tariffs + money paid out, as with closed processes.

The 10 %, the 20 % and the rules for a busy step are our assumptions (grade D).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from estimator.network import LAST_STEP
from portfolio import bookings, forecast, requests, steps
from portfolio.granted import Granted
from portfolio.messages import N_
from portfolio.requests import Request
from portfolio.steps import StepProgress
from portfolio.store import Store, clock

HALF_WEIGHT = 0.10  # of the plan: once this much is done, what happened counts as much as the plan (our assumption)
FROM_PART = 0.20  # a part done from which the step's own pace is drawn on (our assumption)
TELLING = 0.05  # pace and slips below this aren't given as a reason

MORE_HOURS = N_("Up to step {step} it took {ratio_share} of the hours that stood for it: {made} instead of {planned}.")
MORE_MONEY = N_("Up to step {step} {spent_eur} was spent where {planned_eur} stood for it: {ratio_share}.")
PACE = N_("The steps that are left are counted at {pace_share} of their hours (our assumption on how much that says).")
BUSY = N_("Step {step}: {made} hours made, {part_share} done; at this pace it ends at {total}, planned were {planned}.")
BUSY_MORE = N_("Step {step}: {made} hours made so far, planned were {planned} for the whole step.")
COMMITTED = N_("{committed_eur} is committed for step {step}, more than the {planned_eur} that was planned.")
UNKNOWN = N_("Hours of the finished steps {steps} are unknown, and counted as planned.")
UNKNOWN_MONEY = N_("Costs of the finished steps {steps} are unknown, and counted as planned.")
UNKNOWN_HIRED = N_(
    "Costs of the finished steps {steps} are unknown; what is hired in them is counted along with the hours."
)
NOTHING = N_("Nothing was booked yet: this is the plan.")
LATER = N_("Step {step} is expected to end on {finish}, {days} days later than planned; the steps after it move along.")


@dataclass(frozen=True)
class Part:
    """A step's hours or euros: planned, made or spent so far (None: unknown), at the end, and that with 80 %."""

    planned: float
    made: float | None
    end: float
    end80: float


@dataclass(frozen=True)
class StepCost:
    """What a step ends at. ``status``: as stored; ``granted_eur``: of the approved amount, own hours and costs;
    ``committed_eur``: None while nothing is."""

    step: int
    status: str
    hours: Part
    cash: Part
    cost_eur: float
    cost80_eur: float
    granted_eur: float
    granted_cash_eur: float
    committed_eur: float | None


@dataclass(frozen=True)
class Forecast:
    """Where the process ends. ``cost80_eur`` is the like of ``approved_eur``: both are to hold with 80 %.

    ``finish``: expected end, None without dates; ``reasons``: [(template, params)], the weightiest first. ``an_hour``:
    euros of an hour in own tariffs; ``pace``: of the hours; ``known``: something was noted, else this is the plan.
    """

    steps: tuple[StepCost, ...]
    hours: float
    hours80: float
    cash_eur: float
    cash80_eur: float
    cost_eur: float
    cost80_eur: float
    planned_eur: float
    approved_eur: float
    finish: dt.date | None
    approved_finish: dt.date
    pace: float
    an_hour: float
    reasons: tuple[tuple[str, dict[str, Any]], ...]
    known: bool

    @property
    def over_eur(self) -> float:
        """What the 80 % figure lies above the approved amount; negative when below."""
        return self.cost80_eur - self.approved_eur


def of(store: Store, process_id: str) -> Forecast | None:
    """The forecast against the last approved request; None before an approval."""
    baseline = next((one for one in requests.history(store, process_id) if one.approved), None)
    if baseline is None:
        return None
    lines = bookings.sums(bookings.listing(store, process_id))
    return forecast_of(baseline, steps.progress(store, process_id), lines["committed"], clock.today())


def forecast_of(
    baseline: Request | Granted,
    progress: Sequence[StepProgress],
    committed: Mapping[int, float],
    today: dt.date,
) -> Forecast:
    """As ``of``, on records that were read already. ``committed``: cents by step."""
    estimate = baseline.granted_estimate
    plan = {row.step: (a, b) for row in progress if (a := row.planned_start) and (b := row.planned_finish)}
    expected = forecast.expected(progress, plan, today)
    hours = _planned(estimate, [row["hours"] for row in estimate["by_step"]], estimate["hours"])
    cash = _cash(estimate)
    pace, cash_pace = _pace(progress, hours, "actual_hours", 1), _pace(progress, cash, "actual_cents", 100)
    paid = any(row.stored_status == "done" and row.actual_cents is not None for row in progress)
    hired = _hired(estimate)
    an_hour = estimate["own_hours_eur"]["p50"] / estimate["hours"]["p50"] if estimate["hours"]["p50"] else 0.0
    asked = {int(row["step"]): row for row in estimate["request"]["by_step"]}
    rows = []
    for row in progress:
        part = _time_left(row, expected.get(row.step), today)
        time = _part(row, row.actual_hours, hours[row.step], pace, part, 0.0)
        spent = None if row.actual_cents is None else row.actual_cents / 100
        least = committed.get(row.step, 0) / 100
        money = _part(row, spent, cash[row.step], cash_pace, part, least)
        if spent is None and not paid:
            money = _following(money, time, hired, least)
        rows.append(
            StepCost(
                step=row.step,
                status=row.stored_status,
                hours=time,
                cash=money,
                cost_eur=time.end * an_hour + money.end,
                cost80_eur=time.end80 * an_hour + money.end80,
                granted_eur=float(asked[row.step]["cost_eur"]),
                granted_cash_eur=float(asked[row.step]["cash_eur"]),
                committed_eur=committed[row.step] / 100 if row.step in committed else None,
            )
        )
    last = LAST_STEP[str(estimate["scope"].get("done", "evaluation"))]
    return Forecast(
        steps=tuple(rows),
        hours=sum(row.hours.end for row in rows),
        hours80=sum(row.hours.end80 for row in rows),
        cash_eur=sum(row.cash.end for row in rows),
        cash80_eur=sum(row.cash.end80 for row in rows),
        cost_eur=sum(row.cost_eur for row in rows),
        cost80_eur=sum(row.cost80_eur for row in rows),
        planned_eur=sum(row.hours.planned * an_hour + row.cash.planned for row in rows),
        approved_eur=baseline.granted_cents / 100,
        finish=_finish(progress, expected, last),
        approved_finish=baseline.granted_finish,
        pace=pace,
        an_hour=an_hour,
        reasons=tuple(_reasons(progress, rows, pace, hired, plan, expected)),
        known=_known(rows),
    )


Band = tuple[float, float]  # planned middle, and P80 ÷ P50


def _planned(
    estimate: Mapping[str, Any], of_steps: Sequence[Mapping[str, float]], total: Mapping[str, float]
) -> dict[int, Band]:
    """Step → (middle, P80 ÷ P50), so scaled that the steps add up to the total's P50 and P80."""
    numbers = [int(row["step"]) for row in estimate["by_step"]]
    whole = {name: sum(one[name] for one in of_steps) for name in ("p50", "p80")}
    middle = total["p50"] / whole["p50"] if whole["p50"] else 1.0
    high = total["p80"] / whole["p80"] if whole["p80"] else 1.0
    found = {}
    for number, one in zip(numbers, of_steps, strict=True):
        ratio = one["p80"] * high / (one["p50"] * middle) if one["p50"] else 1.0
        found[number] = (one["p50"] * middle, max(ratio, 1.0))
    return found


def _cash(estimate: Mapping[str, Any]) -> dict[int, Band]:
    """Money has no P50 by step: the middle of the whole, divided as the request divides it."""
    shares = {int(row["step"]): row["cash_eur"] for row in estimate["request"]["by_step"]}
    whole, total = sum(shares.values()), estimate["cash_eur"]
    ratio = max(total["p80"] / total["p50"], 1.0) if total["p50"] else 1.0
    return {step: (total["p50"] * share / whole if whole else 0.0, ratio) for step, share in shares.items()}


def _hired(estimate: Mapping[str, Any]) -> float:
    """The part of what is paid out that is for hired hours, in the middle estimate."""
    of_kind = {row["kind"]: row["cost_eur"]["p50"] for row in estimate["by_kind"]}
    out = sum(of_kind.get(kind, 0.0) for kind in ("hired_hours", "purchases"))
    return float(of_kind.get("hired_hours", 0.0) / out) if out else 0.0


def _following(money: Part, time: Part, hired: float, least: float) -> Part:
    """Costs of which nothing is known yet, as far as they are hired hours at what those hours end at."""
    factor = 1 + hired * (time.end / time.planned - 1) if time.planned else 1.0
    end, end80 = (max(amount * factor, least) for amount in (money.end, money.end80))
    return Part(money.planned, money.made, end, end80)


def _pace(progress: Sequence[StepProgress], plan: Mapping[int, Band], name: str, unit: int) -> float:
    known = [row for row in progress if row.stored_status == "done" and getattr(row, name) is not None]
    planned = sum(plan[row.step][0] for row in known)
    if not planned:
        return 1.0
    made = sum(getattr(row, name) for row in known) / unit
    weight = planned / (planned + HALF_WEIGHT * sum(middle for middle, _ratio in plan.values()))
    return float(1 + weight * (made / planned - 1))


def _time_left(row: StepProgress, expected: tuple[dt.date, dt.date] | None, today: dt.date) -> float:
    """The part of a busy step's days that is still to come."""
    start = row.actual_start
    if start is None or expected is None or expected[1] <= start:
        return 0.0
    return min(max((expected[1] - today).days / (expected[1] - start).days, 0.0), 1.0)


def _part(row: StepProgress, made: float | None, band: Band, pace: float, left: float, least: float) -> Part:
    plan, ratio = band
    if row.stored_status == "skipped":
        end = made or 0.0
    elif row.stored_status == "done":
        end = plan if made is None else made
    elif row.stored_status == "open" or made is None:
        end = plan * pace
    elif row.percent is not None:
        share = row.percent / 100
        end = made / share if share >= FROM_PART else made + (1 - share) * plan * pace
    else:
        end = max(plan, made + plan * left)
    so_far = made or 0.0
    ended = row.stored_status == "skipped" or (row.stored_status == "done" and made is not None)
    end80 = end if ended else so_far + (end - so_far) * ratio
    return Part(plan, made, max(end, least), max(end80, end, least))


def _finish(
    progress: Sequence[StepProgress], expected: Mapping[int, tuple[dt.date, dt.date]], last: int
) -> dt.date | None:
    """The end of the last step that the estimate counts; None without dates for a step that is left."""
    if any(row.stored_status in ("open", "busy") and row.step not in expected for row in progress[:last]):
        return None
    ends = [expected[row.step][1] if row.step in expected else row.actual_finish for row in progress[:last]]
    return max((end for end in ends if end), default=None)


def _reasons(
    progress: Sequence[StepProgress],
    rows: Sequence[StepCost],
    pace: float,
    hired: float,
    plan: Mapping[int, tuple[dt.date, dt.date]],
    expected: Mapping[int, tuple[dt.date, dt.date]],
) -> list[tuple[str, dict[str, Any]]]:
    done = [row for row in rows if row.status == "done"]
    found = [_so_far(done, MORE_HOURS, "hours"), _so_far(done, MORE_MONEY, "cash")]
    if abs(pace - 1) >= TELLING and any(row.status in ("open", "busy") for row in rows):
        found.append((PACE, {"pace_share": pace}))
    found += [_busy(row, progress[row.step - 1].percent) for row in rows if row.status == "busy"]
    found += [_committed(row) for row in rows]
    if _known(rows):
        found.append(_unknown(UNKNOWN, [row.step for row in done if row.hours.made is None]))
        unpaid = [row.step for row in done if row.cash.made is None and row.cash.planned > 0]
        none_paid = all(row.cash.made is None for row in done)
        found.append(_unknown(UNKNOWN_HIRED if hired and none_paid else UNKNOWN_MONEY, unpaid))
    else:
        found.append((NOTHING, {}))
    late = [step for step in sorted(expected) if step in plan and expected[step][1] > plan[step][1]]
    if late:
        finish, planned = expected[late[0]][1], plan[late[0]][1]
        found.append((LATER, {"step": late[0], "finish": finish, "days": (finish - planned).days}))
    return [reason for reason in found if reason]


def _known(rows: Sequence[StepCost]) -> bool:
    """Whether anything was noted as made, spent or committed."""
    parts = [part for row in rows for part in (row.hours.made, row.cash.made, row.committed_eur)]
    return any(part is not None for part in parts)


Reason = tuple[str, dict[str, Any]] | None


def _so_far(done: Sequence[StepCost], template: str, name: str) -> Reason:
    """Made against planned over the finished steps that are known, when it differs by 5 % or more."""
    known = [row for row in done if getattr(row, name).made is not None]
    planned = sum(getattr(row, name).planned for row in known)
    made = sum(getattr(row, name).made for row in known)
    if not planned or abs(made / planned - 1) < TELLING:
        return None
    step, ratio = known[-1].step, made / planned
    if name == "hours":
        return template, {"step": step, "ratio_share": ratio, "made": round(made), "planned": round(planned)}
    return template, {"step": step, "ratio_share": ratio, "spent_eur": made, "planned_eur": planned}


def _unknown(template: str, of_steps: Sequence[int]) -> Reason:
    return (template, {"steps": ", ".join(map(str, of_steps))}) if of_steps else None


def _busy(row: StepCost, percent: int | None) -> Reason:
    time = row.hours
    if time.made is None or time.end <= time.planned * (1 + TELLING):
        return None
    params = {"step": row.step, "made": round(time.made), "planned": round(time.planned)}
    if percent is None:
        return BUSY_MORE, params
    return BUSY, params | {"part_share": percent / 100, "total": round(time.end)}


def _committed(row: StepCost) -> Reason:
    if row.committed_eur is None or row.committed_eur <= row.cash.planned * (1 + TELLING):
        return None
    planned = row.cash.planned
    return COMMITTED, {"step": row.step, "committed_eur": row.committed_eur, "planned_eur": planned}
