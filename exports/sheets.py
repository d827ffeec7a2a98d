"""Which tables an export has, and which columns: one declaration a sheet.

Headings and meanings come from data/columns.csv. Where an import exists, the headings are those that it understands,
so that what was exported can be imported again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from exports import choices
from imports import kinds
from imports.kinds import CHOICE, DAY, HOURS, MONEY, STEP, TEXT, WHOLE, YES_NO, Kind
from portfolio.store import described

MOMENT, LIST, NUMBER, VALUE = "moment", "list", "number", "value"
# Unit in data/columns.csv → the type of the cells; other units are text.
TYPES = {
    "cents": MONEY,
    "count": WHOLE,
    "day": DAY,
    "hours": HOURS,
    "list": LIST,
    "minutes": WHOLE,
    "moment": MOMENT,
    "number": NUMBER,
    "percent": WHOLE,
    "step": STEP,
    "yes_no": YES_NO,
}
NAME, PERSON = "name", "person"


@dataclass(frozen=True)
class Column:
    """A column: its name (in JSON, and in the rows), the type of its cells, and its words in Dutch and in English.

    ``unit``: that of data/columns.csv. ``imported``: its name in the import, empty when the import doesn't know it.
    """

    name: str
    type: str
    unit: str
    header: tuple[str, str]
    about: tuple[str, str]
    imported: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A table of the export. ``table``: where its rows come from; ``kind``: the import that reads it, if one does.

    ``personal``: it holds names of people, and is there only when somebody asked for names.
    """

    key: str
    table: str
    columns: tuple[Column, ...]
    title: tuple[str, str]
    about: tuple[str, str]
    kind: Kind | None = None
    personal: bool = False

    def stored(self) -> tuple[str, ...]:
        """The columns that stand in the table itself."""
        known = described.metadata.tables[self.table].c
        return tuple(one.name for one in self.columns if one.name in known)


def _column(sheet: str, table: str, name: str, kind: Kind | None) -> Column:
    words = described.of(name, f"sheet.{sheet}", table, "sheet")
    as_imported = _FIELDS.get((sheet, name), name)
    known = next((one for one in kind.fields if one.name == as_imported), None) if kind else None
    if known is None or words.unit == PERSON:
        found = choices.of(table, name)
        type = CHOICE if found else VALUE if (sheet, name) == ("forms", "value") else TYPES.get(words.unit, TEXT)
        return Column(name, type, words.unit, words.name, words.about, "", found)
    header = (known.header("nl"), known.header("en"))
    return Column(name, known.type, words.unit, header, words.about, as_imported, known.choices)


def _sheet(key: str, table: str, columns: str, kind: Kind | None = None, personal: bool = False) -> Sheet:
    words = described.table(f"sheet.{key}")
    made = tuple(_column(key, table, name, kind) for name in columns.split())
    return Sheet(key, table, made, words.name, words.about, kind, personal)


_FIELDS = {("tariffs", "cents_per_hour"): "likely"}  # where the import has another name
_ENTRY, _EDITED = "made_by at", "updated_by updated_at"

ALL = (
    _sheet(
        "processes",
        "process",
        "name question municipality theme area client_name content_owner process_owner portfolio_holder confidential "
        f"status example id created_by created_at {_EDITED}",
        kinds.PROCESSES,
    ),
    _sheet(
        "steps",
        "step_progress",
        "process step status planned_start planned_finish actual_start actual_finish expected_finish percent "
        f"content_owner process_owner override_reason note actual_hours actual_cents {_EDITED}",
        kinds.STEPS,
    ),
    _sheet("bookings", "booking", f"process step kind hours cents day role note id {_ENTRY}", kinds.BOOKINGS),
    _sheet("groups", "process", "process group", kinds.GROUPS),
    _sheet("tariffs", "own_figure", "key cents_per_hour reason", kinds.TARIFFS),
    _sheet("own_figures", "own_figure", "key action low likely high reason set_by at audit_number"),
    _sheet(
        "estimates",
        "scenario",
        "process name is_base fits cost_p50_cents cost_p80_cents asked_cost_cents asked_cash_cents asked_own_cents "
        f"asked_finish version id created_at {_EDITED}",
    ),
    _sheet(
        "requests",
        "request",
        "process number cost_cents cash_cents own_cents finish submitted_by submitted_at scenario_version engine "
        "id sha256 audit_number",
    ),
    _sheet(
        "decisions",
        "verdict",
        "process request_number kind outcome granted_cents decided_on body reference statement reason document maker "
        "who role signed_in recomputed at id audit_number",
    ),
    _sheet(
        "status_reports",
        "status_report",
        "process reported_on planning budget risk cause consequence steering decision_asked decider decide_before "
        f"achieved coming scope_change {_ENTRY}",
    ),
    _sheet(
        "talks",
        "talk",
        "process title form place status planned_on invited_on held_on audience registrations participants "
        f"discussion_piece tasks report reason id {_EDITED}",
    ),
    _sheet("findings", "finding", f"process theme audience answer basis minority id {_EDITED}"),
    _sheet("feedback", "feedback", f"process part sent_on channel audience public note id {_ENTRY}"),
    _sheet("notes", "journal", f"process step kind day text url id {_ENTRY}"),
    _sheet("forms", "process_form", f"process kind field value {_EDITED}"),
    _sheet("acceptances", "acceptance", f"process rule reason until id {_ENTRY}"),
    _sheet("meetings", "meeting", f"title held_on minutes status example id created_by created_at {_EDITED}"),
    _sheet("meeting_entries", "meeting_entry", f"meeting held_on process kind text owner due done_on id {_ENTRY}"),
    _sheet("meeting_additions", "meeting_addition", f"meeting held_on text id {_ENTRY}"),
    _sheet("trend_notes", "trend_note", f"process step meeting held_on text id {_ENTRY}"),
    _sheet("people", "users", "id roles created_at erased_at"),
    _sheet("names", "users", "pseudonym name", personal=True),
    _sheet(
        "process_owners",
        "process",
        "name client_name content_owner process_owner portfolio_holder",
        kinds.PROCESSES,
        personal=True,
    ),
    _sheet("step_owners", "step_progress", "process step content_owner process_owner", kinds.STEPS, personal=True),
)


def chosen(names: bool) -> tuple[Sheet, ...]:
    """The sheets of an export, with or without those that hold names of people."""
    return tuple(one for one in ALL if names or not one.personal)
