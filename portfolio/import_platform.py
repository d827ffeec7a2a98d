"""A process of a participation platform → a process here, once: what is there already is compared and never changed.

The phases give the planned dates of the steps that somebody chose for them, of steps 3 to 10 only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio import processes, steps
from portfolio.checks import shown
from portfolio.import_rows import NEW, SAME, TWO_PROCESSES, Made, Seen, Values, key_of, plain
from portfolio.messages import N_
from portfolio.store import NotFound, Refused, Store

FIRST, LAST = 3, 10
NO_STEP = N_("Step {step} never follows from a platform; choose 3 to 10, or none.")


@dataclass(frozen=True)
class Beside:
    """A phase of the platform beside the step it was taken for: both pairs of dates, None where there is no date."""

    phase: str
    step: int
    platform: tuple[dt.date | None, dt.date | None]
    plan: tuple[dt.date | None, dt.date | None]

    @property
    def same(self) -> bool:
        """True when platform and plan say the same."""
        return self.platform == self.plan


def process(seen: Seen, values: Values) -> tuple[str, list[Made] | None]:
    """Make the process with its planned dates, unless it is there: then nothing is changed.

    ``values``: ``name``, ``source`` (platform and id), and ``phases``: title, step, start and end of each that counts.
    """
    seen.once(str(values["source"]))
    name = str(values["name"])
    found = seen.processes(name)
    if len(found) > 1:
        raise Refused(TWO_PROCESSES, field="name", value=shown(name), count=len(found))
    if found or linked(seen.within, str(values["source"])):
        return SAME, None
    wrong = next((one for one in values["phases"] if not FIRST <= one["step"] <= LAST), None)
    if wrong is not None:
        raise Refused(NO_STEP, step=wrong["step"])
    made = processes.create(seen.within, seen.user, {"name": name})
    assert seen.ids is not None
    seen.ids[key_of(name)] = [made.id]
    after = {field: plain(getattr(made, field)) for field in (*processes.FIELDS, "status")}
    chosen = {str(one["title"]): one["step"] for one in values["phases"]}
    done: list[Made] = [
        {"what": "process", "id": made.id, "after": after, "source": values["source"], "phases": chosen}
    ]
    for number, dates in planned(values["phases"]).items():
        done.append(_step(seen, made.id, number, dates))
    return NEW, done


def _step(seen: Seen, id: str, number: int, dates: tuple[dt.date | None, dt.date | None]) -> Made:
    given = dict(zip(("planned_start", "planned_finish"), dates, strict=True))
    after = steps.update(seen.within, seen.user, id, number, 1, given)
    then = {"status": after.stored_status} | {name: plain(getattr(after, name)) for name in given}
    before = {"status": after.stored_status} | dict.fromkeys(given)
    return {"what": "step", "id": f"{id}/{number}", "before": before, "after": then}


def planned(phases: Sequence[Mapping[str, Any]]) -> dict[int, tuple[dt.date | None, dt.date | None]]:
    """Step → first start and last end of its phases; a phase without end leaves the end open."""
    found: dict[int, tuple[dt.date | None, dt.date | None]] = {}
    for number in sorted({one["step"] for one in phases}):
        of = [one for one in phases if one["step"] == number]
        starts, ends = [one["start"] for one in of if one["start"]], [one["end"] for one in of]
        dates = (min(starts, default=None), None if None in ends else max(ends))
        if dates != (None, None):
            found[number] = dates
    return found


def linked(store: Store, source: str) -> str | None:
    """The process that an import made of this one of the platform, when it wasn't taken back."""
    found = _made(store, source)
    return str(found["id"]) if found else None


def chosen(store: Store, source: str) -> dict[str, int] | None:
    """Title of a phase → its step, as confirmed when it was imported; None when it wasn't."""
    found = _made(store, source)
    return dict(found["phases"]) if found else None


def _made(store: Store, source: str) -> Made | None:
    from portfolio import import_write  # it writes what stands here

    every = (one for record in import_write.listing(store) for one in record.content["made"])
    return next((one for one in every if one.get("source") == source), None)


def known(store: Store, source: str, name: str) -> str | None:
    """The process that this one of the platform is here: the one it became, else the one with its name."""
    found = linked(store, source)
    if found:
        return found
    rows = [row for row in processes.listing(store, closed=True) if not row.process.example]
    live = [row.id for row in rows if key_of(row.name) == key_of(name) and row.process.status != "stopped"]
    return next(iter(live), None)


def beside(store: Store, process_id: str, phases: Sequence[Mapping[str, Any]]) -> list[Beside]:
    """What the platform says beside what the plan says, for each phase with a step."""
    try:
        found = {one.step: one for one in steps.progress(store, process_id)}
    except NotFound:
        return []
    return [
        Beside(
            str(one["title"]),
            one["step"],
            (one["start"], one["end"]),
            (found[one["step"]].planned_start, found[one["step"]].planned_finish),
        )
        for one in phases
        if one["step"] in found
    ]
