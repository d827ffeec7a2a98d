"""The app with its computing replaced by stored results: `python -m bench.stored RESULTS PORT`.

RESULTS is a JSON file: scope as text (`key`) → the estimate of it as a dict. A scope that isn't in it is computed after
all and said in the log (`MISSED`), so that a measurement can see that it happened.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import estimator
from estimator import Scope

ROOT = Path(__file__).resolve().parent.parent
MISSED = "bench: this scope was not stored"


class Stored:
    """Stands where an Estimate stands, and has its dict ready."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = content

    def to_dict(self) -> dict[str, Any]:
        """The estimate as it was stored."""
        return self._content


def key(scope: Scope) -> str:
    """What names a scope among the results."""
    return json.dumps(scope.to_dict(), sort_keys=True)


def stored(results: dict[str, dict[str, Any]], compute: Callable[..., Any]) -> Callable[..., Any]:
    """An `estimate` that takes the result from the store; `compute` for a scope that isn't there."""

    def estimate(scope: Scope, *rest: Any, **more: Any) -> Any:
        found = results.get(key(scope))
        if found is not None:
            return Stored(found)
        print(MISSED, flush=True)
        return compute(scope, *rest, **more)

    return estimate


def main(results: str, port: str) -> None:
    """Replace and start the app."""
    from streamlit.web import cli

    estimator.estimate = stored(json.loads(Path(results).read_text(encoding="utf-8")), estimator.estimate)
    sys.argv = ["streamlit", "run", str(ROOT / "app.py"), "--server.port", port]
    cli.main()


if __name__ == "__main__":
    main(*sys.argv[1:])
