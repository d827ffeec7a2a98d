"""Whatever is missing, no rule raises: random facts with random gaps, beside random neighbours."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from portfolio.pitfalls import RULES, Elsewhere, Facts, run
from portfolio.pitfalls.facts import Frozen, Neighbour, StepFacts, TalkFacts
from tests.unit.pitfalls.builder import APPROACH, FINANCE, SCOPE, TODAY, facts

DAYS = some.none() | some.integers(-800, 800).map(lambda n: TODAY + dt.timedelta(days=n))
TEXTS = some.sampled_from(["", " ", "Ada Voorbeeld", "Ada en Bo", "team", "?", "{x}", "**"])
NUMBERS = some.none() | some.sampled_from([0, 0.0, 1, 7.5, 400])


def gaps(whole: dict[str, Any], value: some.SearchStrategy[Any]) -> some.SearchStrategy[dict[str, Any]]:
    """Some of the keys, some with another value."""
    return some.fixed_dictionaries({}, optional={key: some.just(old) | value for key, old in whole.items()})


STEPS = some.builds(
    StepFacts, some.sampled_from(["open", "busy", "done", "skipped"]), DAYS, DAYS, DAYS, DAYS
)  # fmt: skip
TALKS = some.builds(
    TalkFacts,
    some.sampled_from(["planned", "held"]),
    some.sampled_from(["", "dialoogtafel", "enquete", "iets anders"]),
    some.sampled_from([(), ("Jongeren",), ("",)]),
    DAYS,
    DAYS,
    DAYS,
)
SCOPES = gaps(SCOPE | {"start": "2026-01-05", "deadline": "2026-09-01", "done": "decision"}, some.none())
FROZEN = some.none() | some.builds(
    Frozen,
    gaps(SCOPE, some.none()),
    gaps(FINANCE | {"light": True, "budget_amendment": "x"}, some.none() | some.just(False)),
    some.dictionaries(some.integers(1, 10), some.sampled_from([0.0, 10.0])),
    some.dictionaries(some.sampled_from(["process_lead", "facilitator"]), some.sampled_from([0.0, 100.0])),
    some.sampled_from([None, 0.0, 20.0]),
    some.sampled_from([None, 0, 100]),
)
PEOPLE = some.dictionaries(
    some.sampled_from(["process_lead", "content_owner", "official_client", "facilitator"]),
    gaps({"name": "Ada Voorbeeld", "deputy": "Bo", "hours_per_week": 8.0, "not_applicable": False}, some.none()),
)
FORM_DAYS = ("question_on", "groups_on", "form_on", "college_on", "council_on", "decision_on", "privacy_until")
APPROACHES = some.tuples(
    gaps(APPROACH | {"open_decisions": "Een\nTwee", "keeps_personal_data": True, "privacy_purpose": "x"}, some.none()),
    some.fixed_dictionaries({}, optional=dict.fromkeys(FORM_DAYS, DAYS)),
).map(lambda parts: parts[0] | parts[1])
PERIODS = some.lists(some.integers(-400, 400).map(lambda n: (TODAY, TODAY + dt.timedelta(days=abs(n)))), max_size=3)
NEIGHBOURS = some.builds(
    Neighbour,
    some.sampled_from(["twee", "drie"]),
    TEXTS,
    some.sampled_from(["", "Zuid"]),
    some.just(("Jongeren",)),
    PERIODS,
    some.dictionaries(some.just("jongeren"), PERIODS),
    some.dictionaries(some.sampled_from(["ada voorbeeld", ""]), some.just(20.0)),
)
FACTS = some.builds(
    Facts,
    id=some.just("een"),
    today=some.just(TODAY),
    area=some.sampled_from(["", "Zuid"]),
    groups=some.sampled_from([(), ("",), ("Jongeren", "Ouderen")]),
    question=TEXTS,
    client=TEXTS,
    content_owner=TEXTS,
    process_owner=TEXTS,
    holder=TEXTS,
    residents=some.sampled_from([None, 0, 900]),
    steps=some.dictionaries(some.integers(1, 10), STEPS),
    scope=SCOPES,
    asked=FROZEN,
    approved=FROZEN,
    approved_on=DAYS,
    approach=APPROACHES,
    people=PEOPLE,
    evaluation=some.sampled_from([{}, {"lessons": None}]),
    talks=some.lists(TALKS, max_size=4),
    told=some.dictionaries(some.sampled_from(["heard", "done"]), some.just(TODAY)),
    public=some.sampled_from([(), (TODAY,)]),
    holidays=some.sampled_from([(), ((TODAY, TODAY),)]),
)


@settings(max_examples=300, deadline=None)
@given(FACTS, some.lists(NEIGHBOURS, max_size=3))
def test_no_rule_raises(given_facts: Facts, others: list[Neighbour]) -> None:
    for finding in run(given_facts, Elsewhere(others)):
        assert finding.message
        assert finding.rule in RULES


def test_any_one_fact_may_be_missing() -> None:
    for field in dataclasses.fields(Facts):
        if field.name in ("id", "today", "status"):
            continue
        empty = field.default if field.default is not dataclasses.MISSING else field.default_factory()  # type: ignore[misc]
        run(dataclasses.replace(facts(), **{field.name: empty}), Elsewhere())
