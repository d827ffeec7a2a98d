"""All rules by their id, what to do about each, and running them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from portfolio.messages import N_
from portfolio.pitfalls import between, hearing, money, people, question, time
from portfolio.pitfalls.facts import Elsewhere, Facts
from portfolio.pitfalls.finding import RED, Finding

Rule = Callable[[Facts, Elsewhere], Finding | None]

RULES: Mapping[str, Rule] = {
    "P01": time.too_little_time,
    "P02": time.invited_late,
    "P03": time.decision_calendar,
    "P04": time.not_approved,
    "P05": people.no_decider,
    "P06": people.owners,
    "P07": question.vague,
    "P08": question.form_first,
    "P09": question.sham,
    "P10": time.already_decided,
    "P11": people.not_linked,
    "P12": between.overloaded,
    "P13": time.interpretation_forgotten,
    "P14": hearing.no_feedback,
    "P15": hearing.no_account,
    "P16": hearing.no_evaluation,
    "P17": money.no_cover,
    "P18": people.capacity,
    "P19": time.holiday,
    "P20": question.one_form,
    "P21": question.frames,
    "P22": people.one_person,
    "P23": hearing.no_news,
    "P24": question.no_goal,
    "P25": question.open_choices,
    "P26": question.creep,
    "P27": question.privacy,
    "P28": between.same_week,
    "P29": money.outside_budget,
}

ADVICE: Mapping[str, str] = {
    "P01": N_("Choose a later date, ask less, or skip a step with a reason that you can explain."),
    "P02": N_("Move the talk, or invite these people in person now and hold a second talk later."),
    "P03": N_("Look at the meeting dates with the clerk and move the council date, or hand in earlier."),
    "P04": N_("Ask for the approval now, and stop the work that ran ahead of it."),
    "P05": N_("Agree on one person who decides, and write down who decides on the outcome and when."),
    "P06": N_("Name two people: one for the content, one for the process."),
    "P07": N_("Write one question that a resident understands, and test it with somebody of the group."),
    "P08": N_("Look at the form again now that question and groups are known, and change it if it doesn't fit."),
    "P09": N_("Call it communication, or choose a level at which people can change something."),
    "P10": N_("Move the decision behind the talks, or say plainly what can still change and what can't."),
    "P11": N_("Choose the groups that matter for the question, or ask for more hours."),
    "P12": N_("Combine the talks with the other process, or use what this group said before."),
    "P13": N_("Give step 6 its time: a session on what it means, before the report is written."),
    "P14": N_("Send “what we heard” now, also when the decision has yet to come, and plan the rest."),
    "P15": N_("Finish the final report first, and send it along with the decision."),
    "P16": N_("Plan an hour to evaluate with those who did it, and write down three lessons."),
    "P17": N_("Fill this in with finance, and send the request again."),
    "P18": N_("Move work to somebody else, start later, or hire."),
    "P19": N_("Move the talk, or ask the groups whether this date suits them."),
    "P20": N_("Add a second form elsewhere or at another time, for instance in the street or online."),
    "P21": N_("Write this down in the approach before people are invited, and tell it at the first talk."),
    "P22": N_("Name a deputy, or hand over a role."),
    "P23": N_("Post a short message on where it stands, also when there is little news."),
    "P24": N_("Write in the approach which policy this is for; without it the outcome has no address."),
    "P25": N_("Have these choices made before people are invited."),
    "P26": N_("Ask again with the difference, or go back to what was approved."),
    "P27": N_("Write down what the data are for and until when, or delete them."),
    "P28": N_("Call the lead of the other process: combine, or tell each other's story."),
    "P29": N_("Have the council decide, with a budget amendment, or find cover within the budget."),
}


def run(facts: Facts, other: Elsewhere, accepted: Mapping[str, Mapping[str, Any]] | None = None) -> list[Finding]:
    """What all rules find in an active process, the red ones first; one that was accepted says so.

    A paused process waits and a closed one is over: they have no findings.
    """
    if facts.status != "active":
        return []
    found = [finding for rule in RULES.values() if (finding := rule(facts, other)) is not None]
    known = accepted or {}
    marked = [dataclasses.replace(one, accepted=known[one.rule]) if one.rule in known else one for one in found]
    return sorted(marked, key=lambda one: (not one.counts, one.severity != RED, one.step, one.rule))
