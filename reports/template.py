"""Word templates: the two that come with Tienstap or a municipality's own; reading, checking and filling them.

A template is a file from outside that holds expressions, so it runs in Jinja's sandbox and sees texts only. What is
filled in is escaped and never read as an expression itself.
"""

from __future__ import annotations

import difflib
import io
import zipfile
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import Undefined
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import LxmlError

from portfolio.messages import N_
from portfolio.store.errors import Fault, Refused
from reports import fields

TEMPLATES = Path(__file__).resolve().parent / "templates"
MB = 1024 * 1024
MOST_BYTES, MOST_UNPACKED = 10 * MB, 60 * MB
DOCUMENT = "word/document.xml"
# RuntimeError: encrypted, or packed in a way that isn't known here; zlib.error: damaged inside.
_DAMAGED = (zipfile.BadZipFile, zlib.error, RuntimeError, OpcError, LxmlError)
_UNREADABLE = (*_DAMAGED, KeyError, ValueError, AttributeError, OSError, EOFError)

UNREADABLE = N_("The template isn't a Word document (.docx) that can be read; save it as .docx in Word and try again.")
TOO_BIG = N_("The template has {size_mb} MB; at most {high_mb} MB is allowed.")
MACROS = N_("The template holds macros; save it as .docx without macros.")
UNKNOWN = N_("The template asks for {name}, which a proposal doesn't have. Its names are in docs/templates.md.")
UNKNOWN_CLOSE = N_("The template asks for {name}, which a proposal doesn't have; is {close} meant?")
NO_AMOUNT = N_("The template nowhere shows what is asked; add {name}.")
BROKEN = N_("The template has a placeholder that can't be read, near “{near}”: {reason}")
NOT_FILLED = N_("The template can't be filled: {reason}")


def shipped(language: str) -> bytes:
    """The template that comes with Tienstap, `nl` or `en`."""
    return (TEMPLATES / f"proposal_{language}.docx").read_bytes()


def check_template(content: bytes) -> list[Fault]:
    """What keeps a template from being used: unreadable, unknown names, no amount. Empty when all is well.

    Each fault is one sentence (English message id and parameters).
    """
    return list(_checked(content))


@lru_cache(maxsize=16)
def _checked(content: bytes) -> tuple[Fault, ...]:
    return tuple(_file_faults(content) or _name_faults(content))


def _name_faults(content: bytes) -> list[Fault]:
    template = DocxTemplate(io.BytesIO(content))
    missed: list[str] = []
    try:
        asked_for = template.get_undeclared_template_variables(_environment(missed))
        missed += sorted(asked_for - set(fields.names()))
        _fill(DocxTemplate(io.BytesIO(content)), fields.sample(), missed)
    except TemplateSyntaxError as error:
        return [_fault(BROKEN, near=_near(error), reason=error.message or "")]
    except Exception as error:  # what a template from outside can run into has no end; none of it is our fault
        return [_unknown(name) for name in dict.fromkeys(missed)] or [_fault(NOT_FILLED, reason=str(error))]
    faults = [_unknown(name) for name in dict.fromkeys(missed)]
    if not asked_for & set(fields.AMOUNTS):
        faults.append(_fault(NO_AMOUNT, name="{{ asked }}"))
    return faults


def fill_template(content: bytes, context: Mapping[str, Any], prepare: Any = None) -> DocxTemplate:
    """The template filled in; Refused with every fault when it can't be.

    ``prepare(template)`` may return more of the context that belongs to this very template: pictures, links.
    """
    faults = check_template(content)
    if faults:
        raise Refused.of(faults)
    template = DocxTemplate(io.BytesIO(content))
    return _fill(template, {**context, **(prepare(template) if prepare else {})}, [])


def _fill(template: DocxTemplate, context: Mapping[str, Any], missed: list[str]) -> DocxTemplate:
    template.render(dict(context), _environment(missed), autoescape=True)
    return template


def _environment(missed: list[str]) -> ImmutableSandboxedEnvironment:
    """Jinja without a way out; names that don't exist are noted in `missed` and show nothing."""

    class Noted(Undefined):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            owner = "" if self._undefined_obj is None or not isinstance(self._undefined_obj, dict) else "…."
            missed.append(f"{owner}{self._undefined_name}")

    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=Noted)
    environment.globals.clear()  # a template has no use for range() and the like
    return environment


def _file_faults(content: bytes) -> list[Fault]:
    if len(content) > MOST_BYTES:
        return [_fault(TOO_BIG, size_mb=-(-len(content) // MB), high_mb=MOST_BYTES // MB)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                return [_fault(TOO_BIG, size_mb=MOST_UNPACKED // MB + 1, high_mb=MOST_UNPACKED // MB)]
            if any(part.filename.lower().endswith("vbaproject.bin") for part in parts.infolist()):
                return [_fault(MACROS)]
        DocxTemplate(io.BytesIO(content)).render_init()
    except _UNREADABLE:
        return [_fault(UNREADABLE)]
    return []


def _unknown(name: str) -> Fault:
    last = name.removeprefix("….")
    known = fields.names() if last == name else sorted({column for row in fields.ROWS.values() for column in row})
    close = difflib.get_close_matches(last, known, n=1, cutoff=0.6)
    shown = "{{ " + name + " }}"
    if close:
        return _fault(UNKNOWN_CLOSE, name=shown, close=close[0])
    return _fault(UNKNOWN, name=shown)


def _near(error: TemplateSyntaxError) -> str:
    """The template's own words around a broken placeholder."""
    around = " ".join(str(part).strip() for part in getattr(error, "docx_context", []))
    return " ".join(around.split())[:80]


def _fault(template: str, **params: Any) -> Fault:
    return Fault("template", template, params)
