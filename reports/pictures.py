"""Charts as pictures for paper: light, at the size they are printed, in the typeface of the document."""

from __future__ import annotations

from typing import Any

import vl_convert

# vl-convert carries this typeface itself, and it is as wide as Arial, which the documents use.
FONT = "Liberation Sans"
PX_PER_CM = 96 / 2.54
SCALE = 3  # 96 × 3 = 288 dots an inch


def png_of(chart: dict[str, Any], width_cm: float, height_cm: float, label_pt: float = 8.5) -> bytes:
    """A PNG of a chart (a Vega-Lite specification), sharp in print; sizes as printed, labels in points."""
    sized = {**chart, "width": width_cm * PX_PER_CM, "height": height_cm * PX_PER_CM}
    spec = _in_typeface(sized, label_pt * 96 / 72)
    spec["config"]["background"] = "white"
    spec["padding"] = {"left": 0, "right": 4, "top": 4, "bottom": 6}
    return bytes(vl_convert.vegalite_to_png(spec, scale=SCALE, ppi=72))


def _in_typeface(part: Any, size: float) -> Any:
    """The specification with every font replaced and every label as large as the document's small print."""
    if isinstance(part, list):
        return [_in_typeface(one, size) for one in part]
    if not isinstance(part, dict):
        return part
    changed = {name: _in_typeface(value, size) for name, value in part.items()}
    for name in changed:
        if name == "font" or name.endswith("Font"):
            changed[name] = FONT
        elif name == "fontSize" or name.endswith("FontSize"):
            changed[name] = size
    return changed


def svg_of(chart: dict[str, Any], width_cm: float, height_cm: float, label_pt: float = 8.5) -> str:
    """As `png_of`, as lines and letters that stay sharp at any size."""
    sized = {**chart, "width": width_cm * PX_PER_CM, "height": height_cm * PX_PER_CM}
    spec = _in_typeface(sized, label_pt * 96 / 72)
    spec["config"]["background"] = "white"
    spec["padding"] = {"left": 0, "right": 4, "top": 4, "bottom": 4}
    return str(vl_convert.vegalite_to_svg(spec))
