"""Writes records as fast as it can and tells every one that was saved, a line each: ``KIND ID``.

    python -m tests.faults.writer URL TAG [MOST]

Ends after ``MOST`` rounds, or never. A sentence of the store is told as ``SENTENCE …`` and the work goes on; anything
else ends it with a traceback, and that is a fault.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from portfolio import bookings, journal, processes, steps
from portfolio.identity import LOCAL_USERS
from portfolio.store import Store, Told, open_store

LEAD = LOCAL_USERS[0]
NO_ROUNDS = 3  # how often opening may fail before it gives up


def tell(kind: str, what: str) -> None:
    print(kind, what.replace("\n", " "), flush=True)


def rounds(store: Store, tag: str, number: int) -> Iterator[tuple[str, Callable[[], str]]]:
    """A process, then a note, a booking and a step of it; the later ones only when it is there."""
    token = f"{tag}-{number}"
    made: list[str] = []

    def create() -> str:
        made.append(processes.create(store, LEAD, {"name": f"Proces {token}", "question": "x" * 500}, token=token).id)
        return made[0]

    yield "process", create
    if not made:
        return
    note = {"kind": "note", "text": "y" * 300}
    yield "journal", lambda: str(journal.add(store, LEAD, made[0], note, f"{token}-note")["id"])
    line = {"step": 3, "kind": "committed", "cents": 12_345}
    yield "booking", lambda: str(bookings.add(store, LEAD, made[0], line, f"{token}-line")["id"])

    def plan() -> str:
        changed = {"note": "z" * 200}
        return f"{steps.update(store, LEAD, made[0], 4, 1, changed, f'{token}-step').process_id}"

    yield "step", plan


def opened(url: str) -> Store | None:
    for _ in range(NO_ROUNDS):
        try:
            return open_store(url)
        except Told as problem:
            tell("SENTENCE", problem.message)
    return None


def main(url: str, tag: str, most: int | None) -> None:
    store = opened(url)
    if store is None:
        return
    tell("ready", tag)
    number = 0
    while most is None or number < most:
        for kind, work in rounds(store, tag, number):
            try:
                tell(kind, work())
            except Told as problem:
                tell("SENTENCE", problem.message)
        number += 1


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else None)
