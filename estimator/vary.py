"""A scope made smaller or larger along one number: conversations, stakeholder groups, residents, or all in proportion.

Forms are kept and scale along; occasions too when they were given; the number of participants stays as it was given.
One step more never takes a conversation away from a form, so more is never cheaper by a shift between forms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from estimator.codes import REQUIRED, WHOLE_BOUNDS
from estimator.scope import Scope

VARY = ("conversations", "stakeholder_groups", "resident_reach", "all")


def spread(total: int, forms: Mapping[str, int]) -> dict[str, int]:
    """A number of conversations over forms in proportion, at least one each; with fewer conversations than forms the
    smallest forms go.

    By the method of Sainte-Laguë: unlike largest remainders, one conversation more is one more of one form.

    >>> spread(4, {"dialoogtafel": 6, "inloopavond": 2}), spread(9, {"dialoogtafel": 6, "inloopavond": 2})
    ({'dialoogtafel': 3, 'inloopavond': 1}, {'dialoogtafel': 7, 'inloopavond': 2})
    >>> spread(1, {"dialoogtafel": 6, "inloopavond": 2})
    {'dialoogtafel': 1}
    """
    if len(forms) == 1:
        return dict.fromkeys(forms, total)
    if total < len(forms):
        largest = sorted(forms, key=lambda f: -forms[f])[:total]
        return {f: 1 for f in forms if f in largest}
    whole, loose = sum(forms.values()), total - len(forms)
    # certainly not more than each form's share; then one by one to the form that is furthest behind
    counts = {f: max(1, loose * n // whole - 1) for f, n in forms.items()}
    while sum(counts.values()) < total:
        counts[max(counts, key=lambda f: forms[f] / (2 * counts[f] + 1))] += 1
    return counts


def occasions(total: int, scope: Scope) -> int | None:
    """The occasions that so many conversations share, in proportion to those given and rounded up; None as usual."""
    return None if scope.meetings is None else -(-scope.meetings * total // scope.conversations)


def with_conversations(scope: Scope, total: int) -> Scope:
    """The scope with so many conversations; forms and given occasions scale along."""
    by_form = spread(total, scope.conversations_by_form)
    return replace(scope, conversations=total, conversations_by_form=by_form, meetings=occasions(total, scope))


@dataclass(frozen=True)
class Axis:
    """A scope along one number k, from ``low`` to ``high``; at ``now`` it is the scope itself.

    ``all``: k is the largest of the three numbers; the other two follow in proportion, rounded down, at least 1.

    >>> axis = Axis(Scope.from_dict({"stakeholder_groups": 5, "conversations": 8, "resident_reach": 2000}), "all")
    >>> smaller = axis.at(1200)
    >>> smaller.stakeholder_groups, smaller.conversations, smaller.resident_reach, axis.at(axis.now) == axis.scope
    (3, 4, 1200, True)
    """

    scope: Scope
    vary: str

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The three numbers of the scope."""
        return {name: getattr(self.scope, name) for name in REQUIRED}

    @property
    def now(self) -> int:
        """Where the scope itself stands."""
        return max(self.numbers.values()) if self.vary == "all" else self.numbers[self.vary]

    @property
    def low(self) -> int:
        """The smallest: one, and one conversation of each form."""
        return self._forms if self.vary == "conversations" else 1

    @property
    def high(self) -> int:
        """The largest that a scope may hold: for reach all residents."""
        place = self.scope.place
        bounds = {name: WHOLE_BOUNDS[name][1] for name in REQUIRED}
        if place:
            bounds["resident_reach"] = min(bounds["resident_reach"], place.residents)
        if self.vary != "all":
            return bounds[self.vary]
        return min(bounds[name] * self.now // number for name, number in self.numbers.items())

    @property
    def _forms(self) -> int:
        return len(self.scope.conversations_by_form)

    @property
    def steady(self) -> bool:
        """True when one step more can't make any draw cheaper. With given occasions or participants, or several forms
        or shared occasions, a conversation more also shifts what was there."""
        return self.vary in ("stakeholder_groups", "resident_reach")

    @property
    def shifting(self) -> bool:
        """True when given occasions or participants are divided anew over several forms."""
        given = self.scope.meetings is not None or self.scope.participants is not None
        return not self.steady and self._forms > 1 and given

    def three(self, k: int) -> dict[str, int]:
        """Groups, conversations and reach at k."""
        if self.vary != "all":
            return {**self.numbers, self.vary: k}
        found = {name: max(1, number * k // self.now) for name, number in self.numbers.items()}
        return {**found, "conversations": max(self._forms, found["conversations"])}

    def at(self, k: int) -> Scope:
        """The scope at k."""
        found = self.three(k)
        scope = self.scope
        if found["conversations"] != scope.conversations:
            scope = with_conversations(scope, found["conversations"])
        return replace(scope, stakeholder_groups=found["stakeholder_groups"], resident_reach=found["resident_reach"])

    def value(self, k: int) -> int | dict[str, int]:
        """What is varied at k: the number, or all three."""
        return self.three(k) if self.vary == "all" else k

    def jump(self, k: int) -> int:
        """The next number after k at which there is a conversation more."""
        return max(k + 1, self.start(self.three(k)["conversations"] + 1))

    def start(self, conversations: int) -> int:
        """The first number at which there are so many conversations."""
        if self.vary != "all":
            return conversations
        return -(-conversations * self.now // self.numbers["conversations"])
