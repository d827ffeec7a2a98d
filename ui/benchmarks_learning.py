"""What closed processes teach: factors beside the outside figures, what they would do to the amount, and adopting them.

Real processes count; only where there are none the example shows what it will look like, and then nothing is adopted.
"""

from __future__ import annotations

from math import exp

import streamlit as st

from display import charts_learning as charts
from display.steps import numbered
from estimator.draws import Z90
from estimator.learning import CLASSES, LEAST, Learned, Lesson
from portfolio import closed, lessons
from portfolio.closed import Closed
from ui import benchmarks_adopt, state, tables
from ui.benchmarks_data import Asked
from ui.chart_style import draw as draw_chart
from ui.formats import number, percent
from ui.i18n import N_, _, ngettext

CLASS = {"hours": N_("Hours"), "cash": N_("Costs paid out"), "weeks": N_("Weeks")}
NOT_USED = "–"


def draw(asked: Asked) -> None:
    """Folded; computed when it is opened."""
    box = st.expander(_("What do our own closed processes teach?"), key="learning", on_change="rerun")
    if not box.open:
        return
    with box, st.spinner(_("Closed processes are being compared…")):
        found, example = processes()
        if not found:
            _nothing()
            return
        if example:
            example_notice()
        new = lessons.learned(found, benchmarks_adopt.without_lessons())
        _says(new, len(found))
        _classes(new)
        _steps(new)
        benchmarks_adopt.draw(asked, new, found, offered=not example and enough(new))


def processes() -> tuple[list[Closed], bool]:
    """The real closed processes; where there are none, those of the example. Never both."""
    real = closed.closed(state.store())
    return (real, False) if real else (closed.closed(state.store(), example=True), True)


def example_notice() -> None:
    """That this is about the example."""
    st.info(
        _("**Example**: you have no closed processes of your own yet, so this shows those of the example portfolio."),
        icon=":material/info:",
    )


def _nothing() -> None:
    st.markdown(
        _(
            "No process was closed yet. Note the hours, costs and dates of the steps on page Process; once a process "
            "is closed, estimates learn from it."
        )
    )


def enough(new: Learned) -> bool:
    """Whether any class has enough processes to learn from."""
    return any(lesson.n >= LEAST for lesson in new.classes.values())


def _says(new: Learned, n: int) -> None:
    """The answer in a sentence."""
    counted = ngettext("{n} closed process", "{n} closed processes", n, n=number(n))
    if not enough(new):
        st.markdown(
            _(
                "**Too few to learn from**: {counted}, and it takes {least} with known hours, costs or weeks. Until "
                "then the outside figures count.",
                counted=counted,
                least=LEAST,
            )
        )
        return
    parts = [
        _("{what} × {factor} (n = {n})", what=_(CLASS[name]).lower(), factor=number(lesson.factor, 2), n=lesson.n)
        for name in CLASSES
        if (lesson := new.classes.get(name)) and lesson.n >= LEAST
    ]
    st.markdown(
        _(
            "{counted} say: **{factors}**. The fewer processes, the more the outside figures weigh; each process "
            "counts once, and running ones never.",
            counted=counted,
            factors=", ".join(parts),
        )
    )


def _classes(new: Learned) -> None:
    """One's own processes beside the outside figures, by class."""
    known = [(name, new.classes[name]) for name in CLASSES if name in new.classes]
    if not known:
        return
    tables.figures(
        "lessons",
        {
            _("What"): [_(CLASS[name]) for name, _lesson in known],
            _("Outside figures"): [
                _("× 1, weigh {share}", share=percent(1 - lesson.weight)) for _name, lesson in known
            ],
            _("Our own processes"): [_own_words(lesson) for _name, lesson in known],
            _("Together"): [_together(lesson) for _name, lesson in known],
            _("Spread, P10 to P90"): [_spread(lesson) for _name, lesson in known],
        },
    )
    st.caption(
        _(
            "1 is as estimated. The spread is that of the next process: what it will really take, beside its middle "
            "estimate; in brackets what estimates said before."
        )
    )


def _own_words(lesson: Lesson) -> str:
    return _(
        "× {ratio}, n = {n}, weigh {share}",
        ratio=number(lesson.mean_ratio, 2),
        n=number(lesson.n),
        share=percent(lesson.weight),
    )


def _together(lesson: Lesson) -> str:
    return f"**× {number(lesson.factor, 2)}**" if lesson.n >= LEAST else _("too few")


def _spread(lesson: Lesson) -> str:
    ends = [number(lesson.predictive[level], 2) for level in ("p10", "p90")]
    before = [number(exp(sign * Z90 * lesson.model_sigma), 2) for sign in (-1, 1)]
    return f"{' – '.join(ends)} ({' – '.join(before)})"


def _steps(new: Learned) -> None:
    """Factors by step, drawn towards the whole where a step has few figures."""
    if not enough(new):
        return
    places = st.columns(2, gap="large")
    titles = {"hours": _("**Hours by step**"), "weeks": _("**Weeks by step**")}
    for (kind, title), place in zip(titles.items(), places, strict=True):
        whole, found = new.classes.get(kind), new.steps.get(kind, {})
        if not found or whole is None or whole.n < LEAST:
            continue
        rows = [{"step": step, "factor": one.factor, "n": one.n} for step, one in sorted(found.items())]
        with place:
            st.markdown(title)
            draw_chart(charts.factors(rows), charts.factors_text(rows), f"factors_{kind}")
            st.caption(charts.factors_text(rows))
    _steps_table(new)


def _steps_table(new: Learned) -> None:
    hours, weeks = new.steps.get("hours", {}), new.steps.get("weeks", {})
    steps = sorted(set(hours) | set(weeks))
    with st.expander(_("The steps in a table"), key="lessons_table"):
        tables.figures(
            "lesson_steps",
            {
                _("Step"): [numbered(step) for step in steps],
                _("Hours"): [_step_words(hours.get(step)) for step in steps],
                _("Weeks"): [_step_words(weeks.get(step)) for step in steps],
            },
        )


def _step_words(lesson: Lesson | None) -> str:
    if lesson is None:
        return NOT_USED
    return _("× {factor} (n = {n})", factor=number(lesson.factor, 2), n=number(lesson.n))
