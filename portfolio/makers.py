"""Who made what a request asks for: four eyes begin with knowing whose work it is."""

from __future__ import annotations

from portfolio.store import chain, overview
from portfolio.store.commit import Tx
from portfolio.store.database import Connection

EDITING = ("process.create", "process.update", "scenario.save", "scenario.make_base", "scenario.apply")
# What makes somebody a maker of a variant.
_VARIANT = ("scenario.save", "scenario.add", "scenario.change", "scenario.copy", "scenario.presets")


def makers(tx: Tx, process_id: str, base_id: str) -> set[str]:
    """Everyone who edited what is asked since what was last approved was sent, and who sends it.

    That is the process, its base scenario, and the variants that the base was taken from, with those that these were
    copied from: of a variant all that was ever edited, because none of it was approved before. A variant that was only
    tried out makes nobody a maker.
    """
    before = overview.last_approval(tx.c, process_id)
    bases, variants = _taken(tx.c, base_id, before)
    found = chain.actors(tx.c, [f"process/{process_id}", *_objects(bases)], EDITING, before)
    return found | chain.actors(tx.c, _objects(variants), _VARIANT, 0) | {tx.actor}


def _taken(c: Connection, base_id: str, before: int) -> tuple[set[str], set[str]]:
    """The scenarios that were the base since row ``before``, and the variants that went into it."""
    bases: set[str] = set()
    variants: set[str] = set()
    todo = [base_id]
    while todo:
        id = todo.pop()
        if id in bases:
            continue
        bases.add(id)
        for row in chain.contents(c, f"scenario/{id}", ("scenario.apply", "scenario.make_base"), before):
            if "applied" in row:
                variants.add(row["applied"])
            if "from" in row:
                variants.add(id)
                todo.append(row["from"])
    return bases, variants | _copied(c, variants)


def _copied(c: Connection, variants: set[str]) -> set[str]:
    """The variants that these are copies of, and so on."""
    found: set[str] = set()
    todo = list(variants)
    while todo:
        rows = chain.contents(c, f"scenario/{todo.pop()}", ("scenario.copy",))
        new = {row["from"] for row in rows if "from" in row} - found
        found |= new
        todo += new
    return found


def _objects(ids: set[str]) -> list[str]:
    return [f"scenario/{id}" for id in sorted(ids)]
