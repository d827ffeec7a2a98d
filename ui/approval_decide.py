"""Deciding on a request: approve, return or refuse it here, or record what college or council decided on paper.

Who made the request sees why somebody else must do this. The rules are those of portfolio.verdicts; this only keeps
people from clicking what would be refused anyway.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from display import words
from display.words import label
from portfolio import requests, verdicts
from portfolio.requests import Request
from ui import approval_lower, fields, sign_in, state
from ui.approval_words import BODY, OUTCOME, is_maker, on_paper, person, statement
from ui.approval_write import once
from ui.fields import Form
from ui.formats import date_text, euro
from ui.i18n import N_, _
from ui.text import esc

ACTION = {
    "approve": N_("approve"),
    "lower": N_("grant less"),
    "return": N_("return with questions"),
    "refuse": N_("refuse"),
    "record": N_("record a decision"),
}
DOCUMENTS = ["pdf", "docx", "odt", "jpg", "jpeg", "png"]


def draw(asked: Request) -> None:
    """The decision panel of this user: the actions open to them, or why there are none."""
    st.subheader(_("The decision"), anchor=False)
    for verdict in asked.deferrals:
        deferred(verdict)
    user = state.user()
    if is_maker(state.store(), user, asked):
        makers = ", ".join(esc(person(maker)) for maker in asked.makers)
        st.info(
            f"{_(verdicts.FOUR_EYES)}  \n" + _("Worked on this request: {names}.", names=makers),
            icon=":material/group:",
        )
        return
    allowed = actions(asked)
    if not allowed:
        st.info(_("Your role reads here; a decider approves, and an editor or decider records a decision."))
        return
    paper = on_paper(asked)
    if paper:
        st.markdown(_(paper))
    start = {"body": asked.finance.get("decider_money") or label(BODY, asked.scope["budget_route"])}
    form = fields.open_form(f"besluit:{asked.id}", start)
    chosen = allowed[0]
    if len(allowed) > 1:
        chosen = fields.choice(
            form, "action", _("What do you do?"), allowed, allowed[0], lambda code: label(ACTION, code), visible=True
        )
    _FORMS[chosen](asked, form)


def actions(asked: Request) -> list[str]:
    """What this user's role may do with a request that waits, the usual one first."""
    user, paper = state.user(), on_paper(asked)
    found = [] if paper or not user.may("request.approve") else ["approve", "lower"]
    found += ["record"] if paper and user.may("request.record") else []
    found += ["return"] if user.may("request.return") else []
    found += ["refuse"] if user.may("request.refuse") and not paper else []
    return found + (["record"] if not paper and user.may("request.record") else [])


def deferred(verdict: dict[str, Any]) -> None:
    """An earlier decision to wait."""
    st.caption(f":material/schedule: {decided(verdict)}")


def decided(verdict: dict[str, Any]) -> str:
    """A verdict in a sentence, as markdown: who, when, what, under which number."""
    who = esc(words.body(verdict["body"] or "")) or esc(person(verdict["who"]))
    parts = [
        _(
            "{who}, {date}: **{outcome}**",
            who=who,
            date=date_text(verdict["date"] or verdict["at"]),
            outcome=label(OUTCOME, verdict["outcome"]),
        )
    ]
    if verdict.get("granted"):
        parts.append(_("{amount} for a smaller process", amount=euro(verdict["granted_cents"] / 100)))
    if verdict["number"]:
        parts.append(_("number {number}", number=esc(verdict["number"])))
    if verdict["kind"] == "recorded":
        parts.append(_("recorded by {name}", name=esc(person(verdict["who"]))))
    if not verdict["signed_in"]:
        parts.append(_("without sign-in"))
    if verdict["reason"]:
        parts.append(f"“{esc(verdict['reason'])}”")
    return " · ".join(parts)


def _approve(asked: Request, form: Form) -> None:
    fields.keep(form)
    sign_in.fresh()
    text = statement(asked)
    st.container(border=True).markdown(esc(text))
    agreed = st.checkbox(_("This is what I agree with"), key=f"agree.{asked.id}.{asked.version}")
    if not _pressed("approve", _("Approve"), ":material/check:"):
        return
    if not agreed:
        st.error(_("Tick first that you agree with the sentence above."))
        return
    once(form, lambda token: requests.approve(state.store(), state.user(), asked.id, asked.version, text, token), asked)


def _return(asked: Request, form: Form) -> None:
    questions = fields.text(form, "questions", _("Questions to the requester"), area=True)
    fields.keep(form)
    if _pressed("return", _("Return"), ":material/undo:"):
        once(
            form,
            lambda token: requests.return_(state.store(), state.user(), asked.id, asked.version, questions, token),
            asked,
        )


def _refuse(asked: Request, form: Form) -> None:
    reason = fields.text(form, "reason", _("Reason for refusing"), area=True)
    fields.keep(form)
    if _pressed("refuse", _("Refuse"), ":material/block:"):
        once(
            form,
            lambda token: requests.refuse(state.store(), state.user(), asked.id, asked.version, reason, token),
            asked,
        )


def _record(asked: Request, form: Form) -> None:
    st.caption(_("A college or council never clicks a button: record here what it decided."))
    left, right = st.columns(2)
    with left:
        body = fields.text(form, "body", _("Body that decided"))
        number = fields.text(form, "number", _("Decision or case number"))
    with right:
        day = fields.day(form, "date", _("Date of the decision"))
        outcome = fields.choice(
            form,
            "outcome",
            _("Outcome"),
            verdicts.OUTCOMES,
            "approved",
            lambda code: label(OUTCOME, code),
            visible=True,
        )
    note = fields.text(form, "note", _("Conditions or note"), area=True)
    limit = _less_on_paper(asked, form) if outcome == "approved" else None
    file = st.file_uploader(
        _("Signed decision (optional, at most 10 MB)"), DOCUMENTS, key=f"document.{asked.id}.{form.generation}"
    )
    form.slots["document"] = st.empty()
    fields.keep(form)
    who = state.user()
    st.caption(
        _("Registered by {name}.", name=esc(who.name))
        if who.signed_in
        else _("Registered by {name}, without sign-in.", name=esc(_(who.name)))
    )
    if not _pressed("record", _("Record the decision"), ":material/gavel:"):
        return

    def write(token: str) -> Request:
        name, content = (file.name, file.getvalue()) if file else (None, None)
        return requests.record_decision(
            state.store(),
            state.user(),
            asked.id,
            asked.version,
            body,
            day or "",
            number,
            name,
            content,
            outcome,
            note,
            token,
            limit,
        )

    once(form, write, asked)


def _less_on_paper(asked: Request, form: Form) -> int | None:
    """When less was granted than was asked: the amount, and what falls away."""
    less = fields.yes(form, "less", _("Less was granted than was asked"))
    if not less:
        return None
    limit = approval_lower.amount(form, asked)
    if limit is not None:
        approval_lower.shown(form, asked, limit)
    return limit


_FORMS: dict[str, Callable[[Request, Form], None]] = {
    "approve": _approve,
    "lower": approval_lower.draw,
    "return": _return,
    "refuse": _refuse,
    "record": _record,
}


def _pressed(key: str, text: str, icon: str) -> bool:
    return st.button(text, key=f"decide_{key}", type="primary", icon=icon)
