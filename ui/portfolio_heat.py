"""Steps × processes: the state of every step as a sign and a word, hatched where hours, an owner or dates are missing;
each cell leads to that step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

import streamlit as st

from display.colours import STATUS_SIGNS
from display.process_words import STEP
from display.steps import step_row, steps
from display.words import label
from portfolio.whole.standing import Standing
from ui import portfolio_strip as strips
from ui.i18n import N_, _, column, ngettext
from ui.portfolio_links import address
from ui.tables import page as paged

PAGE = 40
MANY = 60  # above this the sums per step stand on top
MISSING = {"hours": N_("hours"), "owner": N_("an owner"), "dates": N_("dates")}


def lacks(one: Standing, step: int) -> list[str]:
    """What a step that isn't ended lacks: hours, owner or dates; nothing before an estimate or for an ended step."""
    row = one.progress[step - 1] if one.progress else None
    if row is None or row.stored_status in ("done", "skipped") or one.row.phase in ("stopped", "closed", "draft"):
        return []
    process = one.row.process
    planned = one.forecast.steps[step - 1].hours.planned if one.forecast else None
    out = ["hours"] if one.forecast and not planned else []
    if not (row.content_owner or process.content_owner) or not (row.process_owner or process.process_owner):
        out.append("owner")
    if one.row.approved_id and (row.planned_start is None or row.planned_finish is None):
        out.append("dates")
    return out


def draw(found: Sequence[Standing]) -> None:
    """The table, so many rows at once; with many rows the sums first."""
    st.markdown(_summary(found))
    if len(found) > MANY:
        strips.show(_sums(found))
    pages = -(-len(found) // PAGE)
    first = (paged("heat_page", pages) - 1) * PAGE
    heads = "".join(
        f'<th scope="col"><span aria-hidden="true">{row["step"]}<span class="ts-short"> {escape(column(row, "short"))}'
        f'</span></span><span class="ts-hidden">{escape(column(row, "name"))}</span></th>'
        for row in steps()
    )
    body = "".join(_row(one) for one in found[first : first + PAGE])
    hatched = (
        f'<span><i class="ts-open ts-hatch" aria-hidden="true"></i>{escape(_("hours, owner or dates missing"))}</span>'
    )
    legend = strips.legend().replace("</div>", f"{hatched}</div>")
    strips.show(
        f'<table class="ts-heat" aria-label="{escape(_("Steps by process"))}"><thead><tr><th scope="col">'
        f"{escape(_('Process'))}</th>{heads}</tr></thead><tbody>{body}</tbody></table>{legend}{strips.key()}"
    )
    if pages > 1:
        st.pagination(pages, key="heat_page")


def _summary(found: Sequence[Standing]) -> str:
    late = Counter(step for one in found for step in one.row.late_steps)
    if not late:
        return _("No step is late.")
    total = sum(late.values())
    step, count = late.most_common(1)[0]
    first = ngettext("{n} step is late.", "{n} steps are late.", total, n=total)
    if count < 2:
        return first
    name = f"{step} {column(step_row(step), 'short')}"
    return first + " " + _("Most of them in step {step}: {count}.", step=name, count=count)


def _row(one: Standing) -> str:
    shown = strips.statuses(one.row.steps, one.row.phase in ("requested", "returned"))
    cells = "".join(_cell(one, step, status) for step, status in enumerate(shown, start=1))
    name = f'<a href="{escape(address("process", one.id))}" target="_self">{escape(one.name)}</a>'
    return f'<tr><th scope="row">{name}</th>{cells}</tr>'


def _cell(one: Standing, step: int, status: str) -> str:
    missing = lacks(one, step)
    word = label(STEP, status)
    said = _("step {step}, {name}: {status}", step=step, name=column(step_row(step), "name"), status=word)
    if missing:
        said += " – " + _("missing: {what}", what=", ".join(label(MISSING, one) for one in missing))
    marks = f"ts-cell ts-{status}" + (" ts-hatch" if missing else "")
    where = escape(address("process", one.id, step=str(step)))
    return (
        f'<td><a class="{marks}" href="{where}" target="_self" title="{escape(said)}"><span class="ts-hidden">'
        f'{escape(said)}</span><span class="ts-sign" aria-hidden="true">{STATUS_SIGNS[status]}</span>'
        f'<b aria-hidden="true">{escape(word)}</b></a></td>'
    )


def _sums(found: Sequence[Standing]) -> str:
    """Per step how many processes are in each state."""
    counted = [Counter(one.row.steps[step - 1].status for one in found) for step in range(1, 11)]
    heads = "".join(f'<th scope="col">{row["step"]} {escape(column(row, "short"))}</th>' for row in steps())
    body = "".join(
        f'<tr><th scope="row">{STATUS_SIGNS[status]} {escape(label(STEP, status))}</th>'
        + "".join(f"<td>{counts[status] or '–'}</td>" for counts in counted)
        + "</tr>"
        for status in STATUS_SIGNS
    )
    return (
        f'<table class="ts-sums" aria-label="{escape(_("How many processes per step and state"))}"><thead><tr>'
        f'<th scope="col">{escape(_("State"))}</th>{heads}</tr></thead><tbody>{body}</tbody></table>'
    )
