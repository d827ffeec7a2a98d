"""The smallest page that answers with a figure and a curve: one slider, nothing to compute, nothing to keep.

What Streamlit and the browser take for that, no page with a slider can do without; bench/slider.py measures it.
"""

from __future__ import annotations

import streamlit as st

EACH, LAST = 5000, 30
SHARES = tuple(n / 100 for n in range(1, 100))


def curve(amount: int) -> dict[str, object]:
    """An area of 99 points with the amount written in it, as a Vega-Lite specification."""
    points = [{"euros": amount * (0.5 + share), "chance": share} for share in SHARES]
    x = {"field": "euros", "type": "quantitative", "scale": {"domain": [0, 1.5 * EACH * LAST]}}
    y = {"field": "chance", "type": "quantitative"}
    label = {"data": {"values": [{"text": f"asked {amount}"}]}, "mark": "text", "encoding": {"text": {"field": "text"}}}
    return {"layer": [{"data": {"values": points}, "mark": "area", "encoding": {"x": x, "y": y}}, label]}


def page() -> None:
    """A slider, its amount and its curve."""
    amount = EACH * st.slider("Gesprekken", 1, LAST, 6)
    st.html(f'<dl class="wi-cards"><dd><b>{amount}</b></dd></dl>')
    st.vega_lite_chart(spec=curve(amount), theme=None, width="stretch", key="curve")


if __name__ == "__main__":
    page()
