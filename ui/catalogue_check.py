"""What the Dutch catalogues still lack: `python -m ui.catalogue_check` prints the missing texts as .po entries.

Texts are found in `_(...)`, `N_(...)` and `ngettext(...)`, also inside f-strings, where Babel's own extractor does not
look. Variables are not found: a text that is chosen at run time is marked with `N_` where it is written.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

from babel.messages.pofile import read_po

from ui.i18n import LOCALE_DIR, catalogue

ROOT = LOCALE_DIR.parent
SOURCES = ("app.py", "serving", "display", "ui", "pages", "portfolio", "reports", "exports", "imports", "estimator")
KEYWORDS = {"_": 1, "N_": 1, "ngettext": 2}  # function → how many of its arguments are texts

Message = str | tuple[str, ...]


def used() -> dict[Message, str]:
    """Every translatable text in the code → the file and line where it is first used."""
    found: dict[Message, str] = {}
    for path in python_files():
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            message = _message(call)
            if message:
                found.setdefault(message, f"{path.relative_to(ROOT)}:{call.lineno}")
    return found


def _message(node: ast.AST) -> Message | None:
    """The text of a call of one of the keywords, both forms of a plural, or None for any other node."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in KEYWORDS:
        return None
    texts = [one.value for one in node.args[: KEYWORDS[node.func.id]] if isinstance(one, ast.Constant)]
    if not texts or not all(isinstance(one, str) for one in texts):
        return None
    return texts[0] if len(texts) == 1 else tuple(texts)


def missing(language: str = "nl") -> dict[Message, str]:
    """Texts without a complete translation → where they are used."""
    known = catalogue(language)
    return {message: where for message, where in used().items() if not _complete(message, known)}


def faults(language: str = "nl") -> list[str]:
    """Translations that are fuzzy, that differ between areas, or whose `{placeholders}` differ from the English."""
    seen: dict[str, tuple[Message, str]] = {}
    found: list[str] = []
    for path in sorted((LOCALE_DIR / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            entries = [message for message in read_po(file, locale=language) if message.id]
        for message in entries:
            key = message.id if isinstance(message.id, str) else message.id[0]
            found += [f"{path.name}: {text}: {key}" for text in _entry_faults(message, seen.get(key))]
            seen[key] = (message.string, path.name)
    return found


def _entry_faults(message, earlier: tuple[Message, str] | None) -> list[str]:
    forms = [message.string] if isinstance(message.string, str) else list(message.string)
    texts = [message.id] if isinstance(message.id, str) else list(message.id)
    found = ["fuzzy"] if message.fuzzy else []
    wanted = set().union(*(_placeholders(text) for text in texts))
    for form in forms:
        extra, lost = _placeholders(form) - wanted, _placeholders(texts[-1]) - _placeholders(form)
        if form and (extra or (lost and len(forms) == 1)):
            found.append(f"placeholders differ ({', '.join(sorted(extra | lost))})")
    if earlier and earlier[0] != message.string:
        found.append(f"translated otherwise in {earlier[1]}")
    return found


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"{(\w*)[^{}]*}", text))


def _complete(message: Message, known: dict[str, Message]) -> bool:
    found = known.get(message if isinstance(message, str) else message[0])
    if isinstance(message, str):
        return bool(found)
    return isinstance(found, tuple) and len(found) == 2 and all(found)


def python_files() -> list[Path]:
    """Every file whose texts are translated."""
    paths: list[Path] = []
    for name in SOURCES:
        path = ROOT / name
        paths += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return paths


def _as_entry(message: Message, where: str) -> str:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

    if isinstance(message, str):
        return f'#: {where}\nmsgid {quoted(message)}\nmsgstr ""\n'
    plural = f'msgid_plural {quoted(message[1])}\nmsgstr[0] ""\nmsgstr[1] ""\n'
    return f"#: {where}\nmsgid {quoted(message[0])}\n{plural}"


if __name__ == "__main__":
    lacking, wrong = missing(), faults()
    for text, place in lacking.items():
        print(_as_entry(text, place))
    for line in wrong:
        print("#", line)
    sys.exit(1 if lacking or wrong else 0)
