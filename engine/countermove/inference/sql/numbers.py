"""Numbers compared as Python compares them: exactly, whatever is whole and whatever is not.

A database would turn a whole number into a float first, and 2^53 + 1 into 2^53.
"""

from __future__ import annotations

import math
from typing import Any

from countermove.inference.sql.terms import LARGE, Known, Number
from countermove.inference.sql.truths import Truth
from countermove.tables.quoting import literal

_TURNED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MOST = {"whole": 2**63, "large": 10**38}
_ABOVE_WHOLE = "CAST('9223372036854775808' AS DOUBLE)"


def compared(a: Number | Known, sign: str, b: Number | Known) -> Truth:
    """`a sign b`, of which at most one is a value."""
    return Truth(comparison(a, sign, b), comparison(a, _OPPOSITE[sign], b))


def comparison(a: Number | Known, sign: str, b: Number | Known) -> str:
    """An expression that is NULL where a or b is."""
    if isinstance(a, Known):
        a, sign, b = b, _TURNED[sign], a
    if isinstance(a, Known):
        raise TypeError("two values are compared before there is a query")
    if isinstance(b, Known):
        return _with_value(a, sign, b.value)
    if (a.form == "double") == (b.form == "double"):
        return f"{a.sql} {sign} {b.sql}"
    if a.form == "double":
        a, sign, b = b, _TURNED[sign], a
    return _whole_with_double(a, sign, b.sql)


def as_double(number: Number) -> str:
    """A number as the nearest float."""
    if number.form == "double":
        return number.sql
    if number.form == "whole":
        return f"CAST({number.sql} AS DOUBLE)"
    return f"CAST(CAST({number.sql} AS VARCHAR) AS DOUBLE)"  # from a large number itself it would be rounded twice


def scaled(base: Number, times: float, plus: float) -> Number:
    """`base * times + plus`, in the arithmetic of Python: whole as long as all is, and rounded to floats at the same places."""
    if base.form != "double" and isinstance(times, int) and isinstance(plus, int):
        product = _whole_product(base, times)
        return Number(f"({product.sql} + {plus})", "large") if plus else product
    if base.form != "double" and isinstance(times, int):
        base, times = _whole_product(base, times), 1
    product_sql = as_double(base) if times == 1 else f"{as_double(base)} * {_double(times)}"
    return Number(f"({product_sql} + {_double(plus)})", "double")


def _whole_product(base: Number, times: int) -> Number:
    return base if times == 1 else Number(f"(CAST({base.sql} AS {LARGE}) * {times})", "large")


def _with_value(a: Number, sign: str, value: Any) -> str:
    if not isinstance(value, int | float):  # of another type: equal to no number
        return _decided(a, sign == "<>")
    if a.form == "double":
        return _double_with_value(a, sign, value)
    return _whole_with_value(a, sign, value)


def _whole_with_value(a: Number, sign: str, value: float) -> str:
    if isinstance(value, float):
        if math.isinf(value):
            return _decided(a, sign == "<>" or ((sign in ("<", "<=")) == (value > 0) and sign != "="))
        if not value.is_integer():
            if sign in ("=", "<>"):
                return _decided(a, sign == "<>")
            sign, value = ("<=", math.floor(value)) if sign in ("<", "<=") else (">=", math.ceil(value))
        value = int(value)
    value = int(value)
    if not -_MOST[a.form] <= value < _MOST[a.form]:
        return _decided(a, sign == "<>" or ((sign in ("<", "<=")) == (value > 0) and sign != "="))
    return f"{a.sql} {sign} {value}"


def _double_with_value(a: Number, sign: str, value: float) -> str:
    if isinstance(value, int):
        try:
            near = float(value)
        except OverflowError:
            near = math.inf if value > 0 else -math.inf
        if near != value:  # no float is equal to it: `near` is the next one above or below
            if sign in ("=", "<>"):
                return _decided(a, sign == "<>")
            below = near > value
            sign = {"<": "<" if below else "<=", "<=": "<" if below else "<="}.get(sign, ">=" if below else ">")
        value = near
    return f"{a.sql} {sign} {_double(value)}"


def _whole_with_double(a: Number, sign: str, double: str) -> str:
    """Rounding keeps the order, so that only where both come to the same float the whole numbers have to be asked."""
    near = as_double(a)
    if a.form == "whole":
        if sign == "=":
            return f"({near} = {double} AND {a.sql} = TRY_CAST({double} AS BIGINT))"
        beyond = "TRUE" if sign in ("<", "<=", "<>") else "FALSE"
        return (
            f"CASE WHEN {near} <> {double} THEN {near} {sign} {double} "
            f"WHEN {near} = {double} AND {double} >= {_ABOVE_WHOLE} THEN {beyond} "
            f"ELSE {a.sql} {sign} TRY_CAST({double} AS BIGINT) END"
        )
    return f"CASE WHEN {near} <> {double} THEN {near} {sign} {double} ELSE {a.sql} {sign} TRY_CAST({double} AS {LARGE}) END"


def _decided(a: Number, answer: bool) -> str:
    """What is the same for every number, and unknown where there is none."""
    return f"{a.sql} = {a.sql}" if answer else f"{a.sql} <> {a.sql}"


def _double(value: float) -> str:
    value = float(value)
    if math.isinf(value):
        return f"CAST('{'-' if value < 0 else ''}Infinity' AS DOUBLE)"
    return literal(value)
