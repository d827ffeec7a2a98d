"""Weeks of each step for the second opinion: a distribution function per step on a grid of weeks, given the factor F.

A step takes the longest of its lead time, the hours of its busiest role and the pace of its talks; given F and G_step
these are independent, so their distribution functions are multiplied, and G_step is integrated. Weeks of events are
added by convolution. Approximate: hours of a role are a three-moment curve; where talks of several forms have a pace of
their own, those paces are cut in slices; weeks lie on a grid (ten points a working day, fewer for long steps).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from estimator.benchmarks import Row
from estimator.crosscheck_money import group_cumulants, parameter
from estimator.crosscheck_shapes import Array, Nodes, below, convolve, expected, ndtri, nodes, shape_of
from estimator.drivers import WEEKLY
from estimator.events import Event
from estimator.model import Parts, capacity

EXTRA = nodes(0.5, 3.5)  # slices of a lead time that something is added to
FAR = 4.0  # a z beyond which a step's grid need not go
POINTS = 1_500


@dataclass(frozen=True)
class StepWeeks:
    """Weeks of one step given F: ``below[f, j]`` is the share within j·width weeks; ``mean[f, g]`` the mean given F and
    G. ``busy``: per role what each row adds to its weeks, and the chance (F, G) that this role decides how long the
    step takes. The case-to-case factor of time isn't in it."""

    width: float
    below: Array
    mean: Array
    busy: list[tuple[Array, Array]]


@dataclass(frozen=True)
class _Given:
    """F and G at their nodes, as two axes that broadcast with a last axis of weeks."""

    programme: Array
    step: Array


def step_weeks(p: Parts, step: int, programme: Nodes, group: Nodes, happened: dict[str, bool]) -> StepWeeks:
    """The weeks of a step; ``happened`` fixes events that must not be left to chance here."""
    lead = parameter(p, f"lead.{step}")
    extra = _rows(p, "lead_extra", step)
    pace = _paces(p) if step == 5 else []
    hours = role_weeks(p, step, programme, group)
    later = [(k, e, r) for k, e in p.events.items() for r in e.weeks if r.step == step]
    reach = [_far(lead) + sum(map(_far, extra)), sum(m * _far(r) for r, m in pace)]
    reach += [float((c[0] + 5 * np.sqrt(c[1])).max()) for _, c in hours]
    added = sum(_far(r) * e.scale["weeks"] for _, e, r in later)
    width = 0.02 * max(1, ceil((max(reach) + added) / 0.02 / POINTS))
    grid: Array = np.arange(ceil(max(reach) / width) + 2, dtype=np.float64) * width
    given = _Given(programme.at[:, None, None], group.at[None, :, None])
    share = _lead_below(lead, extra, grid, given)
    if pace:
        share = share * _talks_below(pace, grid, width, given)
    each = [below(grid, c[..., None]) for _, c in hours]
    busy = []
    for i, (scale, _) in enumerate(hours):
        others = np.prod([share, *each[:i], *each[i + 1 :]], axis=0)
        busy.append((scale, (np.diff(each[i], axis=-1, prepend=0.0) * others).sum(-1)))
    share = np.prod([share, *each], axis=0)
    share[..., -1] = 1.0
    mean = ((1 - share).sum(-1) - 0.5) * width
    whole = np.einsum("g,fgw->fw", group.weight, share)
    for key, event, row in later:
        chance = float(happened[key]) if key in happened else happens(event)
        whole = _add_weeks(whole, chance, row, event.scale["weeks"], width)
        mean = mean + chance * expected(row) * event.scale["weeks"]
    return StepWeeks(width, np.minimum(whole, 1.0), mean, busy)


def happens(event: Event) -> float:
    """The chance of an event; one whose chance has no column happens only when it is more likely than not."""
    return event.probability if event.row.column is not None else float(event.probability > 0.5)


def role_weeks(p: Parts, step: int, programme: Nodes, group: Nodes) -> list[tuple[Array, Array]]:
    """What each row adds to the weeks that a role is busy in a step, one after the other, and the cumulants (3, F, G)
    of those weeks; one pair for each role."""
    roles: dict[str, list[int]] = {}
    for i, g in enumerate(p.groups):
        if g.step == step and g.role and g.driver not in WEEKLY and not g.event:
            roles.setdefault(g.role, []).append(i)
    found = []
    for role, groups in roles.items():
        share = np.where(np.isin(p.group_of, groups), p.sequence[p.group_of] / capacity(p, role), 0.0)
        found.append((share * p.amounts, group_cumulants(p, share * p.amounts, programme, group)))
    return found


def _rows(p: Parts, name: str, step: int) -> list[Row]:
    rows = p.benchmarks.parameters.get(name, ())
    return [r for r in rows if r.step == step and r.applies(p.scope)]


def _far(row: Row) -> float:
    return row.likely * float(shape_of([row]).value(np.array(FAR)))


def _lead_below(lead: Row, extra: list[Row], grid: Array, given: _Given) -> Array:
    """Lead time plus the longest of what is added, (F, G, weeks)."""
    shape = shape_of([lead])
    if not extra:
        return shape.below(grid / lead.likely, given.programme, given.step)
    more = [(r, shape_of([r])) for r in extra]
    total = np.zeros(np.broadcast_shapes(given.programme.shape, given.step.shape, grid.shape))
    middle = shape.centre(given.programme, given.step)[0]
    for z, weight in zip(EXTRA.at, EXTRA.weight, strict=True):
        rest = grid - lead.likely * shape.value(middle + shape.own[0] * z)
        share = np.where(rest >= 0, 1.0, 0.0)
        for row, other in more:
            share = share * other.below(rest / row.likely, given.programme, given.step)
        total += weight * share
    return total


def _paces(p: Parts) -> list[tuple[Row, float]]:
    """The pace rows of a scope's forms, with how many occasions keep that pace."""
    found: dict[str, tuple[Row, float]] = {}
    for form, meetings in p.number.per_form["meetings"].items():
        row = p.benchmarks.parameter(f"pace.{form}", p.scope) or parameter(p, "pace")
        found[row.id] = (row, found.get(row.id, (row, 0.0))[1] + meetings)
    return list(found.values())


def _talks_below(pace: list[tuple[Row, float]], grid: Array, width: float, given: _Given) -> Array:
    """Weeks from the first to the last occasion: all gaps but the longest, (F, G, weeks)."""
    if len(pace) == 1:
        row, meetings = pace[0]
        if meetings <= 1:
            return np.ones_like(grid)
        return shape_of([row]).below(grid / (row.likely * (meetings - 1)), given.programme, given.step)
    ranked = sorted(pace, key=lambda found: -found[1] * found[0].likely)
    size = np.broadcast_shapes(given.programme.shape, given.step.shape)[:2]
    total, longest = np.zeros((*size, 1)), np.zeros((*size, 1))
    for k, (row, meetings) in enumerate(ranked):
        # the four that matter most in slices of equal chance, the others at their middle
        slices = _slices({2: 32, 3: 12}.get(len(pace), 7)) if k < 4 else np.zeros(1)
        shape = shape_of([row])
        gap = row.likely * shape.value(shape.centre(given.programme, given.step)[0] + shape.own[0] * slices)
        total = (total[..., None] + meetings * gap[:, :, None, :]).reshape(*size, -1)
        longest = np.maximum(longest[..., None], gap[:, :, None, :]).reshape(*size, -1)
    weeks = np.maximum(total - longest, 0.0).reshape(size[0] * size[1], -1)
    at = np.minimum(np.ceil(weeks / width - 1e-9).astype(np.int64), len(grid) - 1)
    row_of = np.arange(len(at))[:, None] * len(grid)
    counts = np.bincount((row_of + at).ravel(), minlength=len(at) * len(grid)).reshape(len(at), -1)
    share: Array = (counts.cumsum(1) / weeks.shape[1]).reshape(*size, -1)
    return share


def _slices(count: int) -> Array:
    """Middles of ``count`` equally likely slices of a standard normal."""
    found: Array = ndtri((np.arange(count) + 0.5) / count)
    return found


def _add_weeks(share: Array, chance: float, row: Row, scale: float, width: float) -> Array:
    """The distribution with the weeks of an event added to it, on a grid as far as those weeks can reach."""
    shape, likely = shape_of([row]), row.likely * scale
    if likely <= 0 or chance <= 0:
        return share
    cells = ceil(likely * float(shape.value(np.array(FAR))) / width) + 2
    zero = np.zeros(1)
    edges: Array = (np.arange(cells, dtype=np.float64) + 0.5) * width / likely
    inside = np.diff(shape.below(edges, zero, zero), prepend=0.0)
    inside[-1] += 1 - inside.sum()
    inside *= chance
    inside[0] += 1 - chance
    long = np.concatenate([share, np.ones((len(share), cells - 1))], axis=1)
    return convolve(long, inside)[:, : long.shape[1]]
