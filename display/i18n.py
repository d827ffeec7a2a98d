"""Dutch screens, English one click away: gettext catalogues read with Babel, English text as the msgid.

One `.po` file per area in `locale/<language>/LC_MESSAGES/`; there are no `.mo` files to forget. English needs no
catalogue. The language of a run is that of a `language(...)` block (documents), else what the screens say it is.

>>> with language("en"): _("Yes")
'Yes'
>>> with language("nl"): _("Yes")
'Ja'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

LOCALE_DIR = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ("nl", "en")
DEFAULT = "nl"
NAMES = {"nl": "Nederlands", "en": "English"}

_chosen: ContextVar[str | None] = ContextVar("tienstap_language", default=None)
_ask: Callable[[], str | None] | None = None


def set_source(ask: Callable[[], str | None]) -> None:
    """Say who knows the language of a run (None: no wish); called once by whoever shows the screens."""
    global _ask
    _ask = ask


def N_(msgid: str) -> str:
    """Mark a text for translation where it is defined; translate it with `_` where it is shown."""
    return msgid


def _(msgid: str, /, **params: Any) -> str:
    """The text in the language of this run, with its `{name}` fields filled when params are given."""
    text = translate(msgid, lang())
    return text.format(**params) if params else text


def ngettext(singular: str, plural: str, n: float, /, **params: Any) -> str:
    """Singular or plural by n, translated; `{n}` and other fields are filled from params."""
    found = catalogue(lang()).get(singular)
    forms = found if isinstance(found, tuple) and all(found) else (singular, plural)
    text = forms[0] if n == 1 else forms[1]
    return text.format(**params) if params else text


def translate(msgid: str, language_code: str) -> str:
    """The text in one language; the msgid itself where no translation exists."""
    found = catalogue(language_code).get(msgid)
    if isinstance(found, tuple):
        found = found[0]
    return found or msgid


def column(row: Mapping[str, Any], name: str) -> str:
    """The column of a bilingual data row in the language of this run: `column(row, "name")` reads name_nl or name_en.

    >>> with language("en"): column({"name_nl": "Duiden", "name_en": "Interpret"}, "name")
    'Interpret'
    """
    return str(row.get(f"{name}_{lang()}") or row.get(f"{name}_nl") or "")


def lang() -> str:
    """The language of this run: an explicit `language(...)` block, else what `set_source` was given, else Dutch."""
    return _chosen.get() or (_ask() if _ask else None) or DEFAULT


@contextmanager
def language(code: str) -> Iterator[None]:
    """Use one language inside the block (documents, tests). Unknown codes raise ValueError."""
    if code not in LANGUAGES:
        raise ValueError(f"language {code!r} is not one of {', '.join(LANGUAGES)}")
    token = _chosen.set(code)
    try:
        yield
    finally:
        _chosen.reset(token)


@cache
def catalogue(language_code: str) -> dict[str, str | tuple[str, ...]]:
    """All texts of one language, the areas merged: msgid → text, or a tuple of plural forms. Empty for English."""
    texts: dict[str, str | tuple[str, ...]] = {}
    for path in sorted((LOCALE_DIR / language_code / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language_code):
                if message.id and message.string and not message.fuzzy:
                    key = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
                    texts[key] = tuple(message.string) if not isinstance(message.string, str) else message.string
    return texts
