"""What a rule asks in plain English, on its page and in every message: one numbered sentence a clause, one line a condition.

Facts matched earlier stand in italics under the names that the rule gives them; numbers stand with the parameter they come from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from countermove.facts.registry import FieldType, fields
from countermove.rulebook.clause import Absent, Aggregate, AnyOf, Clause, Match, Simple
from countermove.rulebook.condition import (
    AsOf,
    Condition,
    Constant,
    FieldReference,
    Operand,
    ParameterReference,
    Scaled,
)
from countermove.rulebook.english import (
    field_in_words,
    figure_in_english,
    kind_in_words,
    no,
    of,
    one,
    value_in_words,
)
from countermove.rulebook.parameter import Parameter
from countermove.rulebook.rule import Conclude, Recommend, Rule

_WORDING = {
    "eq": "is {}", "ne": "is not {}", "in": "is {}", "not_in": "is none of {}", "lt": "is less than {}", "lte": "is at most {}",
    "gt": "is more than {}", "gte": "is at least {}", "between": "lies between {} and {}", "starts_with": "begins with {}",
    "ends_with": "ends with {}", "contains_text": "contains the words {}", "before": "lies before {}", "after": "lies after {}",
    "near": "lies within {1} km of {0}", "contains": "include {}", "contains_any": "include {}", "contains_all": "include {}",
}  # fmt: skip
_DAYS = "days"
_TIMES = {"lt": "lies before {}", "lte": "lies on or before {}", "gt": "lies after {}", "gte": "lies on or after {}"}
_LAST = {"in": " or ", "contains_any": " or ", "contains_all": " and ", "not_in": " and "}
_SIDES = {"before": "in the {} up to {}", "after": "in the {} from {} on", "around": "within {} of {}"}


class Prose:
    """Clauses and references in plain English, with the values of a rulebook's parameters."""

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        self._parameters = parameters

    def clauses(self, clauses: Sequence[Clause]) -> Iterator[str]:
        """The clauses as a numbered list in Markdown."""
        for number, clause in enumerate(clauses, start=1):
            if isinstance(clause, AnyOf):
                yield f"{number}. At least one of these holds:"
                yield from (
                    f"   - ({place}) {self._branch(branch)}" for place, branch in enumerate(clause.branches, start=1)
                )
            else:
                conditions = self._conditions(clause)
                yield f"{number}. {self._head(clause)}{':' if conditions else '.'}"
                yield from (f"   - {condition}" for condition in conditions)

    def source(self, operand: Operand, unit: str = "") -> str:
        """What a value is taken from: `the end of *gap*`, `*ship*`, `“eu”`."""
        if isinstance(operand, Constant):
            return value_in_words(operand.value, unit)
        if isinstance(operand, AsOf):
            return "the day of the memo"
        if isinstance(operand, FieldReference):
            return of(f"*{operand.alias}*", operand.field)
        if isinstance(operand, ParameterReference):
            return self._parameter(operand, unit)
        return self._scaled(operand, unit)

    def clause(self, clause: Clause) -> str:
        """A clause as part of a message: `there is no designation of which all this is known: its entity is *ship*`."""
        told = self._in_one_line(clause).removesuffix(".")
        return told[:1].lower() + told[1:]

    def condition(self, kind: str, condition: Condition) -> str:
        """One condition on a fact of a kind: `its duration is at least 12 h`."""
        return self._condition(fields(kind)[condition.field], condition)

    def bounds(self, clause: Aggregate) -> str:
        """What a count or sum is held against: `at least 3`."""
        return self._bounds(clause)

    def _branch(self, branch: Sequence[Clause]) -> str:
        return " And: ".join(self._in_one_line(clause) for clause in branch)

    def _in_one_line(self, clause: Clause) -> str:
        if isinstance(clause, AnyOf):
            return "At least one of: " + " / ".join(map(self._branch, clause.branches))
        asked = "; ".join(self._conditions(clause))
        return f"{self._head(clause)}{': ' if asked else ''}{asked}."

    def _head(self, clause: Simple) -> str:
        if isinstance(clause, Match):
            return f"There is {one(clause.kind)}, *{clause.alias}*"
        if isinstance(clause, Absent):
            return f"There is {no(clause.kind)}{' of which all this is known' if clause.where else ''}"
        kind = f"of the kind {kind_in_words(clause.kind)}"
        called = f" (*{clause.alias}*)" if clause.alias else ""
        if clause.function == "sum":
            return f"The {field_in_words(str(clause.field))} of all records {kind} adds up to {self._bounds(clause)}{called}"
        different = (
            f", each with another {field_in_words(clause.field)}" if clause.field and clause.field != "about" else ""
        )
        different = ", each about something else" if clause.field == "about" else different
        if clause.at_most is None and clause.at_least in (0, 1):
            how = "It is counted how many records there are" if clause.at_least == 0 else "There is at least one record"
            return f"{how} {kind}{different}{called}"
        return f"There are {self._bounds(clause)} records {kind}{different}{called}"

    def _bounds(self, clause: Aggregate) -> str:
        parts = []
        for word, bound in (("at least", clause.at_least), ("at most", clause.at_most)):
            if bound is not None:
                parts.append(
                    f"{word} {figure_in_english(bound) if isinstance(bound, int | float) else self._parameter(bound)}"
                )
        return " and ".join(parts)

    def _conditions(self, clause: Simple) -> list[str]:
        return [self._condition(fields(clause.kind)[condition.field], condition) for condition in clause.where]

    def _condition(self, field: FieldType, condition: Condition) -> str:
        first, operator = condition.operands[0], condition.operator
        its = {"id": "it", "about": "what it is about"}.get(field.name) or f"its {field_in_words(field.name)}"
        if operator == "known":
            return f"{its} is {'' if isinstance(first, Constant) and first.value else 'not '}known"
        if operator == "within":
            return f"{its} lies {_SIDES[condition.side].format(self._days(first), self.source(condition.operands[1]))}"
        if field.type == "flag" and isinstance(first, Constant):
            return f"it is known whether it is “{field_in_words(field.name)}”, and the answer is {'yes' if first.value else 'no'}"
        if (
            operator in ("eq", "ne")
            and isinstance(first, FieldReference)
            and first.field == field.name
            and field.name not in ("id", "name")
        ):
            negated = "not " if operator == "ne" else ""
            return (
                f"it is {negated}about what *{first.alias}* is about"
                if field.name == "about"
                else f"{its} is {negated}that of *{first.alias}*"
            )
        if operator == "eq" and field.name == "about":
            return f"it is about {self.source(first)}"
        wording = _TIMES.get(operator, _WORDING[operator]) if field.is_time else _WORDING[operator]
        return f"{its} {wording.format(*(self._shown(operand, field, operator) for operand in condition.operands))}"

    def _shown(self, operand: Operand, field: FieldType, operator: str) -> str:
        unit = _DAYS if field.is_time else field.unit if operator != "near" else ""
        if isinstance(operand, Constant):
            return value_in_words(operand.value, unit, _LAST.get(operator, " and "))
        return f"one of {self.source(operand)}" if operator in ("in", "contains_any") else self.source(operand, unit)

    def _parameter(self, reference: ParameterReference, unit: str = "") -> str:
        values = self._parameters[reference.name].values
        if len(values) == 1 and isinstance(values[0].value, int | float | str):
            return f"{value_in_words(values[0].value, unit)} (parameter `{reference.name}`)"
        place = f" for the {reference.jurisdiction.upper()}" if reference.jurisdiction else ""
        at = f" on {of(f'*{reference.at.alias}*', reference.at.field)}" if reference.at else ""
        return f"the parameter `{reference.name}`{place}{at}"

    def _days(self, operand: Operand) -> str:
        return self.source(operand, _DAYS)

    def _scaled(self, operand: Scaled, unit: str) -> str:
        if operand.times == -1 and not operand.plus:
            return f"minus {self.source(operand.base, unit)}"
        text = self.source(operand.base, "" if unit == _DAYS else unit)
        if operand.times != 1:
            text = f"{figure_in_english(operand.times)} times {text}"
        if operand.plus and unit == _DAYS:
            return f"{value_in_words(abs(operand.plus), unit)} {'after' if operand.plus > 0 else 'before'} {text}"
        if operand.plus:
            text += f" {'plus' if operand.plus > 0 else 'minus'} {value_in_words(abs(operand.plus), unit)}"
        return text


def effect_in_short(rule: Rule) -> str:
    """What follows from a rule, in a few words."""
    then = rule.then
    if isinstance(then, Recommend):
        return f"recommends {then.action}"
    if isinstance(then, Conclude):
        name = then.values.get("name")
        shown = f" {name.value}" if isinstance(name, Constant) else ""
        return f"concludes {then.kind}{shown}"
    return "adds a caveat"
