"""The papers of the portfolio for the page that shows them: what they are about, as a function that makes one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from portfolio import audit
from portfolio.meeting import agenda, entries
from portfolio.store import clock
from ui import portfolio_downloads, state
from ui.i18n import _
from ui.meeting_data import Look

Build = Callable[..., Any]  # reports.portfolio_documents: About, and make


def draw(look: Look, about: Build, make: Build, kinds: Sequence[str] = tuple(portfolio_downloads.KINDS)) -> None:
    """The downloads, about the portfolio as it is now."""
    if not look.found:
        return
    store = state.store()
    head = audit.head(store)
    last = look.last
    items = look.open.agenda if look.open else agenda.filled(look.found, look.today, last)
    subject = about(
        store=store,
        found=look.found,
        changed=look.changed,
        logged=entries.as_left(store, last.meeting_id, last.content["entries"]) if last else (),
        last_day=dt.date.fromisoformat(last.content["meeting"]["held_on"]) if last else None,
        on_agenda=[item.process_id for item in items if item.process_id],
        actions=entries.open_actions(store, look.example),
        audit_head=head,
    )
    title = _("Portfolio meeting: decisions and actions")
    secret = sum(one.row.process.confidential for one in look.found)
    portfolio_downloads.draw(
        lambda kind, language, confidential: make(subject, kind, language, confidential, title),
        f"{head[1]}|{clock.today()}",
        kinds,
        secret,
    )
