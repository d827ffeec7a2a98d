"""The benchmark figures: one row of data/benchmarks.csv per activity, purchase, rate, lead time or fraction.

A set of benchmarks is immutable and has a sha256 over its canonical text, so that an approval can name exactly the
figures it rests on and recompute with them later.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache, cached_property, lru_cache
from pathlib import Path

from estimator.places import DATA
from estimator.scope import Scope

KINDS = ("hours", "euro", "euro_per_week", "weeks", "fraction", "rate", "count", "probability")
ITEM_KINDS = ("hours", "euro", "euro_per_week")
GRADES = ("A", "B", "C", "D")
OWN = "own"  # the grade of a municipality's own figure (estimator/own.py)
VATS = ("excl", "incl", "none", "unknown")
PATH = DATA / "benchmarks.csv"


@dataclass(frozen=True)
class Row:
    """One benchmark. low, likely and high hold at p_low, 0.5 and p_high; unit says of what."""

    id: str
    step: int
    name_nl: str
    name_en: str
    kind: str
    role: str
    driver: str
    low: float
    likely: float
    high: float
    p_low: float
    p_high: float
    unit: str
    applies_when: str
    price_year: int | None
    vat: str
    grade: str
    source: str
    publisher: str
    source_year: str
    url: str
    note: str
    note_en: str
    column: int | None
    country: str

    @property
    def is_item(self) -> bool:
        """True for rows that cost hours or euros; the others are parameters."""
        return self.kind in ITEM_KINDS

    @property
    def trust(self) -> str:
        """Where the figure comes from: nl, elsewhere or assumed."""
        if self.grade == "D":
            return "assumed"
        return "nl" if self.grade == OWN or self.country == "NL" else "elsewhere"

    @cached_property
    def conditions(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """``applies_when`` parsed: every (key, allowed values) must hold.

        A value that starts with ``!`` holds when it is absent.
        """
        parts = [p.strip() for p in self.applies_when.split(";") if p.strip()]
        pairs = [p.partition("=") for p in parts]
        return tuple((key.strip(), tuple(v.strip() for v in values.split("|"))) for key, _, values in pairs)

    @cached_property
    def forms(self) -> tuple[str, ...] | None:
        """The working forms the row is limited to, or None."""
        return next((values for key, values in self.conditions if key == "form"), None)

    def applies(self, scope: Scope) -> bool:
        """True when every condition holds for the scope."""
        if not self.applies_when:
            return True
        known = scope.conditions  # many rows share a condition
        if self.applies_when not in known:
            known[self.applies_when] = all(_holds(scope, key, values) for key, values in self.conditions)
        return known[self.applies_when]


def _holds(scope: Scope, key: str, values: tuple[str, ...]) -> bool:
    present: set[str]
    if key == "form":
        present = set(scope.conversations_by_form)
    elif key == "option":
        present = set(scope.options)
    elif key == "hired":
        present = {"yes" if scope.hired else "no"}
    else:
        present = {str(getattr(scope, key))}
    return any((v[1:] not in present) if v.startswith("!") else (v in present) for v in values)


NUMBERS = {"low": float, "likely": float, "high": float, "p_low": float, "p_high": float, "step": int}
COLUMNS = tuple(f.name for f in fields(Row))


class BenchmarkError(ValueError):
    """A benchmark file that can't be read; the message names row, column and value."""


@dataclass(frozen=True, eq=False)
class Benchmarks:
    """An immutable set of rows with its hash; two sets are equal when their hashes are."""

    rows: tuple[Row, ...]
    sha256: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Benchmarks) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)

    @classmethod
    def from_rows(cls, rows: Iterable[Row]) -> Benchmarks:
        """A set from rows, hashed over its canonical text."""
        kept = tuple(rows)
        return cls(kept, hashlib.sha256(to_csv(kept).encode()).hexdigest())

    @classmethod
    def from_csv(cls, text: str) -> Benchmarks:
        """A set from CSV text, the same one for the last texts. Raises BenchmarkError naming line, column and value."""
        return _read(text)

    @classmethod
    def load(cls, path: Path | str | None = None) -> Benchmarks:
        """The shipped set, or the one in ``path``."""
        if path is None:
            return _shipped()
        return cls.from_csv(Path(path).read_text(encoding="utf-8-sig"))

    def to_csv(self) -> str:
        """Canonical text: fixed column order, shortest numbers. ``from_csv`` of it gives the same hash."""
        return self._text

    @cached_property
    def _text(self) -> str:
        return to_csv(self.rows)

    @cached_property
    def items(self) -> tuple[Row, ...]:
        """The rows that cost hours or euros."""
        return tuple(r for r in self.rows if r.is_item)

    @cached_property
    def parameters(self) -> dict[str, tuple[Row, ...]]:
        """The other rows by driver, which is the parameter's name."""
        found: dict[str, list[Row]] = {}
        for r in self.rows:
            if not r.is_item:
                found.setdefault(r.driver, []).append(r)
        return {k: tuple(v) for k, v in found.items()}

    def parameter(self, name: str, scope: Scope) -> Row | None:
        """The row of this parameter that applies to the scope, or None. Two that apply are a fault in the file."""
        found = [r for r in self.parameters.get(name, ()) if r.applies(scope)]
        if len(found) > 1:
            raise BenchmarkError(f"{name}: rows {found[0].id} and {found[1].id} apply at the same time")
        return found[0] if found else None

    def value(self, name: str, scope: Scope) -> float:
        """The likely value of a parameter. Raises BenchmarkError when no row applies."""
        row = self.parameter(name, scope)
        if row is None:
            raise BenchmarkError(f"{name}: no row applies")
        return row.likely


@cache
def _shipped() -> Benchmarks:
    return Benchmarks.from_csv(PATH.read_text(encoding="utf-8-sig"))


@lru_cache(maxsize=8)
def _read(text: str) -> Benchmarks:
    """Approving, checking and the screens read one and the same stored set again and again."""
    reader = csv.DictReader(io.StringIO(text))
    missing = [c for c in COLUMNS if c not in (reader.fieldnames or [])]
    if missing:
        raise BenchmarkError(f"line 1: column {missing[0]} is missing")
    return Benchmarks.from_rows(_row(n, line) for n, line in enumerate(reader, start=2))


def _row(number: int, line: dict[str, str | None]) -> Row:
    values: dict[str, object] = {}
    for name in COLUMNS:
        text = (line.get(name) or "").strip()
        try:
            if name in NUMBERS:
                values[name] = NUMBERS[name](text)
            elif name in ("price_year", "column"):
                values[name] = int(text) if text else None
            else:
                values[name] = text
        except ValueError:
            raise BenchmarkError(f"line {number}: {name}: {text!r} is not a number") from None
    return Row(**values)  # type: ignore[arg-type]


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def to_csv(rows: Iterable[Row]) -> str:
    """Rows as canonical CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_text(getattr(r, c)) for c in COLUMNS] for r in rows)
    return out.getvalue()
