"""Who may do what: one table, asked by every change (store.commit) and by the screens.

An action is the name that a change has in the audit chain. Everyone with a known role may read; somebody without one
may nothing. Whoever has several roles may do what any of them may. Four eyes come on top: whoever worked on a request
never decides on it.

>>> may(frozenset({"lezer"}), "process.create"), may(frozenset({"bewerker"}), "process.create")
(False, True)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

EDITOR, EITHER, DECIDER, ADMINISTRATOR = ("bewerker",), ("bewerker", "beheerder"), ("goedkeurder",), ("beheerder",)
RECORDER = ("bewerker", "goedkeurder")

# Groups as a reader would look for them; the order is that of docs/rights.md.
GROUPS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "Processes": {
        "process.create": EDITOR,
        "process.update": EDITOR,
        "step.update": EDITOR,
        "step.shift": EDITOR,
        "form.save": EDITOR,
        "form.attach": EDITOR,
        "talk.add": EDITOR,
        "talk.change": EDITOR,
        "talk.remove": EDITOR,
        "booking.add": EDITOR,
        "booking.remove": EDITOR,
        "feedback.add": EDITOR,
        "feedback.remove": EDITOR,
        "finding.add": EDITOR,
        "finding.change": EDITOR,
        "finding.remove": EDITOR,
        "journal.add": EDITOR,
        "journal.remove": EDITOR,
        "acceptance.add": EDITOR,
        "acceptance.remove": EDITOR,
        "status_report.add": EDITOR,
    },
    "Estimates and scenarios": {
        "scenario.save": EDITOR,
        "scenario.make_base": EDITOR,
        "scenario.add": EDITOR,
        "scenario.change": EDITOR,
        "scenario.copy": EDITOR,
        "scenario.rename": EDITOR,
        "scenario.delete": EDITOR,
        "scenario.undo_delete": EDITOR,
        "scenario.presets": EDITOR,
        "scenario.apply": EDITOR,
    },
    "Asking and deciding": {
        "request.submit": EDITOR,
        "request.return": DECIDER,
        "request.refuse": DECIDER,
        "request.approve": DECIDER,
        "request.record": RECORDER,
    },
    "The meeting": {
        "meeting.open": EDITOR,
        "meeting.change": EDITOR,
        "meeting.close": EDITOR,
        "meeting.add": EDITOR,
        "meeting_entry.add": EDITOR,
        "meeting_entry.change": EDITOR,
        "meeting_entry.done": EDITOR,
        "meeting_entry.remove": EDITOR,
        "trend_note.add": EDITOR,
        "trend_note.remove": EDITOR,
    },
    "What holds for all processes": {
        "own_figure.set": EITHER,
        "own_figure.restore": EITHER,
        "learned.adopt": EITHER,
        "learned.stop": EITHER,
        "template.keep": EITHER,
        "template.remove": EITHER,
        "setting.put": EITHER,
        "example.load": EITHER,
        "example.remove": EITHER,
    },
    "Data in": {
        "import.preview": EDITOR,
        "import.write": EDITOR,
        "import.undo": EDITOR,
    },
    "Data out, and people": {
        "backup.make": ADMINISTRATOR,
        "archive.make": ADMINISTRATOR,
        "user.sign_out": ADMINISTRATOR,
        "user.erase": ADMINISTRATOR,
    },
}
RIGHTS: Mapping[str, tuple[str, ...]] = {action: roles for group in GROUPS.values() for action, roles in group.items()}


# Taking data out changes no record, so it leaves no row in the chain: who may have what along (exports.make).
EVERYBODY = ("lezer", "bewerker", "goedkeurder", "beheerder")
EXPORT: Mapping[str, tuple[str, ...]] = {
    "export": EVERYBODY,
    "export.names": ADMINISTRATOR,
    "export.confidential": ADMINISTRATOR,
}


def roles_for(action: str) -> tuple[str, ...]:
    """The roles that may do this; LookupError for an action that isn't in the table."""
    found = RIGHTS.get(action) or EXPORT.get(action)
    if found is None:
        raise LookupError(f"{action} is not in the table of rights")
    return found


def may(roles: Iterable[str], action: str) -> bool:
    """Whether somebody with these roles may do this; LookupError for an action that isn't in the table."""
    return bool(set(roles) & set(roles_for(action)))
