"""What if, sent on: a link that carries the whole scenario, without a database."""

from __future__ import annotations

import os
from urllib.parse import urlencode, urlsplit

import streamlit as st

from estimator import ENGINE
from estimator.learning import Learned
from estimator.own import Own
from estimator.share import ORIGIN, pack
from estimator.share_text import ShareError
from portfolio import estimates, learned, own_figures
from portfolio.store import Store
from ui import state, whatif_link
from ui.errors import sentence, sentences
from ui.i18n import DEFAULT, _, lang
from ui.public_address import AddressError, public_url, qr_svg
from ui.whatif_data import Asked

PAGE = "wat-als"
SHORT = 1_000  # letters of a link that is shown whole


def draw(asked: Asked) -> None:
    """The link with its copy button, the QR code where the app has a public address, and what a link can't do."""
    try:
        text = _packed(asked)
    except ShareError as problem:
        st.error("  \n".join(sentences(problem)))
        return
    base, public = _base()
    link = address(base, text)
    st.markdown(_("Whoever opens this link sees the same figures and can move the sliders; it needs no account here."))
    st.code(link, language=None, wrap_lines=True, height="content" if len(link) < SHORT else 200)
    if not public:
        st.caption(
            _("This address works where you are now. A public address and a QR code are for your administrator.")
        )
    picture = qr_svg(link) if public else None
    if picture:
        with st.container(width=260):
            st.image(picture.decode(), caption=_("QR code of this link"))
    elif public:
        st.caption(_("This scenario is too full for a QR code; use the link."))
    st.caption(_(ORIGIN))
    st.caption(_("The link holds the scenario, the process name, your own figures with reasons, and lessons learned."))


def address(base: str, text: str) -> str:
    """The address that opens a scenario, in the language of the sender when that isn't Dutch."""
    query = {whatif_link.PARAMETER: text} | ({"lang": lang()} if lang() != DEFAULT else {})
    return f"{base}/{PAGE}?{urlencode(query)}"


def _base() -> tuple[str, bool]:
    """Where links point: the public address, else where this browser is; and whether it is public."""
    try:
        found = public_url(os.environ)
    except AddressError as problem:
        st.warning(sentence(problem))
        found = None
    if found:
        return found, True
    here = urlsplit(st.context.url or "")
    if not here.netloc:
        return "", False
    return (f"{here.scheme}://{here.netloc}{here.path.removesuffix('/').removesuffix(PAGE).rstrip('/')}", False)


def _packed(asked: Asked) -> str:
    """The text of the link. A scenario that was opened by a link keeps the figures of that link."""
    shared = whatif_link.opened()
    own, lessons = (shared.own, shared.learned) if shared else in_use(state.store())
    return pack(
        asked.scope,
        name=asked.process.name if asked.process else shared.name if shared else "",
        own=own,
        learned=lessons,
        benchmarks_sha256=asked.figures.sha256,
        engine=ENGINE,
        process_key=asked.key,
    )


def in_use(store: Store) -> tuple[dict[str, Own], Learned | None]:
    """The own figures and the lessons of this municipality, as portfolio/figures.py uses them."""
    known = {row.id for row in estimates.shipped().rows} | set(own_figures.AVERAGES)
    own = {
        key: Own(one.low, one.likely, one.high, one.reason, one.at[:4])
        for key, one in own_figures.current(store).items()
        if key in known and one.low is not None and one.likely is not None and one.high is not None
    }
    content = learned.current(store)
    return own, Learned.from_dict(content) if content else None
