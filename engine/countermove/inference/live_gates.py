"""Where the facts of one kind lead: which of the rules' tests they pass, found by few look-ups instead of one test after the other.

Of the conditions of a test one is looked up: an equality in a table by value, a least value in the row of all least values that are
asked of its field. Only what is left of a test, after that, is asked one by one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from countermove.facts.fact import Fact
from countermove.facts.registry import fields
from countermove.inference.live_branches import LiveBranch
from countermove.inference.live_conditions import Own, Test, tested
from countermove.inference.live_values import ValuesOf
from countermove.inference.truth import Context, resolve
from countermove.rulebook.condition import Condition
from countermove.rulebook.typing import FAMILY


class Entry:
    """What a fact may enter by one test.

    `matches` are plain branches that hold for the fact alone; `networks` those of which it is a whole tuple; `joins` and `beside` the
    patterns in which it is joined, or stands beside matched facts, each with the values by which it does.
    """

    __slots__ = ("beside", "joins", "matches", "networks")

    def __init__(self) -> None:
        self.matches: list[LiveBranch] = []
        self.networks: list[int] = []
        self.joins: list[tuple[int, ValuesOf]] = []
        self.beside: list[tuple[int, ValuesOf]] = []


_Left = tuple[Entry, Test | None]
"""An entry, and what is left of its test."""


class Way:
    """All that is entered by tests passed together. `matches` are rules by the alias that each has for the fact.

    `further` are ways with a test of their own.
    """

    __slots__ = ("beside", "further", "joins", "matches", "networks")

    def __init__(self, entries: Sequence[_Left]) -> None:
        passed = [entry for entry, left in entries if left is None]
        by_alias: dict[str, list[str]] = {}
        for branch in (branch for entry in passed for branch in entry.matches):
            by_alias.setdefault(branch.bindings[0][0], []).append(branch.id)
        self.matches = tuple((alias, tuple(sorted(rules))) for alias, rules in by_alias.items())
        self.networks = tuple(network for entry in passed for network in entry.networks)
        self.joins = tuple(join for entry in passed for join in entry.joins)
        self.beside = tuple(beside for entry in passed for beside in entry.beside)
        self.further = tuple((left, Way([(entry, None)])) for entry, left in entries if left is not None)


class Gate:
    """The ways of a kind."""

    __slots__ = ("always", "tables")

    def __init__(self, kind: str, entries: Mapping[tuple[Condition, ...], Entry], context: Context) -> None:
        always: list[_Left] = []
        equal: dict[str, dict[Any, list[_Left]]] = {}
        least: dict[str, list[tuple[Any, _Left]]] = {}
        for where, entry in entries.items():
            chosen = max(where, key=lambda condition: _worth(kind, condition, context), default=None)
            if chosen is None or not _worth(kind, chosen, context):
                always.append((entry, tested(kind, where, context) if where else None))
                continue
            rest = tuple(condition for condition in where if condition is not chosen)
            left = entry, tested(kind, rest, context) if rest else None
            value = resolve(chosen.operands[0], {}, context)
            if chosen.operator == "gte":
                least.setdefault(chosen.field, []).append((value, left))
            else:
                table = equal.setdefault(chosen.field, {})
                for one in frozenset(value) if chosen.operator == "in" else (value,):
                    table.setdefault(one, []).append(left)
        self.always = Way(always) if always else None
        self.tables: list[tuple[str, list[Any] | None, Any]] = [
            (field, None, {value: Way(some) for value, some in table.items()}) for field, table in equal.items()
        ]
        """Fields, each with the ways by value, or with the least values and the ways by how many of them are reached."""
        for field, steps in least.items():
            bounds = sorted({_as_float(bound) for bound, _ in steps})
            reached = [[left for bound, left in steps if bound <= most] for most in bounds]
            self.tables.append((field, bounds, [None, *map(Way, reached)]))

    def ways(self, fact: Fact, own: Own) -> Iterable[Way]:
        """The ways of a fact, whose fields are given too."""
        found = []
        for field, bounds, table in self.tables:
            value = own[field]
            if bounds is None:
                way = table.get(value)
            elif value is not None:
                way = table[bisect_right(bounds, value)]
            else:
                continue
            if way is not None:
                found.append(way)
                for test, further in way.further:
                    if test(fact, own):
                        found.append(further)
        way = self.always
        if way is not None:
            found.append(way)
            for test, further in way.further:
                if test(fact, own):
                    found.append(further)
        return found


def _as_float(bound: float) -> float:
    """A number as a float, which is compared sooner with other floats, where no float of it is another number."""
    return float(bound) if abs(bound) <= 2**53 else bound


def _worth(kind: str, condition: Condition, context: Context) -> int:
    """How much it helps to look a condition up; 0 where it has to be tested."""
    family = FAMILY[fields(kind)[condition.field].type]
    value = resolve(condition.operands[0], {}, context)
    if family not in ("number", "text", "flag") or value is None or value != value:
        return 0
    match condition.operator:
        case "eq":
            return 3
        case "in":
            return 2
        case "gte":
            return int(family == "number")
    return 0
