"""One set of figures, formatted once: a request as plain strings and rows, for every document that is made of it."""

from __future__ import annotations

from typing import Any

from display.formats import NBSP, THIN
from display.i18n import language
from estimator import Benchmarks
from portfolio.processes import Process
from portfolio.request_record import Request
from reports.evidence import evidence
from reports.granted import granted
from reports.head import head
from reports.less import less
from reports.money import money
from reports.participation import participation
from reports.planning import planning
from reports.story import story


def proposal_context(
    request: Request,
    process: Process,
    audit_head: tuple[int, str],
    language_code: str,
    benchmarks: Benchmarks | None = None,
    before: Request | None = None,
) -> dict[str, Any]:
    """Name → text, list of texts, or list of rows (dicts of texts), in one language; see docs/templates.md.

    All amounts are those of ``request``. ``audit_head``: number and hash of the last line of the log. ``benchmarks``:
    the figures the request was computed with (default: those that come with this version). Raises OtherFigures when
    they aren't the same. ``before``: the version that was approved earlier, for what differs.
    """
    with language(language_code):
        found = {
            **head(request, process),
            **story(request),
            **money(request),
            **participation(request),
            **planning(request),
            **evidence(request, audit_head, benchmarks),
            **less(request, benchmarks),
            **granted(request, before),
        }
    return printable(found)


def printable(part: Any) -> Any:
    """The same with thin spaces, which many typefaces lack, as ordinary non-breaking ones.

    >>> printable({"a": ["80\\u202f%"]})
    {'a': ['80\\xa0%']}
    """
    if isinstance(part, dict):
        return {name: printable(value) for name, value in part.items()}
    if isinstance(part, list):
        return [printable(one) for one in part]
    return part.replace(THIN, NBSP)
