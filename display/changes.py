"""What changed in a process, in plain sentences: escape them where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from display import lights
from display.colours import STATUS_SIGNS
from display.formats import date_text, euro
from display.i18n import N_, _, ngettext
from display.process_words import PHASE, STEP
from display.steps import numbered
from display.words import label
from portfolio.meeting.changes import Change, Part


def sentences(change: Change) -> list[str]:
    """A sentence for each thing that changed."""
    return [sentence for part in change.parts for sentence in _sentences(part)]


def summary(found: list[Change]) -> str:
    """How much changed, in a line."""
    if not found:
        return _("Nothing changed since last time.")
    new = sum(any(part.kind == "new" for part in one.parts) for one in found)
    ended = sum(any(part.kind in ("ended", "gone") for part in one.parts) for one in found)
    first = ngettext("{n} process changed", "{n} processes changed", len(found), n=len(found))
    parts = [ngettext("{n} is new", "{n} are new", new, n=new)] if new else []
    parts += [ngettext("{n} ended", "{n} ended", ended, n=ended)] if ended else []
    return first + (": " + ", ".join(parts) if parts else "") + "."


def _sentences(part: Part) -> list[str]:
    if part.kind == "new":
        return [_("New: {phase}.", phase=label(PHASE, part.after))]
    if part.kind == "gone":
        return [_("No longer in the portfolio.")]
    if part.kind in ("ended", "phase"):
        was, now = label(PHASE, part.before), label(PHASE, part.after)
        return [_("From “{was}” to “{now}”.", was=was, now=now)]
    if part.kind == "steps":
        return [_steps(part.after)]
    if part.kind == "finish":
        return [_finish(part)]
    if part.kind in ("granted", "expected"):
        return [_money(part)]
    return [_lights(part)]


def _steps(after: Mapping[Any, str]) -> str:
    said = [f"{numbered(int(step))} {STATUS_SIGNS[status]} {label(STEP, status)}" for step, status in after.items()]
    return _("Steps: {steps}.", steps=", ".join(one.replace("  ", " ") for one in said))


def _finish(part: Part) -> str:
    if part.before is None or part.after is None:
        day = part.after or part.before
        sentence = N_("Expected end: {day}.") if part.after else N_("No expected end any more; it was {day}.")
        return _(sentence, day=date_text(day))
    return _("Expected end from {was} to {now}.", was=date_text(part.before), now=date_text(part.after))


def _money(part: Part) -> str:
    was = euro(round(part.before / 100)) if part.before is not None else _("nothing")
    now = euro(round(part.after / 100)) if part.after is not None else _("nothing")
    template = (
        N_("Granted from {was} to {now}.") if part.kind == "granted" else N_("Expected cost from {was} to {now}.")
    )
    return _(template, was=was, now=now)


def _lights(part: Part) -> str:
    template = N_("Reported: {lights}.") if part.kind == "reported" else N_("Calculated: {lights}.")
    nothing = _("not reported") if part.kind == "reported" else _("nothing to hold it against")
    if set(part.before.values()) == {""}:  # for the first time
        said = [f"{lights.name(name)} {lights.said(colour)}" for name, colour in part.after.items()]
    else:
        said = [
            f"{lights.name(name)} {_colour(part.before[name], nothing)} → {_colour(colour, nothing)}"
            for name, colour in part.after.items()
        ]
    return _(template, lights=", ".join(said))


def _colour(colour: str, nothing: str) -> str:
    return lights.said(colour) if colour else nothing
