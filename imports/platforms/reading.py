"""The bytes of an export → the processes in it, whichever platform it comes from."""

from __future__ import annotations

import json
from typing import Any

from imports import files
from imports.platforms import consul, decidim, govocal, openstad
from imports.platforms.shape import Project
from portfolio.messages import N_
from portfolio.store import Refused

MOST_PROJECTS, MOST_PHASES = 500, 100
NAMES = {"decidim": "Decidim", "govocal": "Go Vocal", "openstad": "OpenStad", "consul": "CONSUL Democracy"}

NOT_JSON = N_("This file can't be read as JSON: line {row}, position {column}.")
UNKNOWN = N_("This is not an export that is known here: Decidim, Go Vocal and OpenStad in JSON, CONSUL in CSV.")
NO_PROJECT = N_("There is no process with a name in this export.")
TOO_MANY = N_("There are {count} processes or phases in this export; at most {high} are allowed.")


def read(content: bytes) -> list[Project]:
    """The processes with a name. Raises Refused with one sentence."""
    if not content:
        raise Refused(files.EMPTY_FILE)
    if len(content) > files.MOST_BYTES:
        raise Refused(files.TOO_BIG, size=round(len(content) / 1024**2, 1), high=files.MOST_BYTES // 1024**2)
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    found = _json(content) if start in (b"{", b"[") else _sheet(content)
    named = list({one.key: one for one in found if one.title and one.source_id}.values())
    if not named:
        raise Refused(NO_PROJECT)
    for count, high in ((len(named), MOST_PROJECTS), (max(len(one.phases) for one in named), MOST_PHASES)):
        if count > high:
            raise Refused(TOO_MANY, count=count, high=high)
    return named


def _json(content: bytes) -> list[Project]:
    try:
        data: Any = json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise Refused(NOT_JSON, row=error.lineno, column=error.colno) from error
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise Refused(UNKNOWN) from error
    for platform in (decidim, govocal, openstad):
        if platform.fits(data):
            return platform.projects(data)
    raise Refused(UNKNOWN)


def _sheet(content: bytes) -> list[Project]:
    sheet = files.read(content)
    if not consul.fits(sheet):
        raise Refused(UNKNOWN)
    return consul.projects(sheet)
