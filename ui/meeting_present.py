"""Presenting: one item per screen in big type, the arrow keys lead on, decisions and actions are logged in place."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from display import attention as said
from display import changes as words
from display import lights
from display.process_words import PHASE
from display.words import label
from portfolio.meeting import entries
from portfolio.meeting.meetings import AgendaItem, Meeting
from portfolio.whole import attention
from portfolio.whole.standing import Standing
from ui import meeting_close, meeting_entries, meeting_secret, meeting_words, state
from ui import meeting_html as html
from ui import portfolio_strip as strips
from ui.formats import date_text
from ui.i18n import _
from ui.meeting_data import Look, may_edit
from ui.portfolio_links import kept

CSS = Path(__file__).resolve().parent / "assets" / "present.css"


def draw(look: Look, meeting: Meeting) -> None:
    """The screen of the item that `?item=` says."""
    st.html(CSS)
    items = shown(look, meeting)
    hidden = len(meeting.agenda) - len(items)
    if not items:
        st.markdown(_("Everything on this agenda is confidential."))
        meeting_secret.switch(hidden)
        _stop()
        return
    number = _number(len(items))
    item = items[number - 1]
    st.set_page_config(page_title=_("{page} – Tienstap", page=meeting_words.title(item, look)))
    so_far = sum(one.minutes for one in items[:number])
    st.caption(
        _(
            "Item {n} of {count} · {minutes} minutes · {so_far} of {planned} minutes so far",
            n=number,
            count=len(items),
            minutes=item.minutes,
            so_far=so_far,
            planned=meeting.minutes,
        )
    )
    _item(look, item)
    _log(look, meeting, item)
    _keys(number, len(items))
    meeting_secret.switch(hidden)
    if number == len(items) and may_edit():
        meeting_close.draw(meeting)


def shown(look: Look, meeting: Meeting) -> list[AgendaItem]:
    """The items that are walked through: without confidential processes, unless the visitor asked for them."""
    hidden = meeting_secret.hidden(look.found)
    return [item for item in meeting.agenda if item.process_id not in hidden]


def _number(count: int) -> int:
    return min(max(state.asked_number("item") or 1, 1), count)


def _go(number: int) -> None:
    st.query_params["item"] = str(number)


def _keys(number: int, count: int) -> None:
    row = st.container(horizontal=True, horizontal_alignment="distribute", key="present_keys")
    row.button(
        _("Previous"), key="present_back", icon=":material/arrow_back:", shortcut="Left", disabled=number == 1,
        on_click=_go, args=(number - 1,),
    )  # fmt: skip
    with row:
        _stop()
    row.button(
        _("Next item"), key="present_next", icon=":material/arrow_forward:", shortcut="Right", disabled=number == count,
        type="primary", on_click=_go, args=(number + 1,),
    )  # fmt: skip


def _stop() -> None:
    if st.button(_("Stop presenting"), key="present_stop", type="tertiary", shortcut="Esc", icon=":material/close:"):
        st.query_params.from_dict(kept(None))
        st.rerun()


def _item(look: Look, item: AgendaItem) -> None:
    title = f"<h1>{escape(meeting_words.title(item, look))}</h1>"
    one = look.by_id.get(item.process_id or "")
    if one:
        html.show(title + _process(look, one), big=True)
        strips.show(strips.names() + strips.strip(strips.statuses(one.row.steps, False), one.row.current_step))
        html.show(_below(look, one), big=True)
    elif item.kind == "last" and look.last:
        hidden = meeting_secret.hidden(look.found)
        found = entries.as_left(state.store(), look.last.meeting_id, look.last.content["entries"])
        found = [entry for entry in found if entry.process_id not in hidden]
        names = {one.id: one.name for one in look.found}
        html.show(title + html.logged(found, names, look.today), big=True)
    elif item.kind == "changed":
        found_changes = [one for one in look.changed if meeting_secret.shows() or not one.confidential]
        summary = f"<p>{escape(words.summary(found_changes))}</p>"
        html.show(title + summary + html.changed(found_changes), big=True)
    elif item.kind == "green":
        html.show(title + _greens(look), big=True)
    else:
        html.show(title, big=True)


def _process(look: Look, one: Standing) -> str:
    asked = "".join(
        f"<p><b><span aria-hidden='true'>{reason.sign} </span>{escape(said.text(reason))}</b>"
        f"<br><span class='mt-who'>{escape(_by(reason))}</span></p>"
        for reason in attention.of(one, look.today)
    )
    return asked or f"<p>{escape(_('Nothing is asked here.'))}</p>"


def _by(reason: attention.Reason) -> str:
    if said.before(reason):
        return _("{kind}: {who}, before {day}", kind=said.kind(reason), who=said.who(reason), day=said.before(reason))
    return _("{kind}: {who}", kind=said.kind(reason), who=said.who(reason))


def _below(look: Look, one: Standing) -> str:
    parts = [f"<h2>{escape(_('How it stands'))}</h2>{_lights(one)}"]
    money = _money(one)
    if money:
        parts.append(f"<h2>{escape(_('Money, excluding VAT'))}</h2><p class='mt-money'>{escape(money)}</p>")
    change = look.change(one.id)
    if change:
        found = "".join(f"<p>{escape(text)}</p>" for text in words.sentences(change))
        parts.append(f"<h2>{escape(_('Changed since last time'))}</h2>{found}")
    if one.report:
        told = [text for text in (one.report.cause, one.report.consequence, one.report.steering) if text]
        if told:
            parts.append(
                f"<h2>{escape(_('The lead says, on {day}', day=date_text(one.report.reported_on)))}</h2>"
                + "".join(f"<p>{escape(text)}</p>" for text in told)
            )
    return "".join(parts)


def _lights(one: Standing) -> str:
    found = ""
    for name, colour in one.shown.items():
        pair = one.differing.get(name)
        differs = f'<span class="mt-differs">{escape(lights.differing(*pair))}</span>' if pair else ""
        word = escape(lights.said(colour)) if colour else "–"
        found += f'<span><span class="mt-name">{escape(lights.name(name))}</span><b>{word}</b>{differs}</span>'
    return f'<div class="mt-lights">{found}</div>'


def _money(one: Standing) -> str:
    money, parts = one.money, []
    if money.asked is not None:
        parts.append(_("asked {amount}", amount=html.amount(money.asked)))
    if money.granted is not None:
        parts.append(_("made available {amount}", amount=html.amount(money.granted)))
        spent = html.amount(money.spent) if money.spent is not None else _("not known")
        parts.append(_("spent {amount}", amount=spent))
        parts.append(
            _(
                "expected {middle}, 80% certain within {high}",
                middle=html.amount(money.expected),
                high=html.amount(money.expected80),
            )
        )
    return " · ".join(parts)


def _greens(look: Look) -> str:
    hidden = meeting_secret.hidden(look.found)
    found = [one for one in meeting_words.greens(look) if one.id not in hidden]
    rows = "".join(
        f"<li class='mt-two'><span>{html.named(one.id, one.name)}</span>"
        f"<span>{escape(label(PHASE, one.row.phase))}</span></li>"
        for one in found
    )
    return f"<ul>{rows}</ul>"


def _log(look: Look, meeting: Meeting, item: AgendaItem) -> None:
    logged = [
        entry
        for entry in entries.of(state.store(), meeting.id)
        if entry.process_id == item.process_id and (item.process_id or item.kind != "process")
    ]
    if not (may_edit() or logged):
        return
    st.subheader(_("Decided and agreed"), anchor=False)
    if logged:
        meeting_entries.listed(look, logged, editable=may_edit())
    meeting_entries.log(meeting.id, item.process_id, f"log:{meeting.id}:{item.id}")
