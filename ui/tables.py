"""Tables of figures: the first column says what, the others are aligned to the right so that digits stand in line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st


def figures(key: str, columns: Mapping[str, Sequence[str] | str]) -> None:
    """A table of written-out figures. `columns`: heading → cells; or name → value, which makes a table without heading.

    Cells are markdown: escape what a user typed. `key` is unique on the page; theme.css aligns by it.
    """
    with st.container(key=f"figures_{key}"):
        st.table(columns, border="horizontal")
