"""With many processes: as many questions as with few, and looking at neighbours only finds what looking at all does."""

from __future__ import annotations

import pytest

from bench import crowd
from portfolio.pitfalls import gather, run
from portfolio.pitfalls.beside import _neighbour
from portfolio.pitfalls.facts import Elsewhere
from portfolio.store import Store, chain, clock
from portfolio.whole import attention, capacity, pooled, pressure, standing
from tests.store.test_whole_standing import counted, forget


@pytest.fixture
def few(store: Store) -> Store:
    """Twenty processes."""
    crowd.fill(store, 20)
    return store


def test_a_crowd_costs_no_more_questions(few: Store) -> None:
    forget()
    with counted(few) as twenty:
        assert len(standing.of_all(few)) == 20
    crowd.fill(few, 100, seed=2)
    forget()
    with counted(few) as all_of_them:
        found = standing.of_all(few)
    assert len(found) == 120
    assert len(all_of_them) == len(twenty)
    today = clock.today()
    with counted(few) as whole:
        joint = pooled.of(few, found)
        assert capacity.of(few, found, today).counted > 50
        assert pressure.of(few, found, today).rows
        assert attention.items(found, today)
    assert joint.counted > 50 and joint.freed_cents > 0 and not joint.left_out
    assert len(whole) < 30


def test_neighbours_only_find_what_all_find(few: Store) -> None:
    with few.read() as c:
        every, accepted = gather.facts(c, clock.today())
    near = sorted((_neighbour(one) for one in every.values() if one.status != "stopped"), key=lambda n: (n.name, n.id))
    found = gather.findings(every, accepted)
    for id, one in every.items():
        others = Elsewhere([neighbour for neighbour in near if neighbour.id != id])
        assert found[id] == tuple(run(one, others, accepted.get(id, {})))
    rules = {finding.rule for of in found.values() for finding in of}
    assert rules & {"P12", "P28"} and "P18" in rules  # the three that look at others


def test_the_chain_of_a_crowd_holds(few: Store) -> None:
    before = chain.START
    with few.read() as c:
        for row in chain.rows(c):
            assert row["previous"] == before and row["hash"] == chain.row_hash(row)
            before = row["hash"]
