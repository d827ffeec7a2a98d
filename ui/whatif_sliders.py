"""The left side of screen What if: sliders and steppers for what matters, each marked where it differs from the base.

The draft is the truth: before the widgets are drawn, what was moved in the browser is read into the overrides, and
then every widget is put where the scope is. So a reset, a link or a goal seek moves them like a hand does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from display import words
from display.words import label
from estimator import Benchmarks, Scope, ScopeError
from estimator.codes import FORMS, NATIONAL_RESIDENTS, OPTIONS, PRESETS, RECRUITMENTS, ROUTES
from estimator.events import events
from portfolio.checks import FIRST_DAY, LAST_DAY
from ui import fields, whatif_data, whatif_moves
from ui.errors import sentences
from ui.estimate_words import value_in_words
from ui.fields import Form
from ui.formats import number, percent
from ui.i18n import _, lang
from ui.text import esc
from ui.whatif_moves import HOURS, SHARE, TOTAL

REACH_STEPS = tuple(n * 10**power for power in range(1, 8) for n in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8))


def read(form: Form, base: Scope, figures: Benchmarks) -> tuple[Scope, list[str]]:
    """The scope that the sliders come to, before they are drawn; with sentences when they come to none, and then the
    scope is where they were, or the base when that no longer goes with it."""
    faults = _read(form, base, figures)
    return _scope(form, base) or base, faults


def draw(form: Form, base: Scope, scope: Scope, figures: Benchmarks, faults: Sequence[str]) -> None:
    """All sliders, put where the scope is, with the sentences above them."""
    board = _Board(form, base, scope, whatif_moves.values(scope, figures), figures)
    for text in faults:
        st.error(text)
    with st.container(border=True):
        board.size()
    with st.container(border=True):
        board.decide()
    with st.expander(_("Team and way of working"), key="whatif_team"):
        board.team()
    with st.expander(_("Working forms and recruitment"), key="whatif_forms"):
        board.forms()
    with st.expander(_("Measures against what may happen"), key="whatif_events"):
        board.measures()
    _remember(form, board.placed)


def _read(form: Form, base: Scope, figures: Benchmarks) -> list[str]:
    """Take what was moved in the browser into the overrides; sentences when that can't be."""
    changed = whatif_data.without_marks(form.values)
    try:
        scope = whatif_data.changed_scope(base, changed)
        moves = _moves(form, whatif_moves.values(scope, figures))
        if moves:
            changed = whatif_moves.tidy(whatif_moves.moved(changed, moves, scope), base, figures)
    except ScopeError as problem:
        return sentences(problem)
    marks = {name: value for name, value in form.values.items() if name.startswith("_")}
    form.values = marks | changed
    return []


def _scope(form: Form, base: Scope) -> Scope | None:
    try:
        return whatif_data.changed_scope(base, whatif_data.without_marks(form.values))
    except ScopeError:
        return None


def _moves(form: Form, before: dict[str, Any]) -> dict[str, Any]:
    """Name → what a widget holds that isn't what was put in it."""
    placed = st.session_state.get(_place(form), before)
    found = {}
    for name, old in before.items():
        key = fields.widget_key(form, name)
        if key in st.session_state and st.session_state[key] != placed.get(name, old):
            found[name] = st.session_state[key]
    return found


def _remember(form: Form, placed: dict[str, Any]) -> None:
    st.session_state[_place(form)] = placed


def _place(form: Form) -> str:
    return f"_placed:{fields.widget_key(form, '')}"


def put_back(form: Form, name: str, base: Scope) -> None:
    """Callback: one slider back at the base."""
    marks = {key: value for key, value in form.values.items() if key.startswith("_")}
    changed = whatif_moves.reset(whatif_data.without_marks(form.values), name, base)
    fields.reset(form.key, marks | changed, draft=True)


class _Board:
    """The widgets of one run: put where the scope is, and marked where the base is elsewhere."""

    def __init__(self, form: Form, base: Scope, scope: Scope, now: dict[str, Any], figures: Benchmarks) -> None:
        self.form, self.base, self.scope, self.now, self.figures = form, base, scope, now, figures
        self.before = whatif_moves.values(base, figures)
        self.differs = whatif_moves.differing(scope, base, figures)
        self.placed: dict[str, Any] = {}

    def size(self) -> None:
        """How large it is."""
        st.subheader(_("Size"), anchor=False)
        self._slider("stakeholder_groups", label(words.FIELD, "stakeholder_groups"), 1, self._most(20, 200))
        self._slider(TOTAL, label(words.FIELD, TOTAL), 1, self._most(30, 5000, TOTAL))
        self._reach()

    def _most(self, least: int, limit: int, name: str = "stakeholder_groups") -> int:
        return min(max(least, 2 * self.before[name], self.now[name]), limit)

    def _reach(self) -> None:
        name = "resident_reach"
        most = self.scope.place.residents if self.scope.place else NATIONAL_RESIDENTS
        top = min(most, max(10 * self.before[name], self.now[name], 10_000))
        steps = sorted({int(n) for n in REACH_STEPS if n <= top} | {self.before[name], self.now[name], top})
        shown = {n: number(n, 0) for n in steps}
        st.select_slider(label(words.FIELD, name), steps, key=self._put(name), format_func=shown.__getitem__)
        self._mark(name)

    def decide(self) -> None:
        """Who decides, and when it should be done."""
        st.subheader(_("Decision and time"), anchor=False)
        for name in ("budget_route", "outcome_route"):
            self._one_of(name, ROUTES, words.ROUTE)
        key = self._put("deadline")
        st.date_input(
            label(words.FIELD, "deadline"),
            value=None,
            key=key,
            format="DD-MM-YYYY",
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            help=_("Leave it empty when there is none."),
        )
        self._mark("deadline")

    def team(self) -> None:
        """Way of working, own staff, and the hours of the process lead."""
        self._one_of("preset", PRESETS, words.PRESET)
        self._slider(SHARE, label(words.FIELD, SHARE), 0, 100, 5, "%d %%")
        self._slider(HOURS, _("Hours a week of the process lead"), 1, max(40, self.now[HOURS]))
        self._any_of("options", label(words.FIELD, "options"), OPTIONS, words.OPTION)

    def forms(self) -> None:
        """Which forms the conversations have, how many of each, and how people are found."""
        self._any_of("forms", label(words.FIELD, "conversations_by_form"), FORMS, words.FORM)
        counts = self.scope.conversations_by_form
        for form in counts if len(counts) > 1 else ():
            title = _("{form}: conversations", form=label(words.FORM, form))
            st.number_input(title, min_value=1, max_value=5000, step=1, key=self._put(f"form.{form}"))
        if len(counts) > 1 and TOTAL in self.differs:
            st.caption(_("In the base: {value}.", value=value_in_words("conversations_by_form", self._base_forms())))
        self._one_of("recruitment", RECRUITMENTS, words.RECRUITMENT)

    def _base_forms(self) -> dict[str, int]:
        return self.base.conversations_by_form

    def measures(self) -> None:
        """For each event that has one: is the measure taken?"""
        for key, event in events(self.scope, self.figures).items():
            if event.measure is None:
                continue
            name = event.measure.name_nl if lang() == "nl" else event.measure.name_en
            chance = _("against “{event}” ({chance})", event=label(words.EVENT, key), chance=percent(event.row.likely))
            st.checkbox(f"{esc(name)}  \n{chance}", key=self._put(f"events.{key}"))
            self._mark(f"events.{key}")

    def _slider(self, name: str, title: str, low: int, high: int, step: int = 1, shape: str | None = None) -> None:
        st.slider(title, low, high, step=step, format=shape, key=self._put(name))
        self._mark(name)

    def _one_of(self, name: str, options: Sequence[str], codes: dict[str, str]) -> None:
        shown = {one: label(codes, one) for one in options}
        st.selectbox(label(words.FIELD, name), list(options), key=self._put(name), format_func=shown.__getitem__)
        self._mark(name)

    def _any_of(self, name: str, title: str, options: Sequence[str], codes: dict[str, str]) -> None:
        shown = {one: label(codes, one) for one in options}
        key = self._put(name)
        st.multiselect(title, list(options), key=key, format_func=shown.__getitem__, placeholder=_("None"))
        if name != "forms":
            self._mark(name)

    def _put(self, name: str) -> str:
        """Put a widget where the scope is; its key."""
        key = fields.widget_key(self.form, name)
        self.placed[name] = st.session_state[key] = self.now[name]
        return key

    def _mark(self, name: str) -> None:
        """Under a slider that differs from the base: what the base has, and a way back."""
        if name not in self.differs:
            return
        was = self._in_words(name)
        if name == "options" and "options" not in self.form.values:
            st.caption(_("In the base: {value}; it comes with the way of working.", value=was))
            return
        st.button(
            _("In the base: {value}. Put back", value=was),
            key=f"back.{fields.widget_key(self.form, name)}",
            type="tertiary",
            icon=":material/undo:",
            on_click=put_back,
            args=(self.form, name, self.base),
        )

    def _in_words(self, name: str) -> str:
        value = self.before.get(name)
        if name.startswith("events."):
            return _("yes") if value else _("no")
        if name == SHARE:
            return percent(value / 100)
        if value in (None, [], ""):
            return _("none")
        return number(value) if name == HOURS else value_in_words(name, value)
