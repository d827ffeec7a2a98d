"""How fast and how close: Tienstap's engine beside other ways to get the same P80s, in one run on one machine.

    python3 dev.py bench [--fresh] [--print] [--browser] [--scale] [--load]

Prints tables and writes them into docs/speed.md (not with --print); exit code 1 when a target isn't met. --fresh
computes the reference of ten million draws again. Where a Chromium is found, a table says how soon screen What if
answers in it; with --browser only that one is made. The last tables are that of a thousand processes beside twenty, and
that of a hundred visitors on one process and on two (where HAProxy is installed); with --scale or --load only that one
is made.
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

from bench import load, ours, peers, plan, scalar, scale, slider  # noqa: E402
from bench.model import Model, extract  # noqa: E402
from bench.reference import key, reference  # noqa: E402
from bench.table import BEGIN, DOCUMENT, END, Line, placed, said, text, verdicts  # noqa: E402
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
    """Measure, print, write; 1 when a target isn't met, or when nothing of --browser can be measured here."""
    options = argparse.ArgumentParser(prog="dev.py bench", description="Tienstap's engine beside others.")
    options.add_argument("--fresh", action="store_true", help="compute the reference again")
    options.add_argument("--print", action="store_true", help="leave docs/speed.md as it is")
    options.add_argument("--browser", action="store_true", help="only how soon screen What if answers in Chromium")
    options.add_argument("--scale", action="store_true", help="only a thousand processes beside twenty")
    options.add_argument("--load", action="store_true", help="only a hundred visitors, on one process and on two")
    chosen = options.parse_args()
    if chosen.scale:
        return 0 if crowded(chosen.print) else 1
    if chosen.load:
        return 0 if visited(chosen.print) else 1
    good = True if chosen.browser else engine(chosen.fresh, chosen.print)
    if not chosen.browser:
        good = crowded(chosen.print) and good
        good = visited(chosen.print) and good
    lacking = slider.lacking()
    if not lacking:
        return 0 if screen(chosen.print) and good else 1
    print(f"\nScreen What if is not measured: {lacking}.")
    return 0 if good and not chosen.browser else 1


def engine(fresh: bool, only_print: bool) -> bool:
    """The engine beside others; whether every target is met."""
    figures = Benchmarks.load()
    model = extract(ours.scope(), figures)
    truth = reference(model, key(ours.scope(), figures), fresh)
    lines = measure(model, figures)
    first_calls(lines)
    table, found = text(lines, truth, dt.date.today().isoformat()), verdicts(lines, truth)
    publish(f"{table}\n\n{said(found)}", (BEGIN, END), only_print)
    return all(good for good, _ in found)


def screen(only_print: bool) -> bool:
    """Screen What if in Chromium; whether every target is met."""
    pages = slider.measure()
    found = slider.verdicts(pages)
    text = f"{slider.measured_on(dt.date.today().isoformat())}\n\n{slider.table(pages)}\n\n{said(found)}"
    publish(text, slider.MARKS, only_print)
    return all(good for good, _ in found)


def crowded(only_print: bool) -> bool:
    """A thousand processes beside twenty; whether every target is met."""
    found = scale.measure(browser=not slider.lacking())
    publish(f"{scale.text(found)}\n\n{said(scale.verdicts(found))}", scale.MARKS, only_print)
    return all(good for good, _ in scale.verdicts(found))


def visited(only_print: bool) -> bool:
    """A hundred visitors, on one process and on two; whether every target is met. Nothing where HAProxy is missing."""
    lacking = load.lacking()
    if lacking:
        print(f"\nThe load of visitors is not measured: {lacking}.")
        return True
    found = load.measure()
    publish(f"{load.text(found)}\n\n{said(load.verdicts(found))}", load.MARKS, only_print)
    publish(plan.text(found), plan.MARKS, only_print, plan.DOCUMENT)
    return all(good for good, _ in load.verdicts(found))


def publish(text: str, marks: tuple[str, str], only_print: bool, document: Path = DOCUMENT) -> None:
    """Print a table with its verdicts and put it between its marks in a document, docs/speed.md unless said."""
    print(text, flush=True)
    if not only_print:
        document.write_text(placed(document.read_text(encoding="utf-8"), text, marks), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
