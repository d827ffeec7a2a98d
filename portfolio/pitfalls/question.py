"""Rules about what it is about: the question, the level, the form, the frames and the policy goal."""

from __future__ import annotations

from portfolio.messages import N_
from portfolio.pitfalls.facts import Elsewhere, Facts, as_day
from portfolio.pitfalls.finding import AMBER, RED, Finding, make

FEWEST, MOST, MARKS = 6, 35, 1  # P07: words and question marks
SCOPE_SHARE = 0.10  # P26
# P20: where and when a form reaches people. Our assumption: together in a room at a fixed hour, out in the street or at
# the door, or online and on paper whenever it suits.
QUADRANT = {
    **dict.fromkeys(
        ("dialoogtafel", "bewonersavond", "werkatelier", "klankbordgroep", "focusgroep", "wereldcafe", "burgerforum",
         "burgerberaad", "inloopavond"), ("together in a room", "at a fixed hour")
    ),
    **dict.fromkeys(
        ("straatgesprek", "huisaanhuisgesprek", "keukentafelgesprek"), ("where people are", "when it suits them")
    ),
    **dict.fromkeys(("excursie", "wijkschouw"), ("outside", "at a fixed hour")),
    **dict.fromkeys(
        ("enquete", "flitspeiling", "inwonerpanel", "pwe", "online_platform", "burgerbegroting"),
        ("online or on paper", "when it suits them"),
    ),
}  # fmt: skip


def vague(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P07, partly detectable: a question that is written is looked at from the first day, a missing one from the moment
    that a request was sent; until the talks are over. Whether a group or decision is named is read from the fields of
    the process, the approach and the request, not from the words of the question."""
    question = facts.question.strip()
    if facts.ended(5) or (not question and not facts.asked):
        return None
    if not question:
        return make("P07", RED, 3, N_("Time and money were asked, and there is no participation question."))
    marks, words = question.count("?"), len(question.split())
    if marks > MARKS:
        text = N_("The question has {marks} question marks: it asks more than {limit} thing at a time.")
        return make("P07", AMBER, 3, text, {"marks": marks, "limit": MARKS}, (marks, MARKS, "marks"))
    if words < FEWEST or words > MOST:
        text = N_("The question has {words} words; between {low} and {high} is clear to most people.")
        return make(
            "P07", AMBER, 3, text, {"words": words, "low": FEWEST, "high": MOST},
            (words, FEWEST if words < FEWEST else MOST, "words"),
        )  # fmt: skip
    decided = facts.finance.get("decider_outcome") or facts.approach.get("use_of_results")
    if facts.asked and not facts.groups and not decided:
        return make("P07", AMBER, 3, N_("Neither a group nor the decision is named that the question is for."))
    return None


def form_first(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P08, from the moment that the days are in the approach, until the talks are over."""
    form = as_day(facts.approach.get("form_on"))
    if form is None or facts.ended(5):
        return None
    days = [as_day(facts.approach.get(name)) for name in ("question_on", "groups_on")]
    last = max((day for day in days if day), default=None)
    if last is None or form >= last:
        return None
    return make(
        "P08", RED, 3,
        N_("The form or venue was chosen on {form}, and question and groups stood on {last}."),
        {"form": form, "last": last}, (form, last, "date"),
    )  # fmt: skip


def sham(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P09, from the first estimate until the talks are over."""
    talks = facts.scope.get("conversations") or len(facts.talks)
    if facts.ended(5) or facts.scope.get("level") != "informeren" or not talks:
        return None
    text = N_("The level is “inform”, and {talks} talks are planned: people will think that they can change something.")
    return make("P09", AMBER, 3, text, {"talks": talks}, (talks, 0, "talks"))


def one_form(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P20, from the moment that a request was sent until the talks are over: the forms of the talks on record, else
    those of the estimate. Which kind of place and time a form has is our table (QUADRANT)."""
    if not facts.asked or facts.ended(5):
        return None
    forms = {talk.form for talk in facts.talks if talk.form}
    planned = facts.scope.get("conversations_by_form") or {}
    forms |= {form for form, count in planned.items() if count}
    if len(forms) == 1:
        return make(
            "P20", AMBER, 5,
            N_("There is {count} working form; people who don't come to it aren't heard."),
            {"count": 1}, (1, 2, "forms"),
        )  # fmt: skip
    kinds = {QUADRANT.get(form) for form in forms}
    if len(kinds) == 1 and None not in kinds:
        return make(
            "P20", AMBER, 5,
            N_("All {count} working forms are in the same kind of place and time; the same people come to them."),
            {"count": len(forms)}, (1, 2, "kinds"),
        )  # fmt: skip
    return None


def frames(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P21, from the moment that step 3 is behind until step 9 has ended."""
    if facts.ended(9) or not (facts.ended(3) or facts.begun(4)):
        return None
    people = all((facts.client, facts.content_owner, facts.process_owner)) or bool(facts.people)
    known = {
        N_("the goal"): facts.approach.get("goal"),
        N_("the frames"): facts.approach.get("frames"),
        N_("the roles"): people,
        N_("what happens with the results"): facts.approach.get("use_of_results"),
    }
    missing = [name for name, value in known.items() if not value]
    if not missing:
        return None
    text = N_("Step 3 is behind, and this isn't on paper: {missing}.")
    return make("P21", RED, 3, text, {"missing": tuple(missing)}, (len(missing), 0, "missing"))


def no_goal(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P24, partly detectable (a goal can be empty words): from the moment that a request was sent, on the light track
    from the moment that step 3 is behind; until step 9 has ended."""
    due = facts.begun(4) if facts.finance.get("light") else bool(facts.asked)
    if not due or facts.ended(9) or facts.approach.get("goal"):
        return None
    return make("P24", RED, 1, N_("The approach doesn't say which policy goal this serves."))


def open_choices(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P25, partly detectable (who doesn't write them down has none): from the moment that a request was sent until the
    talks are over."""
    choices = [line for line in str(facts.approach.get("open_decisions") or "").splitlines() if line.strip()]
    if not facts.asked or facts.ended(5) or not choices:
        return None
    text = N_("Choices that must be made first and are still open: {count}.")
    return make("P25", AMBER, 1, text, {"count": len(choices)}, (len(choices), 0, "choices"))


def creep(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P26, from the approval until step 9 has ended: the estimate of now and the talks on record, beside what was
    granted last."""
    if facts.approved is None or facts.ended(9):
        return None
    names = {
        "stakeholder_groups": N_("groups"),
        "conversations": N_("talks"),
        "resident_reach": N_("residents to reach"),
    }
    worst: tuple[float, str, float, float] | None = None
    for name, word in names.items():
        granted, now = facts.approved.scope.get(name), facts.scope.get(name)
        if name == "conversations":
            now = max(now or 0, len(facts.talks))
        if not granted or now is None:
            continue
        more = now / granted - 1
        if round(more, 9) > SCOPE_SHARE and (worst is None or more > worst[0]):
            worst = (more, word, now, granted)
    if worst is None:
        return None
    more, word, now, granted = worst
    return make(
        "P26", RED, 1,
        N_("{now} {what} instead of the {granted} that were approved: {more_share} more, {limit_share} may."),
        {"now": now, "what": word, "granted": granted, "more_share": more, "limit_share": SCOPE_SHARE},
        (more, SCOPE_SHARE, "share"),
    )  # fmt: skip


def privacy(facts: Facts, _other: Elsewhere) -> Finding | None:
    """P27, partly detectable (it takes the answer in the approach): as soon as it says that personal data are kept."""
    if not facts.approach.get("keeps_personal_data"):
        return None
    if not facts.approach.get("privacy_purpose"):
        return make("P27", RED, 3, N_("Personal data are kept, and nowhere it says what for."))
    if not facts.approach.get("privacy_until"):
        return make("P27", RED, 3, N_("Personal data are kept, and nowhere it says until when."))
    return None
