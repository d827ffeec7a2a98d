"""Asking: the finance fields as finance wants them, what is still missing, and the button that freezes and sends."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from display.words import label
from portfolio import forms, readiness, requests
from portfolio.processes import Process
from portfolio.readiness import Item
from portfolio.requests import Request
from portfolio.scenarios import Scenario
from portfolio.store import Conflict, NotFound, Refused
from ui import (
    approval_approach,
    approval_difference,
    approval_finance,
    approval_head,
    fields,
    portfolio_links,
    process_save,
    request_documents,
    state,
)
from ui.approval_words import BODY, READABLE
from ui.errors import sentence
from ui.fields import Form
from ui.formats import fill, number
from ui.i18n import _, ngettext
from ui.text import esc

Finance = dict[str, Any]
Concept = Callable[[Finance, str, str], bytes]  # (finance fields, kind of document, language) -> a draft of it


def draw(process: Process, base: Scenario | None, before: Request | None, concept: Concept) -> None:
    """What would be asked, the fields, the check and the button; without an estimate the way to it."""
    if base is None:
        st.markdown(_("There is no estimate yet, so there is nothing to ask. Three numbers are enough to begin."))
        portfolio_links.link("estimate", _("To the estimate"), process.id, icon=":material/calculate:")
        return
    est = approval_head.to_be_asked(process, base)
    form = fields.open_form(f"aanvraag:{process.id}", _start(process, base, before))
    top = st.container()
    columns = st.columns([3, 2], gap="large")
    left, right = columns[0].container(), columns[1].container()  # directly in a column buttons would not wrap
    with left:
        approval_approach.draw(process)
        finance = approval_finance.draw(form, base, est)
        fields.keep(form)
    with top:
        approval_difference.beside(process, base, est, finance)
        approval_head.figures(est, finance["vat_compensable"])
    step0 = forms.get(state.store(), process.id, "approach").content
    items = readiness.check(process, base.scope, finance, state.figures(), estimate=est, approach=step0)
    with right:
        _check(process, items)
    with left:
        _send(process, base, form, finance, items, before)
        _read_first(process, base, finance, concept)


def _start(process: Process, base: Scenario, before: Request | None) -> Finance:
    """What the fields begin with: the previous version's answers, else the deciders as the estimate names them."""
    if before:
        return {name: value for name, value in before.finance.items() if value is not None}
    return {
        "decider_money": _decider(base.scope["budget_route"], process),
        "decider_outcome": _decider(base.scope["outcome_route"], process),
    }


def _decider(route: str, process: Process) -> str:
    return process.client_name if route == "budgethouder" else label(BODY, route)


def _check(process: Process, items: list[Item]) -> None:
    st.subheader(_("Ready to send?"), anchor=False)
    missing = [item for item in items if item.required and not item.ok]
    advice = [item for item in items if not item.required and not item.ok]
    fine = [item for item in items if item.ok]
    if missing:
        n = len(missing)
        st.markdown(ngettext("**{n} point is missing:**", "**{n} points are missing:**", n, n=number(n)))
        _points(process, missing, "▲")
    else:
        st.markdown(_("✓ **Everything that finance would ask back is answered.**"))
    if advice:
        st.markdown(_("**Better, but not needed:**"))
        _points(process, advice, "○")
    with st.expander(_("In order ({n})", n=len(fine)), key="ready_fine"):
        st.markdown("\n".join(f"- ✓ {fill(item.template, item.params)}" for item in fine) or "–")


def _points(process: Process, items: list[Item], sign: str) -> None:
    """Each point with the page where it is repaired; points of this page need no link."""
    pages = {"process": [], "estimate": [], "here": []}  # type: dict[str, list[Item]]
    for item in items:
        pages[_page(item)].append(item)
    names = {"process": _("To the details of the process"), "estimate": _("To the estimate")}
    for page, found in pages.items():
        if not found:
            continue
        st.markdown("  \n".join(f"{sign} {fill(item.template, item.params)}" for item in found))
        if page in names:
            portfolio_links.link(page, names[page], process.id, icon=":material/arrow_forward:")


def _page(item: Item) -> str:
    if item.field.startswith("scope."):
        return "estimate"
    return "here" if item.field.startswith(("finance.", "approach")) else "process"


def _send(
    process: Process, base: Scenario, form: Form, finance: Finance, items: list[Item], before: Request | None
) -> None:
    if not state.user().may("request.submit"):
        st.caption(_("Your role reads here; it takes the role of editor to send a request."))
        return
    who = finance["decider_money"]
    pressed = st.button(
        _("Send as version {number}", number=(before.number if before else 0) + 1),
        key="send",
        type="primary",
        icon=":material/send:",
        help=_("Freezes the amounts, the date and these answers."),
    )
    st.caption(_("Who sends or edited this doesn't decide on it: four eyes."))
    if not pressed:
        return
    missing = [item for item in items if item.required and not item.ok]
    if missing:
        for item in missing:
            fields.fault(form, item.field.removeprefix("finance."), fill(item.template, item.params))
        fields.show_faults(form)
        st.error(_("Not sent: the points beside and below their fields are still missing."))
        return
    _submit(process, base, form, finance, before, who)


def _read_first(process: Process, base: Scenario, finance: Finance, concept: Concept) -> None:
    """The documents as they would be, marked as a draft, to read before sending."""
    row, given = st.container(horizontal=True), dict(finance)
    request_documents.buttons(row, partial(concept, given), "concept", "concept", process.name, base.scope, given)


def _submit(process: Process, base: Scenario, form: Form, finance: Finance, before: Request | None, who: str) -> None:
    about = before.number if before else 0
    token = process_save.token("aanvraag", process.id, base.id, base.version, about, finance)
    given = {name: (value or "") if name in READABLE else value for name, value in finance.items()}
    try:
        requests.submit(state.store(), state.user(), process.id, given, token, scenario_version=base.version)
    except (Refused, NotFound) as problem:
        process_save.show_refusal(form, problem)
        return
    except Conflict as problem:
        st.warning(sentence(problem))
        return
    fields.reset(form.key)
    st.toast(_("Sent to {who}.", who=esc(who)), icon=":material/send:")
    st.rerun()
