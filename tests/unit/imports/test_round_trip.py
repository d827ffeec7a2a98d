"""What is written comes back the same: every kind, CSV and Excel, in Dutch and in international writing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports import check, files, kinds, template, values
from portfolio.store import Refused

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn", "Co", "Cf")), min_size=1, max_size=30)
TYPES = {
    kinds.TEXT: TEXT.map(str.strip).filter(lambda text: text and text not in ("#N/A", "#REF!")),
    kinds.DAY: st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31)),
    kinds.MONEY: st.integers(-(10**12), 10**12),
    kinds.HOURS: st.integers(1, 10**7).map(lambda n: n / 100),
    kinds.WHOLE: st.integers(0, 100),
    kinds.STEP: st.integers(1, 10),
    kinds.YES_NO: st.booleans(),
}


def rows_of(kind: kinds.Kind) -> st.SearchStrategy[list[dict[str, Any]]]:
    fields = {}
    for one in kind.fields:
        found = st.sampled_from(sorted(one.choices)) if one.type == kinds.CHOICE else TYPES[one.type]
        fields[one.name] = found if one.required else st.none() | found
    return st.lists(st.fixed_dictionaries(fields), min_size=1, max_size=5)


@pytest.mark.parametrize("kind", kinds.ALL, ids=lambda kind: kind.key)
@settings(max_examples=25, deadline=None)
@given(data=st.data(), language=st.sampled_from(["nl", "en"]), excel=st.booleans())
def test_export_and_import_give_the_same_rows(
    kind: kinds.Kind, data: st.DataObject, language: str, excel: bool
) -> None:
    rows = data.draw(rows_of(kind))
    content = (template.as_excel if excel else template.as_csv)(kind, rows, language)
    sheet = files.read(content)
    mapping = check.propose(kind, sheet.headers)
    assert mapping == {one.name: one.header(language) for one in kind.fields}
    found = check.check(kind, sheet, mapping)
    assert [row.wrong for row in found] == [()] * len(rows)
    assert [row.values for row in found] == [{k: v for k, v in row.items() if v is not None} for row in rows]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", kinds.ALL, ids=lambda kind: kind.key)
def test_a_template_imports_as_it_is(kind: kinds.Kind, language: str) -> None:
    for write in (template.as_excel, template.as_csv):
        sheet = files.read(write(kind, [template.example(kind, language)], language))
        assert not [row.wrong for row in check.check(kind, sheet, check.propose(kind, sheet.headers)) if row.wrong]


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("1.500,00", None, "1500"),
        ("1,500.00", None, "1500"),
        ("97,5", None, "97.5"),
        ("97.5", None, "97.5"),
        ("1.500", "comma", "1500"),
        ("1.500", "point", "1.5"),
        ("1.234.567", None, "1234567"),
        ("€ 1 500,-", None, "1500"),
        ("-€ 12,50", None, "-12.5"),
        ("\u22125", None, "-5"),
        ("0", None, "0"),
    ],
)
def test_numbers_in_both_writings(text: str, style: values.Style, number: str) -> None:
    assert values.number(text, style) == Decimal(number)


@pytest.mark.parametrize("text", ["1.500", "1,500", "1.5.0", "1,50,0", "12a", "", "--5", "1e5", "٣", "½", "9" * 40])
def test_what_is_no_number_or_two_numbers_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        values.number(text)


def test_a_column_shows_how_its_numbers_are_written() -> None:
    sheet = files.read(b"proces;stap;soort;bedrag;datum\na;5;verplicht;1.500;1-1-2026\na;5;verplicht;97,50;1-1-2026\n")
    found = check.check(kinds.BOOKINGS, sheet, check.propose(kinds.BOOKINGS, sheet.headers))
    assert [row.values["cents"] for row in found] == [150_000, 9_750]


@pytest.mark.parametrize(
    "text",
    [
        "31-12-2026",
        "31/12/2026",
        "31.12.2026",
        "2026-12-31",
        "31 december 2026",
        "31 dec. 2026",
        "2026-12-31 13:08:43 UTC",
        "2026-12-31T00:00:00+01:00",
    ],
)
def test_dates(text: str) -> None:
    assert values.day(text) == dt.date(2026, 12, 31)


def test_headers_are_met_without_case_and_accents_and_the_usual_name_wins() -> None:
    assert check.propose(kinds.PROCESSES, ["PROJECTNAAM", "Théma", "Wethouder", "x"]) == {
        "name": "PROJECTNAAM",
        "theme": "Théma",
        "portfolio_holder": "Wethouder",
    }
    assert check.propose(kinds.PROCESSES, ["Project", "Naam"])["name"] == "Naam"
