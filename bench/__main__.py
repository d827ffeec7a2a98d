"""How fast and how close: Tienstap's engine beside other ways to get the same P80s, in one run on one machine.

    python3 dev.py bench [--fresh] [--print]

Prints one table and writes it into docs/speed.md (not with --print); exit code 1 when a target isn't met. --fresh
computes the reference of ten million draws again.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

THREADS = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "NUMEXPR")}
os.environ.update(THREADS)  # one core, as the app itself; before numpy is loaded

from bench import ours, peers, scalar  # noqa: E402
from bench.model import Model, extract  # noqa: E402
from bench.reference import key, reference  # noqa: E402
from bench.table import DOCUMENT, Line, placed, text, verdicts  # noqa: E402
from estimator import Benchmarks  # noqa: E402
from estimator.draws import N  # noqa: E402

ROUNDS, KEYS = 21, 20
FAST = {"numpy_fresh": "plain numpy, fresh draws", "squigglepy": "squigglepy"}
SLOW_ROUNDS = {"monaco": 5}  # half a minute; the others ROUNDS
SLOW = {"naive": "naive Python, random.gauss", "mcerp": "mcerp (Latin hypercube)", "monaco": "monaco (Sobol)"}
OURS = {
    "estimate": "**Tienstap, full Estimate after a change of scope**",
    "slider": "Tienstap, slider on fixed items",
    "simulate": "… the draws and dates alone",
    "deterministic": "… without uncertainty",
    "assumptions": "… all assumptions with their euros",
}


def timed(line: Line, work: Callable[[], object]) -> None:
    """Add one call to a line."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    line.wall.append(time.perf_counter() - wall)
    line.cpu.append(time.process_time() - cpu)
    if isinstance(found, tuple):
        line.answers.append(found)


def rounds(lines: dict[str, Line], work: dict[str, Callable[[int], object]]) -> None:
    """Call everything in turn, so that a busy moment of the machine hits all alike."""
    for seed in range(ROUNDS):
        for name, call in work.items():
            if seed < SLOW_ROUNDS.get(name, ROUNDS):
                timed(lines[name], lambda call=call, seed=seed: call(seed))


def measure(model: Model, figures: Benchmarks) -> dict[str, Line]:
    """All lines with their times and answers."""
    own = {name: (lambda seed, call=call: call()) for name, call in ours.calls(figures).items()}
    fast = {"floor": lambda seed: peers.floor(model, N, seed), **own}
    slow: dict[str, Callable[[int], object]] = {"floor": fast["floor"]}
    lines = {"floor": Line(f"floor: {model.normals} × {N:,} fresh normals × scale", N)}
    lines |= {name: Line(title, None if name == "deterministic" else N) for name, title in OURS.items()}
    for name, title in (FAST | SLOW).items():
        lines[name] = Line(title, N, missing=name in ("squigglepy", "mcerp", "monaco") and not find_spec(name))
        run = scalar.naive if name == "naive" else getattr(peers, name)
        if not lines[name].missing:
            (fast if name in FAST else slow)[name] = lambda seed, run=run: run(model, N, seed)
    for call in fast.values():
        call(0)  # what a first call loads is measured apart
    gc.collect()
    gc.freeze()  # as the app does after its start
    rounds(lines, fast)
    rounds(lines, slow)
    lines["estimate"].answers = [ours.answer(figures, k) for k in (None, *(f"process {i}" for i in range(KEYS)))]
    lines["slider"].answers = lines["simulate"].answers = lines["estimate"].answers
    return lines


def first_calls(lines: dict[str, Line]) -> None:
    """Add the first call and the peak memory of every engine, each in a process of its own."""
    for name, line in lines.items():
        if line.missing or name in ("simulate", "deterministic", "assumptions"):
            continue
        command = [sys.executable, "-m", "bench.once", "ours" if name == "estimate" else name]
        done = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout.strip().splitlines()[-1])
        line.first, line.peak = found["seconds"], found["peak_mb"]


def main() -> int:
    """Measure, print, write; 1 when a target isn't met."""
    options = argparse.ArgumentParser(prog="dev.py bench", description="Tienstap's engine beside others.")
    options.add_argument("--fresh", action="store_true", help="compute the reference again")
    options.add_argument("--print", action="store_true", help="leave docs/speed.md as it is")
    chosen = options.parse_args()
    figures = Benchmarks.load()
    model = extract(ours.scope(), figures)
    truth = reference(model, key(ours.scope(), figures), chosen.fresh)
    lines = measure(model, figures)
    first_calls(lines)
    table, found = text(lines, truth, dt.date.today().isoformat()), verdicts(lines, truth)
    said = "\n".join(f"- {'met' if good else '**NOT MET**'}: {sentence}." for good, sentence in found)
    print(f"{table}\n\n{said}")
    if not chosen.print:
        DOCUMENT.write_text(placed(DOCUMENT.read_text(encoding="utf-8"), f"{table}\n\n{said}"), encoding="utf-8")
    return 0 if all(good for good, _ in found) else 1


if __name__ == "__main__":
    sys.exit(main())
