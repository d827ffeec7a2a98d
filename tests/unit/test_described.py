"""Every table and column of the records has its words, in both languages, and nothing is described that isn't there."""

from __future__ import annotations

import pytest

from portfolio.store import described
from portfolio.store.archive_views import VIEWS
from portfolio.store.tables import ALL, metadata

OTHERS = {"manifest", "manifest_table", "readme", described.EVERYWHERE, described.OF_VIEWS}  # of the archive itself


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_every_table_and_column_of_the_schema_is_described(table) -> None:
    rows = described.readme([(table.name, [column.name for column in table.c])])
    assert [row["column_name"] for row in rows] == ["", *(column.name for column in table.c)]
    for row in rows:
        assert row["about_nl"] and row["about_en"] and row["about_nl"] != row["about_en"]
        assert bool(row["column_name"]) == bool(row["unit_nl"]) == bool(row["unit_en"])


def test_the_unit_is_that_of_the_column() -> None:
    """Whole cents, dates, moments and yes/no can be told from the schema."""
    for table in ALL:
        for column in table.c:
            unit, kind = described.of(column.name, table.name).unit, type(column.type).__name__
            assert (kind == "Day") == (unit == "day"), f"{table.name}.{column.name}"
            assert (kind == "Flag") == (unit == "yes_no"), f"{table.name}.{column.name}"
            assert column.name.endswith("cents") == (unit == "cents"), f"{table.name}.{column.name}"
            assert (column.name == "at" or column.name.endswith("_at")) == (unit == "moment")


def test_a_column_without_words_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {key: words for key, words in described.all_words().items() if key != ("booking", "cents")}
    monkeypatch.setattr(described, "all_words", lambda: kept)
    with pytest.raises(LookupError, match=r"booking\.cents"):
        described.readme([("booking", ["id", "cents"])])
    with pytest.raises(LookupError, match="nothing"):
        described.readme([("nothing", [])])


def test_nothing_is_described_that_is_not_there() -> None:
    for table, column in described.all_words():
        if table.startswith("sheet") or table in OTHERS:
            continue
        assert table in VIEWS or table in metadata.tables
        assert not column or column in metadata.tables[table].c, f"{table}.{column}"
