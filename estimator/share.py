"""A share link: a whole scenario as text, without a database, that opens with the same amount to the cent.

It holds only what was given, so that what was assumed follows the app that opens it; the own and the learned figures;
and which figures, engine and draws the amount came from. Opening says which of those differ here. The draws are those
of ``process_key``, which the link carries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from estimator import share_figures, share_text
from estimator.benchmarks import Benchmarks
from estimator.codes import FIELDS, N_, Fault, ScopeError
from estimator.learning import Learned
from estimator.own import Own
from estimator.result import ENGINE
from estimator.scope import Scope
from estimator.share_figures import UNKNOWN, Figures, clean
from estimator.share_text import ShareError

LONGEST_NAME = 80
LONGEST_KEY = 100
MOST_IN_SCOPE = 250  # names and values; every field filled in takes about 150
MOST_FAULTS = 5  # that are told
CONTENT = ("scope", "name", "own", "learned", "benchmarks_sha256", "engine", "process_key")

ORIGIN = N_(
    "The checksum shows that this link arrived undamaged. It can't show who made it: check figures that matter with "
    "whoever sent it."
)
FAULTY = N_("This link can't be used; nothing was opened.")
FAULTY_ENGINE = N_(
    "This link was made with calculation {made} and doesn't fit {now}, the one here; nothing was opened."
)
TOO_FULL = N_("{field}: {value} values; a scenario has at most {high}")
HASH = N_("{field}: {value} is not the mark of a set of figures")
ENGINE_MARK = N_("{field}: {value} is not a version of the calculation; allowed is three numbers like {example}")
KEY = N_("{field}: {value} is not the key of a process")

OLDER_ENGINE = N_(
    "This link was made with an older calculation ({made}; here {now}), so amounts and dates may differ from what was "
    "sent."
)
NEWER_ENGINE = N_(
    "This link was made with a newer calculation ({made}; here {now}), so amounts and dates may differ from what was "
    "sent."
)
OTHER_FIGURES = N_(
    "This link was made with other benchmark figures than are here, so amounts and dates may differ from what was sent."
)
LEFT_OUT = N_("Own figures that are unknown here were left out: {names}.")

Content = dict[str, Any]
Notice = tuple[str, dict[str, Any]]
# By version of a link: its content in the form of the next version. Every version stays readable for ever.
UPGRADES: dict[int, Callable[[Content], Content]] = {}


@dataclass(frozen=True)
class Shared:
    """An opened link. Estimate it with ``estimate(scope, benchmarks, process_key=process_key)``.

    ``benchmarks``: the figures here with those of the link in place. ``benchmarks_sha256`` and ``engine``: what the
    link was made with. ``notices``: sentences (template, params) about what differs here; none: the same to the cent.
    """

    scope: Scope
    name: str
    own: dict[str, Own]
    learned: Learned | None
    benchmarks_sha256: str
    engine: str
    process_key: str | None
    benchmarks: Benchmarks
    notices: tuple[Notice, ...]


def pack(
    scope: Scope,
    *,
    name: str = "",
    own: Mapping[str, Own] | None = None,
    learned: Learned | None = None,
    benchmarks_sha256: str,
    engine: str,
    process_key: str | None,
) -> str:
    """The text of a link, of letters that an address may hold.

    ``benchmarks_sha256``: of the set that the amount came from, own and learned figures in place. Raises ShareError
    when the scenario doesn't fit or has a figure that a link can't carry.
    """
    content: Content = {
        "scope": given(scope),
        "name": short(name),
        "own": share_figures.own_content(own or {}),
        "learned": share_figures.learned_content(learned) if learned else {},
        "benchmarks_sha256": benchmarks_sha256,
        "engine": engine,
    }
    content = {key: value for key, value in content.items() if value}
    if process_key is not None:
        content["process_key"] = process_key
    text = share_text.encode(content)
    unpack(text)  # what is sent can be opened
    return text


def unpack(text: object, shipped: Benchmarks | None = None) -> Shared:
    """Open the text of a link. Whatever it is, the answer is a scenario or ShareError; nothing in it is believed.

    ``shipped``: the benchmarks here, before own and learned figures.
    """
    version, content = share_text.decode(text)
    for older in range(version, share_text.VERSION):
        content = UPGRADES[older](content)
    return _read(content, shipped or Benchmarks.load())


def given(scope: Scope) -> Content:
    """The fields that were given as JSON types, without those that were assumed.

    >>> given(Scope.from_dict({"stakeholder_groups": 5, "conversations": 8, "resident_reach": 2000}))
    {'stakeholder_groups': 5, 'conversations': 8, 'resident_reach': 2000}
    """
    fields = scope.to_dict()
    return {k: fields[k] for k in FIELDS if k not in scope.assumed and fields[k] is not None}


def short(name: str) -> str:
    """A name on one line, without control characters, at most 80 long.

    >>> short(" Met\\tde wijk\\x00 "), len(short("x" * 500))
    ('Met de wijk', 80)
    """
    return " ".join(clean(name).split())[:LONGEST_NAME].strip()


def _read(content: object, shipped: Benchmarks) -> Shared:
    figures = Figures(shipped)
    table = figures.table("link", content)
    for key in table:
        if key not in CONTENT:
            figures.fault(key, table[key], UNKNOWN)
    engine = _mark(figures, table, "engine", r"[0-9]{1,4}(\.[0-9]{1,4}){2}", ENGINE_MARK, example=ENGINE)
    sha256 = _mark(figures, table, "benchmarks_sha256", "[0-9a-f]{64}", HASH)
    loose = table.get("process_key") is None
    shape = rf"[^\x00-\x1f\x7f]{{0,{LONGEST_KEY}}}"
    process_key = None if loose else _mark(figures, table, "process_key", shape, KEY)
    name = short(figures.text("name", table.get("name", ""), share_text.MOST))
    own, unknown = figures.own(table.get("own", {}))
    learned = figures.learned(table["learned"]) if "learned" in table else None
    scope = _scope(figures, table.get("scope"))
    if figures.faults or scope is None:
        other = bool(engine) and engine != ENGINE
        params = {"made": engine, "now": ENGINE} if other else {}
        raise ShareError(FAULTY_ENGINE if other else FAULTY, figures.faults[:MOST_FAULTS], **params)
    benchmarks = share_figures.used(shipped, own, learned)
    notices = _notices(engine, sha256 == benchmarks.sha256, unknown)
    return Shared(scope, name, own, learned, sha256, engine, process_key, benchmarks, tuple(notices))


def _mark(figures: Figures, table: Mapping[str, Any], field: str, shape: str, template: str, **params: Any) -> str:
    value = table.get(field)
    if isinstance(value, str) and re.fullmatch(shape, value):
        return value
    figures.fault(field, value, template, **params)
    return ""


def _scope(figures: Figures, data: object) -> Scope | None:
    """The scope, or None with its faults noted; one that is too full is refused before it is read."""
    size = _size(data)
    if size > MOST_IN_SCOPE:
        figures.fault("scope", size, TOO_FULL, high=MOST_IN_SCOPE)
        return None
    try:
        return Scope.from_dict(data)
    except ScopeError as problem:
        figures.faults += [Fault(clean(f.field), f.value, f.template, f.params) for f in problem.faults]
        return None


def _size(data: object) -> int:
    """How many names and values; a long text counts as many."""
    if isinstance(data, Mapping):
        return sum(_size(k) + _size(v) for k, v in data.items())
    if isinstance(data, list):
        return sum(_size(v) for v in data)
    return 1 + len(data) // 100 if isinstance(data, str) else 1


def _notices(engine: str, same_figures: bool, unknown: list[str]) -> list[Notice]:
    notices: list[Notice] = []
    made, now = ([int(n) for n in version.split(".")] for version in (engine, ENGINE))
    if made != now:
        notices.append((OLDER_ENGINE if made < now else NEWER_ENGINE, {"made": engine, "now": ENGINE}))
    if unknown:
        more = ["…"] if len(unknown) > MOST_FAULTS else []
        notices.append((LEFT_OUT, {"names": [*unknown[:MOST_FAULTS], *more]}))
    if not same_figures:
        notices.append((OTHER_FIGURES, {}))
    return notices
