"""The right side of a condition. What the rulebook and the day settle is worked out beforehand, in Python.

A parameter read at the date of a fact has one value on some days and another on others: each is a case of its own, with what has to
hold of the date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from countermove.inference.sql import numbers, times
from countermove.inference.sql.terms import Known, Lookup, Number, Term, Time
from countermove.inference.sql.truths import ALWAYS, both
from countermove.inference.truth import Context, resolve
from countermove.rulebook.condition import AsOf, Constant, FieldReference, Operand, ParameterReference, Scaled
from countermove.tables.quoting import literal


@dataclass(frozen=True, slots=True)
class Case:
    """What an operand is where an SQL expression holds; None where it is not known there."""

    where: str
    term: Term | None


def cases(operand: Operand, names: Mapping[str, Lookup], context: Context) -> list[Case]:
    """What an operand can be. No two cases hold at once; where none does, the operand is not known."""
    if isinstance(operand, Constant):
        return [Case(ALWAYS, Known(operand.value))]
    if isinstance(operand, FieldReference):
        return [Case(ALWAYS, names[operand.alias](operand.field))]
    if isinstance(operand, AsOf):
        return [Case(ALWAYS, Known(context.today))]
    if isinstance(operand, ParameterReference):
        return list(_parameter(operand, names, context))
    return [Case(case.where, _scaled(case.term, operand, context)) for case in cases(operand.base, names, context)]


def _scaled(term: Term | None, by: Scaled, context: Context) -> Term | None:
    if term is None:
        return None
    if isinstance(term, Known):
        return scaled_value(term, by.times, by.plus, context)
    if isinstance(term, Time):
        return times.moved(term, by.plus)
    return numbers.scaled(cast(Number, term), by.times, by.plus)


def scaled_value(term: Known, by: float, plus: float, context: Context) -> Known:
    """A value multiplied and moved, as `truth` does it."""
    return Known(resolve(Scaled(cast(Any, Constant(term.value)), by, plus), {}, context))


def _parameter(reference: ParameterReference, names: Mapping[str, Lookup], context: Context) -> Iterator[Case]:
    if reference.at is None:
        value = context.parameter(reference, {})
        yield Case(ALWAYS, None if value is None else Known(value))
        return
    day = cast(Time, names[reference.at.alias](reference.at.field))
    for first, last, value in _stretches(reference, context):
        from_ = ALWAYS if first == date.min else f"{day.first} >= {literal(first)}"
        to = ALWAYS if last == date.max else f"{day.last} <= {literal(last)}"
        inside = both([from_, to])
        yield Case(f"{day.first} IS NOT NULL" if inside == ALWAYS else inside, Known(value))


def _stretches(reference: ParameterReference, context: Context) -> Iterator[tuple[date, date, Any]]:
    """The longest stretches of days throughout which the parameter has one value."""
    parameter = context.rulebook.parameters.get(reference.name)
    if parameter is None:
        return
    begun = {value.valid_from.first for value in parameter.values}
    over = {v.until.last + timedelta(days=1) for v in parameter.values if v.until and v.until.last < date.max}
    starts = sorted({date.min} | begun | over)
    stretches: list[tuple[date, date, Any]] = []
    for start, end in zip(starts, [*(s - timedelta(days=1) for s in starts[1:]), date.max], strict=True):
        found = context.rulebook.value(reference.name, start, reference.jurisdiction)
        value = None if found is None else tuple(found.value) if isinstance(found.value, list) else found.value
        if stretches and stretches[-1][2] == value:
            stretches[-1] = (stretches[-1][0], end, value)
        else:
            stretches.append((start, end, value))
    yield from (stretch for stretch in stretches if stretch[2] is not None)
