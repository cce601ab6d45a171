"""In which order rules must run, so that `none`, `count` and `sum` only ever look at kinds whose facts are complete.

A rule that concludes facts feeds the rules that match them. A kind whose facts are told apart by `name` (indicator, assessment) is
split by it where both sides name a constant, so that one indicator may be counted while another is concluded.
Stratified negation: Apt, Blair and Walker, "Towards a theory of declarative knowledge" (1988).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from countermove.rulebook.clause import Match, walk
from countermove.rulebook.condition import Condition, Constant
from countermove.rulebook.rule import Conclude, Rule

Edge = tuple[str, str, bool]
"""(feeding rule, fed rule, whether through none, count or sum)"""


def edges(rules: Iterable[Rule]) -> Iterator[Edge]:
    """Which rule feeds which."""
    rules = list(rules)
    makers = [(r, r.then.kind, _constant_name(r.then)) for r in rules if isinstance(r.then, Conclude)]
    for fed in rules:
        for clause in walk(fed.when):
            wanted = _wanted_names(clause.where)
            for maker, kind, name in makers:
                if kind == clause.kind and (wanted is None or name is None or name in wanted):
                    yield maker.id, fed.id, not isinstance(clause, Match)


def strata(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The rules in layers; within a layer they run together to their fixpoint. Raises ValueError on a cycle through none,
    count or sum; `forbidden_cycle` names it."""
    links = list(edges(rules))
    level = {r.id: 0 for r in rules}
    for _ in range(len(rules) + 1):
        moved = False
        for source, target, strict in links:
            least = level[source] + strict
            if level[target] < least:
                level[target], moved = least, True
        if not moved:
            break
    else:
        raise ValueError("a cycle through none, count or sum")
    layers: list[list[Rule]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for rule in rules:
        layers[level[rule.id]].append(rule)
    return [layer for layer in layers if layer]


def forbidden_cycle(rules: Sequence[Rule]) -> list[str] | None:
    """The ids of the rules on a cycle through none, count or sum, in the order in which they feed each other; None if there is none."""
    links = list(edges(rules))
    after: dict[str, list[str]] = {}
    for source, target, _ in links:
        after.setdefault(source, []).append(target)
    for source, target, strict in links:
        if strict:
            way = _way(after, target, source)
            if way:
                return way
    return None


def _way(after: dict[str, list[str]], start: str, goal: str) -> list[str] | None:
    """A shortest way from start to goal, both included."""
    ways = {start: [start]}
    queue = [start]
    for here in queue:
        if here == goal:
            return ways[here]
        for there in after.get(here, ()):
            if there not in ways:
                ways[there] = [*ways[here], there]
                queue.append(there)
    return None


def _constant_name(then: Conclude) -> str | None:
    value = then.values.get("name")
    return str(value.value) if isinstance(value, Constant) else None


def _wanted_names(where: Iterable[Condition]) -> frozenset[str] | None:
    for condition in where:
        if condition.field == "name" and condition.operator in ("eq", "in"):
            operand = condition.operands[0]
            if isinstance(operand, Constant):
                values = operand.value if isinstance(operand.value, tuple) else (operand.value,)
                return frozenset(map(str, values))
    return None
