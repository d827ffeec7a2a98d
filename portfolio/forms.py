"""The forms of a process, one of each kind: the approach (step 0), roles and RACI, the interpretation (step 6), the
evaluation (step 10), and the account (kennisgeving and eindverslag).

The fields follow reference texts of the field: the four keys of an approach (why, about what, who with whom, how), and
what a notification and a final report must say to be legally reusable (who, about what, when, roles, where to find it,
results, deviations, motivation).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portfolio import documents, raci
from portfolio.checks import LONG, SHORT, Faults
from portfolio.identity import User
from portfolio.rows import CHANGED, open_process
from portfolio.store import records, tables
from portfolio.store.codec import canonical
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Connection, Store
from portfolio.store.errors import Conflict

KINDS = ("approach", "roles", "interpretation", "evaluation", "account")
ANSWERS = ("", "yes", "partly", "no")

# Field → how it is checked: long and short texts, days, yes/no (None: not answered), or a choice.
LONGS: dict[str, tuple[str, ...]] = {
    "approach": (
        "goal",  # why: the policy goal
        "about",  # about what
        "with_whom",  # who with whom, and how each group is linked to the question
        "how",  # the form that follows from the question
        "frames",  # what is fixed already
        "room_for_input",  # what can still change
        "use_of_results",  # what happens with what people say
        "open_decisions",  # choices that must be made first, one a line
        "privacy_purpose",  # why personal data are kept
    ),
    "roles": (),
    "interpretation": ("answer", "basis", "minority"),
    "evaluation": (
        "pitfalls",  # three that happened
        "successes",  # three that worked
        "lessons",
        "attitude",  # of the organisation
        "hidden_decisions",
        "quality",  # of the talks
        "leadership",
        "polarisation",
    ),
    "account": (
        "who",
        "about",
        "when",
        "roles",
        "where_info",
        "process_followed",
        "deviations",
        "input",
        "reaction",
        "motivation",
    ),
}
SHORTS: dict[str, tuple[str, ...]] = {"approach": ("approved_by", "document_id", "document_name")}
DAYS: dict[str, tuple[str, ...]] = {
    "approach": (
        "approved_on",
        "question_on",  # when the question was settled
        "groups_on",  # when the groups were chosen
        "form_on",  # when working form or venue was chosen
        "college_on",  # meeting in which the college deals with the outcome
        "council_on",  # and the council
        "decision_on",  # when the outcome is or was decided
        "privacy_until",  # until when personal data are kept
    ),
    "evaluation": ("evaluated_on", "discharged_on"),
}
YES_NO: dict[str, tuple[str, ...]] = {"approach": ("light", "keeps_personal_data")}
CHOICES: dict[str, dict[str, tuple[str, ...]]] = {"interpretation": {"answered": ANSWERS}}


@dataclass(frozen=True)
class Form:
    """A form as stored: ``content`` by field name (days as ISO text); ``version`` 0 when nothing was filled in."""

    process_id: str
    kind: str
    content: dict[str, Any] = field(default_factory=dict)
    version: int = 0
    updated_by: str = ""
    updated_at: str = ""


def fields(kind: str) -> tuple[str, ...]:
    """The names of the fields of a kind."""
    if kind == "roles":
        return raci.FIELDS
    parts = (LONGS, SHORTS, DAYS, YES_NO)
    return tuple(name for part in parts for name in part.get(kind, ())) + tuple(CHOICES.get(kind, ()))


def get(store: Store, process_id: str, kind: str) -> Form:
    """The form of a process; an empty one of version 0 when nothing was filled in yet."""
    with store.read() as c:
        return load(c, process_id, kind)


def load(c: Connection, process_id: str, kind: str) -> Form:
    """As ``get``, on a connection."""
    row = records.one(c, tables.process_form, process_id=process_id, kind=kind)
    return _form(row) if row else Form(process_id, kind)


def all_of(c: Connection, process_id: str | None = None) -> dict[tuple[str, str], Form]:
    """(process id, kind) → form, of one process or of all; only what was filled in."""
    where = {"process_id": process_id} if process_id else {}
    return {(row["process_id"], row["kind"]): _form(row) for row in records.many(c, tables.process_form, **where)}


def save(
    store: Store,
    user: User,
    process_id: str,
    kind: str,
    version: int,
    changes: Mapping[str, Any],
    token: str | None = None,
) -> Form:
    """Change fields of a form that is still at ``version`` (0: the first time). Role: bewerker.

    Raises Refused with a sentence per faulty field; Conflict with ``theirs`` and ``yours`` when somebody was first.
    """
    clean = _checked(kind, changes)

    def work(tx: Tx) -> str:
        open_process(tx, process_id)
        _write(tx, process_id, kind, version, clean, {})
        return process_id

    commit(store, user, "form.save", work, token, f"process/{process_id}/form/{kind}")
    return get(store, process_id, kind)


def _write(tx: Tx, process_id: str, kind: str, version: int, clean: Mapping[str, Any], more: Mapping[str, Any]) -> None:
    now = load(tx.c, process_id, kind)
    if now.version != version:
        raise Conflict(CHANGED, theirs=now, yours=dict(clean))
    stamp = {"version": version + 1, "updated_by": tx.actor, "updated_at": tx.now}
    values = {"content": {**now.content, **clean}, **stamp}
    if version:
        records.change(tx.c, tables.process_form, {"process_id": process_id, "kind": kind}, values)
    else:
        records.insert(tx.c, tables.process_form, process_id=process_id, kind=kind, **values)
    changed = {k: v for k, v in clean.items() if canonical(v) != canonical(now.content.get(k))}
    said = {k: v for k, v in changed.items() if k in DAYS.get(kind, ()) or k in CHOICES.get(kind, ())}
    tx.log(f"process/{process_id}/form/{kind}", {"version": version + 1, "fields": sorted(changed), **said, **more})


def attach(
    store: Store,
    user: User,
    process_id: str,
    kind: str,
    version: int,
    name: str,
    content: bytes,
    token: str | None = None,
) -> Form:
    """Keep a document with a form (``document_id``, ``document_name``), in one change. Role: bewerker.

    Raises as ``save``, and Refused for an empty or too large file.
    """
    faults = Faults()
    plain, content = documents.checked(faults, name, content)
    faults.stop()

    def work(tx: Tx) -> str:
        process = open_process(tx, process_id)
        id, digest = documents.keep(tx, plain, content, process["example"])
        _write(tx, process_id, kind, version, {"document_id": id, "document_name": plain}, {"sha256": digest})
        return process_id

    commit(store, user, "form.attach", work, token, f"process/{process_id}/form/{kind}")
    return get(store, process_id, kind)


def _form(row: Mapping[str, Any]) -> Form:
    kept = ("process_id", "kind", "content", "version", "updated_by", "updated_at")
    return Form(**{name: row[name] for name in kept})


def _checked(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    faults = Faults()
    faults.choice("kind", kind, KINDS)
    faults.known(given, fields(kind))
    checks: list[tuple[dict[str, tuple[str, ...]], Callable[[str, Any], Any]]] = [
        (LONGS, lambda name, value: faults.text(name, value, LONG)),
        (SHORTS, lambda name, value: faults.text(name, value, SHORT)),
        (DAYS, lambda name, value: _iso(faults, name, value)),
        (YES_NO, lambda name, value: None if value is None else faults.yes_no(name, value)),
    ]
    out: dict[str, Any] = {}
    for names, check in checks:
        out |= {name: check(name, given[name]) for name in names.get(kind, ()) if name in given}
    for name, allowed in CHOICES.get(kind, {}).items():
        if name in given:
            out[name] = faults.choice(name, given[name] or "", allowed)
    if kind == "roles":
        out = raci.checked(faults, given)
    faults.stop()
    return out


def _iso(faults: Faults, name: str, value: Any) -> str | None:
    day = faults.day(name, value)
    return day.isoformat() if day else None
