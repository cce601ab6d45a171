"""Finds a rule or rule set by its id, and says what was near where it does not exist."""

from __future__ import annotations

from countermove.errors import UsageError
from countermove.reading.yaml_source import suggestion
from countermove.rulebook.rule import Rule, RuleSet
from countermove.rulebook.rulebook import Rulebook


def known_rule(rulebook: Rulebook, rule_id: str) -> Rule:
    """The rule of that id. Raises UsageError."""
    if rule_id not in rulebook.rules:
        hint = suggestion(rule_id, list(rulebook.rules)) or "`countermove rules list` names them all"
        raise UsageError(f"there is no rule '{rule_id}'", hint=hint)
    return rulebook.rules[rule_id]


def known_ruleset(rulebook: Rulebook, name: str) -> RuleSet:
    """The rule set of that name. Raises UsageError."""
    if name not in rulebook.rulesets:
        hint = suggestion(name, list(rulebook.rulesets)) or f"one of {', '.join(rulebook.rulesets)}"
        raise UsageError(f"there is no rule set '{name}'", hint=hint)
    return rulebook.rulesets[name]
