"""What was asked and decided: every dated version, its decision, and the documents that go with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import PurePath
from typing import Any

import streamlit as st

from display.process_words import REQUEST
from display.words import label
from portfolio import requests
from portfolio.requests import Request
from portfolio.store import Store
from ui import request_documents, state
from ui.approval_decide import decided, deferred
from ui.approval_lower import told
from ui.approval_words import finance_words, person
from ui.formats import date_text, euro, number
from ui.i18n import _, ngettext
from ui.text import esc

Build = Callable[[Request, str, str], bytes]  # (request, kind of document, language) -> the file


def documents(asked: Request, build: Build, key: str = "latest") -> None:
    """The documents of a version and the signed decision, as downloads."""
    row = st.container(horizontal=True)
    frozen = (asked.sha256, asked.audit_hash)
    request_documents.buttons(
        row, partial(build, asked), f"proposal.{key}", f"v{asked.number}", asked.process["name"], *frozen
    )
    signed = (asked.decision or {}).get("document")
    if signed:
        row.download_button(
            _("Signed decision ({name})", name=esc(signed["name"])),
            data=_document(state.store(), signed["id"]),
            file_name=with_hash(signed["name"], signed["sha256"]),
            mime="application/octet-stream",
            key=f"decision.{key}",
            icon=":material/attach_file:",
            on_click="ignore",
        )


def with_hash(name: str, sha256: str) -> str:
    """The file's own name with the beginning of its hash.

    >>> with_hash("besluit.pdf", "0123456789abcdef")
    'besluit-01234567.pdf'
    """
    path = PurePath(name)
    return f"{path.stem}-{sha256[:8]}{path.suffix}"


def _document(store: Store, id: str) -> Callable[[], bytes]:
    return lambda: requests.document(store, id)[1]


def versions(history: Sequence[Request], build: Build) -> None:
    """All versions, newest first, folded to a line each."""
    if not history:
        return
    st.subheader(_("Versions"), anchor=False)
    for place, asked in enumerate(history):
        before = history[place + 1] if place + 1 < len(history) else None
        with st.expander(_line(asked), key=f"version_{asked.number}"):
            _version(asked, before, build)


def _line(asked: Request) -> str:
    parts = [
        _("**Version {number}**", number=number(asked.number)),
        date_text(asked.submitted_at),
        _("{granted} of {asked}", granted=euro(asked.granted_cents / 100), asked=euro(asked.cost_cents / 100))
        if asked.lower
        else euro(asked.cost_cents / 100),
        label(REQUEST, asked.status),
    ]
    return " · ".join(parts)


def _version(asked: Request, before: Request | None, build: Build) -> None:
    st.markdown(
        _(
            "Sent by {name}: {cash} in costs and {own} in own hours, done by {date}.",
            name=esc(person(asked.submitted_by)),
            cash=euro(asked.cash_cents / 100),
            own=euro(asked.own_cents / 100),
            date=date_text(asked.finish),
        )
        + _difference(asked, before)
    )
    for verdict in asked.deferrals:
        deferred(verdict)
    if asked.decision:
        st.markdown(decided(asked.decision))
        if asked.lower:
            st.markdown(told(asked, asked.lower))
        if asked.decision["statement"]:
            st.markdown(f"> {esc(asked.decision['statement'])}")
    st.table({name: esc(text) for name, text in finance_words(asked.finance).items()}, border="horizontal")
    documents(asked, build, str(asked.number))
    st.caption(_frozen(asked))


def _difference(asked: Request, before: Request | None) -> str:
    if before is None:
        return ""
    more = (asked.cost_cents - before.cost_cents) / 100
    days = (asked.finish - before.finish).days
    return "  \n" + _(
        "Beside version {number}: {money}, {time}.", number=before.number, money=_more(more), time=_later(days)
    )


def _more(amount: float) -> str:
    if not amount:
        return _("the same amount")
    return _("{amount} more", amount=euro(amount)) if amount > 0 else _("{amount} less", amount=euro(-amount))


def _later(days: int) -> str:
    if not days:
        return _("on the same date")
    if days > 0:
        return ngettext("{n} day later", "{n} days later", days, n=days)
    return ngettext("{n} day earlier", "{n} days earlier", -days, n=-days)


def _frozen(asked: Request) -> str:
    facts: dict[str, Any] = {"engine": asked.engine, "sha": asked.sha256[:12], "row": number(asked.audit_number)}
    text = _("Frozen as {sha} by engine {engine}; audit row {row}, {hash}.", hash=asked.audit_hash[:12], **facts)
    if asked.decision and asked.decision["recomputed"]:
        text += " " + _("At the decision it came out again to the cent.")
    return text
