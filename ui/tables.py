"""Tables of figures, the digits in line; and the page that a long list is at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st


def figures(key: str, columns: Mapping[str, Sequence[str] | str]) -> None:
    """A table of written-out figures. `columns`: heading → cells; or name → value, which makes a table without heading.

    Cells are markdown: escape what a user typed. `key` is unique on the page; theme.css aligns by it.
    """
    with st.container(key=f"figures_{key}"):
        st.table(columns, border="horizontal")


def page(key: str, pages: int) -> int:
    """The page that ``st.pagination`` of this key is at, from 1; the last one when there are fewer than there were."""
    now = max(min(st.session_state.get(key, 1), pages), 1)
    if st.session_state.get(key, 1) != now:
        st.session_state[key] = now
    return now
