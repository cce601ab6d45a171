"""When a condition is true, false, or unknown (None): the one definition that all engines in Python share.

A comparison with a value that is not known is unknown (rule-language.md, "Three values"). Dates known only to the month or year are
spans, and a comparison that the span leaves open is unknown. Where a plain day meets a moment, days (UTC) are compared.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from countermove.facts.fact import Fact, Position
from countermove.facts.time import PartialDate, day_of, to_moment
from countermove.rulebook.condition import (
    AsOf,
    Condition,
    Constant,
    FieldReference,
    Operand,
    Operator,
    ParameterReference,
    Scaled,
)  # fmt: skip
from countermove.rulebook.parameter import Parameter
from countermove.rulebook.rulebook import Rulebook

Truth = bool | None
Names = Mapping[str, object]
"""What the aliases of a rule stand for so far: facts, and the totals of counts and sums."""
EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth, IUGG."""


class Context:
    """What conditions are read against besides facts: the day, and the parameters as they stand on it."""

    def __init__(self, rulebook: Rulebook, as_of: date) -> None:
        self.rulebook = rulebook
        self.as_of = as_of
        self.today = PartialDate.on(as_of)
        self._standing: dict[tuple[str, str | None], Any] = {}

    def parameter(self, reference: ParameterReference, names: Names) -> Any:
        """The parameter's value on the day, or at the date of a fact; None where it has none then, or where that date is
        known only roughly and the value changes within its span."""
        if reference.at is None:
            key = (reference.name, reference.jurisdiction)
            if key not in self._standing:
                self._standing[key] = self._value_on(reference, self.as_of)
            return self._standing[key]
        when = value_of(names[reference.at.alias], reference.at.field)
        parameter = self.rulebook.parameters.get(reference.name)
        if when is None or parameter is None:
            return None
        first, *others = [self._value_on(reference, day) for day in _days_of_change(parameter, day_of(when))]
        return first if all(other == first for other in others) else None

    def _value_on(self, reference: ParameterReference, day: date) -> Any:
        found = self.rulebook.value(reference.name, day, reference.jurisdiction)
        return None if found is None else _as_value(found.value)


def _days_of_change(parameter: Parameter, span: PartialDate) -> list[date]:
    """The first day of a span, and the days within it on which some value of the parameter begins or no longer holds."""
    begun = [value.valid_from.first for value in parameter.values]
    over = [
        value.until.last + timedelta(days=1)
        for value in parameter.values
        if value.until and value.until.last < date.max
    ]
    return [span.first, *(day for day in begun + over if span.first < day <= span.last)]


def value_of(named: object, field: str) -> Any:
    """The value of a field; None where the fact does not carry it. An empty list carries nothing."""
    value = getattr(named, field)
    return None if value == () else value


def resolve(operand: Operand, names: Names, context: Context) -> Any:
    """The value of an operand for the facts matched so far; None where it is not known."""
    if isinstance(operand, Constant):
        return operand.value
    if isinstance(operand, FieldReference):
        return value_of(names[operand.alias], operand.field)
    if isinstance(operand, AsOf):
        return context.today
    if isinstance(operand, ParameterReference):
        return context.parameter(operand, names)
    return _scale(operand, resolve(operand.base, names, context))


def holds(condition: Condition, fact: Fact, names: Names, context: Context) -> Truth:
    """Whether a condition holds for a fact, given the facts matched so far."""
    value = value_of(fact, condition.field)
    if condition.operator == "known":
        return bool((value is not None) == resolve(condition.operands[0], names, context))
    operands = [resolve(operand, names, context) for operand in condition.operands]
    if value is None or None in operands:
        return None
    if condition.operator == "within":
        return _within(value, operands[0], operands[1], condition.side)
    return _TESTS[condition.operator](value, *operands)


def all_hold(conditions: tuple[Condition, ...], fact: Fact, names: Names, context: Context) -> Truth:
    """Whether all conditions hold: false if one is false, else unknown if one is unknown, else true (Kleene)."""
    result: Truth = True
    for condition in conditions:
        truth = holds(condition, fact, names, context)
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def _equal(a: Any, b: Any) -> Truth:
    if isinstance(a, PartialDate | datetime):
        b = _as_time(b)
        if isinstance(a, datetime) and isinstance(b, datetime):
            return a == b
        a, b = day_of(a), day_of(b)
        if a.exact and b.exact:
            return bool(a.first == b.first)
        return False if a.last < b.first or b.last < a.first else None
    return bool(a == b)


def _less(a: Any, b: Any) -> Truth:
    if isinstance(a, PartialDate | datetime):
        b = _as_time(b)
        if isinstance(a, datetime) and isinstance(b, datetime):
            return a < b
        a, b = day_of(a), day_of(b)
        if a.last < b.first:
            return True
        return False if a.first >= b.last else None
    return bool(a < b)


def _more(a: Any, b: Any) -> Truth:
    return _less(_as_time(b) if isinstance(a, PartialDate | datetime) else b, a)


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _any(truths: list[Truth]) -> Truth:
    return True if True in truths else None if None in truths else False


def _all(truths: list[Truth]) -> Truth:
    return False if False in truths else None if None in truths else True


def _in(value: Any, options: tuple[Any, ...]) -> Truth:
    return _any([_equal(value, option) for option in options])


def _within(value: Any, days: float, anchor: Any, side: str) -> Truth:
    """Whether a time lies at most `days` before, after, or on either side of the anchor; both ends included."""
    at = _as_time(anchor)
    low = at if side == "after" else _moved(at, -days)
    high = at if side == "before" else _moved(at, days)
    return _all([_not(_less(value, low)), _not(_more(value, high))])


def _moved(value: PartialDate | datetime, days: float) -> PartialDate | datetime:
    try:
        return value + timedelta(days=days) if isinstance(value, datetime) else value.shifted(days)
    except OverflowError:  # beyond the calendar: as far as it goes
        edge = date.max if days > 0 else date.min
        return PartialDate.on(edge)


def _near(value: Position, point: Position, km: float) -> bool:
    return distance_km(value, point) <= km


def distance_km(a: Position, b: Position) -> float:
    """Great-circle distance (haversine) on a sphere."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat, half_lon = (lat_b - lat_a) / 2, math.radians(b.lon - a.lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


def _scale(scaled: Scaled, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, PartialDate | datetime | str):
        return _moved(_as_time(value), scaled.plus)
    return value * scaled.times + scaled.plus


def _as_time(value: Any) -> PartialDate | datetime:
    """A time that came from a parameter stands there as text."""
    if isinstance(value, str):
        return to_moment(value) if "T" in value else PartialDate.parse(value)
    time: PartialDate | datetime = value
    return time


def _as_value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_TESTS: Mapping[Operator, Callable[..., Truth]] = {
    "eq": _equal,
    "ne": lambda a, b: _not(_equal(a, b)),
    "in": _in,
    "not_in": lambda a, options: _not(_in(a, options)),
    "lt": _less,
    "gte": lambda a, b: _not(_less(a, b)),
    "gt": _more,
    "lte": lambda a, b: _not(_more(a, b)),
    "between": lambda a, low, high: _all([_not(_less(a, low)), _not(_more(a, high))]),
    "contains": lambda items, b: _any([_equal(item, b) for item in items]),
    "contains_any": lambda items, options: _any([_in(item, options) for item in items]),
    "contains_all": lambda items, options: _all([_any([_equal(item, option) for item in items]) for option in options]),
    "starts_with": lambda a, b: a.casefold().startswith(b.casefold()),
    "ends_with": lambda a, b: a.casefold().endswith(b.casefold()),
    "contains_text": lambda a, b: b.casefold() in a.casefold(),
    "before": _less,
    "after": _more,
    "near": _near,
}
