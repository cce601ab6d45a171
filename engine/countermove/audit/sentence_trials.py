"""What a rule's sentences look like: each is rendered with everything known, with each unknown thing by itself, with counts of one and with
dates known to the month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from countermove.audit.known_fields import KnownFields
from countermove.facts.fact import Position
from countermove.facts.registry import FieldType, fields
from countermove.facts.time import PartialDate
from countermove.rulebook.clause import Aggregate, Match, walk
from countermove.rulebook.condition import ParameterReference
from countermove.rulebook.rule import Caveat, Recommend, Rule
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.shown import WHOLE, Shown
from countermove.rulebook.wording import names_used, render

Names = dict[str, dict[str, Any]]
_FEW, _MANY = 1, 7


@dataclass(frozen=True)
class Sentence:
    """A sentence of a rule: where it stands, to whom it is told, and its template."""

    part: str
    template: str

    @property
    def ends(self) -> bool:
        """Whether it is to end with a full stop: a headline is an order, a condition goes on in another sentence."""
        return self.part.startswith(("because", "text"))


def sentences_of(rule: Rule) -> Iterator[Sentence]:
    """Every sentence of a rule, once for all audiences that are told the same."""
    then = rule.then
    if isinstance(then, Recommend | Caveat):
        parts = {name: getattr(then, name, None) for name in ("headline", "because", "only_if", "text")}
        for name, told in parts.items():
            for to, template in told.labelled() if told else ():
                yield Sentence(f"{name} for {to}" if to else name, template)
    elif then.because:
        yield Sentence("because", then.because)


@dataclass(frozen=True)
class Trial:
    """A sentence with made-up facts in it. `unknown` names what is not known in it."""

    text: str
    unknown: str = ""


class Trials:
    """Tries out the sentences of a rulebook."""

    def __init__(self, rulebook: Rulebook, known: KnownFields) -> None:
        self._rulebook = rulebook
        self._known = known

    def of(self, rule: Rule, sentence: Sentence) -> Iterator[Trial]:
        """The sentence with all known, with each field unknown that can be, with all of them unknown, with counts of one, and for
        each choice of a field."""
        full = self._names(rule, sentence.template)
        yield self._trial(sentence, full)
        lacking = self.may_be_unknown(rule, sentence.template)
        for alias, field in lacking:
            yield self._trial(sentence, _without(full, [(alias, field)]), f"{alias}.{field}")
        if len(lacking) > 1:
            yield self._trial(sentence, _without(full, lacking), "all that can be unknown")
        for clause in walk(rule.when):
            if isinstance(clause, Aggregate) and clause.alias in full and self._least(clause) <= _FEW:
                yield self._trial(sentence, _with(full, clause.alias, "count", _FEW))
                yield self._trial(sentence, _without(_with(full, clause.alias, "count", _FEW), lacking))
        for alias, name in self._free_numbers(rule, full):
            yield self._trial(sentence, _with(full, alias, name, _FEW))
        yield self._trial(sentence, _to_the_month(full))
        for alias, name, choice in self._choices(rule, full):
            yield self._trial(sentence, _with(full, alias, name, Shown(choice, choice.replace("_", " "))))

    def may_be_unknown(self, rule: Rule, template: str) -> list[tuple[str, str]]:
        """The fields used in a sentence that some match of the rule leaves unknown."""
        used = dict.fromkeys((use.alias, use.field) for use in names_used(template))
        return [(alias, field) for alias, field in used if field not in self._known.of(rule, alias)]

    def _trial(self, sentence: Sentence, names: Names, unknown: str = "") -> Trial:
        begins = not sentence.part.startswith("only_if")
        return Trial(render(sentence.template, names, self._rulebook.phrases, begins=begins), unknown)

    def _names(self, rule: Rule, template: str) -> Names:
        kinds = {clause.alias: clause.kind for clause in walk(rule.when) if isinstance(clause, Match)}
        names: Names = {}
        for use in names_used(template):
            kind = kinds.get(use.alias)
            value = _sample(use.alias, fields(kind)[use.field]) if kind else _MANY
            names.setdefault(use.alias, {})[use.field] = value
        for alias, name, choice in reversed(list(self._choices(rule, names))):
            names[alias][name] = Shown(choice, choice.replace("_", " "))
        return names

    @staticmethod
    def _free_numbers(rule: Rule, names: Names) -> Iterator[tuple[str, str]]:
        """The shown numbers that no condition bounds: they can be 1."""
        for clause in walk(rule.when):
            if isinstance(clause, Match) and clause.alias in names:
                bounded = {condition.field for condition in clause.where if condition.operator != "known"}
                for name in names[clause.alias]:
                    if fields(clause.kind)[name].type == "number" and name not in bounded:
                        yield clause.alias, name

    def _choices(self, rule: Rule, names: Names) -> Iterator[tuple[str, str, str]]:
        """Every choice that a shown field can have in a match of the rule."""
        for clause in walk(rule.when):
            if isinstance(clause, Match) and clause.alias in names:
                for name in names[clause.alias]:
                    asked = [
                        condition.operands[0]
                        for condition in clause.where
                        if condition.field == name and condition.operator in ("eq", "in")
                    ]
                    allowed = [getattr(operand, "value", None) for operand in asked]
                    for choice in fields(clause.kind)[name].choices:
                        if all(value is None or choice == value or choice in value for value in allowed):
                            yield clause.alias, name, choice

    def _least(self, clause: Aggregate) -> float:
        bound = clause.at_least
        if isinstance(bound, ParameterReference):
            values = [value.value for value in self._rulebook.parameters[bound.name].values]
            return min((value for value in values if isinstance(value, int | float)), default=0)
        return bound or 0


def _with(names: Names, alias: str, field: str, value: Any) -> Names:
    return {**names, alias: {**names[alias], field: value}}


def _to_the_month(names: Names) -> Names:
    month = PartialDate.parse("2025-05")
    return {
        alias: {field: month if isinstance(value, PartialDate) else value for field, value in own.items()}
        for alias, own in names.items()
    }


def _without(names: Names, lacking: list[tuple[str, str]]) -> Names:
    return {
        alias: {field: value for field, value in own.items() if (alias, field) not in lacking}
        for alias, own in names.items()
    }


_PLAIN: Mapping[str, Any] = {
    "number": _MANY, "flag": True, "day": PartialDate.parse("2025-05-05"), "time": datetime(2025, 5, 5, 3, 10, tzinfo=UTC),
    "position": Position(55.5, 20.25),
}  # fmt: skip


def _sample(alias: str, field: FieldType) -> Any:
    """A made-up value that shows where it comes from: ‹place of event›."""
    if field.type == "list" and field.item:
        return (_sample(alias, field.item),)
    if field.type == "choice":
        return Shown(field.choices[0], field.choices[0].replace("_", " "))
    if field.name in WHOLE:
        return Shown(field.name, f"‹{field.name} of {alias}›.", True)
    return _PLAIN.get(field.type) if not field.is_text else Shown(field.name, f"‹{field.name} of {alias}›")
