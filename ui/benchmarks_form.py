"""An own figure in the place of a benchmark: set, explain, change and restore it, with who did so before.

The form is a draft (ui.fields) that knows the figure it began at: nothing typed is lost, and when somebody else was
first both are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from display.units import unit_text
from display.words import label
from estimator import Row
from portfolio import own_figures
from portfolio.own_figures import OwnFigure
from portfolio.store import Conflict, Fault, Refused
from ui import benchmarks_data, fields, process_save, state
from ui import benchmarks_words as written
from ui.errors import guard, sentence
from ui.fields import Form
from ui.formats import ParseFault, date_text, parse_decimal
from ui.i18n import _
from ui.process_save import Changes, Record
from ui.text import esc

NUMBERS = ("likely", "low", "high")


def draw(key: str, row: Row | None, history: Sequence[OwnFigure]) -> None:
    """Everything about one key: ``row`` as shipped (None for an average tariff), its history newest first."""
    used = history[0] if history and history[0].action == "set" else None
    if used:
        st.markdown(in_use(used, row))
    if state.user().may("own_figure.set"):
        _form(key, row, history, used)
    else:
        st.caption(_("Your role reads here; it takes the role of editor to change this."))


def in_use(used: OwnFigure, row: Row | None) -> str:
    """The own figure with who, when and why."""
    return _(
        "Own figure: **{figure}**, by {who} on {date}: {reason}",
        figure=esc(_figure(used, row)),
        who=written.person(used),
        date=date_text(used.at),
        reason=esc(used.reason),
    )


def _figure(used: OwnFigure, row: Row | None) -> str:
    if used.low is None or used.likely is None or used.high is None:
        return _("the benchmark")
    return written.figure(used.low, used.likely, used.high, used.key, row)


def _form(key: str, row: Row | None, history: Sequence[OwnFigure], used: OwnFigure | None) -> None:
    record = _record(key, row, history)
    form = process_save.open_form(record)

    def write(_version: int, mine: Changes, token: str) -> Any:
        before = benchmarks_data.snapshot(written.name_of(key, row))
        numbers = _numbers(mine, used, row)
        seen = used.audit_number if used else 0
        saved = _set(key, row, numbers, str(mine.get("reason") or ""), token, seen)
        benchmarks_data.remember(before)
        return saved

    if process_save.clash(form, record, write):
        return
    process_save.aside(record)
    _fields(form, key, row, used)
    fields.keep(form)
    fields.show_faults(form)
    _buttons(form, record, write, used)


def _set(key: str, row: Row | None, numbers: dict[str, float | None], reason: str, token: str, seen: int) -> OwnFigure:
    """Store it; what is refused of a percentage is said in percent, as it was typed."""
    try:
        return own_figures.set_(
            state.store(),
            state.user(),
            key,
            numbers["low"],
            numbers["likely"],
            numbers["high"],
            reason,
            token,
            seen=seen,
        )
    except Refused as problem:
        if not written.is_share(row):
            raise
        raise Refused.of(_in_percent(fault) for fault in problem.faults) from None


def _in_percent(fault: Fault) -> Fault:
    if fault.field not in NUMBERS:
        return fault
    percents = {k: round(100 * v, 6) if isinstance(v, int | float) else v for k, v in fault.params.items()}
    return Fault(fault.field, fault.template, percents)


def _record(key: str, row: Row | None, history: Sequence[OwnFigure]) -> Record:
    """The form as a record: it begins empty, because what is in use stands above it. Its version is the last change of
    the key, restoring included."""
    return Record(
        key=f"figure:{key}",
        version=history[0].audit_number if history else 0,
        values=dict.fromkeys((*_names(key, row), "reason"), ""),
        updated_by=history[0].set_by if history else "",
        words=lambda name, value: (_labels(key, row)[name], str(value or "")),
    )


def _numbers(mine: Changes, used: OwnFigure | None, row: Row | None) -> dict[str, float | None]:
    """What was typed; an empty likely figure stays as it was, and so does its range."""
    share = 100 if written.is_share(row) else 1
    found = {name: float(parse_decimal(mine[name])) / share if mine.get(name) else None for name in NUMBERS}
    if used and found["likely"] is None:
        kept = {"likely": used.likely, "low": used.low, "high": used.high}
        found = {name: kept[name] if value is None else value for name, value in found.items()}
    return found


def _names(key: str, row: Row | None) -> tuple[str, ...]:
    """A tariff is one number; other figures have a range."""
    return NUMBERS[:1] if written.is_tariff(key, row) else NUMBERS


def _labels(key: str, row: Row | None) -> dict[str, str]:
    return {
        "likely": _("{name} ({unit})", name=_label(key), unit=_unit(key, row)),
        "low": _("Low (1 in 10 is lower)"),
        "high": _("High (1 in 10 is higher)"),
        "reason": _("Reason, or where the figure comes from"),
    }


def _label(key: str) -> str:
    return label(written.AVERAGE, key) if key in written.AVERAGE else _("Own figure")


def _unit(key: str, row: Row | None) -> str:
    if written.is_tariff(key, row):
        return _("€ per hour")
    return "%" if written.is_share(row) else unit_text(row.unit) if row else ""


def _fields(form: Form, key: str, row: Row | None, used: OwnFigure | None) -> None:
    labels, names = _labels(key, row), _names(key, row)
    places = st.columns([1, 1, 1] if len(names) > 1 else [1, 2])
    for name, place in zip(names, places, strict=False):
        with place:
            _decimal(form, name, labels[name], "" if name == "likely" else _("may stay empty"))
    with places[-1] if len(names) == 1 else st.container():
        fields.text(form, "reason", labels["reason"], placeholder=_("For example: cost price 2027, finance"))
    read = {name: value for name in names if (value := _parsed(form.values.get(name))) is not None}
    if read:
        share = 100 if written.is_share(row) else 1
        shown = " – ".join(written.one(read[n] / share, key, row) for n in ("low", "likely", "high") if n in read)
        st.caption(_("Read as {figure}", figure=f"{shown} {written.unit(key, row)}".strip()))


def _parsed(text: Any) -> float | None:
    try:
        return float(parse_decimal(text)) if text else None
    except ParseFault:
        return None


def _decimal(form: Form, name: str, title: str, placeholder: str) -> None:
    """A number that is kept as it was typed, with all its decimals; what is wrong with it stands by the field."""
    typed = fields.text(form, name, title, placeholder=placeholder).strip()
    try:
        if typed:
            parse_decimal(typed)
    except ParseFault as problem:
        fields.fault(form, name, sentence(problem))


def _buttons(form: Form, record: Record, write: process_save.Write, used: OwnFigure | None) -> None:
    """Save is never disabled: a click commits the field that has the focus, and only then something was changed."""
    touched = bool(process_save.changes(form, record))
    line = st.container(horizontal=True, vertical_alignment="center")
    pressed = line.button(_("Save"), key=f"{record.key}.save", type="primary", icon=":material/save:")
    if touched:
        line.button(_("Undo"), key=f"{record.key}.undo", type="tertiary", on_click=fields.reset, args=(record.key,))
    if used and line.button(_("Back to the benchmark"), key=f"{record.key}.restore", icon=":material/undo:"):
        _restore(record, used)
    if pressed and touched and not form.faults:
        process_save.save(form, record, write)
    elif pressed and not touched:
        st.caption(_("Nothing was changed."))


def _restore(record: Record, used: OwnFigure) -> None:
    with guard():
        name = written.name_of(used.key, _row(used.key))
        before = benchmarks_data.snapshot(_("back to the benchmark: {name}", name=name))
        token = process_save.token(record.key, "restore", used.audit_number)
        try:
            own_figures.restore(state.store(), state.user(), used.key, "", token, seen=used.audit_number)
        except Conflict:
            st.rerun()
        benchmarks_data.remember(before)
        fields.reset(record.key)
        st.toast(_("The benchmark is in use again."), icon=":material/undo:")
        st.rerun()


def _row(key: str) -> Row | None:
    return next((row for row in state.figures().rows if row.id == key), None)


def history_lines(history: Sequence[OwnFigure], row: Row | None) -> None:
    """Who set what, when and why; each line with the figure before it."""
    if not history:
        st.caption(_("Nobody changed this figure yet."))
        return
    before = [*history[1:], None]
    lines = [f"- {change_line(one, old, row)}" for one, old in zip(history, before, strict=True)]
    st.markdown("\n".join(lines))


def change_line(one: OwnFigure, before: OwnFigure | None, row: Row | None) -> str:
    """One change: when, who, from what to what, why, and where it stands in the audit chain."""
    said = _(
        "{date}, {who}: {old} → **{new}**",
        date=date_text(one.at),
        who=written.person(one),
        old=esc(_figure(before, row)) if before else _("the benchmark"),
        new=esc(_figure(one, row)),
    )
    return f"{said}{f' – {esc(one.reason)}' if one.reason else ''} ({_('audit {n}', n=one.audit_number)})"
