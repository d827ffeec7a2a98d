"""Other ways to get the same P80s: the floor, plain numpy, three libraries, each with what it has for this model.

All take a model, a number of draws and a seed, and give the P80 of cost (euros) and of weeks. The libraries are only
installed for the bench (requirements-bench.txt) and imported when they are called.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bench import arrays, scalar
from bench.model import LOOSE, Model, weights

P80s = tuple[float, float]
Run = Callable[[Model, int, int], P80s | None]


def floor(m: Model, n: int, seed: int) -> None:
    """As many fresh normals as the model takes, times a scale: the least that any sampler does. No answer."""
    np.random.default_rng(seed).standard_normal((m.normals, n)) * np.full((m.normals, 1), 0.25)


def numpy_fresh(m: Model, n: int, seed: int) -> P80s:
    """Fresh draws on arrays, row by row."""
    return arrays.p80(*arrays.outcome(m, arrays.units(m, np.random.default_rng(seed), n)))


def squigglepy(m: Model, n: int, seed: int) -> P80s:
    """Its normals, sampled one by one; the rest on their arrays.

    An expression of its distributions draws a distribution again at every place where it stands, so that a factor which
    rows share can't be written as one; neither can a lognormal with two halves, nor a calendar.
    """
    import squigglepy as sq

    sq.set_seed(seed)
    z = [sq.sample(sq.norm(mean=0, sd=1), n=n) for _ in range(m.normals)]
    return arrays.p80(*arrays.outcome(m, arrays.spread(m, z)))


def mcerp(m: Model, n: int, seed: int) -> P80s:
    """Its Latin hypercube normals and its arithmetic up to every row's draw; sums, maxima and dates on its samples.

    It has no maximum and no choice by sign: the two halves are written with the absolute value, the calendars read
    tables.
    """
    import mcerp as mc
    from mcerp import umath

    np.random.seed(seed)
    mc.npts = n
    programme, step, alone, own = weights()
    common = mc.N(0, 1)
    shared = {s: common * programme + mc.N(0, 1) * step for s in m.factors}
    shared[LOOSE] = common * alone
    found = []
    for v in m.variables:
        z = mc.N(0, 1)
        if v.chance is not None:
            found.append((z._mcpts < arrays.threshold(v.chance)).astype(np.float64))
            continue
        x = z if v.step is None else z * own + shared[v.step]
        halves = x * ((v.above + v.below) / 2) + abs(x) * ((v.above - v.below) / 2)
        found.append(umath.exp(halves)._mcpts)
    return arrays.p80(*arrays.outcome(m, found))


def monaco(m: Model, n: int, seed: int) -> P80s:
    """Its normals (scrambled Sobol, its default) as input variables, and a function that it calls for every case."""
    import monaco as mo
    from scipy.stats import norm

    p, names = scalar.prepare(m), [f"z{i}" for i in range(m.normals)]

    def before(case):
        return (iter([case.invals[name].val for name in names]),)

    def run(normals):
        return scalar.outcome(p, scalar.units(p, normals.__next__))

    def after(case, cost, finish):
        case.addOutVal("cost", cost)
        case.addOutVal("finish", finish)

    steps = mo.SimFunctions
    calls = {steps.PREPROCESS: before, steps.RUN: run, steps.POSTPROCESS: after}
    sim = mo.Sim("bench", n, calls, seed=seed, singlethreaded=True, verbose=False, debug=True)
    for name in names:
        sim.addInVar(name=name, dist=norm, distkwargs={"loc": 0, "scale": 1})
    sim.runSim()
    cost, finish = (np.array([v.num for v in map(sim.outvars[k].getVal, range(n))]).ravel() for k in ("cost", "finish"))
    return arrays.p80(cost, finish)
