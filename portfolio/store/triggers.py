"""Triggers that hold the rules against mistakes and raw SQL: append-only, one chain, four eyes, examples apart.

They are kept as one list, because changing a table may drop its triggers: every migration drops and recreates them all.
They stop mistakes, not an administrator of the database; against those stand the chain's head outside the database and
``verify``.
"""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

# Never changed; rows of the example portfolio alone may be deleted.
EXAMPLE_DELETABLE = (
    "scenario_version",
    "request",
    "request_maker",
    "verdict",
    "document",
    "snapshot",
    "meeting_addition",
    "status_report",
)
# Changed by the app; rows of the example portfolio alone may be deleted.
KEPT = ("process", "meeting", "meeting_entry")
# Never changed, never deleted.
FOREVER = ("audit", "benchmark_set", "own_figure", "learned")

_ZEROS = "0" * 64


def _sqlite(name: str, event: str, table: str, message: str, when: str = "") -> tuple[str, str]:
    guard = f" when {when}" if when else ""
    return name, (f"create trigger {name} before {event} on {table}{guard} begin select raise(abort, '{message}'); end")


def _sqlite_triggers() -> dict[str, str]:
    found: list[tuple[str, str]] = []
    for table in EXAMPLE_DELETABLE + FOREVER:
        found.append(_sqlite(f"{table}_no_update", "update", table, f"{table} is append-only"))
    for table in FOREVER:
        found.append(_sqlite(f"{table}_no_delete", "delete", table, f"{table} is append-only"))
    for table in (*EXAMPLE_DELETABLE, *KEPT):
        message = f"{table} may only be deleted when it is an example"
        found.append(_sqlite(f"{table}_no_delete", "delete", table, message, "old.example = 0"))
    # "insert or replace" deletes without firing delete triggers, so a key that exists is refused on insert.
    for table, same in _SAME_KEY.items():
        when = f"exists (select 1 from {table} where {same})"
        found.append(_sqlite(f"{table}_no_replace", "insert", table, f"{table} is append-only", when))
    for name, table, event, when, message in _RULES:
        found.append(_sqlite(name, event, table, message, when))
    return dict(found)


_SAME_KEY = {
    "benchmark_set": "sha256 = new.sha256",
    "document": "id = new.id",
    "learned": "id = new.id or audit_number = new.audit_number",
    "meeting": "id = new.id or (status = 'open' and new.status = 'open' and example = new.example)",
    "meeting_addition": "id = new.id",
    "meeting_entry": "id = new.id",
    "own_figure": "id = new.id or audit_number = new.audit_number",
    "process": "id = new.id",
    "request": "id = new.id or (process_id = new.process_id and number = new.number)",
    "request_maker": "request_id = new.request_id and user_id = new.user_id",
    "scenario_version": "scenario_id = new.scenario_id and version = new.version",
    "snapshot": "meeting_id = new.meeting_id",
    "status_report": "id = new.id",
    "verdict": "id = new.id or (request_id = new.request_id and outcome <> 'deferred')",
}

_EXAMPLE_OF_PROCESS = "new.example <> (select example from process where id = new.process_id)"
_EXAMPLE_OF_REQUEST = "new.example <> (select example from request where id = new.request_id)"
_EXAMPLE_OF_SCENARIO = (
    "new.example <> (select p.example from process p join scenario s on s.process_id = p.id"
    " where s.id = new.scenario_id)"
)
_CHAIN = (
    "new.number <> (select coalesce(max(number), 0) + 1 from audit) or new.previous <> "
    f"coalesce((select hash from audit order by number desc limit 1), '{_ZEROS}')"
)
_MAKER = "exists (select 1 from request_maker m where m.request_id = new.request_id and m.user_id = new.who)"
_EXAMPLE_OF_MEETING = "new.example <> (select example from meeting where id = new.meeting_id)"
_TOLD = ("id", "meeting_id", "kind", "text", "owner", "made_by", "at", "example", "audit_number")
_MAYBE = ("process_id", "due", "deleted_at")
_ENTRY_CLOSED = (
    "(select status from meeting where id = old.meeting_id) = 'closed' and ("
    + " or ".join(
        [f"new.{name} <> old.{name}" for name in _TOLD]
        + [f"coalesce(new.{name}, '') <> coalesce(old.{name}, '')" for name in _MAYBE]
    )
    + ")"
)

# name, table, event, when the row is refused, message
_RULES = (
    ("audit_chain", "audit", "insert", _CHAIN, "audit continues its chain"),
    ("verdict_four_eyes", "verdict", "insert", _MAKER, "four eyes: a maker of this request decides on it"),
    ("request_example", "request", "insert", _EXAMPLE_OF_PROCESS, "example flag differs from the process"),
    ("verdict_example", "verdict", "insert", _EXAMPLE_OF_REQUEST, "example flag differs from the request"),
    ("request_maker_example", "request_maker", "insert", _EXAMPLE_OF_REQUEST, "example flag differs from the request"),
    (
        "scenario_version_example",
        "scenario_version",
        "insert",
        _EXAMPLE_OF_SCENARIO,
        "example flag differs from the process",
    ),
    ("process_example", "process", "update", "new.example <> old.example", "example flag is fixed"),
    ("status_report_example", "status_report", "insert", _EXAMPLE_OF_PROCESS, "example flag differs from the process"),
    *(
        (f"{table}_example", table, "insert", _EXAMPLE_OF_MEETING, "example flag differs from the meeting")
        for table in ("meeting_entry", "snapshot", "meeting_addition")
    ),
    ("meeting_example", "meeting", "update", "new.example <> old.example", "example flag is fixed"),
    ("meeting_closed", "meeting", "update", "old.status = 'closed'", "a closed meeting stays as it is"),
    ("meeting_entry_closed", "meeting_entry", "update", _ENTRY_CLOSED, "a closed meeting stays as it is"),
)


def _postgresql(name: str, event: str, table: str, message: str, when: str = "true") -> tuple[str, str]:
    back = "old" if event == "delete" else "new"
    return name, (
        f"create function {name}() returns trigger language plpgsql as $$begin "
        f"if {when} then raise exception '{message}' using errcode = 'integrity_constraint_violation'; end if; "
        f"return {back}; end$$;"
        f"create trigger {name} before {event} on {table} for each row execute function {name}()"
    )


def _postgresql_triggers() -> dict[str, str]:
    found: list[tuple[str, str]] = []
    for table in EXAMPLE_DELETABLE + FOREVER:
        found.append(_postgresql(f"{table}_no_update", "update", table, f"{table} is append-only"))
        found.append(
            (
                f"{table}_no_truncate",
                f"create function {table}_no_truncate() returns trigger language plpgsql as "
                f"$$begin raise exception '{table} is append-only' "
                f"using errcode = 'integrity_constraint_violation'; end$$;"
                f"create trigger {table}_no_truncate before truncate on {table} "
                f"execute function {table}_no_truncate()",
            )
        )
    for table in FOREVER:
        found.append(_postgresql(f"{table}_no_delete", "delete", table, f"{table} is append-only"))
    for table in (*EXAMPLE_DELETABLE, *KEPT):
        message = f"{table} may only be deleted when it is an example"
        found.append(_postgresql(f"{table}_no_delete", "delete", table, message, "old.example = 0"))
    for name, table, event, when, message in _RULES:
        found.append(_postgresql(name, event, table, message, when))
    return dict(found)


_LISTS: dict[str, Callable[[], dict[str, str]]] = {"sqlite": _sqlite_triggers, "postgresql": _postgresql_triggers}


def expected(c: sa.Connection) -> dict[str, str]:
    """The triggers this version wants: name to statement."""
    return _LISTS[c.dialect.name]()


def present(c: sa.Connection) -> dict[str, str]:
    """The triggers the database has: name to table."""
    if c.dialect.name == "sqlite":
        question = "select name, tbl_name from sqlite_master where type = 'trigger'"
    else:
        question = (
            "select t.tgname, r.relname from pg_trigger t join pg_class r on r.oid = t.tgrelid "
            "join pg_namespace n on n.oid = r.relnamespace "
            "where not t.tgisinternal and n.nspname = current_schema()"
        )
    return {str(name): str(table) for name, table in c.exec_driver_sql(question)}


def drop_all(c: sa.Connection) -> None:
    """Drop every trigger, also those of an older version."""
    for name, table in present(c).items():
        if c.dialect.name == "sqlite":
            c.exec_driver_sql(f'drop trigger "{name}"')
        else:
            c.exec_driver_sql(f'drop trigger "{name}" on "{table}"')
            c.exec_driver_sql(f'drop function if exists "{name}"()')


def create_all(c: sa.Connection) -> None:
    """Create the whole list; call ``drop_all`` first."""
    for statement in expected(c).values():
        c.exec_driver_sql(statement)
