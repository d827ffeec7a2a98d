"""Reads the facts of all processes at once, and what the rules find in them.

The rules between processes need the whole portfolio, so what was read and found is kept in memory and follows the audit
chain (``portfolio.following``): a change costs that process and those that share an area or a person with it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from estimator.places import REGIONS, place
from estimator.workdays import school_holidays
from portfolio import acceptances, following, forms
from portfolio.pitfalls import frozen
from portfolio.pitfalls.beside import Found, Kept
from portfolio.pitfalls.facts import Days, Facts, StepFacts, TalkFacts, as_day
from portfolio.pitfalls.finding import Finding
from portfolio.store import clock, fact_rows
from portfolio.store.database import Connection, Store

Rows = Sequence[Mapping[str, Any]]

_STEP = ("status", "planned_start", "planned_finish", "actual_start", "actual_finish")


def of(store: Store, process_id: str) -> tuple[Finding, ...]:
    """What is found in a process, the red ones first; accepted ones last."""
    return all_of(store).get(process_id, ())


def all_of(store: Store) -> Found:
    """Process → what is found in it, for all processes; also those in which nothing is."""
    with store.read() as c:
        return on(store, c, clock.today())


def on(store: Store, c: Connection, today: dt.date) -> Found:
    """As ``all_of``, on a connection."""
    kept = _kept(store)
    with kept.lock:
        ids, seen = following.since(c, kept.seen, today)
        if ids is None or ids:
            every, accepted = facts(c, today, None if ids is None else sorted(ids))
            kept.change(every, accepted, ids)
        kept.seen = seen
        return kept.found


def facts_on(store: Store, c: Connection, today: dt.date) -> Mapping[str, Facts]:
    """Process → the facts that the rules look at."""
    on(store, c, today)
    return _kept(store).every


@lru_cache(maxsize=4)
def _kept(_store: Store) -> Kept:
    return Kept()


def findings(every: Mapping[str, Facts], accepted: Mapping[str, Mapping[str, Any]]) -> Found:
    """Process → what the rules find. ``accepted``: process → rule → what holds today. An example is beside examples
    only, because real processes and those of the example never meet."""
    kept = Kept()
    kept.change(every, accepted, None)
    return kept.found


def facts(
    c: Connection, today: dt.date, ids: Sequence[str] | None = None
) -> tuple[dict[str, Facts], dict[str, dict[str, Any]]]:
    """Process → its facts, and process → rule → the acceptance that holds on ``today``; of all, or of ``ids``."""
    rows = fact_rows.everything(c, ids)
    latest, approved = _requests(rows["request"])
    wanted = {row["id"]: row for row in (*latest.values(), *approved.values())}
    asked, granted = frozen.load(c, list(wanted.values()))
    by = {name: _grouped(rows[name]) for name in ("step", "form", "talk", "feedback", "public", "acceptance")}
    scopes = {row["process_id"]: row["scope"] for row in rows["scenario"]}
    every = {}
    for row in rows["process"]:
        id = row["id"]
        mine = {name: found.get(id, []) for name, found in by.items()}
        request, grant = latest.get(id), approved.get(id)
        every[id] = _facts(row, mine, scopes.get(id) or {}, today) | {
            "asked": asked[request["id"]] if request else None,
            "approved": granted[grant["id"]] if grant else None,
            "approved_on": grant["approved_on"] if grant else None,
        }
    kept = {id: dict(acceptances.in_force(found, today)) for id, found in by["acceptance"].items()}
    return {id: Facts(**one) for id, one in every.items()}, kept


def _requests(rows: Rows) -> tuple[dict[str, Mapping[str, Any]], dict[str, Mapping[str, Any]]]:
    """Process → its latest request, and → the latest that was approved."""
    latest = {row["process_id"]: row for row in rows}
    approved = {row["process_id"]: row for row in rows if row["verdict_id"]}
    return latest, approved


def _grouped(rows: Rows) -> dict[str, list[Mapping[str, Any]]]:
    out: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        out[row["process_id"]].append(row)
    return out


def _facts(
    row: Mapping[str, Any], mine: Mapping[str, Rows], scope: Mapping[str, Any], today: dt.date
) -> dict[str, Any]:
    content = {form["kind"]: form["content"] for form in mine["form"]}
    where = place(row["municipality"] or scope.get("municipality") or "")
    told: dict[str, dt.date] = {}
    for sent in mine["feedback"]:
        told[sent["part"]] = min(sent["sent_on"], told.get(sent["part"], sent["sent_on"]))
    return {
        "id": row["id"],
        "name": row["name"],
        "today": today,
        "status": row["status"],
        "example": bool(row["example"]),
        "area": row["area"],
        "groups": tuple(row["group_names"]),
        "question": row["question"],
        "client": row["client_name"],
        "content_owner": row["content_owner"],
        "process_owner": row["process_owner"],
        "holder": row["portfolio_holder"],
        "residents": where.residents if where else None,
        "steps": {step["step"]: StepFacts(**{name: step[name] for name in _STEP}) for step in mine["step"]},
        "scope": scope,
        "approach": _with_days(content.get("approach", {}), forms.DAYS["approach"]),
        "people": content.get("roles", {}).get("people") or {},
        "evaluation": content.get("evaluation", {}),
        "talks": tuple(_talk(talk) for talk in mine["talk"]),
        "told": told,
        "public": tuple(note["day"] for note in mine["public"]),
        "holidays": _holidays(where.region if where else "", today.year),
    }


def _with_days(content: Mapping[str, Any], days: Sequence[str]) -> dict[str, Any]:
    return dict(content) | {name: as_day(content.get(name)) for name in days}


def _talk(row: Mapping[str, Any]) -> TalkFacts:
    days = {name: row[name] for name in ("planned_on", "invited_on", "held_on")}
    people = row["registrations"] if row["participants"] is None else row["participants"]
    return TalkFacts(row["status"], row["form"], tuple(row["audience"]), **days, people=people)


@cache
def _holidays(region: str, year: int) -> tuple[Days, ...]:
    """School holidays of this year and the next two; without a region the days that all regions share."""
    if region in REGIONS:
        return tuple(school_holidays(region, year, year + 2)[0])
    shared = set.intersection(*(_every_day(school_holidays(one, year, year + 2)[0]) for one in REGIONS))
    out: list[Days] = []
    for day in sorted(shared):
        if out and day - out[-1][1] == dt.timedelta(days=1):
            out[-1] = (out[-1][0], day)
        else:
            out.append((day, day))
    return tuple(out)


def _every_day(periods: Sequence[Days]) -> set[dt.date]:
    return {first + dt.timedelta(days=n) for first, last in periods for n in range((last - first).days + 1)}
