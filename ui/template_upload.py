"""The municipality's own Word template for the proposal: which one is in use, and putting another in its place.

Filling a template in belongs to the documents, so the check and the shipped template are given by the page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import streamlit as st

from portfolio import own_template
from portfolio.settings import Setting
from portfolio.store import Conflict, Fault, NotFound, Refused
from ui import process_save, state
from ui.approval_words import WORD
from ui.errors import sentence, sentences
from ui.formats import date_text
from ui.i18n import N_, _
from ui.text import esc

Check = Callable[[bytes], list[Fault]]
LANGUAGES = {"nl": N_("Dutch proposal"), "en": N_("English proposal")}
MAX_MB = 10


def draw(check: Check, shipped: Callable[[str], bytes]) -> None:
    """For each language the template in use, a place to upload one, and the shipped one as an example."""
    st.markdown(
        _(
            "The proposal in Word is filled into a template. Use your own: take the shipped one as an example, change "
            "it in Word, and upload it here. What stands between double braces is filled in; docs/templates.md lists "
            "the names."
        )
    )
    allowed = state.user().may("template.keep")
    for place, code in zip(st.columns(2, gap="large"), LANGUAGES, strict=True):
        with place:
            _language(code, check, shipped, allowed)
    if not allowed:
        st.caption(_("Your role reads here; an editor or administrator changes the template."))


def _language(code: str, check: Check, shipped: Callable[[str], bytes], allowed: bool) -> None:
    st.markdown(f"**{_(LANGUAGES[code])}**")
    used = own_template.in_use(state.store(), code)
    _used(code, used, check, allowed)
    example = shipped(code)
    st.download_button(
        _("Shipped template (Word)"),
        data=example,
        file_name=f"tienstap-{code}-{hashlib.sha256(example).hexdigest()[:8]}.docx",
        mime=WORD,
        key=f"template.{code}.shipped",
        icon=":material/description:",
        on_click="ignore",
    )
    if allowed:
        _upload(code, used, check)


def _used(code: str, used: Setting, check: Check, allowed: bool) -> None:
    """Which one is in use, with the own one as a download and the way back to ours."""
    if not used.content:
        st.markdown(_("In use: the template that comes with Tienstap."))
        return
    day = date_text(used.updated_at)
    st.markdown(_("In use: your own template {name}, since {date}.", name=esc(used.content["name"]), date=day))
    store = state.store()
    faults = check(own_template.current(store, code) or b"")
    if faults:
        st.warning(_("It no longer fits this version of Tienstap, so proposals use the shipped one:"))
        st.markdown("\n".join(f"- {sentence(fault)}" for fault in faults))
    row = st.container(horizontal=True)
    row.download_button(
        _("Own template (Word)"),
        data=lambda: own_template.current(store, code) or b"",
        file_name=f"sjabloon-{code}-{used.content['sha256'][:8]}.docx",
        mime=WORD,
        key=f"template.{code}.own",
        icon=":material/download:",
        on_click="ignore",
    )
    if allowed and row.button(_("Use the shipped one again"), key=f"template.{code}.remove", type="tertiary"):
        token = process_save.token("template.remove", code, used.version)
        _run(lambda: own_template.remove(state.store(), state.user(), code, used.version, token))


def _upload(code: str, used: Setting, check: Check) -> None:
    file = st.file_uploader(
        _("Own template (.docx, at most {n} MB)", n=MAX_MB),
        ["docx"],
        key=f"template.{code}.file.{used.version}",
        max_upload_size=MAX_MB,
    )
    if file is None:
        return
    content = file.getvalue()
    faults = check(content)
    if faults:
        st.error(_("This template can't be used yet:"), icon=":material/error:")
        st.markdown("\n".join(f"- {sentence(fault)}" for fault in faults))
        return
    st.markdown(":material/check: " + _("{name} was read: every name in it is known.", name=esc(file.name)))
    if st.button(_("Use this template"), key=f"template.{code}.keep", type="primary", icon=":material/save:"):
        token = process_save.token("template.keep", code, used.version, hashlib.sha256(content).hexdigest())
        _run(
            lambda: own_template.keep(state.store(), state.user(), code, used.version, file.name, content, check, token)
        )


def _run(write: Callable[[], Setting]) -> None:
    try:
        write()
    except (Refused, NotFound, Conflict) as problem:
        for text in sentences(problem):
            st.error(text)
        return
    st.toast(_("Saved."), icon=":material/check:")
    st.rerun()
