"""Money of the second opinion: the first three cumulants of what each step costs, given F and the time factor.

Items are independent given F and G_step, so their cumulants add up; a step is a mixture over G_step (and, where items
follow letters, registrations or approaches, over response and no-show); steps add up given F. Response is kept
apart to the end: it can make half of a step. Approximate: no-show in two steps is taken as independent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from estimator.benchmarks import BenchmarkError, Row
from estimator.crosscheck_shapes import Array, Nodes, cumulants, expected, mixture, nodes, shape_of, uncertain
from estimator.drivers import WEEKLY, chain
from estimator.model import Parts

RESPONSE, PRESENCE = nodes(0.5, 3.5), nodes(0.7, 3.5)
CHAIN = ("letters", "registrations", "approaches")
POWERS = np.array([1, 2, 3])


@dataclass(frozen=True)
class Drivers:
    """Letters, registrations and approaches at nodes of response (rows) and no-show (columns), and the weights of
    those nodes. Another share in the chain that varies is taken at its mean."""

    values: dict[str, Array]
    response: Array
    presence: Array


def chain_drivers(p: Parts) -> Drivers:
    """What follows from response and no-show. Raises BenchmarkError when a share has no row that applies."""
    weights = {"response": np.ones((1, 1)), "noshow": np.ones((1, 1))}
    axes = {"response": (RESPONSE, (-1, 1)), "noshow": (PRESENCE, (1, -1))}

    def value(name: str) -> Array:
        row, kind = parameter(p, name), name.partition(".")[0]
        if kind not in axes or not uncertain(row):
            return np.full((1, 1), expected(row))
        at, size = axes[kind]
        weights[kind] = at.weight.reshape(size)
        found: Array = (row.likely * shape_of([row]).value(at.at)).reshape(size)
        return found

    made = chain(p.scope, p.number, value)
    response, presence = weights["response"][:, 0], weights["noshow"][0]
    found = {"letters": made.letters, "registrations": made.registered, "approaches": made.approaches}
    size = (len(response), len(presence))
    return Drivers({k: np.broadcast_to(v, size) for k, v in found.items()}, response, presence)


def parameter(p: Parts, name: str) -> Row:
    """The row of a parameter. Raises BenchmarkError when none applies."""
    row = p.benchmarks.parameter(name, p.scope)
    if row is None:
        raise BenchmarkError(f"{name}: no row applies")
    return row


def sums(p: Parts, scale: Array, programme: Array, step: Array) -> dict[str, Array]:
    """Cumulants (3, *nodes) given F and G of Σ scale·row, by uncertain driver ("" for none); rows of scale 0 are left
    out. The drivers themselves aren't in it."""
    by_driver: dict[str, list[int]] = {}
    for i, g in enumerate(p.group_of):
        if scale[i]:
            by_driver.setdefault(p.groups[g].driver, []).append(i)
    found = {}
    for driver, rows in by_driver.items():
        each = cumulants(shape_of([p.rows[i] for i in rows]).raw(programme, step))
        weights = scale[rows][None, :] ** POWERS[:, None]
        found[driver] = np.einsum("kr,kr...->k...", weights, each)
    return found


def group_cumulants(p: Parts, scale: Array, programme: Nodes, step: Nodes) -> Array:
    """Cumulants (3, F, G) of Σ scale·row without weekly rows and events: letters and the like mixed in."""
    found = sums(p, scale, programme.at[:, None], step.at[None, :])
    plain = found.get("", np.zeros((3, len(programme), len(step))))
    if not set(found) & set(CHAIN):
        return plain
    drivers = chain_drivers(p)
    return mixture(with_chain(plain, found, drivers), drivers.response[:, None] * drivers.presence, 2)


def covariance(p: Parts, one: Array, other: Array, programme: Nodes, group: Nodes) -> Array:
    """Covariance (F, G) of two sums of rows given F and G, without weekly rows and events."""
    plus, minus = (group_cumulants(p, one + sign * other, programme, group)[1] for sign in (1, -1))
    found: Array = (plus - minus) / 4
    return found


def with_chain(plain: Array, found: dict[str, Array], drivers: Drivers) -> Array:
    """Cumulants with two last axes more, for the nodes of response and no-show."""
    total = plain[..., None, None]
    for name in CHAIN:
        if name in found:
            powers = drivers.values[name] ** POWERS[:, None, None]
            total = total + found[name][..., None, None] * powers.reshape(
                3, *(1,) * (plain.ndim - 1), *powers.shape[1:]
            )
    return np.asarray(total)


def step_cumulants(
    p: Parts, step: int, euros: Array, programme: Nodes, group: Nodes, weeks: dict[str, Array]
) -> tuple[Array, Array]:
    """What a step costs before the case-to-case factor: cumulants (3, F, T, response), and the mean (F, G) given F, G.

    ``weeks``: the mean weeks (F, T) that weekly rows run, by driver; how weeks vary comes later.
    """
    scale = np.where([p.groups[g].step == step and not p.groups[g].event for g in p.group_of], euros, 0.0)
    found = sums(p, scale, programme.at[:, None], group.at[None, :])
    size = (3, len(programme), 1, len(group))
    total = found.get("", np.zeros((3, len(programme), len(group))))[:, :, None, :]
    for name in WEEKLY:
        if name in found:
            powers = weeks[name][None] ** POWERS[:, None, None]
            total = total + powers[..., None] * found[name][:, :, None, :]
    total = np.broadcast_to(total, np.broadcast_shapes(total.shape, size))[..., None, :]
    if set(found) & set(CHAIN):
        drivers = chain_drivers(p)
        each = with_chain(total[..., 0, :], {k: v[:, :, None, :] for k, v in found.items()}, drivers)
        total = np.moveaxis(mixture(each, drivers.presence, 1), -1, -2)
        means = total[0].mean(axis=1)
        return mixture(total, group.weight, 1), np.einsum("r,frg->fg", drivers.response, means)
    return mixture(total, group.weight, 1), total[0, :, :, 0].mean(axis=1)


def weekly_rates(p: Parts, euros: Array, programme: Nodes, group: Nodes) -> dict[str, Array]:
    """Raw moments (3, F) of what a week costs, by driver ("weeks", "weeks_talks")."""
    found = {}
    for name in WEEKLY:
        scale = np.where([p.groups[g].driver == name for g in p.group_of], euros, 0.0)
        if not scale.any():
            continue
        mean, second, third = mixture(sums(p, scale, programme.at[:, None], group.at[None, :])[name], group.weight, 1)
        found[name] = np.array([mean, second + mean**2, third + 3 * second * mean + mean**3])
    return found


def event_cumulants(p: Parts, euros: Array, key: str, chance: float) -> tuple[Array, float]:
    """Cumulants (3,) of what an event costs, happening or not, and its mean when it happens."""
    scale = np.where([p.groups[g].event == key for g in p.group_of], euros, 0.0)
    parts = sums(p, scale, np.zeros(()), np.zeros(()))
    if not parts:
        return np.zeros(3), 0.0
    both = np.stack([next(iter(parts.values())), np.zeros(3)], axis=-1)
    return mixture(both, np.array([chance, 1 - chance]), 1), float(both[0, 0])
