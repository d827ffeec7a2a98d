"""What the papers of the portfolio say: every figure and sentence once, so that the pre-read, the slides and the book
of figures say the same as the screen.

Confidential processes are left out unless asked for, and the paper says how many.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from display import attention as said
from display import changes as change_words
from display import lights, whole_words
from display.formats import date_text, euro
from display.i18n import _, ngettext
from display.process_words import PHASE
from display.steps import numbered
from display.words import label
from portfolio.meeting.changes import Change
from portfolio.meeting.entries import Entry
from portfolio.store import Store, clock
from portfolio.whole import attention, pooled
from portfolio.whole.pooled import Pooled
from portfolio.whole.standing import Standing
from reports.plain import line, sentence

MONEY = ("granted", "committed", "spent", "expected", "expected80")


@dataclass(frozen=True)
class Asked:
    """One thing that waits for somebody."""

    name: str
    sign: str
    kind: str
    text: str
    before: str
    process_id: str


@dataclass(frozen=True)
class Row:
    """One process. ``lights``: name of the light → sign and word as reported, else as calculated; ``differs``: reported
    against calculated, a line each; ``money``: cents by MONEY; ``steps``: stored or late status of the ten steps."""

    id: str
    name: str
    question: str
    phase: str
    step: str
    lights: dict[str, str]
    differs: tuple[str, ...]
    money: dict[str, int | None]
    finish: dt.date | None
    updated_on: dt.date
    owner: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Everything that stands on the papers. ``asks``: who → what waits for them; ``logged``: of last time;
    ``left_out``: how many confidential processes aren't in it."""

    day: dt.date
    title: str
    amounts: tuple[str, ...]
    confidence: str
    asks: dict[str, tuple[Asked, ...]]
    greens: tuple[str, ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    changed_title: str
    logged: tuple[tuple[str, str, str], ...]  # kind, text, who and when
    last_day: dt.date | None
    rows: tuple[Row, ...]
    totals: dict[str, int | None]
    together: Pooled | None
    left_out: str
    example: bool
    found: tuple[Standing, ...] = field(repr=False, default=())


def of(
    store: Store,
    found: Sequence[Standing],
    changed: Sequence[Change],
    logged: Sequence[Entry],
    last_day: dt.date | None,
    confidential: bool = False,
) -> Source:
    """The papers of these processes, in the language of the block it is called in. ``changed`` and ``logged``: since
    and of the last meeting."""
    today = clock.today()
    hidden = {one.id for one in found if one.row.process.confidential and not confidential}
    shown = tuple(one for one in found if one.id not in hidden)
    items = attention.items(shown, today)
    asks = {
        line(said.who(group[0].reason)): tuple(_asked(item) for item in group)
        for group in attention.by_decider(items).values()
    }
    live = [one for one in shown if not one.row.ended]
    waiting = {item.standing.id for item in items}
    moved = [one for one in changed if one.process_id not in hidden]
    together = pooled.of(store, shown)
    return Source(
        day=today,
        title=whole_words.title(shown, attention.deciding(items)),
        amounts=tuple(whole_words.amounts(shown, together)),
        confidence=whole_words.confidence(today),
        asks=asks,
        greens=tuple(line(one.name) for one in live if one.id not in waiting and one.worst in ("green", "")),
        changed=tuple((line(one.name), tuple(map(sentence, change_words.sentences(one)))) for one in moved),
        changed_title=change_words.summary(moved),
        logged=tuple(_entry(entry, shown) for entry in logged if entry.process_id not in hidden),
        last_day=last_day,
        rows=tuple(_row(one) for one in live),
        totals={name: _total(live, name) for name in MONEY},
        together=together,
        left_out=_left_out(len(hidden)),
        example=bool(shown) and all(one.row.process.example for one in shown),
        found=tuple(live),
    )


def _asked(item: attention.Item) -> Asked:
    reason = item.reason
    return Asked(
        line(item.standing.name),
        reason.sign,
        said.kind(reason),
        sentence(said.text(reason)),
        said.before(reason),
        item.standing.id,
    )


def _row(one: Standing) -> Row:
    process = one.row.process
    return Row(
        id=one.id,
        name=line(one.name),
        question=line(process.question),
        phase=label(PHASE, one.row.phase),
        step=numbered(one.row.current_step) if one.row.current_step else "–",
        lights={lights.name(name): lights.said(colour) if colour else "–" for name, colour in one.shown.items()},
        differs=tuple(f"{lights.name(name)}: {lights.differing(*pair)}" for name, pair in one.differing.items()),
        money={name: getattr(one.money, name) for name in MONEY},
        finish=one.finish,
        updated_on=one.updated_on,
        owner=line(process.process_owner or process.content_owner),
        steps=tuple(step.status for step in one.row.steps),
    )


def _total(found: Sequence[Standing], name: str) -> int | None:
    known = [value for one in found if (value := getattr(one.money, name)) is not None]
    return sum(known) if known else None


def _entry(entry: Entry, found: Sequence[Standing]) -> tuple[str, str, str]:
    names = {one.id: one.name for one in found}
    about = f"{names[entry.process_id]}: " if entry.process_id in names else ""
    text = line(about + entry.text)
    if entry.kind == "decision":
        return _("Decision"), text, ""
    if entry.done_on:
        return _("Action"), text, sentence(_("{who}, done on {day}", who=entry.owner, day=date_text(entry.done_on)))
    due = date_text(entry.due) if entry.due else "–"
    who = sentence(_("{who}, before {day}", who=entry.owner, day=due))
    late = entry.due is not None and entry.due < clock.today()
    return _("Action"), text, who + (f" – ▲ {_('not done in time')}" if late else "")


def _left_out(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "{n} confidential process is not in this paper.", "{n} confidential processes are not in this paper.", count,
        n=count,
    )  # fmt: skip


def amount(cents: int | None, name: str = "") -> str:
    """Whole euros, or that it isn't known; what wasn't granted is a dash."""
    if cents is None:
        return "–" if name == "granted" else _("not known")
    return euro(round(cents / 100))
