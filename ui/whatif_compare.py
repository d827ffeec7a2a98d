"""Up to six scenarios beside each other on screen What if: figures, differences, pictures, and the two documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from display import charts_whatif, comparison
from display.comparison import MOST, Comparison
from estimator import Scope
from portfolio.scenarios import Scenario
from ui import state, whatif_data, whatif_html
from ui.estimate_words import scope_in_words
from ui.i18n import _, lang
from ui.text import esc
from ui.theme import is_dark
from ui.turns import in_turn
from ui.whatif_answer import picture
from ui.whatif_data import Subject

Estimates = Sequence[dict[str, Any]]
# title, comparison, estimates, language → the document
Build = Callable[[str, Comparison, Estimates, str], bytes]


@st.fragment
@in_turn
def draw(about: Subject, excel: Build, pdf: Build) -> None:
    """The saved scenarios of the process beside each other; `excel` and `pdf` make the documents."""
    if about.process is None or about.base is None:
        return
    st.subheader(_("Scenarios beside each other"), anchor=False)
    if len(about.scenarios) < 2:
        st.markdown(_("There is only the base. Save a variant above, or make three at once under “Manage scenarios”."))
        return
    chosen = _choose(about)
    used = state.figures()
    scopes = [Scope.from_dict(one.scope) for one in chosen]
    estimates = [whatif_data.estimate(scope, used, about.draw_key) for scope in scopes]
    names = [one.name for one in chosen]
    found = comparison.compare(names, estimates, [scope_in_words(scope.to_dict()) for scope in scopes])
    whatif_html.show(whatif_html.table(found))
    _pictures(list(zip(names, estimates, strict=True)))
    _documents(about, found, estimates, excel, pdf)


def _choose(about: Subject) -> list[Scenario]:
    """The base and at most five variants."""
    by_id = {one.id: one for one in about.scenarios[1:]}
    known = list(by_id)
    key = f"whatif_compare.{about.process.id}" if about.process else "whatif_compare"
    if key in st.session_state:
        st.session_state[key] = [id for id in st.session_state[key] if id in by_id]
    picked = st.multiselect(
        _("Beside the base"),
        known,
        default=None if key in st.session_state else known[: MOST - 1],
        format_func=lambda id: by_id[id].name,
        key=key,
        max_selections=MOST - 1,
        placeholder=_("Choose variants"),
    )
    return [about.scenarios[0], *(by_id[id] for id in known if id in picked)]


def _pictures(named: list[tuple[str, dict[str, Any]]]) -> None:
    safe = [(esc(name), found) for name, found in named]
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(f"**{_('How sure is the amount')}**")
        text, caption = (charts_whatif.curves_text(one) for one in (named, safe))
        picture(charts_whatif.curves(named, is_dark()), text, "whatif_curves", caption)
    with right:
        st.markdown(f"**{_('Cost and time')}**")
        text, caption = (charts_whatif.cost_time_text(one) for one in (named, safe))
        picture(charts_whatif.cost_time(named, is_dark()), text, "whatif_scatter", caption)


def _documents(about: Subject, found: Comparison, estimates: Estimates, excel: Build, pdf: Build) -> None:
    title, code = about.process.name if about.process else "", lang()
    with st.container(horizontal=True):
        for kind, build, label, mime in (
            ("xlsx", excel, _("Excel"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("pdf", pdf, _("One page (PDF)"), "application/pdf"),
        ):
            st.download_button(
                label,
                lambda build=build: build(title, found, estimates, code),
                file_name=f"{_('scenarios')}-{code}.{kind}",
                mime=mime,
                key=f"whatif_{kind}",
                icon=":material/download:",
                on_click="ignore",
            )
