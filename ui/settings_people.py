"""Who worked here and with which role: to sign somebody out, to erase a name, and the list for the yearly check."""

from __future__ import annotations

import csv
import hashlib
import io
from html import escape
from typing import Any

import streamlit as st

from display.role_words import ROLE
from display.words import label
from imports.guard import inert
from portfolio import people
from portfolio.identity import LOCAL
from portfolio.store import NotFound, Refused
from portfolio.store.codec import new_id
from ui import state, visit
from ui.errors import sentence
from ui.formats import date_text
from ui.i18n import _
from ui.text import esc


def draw() -> None:
    """The list, and for an administrator what may be done with one of it."""
    if not visit.with_sign_in():
        st.caption(_("Without sign-in there are no accounts: everybody who opens this app picks who they are."))
    else:
        st.markdown(
            _("Who was here, with the role that the sign-in service gave them last. Roles are given there, not here.")
        )
    if not state.user().may("user.erase"):
        st.caption(_("Your role reads here; an administrator signs people out and erases names."))
        return
    told = st.session_state.pop("_people_told", None)
    if told:
        st.success(told, icon=":material/check:")
    rows = people.listing(state.store())
    if not rows:
        st.caption(_("Nobody has signed in yet."))
        return
    st.html(_table(rows))
    content = _csv(rows)
    st.download_button(
        _("The list for the yearly check (CSV)"),
        content,
        file_name=f"rollen-{hashlib.sha256(content).hexdigest()[:8]}.csv",
        mime="text/csv",
        key="people.csv",
        icon=":material/download:",
        on_click="ignore",
    )
    _one({row["id"]: row for row in rows if not row["erased_at"]})


def _one(known: dict[str, dict[str, Any]]) -> None:
    chosen = st.selectbox(
        _("Choose a person"),
        list(known),
        index=None,
        format_func=lambda id: f"{_name(known[id])} · {known[id]['subject']}",
        placeholder="",
        key="people.one",
    )
    if chosen is None or chosen not in known:
        return
    row = known[chosen]
    name = _name(row)
    with st.container(horizontal=True):
        if row["issuer"] != LOCAL and st.button(_("Sign out everywhere"), key="people.out", icon=":material/logout:"):
            _do(lambda token: people.end_sign_ins(state.store(), state.user(), chosen, token), "out", chosen)
            st.session_state["_people_told"] = _("{name} is signed out everywhere.", name=esc(name))
            st.rerun()
        with st.popover(_("Erase the name"), icon=":material/person_off:"):
            st.markdown(
                _(
                    "The name and the account of {name} go for good, with what this person typed but didn't save. The "
                    "records stay, under a number. Names that colleagues typed in a text are not touched.",
                    name=esc(name),
                )
            )
            if st.button(_("Yes, erase {name}", name=esc(name)), key="people.erase", type="primary"):
                _do(lambda token: people.erase(state.store(), state.user(), chosen, token), "erase", chosen)
                st.session_state["_people_told"] = _("The name was erased.")
                st.rerun()


def _do(write: Any, what: str, id: str) -> None:
    token = st.session_state.setdefault(f"_people:{what}:{id}", new_id())
    try:
        write(token)
    except (Refused, NotFound) as problem:
        st.error(sentence(problem))
        st.stop()
    del st.session_state[f"_people:{what}:{id}"]


def _name(row: dict[str, Any]) -> str:
    """The name; without sign-in it is one of ours, which is translated."""
    return _(row["name"]) if row["issuer"] == LOCAL else str(row["name"])


def _roles(row: dict[str, Any]) -> str:
    return ", ".join(label(ROLE, one) for one in ROLE if one in row["roles"]) or _("no role")


def _account(row: dict[str, Any]) -> str:
    return _("without sign-in") if row["issuer"] == LOCAL else f"{row['subject']} · {row['issuer']}"


def _lines(rows: list[dict[str, Any]]) -> list[list[str]]:
    found = []
    for row in rows:
        if row["erased_at"]:
            gone = _("erased on {day}", day=date_text(row["erased_at"][:10]))
            found.append([gone, "", "", date_text(row["created_at"][:10]), ""])
        else:
            last = date_text(row["seen_on"]) if row["seen_on"] else ""
            found.append([_name(row), _roles(row), _account(row), date_text(row["created_at"][:10]), last])
    return found


def _heads() -> list[str]:
    return [_("Name"), _("Role"), _("Account"), _("First seen"), _("Signed in last")]


def _table(rows: list[dict[str, Any]]) -> str:
    head = "".join(f"<th scope='col'>{escape(one)}</th>" for one in _heads())
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in line)}</tr>" for line in _lines(rows))
    box = f"<div style='overflow-x:auto' tabindex='0' role='region' aria-label='{escape(_('People and roles'))}'>"
    look = "width:100%;border-spacing:.8rem .3rem;text-align:left;white-space:nowrap"
    return f"{box}<table style='{look}'><tr>{head}</tr>{body}</table></div>"


def _csv(rows: list[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_heads())
    writer.writerows([inert(cell) for cell in line] for line in _lines(rows))
    return out.getvalue().encode("utf-8-sig")
