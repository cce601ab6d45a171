"""Conditions: what a rule asks of one fact, against constants, parameters, the date, or facts matched earlier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from countermove.facts.fact import Position
from countermove.facts.time import PartialDate
from countermove.location import Location

Scalar = str | float | int | bool | PartialDate | datetime | Position
Value = Scalar | tuple[Scalar, ...]

Operator = Literal[
    "eq", "ne", "in", "not_in", "lt", "lte", "gt", "gte", "between", "contains", "contains_any", "contains_all",
    "starts_with", "ends_with", "contains_text", "before", "after", "within", "near", "known",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that stands in the rule itself."""

    value: Value


@dataclass(frozen=True, slots=True)
class FieldReference:
    """`$alias.field`: a field of a fact matched in an earlier clause."""

    alias: str
    field: str


@dataclass(frozen=True, slots=True)
class ParameterReference:
    """`$parameters.name`: a dated parameter, read at `as_of` or at the date that `at` names."""

    name: str
    jurisdiction: str | None = None
    at: FieldReference | None = None


@dataclass(frozen=True, slots=True)
class AsOf:
    """`$as_of`: the day for which the memo is written."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """`{ref: $a.x, times: 2, plus: 10}`: a number or time, multiplied, then moved (times by days)."""

    base: FieldReference | ParameterReference | AsOf
    times: float = 1
    plus: float = 0


Operand = Constant | FieldReference | ParameterReference | AsOf | Scaled


@dataclass(frozen=True, slots=True)
class Condition:
    """`field operator operands`. Operands by operator: one for most; `between` low and high; `within` the days and the anchor,
    with `side` saying on which side of it; `near` the point and the kilometres."""

    field: str
    operator: Operator
    operands: tuple[Operand, ...]
    side: Literal["", "before", "after", "around"] = ""
    location: Location | None = None

    def references(self) -> Iterator[FieldReference]:
        """The fields of earlier facts that it looks at."""
        for operand in self.operands:
            base = operand.base if isinstance(operand, Scaled) else operand
            if isinstance(base, FieldReference):
                yield base
            elif isinstance(base, ParameterReference) and base.at:
                yield base.at

    def parameters(self) -> Iterator[ParameterReference]:
        """The parameters that it reads."""
        for operand in self.operands:
            base = operand.base if isinstance(operand, Scaled) else operand
            if isinstance(base, ParameterReference):
                yield base
