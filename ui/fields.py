"""Input fields that own their key, keep what was committed, and say by the field what is wrong with it.

A form is plain data: what the user set (`values`, canonical JSON types; text that is no number stays as typed) and the
faults met in this run. Fields compare what the browser holds with the form at every run, so a value that was typed
while the server was away is taken as well. `keep` writes the changed form to the drafts in the database: nothing
committed is lost by a restart, a closed browser or another language.

    form = open_form("raming:new")
    groups = whole(form, "stakeholder_groups", _("Groups"), default=5)
    keep(form)
    show_faults(form)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from portfolio import drafts
from portfolio.checks import FIRST_DAY, LAST_DAY
from ui import state
from ui.errors import sentence
from ui.formats import ParseFault, number, parse_decimal, parse_int

_TURN = "_fields_turn"


@dataclass
class Form:
    """One set of fields: `key` of its draft, what was set, and this run's faults and places to show them."""

    key: str
    values: dict[str, Any]
    kept: dict[str, Any]
    from_draft: bool = False
    generation: int = 0
    faults: dict[str, list[str]] = field(default_factory=dict)
    slots: dict[str, Any] = field(default_factory=dict)

    @property
    def sentences(self) -> list[str]:
        """All faults of this run."""
        return [text for texts in self.faults.values() for text in texts]


def open_form(key: str, stored: dict[str, Any] | None = None) -> Form:
    """The form of this visit under `key`: as this session has it, else its draft, else `stored`, else empty."""
    place, start = _place(key), dict(stored or {})
    held = st.session_state.get(place)
    if held is None:
        draft = drafts.get(state.store(), state.user(), key)
        held = {"values": start if draft is None else draft, "draft": draft is not None, "n": 0}
    elif not held["draft"] and held["values"] != start:  # somebody else saved, and nothing was typed here
        held = {"values": start, "draft": False, "n": held["n"] + 1}
    st.session_state[place] = held
    return Form(key, dict(held["values"]), dict(held["values"]), held["draft"], held["n"])


def keep(form: Form) -> None:
    """Write the form to its draft when something changed since it was opened; call it when all fields have run."""
    if form.values != form.kept:
        drafts.put(state.store(), state.user(), form.key, form.values)
        _hold(form, draft=True)
        form.kept, form.from_draft = dict(form.values), True


def reset(key: str, values: dict[str, Any] | None = None, draft: bool = False) -> None:
    """Start the form afresh with these values (in a callback); without `draft` the stored draft is dropped."""
    if draft:
        drafts.put(state.store(), state.user(), key, values or {})
    else:
        drafts.drop(state.store(), state.user(), key)
    held = st.session_state.get(_place(key)) or {"n": 0}
    st.session_state[_place(key)] = {"values": dict(values or {}), "draft": draft, "n": held["n"] + 1}


def whole(
    form: Form, name: str, label: str, default: int | None = None, help: str | None = None, placeholder: str = ""
) -> int | None:
    """A whole number typed the Dutch or the English way; None when empty or faulty (the fault is by the field)."""
    return _typed(form, name, label, default, help, placeholder, parse_int, lambda value: number(value, 0))


def decimal(
    form: Form, name: str, label: str, default: float | None = None, help: str | None = None, placeholder: str = ""
) -> float | None:
    """A number with decimals (hours, euros) typed the Dutch or the English way; None when empty or faulty."""
    return _typed(form, name, label, default, help, placeholder, lambda text: float(parse_decimal(text)), number)


def text(form: Form, name: str, label: str, help: str | None = None, placeholder: str = "", area: bool = False) -> str:
    """A line (or an area) of free text; show it with `ui.text.esc`."""
    draw = st.text_area if area else st.text_input
    shown = form.values.get(name) or ""
    got = draw(label, value=str(shown), key=widget_key(form, name), help=help, placeholder=placeholder or None) or ""
    _slot(form, name)
    return str(_take(form, name, got, ""))


def choice(
    form: Form,
    name: str,
    label: str,
    options: Sequence[Any],
    default: Any,
    show: Callable[[Any], str],
    help: str | None = None,
    placeholder: str = "",
    visible: bool = False,
) -> Any:
    """One of a few, as a drop-down or all in sight; a stored value that is no option becomes the default."""
    options = list(options)
    shown = {option: show(option) for option in options}
    current = form.values.get(name, default)
    current = current if current in options else default
    if visible:
        got = st.pills(
            label,
            options,
            default=current,
            format_func=shown.__getitem__,
            key=widget_key(form, name),
            help=help,
            required=True,
        )
    else:
        index = options.index(current) if current in options else None
        got = st.selectbox(
            label,
            options,
            index=index,
            format_func=shown.__getitem__,
            key=widget_key(form, name),
            help=help,
            placeholder=placeholder or None,
        )
    _slot(form, name)
    return _take(form, name, got, default)


def choices(
    form: Form,
    name: str,
    label: str,
    options: Sequence[str],
    default: Sequence[str],
    show: Callable[[str], str],
    help: str | None = None,
    placeholder: str = "",
) -> list[str]:
    """Any number of a list. An untouched field follows its default when that changes."""
    shown = {option: show(option) for option in options}
    current = [one for one in form.values.get(name, default) if one in options]
    key = widget_key(form, name)
    initial = None if _follows(form, name, key, current) else current
    got = st.multiselect(
        label,
        list(options),
        default=initial,
        format_func=shown.__getitem__,
        key=key,
        help=help,
        placeholder=placeholder or None,
    )
    _slot(form, name)
    return list(_take(form, name, [one for one in options if one in got], list(default)))


def day(form: Form, name: str, label: str, default: dt.date | None = None, help: str | None = None) -> str | None:
    """A date as ISO text, or None when empty."""
    stored = form.values.get(name, default.isoformat() if default else None)
    got = st.date_input(
        label,
        value=dt.date.fromisoformat(stored) if stored else None,
        format="DD-MM-YYYY",
        help=help,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        key=widget_key(form, name),
    )
    _slot(form, name)
    chosen = got.isoformat() if isinstance(got, dt.date) else None
    return _take(form, name, chosen, default.isoformat() if default else None)


def share(form: Form, name: str, label: str, default: float, help: str | None = None) -> float:
    """A share of 1, chosen in whole steps of 5 %."""
    current = round(100 * float(form.values.get(name, default)) / 5) * 5
    got = st.slider(label, 0, 100, current, 5, format="%d %%", key=widget_key(form, name), help=help)
    _slot(form, name)
    return float(_take(form, name, got / 100, default))


def yes(form: Form, name: str, label: str, default: bool = False, help: str | None = None) -> bool:
    """Yes or no."""
    got = st.checkbox(label, value=bool(form.values.get(name, default)), key=widget_key(form, name), help=help)
    _slot(form, name)
    return bool(_take(form, name, got, default))


def fault(form: Form, name: str, text: str) -> None:
    """Remember a fault of a field; `show_faults` puts it by the field."""
    form.faults.setdefault(name, []).append(text)


def show_faults(form: Form) -> None:
    """Put each fault by its field; `form.sentences` has them all, also those without a field in this form."""
    for name, texts in form.faults.items():
        slot = form.slots.get(name) or form.slots.get(name.split(".")[0])
        if slot is not None:
            slot.markdown("  \n".join(f":red[:material/error: {text}]" for text in texts))


def widget_key(form: Form, name: str) -> str:
    """The Streamlit key of a field, for tests and callbacks: draft key and field, then how often it began anew."""
    turn = st.session_state.get(_TURN, 0)
    return f"{form.key}.{name}" + "".join(f".{count}" for count in (form.generation, turn) if count)


def forget_widgets() -> None:
    """Somebody else works here now: fields take their text from that person's forms, not from what stands in them."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _typed(
    form: Form,
    name: str,
    label: str,
    default: Any,
    help: str | None,
    placeholder: str,
    parse: Callable[[str], Any],
    write: Callable[[Any], str],
) -> Any:
    stored = form.values.get(name, default)
    shown = stored if isinstance(stored, str) else ("" if stored is None else write(stored))
    key = widget_key(form, name)
    initial = "" if _follows(form, name, key, shown) else shown
    got = st.text_input(label, value=initial, key=key, help=help, placeholder=placeholder or None)
    _slot(form, name)
    typed = (got or "").strip()
    if not typed:
        return _take(form, name, None, default)
    try:
        return _take(form, name, parse(typed), default)
    except ParseFault as problem:
        _take(form, name, typed, default)
        fault(form, name, sentence(problem))
        return None


def _follows(form: Form, name: str, key: str, shown: Any) -> bool:
    """Give an untouched field its default anew when that changed; True when this run did so."""
    place = f"_default:{key}"
    before = st.session_state.get(place, shown)
    st.session_state[place] = shown
    if name in form.values or before == shown:
        return False
    st.session_state[key] = shown
    return True


def _take(form: Form, name: str, got: Any, default: Any) -> Any:
    """Remember what the field holds when it is not simply its untouched default."""
    if name in form.values or got != default:
        form.values[name] = got
    return got


def _slot(form: Form, name: str) -> None:
    form.slots[name] = st.empty()


def _place(key: str) -> str:
    person = state.user()
    return f"_form:{person.issuer}:{person.subject}:{key}"


def _hold(form: Form, draft: bool) -> None:
    st.session_state[_place(form.key)] = {"values": dict(form.values), "draft": draft, "n": form.generation}
