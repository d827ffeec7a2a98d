"""What a template of the proposal can show; docs/templates.md describes each name in Dutch and English."""

from __future__ import annotations

TEXTS = [
    "kind",
    "municipality",
    "name",
    "name_short",
    "version",
    "stamp",
    "subject",
    "asked",
    "sum_text",
    "curve_text",
    "years_text",
    "dates_text",
    "timeline_text",
    "evaluation",
    "assumptions_text",
    "assumptions_more",
    "sources_text",
    "notes",
    "cost",
    "cash",
    "own_eur",
    "own_hours",
    "estimate",
    "contingency",
    "vat",
    "cash_incl_vat",
    "finish",
    "start",
    "weeks",
    "confidence",
    "per_participant",
    "cash_note",
    "own_note",
    "cost_note",
    "finish_note",
    "question",
    "groups",
    "seats_text",
    "rests",
    "half",
    "granted",
    "difference",
]
LISTS = ["decisions", "introduction", "aim", "participation", "attachments"]
ROWS = {
    "marks": ("lead", "text"),
    "facts": ("label", "value"),
    "arguments": ("lead", "text"),
    "caveats": ("lead", "text"),
    "less": ("lead", "text"),
    "difference_rows": ("what", "was", "becomes"),
    "year_rows": ("year", "cash", "own", "cost"),
    "finance_facts": ("label", "value"),
    "visible_rows": ("what", "when"),
    "step_rows": ("step", "lead", "start", "finish", "weeks", "cash", "own", "cost"),
    "assumption_rows": ("text", "euros"),
    "sources": ("text", "url", "link"),
    "verification": ("label", "value"),
}
PICTURES = ("curve_picture", "timeline_picture")

# At least one of these says how much is asked; a template without any of them hides the amount.
AMOUNTS = ("asked", "cost", "cash")


def names() -> list[str]:
    """Every name at the top level."""
    return [*TEXTS, *LISTS, *ROWS, *PICTURES]


def sample() -> dict[str, object]:
    """A context that holds every name, for trying a template."""
    return {
        **dict.fromkeys((*TEXTS, *PICTURES), "x"),
        **{name: ["x"] for name in LISTS},
        **{name: [dict.fromkeys(columns, "x")] for name, columns in ROWS.items()},
    }
