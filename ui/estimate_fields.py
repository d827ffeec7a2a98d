"""The left side of screen Estimate: the fields of a scope, grouped, each with its sentence when it is faulty."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from display import words
from display.words import label
from estimator import Benchmarks, Scope, ScopeError
from estimator.codes import DONE, FORMS, HIREABLE, LEVELS, OPTIONS, PRESETS, RECRUITMENTS, ROLES, ROUTES
from estimator.places import place, places
from portfolio import drafts
from ui import estimate_events, fields, state
from ui.errors import sentence
from ui.estimate_scope import EXAMPLE, chosen_forms, default_options, default_start, is_example, scope_dict, spread
from ui.fields import Form
from ui.formats import number, percent
from ui.i18n import _
from ui.text import esc

PROFILE = "profile"
PRICE_YEARS = (2025, 2026, 2027, 2028)


def draw(form: Form, figures: Benchmarks) -> Scope | None:
    """All fields of the scope; the valid scope, or None when a field is faulty (its sentence stands by the field).

    The caller keeps the form (`fields.keep`).
    """
    start, municipality = default_start(dt.date.today()), last_municipality()
    with st.container(border=True):
        _size(form, municipality)
    with st.container(border=True):
        _when(form, start)
    with st.expander(_("Working forms and recruitment"), key="group_forms"):
        _forms(form)
    with st.expander(_("Team and tariffs"), key="group_team"):
        _team(form)
    with st.expander(_("Extra provisions"), key="group_options"):
        _options(form)
    with st.expander(_("What may happen"), key="group_events"):
        estimate_events.draw_fields(form, scope_dict(form.values, start, municipality), figures)
    _remember_municipality(form, municipality)
    return _scope(form, start, municipality)


def last_municipality() -> str | None:
    """The municipality this user chose last, on any process."""
    profile = drafts.get(state.store(), state.user(), PROFILE) or {}
    code = profile.get("municipality")
    return code if isinstance(code, str) and place(code) else None


def _remember_municipality(form: Form, known: str | None) -> None:
    chosen = form.values.get("municipality")
    if chosen and chosen != known:
        drafts.put(state.store(), state.user(), PROFILE, {"municipality": chosen})


def _size(form: Form, municipality: str | None) -> None:
    st.subheader(_("Size"), anchor=False)
    example = st.empty()  # a place of its own, so that the fields below stay where they are when it goes
    fields.whole(
        form,
        "stakeholder_groups",
        label(words.FIELD, "stakeholder_groups"),
        EXAMPLE["stakeholder_groups"],
        help=_("Groups that each need their own invitation, for example parents, shopkeepers, young people."),
    )
    fields.whole(
        form,
        "conversations",
        label(words.FIELD, "conversations"),
        EXAMPLE["conversations"],
        help=_("One table or talk is one conversation; several can share an evening."),
    )
    fields.whole(form, "resident_reach", label(words.FIELD, "resident_reach"), EXAMPLE["resident_reach"])
    if is_example(form.values):
        example.caption(_("These three numbers are an example: put your own in their place."))
    _reach_in_words(form, _municipality(form, municipality))
    fields.choice(
        form,
        "level",
        label(words.FIELD, "level"),
        LEVELS,
        "raadplegen",
        lambda code: label(words.LEVEL, code),
        visible=True,
    )


def _municipality(form: Form, default: str | None) -> str | None:
    names = {code: found.name for code, found in places().items()}
    ordered = sorted(names, key=lambda code: names[code].casefold().lstrip("'’"))
    return fields.choice(
        form,
        "municipality",
        label(words.FIELD, "municipality"),
        ordered,
        default,
        lambda code: names[code],
        placeholder=_("Choose a municipality"),
    )


def _reach_in_words(form: Form, code: str | None) -> None:
    slot = st.empty()
    reach = form.values.get("resident_reach", EXAMPLE["resident_reach"])
    where = place(code) if code else None
    if where and isinstance(reach, int) and 0 < reach <= where.residents:
        text = _(
            "{reach} is {share} of the {residents} residents of {place}.",
            reach=number(reach),
            share=percent(reach / where.residents, 1 if reach / where.residents < 0.1 else 0),
            residents=number(where.residents),
            place=esc(where.name),
        )
        slot.caption(text)


def _when(form: Form, start: dt.date) -> None:
    st.subheader(_("Decision and time"), anchor=False)
    for name in ("budget_route", "outcome_route"):
        fields.choice(form, name, label(words.FIELD, name), ROUTES, "college", lambda code: label(words.ROUTE, code))
    fields.day(form, "start", label(words.FIELD, "start"), start)
    fields.day(form, "deadline", label(words.FIELD, "deadline"), help=_("Leave it empty when there is none."))
    fields.choice(form, "done", label(words.FIELD, "done"), DONE, "decision", lambda code: label(words.DONE, code))


def _forms(form: Form) -> None:
    usual = chosen_forms({"level": form.values.get("level", "raadplegen")})
    fields.choices(
        form,
        "forms",
        label(words.FIELD, "conversations_by_form"),
        FORMS,
        usual,
        lambda code: label(words.FORM, code),
        placeholder=_("Choose working forms"),
    )
    form.slots["conversations_by_form"] = form.slots["forms"]
    chosen = chosen_forms(form.values)
    total = form.values.get("conversations", EXAMPLE["conversations"])
    with st.container():
        if len(chosen) > 1 and isinstance(total, int):
            _per_form(form, chosen, total)
    fields.choice(
        form,
        "recruitment",
        label(words.FIELD, "recruitment"),
        RECRUITMENTS,
        "open",
        lambda code: label(words.RECRUITMENT, code),
    )
    automatic = _("automatic")
    fields.whole(
        form,
        "meetings",
        label(words.FIELD, "meetings"),
        placeholder=automatic,
        help=_("How many evenings or afternoons the conversations share. Empty: as many as usual."),
    )
    fields.whole(
        form,
        "participants",
        label(words.FIELD, "participants"),
        placeholder=automatic,
        help=_("Empty: as many as the working forms usually have."),
    )
    fields.whole(form, "meeting_days", label(words.FIELD, "meeting_days"), 1)


def _per_form(form: Form, chosen: list[str], total: int) -> None:
    counts = _counts(form, chosen, total)
    for one in chosen:
        name = f"form.{one}"
        fields.whole(form, name, _("{form}: conversations", form=label(words.FORM, one)), counts[one])
        form.slots[f"conversations_by_form.{one}"] = form.slots[name]
    if _counts(form, chosen, total) != counts:  # a later field changed what is left for an earlier one
        fields.keep(form)
        st.rerun()


def _counts(form: Form, chosen: list[str], total: int) -> dict[str, int]:
    typed = {one: form.values.get(f"form.{one}") for one in chosen}
    return spread(total, chosen, {one: count if isinstance(count, int) else None for one, count in typed.items()})


def _team(form: Form) -> None:
    fields.choice(
        form,
        "preset",
        label(words.FIELD, "preset"),
        PRESETS,
        "sober",
        lambda code: label(words.PRESET, code),
        visible=True,
    )
    fields.share(
        form,
        "own_staff_share",
        label(words.FIELD, "own_staff_share"),
        1.0,
        help=_("Of the hours that a municipality can hire; deciding and owning the content stay its own."),
    )
    per_hour = _("Euros an hour, excluding VAT. Empty: our assumption per role.")
    fields.decimal(
        form, "tariffs.average", _("Average own tariff (€ per hour)"), help=per_hour, placeholder=_("per role")
    )
    hired = st.container()
    if float(form.values.get("own_staff_share", 1.0)) < 1:
        with hired:
            fields.decimal(
                form,
                "hired_tariffs.average",
                _("Average hired tariff (€ per hour)"),
                help=per_hour,
                placeholder=_("per role"),
            )
    fields.choice(form, "price_year", label(words.FIELD, "price_year"), PRICE_YEARS, 2026, str)
    if fields.yes(form, "per_role", _("Fill in per role")):
        for role in ROLES:
            _role(form, role)


def _role(form: Form, role: str) -> None:
    st.markdown(f"**{label(words.ROLE, role)}**")
    usual = _("as assumed")
    fields.decimal(form, f"tariffs.{role}", _("Own tariff (€ per hour)"), placeholder=usual)
    if role in HIREABLE and float(form.values.get("own_staff_share", 1.0)) < 1:
        fields.decimal(form, f"hired_tariffs.{role}", _("Hired tariff (€ per hour)"), placeholder=usual)
    fields.decimal(form, f"hours_per_week.{role}", _("Hours a week for this process"), placeholder=usual)


def _options(form: Form) -> None:
    fields.choices(
        form,
        "options",
        label(words.FIELD, "options"),
        OPTIONS,
        default_options(form.values),
        lambda code: label(words.OPTION, code),
        placeholder=_("None"),
    )


def _scope(form: Form, start: dt.date, municipality: str | None) -> Scope | None:
    given: dict[str, Any] = scope_dict(form.values, start, municipality)
    try:
        scope = Scope.from_dict(given)
    except ScopeError as problem:
        for fault in problem.faults:
            if fault.field not in form.faults:
                fields.fault(form, fault.field, sentence(fault))
        scope = None
    fields.show_faults(form)
    return None if form.faults else scope
