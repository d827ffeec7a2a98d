"""Estimate (Raming): the scope at the left, what it costs and when it is done at the right."""

import json

import streamlit as st

import estimator
from estimator import Scope
from estimator.places import place
from portfolio import figures
from ui import estimate_events, estimate_fields, estimate_save, fields, state
from ui.estimate_answer import draw_answer
from ui.estimate_controller import controller
from ui.estimate_outside import draw_outside
from ui.estimate_why import draw_why, items
from ui.formats import number
from ui.i18n import _
from ui.state import page_setup
from ui.text import esc


@st.cache_data(max_entries=300, show_spinner=False)
def answer(scope_json: str, sha256: str, process_key: str) -> dict:
    """The estimate of a canonical scope with the benchmarks of this hash."""
    scope, used = Scope.from_dict(json.loads(scope_json)), figures.by_sha(state.store(), sha256)
    return estimator.estimate(scope, used, process_key=process_key).to_dict()


@st.cache_data(max_entries=300, show_spinner=False)
def assumptions(scope_json: str, sha256: str) -> list[dict]:
    """Its assumptions with their euros, which are the same for every process."""
    return estimator.assumptions(Scope.from_dict(json.loads(scope_json)), figures.by_sha(state.store(), sha256))


def kicker(about: estimate_save.Subject, scope: Scope | None) -> str:
    """The process, the municipality and its residents, in one line."""
    parts = [_("Example")] if about.process and about.process.example else []
    parts.append(esc(about.process.name) if about.process else _("New estimate"))
    where = place(scope.municipality) if scope and scope.municipality else None
    if where:
        parts += [esc(where.name), _("{n} residents", n=number(where.residents))]
    return " · ".join(parts)


def show(scope: Scope, process_key: str) -> None:
    """The answer for a valid scope."""
    scope_json = json.dumps(scope.to_dict(), sort_keys=True)
    about = (scope_json, state.figures().sha256, process_key)
    est, assumed = answer(*about), assumptions(*about[:2])
    draw_answer(est)
    draw_outside(scope, est, state.figures())
    draw_why(est, assumed)
    estimate_events.draw_result(est)
    items(est)
    controller(est, about)


about = estimate_save.subject()
form = fields.open_form(about.form_key, about.values)
head = st.container()
left, right = st.columns([4, 9], gap="large")
with left:
    estimate_save.pick_process(about)
    unsaved = st.container(horizontal=True, vertical_alignment="center")
    scope = estimate_fields.draw(form, state.figures())
    draw_key = estimate_save.draw_key(about, form)
    fields.keep(form)
    estimate_save.restart(unsaved, about, form)
with head, page_setup(_("What does this cost, and when is it done?"), kicker(about, scope), actions=True):
    estimate_save.buttons(about, form, scope)
with right:
    if scope is None:
        st.subheader(_("No answer yet"), anchor=False)
        st.markdown(_("This is not right yet. Correct it at the left; everything else you filled in stays."))
        st.markdown("\n".join(f"- {text}" for text in form.sentences))
    else:
        show(scope, draw_key)
