"""Clauses: the parts of a rule's `when`. A rule's clauses all have to hold."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from countermove.location import Location
from countermove.rulebook.condition import Condition, ParameterReference


@dataclass(frozen=True, slots=True)
class Match:
    """There is a fact of the kind for which every condition is true; each such fact gives its own match."""

    kind: str
    alias: str
    where: tuple[Condition, ...] = ()
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """`none`: there is no fact of the kind for which every condition is true."""

    kind: str
    where: tuple[Condition, ...] = ()
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`count` (of facts, or of distinct values of `field`) or `sum` (of `field`), held against bounds (both included).

    A fact whose `field` is unknown adds nothing. With no fact at all a count is 0 and a sum is 0.
    """

    kind: str
    function: str
    """`count` or `sum`."""
    alias: str | None = None
    where: tuple[Condition, ...] = ()
    field: str | None = None
    at_least: float | ParameterReference | None = None
    at_most: float | ParameterReference | None = None
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class AnyOf:
    """`any`: at least one list of clauses holds."""

    branches: tuple[tuple[Clause, ...], ...]
    location: Location | None = None


Clause = Match | Absent | Aggregate | AnyOf
Simple = Match | Absent | Aggregate


def branches(clauses: Iterable[Clause]) -> list[tuple[Simple, ...]]:
    """The clauses with every `any` resolved: each list holds when the rule holds by that branch. Order is the file's."""
    result: list[tuple[Simple, ...]] = [()]
    for clause in clauses:
        if isinstance(clause, AnyOf):
            options = [option for branch in clause.branches for option in branches(branch)]
            result = [done + option for done in result for option in options]
        else:
            result = [(*done, clause) for done in result]
    return result


MOST_WAYS = 64
"""A rule with more ways to hold than this is refused: nobody can review it, and every engine would have to try them all."""


def ways(clauses: Iterable[Clause]) -> int:
    """How many lists `branches` gives, without making them."""
    return math.prod(sum(ways(branch) for branch in clause.branches) for clause in clauses if isinstance(clause, AnyOf))


def walk(clauses: Iterable[Clause]) -> Iterator[Simple]:
    """Every clause, those inside `any` too, in the file's order."""
    for clause in clauses:
        if isinstance(clause, AnyOf):
            for branch in clause.branches:
                yield from walk(branch)
        else:
            yield clause
