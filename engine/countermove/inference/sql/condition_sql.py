"""One condition as SQL: when it is true for a fact, and when it is false. `truth.holds` says what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any, cast

from countermove.inference.sql import lists, numbers, times
from countermove.inference.sql.operands import Case, cases, scaled_value
from countermove.inference.sql.terms import Flag, Known, Listing, Lookup, Number, Point, Term, Text, Time, known_where
from countermove.inference.sql.truths import NEVER, UNKNOWN, Truth, all_of, any_of, both, either, where_known
from countermove.inference.truth import EARTH_RADIUS_KM, Context
from countermove.rulebook.condition import Condition, Constant
from countermove.tables.quoting import is_text, listed, literal


def condition_truth(condition: Condition, own: Lookup, names: Mapping[str, Lookup], context: Context) -> Truth:
    """When a condition holds for a fact, given how the fields of that fact and of those matched before are looked up."""
    value = own(condition.field)
    if condition.operator == "known":
        known = f"{known_where(value)[0]} IS NOT NULL"
        truth = Truth(known, f"{known_where(value)[0]} IS NULL")
        wanted = condition.operands[0]
        return truth if isinstance(wanted, Constant) and wanted.value else truth.negated()
    ways = product(*(cases(operand, names, context) for operand in condition.operands))
    found = [(both(case.where for case in chosen), _applied(condition, value, chosen, context)) for chosen in ways]
    return Truth(
        either(both([where, truth.true]) for where, truth in found),
        either(both([where, truth.false]) for where, truth in found),
    )


def _applied(condition: Condition, value: Term, chosen: Sequence[Case], context: Context) -> Truth:
    terms = [case.term for case in chosen]
    if any(term is None for term in terms):
        return UNKNOWN
    operands = cast(list[Term], terms)
    if condition.operator == "within":
        truth = _within(cast(Time, value), operands[0], operands[1], condition.side, context)
    else:
        truth = _TESTS[condition.operator](value, *operands)
    if condition.operator in (
        "between",
        "within",
    ):  # one side that is not met is not enough where the other is not known
        truth = where_known(truth, (column for operand in operands for column in known_where(operand)))
    return truth


def _equal(a: Any, b: Any) -> Truth:
    if isinstance(a, Time):
        return times.equal(a, _time(b))
    if isinstance(a, Number):
        return numbers.compared(a, "=", b)
    if isinstance(b, Known):
        return _equal_to_value(a, b.value)
    return Truth(f"{a.sql} = {b.sql}", f"{a.sql} <> {b.sql}")


def _equal_to_value(a: Text | Flag, value: Any) -> Truth:
    if (isinstance(a, Text) and is_text(value)) or (isinstance(a, Flag) and value in (True, False)):
        constant = literal(value if isinstance(a, Text) else bool(value))
        return Truth(f"{a.sql} = {constant}", f"{a.sql} <> {constant}")
    return Truth(NEVER, f"{a.sql} IS NOT NULL")


def _less(a: Any, b: Any) -> Truth:
    if isinstance(a, Time) or isinstance(b, Time):
        return times.less(_time(a), _time(b))
    return numbers.compared(a, "<", b)


def _more(a: Any, b: Any) -> Truth:
    return _less(b, a)


def _in(value: Any, options: Any) -> Truth:
    if isinstance(options, Listing):
        return lists.contains_value(options.sql, value)
    if isinstance(value, Text):
        texts = [option for option in dict.fromkeys(options.value) if is_text(option)]
        constants = listed(literal(text) for text in texts)
        if texts:
            return Truth(f"{value.sql} IN ({constants})", f"{value.sql} NOT IN ({constants})")
    found = any_of(_equal(value, Known(option)) for option in options.value)
    return found if options.value else where_known(found, known_where(value))


def _between(value: Any, low: Any, high: Any) -> Truth:
    return all_of([_less(value, low).negated(), _more(value, high).negated()])


def _within(value: Time, days: Term, around: Term, side: str, context: Context) -> Truth:
    """That a time lies at most `days` before, after, or on either side of an anchor; both ends included."""
    anchor = _time(around)
    if isinstance(days, Known) and isinstance(around, Known):
        distance = cast(float, days.value)
        ends = [_time(scaled_value(around, 1, step, context)) for step in (-distance, distance)]
    elif isinstance(days, Known):
        distance = cast(float, days.value)
        free = value.moment is not None and value.always and distance >= 0
        ends = [
            (times.moved_freely(anchor, d) if free else None) or times.moved(anchor, d) for d in (-distance, distance)
        ]
    else:
        amount = numbers.as_double(cast(Number, days))
        ends = [times.moved_by(anchor, amount, turned=True), times.moved_by(anchor, amount, turned=False)]
    low = anchor if side == "after" else ends[0]
    high = anchor if side == "before" else ends[1]
    return all_of([times.less(value, low).negated(), times.less(high, value).negated()])


def _near(value: Point, point: Any, km: Any) -> Truth:
    if isinstance(point, Known):
        lat, lon = cast(tuple[float, float], point.value)
        point = Point(literal(float(lat)), literal(float(lon)))
    return numbers.compared(Number(_distance_km(value, point), "double"), "<=", km)


def _distance_km(a: Point, b: Point) -> str:
    """`truth.distance_km`, operation by operation."""
    lat_a, lat_b = (f"({point.lat} * {_DEGREE})" for point in (a, b))
    half_lat = f"(({lat_b} - {lat_a}) / {_TWO})"
    half_lon = f"((({b.lon} - {a.lon}) * {_DEGREE}) / {_TWO})"
    chord = f"(pow(sin({half_lat}), 2) + cos({lat_a}) * cos({lat_b}) * pow(sin({half_lon}), 2))"
    one = literal(1.0)
    return f"({literal(2 * EARTH_RADIUS_KM)} * asin(sqrt(CASE WHEN {chord} > {one} THEN {one} ELSE {chord} END)))"


def _text_test(function: str) -> Callable[[Any, Any], Truth]:
    """A test on case-folded texts, by a function of the database that works on bytes or code points: for UTF-8 that is the same."""

    def test(a: Text, b: Any) -> Truth:
        if isinstance(b, Known):
            if not is_text(b.value):
                return Truth(NEVER, f"{a.sql} IS NOT NULL")
            b = Text("", literal(str(b.value).casefold()))
        holds = f"{function}({a.folded}, {b.folded})"
        return Truth(holds, f"NOT {holds}")

    return test


def _time(term: Term) -> Time:
    return term if isinstance(term, Time) else times.of_value(cast(Known, term).value)


_DEGREE = literal(0.017453292519943295)
_TWO = literal(2.0)

_TESTS: Mapping[str, Callable[..., Truth]] = {
    "eq": _equal,
    "ne": lambda a, b: _equal(a, b).negated(),
    "in": _in,
    "not_in": lambda a, options: _in(a, options).negated(),
    "lt": _less,
    "gte": lambda a, b: _less(a, b).negated(),
    "gt": _more,
    "lte": lambda a, b: _more(a, b).negated(),
    "between": _between,
    "contains": lambda items, b: lists.contains_value(items.sql, b),
    "contains_any": lambda items, options: lists.contains_any(items.sql, options),
    "contains_all": lambda items, options: lists.contains_all(items.sql, options),
    "starts_with": _text_test("starts_with"),
    "ends_with": _text_test("ends_with"),
    "contains_text": _text_test("contains"),
    "before": _less,
    "after": _more,
    "near": _near,
}
