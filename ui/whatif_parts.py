"""What the parts of screen What if share: their own fields, money that is read back, and buttons to the sliders."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import streamlit as st

from estimator import Scope
from estimator.request import round_up
from ui import fields
from ui.fields import Form
from ui.formats import date_text, euro, percent
from ui.i18n import _
from ui.whatif_data import Asked

CONFIDENCES = (0.5, 0.6, 0.7, 0.8, 0.9)
USUAL = 0.8
MOST = 1e9


def about(asked: Asked) -> str:
    """Names what the sliders ask, the figures and the draws: a key for what was computed of them."""
    return json.dumps([asked.scope.to_dict(), asked.figures.sha256, asked.key], sort_keys=True)


def open_part(asked: Asked, part: str) -> Form:
    """The fields of one part, kept beside the sliders of the same scenario."""
    return fields.open_form(f"{asked.form}:{part}")


def money(form: Form, name: str, label: str, help: str | None = None, default: float | None = None) -> float | None:
    """An amount in euros with how it was read under it; None when empty or faulty."""
    amount = fields.decimal(form, name, label, default, help=help)
    if amount is None:
        return None
    if not 0 < amount <= MOST:
        fields.fault(form, name, _("{value} is no budget; allowed is more than € 0.", value=euro(amount)))
        return None
    st.caption(_("Read as {figure}", figure=euro(amount)))
    return amount


def after_start(form: Form, name: str, day: dt.date | None, asked: Asked) -> None:
    """A date must lie after the start on the sliders; its fault otherwise."""
    if day and day <= asked.scope.start:
        text = _("This date is not after the start, {start}.", start=date_text(asked.scope.start))
        fields.fault(form, name, text)


def confidence(form: Form) -> float:
    """How sure it must be, from a few that people name."""
    chosen = fields.choice(form, "confidence", _("How sure"), CONFIDENCES, USUAL, percent)
    return float(chosen)


def enough(amount: float) -> int:
    """An amount as it may be asked for, rounded up so that the confidence is never less than said."""
    return round_up(amount)


def take(asked: Asked, scope: dict[str, Any], key: str, label: str = "", **fields_set: Any) -> None:
    """A button that puts a scope on the sliders, with some of its fields set."""
    st.button(
        label or _("Put this on the sliders"),
        key=key,
        icon=":material/tune:",
        on_click=_put,
        args=(asked, scope, fields_set),
    )


def _put(asked: Asked, scope: dict[str, Any], change: dict[str, Any]) -> None:
    asked.put(with_fields(scope, change))


def with_fields(scope: dict[str, Any], change: dict[str, Any]) -> Scope:
    """A stored scope with some fields set; those count as given."""
    assumed = [name for name in scope.get("assumed", ()) if name not in change]
    return Scope.from_dict({**scope, **change, "assumed": assumed})
