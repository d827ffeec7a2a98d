"""What in portfolio/ writes: found in its source by following who names whom, so that nothing new is forgotten.

Too much rather than too little: a function that only hands a writer on counts as one too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

COMMIT = "portfolio.store.commit.commit"
# Where a write begins, whatever module it is in: a transaction, or a file that takes the place of another.
BEGINNINGS = {"transact", "store.write", "os.replace", "vacuum_into"}

# What writes without a row in the audit chain, by design.
SILENT = {
    "drafts.put": "scratch paper that only its owner sees; takes one of the roles",
    "drafts.drop": "throws that away",
    "people.seen": "notes on which day somebody signed in",
    "people.sign_out": "ends one's own sign-in; works with one that is too old as well",
    "whole.drawn.fill": "results that can be computed again from the records, kept under their hash",
    "whole.pooled.of": "through drawn.fill",
    "whole.pooled.warm": "through drawn.fill",
    "archive.archive": "a file beside the database, told of in its manifest and the log, so that it round-trips",
    "archive.backup": "as archive.archive; from a screen it goes through backups.make",
    "archive.restore": "from the command line, into an empty database: the chain comes with the records",
    "putting_back.put_back": "from the command line, with the app stopped: the chain comes with the records",
}


@cache
def names(root: Path) -> dict[str, set[str]]:
    """Each function of portfolio/ in this folder by its full name → the full names that it mentions."""
    found = {}
    for file in sorted((root / "portfolio").rglob("*.py")):
        if "migrations" in file.parts:
            continue
        module = ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(file.read_text(encoding="utf-8"))
        imported = dict(_imported(tree))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                found[f"{module}.{node.name}"] = set(_mentioned(node, module, imported))
    return found


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((one.asname or one.name, f"{node.module}.{one.name}") for one in node.names)
        elif isinstance(node, ast.Import):
            yield from ((one.asname or one.name, one.name) for one in node.names)


def _mentioned(function: ast.FunctionDef, module: str, imported: dict[str, str]) -> Iterator[str]:
    given = {argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id not in given:
            yield imported.get(node.id, f"{module}.{node.id}")
        elif isinstance(node, ast.Attribute):
            yield node.attr if node.attr in BEGINNINGS else ""
            if isinstance(node.value, ast.Name):
                yield f"{imported.get(node.value.id, node.value.id)}.{node.attr}"


def reaching(beginnings: set[str]) -> set[str]:
    """The functions that lead to one of these, directly or through others."""
    mentioned, reached = names(ROOT), set(beginnings)
    while grown := {name for name, others in mentioned.items() if others & reached} - reached:
        reached |= grown
    return reached & set(mentioned)


def public(found: set[str]) -> set[str]:
    """Those that a screen or a command may call: not the store itself, and none with an underscore."""
    return {
        name.removeprefix("portfolio.")
        for name in found
        if not name.startswith("portfolio.store.") and not any(part.startswith("_") for part in name.split("."))
    }


def name_of(function: object) -> str:
    """The name under which the functions above know this one."""
    return f"{function.__module__}.{function.__qualname__}".removeprefix("portfolio.")  # type: ignore[attr-defined]
