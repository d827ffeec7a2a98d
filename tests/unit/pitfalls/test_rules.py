"""Each pitfall rule: what triggers it, and what lies just below its threshold. Numbers counted by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portfolio.pitfalls import ADVICE, RULES, Elsewhere, Facts, Finding, rules, run
from tests.unit.pitfalls.builder import (
    TODAY,
    beside,
    busy,
    day,
    done,
    facts,
    frozen,
    near,
    planned,
    skipped,
    talk,
)

NONE = Elsewhere()
APPROVED = {1: done(-120, -100)}
LATE_PLAN = {9: planned(100, 150)}
PEOPLE = {
    "process_lead": {"name": "Cas Voorbeeld", "deputy": "Dirk Voorbeeld", "hours_per_week": 5.0},
    "content_owner": {"name": "Bo Voorbeeld", "hours_per_week": 2.5},
}


def plan(weeks: int, less: int = 0) -> dict[int, Any]:
    """Ten steps planned over so many weeks, ``less`` days shorter."""
    return {step: planned(0, 7 * weeks - 1 - less) for step in range(1, 11)}


def council(days: int, **more: Any) -> Facts:
    scope = {"outcome_route": "raad"} | more
    return facts(scope=scope, approach={"college_on": day(50), "council_on": day(50 + days)})


def gate3(**approach: Any) -> Facts:
    return facts(steps=APPROVED | {3: done(-50, -10)} | LATE_PLAN, approach=approach)


def words(count: int) -> Facts:
    return facts(question=" ".join(["woord"] * count) + "?")


def feedback(days: int, **more: Any) -> Facts:
    """A talk ten days ago, feedback planned so many days after it."""
    return facts(steps=APPROVED | {7: planned(0, days - 10)}, talks=(talk(-10, held=True),), **more)


def decided(days: int, **more: Any) -> Facts:
    return facts(steps=APPROVED | {9: done(-60, -days)}, **more)


def scope_now(**scope: Any) -> Facts:
    return facts(scope=scope)


def asking(**finance: Any) -> Facts:
    return facts(asked=frozen(finance=finance))


def asking_of_council(**finance: Any) -> Facts:
    return facts(asked=frozen(scope={"budget_route": "raad"}, finance={"within_budget": False} | finance))


IN_HOLIDAY = {"holidays": ((day(10), day(16)),)}

# rule, facts that trigger it, what others do, severity, what was found, the limit
FOUND: list[tuple[str, Facts, Elsewhere, str, Any, Any]] = [
    # The minima of data/steps.csv: 2 + 1 + 1.5 + 3 + 3 + 2 + 1 + 2 + 2 + 2 = 19.5 weeks; 136 days are 19.4.
    ("P01", facts(steps=plan(19, less=-3)), NONE, "red", 19.4, 19.5),
    # 1 June to 24 July are 54 days: 7.7 weeks. Up to the decision the minima are 19.5 − 2 = 17.5.
    ("P01", scope_now(start="2026-06-01", deadline="2026-07-24"), NONE, "red", 7.7, 17.5),
    ("P01", facts(residents=1000, scope={"start": "2026-06-01", "deadline": "2026-07-12"}), NONE, "red", 6.0, 6),
    ("P02", facts(talks=(talk(30, 0), talk(20, 7))), NONE, "red", 13, 14),
    ("P02", facts(talks=(talk(20, 0),)), NONE, "amber", 20, 21),
    ("P02", facts(talks=(talk(14, 0),)), NONE, "amber", 14, 21),
    ("P02", facts(steps=APPROVED | {4: done(-30, -2), 5: planned(11, 40)}), NONE, "red", 13, 14),
    ("P03", council(29), NONE, "red", 29, 30),
    ("P03", council(30, deadline=day(107).isoformat()), NONE, "amber", 27, 28),
    ("P04", facts(steps={1: done(-120, -100), 3: busy(-101)}), NONE, "red", day(-101), day(-100)),
    ("P04", facts(approved=None, approved_on=None, talks=(talk(-1, held=True),)), NONE, "red", None, None),
    ("P05", facts(client=""), NONE, "red", 0, 1),
    ("P05", facts(client="Ada Voorbeeld en Bo Voorbeeld"), NONE, "red", 2, 1),
    ("P05", facts(people={"official_client": {"name": "Eva Voorbeeld"}}), NONE, "red", 2, 1),
    ("P05", facts(client="Stuurgroep Wonen"), NONE, "red", None, None),
    ("P05", asking(decider_outcome=""), NONE, "red", None, None),
    ("P05", facts(steps=APPROVED), NONE, "red", None, None),
    ("P06", facts(process_owner=""), NONE, "red", None, None),
    ("P06", facts(process_owner="bo voorbeeld "), NONE, "amber", None, None),
    ("P07", facts(question=" "), NONE, "red", None, None),
    ("P07", facts(question="Wat wilt u hier? En wat wilt u niet?"), NONE, "amber", 2, 1),
    ("P07", words(5), NONE, "amber", 5, 6),
    ("P07", words(36), NONE, "amber", 36, 35),
    (
        "P07",
        facts(groups=(), asked=frozen(finance={"decider_outcome": ""}), approach={"use_of_results": ""}),
        NONE,
        "amber",
        None,
        None,
    ),
    ("P08", facts(approach={"form_on": day(-21), "question_on": day(-20)}), NONE, "red", day(-21), day(-20)),
    ("P08", facts(approach={"form_on": day(-21), "groups_on": day(-20)}), NONE, "red", day(-21), day(-20)),
    ("P09", scope_now(level="informeren", conversations=1), NONE, "amber", 1, 0),
    ("P10", facts(talks=(talk(30),), approach={"decision_on": day(30)}), NONE, "red", day(30), day(30)),
    ("P10", gate3(room_for_input=""), NONE, "red", None, None),
    # 150 hours in 20 weeks; 5 + 2.4 hours a week are 148.
    (
        "P11",
        facts(people=PEOPLE | {"content_owner": {"name": "Bo Voorbeeld", "hours_per_week": 2.4}}),
        NONE,
        "red",
        150,
        148,
    ),
    ("P11", facts(groups=("Jongeren", "Ondernemers")), NONE, "amber", 1, 0),
    (
        "P12",
        facts(talks=(talk(30),)),
        near(beside(-335), beside(-200, id="drie", name="Drie")),
        "red",
        3,
        3,
    ),
    ("P12", facts(talks=(talk(30),)), near(beside(-26)), "amber", 56, 56),
    ("P13", facts(approved=frozen(hours_by_step={5: 100.0, 6: 0.0})), NONE, "red", None, None),
    ("P13", facts(steps=APPROVED | {6: skipped()}), NONE, "red", None, None),
    ("P13", facts(talks=(talk(10),), steps=APPROVED | {8: planned(10, 16)}), NONE, "red", 6, 7),
    ("P13", facts(approved=frozen(hours_by_step={5: 100.0, 6: 24.9})), NONE, "amber", 0.249, 0.25),
    ("P14", facts(talks=(talk(-10, held=True),)), NONE, "red", None, None),
    ("P14", facts(talks=(talk(-10, held=True),), steps=APPROVED | {7: skipped()}), NONE, "red", None, None),
    ("P14", feedback(57), NONE, "red", 57, 56),
    ("P14", feedback(29), NONE, "amber", 29, 28),
    ("P14", feedback(56), NONE, "amber", 56, 28),
    (
        "P14",  # the plan has passed: it counts to today
        facts(talks=(talk(-29, held=True),), steps=APPROVED | {7: planned(-20, -10)}),
        NONE,
        "amber",
        29,
        28,
    ),
    ("P15", facts(steps=APPROVED | {8: busy(), 9: busy(-1)}), NONE, "red", None, None),
    ("P15", facts(steps=APPROVED | {8: done(-20, -1), 9: busy(-2)}), NONE, "red", day(-1), day(-2)),
    ("P16", decided(42), NONE, "amber", 42, 42),
    ("P17", asking(coverage=""), NONE, "red", None, None),
    ("P17", asking(vat_compensable=None), NONE, "red", None, None),
    ("P17", facts(asked=frozen(cost_cents=None)), NONE, "red", None, None),
    # 100 hours in 20 weeks are 5 a week.
    (
        "P18",
        facts(people=PEOPLE | {"process_lead": {"name": "Cas Voorbeeld", "hours_per_week": 4.9}}),
        NONE,
        "red",
        5.0,
        4.9,
    ),
    ("P18", facts(), near(beside(load={"cas voorbeeld": 21.1})), "red", 26.1, 26.0),
    ("P18", facts(approved=frozen(hours_by_role={"process_lead": 521.0})), NONE, "red", 26.1, 26.0),  # 521 / 20 = 26.05
    ("P19", facts(talks=(talk(16),), **IN_HOLIDAY), NONE, "amber", day(16), day(16)),
    ("P20", scope_now(conversations_by_form={"dialoogtafel": 4}), NONE, "amber", 1, 2),
    ("P20", scope_now(conversations_by_form={"dialoogtafel": 2, "bewonersavond": 2}), NONE, "amber", 1, 2),
    ("P21", gate3(goal=""), NONE, "red", 1, 0),
    ("P21", gate3(frames="", use_of_results=""), NONE, "red", 2, 0),
    (
        "P22",
        facts(steps=APPROVED | {2: done(-90, -80)}, process_owner="Bo Voorbeeld", client="Bo Voorbeeld"),
        NONE,
        "amber",
        3,
        3,
    ),
    (
        "P22",
        facts(steps=APPROVED | {2: done(-90, -80)}, people={"process_lead": {"name": "Cas Voorbeeld"}}),
        NONE,
        "amber",
        None,
        None,
    ),
    ("P23", facts(steps=APPROVED | {3: done(-60, -29)}), NONE, "amber", 29, 28),
    ("P23", facts(steps=APPROVED | {3: done(-60, -50)}, public=(day(-29), day(-40))), NONE, "amber", 29, 28),
    ("P24", facts(approach={"goal": ""}), NONE, "red", None, None),
    ("P25", facts(approach={"open_decisions": "Waar?\n\nHoeveel?"}), NONE, "amber", 2, 0),
    # More than 10 % above 10 groups, 20 talks, 1,000 residents.
    ("P26", scope_now(stakeholder_groups=12), NONE, "red", pytest.approx(0.2), 0.1),
    ("P26", scope_now(conversations=23), NONE, "red", pytest.approx(0.15), 0.1),
    ("P26", scope_now(resident_reach=1101), NONE, "red", pytest.approx(0.101), 0.1),
    ("P26", facts(talks=tuple(talk(n) for n in range(23))), NONE, "red", pytest.approx(0.15), 0.1),
    ("P27", facts(approach={"keeps_personal_data": True, "privacy_until": day(100)}), NONE, "red", None, None),
    ("P27", facts(approach={"keeps_personal_data": True, "privacy_purpose": "Nieuws"}), NONE, "red", None, None),
    # Today is a Monday: day 6 is the Sunday of the same week.
    ("P28", facts(talks=(talk(6),)), near(beside(0)), "amber", day(0), day(0)),
    ("P29", asking(within_budget=False), NONE, "red", None, None),
    ("P29", asking_of_council(), NONE, "red", None, None),
]

# rule, facts just below its threshold (or before its moment), what others do
QUIET: list[tuple[str, Facts, Elsewhere]] = [
    ("P01", facts(steps=plan(20, less=3)), NONE),  # 137 days: 19.6 weeks
    ("P01", facts(steps=plan(19) | {10: skipped()}), NONE),  # without step 10 the minima are 17.5
    ("P01", scope_now(start="2026-06-01", deadline="2026-10-02"), NONE),  # 124 days: 17.7 weeks
    ("P02", facts(talks=(talk(21, 0),)), NONE),
    ("P02", facts(steps=APPROVED | {4: done(-30, -2), 5: planned(19, 40)}), NONE),
    ("P02", facts(steps=APPROVED | {5: done(-30, -2)}, talks=(talk(-10, -11, held=True),)), NONE),
    ("P03", council(30), NONE),
    ("P03", council(30, deadline=day(108).isoformat()), NONE),
    ("P03", facts(approach={"college_on": day(50), "council_on": day(51)}), NONE),  # the college decides
    ("P04", facts(steps={1: done(-120, -100), 3: busy(-100)}), NONE),
    ("P04", facts(approved=None, approved_on=None, steps={2: busy()}), NONE),
    ("P05", facts(), NONE),
    ("P05", facts(client="", asked=None), NONE),
    ("P05", facts(people={"official_client": {"name": "ada voorbeeld"}}), NONE),
    ("P06", facts(process_owner="", asked=None), NONE),
    ("P06", facts(process_owner="", people={"process_lead": {"name": "Cas"}}), NONE),
    ("P07", words(6), NONE),
    ("P07", words(35), NONE),
    ("P07", facts(question="", asked=None), NONE),
    ("P07", facts(groups=()), NONE),
    ("P08", facts(approach={"form_on": day(-20), "question_on": day(-20), "groups_on": day(-30)}), NONE),
    ("P09", scope_now(level="informeren", conversations=0), NONE),
    ("P10", facts(talks=(talk(30),), approach={"decision_on": day(31)}), NONE),
    ("P10", facts(approach={"room_for_input": ""}), NONE),  # step 3 is still ahead
    ("P11", facts(people=PEOPLE), NONE),  # 7.5 × 20 = 150 hours, just what it takes
    ("P11", facts(approach={"with_whom": ""}, groups=("Ondernemers",)), NONE),
    ("P12", facts(talks=(talk(30),)), near(beside(-336), beside(-200, id="drie"))),  # 366 days apart
    ("P12", facts(talks=(talk(30),)), near(beside(-27))),  # 57 days apart
    ("P12", facts(talks=(talk(30),)), near(beside(30, area="Noord"))),
    ("P13", facts(talks=(talk(10),), steps=APPROVED | {8: planned(10, 17)}), NONE),
    ("P13", facts(approved=frozen(hours_by_step={5: 100.0, 6: 25.0})), NONE),
    ("P14", feedback(28), NONE),
    ("P14", feedback(60, told={"done": day(-1)}), NONE),
    ("P14", facts(), NONE),  # no talk has a day yet
    ("P15", facts(steps=APPROVED | {8: done(-20, -2), 9: busy(-2)}), NONE),
    ("P15", facts(steps=APPROVED | {8: busy()}), NONE),
    ("P16", decided(41), NONE),
    ("P16", decided(90, evaluation={"lessons": "Eerder beginnen"}), NONE),
    ("P17", facts(), NONE),
    ("P17", facts(asked=None), NONE),
    ("P18", facts(people=PEOPLE), NONE),  # 5 of 5 hours a week
    ("P18", facts(), near(beside(load={"cas voorbeeld": 21.0}))),  # 26 of 26
    ("P18", facts(approved=frozen(hours_by_role={"process_lead": 520.0})), NONE),
    ("P19", facts(talks=(talk(17),), **IN_HOLIDAY), NONE),
    ("P19", facts(talks=(talk(9),), **IN_HOLIDAY), NONE),
    ("P20", scope_now(conversations_by_form={"dialoogtafel": 2, "enquete": 1}), NONE),
    ("P20", facts(asked=None, scope={"conversations_by_form": {"dialoogtafel": 4}}), NONE),
    ("P21", gate3(), NONE),
    ("P21", facts(steps=APPROVED | {3: busy()}, approach={"goal": ""}), NONE),
    ("P22", facts(steps=APPROVED | {2: done(-90, -80)}, process_owner="Bo Voorbeeld"), NONE),
    ("P22", facts(steps=APPROVED | {2: done(-90, -80)}, people=PEOPLE), NONE),
    ("P23", facts(steps=APPROVED | {3: done(-60, -28)}), NONE),
    ("P23", facts(steps=APPROVED | {3: done(-60, -50)}, public=(day(-28),)), NONE),
    ("P24", facts(approach={"goal": ""}, asked=None), NONE),
    ("P24", facts(approach={"goal": ""}, asked=frozen(finance={"light": True})), NONE),
    ("P25", facts(approach={"open_decisions": " \n"}), NONE),
    ("P26", scope_now(stakeholder_groups=11, conversations=22, resident_reach=1100), NONE),
    ("P26", facts(approved=None, scope={"conversations": 40}), NONE),
    ("P27", facts(approach={"keeps_personal_data": True, "privacy_purpose": "X", "privacy_until": day(9)}), NONE),
    ("P27", facts(approach={"keeps_personal_data": False}), NONE),
    ("P28", facts(talks=(talk(6),)), near(beside(7))),  # Sunday, and the Monday after it
    ("P28", facts(talks=(talk(-1, held=True),)), near(beside(-1))),  # that week is over
    ("P29", facts(), NONE),
    ("P29", asking_of_council(budget_amendment="Tweede tussenrapportage"), NONE),
]


def name(case: tuple[Any, ...]) -> str:
    return str(case[0])


@pytest.mark.parametrize("case", FOUND, ids=name)
def test_it_is_found(case: tuple[str, Facts, Elsewhere, str, Any, Any]) -> None:
    rule, given, other, severity, found, limit = case
    finding = RULES[rule](given, other)
    assert finding is not None
    assert (finding.rule, finding.severity, finding.found, finding.limit) == (rule, severity, found, limit)
    assert severity in rules()[rule]["severity"].split("|")
    assert finding.message and 1 <= finding.step <= 10
    assert finding.grade in ("sourced", "ours", "none")


@pytest.mark.parametrize("case", QUIET, ids=name)
def test_just_below_it_is_quiet(case: tuple[str, Facts, Elsewhere]) -> None:
    rule, given, other = case
    assert RULES[rule](given, other) is None


def test_every_rule_of_the_file_is_tried_on_both_sides() -> None:
    assert set(RULES) == set(rules()) == set(ADVICE) == {case[0] for case in FOUND} == {case[0] for case in QUIET}


def test_a_healthy_process_and_a_new_one_have_no_findings() -> None:
    assert run(facts(), NONE) == []
    assert run(Facts(id="nieuw", name="Nieuw", today=TODAY), NONE) == []
    assert run(Facts(id="nieuw", name="Nieuw", today=TODAY, scope=facts().scope), NONE) == []


@pytest.mark.parametrize("status", ["paused", "stopped", "closed"])
def test_what_waits_or_is_over_has_no_findings(status: str) -> None:
    assert run(facts(client="", status=status), NONE) == []
    assert run(facts(client=""), NONE) != []


def test_the_red_ones_come_first_and_accepted_ones_last() -> None:
    broken = facts(client="", approach={"goal": ""}, scope={"level": "informeren"})
    accepted = {"P05": {"reason": "Na de verkiezingen", "until": dt.date(2026, 7, 1)}}
    found = run(broken, NONE, accepted)
    assert [one.rule for one in found] == ["P24", "P09", "P05"]
    assert [one.counts for one in found] == [True, True, False]


def test_the_threshold_says_whose_it_is() -> None:
    def grade(rule: str, given: Facts) -> str:
        finding: Finding | None = RULES[rule](given, NONE)
        assert finding
        return finding.grade

    assert grade("P02", facts(talks=(talk(13, 0),))) == "sourced"  # 14 days
    assert grade("P02", facts(talks=(talk(20, 0),))) == "ours"  # 21 days
    assert grade("P01", facts(steps=plan(19))) == "ours"
    assert grade("P04", facts(steps={3: busy(-101)})) == "none"
