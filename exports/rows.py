"""The rows of every sheet, as plain values under the names of its columns, a hundred processes at a time.

Names of people come out as pseudonyms everywhere but in the sheets that are there for the names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from exports.pseudonyms import Pseudonyms
from exports.sheets import NAME, PERSON, Sheet
from portfolio import estimates, own_figures
from portfolio.store import Connection, described, export_rows
from portfolio.store.codec import cents

Row = dict[str, Any]
BATCH = 100  # processes at a time
OWNERS = ("client_name", "content_owner", "process_owner", "portfolio_holder")
STEP_OWNERS = ("content_owner", "process_owner")
FORM_NAMES = {("approach", "approved_by")}  # fields of a form that hold the name of a person


@dataclass
class Taken:
    """What an export takes: its processes in the order of their names, how many were left out, the names met."""

    c: Connection
    names: dict[str, str] = field(default_factory=dict)  # process id → name
    example: bool = False
    confidential_out: int = 0
    example_out: int = 0
    met: Pseudonyms = field(default_factory=Pseudonyms)

    @property
    def ids(self) -> list[str]:
        """The ids of the processes, in order."""
        return list(self.names)


def take(c: Connection, confidential: bool, example: bool) -> Taken:
    """Which processes go along: confidential ones and those of the example only when asked for."""
    found = export_rows.whole(c, "process", ("id", "name", "confidential", "example"))
    taken = Taken(c, example=example)
    for row in sorted(found, key=lambda row: (row["name"].casefold(), row["id"])):
        if row["example"] and not example:
            taken.example_out += 1
        elif row["confidential"] and not confidential:
            taken.confidential_out += 1
        else:
            taken.names[row["id"]] = row["name"]
    return taken


def of(sheet: Sheet, taken: Taken) -> Iterator[Row]:
    """The rows of a sheet. Every key is the name of a column; a column that isn't there is empty."""
    for row in _SOURCES.get(sheet.key, _of_processes)(sheet, taken):
        yield _hidden(sheet, taken, row)


def _hidden(sheet: Sheet, taken: Taken, row: Row) -> Row:
    """The row with pseudonyms for names that were typed, unless the sheet is there for names."""
    if sheet.personal:
        return row
    for one in sheet.columns:
        if one.unit == PERSON and described.of(one.name, sheet.table).unit == NAME and row.get(one.name):
            row[one.name] = taken.met.of(row[one.name])
    return row


# How the rows of a table of processes follow each other, within one process.
_ORDER: dict[str, tuple[str, ...]] = {
    "steps": ("step",),
    "step_owners": ("step",),
    "bookings": ("day", "step"),
    "requests": ("number",),
    "status_reports": ("audit_number",),
    "talks": ("held_on", "planned_on", "title"),
    "findings": ("theme", "audience"),
    "feedback": ("sent_on",),
    "notes": ("day",),
    "forms": ("kind",),
    "acceptances": ("at",),
    "estimates": ("created_at", "name"),
}
_MORE = {  # columns that a sheet needs besides its own
    "status_reports": ("audit_number",),
    "estimates": ("result",),
    "forms": ("content",),
    "trend_notes": ("meeting_id",),
}


def _of_processes(sheet: Sheet, taken: Taken) -> Iterator[Row]:
    """The rows of the processes, process by process, with the name of the process."""
    by = "id" if sheet.table == "process" else "process_id"
    columns = tuple(dict.fromkeys((*sheet.stored(), by, *_MORE.get(sheet.key, ()))))
    for ids in export_rows.batches(taken.ids, BATCH):
        place = {id: n for n, id in enumerate(ids)}
        found = export_rows.of(taken.c, sheet.table, columns, ids, by)
        for row in sorted(found, key=lambda row: (place[row[by]], *_sorted(row, _ORDER.get(sheet.key, ())))):
            yield row | {"process": taken.names[row[by]]}


def _sorted(row: Mapping[str, Any], columns: tuple[str, ...]) -> list[Any]:
    """What rows are sorted by: the columns, empty ones last, and in the end the id."""
    return [(row[name] is None, row[name] or type(row[name])()) for name in columns] + [str(row.get("id", ""))]


def _groups(sheet: Sheet, taken: Taken) -> Iterator[Row]:
    for ids in export_rows.batches(taken.ids, BATCH):
        found = {row["id"]: row for row in export_rows.of(taken.c, "process", ("id", "group_names"), ids, "id")}
        for id in ids:
            for name in found[id]["group_names"]:
                yield {"process": taken.names[id], "group": name}


def _own_figures(sheet: Sheet, taken: Taken) -> Iterator[Row]:
    columns = (*sheet.stored(), "audit_number")
    yield from sorted(export_rows.whole(taken.c, "own_figure", columns), key=lambda row: row["audit_number"])


def _tariffs(sheet: Sheet, taken: Taken) -> Iterator[Row]:
    """The own tariffs in use: of every code the last row, unless that put the benchmark back."""
    tariffs = {row.id for row in estimates.shipped().rows if row.driver.startswith(("tariff.", "hired."))}
    columns = ("key", "action", "likely", "reason", "audit_number")
    last = {row["key"]: row for row in _by_number(export_rows.whole(taken.c, "own_figure", columns))}
    for key in sorted(last):
        if last[key]["action"] == "set" and (key in tariffs or key in own_figures.AVERAGES):
            yield {"key": key, "cents_per_hour": cents(last[key]["likely"]), "reason": last[key]["reason"]}


def _by_number(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: int(row["audit_number"]))


def _estimates(sheet: Sheet, taken: Taken) -> Iterator[Row]:
    for row in _of_processes(sheet, taken):
        result = row.pop("result") or {}
        asked, cost = result.get("request") or {}, result.get("cost_eur") or {}
        finish = asked.get("finish")
        yield row | {
            "cost_p50_cents": _cents(cost.get("p50")),
            "cost_p80_cents": _cents(cost.get("p80")),
            "asked_cost_cents": _cents(asked.get("cost_eur")),
            "asked_cash_cents": _cents(asked.get("cash_eur")),
            "asked_own_cents": _cents(asked.get("own_hours_eur")),
            "asked_finish": dt.date.fromisoformat(finish) if finish else None,
        }


def _cents(euros: float | None) -> int | None:
    return None if euros is None else cents(euros)


def _decisions(sheet: Sheet, taken: Taken) -> Iterator[Row]:
    for ids in export_rows.batches(taken.ids, BATCH):
        place = {id: n for n, id in enumerate(ids)}
        found = export_rows.decisions(taken.c, sheet.stored(), ids)
        for row in sorted(
            found, key=lambda row: (place[row["process_id"]], row["request_number"], row["audit_number"])
        ):
            yield row | {"process": taken.names[row["process_id"]]}


def _forms(sheet: Sheet, taken: Taken) -> Iterator[Row]:
    """One row a field; the people of the form of roles under pseudonyms."""
    for row in _of_processes(sheet, taken):
        content = row.pop("content")
        for name in sorted(content):
            value = content[name]
            if row["kind"] == "roles" and name == "people":
                value = {role: _person(taken, one) for role, one in value.items()}
            elif (row["kind"], name) in FORM_NAMES:
                value = taken.met.of(str(value or ""))
            if value not in ("", None):
                yield row | {"field": name, "value": value}


def _person(taken: Taken, one: Any) -> Any:
    if not isinstance(one, dict):
        return one
    return {k: taken.met.of(str(v or "")) if k in ("name", "deputy") else v for k, v in one.items()}


def _meetings(sheet: Sheet, taken: Taken) -> Iterator[Row]:
    yield from _known_meetings(taken, sheet.stored()).values()


def _known_meetings(taken: Taken, columns: tuple[str, ...] = ()) -> dict[str, Row]:
    """The meetings of the export in their order, by id."""
    wanted = dict.fromkeys(("id", "title", "held_on", "example", "audit_number", *columns))
    found = export_rows.whole(taken.c, "meeting", tuple(wanted))
    kept = [row for row in found if taken.example or not row["example"]]
    return {row["id"]: row for row in sorted(kept, key=lambda row: (row["held_on"], row["audit_number"]))}


def _of_meetings(sheet: Sheet, taken: Taken) -> Iterator[Row]:
    """Decisions and actions, or additions: those about a process that is left out are left out too."""
    known = _known_meetings(taken)
    place = {id: n for n, id in enumerate(known)}
    more = ("process_id",) if sheet.key == "meeting_entries" else ()
    found = export_rows.whole(taken.c, sheet.table, (*sheet.stored(), "meeting_id", "audit_number", *more))
    inside = {None, *taken.names}
    kept = [row for row in found if row["meeting_id"] in known and row.get("process_id") in inside]
    for row in sorted(kept, key=lambda row: (place[row["meeting_id"]], row["audit_number"])):
        of_process = taken.names.get(row.get("process_id") or "", "")
        meeting = known[row["meeting_id"]]
        yield row | {"process": of_process, "meeting": meeting["title"], "held_on": meeting["held_on"]}


def _trend_notes(sheet: Sheet, taken: Taken) -> Iterator[Row]:
    known = _known_meetings(taken)
    for row in _of_processes(sheet, taken):
        meeting = known.get(row["meeting_id"])
        if meeting:
            yield row | {"meeting": meeting["title"], "held_on": meeting["held_on"]}


def _people(sheet: Sheet, taken: Taken) -> Iterator[Row]:
    yield from sorted(export_rows.whole(taken.c, "users", sheet.stored()), key=lambda row: row["id"])


def _names(sheet: Sheet, taken: Taken) -> Iterator[Row]:
    """Last of all, when every name that was typed has been met."""
    for row in sorted(export_rows.whole(taken.c, "users", ("id", "name")), key=lambda row: row["id"]):
        if row["name"]:
            yield {"pseudonym": row["id"], "name": row["name"]}
    for pseudonym, name in taken.met.listing():
        yield {"pseudonym": pseudonym, "name": name}


def _step_owners(sheet: Sheet, taken: Taken) -> Iterator[Row]:
    yield from (row for row in _of_processes(sheet, taken) if any(row[name] for name in STEP_OWNERS))


def _process_owners(sheet: Sheet, taken: Taken) -> Iterator[Row]:
    yield from (row for row in _of_processes(sheet, taken) if any(row[name] for name in OWNERS))


_SOURCES: dict[str, Callable[[Sheet, Taken], Iterator[Row]]] = {
    "groups": _groups,
    "tariffs": _tariffs,
    "own_figures": _own_figures,
    "estimates": _estimates,
    "decisions": _decisions,
    "forms": _forms,
    "meetings": _meetings,
    "meeting_entries": _of_meetings,
    "meeting_additions": _of_meetings,
    "trend_notes": _trend_notes,
    "people": _people,
    "names": _names,
    "step_owners": _step_owners,
    "process_owners": _process_owners,
}
