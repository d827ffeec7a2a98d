"""The scenarios of screen What if: choose one, save what is on the sliders, and manage them.

Every action carries a token that stays the same until it succeeded, so impatient clicks make one record.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from estimator import Scope
from portfolio import overrides, processes, scenarios, variants
from portfolio.scenarios import Scenario
from portfolio.store import Conflict
from ui import fields, portfolio_links, state, whatif_data
from ui.errors import guard, sentence
from ui.estimate_save import new_token, token
from ui.estimate_words import scope_in_words
from ui.fields import Form
from ui.i18n import _, ngettext
from ui.text import esc
from ui.whatif_data import Subject

DELETED, CLASH, SAID = "_whatif_deleted", "_whatif_clash", "_whatif_said"


def pick(about: Subject) -> None:
    """Which process and which scenario, and what can be done with that."""
    if about.shared:
        return
    _told()
    left, middle, right = st.columns([4, 4, 5], vertical_alignment="bottom")
    with left:
        _process(about)
    if about.process is None:
        st.info(
            _("These are example numbers to play with: nothing of it is saved. Choose a process to keep scenarios.")
        )
        return
    if about.base is None:
        st.info(_("This process has no estimate yet, so you play with example numbers and nothing is saved."))
        portfolio_links.link("estimate", _("Make an estimate first"), about.process.id, icon=":material/calculate:")
        return
    with middle:
        _scenario(about)
    with right, st.container(horizontal=True, vertical_alignment="bottom"):
        if about.chosen and not about.chosen.is_base:
            _button(_("Apply to the process"), "whatif_apply", ":material/check:", _apply, about)
        if _may_save():
            with st.popover(_("Manage scenarios"), icon=":material/more_horiz:", key="whatif_manage"):
                _manage(about)
    _misfit(about)


def _told() -> None:
    """What the last action did, and the way back after a deletion."""
    if said := st.session_state.pop(SAID, None):
        st.success(said, icon=":material/check:")
    gone = st.session_state.get(DELETED)
    if gone is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_("Scenario “{name}” was deleted.", name=esc(gone["name"])), width="content")
        _button(_("Put it back"), "whatif_undo", ":material/undo:", _undo, gone)


def _process(about: Subject) -> None:
    names = {row.id: row.name for row in processes.listing(state.store())}
    if about.process:
        names.setdefault(about.process.id, about.process.name)
    shown = {"": _("Example numbers"), **names}
    current = about.process.id if about.process else ""
    st.selectbox(
        _("Process"),
        list(shown),
        index=list(shown).index(current),
        format_func=shown.__getitem__,
        key=f"whatif_process.{current}",
        on_change=_picked_process,
        args=(f"whatif_process.{current}",),
    )


def _picked_process(key: str) -> None:
    state.choose_process(st.session_state[key] or None)
    st.session_state.pop(DELETED, None)


def _scenario(about: Subject) -> None:
    shown = {one.id: described(one) for one in about.scenarios}
    current = about.chosen.id if about.chosen else ""
    key = f"whatif_scenario.{current}"
    st.selectbox(
        _("Scenario"),
        list(shown),
        index=list(shown).index(current),
        format_func=shown.__getitem__,
        key=key,
        on_change=_picked_scenario,
        args=(key,),
    )


def _picked_scenario(key: str) -> None:
    st.session_state[whatif_data.CHOSEN] = st.session_state[key]


def described(one: Scenario) -> str:
    """Name of a scenario, and whether it is the base or in how much it differs (plain text)."""
    if one.is_base:
        return _("{name} (the base)", name=one.name)
    count = len(scenarios.overridden(one))
    text = ngettext("{n} thing differs", "{n} things differ", count, n=count) if count else _("as the base")
    return f"{one.name} · {text}"


def _misfit(about: Subject) -> None:
    if about.chosen is None or about.chosen.fits:
        return
    st.warning(_("The base has changed so that this scenario no longer goes with it. Correct this:"))
    for fault in scenarios.misfits(state.store(), about.chosen.id):
        st.markdown(f"- {sentence(fault)}")


# --- what is on the sliders ---------------------------------------------------------------------------------------


def unsaved(about: Subject, form: Form, base: Scope, scope: Scope | None) -> None:
    """How much differs, with the ways on: save, save as a new variant, back. Above the sliders."""
    changed = whatif_data.without_marks(form.values)
    count = len(overrides.overridden(changed))
    if count:
        st.markdown(
            ngettext("**{n} thing differs** from the base.", "**{n} things differ** from the base.", count, n=count)
        )
    else:
        st.caption(_("Everything stands as in the base. Move something."))
    of_variant = touched(about, form) and about.chosen is not None and not about.chosen.is_base
    with st.container(horizontal=True, gap="small"):
        if about.base is not None and scope is not None and _may_save():
            if of_variant:
                _button(_("Save"), "whatif_save", ":material/save:", _save, about.chosen, form, kind="primary")
            with st.popover(_("New variant"), icon=":material/add:", key="whatif_new"):
                _new(about, form)
        if count:
            _back(_("Everything back to the base"), "whatif_all_back", form.key, about, {})
        if of_variant:
            _back(_("Back to what was saved"), "whatif_saved_back", form.key, about, None)
    _clash(about, form)


def touched(about: Subject, form: Form) -> bool:
    """Whether the sliders stand elsewhere than what was saved of this scenario."""
    return whatif_data.without_marks(form.values) != whatif_data.without_marks(about.saved)


def _back(label: str, key: str, form_key: str, about: Subject, values: dict[str, Any] | None) -> None:
    st.button(
        label, key=key, type="tertiary", icon=":material/undo:", on_click=_go_back, args=(form_key, about, values)
    )


def _go_back(form_key: str, about: Subject, values: dict[str, Any] | None) -> None:
    draft = values is not None and bool(whatif_data.without_marks(about.saved))
    kept = {whatif_data.VERSION: about.saved[whatif_data.VERSION]} if draft else {}
    fields.reset(form_key, kept if draft else about.saved, draft=draft)


def _new(about: Subject, form: Form) -> None:
    name = st.text_input(_("Name of the variant"), key="whatif_new_name", max_chars=variants.LONGEST)
    _button(_("Save as a variant"), "whatif_new_save", ":material/save:", _add, about, form, name, kind="primary")


def _add(about: Subject, form: Form, name: str) -> None:
    made = variants.add_variant(
        state.store(), state.user(), about.process.id, name, whatif_data.without_marks(form.values), token("variant")
    )
    fields.reset(form.key, about.saved)
    st.session_state.pop("whatif_new_name", None)
    _done("variant", made, _("Variant “{name}” is saved.", name=esc(made.name)))


def _save(chosen: Scenario, form: Form) -> None:
    changed = whatif_data.without_marks(form.values)
    version = form.values.get(whatif_data.VERSION, chosen.version)
    try:
        made = variants.change_variant(state.store(), state.user(), chosen.id, version, changed, token(chosen.id))
    except Conflict as problem:
        new_token(chosen.id)
        if problem.theirs is not None:
            st.session_state[CLASH] = {
                "id": chosen.id,
                "version": problem.theirs.version,
                "theirs": problem.theirs.scope,
            }
        raise
    st.session_state.pop(CLASH, None)
    fields.reset(form.key, {**made.overrides, whatif_data.VERSION: made.version})
    _done(chosen.id, made, _("Variant “{name}” is saved.", name=esc(made.name)))


def _clash(about: Subject, form: Form) -> None:
    """Somebody saved this variant first: what differs, and a choice that loses neither."""
    held = st.session_state.get(CLASH)
    if held is None or about.chosen is None or held["id"] != about.chosen.id:
        return
    mine = scope_in_words(whatif_data.changed_scope(about.base_scope, whatif_data.without_marks(form.values)).to_dict())
    theirs = scope_in_words(held["theirs"])
    rows = [name for name in mine | theirs if mine.get(name) != theirs.get(name)]
    st.warning(
        _(
            "Somebody else saved this scenario first. Below is what differs. "
            "Save yours on top of it, or as a new variant."
        )
    )
    st.table(
        {
            _("Field"): rows,
            _("Saved by the other"): [esc(theirs.get(name, "–")) for name in rows],
            _("Yours"): [esc(mine.get(name, "–")) for name in rows],
        },
        border="horizontal",
    )
    _button(_("Save mine on top of it"), "whatif_on_top", ":material/save:", _on_top, about.chosen, form, held)


def _on_top(chosen: Scenario, form: Form, held: dict[str, Any]) -> None:
    form.values[whatif_data.VERSION] = held["version"]
    _save(chosen, form)


# --- managing -----------------------------------------------------------------------------------------------------


def _manage(about: Subject) -> None:
    chosen = about.chosen
    _button(_("Three variants: minimal, plain, extensive"), "whatif_presets", ":material/filter_3:", _presets, about)
    name = st.text_input(
        _("Name"), value=chosen.name, key=f"whatif_name.{chosen.id}.{chosen.version}", max_chars=variants.LONGEST
    )
    with st.container(horizontal=True):
        _button(_("Rename"), "whatif_rename", ":material/edit:", _rename, chosen, name)
        copied = name if name.strip() != chosen.name else _("{name} (copy)", name=chosen.name[:70])
        _button(_("Copy"), "whatif_copy", ":material/content_copy:", _copy, chosen, copied)
        if not chosen.is_base:
            _button(_("Delete"), "whatif_delete", ":material/delete:", _delete, chosen)


def _presets(about: Subject) -> None:
    made = variants.presets(state.store(), state.user(), about.process.id, token("presets"))
    _done("presets", None, _("The three variants are there: {names}.", names=", ".join(esc(one.name) for one in made)))


def _rename(chosen: Scenario, name: str) -> None:
    made = variants.rename(state.store(), state.user(), chosen.id, chosen.version, name, token("rename"))
    _done("rename", made, _("Scenario “{name}” has its new name.", name=esc(made.name)))


def _copy(chosen: Scenario, name: str) -> None:
    made = variants.copy(state.store(), state.user(), chosen.id, name, token("copy"))
    _done("copy", made, _("Variant “{name}” is saved.", name=esc(made.name)))


def _delete(chosen: Scenario) -> None:
    variants.delete(state.store(), state.user(), chosen.id, chosen.version, token("delete"))
    new_token("delete")
    st.session_state[DELETED] = {"id": chosen.id, "name": chosen.name}
    whatif_data.choose(None)
    st.rerun()


def _undo(gone: dict[str, str]) -> None:
    made = variants.undo_delete(state.store(), state.user(), gone["id"], token("undo"))
    st.session_state.pop(DELETED, None)
    _done("undo", made, _("Scenario “{name}” is back.", name=esc(made.name)))


def _apply(about: Subject) -> None:
    chosen = about.chosen
    if touched(about, fields.open_form(about.form_key, about.saved)):
        st.error(_("First save what you moved, or go back to what was saved; only what is saved can be applied."))
        return
    applied = variants.apply(state.store(), state.user(), chosen.id, chosen.version, token("apply"))
    text = _("“{name}” is the base now: this is what the process asks for.", name=esc(chosen.name))
    if applied.approved:
        text += " " + _("What was approved stands; for this change you ask again on screen Request.")
    _done("apply", applied.base, text)


def _may_save() -> bool:
    """Who only reads moves the sliders, and has nothing to save with."""
    return state.user().may("scenario.change")


def _button(label: str, key: str, icon: str, act: Callable[..., None], *args: Any, kind: str = "secondary") -> None:
    """A button whose refusal stands under it as a sentence."""
    if _may_save() and st.button(label, key=key, icon=icon, type=kind):
        with guard():
            act(*args)


def _done(name: str, chosen: Scenario | None, text: str) -> None:
    new_token(name)
    if chosen is not None:
        whatif_data.choose(chosen)
    st.session_state[SAID] = text
    st.rerun()
