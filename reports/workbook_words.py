"""The words of the workbook: its sheets, its columns, and what is counted."""

from __future__ import annotations

from display.i18n import N_, _

SHEETS = {
    "summary": N_("Summary"),
    "calculation": N_("Calculation"),
    "counts": N_("Counts"),
    "tariffs": N_("Tariffs"),
    "benchmarks": N_("Benchmark figures"),
    "assumptions": N_("Assumptions"),
}
FACTOR = N_("Factor (input)")
COLUMNS: dict[str, tuple[str, ...]] = {
    "calculation": (
        N_("Step"),
        N_("What"),
        N_("Who"),
        N_("Counted by"),
        N_("Count"),
        N_("Part (input)"),
        N_("Benchmark"),
        N_("Unit"),
        FACTOR,
        N_("Hours"),
        N_("Tariff"),
        N_("Amount"),
        N_("of which own hours"),
        N_("of which costs"),
    ),
    "counts": (N_("What is counted"), N_("Count (input)")),
    "tariffs": (
        N_("Role"),
        N_("Own tariff (input)"),
        N_("Done by own staff (input)"),
        N_("Hired tariff (input)"),
        N_("Tariff that counts"),
        N_("Source of the own tariff"),
    ),
    "benchmarks": (
        N_("Benchmark"),
        N_("Likely (input)"),
        N_("Low"),
        N_("High"),
        N_("Unit"),
        N_("Source"),
        N_("Explanation"),
    ),
    "assumptions": (N_("Assumption"), N_("Moves about")),
}
# Columns with numbers, whose heads stand at the right.
NUMERIC = {
    "calculation": (4, 5, 6, 8, 9, 10, 11, 12, 13),
    "counts": (1,),
    "tariffs": (1, 2, 3, 4),
    "benchmarks": (1, 2, 3),
    "assumptions": (1,),
}
COUNT = {
    "process": N_("process, once"),
    "groups": N_("audience groups"),
    "conversations": N_("conversations"),
    "meetings": N_("occasions"),
    "meeting_days": N_("days with an occasion"),
    "seats": N_("seats"),
    "participant_days": N_("participants, each day"),
    "facilitator_hours": N_("hours of talk leaders at the tables"),
    "conversation_hours": N_("hours of conversation"),
    "meeting_hours": N_("hours of occasions"),
    "reach": N_("residents invited or informed"),
    "households": N_("households"),
    "languages": N_("languages"),
    "letters": N_("letters"),
    "registrations": N_("registrations"),
    "approaches": N_("personal approaches"),
    "weeks": N_("weeks of work"),
    "weeks_talks": N_("weeks from inviting to interpreting"),
}


def sheet_names() -> dict[str, str]:
    """Sheet → its name on the tab."""
    return {name: _(text) for name, text in SHEETS.items()}


def titles(sheet: str) -> list[str]:
    """The heads of a sheet's table."""
    return [_(text) for text in COLUMNS[sheet]]
