"""Which equalities of a rule the join itself sees to, so that nobody has to check them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from countermove.inference.joining import Bound, Branch, Plan
from countermove.rulebook.condition import Condition, FieldReference

OWN = ""
"""The alias of a fact that is blocked or counted by."""

Variables = Mapping[tuple[str, str], tuple[int, int]]
"""(alias, field) → the network and variable by which it is joined."""


def variables_of(branch: Branch, plan: Plan) -> Variables:
    """The variables of a branch's matched facts."""
    at = {step.place: step.clause.alias for step in branch.steps if isinstance(step, Bound)}
    found: dict[tuple[str, str], tuple[int, int]] = {}
    start = 0
    for i, network in enumerate(branch.networks):
        width = len(plan.networks[network])
        inner = variables(plan, network, [at[start + place] for place in range(width)])
        found.update({field: (i, variable) for field, (_, variable) in inner.items()})
        start += width
    return found


def variables(plan: Plan, network: int, aliases: Iterable[str]) -> Variables:
    """The variables of the facts that stand in a network."""
    patterns = plan.patterns
    return {
        (alias, field): (0, variable)
        for alias, part in zip(aliases, plan.networks[network], strict=True)
        for field, variable in zip(patterns[part.pattern].joined, part.variables, strict=True)
    }


def seen_to(condition: Condition, alias: str, joined: Variables) -> bool:
    """Whether an equality holds for all that is joined, because both sides stand for one variable."""
    operand = condition.operands[0]
    if condition.operator != "eq" or not isinstance(operand, FieldReference):
        return False
    own = joined.get((alias, condition.field))
    return own is not None and own == joined.get((operand.alias, operand.field))
