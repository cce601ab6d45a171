"""The rulebook: rules with the parameters, actions and instruments they use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from countermove.rulebook.instrument import Action, Instrument
from countermove.rulebook.parameter import DatedValue, Parameter
from countermove.rulebook.phrases import Phrases
from countermove.rulebook.rule import Recommend, Rule, RuleSet


@dataclass(frozen=True)
class Rulebook:
    """Everything that recommendations are made by. `sha256` is over all files, so that a memo names exactly what it used."""

    version: str
    sha256: str
    rules: Mapping[str, Rule]
    rulesets: Mapping[str, RuleSet]
    parameters: Mapping[str, Parameter]
    actions: Mapping[str, Action]
    instruments: Mapping[str, Instrument]
    borrowed: frozenset[str] = frozenset()
    """Actions that come from the shipped rulebook although its rules are not part of this one."""
    phrases: Phrases = field(default_factory=dict)

    def active(self, as_of: date) -> list[Rule]:
        """The rules that can fire on a day: status active, and the day within `effective`. In order of id."""
        return [
            rule
            for rule in self.rules.values()
            if rule.header.status == "active" and rule.header.effective.holds_on(as_of)
        ]

    def speaks(self, rule: Rule, audience: str) -> bool:
        """Whether a rule has something to say to an audience: it is for it, and what it recommends gives the audience a part."""
        part = not isinstance(rule.then, Recommend) or self.actions[rule.then.action].has_part(audience)
        return part and audience in rule.header.audiences

    def value(self, name: str, as_of: date, jurisdiction: str | None = None) -> DatedValue | None:
        """The value of a parameter on a day; None where it has none then."""
        parameter = self.parameters.get(name)
        return parameter.at(as_of, jurisdiction) if parameter else None

    def step(self, rule: Rule) -> int | None:
        """The article's step that a rule carries out: its own, else its rule set's."""
        return rule.header.article.step or self.rulesets[rule.ruleset].article.step
