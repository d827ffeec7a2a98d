"""Reading a scope from JSON types: every field validated, every fault named."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from estimator.codes import (
    DEFAULT_FORM,
    DONE,
    EVENT_NUMBERS,
    EVENT_SWITCHES,
    EVENTS,
    FIELDS,
    FIRST_DATE,
    FORMS,
    LAST_DATE,
    LEVELS,
    N_,
    OPTIONS,
    PRESET_OPTIONS,
    PRESETS,
    RECRUITMENTS,
    REQUIRED,
    ROLES,
    ROUTES,
    WHOLE_BOUNDS,
    WITHOUT_EUROS,
    Fault,
    ScopeError,
    shown,
)
from estimator.places import place

_WHOLE = N_("{field}: {value} is not a whole number; allowed is a whole number from {low} to {high}")
_RANGE = N_("{field}: {value} is out of range; allowed is {low} to {high}")
_CHOICE = N_("{field}: {value} is not known; allowed is {allowed}")
_CHOICE_NEAR = N_("{field}: {value} is not known; did you mean {suggestion}? Allowed is {allowed}")
_MISSING = N_("{field} is required: {allowed}")
_UNKNOWN = N_("{field}: there is no field with this name")
_UNKNOWN_NEAR = N_("{field}: there is no field with this name; did you mean {suggestion}?")
_DATE = N_("{field}: {value} is not a date; allowed is year-month-day between {low} and {high}")
_ORDER = N_("{field}: {value} is not after the start; allowed is a date after {low}")
_PLACE = N_("{field}: {value} is not a municipality; allowed is a code like GM0193")
_REACH = N_("{field}: {value} is more than the residents of {place}; allowed is 1 to {high}")
_MAP = N_("{field}: {value} is not a table of names and numbers")
_LIST = N_("{field}: {value} is not a list; allowed is a list of {allowed}")
_SUM = N_("{field}: the forms add up to {value}; together they must be the {total} conversations")
_MEETINGS = N_("{field}: {value} occasions for {total} conversations; allowed is 1 to {total}")
_YES_NO = N_("{field}: {value} is not a yes or no; allowed is true or false")
_NO_EUROS = N_("{field}: {value} can't be set; this event has hours and weeks only")
_OBJECT = N_("{field}: a scope is a JSON object with at least {allowed}")

_ALLOWED_REQUIRED = {
    "stakeholder_groups": N_("a whole number from 1 to 200"),
    "conversations": N_("a whole number from 1 to 5000"),
    "resident_reach": N_("a whole number from 1 to the residents of the municipality"),
}


class _Reader:
    """Collects faults while values are read; a faulty value becomes the default so that reading goes on."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        assumed = data.get("assumed")
        self.faults: list[Fault] = []
        skip = set(assumed) if isinstance(assumed, list) and all(isinstance(a, str) for a in assumed) else set()
        skip -= set(REQUIRED)
        self.data = {k: v for k, v in data.items() if k != "assumed" and v is not None and k not in skip}
        self.assumed: list[str] = []

    def fault(self, name: str, value: object, template: str, **params: Any) -> None:
        self.faults.append(Fault(name, value, template, params))

    def take(self, name: str, default: Any, read: Callable[[str, Any], Any]) -> Any:
        if name not in self.data:
            self.assumed.append(name)
            return default
        value = read(name, self.data[name])
        return default if value is None else value

    def whole(self, name: str, value: Any) -> int | None:
        low, high = WHOLE_BOUNDS[name]
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            self.fault(name, value, _WHOLE, low=low, high=high)
            return None
        if not low <= value <= high:
            self.fault(name, value, _RANGE, low=low, high=high)
            return None
        if int(value) != value:
            self.fault(name, value, _WHOLE, low=low, high=high)
            return None
        return int(value)

    def fraction(self, name: str, value: Any) -> float | None:
        return self._real(name, value, 0.0, 1.0)

    def _real(self, name: str, value: Any, low: float, high: float) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self.fault(name, value, _RANGE, low=low, high=high)
            return None
        return float(value)

    def choice(self, allowed: tuple[str, ...]) -> Callable[[str, Any], str | None]:
        def read(name: str, value: Any) -> str | None:
            if isinstance(value, str) and value in allowed:
                return value
            self.not_among(name, value, allowed)
            return None

        return read

    def not_among(self, name: str, value: Any, allowed: Iterable[str]) -> None:
        known = list(allowed)
        near = difflib.get_close_matches(str(value), known, 1)
        extra = {"suggestion": near[0]} if near else {}
        self.fault(name, value, _CHOICE_NEAR if near else _CHOICE, allowed=", ".join(known), **extra)

    def date(self, name: str, value: Any) -> dt.date | None:
        try:
            found = value if type(value) is dt.date else dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            found = None
        if found is None or not FIRST_DATE <= found <= LAST_DATE:
            self.fault(name, value, _DATE, low=FIRST_DATE.isoformat(), high=LAST_DATE.isoformat())
            return None
        return found

    def municipality(self, name: str, value: Any) -> str | None:
        if isinstance(value, str) and place(value):
            return value
        self.fault(name, value, _PLACE)
        return None

    def names(self, allowed: tuple[str, ...]) -> Callable[[str, Any], tuple[str, ...] | None]:
        def read(name: str, value: Any) -> tuple[str, ...] | None:
            if not isinstance(value, list | tuple):
                self.fault(name, value, _LIST, allowed=", ".join(allowed))
                return None
            wrong = [v for v in value if v not in allowed]
            for v in wrong:
                self.not_among(name, v, allowed)
            return None if wrong else tuple(a for a in allowed if a in value)

        return read

    def table(
        self, allowed: tuple[str, ...], low: float, high: float, whole: bool = False
    ) -> Callable[[str, Any], dict[str, Any] | None]:
        def read(name: str, value: Any) -> dict[str, Any] | None:
            if not isinstance(value, Mapping):
                self.fault(name, value, _MAP)
                return None
            before = len(self.faults)
            for key, number in value.items():
                if key not in allowed:
                    self.not_among(name, key, allowed)
                elif whole and (isinstance(number, bool) or not isinstance(number, int)):
                    self.fault(f"{name}.{key}", number, _WHOLE, low=int(low), high=int(high))
                else:
                    self._real(f"{name}.{key}", number, low, high)
            if len(self.faults) > before:
                return None
            return {k: (int(value[k]) if whole else float(value[k])) for k in allowed if k in value}

        return read

    def yes_no(self, name: str, value: Any) -> bool | None:
        if isinstance(value, bool):
            return value
        self.fault(name, value, _YES_NO)
        return None

    def events(self, name: str, value: Any) -> dict[str, dict[str, Any]] | None:
        if not isinstance(value, Mapping):
            self.fault(name, value, _MAP)
            return None
        before = len(self.faults)
        found = {key: self._event(key, value[key]) for key in EVENTS if key in value}
        for key in value:
            if key not in EVENTS:
                self.not_among(name, key, EVENTS)
        return None if len(self.faults) > before else found

    def _event(self, key: str, value: Any) -> dict[str, Any]:
        """What is set of one event; just true or false switches it."""
        if isinstance(value, bool):
            return {"on": value}
        if not isinstance(value, Mapping):
            self.fault(f"events.{key}", value, _MAP)
            return {}
        found: dict[str, Any] = {}
        allowed = (*EVENT_SWITCHES, *EVENT_NUMBERS)
        for name in value:
            if name not in allowed:
                self.not_among(f"events.{key}", name, allowed)
        for name in allowed:
            if name not in value:
                continue
            field, given = f"events.{key}.{name}", value[name]
            if name == "euros" and key in WITHOUT_EUROS:
                self.fault(field, given, _NO_EUROS)
            elif name in EVENT_SWITCHES:
                found[name] = self.yes_no(field, given)
            else:
                found[name] = self._real(field, given, 0.0, EVENT_NUMBERS[name])
        return found


def first_working_day(year: int) -> dt.date:
    """The first Monday-to-Friday of January that isn't New Year's Day.

    >>> first_working_day(2027)
    datetime.date(2027, 1, 4)
    """
    day = dt.date(year, 1, 2)
    while day.weekday() > 4:
        day += dt.timedelta(days=1)
    return day


def read(data: object) -> dict[str, Any]:
    """The values of a Scope by field name. Raises ScopeError with every fault."""
    if not isinstance(data, Mapping):
        raise ScopeError([Fault("scope", data, _OBJECT, {"allowed": ", ".join(REQUIRED)})])
    r = _Reader(data)
    for key in data:
        if key not in FIELDS and key != "assumed":
            near = difflib.get_close_matches(str(key), FIELDS, 1)
            extra = {"suggestion": near[0]} if near else {}
            r.fault(shown(key), data[key], _UNKNOWN_NEAR if near else _UNKNOWN, **extra)
    for name in REQUIRED:
        if name not in r.data:
            r.fault(name, None, _MISSING, allowed=_ALLOWED_REQUIRED[name])

    whole = {name: (r.whole(name, r.data[name]) if name in r.data else None) for name in REQUIRED}
    code = r.take("municipality", None, r.municipality)
    where = place(code) if code else None
    reach = whole["resident_reach"]
    if where and reach and reach > where.residents:
        r.fault("resident_reach", reach, _REACH, place=where.name, high=where.residents)
    price_year = r.take("price_year", 2026, r.whole)
    start = r.take("start", first_working_day(price_year + 1), r.date)
    deadline = r.take("deadline", None, r.date)
    if deadline is not None and deadline <= start:
        r.fault("deadline", deadline.isoformat(), _ORDER, low=start.isoformat())
    level = r.take("level", "raadplegen", r.choice(LEVELS))
    preset = r.take("preset", "sober", r.choice(PRESETS))
    total = whole["conversations"] or 0
    by_form = _by_form(r, level, total)
    meetings = r.take("meetings", None, r.whole)
    if meetings is not None and total and meetings > total:
        r.fault("meetings", meetings, _MEETINGS, total=total)
    values = {
        "stakeholder_groups": whole["stakeholder_groups"] or 0,
        "conversations": total,
        "resident_reach": reach or 0,
        "municipality": code,
        "start": start,
        "deadline": deadline,
        "level": level,
        "recruitment": r.take("recruitment", "open", r.choice(RECRUITMENTS)),
        "budget_route": r.take("budget_route", "college", r.choice(ROUTES)),
        "outcome_route": r.take("outcome_route", "college", r.choice(ROUTES)),
        "done": r.take("done", "decision", r.choice(DONE)),
        "conversations_by_form": by_form,
        "meetings": meetings,
        "participants": r.take("participants", None, r.whole),
        "meeting_days": r.take("meeting_days", 1, r.whole),
        "options": r.take("options", PRESET_OPTIONS[preset], r.names(OPTIONS)),
        "preset": preset,
        "own_staff_share": r.take("own_staff_share", 1.0, r.fraction),
        "hours_per_week": r.take("hours_per_week", {}, r.table(ROLES, 0.5, 400)),
        "tariffs": r.take("tariffs", {}, r.table(("average", *ROLES), 1, 500)),
        "hired_tariffs": r.take("hired_tariffs", {}, r.table(("average", *ROLES), 1, 500)),
        "price_year": price_year,
        "events": r.take("events", {}, r.events),
        "overrun": r.take("overrun", False, r.yes_no),
        "assumed": tuple(r.assumed),
    }
    if r.faults:
        raise ScopeError(r.faults)
    return values


def _by_form(r: _Reader, level: str, total: int) -> dict[str, int]:
    given = r.take("conversations_by_form", None, r.table(FORMS, 0, 5_000, whole=True))
    if given is None:
        return {DEFAULT_FORM[level]: total}
    counts: dict[str, int] = {k: v for k, v in given.items() if v}
    if total and sum(counts.values()) != total:
        r.fault("conversations_by_form", sum(counts.values()), _SUM, total=total)
    return counts
