"""The script that Streamlit runs: the page list, the word mark, language and user, and the store's start-up check.

app.py wraps it in an `st.App`. Because this file, and not app.py, is the script, Streamlit never opens the files of
`pages/` by themselves: every page passes here first. With sign-in, whoever isn't signed in or has no role gets the
sign-in at every address and nothing else.
"""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from portfolio.store import StoreProblem  # noqa: E402
from ui import frame, sign_in, state, visit  # noqa: E402
from ui.errors import guard, sentence  # noqa: E402
from ui.i18n import _  # noqa: E402
from ui.turns import turn  # noqa: E402


def pages() -> list[st.Page]:
    """The menu, and the pages that say what they will do (reachable by address only)."""
    folder = ROOT / "pages"
    return [
        st.Page(
            folder / "portfolio.py",
            title=_("Portfolio"),
            icon=":material/grid_view:",
            default=True,
            url_path="portfolio",
            help=_("All processes: what asks for a decision, and the ten steps of each."),
        ),
        st.Page(
            folder / "estimate.py",
            title=_("Estimate"),
            icon=":material/calculate:",
            url_path="raming",
            help=_("What a process costs, how long it takes and how sure that is."),
        ),
        st.Page(
            folder / "whatif.py",
            title=_("What if"),
            icon=":material/tune:",
            url_path="wat-als",
            help=_("Move what a process asks, see what it costs and when it is done, and compare scenarios."),
        ),
        st.Page(
            folder / "approval.py",
            title=_("Request"),
            icon=":material/task_alt:",
            url_path="aanvraag",
            help=_("Ask for time and money, decide, or record the decision."),
        ),
        st.Page(
            folder / "process.py",
            title=_("Process"),
            icon=":material/conversion_path:",
            url_path="proces",
            help=_("The ten steps of one process: status, dates, owners and gates."),
        ),
        st.Page(
            folder / "meeting.py",
            title=_("Meeting"),
            icon=":material/groups:",
            url_path="overleg",
            help=_("The agenda from the exceptions, decisions and actions, what changed since last time, the trend."),
        ),
        st.Page(
            folder / "benchmarks.py",
            title=_("Own figures"),
            icon=":material/straighten:",
            url_path="ervaringscijfers",
            help=_("What an estimate rests on, your own figures in its place, and how good earlier estimates were."),
        ),
        st.Page(
            folder / "data.py",
            title=_("Settings"),
            icon=":material/settings:",
            url_path="beheer",
            help=_("What holds for all processes: the meeting calendar and the Word template."),
        ),
    ]


def main() -> None:
    """Run the chosen page, or show in a calm sentence why the store can't be used."""
    st.set_page_config(page_title="Tienstap", page_icon=str(frame.ASSETS / "icon.svg"), layout="wide")
    st.html(frame.ASSETS / "theme.css")
    frame.word_mark()
    refusal = sign_in.refusal() if visit.with_sign_in() else None
    if refusal:
        sign_in.only([page.url_path or "portfolio" for page in pages()], refusal)
        return
    page = st.navigation(pages(), position="top")
    with guard():
        try:
            state.store()
        except StoreProblem as problem:
            frame.closed(sentence(problem))
            return
        state.keep_address()
        page.run()


with turn():
    main()
