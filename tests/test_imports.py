"""The arrows of the house run one way: app → serving, ui/shell → pages → ui, reports → exports, imports → portfolio →
estimator.

What a reader sees, on screens and on paper, stands in `display`, between these and portfolio: words, formats and
pictures of figures and of records that were read already. It reads no records itself, and changes none.

A package that needs something from a package above it is the sign that a function stands in the wrong place.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Which of our own packages each package may import, itself left out.
MAY_IMPORT = {
    "estimator": set(),
    "portfolio": {"estimator"},
    "display": {"portfolio", "estimator"},
    "reports": {"display", "portfolio", "estimator"},
    "imports": {"portfolio", "estimator"},
    "exports": {"display", "imports", "portfolio", "estimator"},
    "ui": {"display", "exports", "imports", "portfolio", "estimator"},
    "pages": {"ui", "display", "reports", "exports", "imports", "portfolio", "estimator"},
    "serving": {"ui", "display", "portfolio", "estimator"},
    "app": {"serving"},
}
# An entry from the command line may reach what a page may: it calls, and holds nothing that others use.
ENTRIES = {"portfolio/__main__.py": {"exports", "imports"}}
OURS = set(MAY_IMPORT) | {"dev", "tools", "bench", "tests"}

# Which libraries stay in which rooms: name of the library → folders that may use it.
ROOMS = {
    "streamlit": ("app.py", "ui", "pages", "serving"),
    "altair": ("display", "ui", "reports"),
    "sqlalchemy": ("portfolio/store",),
    "alembic": ("portfolio/store",),
    "openpyxl": ("imports",),
    "psycopg": ("portfolio/store",),
    "sqlite3": ("portfolio/store",),
    "pysqlite3": ("portfolio/store",),
    "sqlite_utils": ("portfolio/store",),
    "scipy": ("estimator",),
}

SQL = re.compile(
    r"^\s*(select\b.+\bfrom\b|insert\s+into\b|update\s+\w+\s+set\b|delete\s+from\b|(create|drop|alter)\s+table\b|pragma\s)",
    re.IGNORECASE | re.DOTALL,
)


def sources(package: str) -> list[Path]:
    folder = ROOT / package
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]


@cache
def imported(path: Path) -> list[tuple[int, str]]:
    """(line, dotted module) of every import in a file, also those inside functions."""
    found = []
    package = ".".join(path.relative_to(ROOT).with_suffix("").parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            found.append((node.lineno, ".".join([*above, node.module or ""]).strip(".")))
    return found


def label(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_stands_below_it(package: str) -> None:
    allowed = MAY_IMPORT[package] | {package}
    wrong = [
        f"{label(path, line)} imports {module}"
        for path in sources(package)
        if path.exists()
        for line, module in imported(path)
        if module.split(".")[0] in OURS - allowed - ENTRIES.get(path.relative_to(ROOT).as_posix(), set())
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("library", ROOMS)
def test_a_library_stays_in_its_rooms(library: str) -> None:
    wrong = [
        f"{label(path, line)} imports {module}"
        for package in MAY_IMPORT
        for path in sources(package)
        if path.exists() and not path.relative_to(ROOT).as_posix().startswith(ROOMS[library])
        for line, module in imported(path)
        if module.split(".")[0] == library
    ]
    assert not wrong, "\n".join(wrong)


def test_sql_stands_in_the_store_only() -> None:
    wrong = [
        f"{label(path, node.lineno)}: {node.value.strip()[:60]!r}"
        for package in MAY_IMPORT
        for path in sources(package)
        if path.exists() and not path.relative_to(ROOT).as_posix().startswith("portfolio/store/")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_check_sees_an_arrow_that_runs_the_wrong_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "estimator").mkdir()
    (tmp_path / "estimator" / "wrong.py").write_text("def f():\n    from portfolio import store\n    from . import x\n")
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    assert imported(tmp_path / "estimator" / "wrong.py") == [(2, "portfolio"), (3, "estimator")]
    with pytest.raises(AssertionError, match=r"estimator/wrong\.py:2 imports portfolio"):
        test_a_package_imports_only_what_stands_below_it("estimator")
