"""Every miss of the back-test on the shipped figures is explained, in one sentence, by what its own row says."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from estimator import Benchmarks
from estimator.backtest import backtest

DATA = Path(__file__).resolve().parents[2] / "data"
CASES = DATA / "reference_cases.csv"
UNEXPLAINED = ("niet te verklaren uit wat de bron zegt", "not to be explained from what the source says")
# What the explanations say of the model: weeks from one meeting to the next.
PACES = {"pace": ("0,8 week", "0.8 weeks"), "pace_burgerberaad": ("2,6 weken", "2.6 weeks")}
PACES["pace_burgerforum"] = ("drie weken", "three weeks")


def table(path: Path) -> list[dict[str, str]]:
    """Rows of a data file."""
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


@pytest.fixture(scope="module")
def misses() -> list[dict]:
    return [row for row in backtest(CASES)["rows"] if not row["inside"]]


LINES = table(DATA / "backtest_misses.csv")


def test_every_miss_has_its_line_and_no_line_is_stale(misses) -> None:
    assert [(row["id"], row["what"]) for row in LINES] == [(row["id"], row["what"]) for row in misses]


def test_each_explanation_is_one_sentence_in_both_languages() -> None:
    for row in LINES:
        for text, unexplained in zip((row["explanation_nl"], row["explanation_en"]), UNEXPLAINED, strict=True):
            assert text == text.strip() and text.endswith(".")
            assert not re.search(r"[.!?] [A-Z]", text), text
            assert len(text) > 40 or text.lower().startswith(unexplained)


def test_euros_that_an_explanation_quotes_stand_in_its_row() -> None:
    """Amounts of four figures or more; rounded ones stand in the row with their cents."""
    cases = {row["id"]: row for row in table(CASES)}
    for row in LINES:
        case = cases[row["id"]]
        stated = [round(float(n.replace(",", ""))) for n in re.findall(r"\d[\d,]*\.?\d*", " ".join(case.values()))]
        stated += [round(1000 * float(n)) for n in re.findall(r"(\d[\d.]*)k\b", " ".join(case.values()))]
        quoted = [int(n.replace(",", "")) for n in re.findall(r"(?:€|GBP )(\d[\d,]*\d)", row["explanation_en"])]
        assert set(quoted) <= set(stated), row["id"]
        dutch = [int(n.replace(".", "")) for n in re.findall(r"(?:€|GBP) (\d[\d.]*\d)", row["explanation_nl"])]
        assert dutch == quoted, row["id"]


def test_what_is_said_of_the_model_is_so(misses) -> None:
    likely = {row.id: row.likely for row in Benchmarks.load().rows}
    assert [likely[name] for name in PACES] == [0.8, 2.6, 3.0]
    said = " ".join(row["explanation_nl"] for row in LINES), " ".join(row["explanation_en"] for row in LINES)
    for words in PACES.values():
        assert words[0] in said[0] and words[1] in said[1]
    convention = next(row for row in misses if (row["id"], row["what"]) == ("FR01", "cost"))
    assert convention["p90"] < 2_091_582
