"""Conditions on one fact alone, made into functions once. What they mean is `truth`; here is only how to ask it quickly.

The commonest are comparisons of a number, a word or a flag with a value that stands for the whole day: those have functions of their own.
All others go through `truth.holds`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from countermove.facts.fact import Fact
from countermove.facts.registry import fields
from countermove.inference.truth import Context, holds, resolve
from countermove.rulebook.condition import Condition
from countermove.rulebook.typing import FAMILY

Own = Mapping[str, Any]
"""The fields of a fact, as `vars` gives them: much quicker to look at than the fact."""
Test = Callable[[Fact, Own], object]
"""True where the conditions hold; anything else where one does not, or is unknown. Takes a fact and its fields."""


def tested(kind: str, where: tuple[Condition, ...], context: Context) -> Test:
    """A test of all conditions, none of which looks at another fact."""
    tests = [_one(kind, condition, context) for condition in where]
    if len(tests) == 1:
        return tests[0]
    if len(tests) == 2:
        first, second = tests
        return lambda fact, own: first(fact, own) and second(fact, own)
    return lambda fact, own: all(test(fact, own) for test in tests)


def _one(kind: str, condition: Condition, context: Context) -> Test:
    if condition.operator == "known":
        wanted, name = resolve(condition.operands[0], {}, context), condition.field
        return lambda fact, own: (own[name] not in (None, ())) == wanted
    values = [resolve(operand, {}, context) for operand in condition.operands]
    if None in values:
        return lambda fact, own: False
    if FAMILY[fields(kind)[condition.field].type] in ("number", "text", "flag"):
        made = _quick(condition, values)
        if made is not None:
            return made
    return lambda fact, own: holds(condition, fact, {}, context)


def _quick(condition: Condition, values: list[Any]) -> Test | None:
    """The test of a field whose values are equal or not and, if they are numbers, ordered."""
    name, value = condition.field, values[0]
    match condition.operator:
        case "eq":
            return lambda fact, own: own[name] == value
        case "ne":
            return lambda fact, own: (mine := own[name]) is not None and mine != value
        case "in":
            options = frozenset(value)
            return lambda fact, own: own[name] in options
        case "not_in":
            options = frozenset(value)
            return lambda fact, own: (mine := own[name]) is not None and mine not in options
        case "gte":
            return lambda fact, own: (mine := own[name]) is not None and mine >= value
        case "gt":
            return lambda fact, own: (mine := own[name]) is not None and mine > value
        case "lte":
            return lambda fact, own: (mine := own[name]) is not None and mine <= value
        case "lt":
            return lambda fact, own: (mine := own[name]) is not None and mine < value
        case "between":
            low, high = values
            return lambda fact, own: (mine := own[name]) is not None and low <= mine <= high
    return None
