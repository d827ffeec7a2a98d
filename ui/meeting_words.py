"""What an item of the agenda is called and says, in words."""

from __future__ import annotations

from display import attention as said
from display import lights
from portfolio.meeting import agenda
from portfolio.meeting.meetings import AgendaItem
from portfolio.whole import attention
from portfolio.whole.standing import Standing
from ui.i18n import N_, _, ngettext
from ui.meeting_data import Look

TITLE = {
    "last": N_("Decisions and actions of last time"),
    "changed": N_("What changed since last time"),
    "green": N_("What goes as planned"),
}


def title(item: AgendaItem, look: Look) -> str:
    """The name of an item; plain text."""
    if item.kind == "process":
        one = look.by_id.get(item.process_id or "")
        return one.name if one else _("a process that was removed")
    return item.title if item.kind == "free" else _(TITLE[item.kind])


def about(item: AgendaItem, look: Look) -> str:
    """Why it is on the agenda, in a line; plain text."""
    if item.kind == "process":
        one = look.by_id.get(item.process_id or "")
        return " ".join(reasons(one, look)) if one else ""
    if item.kind == "last" and look.last:
        count = len(look.last.content["entries"])
        return ngettext("{n} decision or action", "{n} decisions and actions", count, n=count)
    if item.kind == "changed":
        count = len(look.changed)
        return ngettext("{n} process", "{n} processes", count, n=count)
    if item.kind == "green":
        count = len(greens(look))
        return ngettext("{n} process", "{n} processes", count, n=count)
    return ""


def reasons(one: Standing, look: Look) -> list[str]:
    """What asks for attention in a process, and what is reported better than is calculated."""
    found = [said.text(reason) for reason in attention.of(one, look.today)]
    if one.brighter:
        found += [f"{lights.name(name)}: {lights.differing(*pair)}." for name, pair in one.differing.items()]
    return found


def greens(look: Look) -> list[Standing]:
    """The processes that go and that no item is about."""
    on = [item.process_id for item in look.open.agenda if item.process_id] if look.open else []
    return agenda.green(look.found, on, look.today)
