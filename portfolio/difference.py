"""What differs between what was approved and what is asked now: only that, was and becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from estimator.codes import FIELDS
from portfolio.store.codec import canonical

QUIET = ("conversations_by_form", "events")  # told per part
MONEY = ("cost_cents", "cash_cents", "own_cents")


@dataclass(frozen=True)
class Change:
    """One difference. ``part``: amount, date, scope or finance; ``key``: the field; ``was`` and ``becomes``: values as
    stored (cents, dates as ISO text, codes, numbers), None when it wasn't or isn't there."""

    part: str
    key: str
    was: Any
    becomes: Any


def rows(before: Any, after: Any) -> list[Change]:
    """Between two requests (portfolio.requests.Request; a draft will do): amounts and date first, then the scope, then
    the finance fields. Of ``before`` what was granted counts; of ``after`` what is asked, or granted."""
    found = [Change("amount", name, _amount(before, name), _amount(after, name)) for name in MONEY]
    found.append(Change("date", "finish", _date(before), _date(after)))
    found += _scope(before.granted_scope, after.granted_scope)
    found += [
        Change("finance", name, before.finance.get(name), after.finance.get(name))
        for name in dict.fromkeys((*before.finance, *after.finance))
    ]
    return [one for one in found if not _same(one.was, one.becomes)]


def _amount(request: Any, name: str) -> int:
    granted = {"cost_cents": "granted_cents", "cash_cents": "granted_cash_cents", "own_cents": "granted_own_cents"}
    return int(getattr(request, granted[name]))


def _date(request: Any) -> str:
    return str(request.granted_finish.isoformat())


def _scope(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    found = [Change("scope", name, before.get(name), after.get(name)) for name in FIELDS if name not in QUIET]
    for name in QUIET:
        was, becomes = before.get(name) or {}, after.get(name) or {}
        found += [Change("scope", f"{name}.{key}", was.get(key), becomes.get(key)) for key in {**was, **becomes}]
    return found


def _same(was: Any, becomes: Any) -> bool:
    empty: tuple[Any, ...] = (None, "", [], {})
    if was in empty and becomes in empty:
        return True
    return canonical(was) == canonical(becomes)
