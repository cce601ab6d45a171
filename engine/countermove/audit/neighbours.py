"""Which rule looks at what another concludes, told as narrowly as the rules' constants allow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from countermove.rulebook.clause import Simple, walk
from countermove.rulebook.condition import Constant
from countermove.rulebook.rule import Conclude, Rule


def neighbours(rules: Iterable[Rule]) -> Mapping[str, tuple[list[str], list[str]]]:
    """For each rule, the ids of the rules it builds on and of those that build on it; a rule is no neighbour of itself."""
    rules = list(rules)
    found: dict[str, tuple[list[str], list[str]]] = {rule.id: ([], []) for rule in rules}
    makers = [(rule.id, rule.then) for rule in rules if isinstance(rule.then, Conclude)]
    for user in rules:
        for maker, then in makers:
            if maker != user.id and any(_satisfies(then, clause) for clause in walk(user.when)):
                found[user.id][0].append(maker)
                found[maker][1].append(user.id)
    return found


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
