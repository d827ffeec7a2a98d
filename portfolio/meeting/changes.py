"""What changed in the portfolio between two moments, per process: new, closed, phase, steps, dates, money, lights.

Both moments have the shape of a snapshot (portfolio.meeting.snapshots). Small movements are no change: an expected end
that moved less than a week, an expected amount that moved less than 1 % and less than € 500 (ours, grade D).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DAYS = 7
SHARE, CENTS = 0.01, 50_000
ENDED = ("closed", "stopped")
KINDS = ("new", "ended", "gone", "phase", "steps", "finish", "granted", "expected", "reported", "calculated")


@dataclass(frozen=True)
class Part:
    """One thing that changed. ``before`` and ``after``: codes (phase; lights: light → colour), cents, ISO days, or for
    steps {step: stored status} of the steps that changed; None where there was or is nothing."""

    kind: str
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Change:
    """All that changed in one process."""

    process_id: str
    name: str
    confidential: bool
    parts: tuple[Part, ...]


def between(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """The processes in which something changed, in the order of their names; nothing for the others."""
    was = {one["id"]: one for one in before["processes"]}
    found = [
        Change(one["id"], one["name"], one["confidential"], _parts(was.get(one["id"]), one)) for one in now["processes"]
    ]
    here = {one["id"] for one in now["processes"]}
    found += [
        Change(one["id"], one["name"], one["confidential"], (Part("gone"),))
        for one in before["processes"]
        if one["id"] not in here
    ]
    return sorted((one for one in found if one.parts), key=lambda one: (one.name.casefold(), one.process_id))


def _parts(was: Mapping[str, Any] | None, now: Mapping[str, Any]) -> tuple[Part, ...]:
    if was is None:
        return (Part("new", None, now["phase"]),)
    if now["phase"] in ENDED:
        return (Part("ended", was["phase"], now["phase"]),) if was["phase"] != now["phase"] else ()
    found = [Part("phase", was["phase"], now["phase"])] if was["phase"] != now["phase"] else []
    steps = _steps(was, now)
    if steps:
        found.append(steps)
    if _moved(was["finish"], now["finish"]):
        found.append(Part("finish", was["finish"], now["finish"]))
    if was["money"]["granted"] != now["money"]["granted"]:
        found.append(Part("granted", was["money"]["granted"], now["money"]["granted"]))
    if _differs(was["money"]["expected"], now["money"]["expected"]):
        found.append(Part("expected", was["money"]["expected"], now["money"]["expected"]))
    found += _lights("reported", _reported(was), _reported(now))
    found += _lights("calculated", was["calculated"], now["calculated"])
    return tuple(found)


def _steps(was: Mapping[str, Any], now: Mapping[str, Any]) -> Part | None:
    pairs = [(a, b) for a, b in zip(was["steps"], now["steps"], strict=True) if a["status"] != b["status"]]
    if not pairs:
        return None
    return Part("steps", {a["step"]: a["status"] for a, _b in pairs}, {b["step"]: b["status"] for _a, b in pairs})


def _moved(was: str | None, now: str | None) -> bool:
    if was is None or now is None:
        return was != now
    return abs((dt.date.fromisoformat(now) - dt.date.fromisoformat(was)).days) >= DAYS


def _differs(was: int | None, now: int | None) -> bool:
    if was is None or now is None:
        return was != now
    return abs(now - was) >= min(CENTS, max(1, round(abs(was) * SHARE)))


def _reported(one: Mapping[str, Any]) -> dict[str, str]:
    report = one["report"] or {}
    return {name: report.get(name, "") for name in one["calculated"]}


def _lights(kind: str, was: Mapping[str, str], now: Mapping[str, str]) -> list[Part]:
    names = [name for name in now if was.get(name, "") != now[name]]
    if not names:
        return []
    return [Part(kind, {name: was.get(name, "") for name in names}, {name: now[name] for name in names})]
