"""CONSUL Democracy: its API has no phase dates, so rows of budget phases in CSV, with its own column names."""

from __future__ import annotations

from imports import values
from imports.files import Sheet
from imports.kinds import plain
from imports.platforms.shape import Phase, Project, day, in_order, text

SOURCE = "consul"
COLUMNS = ("budget_id", "budget_name", "kind", "name", "starts_at", "ends_at", "enabled")
KINDS = (
    "drafting",
    "informing",
    "accepting",
    "reviewing",
    "selecting",
    "valuating",
    "publishing_prices",
    "balloting",
    "reviewing_ballots",
    "finished",
)


def fits(sheet: Sheet) -> bool:
    """True for a sheet with the columns of budget phases."""
    return {"kind", "starts_at"} <= {header.strip().lower() for header in sheet.headers}


def projects(sheet: Sheet) -> list[Project]:
    """A process for each budget; a phase that isn't enabled is left out, one without end ends before the next."""
    names = [header.strip().lower() for header in sheet.headers]
    found: dict[str, list[dict[str, str]]] = {}
    for line in sheet.lines:
        if line.fault is None:
            row = {name: values.text(cell) for name, cell in zip(names, line.cells, strict=True)}
            found.setdefault(row.get("budget_id") or row.get("budget_name") or "budget", []).append(row)
    return [_project(id, rows, len(set(names) - set(COLUMNS))) for id, rows in found.items()]


def _project(id: str, rows: list[dict[str, str]], ignored: int) -> Project:
    used = [row for row in rows if plain(row.get("enabled", "")) not in ("false", "f", "0", "no", "nee")]
    phases = in_order((_phase(row) for row in used), close=True)
    starts = [phase.start for phase in phases if phase.start]
    title = text(rows[0].get("budget_name")) or id
    return Project(SOURCE, id, title, phases, start=min(starts, default=None), ignored=ignored)


def _phase(row: dict[str, str]) -> Phase:
    kind = row.get("kind", "")
    order = KINDS.index(kind) if kind in KINDS else len(KINDS)
    title = text(row.get("name")) or kind.replace("_", " ")
    dates = day(row.get("starts_at")), day(row.get("ends_at"))
    return Phase(kind, order, title, *dates, None, kind.replace("_", " "))


def template() -> bytes:
    """The columns, with one row as an example."""
    return (",".join(COLUMNS) + "\n1,Wijkbudget,accepting,,2027-03-01,2027-04-12,true\n").encode("utf-8-sig")
