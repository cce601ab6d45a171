"""A whole rulebook over a whole base at once: the logic above a joiner.

Blocking facts, counts, sums, `any`, layers and derived facts are dealt with here, so that whatever joins has only to join.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from itertools import chain, product

from countermove.facts.as_known import as_known
from countermove.facts.fact import Fact
from countermove.inference.fact_base import FactBase
from countermove.inference.findings import Findings
from countermove.inference.joiner import MakeJoiner
from countermove.inference.joining import Bound, Branch, Plan
from countermove.inference.match import Inference
from countermove.inference.reference import Names, aggregate, as_match, in_bounds
from countermove.inference.truth import Context, all_hold
from countermove.inference.working_memory import Joined, WorkingMemory
from countermove.rulebook.clause import Absent
from countermove.rulebook.rule import Rule
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.strata import strata


def infer(
    rulebook: Rulebook,
    facts: Iterable[Fact],
    as_of: date,
    *,
    engine: str,
    make_joiner: MakeJoiner,
    most_parts: int | None,
) -> Inference:
    """The same as `reference.infer`, by joining. `most_parts` is what the joiner can take."""
    base = FactBase(as_known(facts, as_of))
    active = rulebook.active(as_of)
    plan = Plan(active, most_parts)
    findings = Findings(base)
    with closing(make_joiner(plan.networks)) as joiner:
        context = Context(rulebook, as_of)
        memory = WorkingMemory(plan, joiner, context)
        memory.load(base)
        run = _Run(plan, memory, findings, context)
        for layer in strata(active):
            run.to_fixpoint(layer)
    return findings.as_inference(engine, as_of, active)


class _Run:
    """Puts rules to what the memory has joined."""

    def __init__(self, plan: Plan, memory: WorkingMemory, findings: Findings, context: Context) -> None:
        self._branches = plan.branches
        self._memory = memory
        self._findings = findings
        self._context = context
        self._seen: dict[tuple[str, int], list[int]] = {}

    def to_fixpoint(self, layer: Iterable[Rule]) -> None:
        """Run the rules of a layer together until nothing follows any more. What blocks or is counted was complete before."""
        rules = list(layer)
        derived: list[Fact] | None = None
        while derived is None or derived:
            self._memory.settle()
            derived = [fact for rule in rules for fact in self._derived(rule)]
            for fact in derived:
                self._memory.take(fact)

    def _derived(self, rule: Rule) -> Iterable[Fact]:
        """The facts that follow by a rule from what was joined since it was last looked at, and were not known."""
        for number, branch in enumerate(self._branches[rule.id]):
            for joined in self._fresh(number, branch):
                names = self._names(branch, joined)
                fact = self._findings.add(rule, as_match(rule, names), names) if names is not None else None
                if fact is not None:
                    yield fact

    def _fresh(self, number: int, branch: Branch) -> Iterator[Joined]:
        """The tuples of a branch that were not there when it was last looked at: one of each network, not all of them old."""
        tuples = [self._memory.tuples(network) for network in branch.networks]
        seen = self._seen.get((branch.rule.id, number), [0] * len(tuples))
        self._seen[branch.rule.id, number] = [len(some) for some in tuples]
        for i, since in enumerate(seen):
            old = [some[:before] for some, before in zip(tuples[:i], seen[:i], strict=True)]
            for strung in product(*old, tuples[i][since:], *tuples[i + 1 :]):
                yield tuple(chain.from_iterable(strung))

    def _names(self, branch: Branch, joined: Joined) -> Names | None:
        """What the rule's aliases stand for, if the branch holds for the joined facts; None if it does not."""
        names: Names = {}
        for step in branch.steps:
            if isinstance(step, Bound):
                fact = self._memory.fact(joined[step.place])
                if branch.rule.header.distinct and any(fact is other for other in names.values()):
                    return None
                if not all_hold(step.check, fact, names, self._context):
                    return None
                names[step.clause.alias] = fact
                continue
            beside = self._memory.beside(step.network, tuple(joined[place] for place in step.key))
            satisfying = [fact for fact in beside if all_hold(step.check, fact, names, self._context)]
            if isinstance(step.clause, Absent):
                if satisfying:
                    return None
            else:
                total = aggregate(step.clause, satisfying)
                if not in_bounds(step.clause, total.value, self._context):
                    return None
                names[step.clause.alias or f"#{len(names)}"] = total
        return names
