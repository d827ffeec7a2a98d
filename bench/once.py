"""One engine, one time, in a process of its own: what the first answer takes, and how much memory.

    python -m bench.once ENGINE

Prints JSON: seconds from before the import to the answer, and the peak of resident memory in MB (null where the system
doesn't tell). For the peers numpy and the model are there already; for ours everything counts: imports, benchmarks, the
permanent columns and the first estimate.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def main(name: str) -> None:
    """Run the engine and print what it took."""
    if name == "ours":
        start = time.perf_counter()
        from bench import ours
        from estimator import Benchmarks, estimate

        estimate(ours.scope(), Benchmarks.load())
    elif name == "slider":
        from bench import ours
        from estimator import Benchmarks

        calls = ours.calls(Benchmarks.load())
        start = time.perf_counter()
        calls["slider"]()
    else:
        from bench import ours, peers, scalar
        from bench.model import extract
        from estimator import Benchmarks
        from estimator.draws import N

        run = scalar.naive if name == "naive" else getattr(peers, name)
        model = extract(ours.scope(), Benchmarks.load())
        start = time.perf_counter()
        run(model, N, 1)
    print(json.dumps({"seconds": time.perf_counter() - start, "peak_mb": peak_mb()}))


def peak_mb() -> float | None:
    """Peak resident memory of this process in MB."""
    status = Path("/proc/self/status")  # on Linux getrusage also counts the process that started this one
    if status.exists():
        peak = next((line for line in status.read_text().splitlines() if line.startswith("VmHWM")), None)
        return int(peak.split()[1]) / 2**10 if peak else None
    try:
        import resource
    except ImportError:  # Windows
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # macOS counts bytes


if __name__ == "__main__":
    main(sys.argv[1])
