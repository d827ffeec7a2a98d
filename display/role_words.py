"""The roles in words."""

from __future__ import annotations

from portfolio.messages import N_

ROLE = {
    "lezer": N_("reader"),
    "bewerker": N_("editor"),
    "goedkeurder": N_("decider"),
    "beheerder": N_("administrator"),
}
