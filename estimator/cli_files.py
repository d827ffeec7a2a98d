"""Files that the command line reads, and how it says that a call can't be carried out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


class UsageError(Exception):
    """A call that can't be carried out; its text is one clear line."""


def read_json(path: Path) -> Any:
    """A JSON file. Raises UsageError in one line when it can't be read."""
    try:
        return json.loads(path.read_bytes().decode("utf-8"), parse_constant=_refuse)
    except OSError as e:
        raise UsageError(f"{path}: {e.strerror}") from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError, ValueError) as e:
        first = str(e).split("\n")[0]
        raise UsageError(f"{path}: not JSON in UTF-8 ({first})") from None


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is not a number")
