"""Rules about people: one client, two owners, enough hours, not all on one person."""

from __future__ import annotations

import re
from collections import defaultdict

from portfolio.messages import N_
from portfolio.pitfalls.facts import ENDED, Elsewhere, Facts, folded
from portfolio.pitfalls.finding import AMBER, RED, Finding, make

FULL_TIME = 26.0  # P18: productive hours a week (1,363 a year)
ROLES = 3  # P22
# P05: words that name a group, not a person. Our list.
GROUPS = ("college", "raad", "team", "stuurgroep", "werkgroep", "afdeling", "commissie", "directie", "managementteam")
SEVERAL = re.compile(r"\s*[,;/&+]\s*|\s+en\s+|\s+and\s+")


def no_decider(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P05, from the moment that a request was sent; a day of the decision from the approval on, because before it the
    request holds the day; until step 9 has ended. More than one client: several names in the field, or another name in
    the roles."""
    if not facts.asked or facts.ended(9):
        return None
    names = [part for part in SEVERAL.split(facts.client.strip()) if part]
    in_roles = str((facts.people.get("official_client") or {}).get("name") or "")
    count = len(folded([*names, in_roles]))
    if count != 1:
        text = N_("{count} persons are named as official client; it has to be exactly {limit}.")
        return make("P05", RED, 2, text, {"count": count, "limit": 1}, (count, 1, "persons"))
    if set(re.findall(r"\w+", facts.client.casefold())) & set(GROUPS):
        text = N_("“{client}” is a group; the official client is {limit} person.")
        return make("P05", RED, 2, text, {"client": facts.client, "limit": 1})
    if not facts.finance.get("decider_outcome"):
        return make("P05", RED, 9, N_("Nobody is named who decides on the outcome."))
    days = [facts.approach.get(name) for name in ("decision_on", "council_on", "college_on")]
    if facts.approved and not any((*days, facts.step(9).finish)):
        return make("P05", RED, 9, N_("There is no day on which the outcome is decided."))
    return None


def owners(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P06, from the moment that a request was sent until step 9 has ended; a name in the roles counts too."""
    if not facts.asked or facts.ended(9):
        return None
    content = facts.content_owner or _named(facts, "content_owner")
    process = facts.process_owner or _named(facts, "process_lead")
    if not content or not process:
        who = N_("content owner") if not content else N_("process owner")
        return make("P06", RED, 2, N_("There is no {who}."), {"who": who})
    if folded([content]) == folded([process]):
        text = N_("{name} owns both content and process; nobody then guards the process when the content presses.")
        return make("P06", AMBER, 2, text, {"name": content})
    return None


def _named(facts: Facts, role: str) -> str:
    return str((facts.people.get(role) or {}).get("name") or "")


def not_linked(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P11: hours once the roles say how many hours a week everybody has, from the moment that a request was sent; a
    group that isn't in the approach once “who with whom” is filled in; until the talks are over. A group is found there
    by its name, so this is a hint."""
    if facts.ended(5):
        return None
    needed, there = _needed(facts), _available(facts)
    if needed is not None and there is not None and needed > there:
        return make(
            "P11", RED, 2,
            N_("The work takes {needed} hours; the people in the roles have {there} in those weeks."),
            {"needed": round(needed), "there": round(there)}, (round(needed), round(there), "hours"),
        )  # fmt: skip
    text = str(facts.approach.get("with_whom") or "").casefold()
    loose = [group for group in facts.groups if group.strip() and group.strip().casefold() not in text]
    if text and loose:
        words = N_("The approach doesn't say how these groups are linked to the question: {groups}.")
        return make("P11", AMBER, 3, words, {"groups": tuple(loose)}, (len(loose), 0, "groups"))
    return None


def _needed(facts: Facts) -> float | None:
    frozen = facts.approved or facts.asked
    hours = list(_role_hours(facts).values()) if frozen else []
    return sum(hours) if hours else None


def _available(facts: Facts) -> float | None:
    """Hours of everybody in the weeks of the estimate; None while somebody's hours aren't known."""
    frozen = facts.approved or facts.asked
    if frozen is None or not frozen.weeks:
        return None
    total = 0.0
    for role in _role_hours(facts):
        person = facts.people.get(role) or {}
        if person.get("not_applicable"):
            continue
        if person.get("hours_per_week") is None:
            return None
        total += person["hours_per_week"]
    return total * frozen.weeks


def _role_hours(facts: Facts) -> dict[str, float]:
    """Role → hours of own people in the estimate."""
    frozen = facts.approved or facts.asked
    if frozen is None:
        return {}
    own = frozen.scope.get("own_staff_share")
    part = 1.0 if own is None else float(own)
    return {role: hours * part for role, hours in frozen.hours_by_role.items() if hours * part > 0}


def load(facts: Facts) -> dict[str, float]:
    """Person (in small letters) → hours a week that an approved, running process asks: of its roles the hours in the
    estimate that are left, divided evenly over the weeks that are left. A role nobody is named for isn't counted."""
    if facts.approved is None or facts.status != "active" or not facts.approved.weeks:
        return {}
    hours = facts.approved.hours_by_step
    left = sum(value for step, value in hours.items() if facts.step(step).status not in ENDED)
    part = left / sum(hours.values()) if sum(hours.values()) else 1.0
    ends = [facts.step(step).finish for step in range(1, 11) if facts.step(step).status not in ENDED]
    last = max((day for day in ends if day), default=None)
    weeks = max((last - facts.today).days / 7, 1.0) if last else facts.approved.weeks * part
    weeks = min(max(weeks, 1.0), max(facts.approved.weeks, 1.0))
    found: dict[str, float] = defaultdict(float)
    for role, of_role in _role_hours(facts).items():
        for name in folded([_holder(facts, role)]):
            found[name] += of_role * part / weeks
    return dict(found)


def _holder(facts: Facts, role: str) -> str:
    own = {"official_client": facts.client, "content_owner": facts.content_owner, "process_lead": facts.process_owner}
    return _named(facts, role) or own.get(role, "")


def capacity(facts: Facts, other: Elsewhere) -> Finding | None:
    """P18, from the approval until all steps have ended: what all running processes ask of a person a week, beside the
    hours that the roles say, at most 26. Evenly spread: a busy week is busier than this."""
    mine = load(facts)
    worst: tuple[float, str, float, float] | None = None
    for name, hours in mine.items():
        planned = hours + sum(neighbour.load.get(name, 0.0) for neighbour in other.processes)
        there = _hours_of(facts, name, planned > hours)
        if planned > there and (worst is None or planned - there > worst[0]):
            worst = (planned - there, name, planned, there)
    if worst is None:
        return None
    _more, name, planned, there = worst
    who = next((_holder(facts, role) for role in _role_hours(facts) if folded([_holder(facts, role)]) == {name}), name)
    return make(
        "P18", RED, 2,
        N_("{name} has {planned} hours of work a week in all running processes together; {there} are there."),
        {"name": who, "planned": round(planned, 1), "there": round(there, 1)},
        (round(planned, 1), round(there, 1), "hours a week"),
    )  # fmt: skip


def _hours_of(facts: Facts, name: str, elsewhere: bool) -> float:
    """What a person has: as the roles of this process say, for all processes together a full-time post."""
    if elsewhere:
        return FULL_TIME
    said = [
        float(person["hours_per_week"])
        for person in facts.people.values()
        if person.get("hours_per_week") is not None and folded([str(person.get("name") or "")]) == {name}
    ]
    return min(sum(said), FULL_TIME) if said else FULL_TIME


def one_person(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P22, from the moment that step 2 is behind until step 9 has ended. No deputy: of the process lead, once the roles
    are filled in."""
    if facts.ended(9) or not (facts.ended(2) or facts.begun(3)):
        return None
    held: dict[str, set[str]] = defaultdict(set)
    names = {role: _named(facts, role) for role in facts.people}
    own = {
        "official_client": facts.client,
        "content_owner": facts.content_owner,
        "process_lead": facts.process_owner,
        "political_client": facts.holder,
    }
    for role, name in {**own, **{role: name for role, name in names.items() if name}}.items():
        for one in folded([name]):
            held[one].add(role)
    most = max(held, key=lambda one: (len(held[one]), one), default="")
    if most and len(held[most]) >= ROLES:
        who = next(name for name in (*names.values(), *own.values()) if folded([name]) == {most})
        text = N_("{name} has {count} roles; from {limit} on a process leans on one person.")
        count = len(held[most])
        return make("P22", AMBER, 2, text, {"name": who, "count": count, "limit": ROLES}, (count, ROLES, "roles"))
    lead = facts.people.get("process_lead") or {}
    if lead.get("name") and not lead.get("deputy"):
        return make("P22", AMBER, 2, N_("{name} leads the process and has no deputy."), {"name": lead["name"]})
    return None
