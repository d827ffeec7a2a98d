"""What goes with every export: when it was made, what was left out, what each table and column is; in two languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from display.i18n import N_, translate
from exports.cells import BETWEEN
from exports.choice import CSV, JSON, Choice
from exports.sheets import LIST, MOMENT, VALUE, Column, Sheet
from imports.kinds import CHOICE, DAY, MONEY, YES_NO
from portfolio.store.described import UNITS

Pair = tuple[str, str]  # in Dutch and in English

MADE = N_("Made on {moment} (UTC) with Tienstap {version}. Last row of the audit chain: {number} {hash}.")
PSEUDONYMS = N_("People stand here under pseudonyms. Which name belongs to which pseudonym isn't in this export.")
NAMES = N_(
    "The tables {tables} hold names of people. Keep them apart from the others and remove them when you no longer need "
    "them; in the other tables the same people stand under pseudonyms."
)
TYPED = N_("Texts are as somebody typed them, and may hold names.")
SECRET_IN = N_("Confidential processes are in this export: share it with care.")
SECRET_OUT = N_("Confidential processes left out: {count}. An administrator can take them along.")
EXAMPLE_IN = N_("The example portfolio is in this export.")
EXAMPLE_OUT = N_("Processes of the example portfolio left out: {count}.")
MONEY_EUR = N_("Amounts are in euros without VAT, unless a column says otherwise. An empty cell means: not known.")
MONEY_CENTS = N_("Amounts are in whole euro cents without VAT, unless a column says otherwise. null means: not known.")
GUARD = N_(
    "Text that a spreadsheet could take for a formula has an apostrophe before it. The import of Tienstap takes it off."
)
AGAIN = N_("The tables {tables} can be imported again, on the page Settings or with python -m portfolio import.")
NOT_HERE = N_(
    "Not in this export: documents, gate points, earlier versions of estimates, snapshots of meetings, settings and "
    "the audit chain. The archive has all of it."
)
AS_CSV = {
    "nl": N_("Written for Dutch Excel: semicolons, decimal comma, dates as dd-mm-yyyy, UTF-8 with a mark."),
    "en": N_("Written for other programs: commas, decimal point, dates as yyyy-mm-dd, UTF-8 without a mark."),
}
_UNIT = {
    MONEY: ("euro", "euros"),
    DAY: ("datum", "date"),
    YES_NO: ("ja of nee", "yes or no"),
    CHOICE: ("een vast woord", "a fixed word"),
    LIST: (f"namen, met{BETWEEN}ertussen", f"names, with{BETWEEN}between them"),
    MOMENT: ("datum en tijd in UTC", "date and time in UTC"),
    VALUE: ("tekst", "text"),
}
_JSON_UNIT = {
    YES_NO: ("true of false", "true or false"),
    CHOICE: ("code", "code"),
    LIST: ("lijst", "list"),
    VALUE: ("tekst, getal, true of false, of een lijst", "text, number, true or false, or a list"),
}


@dataclass(frozen=True)
class About:
    """The facts of one export. ``head``: number and hash of the last row of the audit chain; ``…_out``: how many
    processes were left out."""

    choice: Choice
    sheets: Sequence[Sheet]
    made_at: str
    version: str
    head: tuple[int, str]
    confidential_out: int
    example_out: int


def facts(about: About) -> list[Pair]:
    """The sentences above the tables."""
    choice = about.choice
    imported = [one for one in about.sheets if one.kind is not None and not one.personal]
    personal = [one for one in about.sheets if one.personal]
    number, digest = about.head
    found = [
        _said(MADE, moment=about.made_at, version=about.version, number=number, hash=digest),
        _said(NAMES, tables=_titles(personal)) if personal else _said(PSEUDONYMS),
        _said(TYPED),
        _said(SECRET_IN) if choice.confidential else _said(SECRET_OUT, count=about.confidential_out),
        _said(EXAMPLE_IN) if choice.example else _said(EXAMPLE_OUT, count=about.example_out),
        _said(MONEY_CENTS if choice.format == JSON else MONEY_EUR),
    ]
    if choice.format == CSV:
        found += [_said(AS_CSV[choice.language]), _said(GUARD)]
    if choice.format != JSON:
        found.append(_said(AGAIN, tables=_titles(imported)))
    return [*found, _said(NOT_HERE)]


def unit(column: Column, choice: Choice) -> Pair:
    """What the cells of a column hold, in this kind of file."""
    stored = UNITS[column.unit]
    if choice.format == JSON:
        return _JSON_UNIT.get(column.type, stored)
    return _UNIT.get(column.type, stored)


def as_data(about: About) -> dict[str, Any]:
    """The readme as data for JSON."""
    said = facts(about)
    return {
        "nl": [nl for nl, _en in said],
        "en": [en for _nl, en in said],
        "tables": {
            sheet.key: {
                "title": _pair(sheet.title),
                "about": _pair(sheet.about),
                "columns": {
                    one.name: {
                        "heading": _pair(one.header),
                        "unit": _pair(unit(one, about.choice)),
                        "about": _pair(one.about),
                    }
                    for one in sheet.columns
                },
            }
            for sheet in about.sheets
        },
    }


def as_rows(about: About) -> list[tuple[str, ...]]:
    """A heading and a row for every table and every column: for a sheet of a workbook."""
    found: list[tuple[str, ...]] = [
        ("Blad", "Kolom", "Eenheid", "Betekenis", "Sheet", "Column", "Unit", "Meaning", "JSON")
    ]
    for sheet in about.sheets:
        found.append((sheet.title[0], "", "", sheet.about[0], sheet.title[1], "", "", sheet.about[1], sheet.key))
        for one in sheet.columns:
            nl, en = unit(one, about.choice)
            title = sheet.title
            found.append(
                (title[0], one.header[0], nl, one.about[0], title[1], one.header[1], en, one.about[1], one.name)
            )
    return found


def as_markdown(about: About, rows: Mapping[str, int], names: Mapping[str, str]) -> str:
    """The readme as a text, Dutch first. ``rows`` and ``names``: number of rows and file name of each sheet."""
    return "\n".join([*_markdown(about, rows, names, 0), "", "---", "", *_markdown(about, rows, names, 1), ""])


def _markdown(about: About, rows: Mapping[str, int], names: Mapping[str, str], place: int) -> list[str]:
    head = ("| kolom | eenheid | betekenis |", "| column | unit | meaning |")[place]
    counted = ("regels", "rows")[place]
    lines = [("# Export uit Tienstap", "# Export from Tienstap")[place], ""]
    lines += [f"- {pair[place]}" for pair in facts(about)]
    for sheet in about.sheets:
        lines += ["", f"## {sheet.title[place]} (`{names[sheet.key]}`, {rows[sheet.key]} {counted})", ""]
        lines += [sheet.about[place], "", head, "|---|---|---|"]
        for one in sheet.columns:
            cells = (one.header[about.choice.place], unit(one, about.choice)[place], one.about[place])
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return lines


def _titles(sheets: Sequence[Sheet]) -> Pair:
    return ", ".join(one.title[0] for one in sheets), ", ".join(one.title[1] for one in sheets)


def _said(text: str, **params: Any) -> Pair:
    """A sentence in both languages; a pair among the parameters has one for each."""
    found = []
    for place, code in enumerate(("nl", "en")):
        own = {name: value[place] if isinstance(value, tuple) else value for name, value in params.items()}
        found.append(translate(text, code).format(**own) if own else translate(text, code))
    return found[0], found[1]


def _pair(words: Pair) -> dict[str, str]:
    return {"nl": words[0], "en": words[1]}
