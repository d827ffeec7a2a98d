"""A pseudonym for every name that was typed, the same for the same name within one export.

They are numbered as they are met, so they say nothing of the name, and two exports can't be laid side by side by them.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Pseudonyms:
    """The names met so far."""

    known: dict[str, tuple[str, str]] = field(default_factory=dict)  # compared name → pseudonym, name as typed

    def of(self, name: str) -> str:
        """The pseudonym of a name; an empty one stays empty.

        >>> met = Pseudonyms()
        >>> met.of("B. Jansen"), met.of("C. Smit"), met.of("b.  jansen"), met.of("")
        ('P1', 'P2', 'P1', '')
        """
        key = " ".join(name.split()).casefold()
        if not key:
            return ""
        return self.known.setdefault(key, (f"P{len(self.known) + 1}", name))[0]

    def listing(self) -> list[tuple[str, str]]:
        """(pseudonym, name) in the order in which they were met."""
        return list(self.known.values())
