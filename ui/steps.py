"""The ten steps by name, as display/steps.py has them for screens and documents."""

from display.steps import numbered, step_row, steps

__all__ = ["numbered", "step_row", "steps"]
