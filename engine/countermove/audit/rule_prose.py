"""What a rule asks, as a reviewer reads it on the rule's page: one numbered sentence a clause, one line a condition.

Facts matched earlier stand in italics under the names that the rule gives them; numbers stand with the parameter they come from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from countermove.facts.naming import Names
from countermove.facts.registry import FieldType, fields
from countermove.rulebook.clause import Absent, Aggregate, AnyOf, Clause, Match, Simple
from countermove.rulebook.condition import AsOf, Condition, Constant, FieldReference, Operand, ParameterReference, Scaled
from countermove.rulebook.english import figure_in_english, value_in_english
from countermove.rulebook.parameter import Parameter

_WORDING = {
    "eq": "is {}", "ne": "is not {}", "in": "is {}", "not_in": "is none of {}", "lt": "is less than {}", "lte": "is at most {}",
    "gt": "is more than {}", "gte": "is at least {}", "between": "lies between {} and {}", "starts_with": "begins with {}",
    "ends_with": "ends with {}", "contains_text": "contains the words {}", "before": "lies before {}", "after": "lies after {}",
    "near": "lies within {1} km of {0}", "contains": "include {}", "contains_any": "include {}", "contains_all": "include {}",
}  # fmt: skip
_TIMES = {"lt": "lies before {}", "lte": "lies on or before {}", "gt": "lies after {}", "gte": "lies on or after {}"}
_BETWEEN = {"in": " or ", "contains_any": " or ", "contains_all": " and "}
_SIDES = {"before": "in the {} days up to", "after": "in the {} days from", "around": "within {} days of"}
_KINDS = {"ais_gap": "AIS gap", "ais_spoofing": "AIS spoofing", "ship_to_ship_transfer": "ship-to-ship transfer"}
_MASS = frozenset({
    "ais_spoofing", "classification", "control", "dependence", "expertise", "incorporation", "insurance", "loitering", "management", "ownership",
})  # fmt: skip
"""Kinds of which one does not say “a”, only “a record of”."""
_FIELDS = {"about": "object", "built": "year of building", "by": "author", "distance_km": "distance", "sanctioned_by": "sanctioning authorities"}
_OWN_TIME = ("date", "period", "day", "start", "end")
_NAMES = Names(())


class Prose:
    """Clauses and references in plain English, with the values of a rulebook's parameters."""

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        self._parameters = parameters

    def clauses(self, clauses: Sequence[Clause]) -> Iterator[str]:
        """The clauses as a numbered list in Markdown."""
        for number, clause in enumerate(clauses, start=1):
            if isinstance(clause, AnyOf):
                yield f"{number}. At least one of these holds:"
                for letter, branch in zip("abcdefghijklmnopqrstuvwxyz", clause.branches, strict=False):
                    yield f"   - ({letter}) " + " And: ".join(self._in_one_line(part) for part in branch)
                continue
            conditions = self._conditions(clause)
            yield f"{number}. {self._head(clause)}{':' if conditions else '.'}"
            yield from (f"   - {condition}" for condition in conditions)

    def source(self, operand: Operand) -> str:
        """What a value is taken from: `the end of *gap*`, `*ship*`, `“eu”`."""
        if isinstance(operand, Constant):
            return self._value(operand.value, "")
        if isinstance(operand, AsOf):
            return "the day of the memo"
        if isinstance(operand, FieldReference):
            return f"*{operand.alias}*" if operand.field == "id" else f"the {field_in_words(operand.field)} of *{operand.alias}*"
        if isinstance(operand, ParameterReference):
            return self._parameter(operand)
        return self._scaled(operand)

    def _in_one_line(self, clause: Clause) -> str:
        if isinstance(clause, AnyOf):
            return "At least one of: " + " / ".join(" And: ".join(self._in_one_line(part) for part in branch) for branch in clause.branches)
        asked = "; ".join(self._conditions(clause))
        return f"{self._head(clause)}{': ' if asked else ''}{asked}."

    def _head(self, clause: Simple) -> str:
        kind = kind_in_words(clause.kind)
        if isinstance(clause, Match):
            return f"There is {_one(clause.kind)}, *{clause.alias}*"
        if isinstance(clause, Absent):
            what = f"record of {kind}" if clause.kind in _MASS else kind
            return f"There is no {what}{' of which all this is known' if clause.where else ''}"
        called = f", *{clause.alias}*" if clause.alias else ""
        if clause.function == "sum":
            return f"The {field_in_words(str(clause.field))} of all records of the kind {kind}{called}, adds up to {self._bounds(clause)}"
        different = f" with a different {field_in_words(clause.field)} each" if clause.field else ""
        if clause.at_least == 0 and clause.at_most is None:
            return f"It is counted how many records of the kind {kind} there are{different}{called}"
        return f"There are {self._bounds(clause)} records of the kind {kind}{different}{called}"

    def _bounds(self, clause: Aggregate) -> str:
        parts = []
        for word, bound in (("at least", clause.at_least), ("at most", clause.at_most)):
            if bound is not None:
                parts.append(f"{word} {figure_in_english(bound) if isinstance(bound, int | float) else self._parameter(bound)}")
        return " and ".join(parts)

    def _conditions(self, clause: Simple) -> list[str]:
        return [self._condition(fields(clause.kind)[condition.field], condition) for condition in clause.where]

    def _condition(self, field: FieldType, condition: Condition) -> str:
        first, operator = condition.operands[0], condition.operator
        its = "it" if field.name == "id" else f"its {field_in_words(field.name, field)}"
        if operator == "known":
            return f"{its} is {'' if isinstance(first, Constant) and first.value else 'not '}known"
        if operator == "within":
            return f"{its} lies {_SIDES[condition.side].format(self._plain_days(first))} {self.source(condition.operands[1])}"
        if field.type == "flag" and isinstance(first, Constant):
            return f"it is known whether it is “{field_in_words(field.name)}”, and the answer is {'yes' if first.value else 'no'}"
        if isinstance(first, FieldReference) and first.field == field.name and first.field != "id" and operator in ("eq", "ne"):
            return f"{its} is {'not ' if operator == 'ne' else ''}that of *{first.alias}*"
        among = _BETWEEN.get(operator)
        shown = [self._shown(operand, field, among) for operand in condition.operands]
        wording = _TIMES.get(operator, _WORDING[operator]) if field.is_time else _WORDING[operator]
        return f"{its} {wording.format(*shown)}"

    def _shown(self, operand: Operand, field: FieldType, among: str | None) -> str:
        if isinstance(operand, Constant):
            return self._value(operand.value, field.unit, among)
        text = self.source(operand)
        is_list = among is not None and not (isinstance(operand, FieldReference) and operand.field == "id")
        return f"one of {text}" if is_list else text

    def _value(self, value: object, unit: str, among: str | None = None) -> str:
        if isinstance(value, tuple):
            parts = [self._value(part, unit) for part in value]
            return (among or " and ").join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
        if isinstance(value, str):
            return _NAMES.of(value) if value.startswith("iso3166:") else f"“{value.replace('_', ' ')}”"
        return value_in_english(value, unit)

    def _parameter(self, reference: ParameterReference) -> str:
        values = self._parameters[reference.name].values
        if len(values) == 1 and not isinstance(values[0].value, list):
            return f"{value_in_english(values[0].value)} (parameter `{reference.name}`)"
        place = f" for the {reference.jurisdiction.upper()}" if reference.jurisdiction else ""
        at = f" on the {field_in_words(reference.at.field)} of *{reference.at.alias}*" if reference.at else ""
        return f"the parameter `{reference.name}`{place}{at}"

    def _plain_days(self, operand: Operand) -> str:
        return figure_in_english(operand.value) if isinstance(operand, Constant) and isinstance(operand.value, int | float) else self.source(operand)

    def _scaled(self, operand: Scaled) -> str:
        text = self.source(operand.base)
        if operand.times != 1:
            text = f"{figure_in_english(operand.times)} times {text}"
        if operand.plus:
            text += f" {'plus' if operand.plus > 0 else 'minus'} {figure_in_english(abs(operand.plus))}"
        return text


def kind_in_words(kind: str) -> str:
    """`AIS gap`, `corridor deal`."""
    return _KINDS.get(kind, kind.replace("_", " "))


def field_in_words(name: str, field: FieldType | None = None) -> str:
    """`stage date`; a time whose name does not say so is called a date."""
    words = _FIELDS.get(name, name.replace("_", " "))
    return f"{words} date" if field and field.is_time and not words.endswith(_OWN_TIME) else words


def _one(kind: str) -> str:
    words = kind_in_words(kind)
    if kind in _MASS:
        return f"a record of {words}"
    return f"{'an' if words[0] in 'aeiouA' else 'a'} {words}"
