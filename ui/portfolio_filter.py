"""Which processes of the portfolio are shown: the filters, kept in the address so that a copied address is a view."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

import streamlit as st

from display.process_words import PHASE
from display.words import label
from portfolio.whole import attention
from portfolio.whole.lights import ORDER
from portfolio.whole.standing import Standing
from ui.i18n import N_, _
from ui.portfolio_links import kept

OPEN, ALL = "open", "all"
SMALL, LARGE = 5_000_000, 15_000_000  # cents, own hours and costs together (our bounds)
SIZE = {
    "small": N_("small: up to € 50,000"),
    "middle": N_("middle: up to € 150,000"),
    "large": N_("large: more than € 150,000"),
}
LIGHT = {
    "red": N_("red: asks for a decision"),
    "amber": N_("amber: needs steering"),
    "green": N_("green: on plan"),
    "differs": N_("reported better than calculated"),
}
SECRET = {"public": N_("public"), "secret": N_("confidential")}
SORT = {
    "name": N_("name"),
    "light": N_("light, the worst first"),
    "finish": N_("expected end"),
    "old": N_("longest not updated"),
}
# name in the address → label
NAMES = {
    "phase": N_("Status"),
    "light": N_("Light"),
    "theme": N_("Theme"),
    "area": N_("Area"),
    "owner": N_("Owner"),
    "holder": N_("Portfolio holder"),
    "decider": N_("Who decides or acts"),
    "size": N_("Size of the process"),
    "secret": N_("Public or confidential"),
    "sort": N_("Sort by"),
}


@dataclass(frozen=True)
class Facet:
    """What a process is under each filter, and what it is searched by."""

    standing: Standing
    values: Mapping[str, tuple[str, ...]]
    text: str


@dataclass(frozen=True)
class Filter:
    """What was asked for; nothing asked shows every process that isn't closed or stopped."""

    text: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def active(self) -> bool:
        """Whether anything is left out that would be shown otherwise."""
        return bool(self.text or any(name != "sort" for name in self.chosen))

    @property
    def phase(self) -> str:
        """The status asked for."""
        return self.chosen.get("phase", OPEN)


def facet(one: Standing, waits: Mapping[str, Sequence[str]]) -> Facet:
    """A process under each filter; ``waits``: process → whom something waits for."""
    process, money = one.row.process, one.money
    amount = money.granted or money.asked or 0
    owner = process.process_owner or process.content_owner
    return Facet(
        one,
        {
            "light": (one.worst, *(("differs",) if one.brighter else ())),
            "theme": (process.theme,),
            "area": (process.area,),
            "owner": (owner,),
            "holder": (process.portfolio_holder,),
            "decider": tuple(waits.get(one.id, ())),
            "size": (("small" if amount <= SMALL else "middle" if amount <= LARGE else "large") if amount else "",),
            "secret": ("secret" if process.confidential else "public",),
        },
        " ".join((process.name, process.question, process.theme, process.area, owner)).casefold(),
    )


def facets(found: Sequence[Standing], items: Sequence[attention.Item]) -> list[Facet]:
    """All processes under each filter."""
    waits: dict[str, list[str]] = {}
    for item in items:
        if not item.reason.unnamed:
            waits.setdefault(item.standing.id, []).append(item.reason.who)
    return [facet(one, waits) for one in found]


def apply(found: Sequence[Facet], asked: Filter) -> list[Standing]:
    """The processes that are asked for, in the order that is asked for."""
    words = asked.text.casefold().split()
    shown = [
        one.standing
        for one in found
        if _phase(one.standing, asked.phase)
        and all(word in one.text for word in words)
        and all(value in one.values[name] for name, value in asked.chosen.items() if name not in ("phase", "sort"))
    ]
    return sorted(shown, key=_order(asked.chosen.get("sort", "name")))


def _phase(one: Standing, wanted: str) -> bool:
    if wanted == ALL:
        return True
    return one.row.awake if wanted == OPEN else one.row.phase == wanted


def _order(name: str) -> Callable[[Standing], tuple[object, ...]]:
    orders: dict[str, Callable[[Standing], tuple[object, ...]]] = {
        "light": lambda one: (-ORDER.index(one.worst), one.name.casefold()),
        "finish": lambda one: (one.finish is None, one.finish or one.updated_on, one.name.casefold()),
        "old": lambda one: (one.updated_on, one.name.casefold()),
    }
    return orders.get(name, lambda one: (one.name.casefold(), one.id))


# --- on screen ------------------------------------------------------------------------------------------------


def draw(found: Sequence[Facet]) -> Filter:
    """Search and status in sight, the other filters folded; what is asked for stands in the address."""
    left, middle, right = st.columns([3, 3, 2], vertical_alignment="bottom")
    with left:
        text = _text()
    with middle:
        chosen = {"phase": _pick("phase", _phases(found))}
    with right:
        chosen["sort"] = _pick("sort", {name: label(SORT, name) for name in SORT})
    others = [name for name in NAMES if name not in ("phase", "sort")]
    asked_now = [name for name in others if st.query_params.get(name)]
    title = _("More filters") + (f" ({len(asked_now)})" if asked_now else "")
    with st.expander(title, key="filters_more", icon=":material/filter_list:", expanded=bool(asked_now)):
        for row in (others[:4], others[4:]):
            for place, name in zip(st.columns(4), row, strict=False):
                with place:
                    chosen[name] = _pick(name, {"": _("all"), **_options(name, found)})
    asked = Filter(text, {name: value for name, value in chosen.items() if value and value not in (OPEN, "name")})
    if asked.active:
        st.button(
            _("Show everything again"), key="filters_clear", type="tertiary", on_click=clear, icon=":material/close:"
        )
    return asked


def clear() -> None:
    """Take every filter out of the address."""
    for name in ("q", *NAMES):
        st.query_params.pop(name, None)


def address(asked: Filter) -> str:
    """What stands behind the question mark for this view, beside language and person."""
    return urlencode(({"q": asked.text} if asked.text else {}) | dict(asked.chosen))


def _text() -> str:
    _follow("q", "portfolio_search", "", None)
    st.text_input(
        _("Search by name"),
        key="portfolio_search",
        placeholder=_("Part of the name, question, theme or area"),
        on_change=_write,
        args=("q", "portfolio_search", ""),
    )
    return str(st.session_state["portfolio_search"] or "").strip()


def _pick(name: str, options: Mapping[str, str]) -> str:
    key, default = f"portfolio_{name}", next(iter(options))
    _follow(name, key, default, list(options))
    st.selectbox(
        label(NAMES, name), list(options), format_func=lambda one: options.get(one, one), key=key,
        on_change=_write, args=(name, key, default),
    )  # fmt: skip
    return str(st.session_state[key])


def _follow(name: str, key: str, default: str, options: Sequence[str] | None) -> None:
    """Let the widget follow the address when that was changed from outside: by a link, the way back, or a reload."""
    asked = st.query_params.get(name, default)
    if options is not None and asked not in options:
        asked = default
    if st.session_state.get(f"_seen.{name}") != asked or key not in st.session_state:
        st.session_state[key] = st.session_state[f"_seen.{name}"] = asked


def _write(name: str, key: str, default: str) -> None:
    value = str(st.session_state.get(key) or default).strip()
    st.session_state[f"_seen.{name}"] = value
    if value == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def _phases(found: Sequence[Facet]) -> dict[str, str]:
    rows = [one.standing.row.phase for one in found]
    open_ = sum(one.standing.row.awake for one in found)
    out = {OPEN: _("everything that goes ({n})", n=open_)}
    out |= {phase: f"{label(PHASE, phase)} ({rows.count(phase)})" for phase in PHASE if phase in rows}
    return out | ({ALL: _("everything ({n})", n=len(rows))} if open_ < len(rows) else {})


def _options(name: str, found: Sequence[Facet]) -> dict[str, str]:
    fixed = {"light": LIGHT, "size": SIZE, "secret": SECRET}.get(name)
    there = {value for one in found for value in one.values[name] if value}
    if fixed:
        return {code: label(fixed, code) for code in fixed if code in there}
    return {value: value for value in sorted(there, key=str.casefold)}


def link(asked: str) -> str:
    """The address of a saved view, for an href."""
    return "?" + "&".join(part for part in (urlencode(kept(None)), asked) if part)
