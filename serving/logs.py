"""The app's own log: one logger, "tienstap", to standard error, times in UTC."""

from __future__ import annotations

import logging
import sys
import time

FORMAT = "%(asctime)sZ %(levelname)s %(name)s: %(message)s"


def log_to_stderr() -> None:
    """Give the logger its handler, once; a handler that whoever embeds the app has set is left alone."""
    logger = logging.getLogger("tienstap")
    if logger.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    formatter = logging.Formatter(FORMAT, datefmt="%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
