"""A sheet and a kind → which column is which, and every row with its values or what is wrong with it by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from imports import values
from imports.files import Cell, Sheet
from imports.kinds import CHOICE, DAY, HOURS, MONEY, STEP, TEXT, WHOLE, YES_NO, Field, Kind, plain
from portfolio.messages import N_
from portfolio.store import Refused

NO_COLUMN = N_("No column is chosen for {column}; it is needed for every row.")
TWICE = N_("The column {value} is chosen twice.")
EMPTY = N_("This cell is empty, and it is needed.")
BELOW_ZERO = N_("{value} is below zero; that isn't allowed here.")
NO_STEP = N_("{value} is not a step; allowed is 1 to 10.")


@dataclass(frozen=True)
class Wrong:
    """Why a row can't be taken: the sentence, and the column it is about (empty for the whole row)."""

    column: str
    template: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A row of the file, read: its number there, the values that were filled in, and what is wrong with it."""

    number: int
    values: Mapping[str, object]
    wrong: tuple[Wrong, ...] = ()


def propose(kind: Kind, headers: Sequence[str], remembered: Mapping[str, str] | None = None) -> dict[str, str]:
    """Field → header: what was remembered for these headers, else by name, the most usual name first."""
    if remembered and set(remembered.values()) <= set(headers):
        return {name: header for name, header in remembered.items() if any(one.name == name for one in kind.fields)}
    known = {plain(header): header for header in reversed(headers)}
    found: dict[str, str] = {}
    widest = max(len(one.headers) for one in kind.fields)
    for place in range(widest):
        for one in kind.fields:
            if one.name in found or place >= len(one.headers):
                continue
            header = known.get(plain(one.headers[place]))
            if header is not None and header not in found.values():
                found[one.name] = header
    return found


def suits(kind: Kind, headers: Sequence[str]) -> bool:
    """True when these headers name every column that the kind needs."""
    found = propose(kind, headers)
    return all(one.name in found for one in kind.fields if one.required)


def check(kind: Kind, sheet: Sheet, mapping: Mapping[str, str]) -> list[Row]:
    """Every row of the sheet with its values, or what is wrong by column. Raises Refused on a mapping that can't be."""
    used = [header for header in mapping.values() if header]
    twice = next((header for header in used if used.count(header) > 1), None)
    if twice is not None:
        raise Refused(TWICE, value=twice)
    for one in kind.fields:
        if one.required and not mapping.get(one.name):
            raise Refused(NO_COLUMN, column=one.headers[0])
    places = {name: sheet.headers.index(header) for name, header in mapping.items() if header}
    styles = {
        name: values.style_of(sheet.column(place))
        for name, place in places.items()
        if kind.field(name).type in (MONEY, HOURS, WHOLE)
    }
    found = []
    for line in sheet.lines:
        if line.fault:
            found.append(Row(line.number, {}, (Wrong("", line.fault.template, line.fault.params),)))
            continue
        read: dict[str, object] = {}
        wrong = []
        for name, place in places.items():
            one, cell = kind.field(name), line.cells[place]
            try:
                if cell is not None:
                    read[name] = value(one, cell, styles.get(name))
                elif one.required:
                    raise Refused(EMPTY)
            except Refused as problem:
                wrong.append(Wrong(sheet.headers[place], problem.template, problem.params))
        found.append(Row(line.number, read, tuple(wrong)))
    return found


def value(one: Field, cell: Cell, style: values.Style = None) -> object:
    """A cell as the type of its field. Raises Refused."""
    if one.type == TEXT:
        return values.text(cell)
    if one.type == DAY:
        return values.day(cell)
    if one.type == MONEY:
        return values.cents(cell, style)
    if one.type == YES_NO:
        return values.yes_no(cell)
    if one.type == CHOICE:
        return _choice(one, cell)
    if one.type == STEP:
        found = values.text(cell).casefold().removeprefix("stap").removeprefix("step").strip()
        if not (found.isascii() and found.isdigit() and 1 <= int(found[:4]) <= 10):
            raise Refused(NO_STEP, value=values.text(cell)[:60])
        return int(found)
    number = values.whole(cell, style) if one.type == WHOLE else float(values.number(cell, style))
    if number < 0:
        raise Refused(BELOW_ZERO, value=values.text(cell)[:60])
    return number


def _choice(one: Field, cell: Cell) -> str:
    word = plain(values.text(cell))
    for code, words in one.choices.items():
        if word == code or word in words:
            return code
    raise Refused(
        values.NOT_ONE_OF, value=values.text(cell)[:60], allowed=", ".join(w[0] for w in one.choices.values())
    )
