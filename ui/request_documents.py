"""The documents of a request as downloads: the Word proposal, one page for the decider, the calculation in Excel."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from streamlit.delta_generator import DeltaGenerator

from estimator import Scope
from estimator.share import pack
from estimator.share_text import ShareError
from portfolio import own_template
from portfolio.requests import Request
from portfolio.store import Store
from ui import state, whatif_link
from ui.approval_words import WORD, file_name
from ui.i18n import DEFAULT, N_, _, lang
from ui.public_address import AddressError, public_url
from ui.whatif_share import PAGE, in_use

Make = Callable[[str, str], bytes]  # (kind, language) -> the file
PDF = "application/pdf"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# kind: label, label of a draft, begin of the file name, its ending, its type, icon
KINDS: dict[str, tuple[str, str, str, str, str, str]] = {
    "proposal": (
        N_("Proposal (Word)"),
        N_("Read the proposal first (Word, draft)"),
        "voorstel",
        "docx",
        WORD,
        ":material/description:",
    ),
    "onepager": (
        N_("One page (PDF)"),
        N_("One page (PDF, draft)"),
        "pagina",
        "pdf",
        PDF,
        ":material/picture_as_pdf:",
    ),
    "workbook": (
        N_("Calculation (Excel)"),
        N_("Calculation (Excel, draft)"),
        "berekening",
        "xlsx",
        EXCEL,
        ":material/table_view:",
    ),
}


def buttons(row: DeltaGenerator, make: Make, key: str, version: str, name: str, *content: Any) -> None:
    """A button for each; ``version``: "v2", or "concept" for what wasn't sent. ``content``: all that the files follow
    from, so that their names differ when they do."""
    language, draft = lang(), version == "concept"
    used = own_template.in_use(state.store(), language).content.get("sha256", "")
    for kind, (label, label_draft, begin, ending, mime, icon) in KINDS.items():
        named = file_name(version, name, *content, used, language).removeprefix("voorstel").removesuffix("docx")
        row.download_button(
            _(label_draft) if draft else _(label),
            data=_made(make, kind, language),
            file_name=f"{begin}{named}{ending}",
            mime=mime,
            key=key if kind == "proposal" else f"{key}.{kind}",
            type="tertiary" if draft else "secondary",
            icon=icon,
            on_click="ignore",
        )


def _made(make: Make, kind: str, language: str) -> Callable[[], bytes]:
    """Made when somebody clicks, in a thread without a session: everything it needs is given here."""
    return lambda: make(kind, language)


def scenario_link(store: Store, asked: Request, language: str) -> str | None:
    """The public address at which the scenario of a request can be moved; None where the app has none, or when the
    scenario doesn't fit in a link."""
    try:
        base = public_url(os.environ)
        if not base:
            return None
        own, lessons = in_use(store)
        text = pack(
            Scope.from_dict(asked.scope),
            name=asked.process["name"],
            own=own,
            learned=lessons,
            benchmarks_sha256=asked.benchmarks_sha256,
            engine=asked.engine,
            process_key=asked.process_id,
        )
    except (AddressError, ShareError):
        return None
    query = {whatif_link.PARAMETER: text} | ({"lang": language} if language != DEFAULT else {})
    return f"{base}/{PAGE}?{urlencode(query)}"
