"""Request: what is asked, whether it is ready to be sent, the decision on it, and every version with its documents."""

import streamlit as st

from estimator import Benchmarks
from portfolio import audit, benchmark_sets, own_template, requests, scenarios, tripwires
from portfolio.processes import Process
from portfolio.requests import Request
from portfolio.scenarios import Scenario
from reports import draft
from reports import request_documents as documents
from ui import (
    approval_ask,
    approval_decide,
    approval_difference,
    approval_head,
    approval_history,
    approval_lower,
    approval_tripwires,
    process_pick,
    request_documents,
    state,
)
from ui.i18n import _


def show(process: Process) -> None:
    """The request of one process."""
    store = state.store()

    def build(asked: Request, kind: str, language: str) -> bytes:
        figures = Benchmarks.from_csv(benchmark_sets.csv_text(store, asked.benchmarks_sha256))
        return made(kind, asked, figures, language)

    def concept(finance: approval_ask.Finance, kind: str, language: str) -> bytes:
        figures = state.figures()
        request = draft.draft_request(process, base.scope if base else {}, finance, figures)
        return made(kind, request, figures, language)

    def made(kind: str, asked: Request, figures: Benchmarks, language: str) -> bytes:
        own, link = own_template.current(store, language), request_documents.scenario_link(store, asked, language)
        before = next((one for one in history if one.approved and one.number < (asked.number or 10**6)), None)
        source = documents.Source(asked, process, audit.head(store), figures, own, link, before)
        return documents.make(kind, source, language)

    history, base = requests.history(store, process.id), scenarios.base(store, process.id)
    asked = history[0] if history else None
    approval_head.head(process, asked)
    if asked and (asked.status == "submitted" or asked.approved):
        frozen(process, history, asked, build)
        again(process, base, asked, concept)
    else:
        approval_ask.draw(process, base, asked, concept)
    approval_history.versions(history, build)


def frozen(process: Process, history: list[Request], asked: Request, build: approval_history.Build) -> None:
    """A version that waits or was granted: its figures, its documents, the decision."""
    before = tripwires.approved([one for one in history if one.number < asked.number])
    if before:
        approval_difference.of(before, asked)
    approval_lower.take_over(process, asked)
    approval_head.figures(asked.granted_estimate, asked.finance.get("vat_compensable"), asked.approved)
    approval_history.documents(asked, build)
    if asked.status == "submitted":
        approval_decide.draw(asked)
    elif asked.decision:
        st.markdown(approval_decide.decided(asked.decision))


def again(process: Process, base: Scenario | None, asked: Request, concept: approval_ask.Concept) -> None:
    """Another version, when the estimate or an answer changed."""
    if not state.user().may("request.submit"):
        return
    if base and asked.approved and not (asked.lower and base.scope == asked.scope):  # that is said above already
        approval_tripwires.crossed(tripwires.of(state.store(), process.id))
    box = st.expander(_("Ask again, as a new version"), key="again", on_change="rerun")
    if box.open:
        with box:
            approval_ask.draw(process, base, asked, concept)


chosen = process_pick.chosen(
    _("Does this process get time and money?"),
    _("Choose the process to ask for, to decide on, or to record a decision about."),
)
if chosen:
    show(chosen)
