"""The values by which facts are joined or stand beside each other, as small numbers."""

from __future__ import annotations

from collections.abc import Callable

from countermove.facts.registry import fields
from countermove.inference.joining import Pattern
from countermove.inference.live_conditions import Own
from countermove.rulebook.typing import FAMILY

Values = tuple[int, ...]
Numbers = dict[str, dict[object, tuple[int]]]
"""For each family of values the number of each, as a tuple that all can share. Equal values have the same: 1 and 1.0, 0.0 and -0.0."""
ValuesOf = Callable[[Own], Values | None]
"""Of the fields of a fact the values by which it is joined, as numbers; None where one of them is not known."""


def numbers_of(values: Numbers, kind: str, field: str) -> dict[object, tuple[int]]:
    """The numbers of the values that a field can have."""
    return values.setdefault(FAMILY[fields(kind)[field].type], {})


def values_of(pattern: Pattern, values: Numbers) -> ValuesOf:
    """What gives the numbers of the values by which facts of a pattern are joined."""
    if not pattern.joined:
        return lambda own: ()
    numbers = [numbers_of(values, pattern.kind, field) for field in pattern.joined]
    if len(pattern.joined) == 1:
        (field,), (known,) = pattern.joined, numbers

        def one(own: Own) -> Values | None:
            value = own[field]
            if value is None:
                return None
            number = known.get(value)
            if number is None:
                number = known[value] = (len(known),)
            return number

        return one
    wanted = list(zip(pattern.joined, numbers, strict=True))

    def several(own: Own) -> Values | None:
        found: Values = ()
        for field, known in wanted:
            value = own[field]
            if value is None:
                return None
            number = known.get(value)
            if number is None:
                number = known[value] = (len(known),)
            found += number
        return found

    return several
