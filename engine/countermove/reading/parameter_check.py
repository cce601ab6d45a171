"""Checks of parameters beyond their form: values of one type, dates that are dates, periods that do not end before they begin."""

from __future__ import annotations

from typing import Any

from countermove.facts.time import PartialDate
from countermove.reading.yaml_source import YamlSource
from countermove.rulebook.parameter import Parameter

_SORTS = {bool: "true or false", int: "a number", float: "a number", str: "text", list: "a list", dict: "a table"}


def check_parameter(source: YamlSource, parameter: Parameter, shipped: Parameter | None = None) -> None:
    """Note every fault of a parameter. Where it replaces a shipped table, it must have all entries of that table."""
    wanted = _sort(parameter.values[0].value)
    for i, dated in enumerate(parameter.values):
        path = ("values", i, "value")
        if _sort(dated.value) != wanted:
            message = f"this is {_sort(dated.value)}, but the first value is {wanted}"
            source.fault("CM106", message, path, "give all values of a parameter the same type")
        if parameter.unit == "date" and not _is_date(dated.value):
            source.fault("CM106", f"the unit is date, but {dated.value!r} is none", path, "write YYYY-MM-DD")
        if dated.until and dated.until.last < dated.valid_from.first:
            source.fault(
                "CM106", "the value ends before it begins", ("values", i, "until"), "correct one of the two dates"
            )
        lacking = _lacking(dated.value, shipped.values[0].value) if shipped else None
        if lacking:
            source.fault(
                "CM105",
                f"'{lacking}' is missing or has another form than in the shipped table",
                path,
                "copy the shipped file and change its numbers",
            )


def _sort(value: Any) -> str:
    if isinstance(value, list) and value:
        items = {_sort(item) for item in value}
        return f"a list of {' and '.join(sorted(items))}"
    return _SORTS.get(type(value), type(value).__name__)


def _is_date(value: Any) -> bool:
    try:
        PartialDate.parse(value)
    except (ValueError, AttributeError):
        return False
    return True


def _lacking(own: Any, shipped: Any, name: str = "the table") -> str | None:
    """The first entry of the shipped table that is not there in the same form; None where all are."""
    if isinstance(shipped, dict):
        for key, value in shipped.items():
            if not isinstance(own, dict) or key not in own:
                return str(key)
            found = _lacking(own[key], value, str(key))
            if found:
                return found
        return None
    return None if _sort(own) == _sort(shipped) else name
