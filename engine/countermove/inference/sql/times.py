"""Days, spans and moments: which is earlier, and what they are when they are moved. As in `truth`, in SQL.

A span has two columns. Where a plain day meets a moment, days are compared. A time that is moved beyond the calendar stops at its edge,
and is a day there.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from countermove.facts.time import PartialDate, to_moment
from countermove.inference.sql.terms import Time
from countermove.inference.sql.truths import Truth, both, either
from countermove.tables.quoting import literal

_DAY_US = 86_400_000_000
_MOST_DAYS = (date.max - date.min).days
_START, _END = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def of_value(value: Any) -> Time:
    """A time that is known beforehand; from a parameter it comes as text."""
    if isinstance(value, str):
        value = to_moment(value) if "T" in value else PartialDate.parse(value)
    if isinstance(value, datetime):
        day = literal(value.astimezone(UTC).date())
        return Time(day, day, literal(value))
    return Time(literal(value.first), literal(value.last))


def less(a: Time, b: Time) -> Truth:
    """Whether a is earlier than b."""
    if a.exact and b.exact:
        by_day = Truth(f"{a.first} < {b.first}", f"{a.first} >= {b.first}")
    else:
        by_day = Truth(f"{a.last} < {b.first}", f"{a.first} >= {b.last}")
    return _by_moment(a, b, "<", ">=", by_day)


def equal(a: Time, b: Time) -> Truth:
    """Whether a and b are the same; unknown for spans that overlap."""
    if a.exact and b.exact:
        by_day = Truth(f"{a.first} = {b.first}", f"{a.first} <> {b.first}")
    else:
        exact = [f"{t.first} = {t.last}" for t in (a, b) if not t.exact]
        apart = f"({a.last} < {b.first} OR {b.last} < {a.first})"
        by_day = Truth(both([f"{a.first} = {b.first}", *exact]), apart)
    return _by_moment(a, b, "=", "<>", by_day)


def _by_moment(a: Time, b: Time, true: str, false: str, by_day: Truth) -> Truth:
    """Moments are compared where both are there, else days."""
    if a.moment is None or b.moment is None:
        return by_day
    by_moment = Truth(f"{a.moment} {true} {b.moment}", f"{a.moment} {false} {b.moment}")
    missing = [f"{t.moment} IS NULL" for t in (a, b) if not t.always]
    if not missing:
        return by_moment
    lost = either(missing)
    return Truth(
        f"({by_moment.true} OR ({lost} AND {by_day.true}))", f"({by_moment.false} OR ({lost} AND {by_day.false}))"
    )


def moved(base: Time, days: float) -> Time:
    """A time moved by a number of days: by whole ones if it is a day, else to the microsecond."""
    if days == 0:
        return base
    day = _moved_day(base, days)
    if base.moment is None:
        return day
    edge = _edge(days)
    try:
        step: timedelta | None = timedelta(days=days)
    except OverflowError:
        step = None
    if step is None or abs(step) > _END - _START:
        moment, lost = "CAST(NULL AS TIMESTAMP)", "TRUE"
    else:
        us = step // _MICROSECOND
        lost = f"{base.moment} > {_moment(_END - step)}" if us > 0 else f"{base.moment} < {_moment(_START - step)}"
        sign = "+" if us >= 0 else "-"
        moment = (
            f"CASE WHEN {lost} THEN NULL ELSE {base.moment} {sign} INTERVAL {abs(us)} MICROSECONDS END"
            if us
            else base.moment
        )
        lost = lost if us else "FALSE"
    return _joined(base, day, moment, f"({base.moment} IS NOT NULL AND {lost})", edge)


def moved_by(base: Time, days: str, turned: bool) -> Time:
    """A time moved by an SQL number of days (DOUBLE); backwards if `turned`."""
    step = f"(-({days}))" if turned else f"({days})"
    within = f"abs({step}) <= {_MOST_DAYS + 1}"
    edge = f"CASE WHEN {step} > 0 THEN {literal(date.max)} ELSE {literal(date.min)} END"
    whole = f"trunc(CASE WHEN {within} THEN {step} END)"
    shift = f"CAST({whole} AS INTEGER)"
    over = f"(NOT ({within}) OR {base.first} + {shift} < {literal(date.min)} OR {base.last} + {shift} > {literal(date.max)})"
    known = f"{base.first} IS NOT NULL AND ({days}) IS NOT NULL"

    def shifted(end: str) -> str:
        return f"CASE WHEN {known} THEN CASE WHEN {over} THEN {edge} ELSE {end} + {shift} END END"

    day = Time(shifted(base.first), shifted(base.last))
    if base.moment is None:
        return day
    part = f"((CASE WHEN {within} THEN {step} END) - {whole}) * CAST('86400000000' AS DOUBLE)"
    at = f"(epoch_us({base.moment}) + CAST({whole} AS BIGINT) * {_DAY_US} + {_half_even(part)})"
    first, last = (_microseconds(t) for t in (_START, _END))
    lost = f"(NOT ({within}) OR {at} < {first} OR {at} > {last})"
    moment = f"CASE WHEN ({days}) IS NOT NULL AND NOT {lost} THEN make_timestamp({at}) END"
    return _joined(base, day, moment, f"({base.moment} IS NOT NULL AND ({days}) IS NOT NULL AND {lost})", edge)


def within(value: Time, low: Time | None, high: Time | None) -> list[Truth]:
    """That a value is not before one time, and not after the other."""
    found = []
    if low is not None:
        found.append(less(value, low).negated())
    if high is not None:
        found.append(less(high, value).negated())
    return found


def moved_freely(base: Time, days: float) -> Time | None:
    """A moment moved without a look at the calendar's edges; None where that is not the same. Nothing lies beyond them, so that what
    is bounded by a moment there is not bounded at all."""
    if base.moment is None or not base.always:
        return None
    try:
        us = timedelta(days=days) // _MICROSECOND
    except OverflowError:
        return None
    if abs(us) > (_END - _START) // _MICROSECOND:
        return None
    moment = f"{base.moment} {'+' if us >= 0 else '-'} INTERVAL {abs(us)} MICROSECONDS" if us else base.moment
    return Time(base.first, base.last, moment)


def _joined(base: Time, day: Time, moment: str, lost: str, edge: str) -> Time:
    """A moved moment: with its own day, or the edge where it is lost; moved as a day where it was but a day before."""
    own = f"CASE WHEN {lost} THEN {edge} ELSE CAST({moment} AS DATE) END"
    if base.always:
        return Time(own, own, moment, always=False)
    first, last = (f"CASE WHEN {base.moment} IS NULL THEN {end} ELSE {own} END" for end in (day.first, day.last))
    return Time(first, last, moment, always=False)


def _moved_day(base: Time, days: float) -> Time:
    edge = _edge(days)
    try:
        step = timedelta(days=int(days)).days
    except OverflowError:
        step = None
    if step == 0:
        return Time(base.first, base.last)
    if step is None or abs(step) > _MOST_DAYS:
        stopped = f"CASE WHEN {base.first} IS NOT NULL THEN {edge} END"
        return Time(stopped, stopped)
    shift = timedelta(days=step)
    over = f"{base.last} > {literal(date.max - shift)}" if step > 0 else f"{base.first} < {literal(date.min - shift)}"
    first, last = (f"CASE WHEN {over} THEN {edge} ELSE {end} + {step} END" for end in (base.first, base.last))
    return Time(first, last)


def _edge(days: float) -> str:
    return literal(date.max if days > 0 else date.min)


def _moment(value: datetime) -> str:
    return literal(value)


def _microseconds(value: datetime) -> int:
    return (value - _EPOCH) // _MICROSECOND


def _half_even(part: str) -> str:
    """A DOUBLE as the nearest BIGINT; the even one where two are as near."""
    rest = f"({part} - floor({part}))"
    half = "CAST('0.5' AS DOUBLE)"
    down = f"CAST(floor({part}) AS BIGINT)"
    return f"({down} + CASE WHEN {rest} < {half} OR ({rest} = {half} AND {down} % 2 = 0) THEN 0 ELSE 1 END)"
