"""Keeping an estimate: save it to a process (new or existing), send it on as a request, and settle a clash.

Every save carries a token that stays the same until it succeeded, so impatient clicks make one record.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from estimator import Scope
from portfolio import processes, scenarios
from portfolio.processes import Process
from portfolio.scenarios import Scenario
from portfolio.store import Conflict
from portfolio.store.codec import new_id
from ui import fields, state
from ui.errors import guard
from ui.estimate_scope import same, values_of
from ui.estimate_words import scope_in_words
from ui.fields import Form
from ui.i18n import _, lang
from ui.text import esc

BASE_NAME = "Basis"
REQUEST_PAGE = Path(__file__).resolve().parent.parent / "pages" / "approval.py"


@dataclass(frozen=True)
class Subject:
    """What the page is about: a process with its saved base scenario, or nothing yet."""

    process: Process | None = None
    base: Scenario | None = None

    @property
    def form_key(self) -> str:
        """The key of the draft."""
        return f"raming:{self.process.id if self.process else 'new'}"

    @property
    def values(self) -> dict[str, Any]:
        """The fields as they were saved."""
        if self.base:
            return saved_values(self.base)
        return {"municipality": self.process.municipality} if self.process and self.process.municipality else {}


def saved_values(base: Scenario | None) -> dict[str, Any]:
    """The fields of a saved scenario, with the version they began at, so that a clash is noticed later."""
    return {**values_of(base.scope), "_version": base.version} if base else {}


def subject() -> Subject:
    """The process of this visit; an id that no longer exists is dropped with a sentence."""
    chosen = state.process_id()
    if chosen is None:
        return Subject()
    with guard():
        process = processes.get(state.store(), chosen)
        return Subject(process, scenarios.base(state.store(), chosen))
    state.choose_process(None)
    return Subject()


def draw_key(about: Subject, form: Form) -> str:
    """The key of the random draws: the id of the process, also of one that is still to be made, so that saving an
    estimate doesn't change its figures."""
    if about.process:
        return about.process.id
    made = form.values.get("_id") or st.session_state.setdefault("_new_id", new_id())
    if form.values != form.kept:
        form.values["_id"] = made
    return str(made)


def pick_process(about: Subject) -> None:
    """The process this estimate is for; "new" keeps its own draft."""
    names = {row.id: row.name for row in processes.listing(state.store())}
    if about.process:
        names.setdefault(about.process.id, about.process.name)
    shown = {"new": _("New estimate"), **names}
    options = list(shown)
    current = about.process.id if about.process else "new"
    st.selectbox(
        _("Process"),
        options,
        index=options.index(current),
        key=f"pick_process.{current}",
        on_change=_picked,
        args=(current,),
        format_func=shown.__getitem__,
    )


def _picked(before: str) -> None:
    chosen = st.session_state[f"pick_process.{before}"]
    state.choose_process(None if chosen == "new" else chosen)


def buttons(about: Subject, form: Form, scope: Scope | None) -> None:
    """Save and ask, at the top of the page; both wait until the fields are right."""
    if not state.user().may("scenario.save"):
        st.caption(_("Your role reads here; it takes the role of editor to change this."))
        return
    changed = scope is not None and (about.base is None or not same(scope.to_dict(), about.base.scope))
    save, ask = st.columns(2)
    if save.button(
        _("Save") if changed or scope is None else _("Saved"),
        key="save",
        icon=":material/save:",
        width="stretch",
        disabled=not changed,
        help=None if scope else _("First correct the fields that show a sentence."),
    ):
        _save(about, form, scope, ask=False)
    if ask.button(
        _("Make a request"),
        key="ask",
        type="primary",
        icon=":material/arrow_forward:",
        width="stretch",
        disabled=scope is None,
    ):
        if changed:
            _save(about, form, scope, ask=True)
        else:
            _to_request()
    if st.session_state.get("_clash"):
        st.dialog(_("Somebody else saved this estimate first"), width="medium", on_dismiss=_close_clash)(clash)()
    elif st.session_state.get("_new_process") and scope is not None:
        ask_which = st.dialog(_("Save this estimate"), width="medium", on_dismiss=_close_new)(new_process)
        ask_which(form, scope)


def _save(about: Subject, form: Form, scope: Scope | None, ask: bool) -> None:
    if scope is None:
        return
    if about.process is None:
        st.session_state["_new_process"] = {"ask": ask}
        return
    with guard():
        _save_to(about.process, about.base, form, scope)
        _after(ask)


def _save_to(process: Process, base: Scenario | None, form: Form, scope: Scope) -> None:
    """Save the base scenario at the version this draft began with; a clash opens the dialog with both texts."""
    name = base.name if base else BASE_NAME
    version = form.values.get("_version", base.version if base else None)
    try:
        saved = scenarios.save(state.store(), state.user(), process.id, name, scope.to_dict(), version, token(form.key))
    except Conflict as problem:
        st.session_state["_clash"] = {
            "process": process.id,
            "name": name,
            "form": form.key,
            "mine": scope.to_dict(),
            "theirs": problem.theirs.scope if problem.theirs else None,
            "version": problem.theirs.version if problem.theirs else None,
            "at": problem.theirs.updated_at if problem.theirs else "",
        }
        new_token(form.key)
        st.rerun()
    new_token(form.key)
    fields.reset(form.key, saved_values(saved))


def _after(ask: bool) -> None:
    st.toast(_("Saved."), icon=":material/check:")
    if ask:
        _to_request()
    st.rerun()


def _to_request() -> None:
    kept = {"process": state.process_id() or "", "lang": lang()}
    st.switch_page(REQUEST_PAGE, query_params=kept)


def _close_new() -> None:
    st.session_state.pop("_new_process", None)


def new_process(form: Form, scope: Scope) -> None:
    """Which process is this? A new one with a name and a question, or one that exists."""
    rows = {row.id: row.name for row in processes.listing(state.store())}
    name = st.text_input(_("Name of the process"), key="new_name", max_chars=200)
    question = st.text_area(_("Participation question (may follow later)"), key="new_question")
    existing = None
    if rows:
        existing = st.selectbox(
            _("Or save it to a process that exists"),
            list(rows),
            index=None,
            format_func=lambda one: rows[one],
            key="new_existing",
            placeholder=_("Choose a process"),
        )
    if st.button(_("Save"), key="new_save", type="primary", icon=":material/save:"):
        if not name.strip() and not existing:
            st.error(_("Give the process a name, or choose one that exists."))
            return
        with guard():
            process = processes.get(state.store(), existing) if existing else _create(form, scope, name, question)
            base = scenarios.base(state.store(), process.id)
            _save_to(process, base, form, scope)
            state.choose_process(process.id)
            fields.reset("raming:new")
            st.session_state.pop("_new_id", None)
            _after(st.session_state.pop("_new_process")["ask"])


def _create(form: Form, scope: Scope, name: str, question: str) -> Process:
    given = {"name": name, "question": question, "municipality": scope.municipality or ""}
    made = draw_key(Subject(), form)
    return processes.create(state.store(), state.user(), given, token(form.key) + ":process", id=made)


def _close_clash() -> None:
    st.session_state.pop("_clash", None)


def clash() -> None:
    """Somebody saved first: both texts, and a choice that loses neither."""
    held = st.session_state["_clash"]
    st.markdown(_("Below is what differs. Whatever you choose, both versions are kept."))
    mine = scope_in_words(held["mine"])
    theirs = scope_in_words(held["theirs"] or {})
    rows = [name for name in mine | theirs if mine.get(name) != theirs.get(name)]
    st.table(
        {
            _("Field"): rows,
            _("Saved by the other"): [esc(theirs.get(name, "–")) for name in rows],
            _("Yours"): [esc(mine.get(name, "–")) for name in rows],
        },
        border="horizontal",
    )
    left, right = st.columns(2)
    if left.button(_("Save mine on top of it"), key="clash_mine", width="stretch", wrap=True):
        _settle(held, held["name"], held["version"])
    if right.button(
        _("Keep theirs, mine as a scenario"), key="clash_theirs", type="primary", width="stretch", wrap=True
    ):
        _settle(held, f"{held['name']} – {_(state.user().name)} {uuid.uuid4().hex[:4]}", None)


def _settle(held: dict[str, Any], name: str, version: int | None) -> None:
    with guard():
        scenarios.save(state.store(), state.user(), held["process"], name, held["mine"], version, token(held["form"]))
        new_token(held["form"])
        base = scenarios.base(state.store(), held["process"])
        fields.reset(held["form"], saved_values(base))
        st.session_state.pop("_clash", None)
        st.rerun()


def restart(row: DeltaGenerator, about: Subject, form: Form) -> None:
    """Say above the fields that what was filled in is not saved yet, with the way out of it."""
    if not form.from_draft or not form.values:
        return
    text = _("Not saved yet; what you filled in is kept.") if about.base is None else _("Changed since it was saved.")
    row.caption(text)
    row.button(
        _("Start again") if about.base is None else _("Back to what was saved"),
        key="restart",
        type="tertiary",
        icon=":material/undo:",
        on_click=fields.reset,
        args=(form.key, about.values),
    )


def token(key: str) -> str:
    """The client token of the next save of this form; the same until `new_token`."""
    return st.session_state.setdefault(f"_token:{key}", uuid.uuid4().hex)


def new_token(key: str) -> None:
    """After a save that succeeded: the next one is another."""
    st.session_state.pop(f"_token:{key}", None)
