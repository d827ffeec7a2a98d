"""The agenda of a meeting, filled from the exceptions: last time, what changed, who asks what, the rest.

    1  last time: decisions and actions, when there are any
    2  what changed since then
    3  a process for every exception, decisions first; then those that report better than is calculated
    4  what goes as planned, in one item

With very many exceptions the weightiest come on it; the rest fits in no meeting.

Minutes are ours (grade D) and meant to be changed: a decision 8, another exception 4, the others 2 to 5.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from portfolio.meeting.meetings import ITEMS_MOST, AgendaItem, Meeting
from portfolio.meeting.snapshots import Snapshot
from portfolio.store.codec import new_id
from portfolio.whole import attention
from portfolio.whole.standing import Standing

MINUTES = {"last": 5, "changed": 5, "green": 2, "free": 5}
DECIDING, ASKING = 8, 4
PROCESSES_MOST = ITEMS_MOST - 20  # room for the others, and for what somebody adds


def filled(found: Sequence[Standing], today: dt.date, last: Snapshot | None) -> list[AgendaItem]:
    """The agenda for these processes; ``last``: what the meeting before left, None for the first."""
    out = []
    if last and last.content["entries"]:
        out.append(item("last"))
    if last:
        out.append(item("changed"))
    asks = attention.items(found, today)
    deciding = {one.standing.id for one in asks if one.reason.decision}
    ids = list(dict.fromkeys(one.standing.id for one in asks))
    ids += [one.id for one in found if one.row.process.status == "active" and one.brighter and one.id not in ids]
    out += [process_item(id, DECIDING if id in deciding else ASKING) for id in ids[:PROCESSES_MOST]]
    if green(found, ids, today):
        out.append(item("green"))
    return out


def item(kind: str, title: str = "") -> AgendaItem:
    """An item that isn't about one process."""
    return AgendaItem(new_id(), kind, None, title, MINUTES[kind])


def process_item(process_id: str, minutes: int = ASKING) -> AgendaItem:
    """An item about a process."""
    return AgendaItem(new_id(), "process", process_id, "", minutes)


def green(found: Sequence[Standing], on_agenda: Sequence[str], today: dt.date) -> list[Standing]:
    """The processes that go as planned: nothing asks for attention in them, and no item is about them."""
    going = [one for one in found if one.row.awake and one.id not in on_agenda]
    return [one for one in going if not attention.of(one, today) and not one.brighter]


def over(meeting: Meeting) -> int:
    """By how many minutes the items are longer than the meeting; 0 when they fit."""
    return max(meeting.planned - meeting.minutes, 0)


def moved(items: Sequence[AgendaItem], id: str, by: int) -> list[AgendaItem]:
    """The items with one moved up (−1) or down (1); at the ends nothing moves.

    >>> a, b = item("last"), item("changed")
    >>> [one.kind for one in moved([a, b], b.id, -1)], [one.kind for one in moved([a, b], a.id, -1)]
    (['changed', 'last'], ['last', 'changed'])
    """
    out = list(items)
    at = next((n for n, one in enumerate(out) if one.id == id), None)
    if at is not None and 0 <= at + by < len(out):
        out[at], out[at + by] = out[at + by], out[at]
    return out
