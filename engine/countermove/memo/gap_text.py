"""A gap as a requirement for collection: what to find out, of how many, what would be advised then, and whom to ask.

“Was the pipeline damage of 26 September 2022 (Baltic Sea off Bornholm) deliberate? Not known; the same is open for 66 more. If not, the
advice would be: count it as no attack.”
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from countermove.assessment.gaps import Gap
from countermove.facts.fact import Position
from countermove.facts.naming import Names, and_joined, defanged, plain
from countermove.facts.questions import QUESTIONS, WORDS
from countermove.facts.registry import FieldType, fields
from countermove.facts.time import PartialDate, day_of
from countermove.inference.truth import Context, resolve
from countermove.memo.phrases import lower_first, sentence, upper_first
from countermove.rulebook.condition import AsOf, Condition
from countermove.rulebook.english import country_in_words, figure_in_english
from countermove.rulebook.rulebook import Rulebook

_NUMBERS = {
    "eq": "exactly {}", "ne": "exactly {}", "lt": "less than {}", "lte": "{} or less", "gt": "more than {}", "gte": "at least {}",
    "between": "between {} and {}",
}  # fmt: skip
_TIMES = {
    "eq": "on {}", "ne": "on {}", "lt": "before {}", "before": "before {}", "lte": "on or before {}", "gt": "after {}", "after": "after {}",
    "gte": "on or after {}", "between": "between {} and {}",
}  # fmt: skip
_SIDES = {"before": "in the {} up to {}", "after": "within {} of {}", "around": "within {} of {}, before or after"}
_PARTS = {"starts_with": "one that begins with {}", "ends_with": "one that ends in {}", "contains_text": "{}"}
_NEGATED = frozenset({"ne", "not_in"})
_UNITS = {
    "h": ("hour", "hours"),
    "days": ("day", "days"),
    "channels": ("channel", "channels"),
    "exercises": ("exercise", "exercises"),
}
_UNIT_WORDS = {"USD/bbl": "USD a barrel", "t": "tonnes"}
_CODES = {"EU": "the EU", "US": "the US", "UK": "the UK", "UN": "the UN"}
_MOST_NAMED = 6
_YEAR = 366
"""Of a longer time up to the day of the memo the first day is told, since nobody counts so many days."""


def gap_text(gap: Gap, rulebook: Rulebook, names: Names, context: Context, audience: str) -> str:
    """The requirement in two or three sentences."""
    known = f"Not known; the same is open for {gap.count - 1:,} more." if gap.count > 1 else "Not known."
    title = sentence(lower_first(rulebook.actions[gap.action].title.to(audience)))
    asked = f" {'For the first, ask' if gap.count > 1 else 'Ask'} {gap.ask}." if gap.ask else ""
    answer = "not" if waits_for_no(gap.condition) else "so"
    return f"{question(gap.kind, gap.condition, gap.subject, context, names)} {known} If {answer}, the advice would be: {title}{asked}"


def question(kind: str, condition: Condition, it: str, context: Context, names: Names) -> str:
    """What is to be found out, as a question that is answered by yes or no."""
    field = fields(kind)[condition.field]
    pattern = QUESTIONS.get((kind, condition.field), _plain_question(field))
    asked = pattern.format(it=it, value=_value(kind, field, condition, context, names)).rstrip(",")
    return upper_first(asked) + "?"


def waits_for_no(condition: Condition) -> bool:
    """Whether the rule waits for the answer no."""
    return (condition.operator in _NEGATED) != (getattr(condition.operands[0], "value", None) is False)


def _plain_question(field: FieldType) -> str:
    """For a field of which nobody has said how to ask for it."""
    words = field.name.replace("_", " ")
    return (
        f"is it known of {{it}} that “{words}” holds" if field.type == "flag" else f"is the {words} of {{it}} {{value}}"
    )


def _value(kind: str, field: FieldType, condition: Condition, context: Context, names: Names) -> str:
    """What the rule would have to hear."""
    values = [resolve(operand, {}, context) for operand in condition.operands]
    operator = condition.operator
    if operator == "within":
        if condition.side != "after" and isinstance(condition.operands[1], AsOf) and values[0] > _YEAR:
            return f"since {_as_day(PartialDate.on(context.as_of - timedelta(days=int(values[0]))))}"
        day, days = _as_day(values[1]), _with_unit(values[0], "days")
        return _SIDES[condition.side].format(days, day)
    if field.is_time and operator in _TIMES:
        return _TIMES[operator].format(*map(_as_day, values))
    if field.type == "number" and operator in _NUMBERS:
        shown = [
            _with_unit(value, field.unit if place == len(values) - 1 else "") for place, value in enumerate(values)
        ]
        return _NUMBERS[operator].format(*shown)
    if operator == "near":
        return f"within {_with_unit(values[1], 'km')} of {_place(values[0])}"
    if operator in _PARTS:
        return _PARTS[operator].format(f"“{defanged(plain(str(values[0])))}”")
    words = WORDS.get((kind, field.name), {})
    options = values[0] if isinstance(values[0], tuple) and not isinstance(values[0], Position) else (values[0],)
    return _shortened(
        [_named(option, field, words, names) for option in options], "and" if operator == "contains_all" else "or"
    )


def _shortened(parts: list[str], last: str) -> str:
    if len(parts) > _MOST_NAMED:
        parts = [*parts[: _MOST_NAMED - 1], f"one of {len(parts) - _MOST_NAMED + 1} more"]
    return and_joined(parts, f" {last} ")


def _named(value: Any, field: FieldType, words: Mapping[str, str], names: Names) -> str:
    if isinstance(value, PartialDate | datetime):
        return _as_day(value)
    if not isinstance(value, str):
        return figure_in_english(value) if isinstance(value, int | float) else str(value)
    if value in words:
        return words[value]
    if field.type == "entity" or (field.item and field.item.type == "entity"):
        return country_in_words(value) if value.startswith("iso3166:") else names.of(value)
    code = value.upper() if field.type == "choice" else value
    return _CODES.get(code) or defanged(plain(value.replace("_", " ")))


def _as_day(value: Any) -> str:
    """A time as a day; one from a parameter comes as text."""
    if isinstance(value, str):
        value = PartialDate.parse(value[:10])
    return day_of(value).in_words()


def _with_unit(value: Any, unit: str) -> str:
    figure = figure_in_english(value)
    one, many = _UNITS.get(unit, ("", ""))
    return f"{figure} {(one if value == 1 else many) or _UNIT_WORDS.get(unit, unit)}".strip()


def _place(value: Any) -> str:
    return f"{value[0]:g}, {value[1]:g}"
