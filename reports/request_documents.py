"""The documents of a request by name: proposal (Word), onepager (PDF) and workbook (Excel), from the same figures."""

from __future__ import annotations

from dataclasses import dataclass

from estimator import Benchmarks
from portfolio.processes import Process
from portfolio.request_record import Request
from reports import onepager, proposal, workbook
from reports.template import check_template


@dataclass(frozen=True)
class Source:
    """What they are made of; ``template``: the municipality's own; ``link``: the public address of the scenario;
    ``before``: the version that was approved earlier."""

    request: Request
    process: Process
    audit_head: tuple[int, str]
    benchmarks: Benchmarks | None = None
    template: bytes | None = None
    link: str | None = None
    before: Request | None = None


def make(kind: str, source: Source, language_code: str) -> bytes:
    """One of the documents, in `nl` or `en`. An own template that no longer fits is passed over for ours."""
    about = (source.request, source.process, source.audit_head, language_code)
    if kind == "onepager":
        return onepager.build(*about, link=source.link, benchmarks=source.benchmarks, before=source.before)
    if kind == "workbook":
        return workbook.build(*about, benchmarks=source.benchmarks)
    own = source.template
    usable = own is not None and not check_template(own)
    return proposal.build(*about, template=own if usable else None, benchmarks=source.benchmarks, before=source.before)
