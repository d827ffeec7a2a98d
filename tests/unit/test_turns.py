"""Pages are computed two at a time."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ui.turns import AT_ONCE, in_turn, turn


def test_never_more_than_so_many_at_once_and_all_get_their_turn() -> None:
    lock, now, most = threading.Lock(), 0, 0

    def page(_n: int) -> bool:
        nonlocal now, most
        with turn():
            with lock:
                now += 1
                most = max(most, now)
            time.sleep(0.005)
            with lock:
                now -= 1
        return True

    with ThreadPoolExecutor(12) as pool:
        assert all(pool.map(page, range(40)))
    assert most == AT_ONCE


def test_a_part_of_a_page_that_has_its_turn_goes_on() -> None:
    part = in_turn(lambda value: value + 1)
    with turn(), turn():
        assert part(1) == 2


def test_a_page_that_fails_gives_its_place_back() -> None:
    for _ in range(AT_ONCE + 1):
        with pytest.raises(ZeroDivisionError), turn():
            raise ZeroDivisionError
    assert in_turn(lambda: "ready")() == "ready"
