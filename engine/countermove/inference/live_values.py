"""The values by which facts are joined or stand beside each other, as small numbers."""

from __future__ import annotations

from collections.abc import Callable

from countermove.facts.fact import Fact
from countermove.facts.registry import fields
from countermove.inference.joining import Pattern
from countermove.inference.truth import value_of
from countermove.rulebook.typing import FAMILY

Values = tuple[int, ...]
Numbers = dict[str, dict[object, int]]
"""For each family of values the number of each. Equal values have the same: 1 and 1.0, 0.0 and -0.0."""
ValuesOf = Callable[[Fact], Values | None]
"""The values by which a fact is joined, as numbers; None where one of them is not known."""


def numbers_of(values: Numbers, kind: str, field: str) -> dict[object, int]:
    """The numbers of the values that a field can have."""
    return values.setdefault(FAMILY[fields(kind)[field].type], {})


def values_of(pattern: Pattern, values: Numbers) -> ValuesOf:
    """What gives the numbers of the values by which facts of a pattern are joined."""
    if not pattern.joined:
        return lambda fact: ()
    numbers = [numbers_of(values, pattern.kind, field) for field in pattern.joined]
    if len(pattern.joined) == 1:
        (field,), (known,) = pattern.joined, numbers

        def one(fact: Fact) -> Values | None:
            value = getattr(fact, field)
            return None if value is None else (known.setdefault(value, len(known)),)

        return one
    wanted = list(zip(pattern.joined, numbers, strict=True))

    def several(fact: Fact) -> Values | None:
        found = []
        for field, known in wanted:
            value = value_of(fact, field)
            if value is None:
                return None
            found.append(known.setdefault(value, len(known)))
        return tuple(found)

    return several
