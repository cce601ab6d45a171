"""The three tests of ownership, with their figures as they stand on a day.

They differ, and the differences decide: the United States and the European Union take half, the United Kingdom more than half; the first
two add up what several listed owners hold, the third only where they act together, which no register tells; control counts for the
European Union and the United Kingdom, never for the United States.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from countermove.ownership.graph import units
from countermove.rulebook.clause import walk
from countermove.rulebook.rulebook import Rulebook

KIND = "blocked_ownership"

Definition = Literal["ofac-50-percent", "eu-ownership-or-control", "uk-ownership-or-control"]


@dataclass(frozen=True, slots=True)
class OwnershipTest:
    """A test of ownership with the share it asks for, in the units of `graph`."""

    definition: Definition
    authority: str
    share: int
    inclusive: bool
    """Whether the share itself is enough."""
    adds_up: bool
    """Whether stakes of several listed owners count together without more."""
    control: bool
    """Whether control without the share is enough."""

    def reached(self, share: int) -> bool:
        """Whether so much is enough."""
        return share >= self.share if self.inclusive else share > self.share


_TESTS: tuple[tuple[Definition, str, str, bool, bool, bool], ...] = (
    ("ofac-50-percent", "us", "ofac_blocking_share", True, True, False),
    ("eu-ownership-or-control", "eu", "eu_freeze_share", True, True, True),
    ("uk-ownership-or-control", "uk", "uk_control_share", False, False, True),
)
"""Definition, authority, the parameter that has the share, and the three differences, in the order of `OwnershipTest`."""


def tests_on(rulebook: Rulebook, as_of: date) -> tuple[OwnershipTest, ...]:
    """The tests that have a figure in the rulebook on a day."""
    found = []
    for definition, authority, parameter, inclusive, adds_up, control in _TESTS:
        value = rulebook.value(parameter, as_of)
        if value is not None and isinstance(value.value, int | float):
            found.append(OwnershipTest(definition, authority, units(value.value), inclusive, adds_up, control))
    return tuple(found)


def asked_for(rulebook: Rulebook, as_of: date) -> bool:
    """Whether a rule that can fire on the day asks what is blocked through its owners; else nobody has to work it out."""
    return any(clause.kind == KIND for rule in rulebook.active(as_of) for clause in walk(rule.when))


def authorities(tests: Iterable[OwnershipTest]) -> frozenset[str]:
    """Whose lists are looked at."""
    return frozenset(test.authority for test in tests)
