"""What a rulebook's rules ask on a day, prepared for facts that come one at a time.

Made from the same `Plan` as a batch. Beyond it: for each kind the tests that its facts are put to, each once, and where they lead;
and the layers in which rules run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from countermove.facts.registry import KINDS
from countermove.inference.joining import Plan
from countermove.inference.live_branches import Asked, LiveBranch
from countermove.inference.live_gates import Entry, Gate
from countermove.inference.live_values import Numbers, values_of
from countermove.inference.truth import Context
from countermove.rulebook.condition import Condition
from countermove.rulebook.rule import Rule
from countermove.rulebook.strata import edges, strata


class LivePlan:
    """The rules that are active on a day, prepared."""

    def __init__(self, rules: Sequence[Rule], context: Context, most_parts: int | None) -> None:
        plan = Plan(rules, most_parts)
        self.networks = list(plan.networks)
        layers = strata(rules)
        self.layers = len(layers)
        layer_of = {rule.id: number for number, layer in enumerate(layers) for rule in layer}
        self.circular = _circular(rules)
        """Whether facts may follow from each other in a circle."""
        self.values: Numbers = {}
        self.branches: list[LiveBranch] = []
        for rank, rule in enumerate(sorted(rules, key=lambda rule: rule.id)):
            made = plan.branches[rule.id]
            self.branches += [
                LiveBranch(rule, number, len(made) == 1, rank, layer_of[rule.id], branch, plan, context, self.values)
                for number, branch in enumerate(made)
            ]
        self.whole: dict[int, list[LiveBranch]] = {}
        """By network: the branches whose tuples are those of the network."""
        self.strung: dict[int, list[LiveBranch]] = {}
        """By network: the branches whose tuples are made of those of this network and others."""
        for branch in self.branches:
            if len(branch.networks) == 1:
                self.whole.setdefault(branch.networks[0], []).append(branch)
            else:
                for network in dict.fromkeys(branch.networks):
                    self.strung.setdefault(network, []).append(branch)
        self.gates = self._gates(plan, context)
        """By kind what its facts may enter."""
        self.simple = all(branch.sole and not branch.concludes for branch in self.branches)
        """Whether no fact is concluded, and no rule can hold in several ways."""
        self.sole = frozenset(branch.id for branch in self.branches if branch.sole)
        """The rules that can hold in one way only."""

    @property
    def joined(self) -> list[int]:
        """The networks that have something to join."""
        used = {*self.whole, *self.strung}
        return [number for number, network in enumerate(self.networks) if len(network) > 1 and number in used]

    def _gates(self, plan: Plan, context: Context) -> Mapping[str, Gate]:
        alone: dict[int, list[int]] = {}
        joined: set[int] = set()
        for number in {**self.whole, **self.strung}:
            network = self.networks[number]
            if len(network) == 1:
                alone.setdefault(network[0].pattern, []).append(number)
            else:
                joined.update(part.pattern for part in network)
        beside = {step.pattern for branch in self.branches for step in branch.later if isinstance(step, Asked)}
        found: dict[str, dict[tuple[Condition, ...], Entry]] = {}
        for number, pattern in enumerate(plan.patterns):
            of_kind = found.setdefault(pattern.kind, {})
            if pattern.where not in of_kind:
                of_kind[pattern.where] = Entry()
            entry = of_kind[pattern.where]
            values = values_of(pattern, self.values)
            if number in joined:
                entry.joins.append((number, values))
            if number in beside:
                entry.beside.append((number, values))
            for network_ in alone.get(number, ()):
                branches = self.whole.get(network_, [])
                entry.matches += [branch for branch in branches if branch.plain and not branch.first]
                self.whole[network_] = [branch for branch in branches if branch not in entry.matches]
                if self.whole[network_] or network_ in self.strung:
                    entry.networks.append(network_)
        return {kind: Gate(kind, found.get(kind, {}), context) for kind in KINDS}


def _circular(rules: Sequence[Rule]) -> bool:
    """Whether what a rule concludes may come round to that rule again."""
    after: dict[str, set[str]] = {}
    before: dict[str, int] = {rule.id: 0 for rule in rules}
    for source, target, _ in edges(rules):
        if target not in after.setdefault(source, set()):
            after[source].add(target)
            before[target] += 1
    free = [rule for rule, count in before.items() if not count]
    for rule in free:  # grows as it is gone through
        for target in after.get(rule, ()):
            before[target] -= 1
            if not before[target]:
                free.append(target)
    return len(free) < len(rules)
