"""Which rule looks at what another concludes, told as narrowly as the rules' constants allow."""

from __future__ import annotations

from collections.abc import Iterable

from countermove.rulebook.clause import Simple, walk
from countermove.rulebook.condition import Constant
from countermove.rulebook.rule import Conclude, Rule


def builds_on(rule: Rule, rules: Iterable[Rule]) -> list[Rule]:
    """The other rules whose conclusions the rule looks at."""
    return [maker for maker in rules if maker.id != rule.id and _feeds(maker, rule)]


def used_by(rule: Rule, rules: Iterable[Rule]) -> list[Rule]:
    """The other rules that look at what the rule concludes."""
    return [user for user in rules if user.id != rule.id and _feeds(rule, user)]


def _feeds(maker: Rule, user: Rule) -> bool:
    then = maker.then
    return isinstance(then, Conclude) and any(_satisfies(then, clause) for clause in walk(user.when))


def _satisfies(then: Conclude, clause: Simple) -> bool:
    """Whether no constant of the conclusion speaks against the clause."""
    if then.kind != clause.kind:
        return False
    for condition in clause.where:
        made, asked = then.values.get(condition.field), condition.operands[0]
        if isinstance(made, Constant) and isinstance(asked, Constant):
            if condition.operator == "eq" and made.value != asked.value:
                return False
            if condition.operator == "in" and isinstance(asked.value, tuple) and made.value not in asked.value:
                return False
    return True
