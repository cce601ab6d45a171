"""The matches of a rulebook on one day, kept up as facts come and go.

A step takes facts out and puts facts in; then the layers of rules settle one after the other, as in a batch: first what no longer
holds is withdrawn, with all that rested on it, then what follows now is found.
"""

from __future__ import annotations

from collections.abc import Sequence

from countermove.facts.fact import Fact
from countermove.inference.joiner import MakeJoiner
from countermove.inference.live_base import LiveBase
from countermove.inference.live_branches import LiveBranch
from countermove.inference.live_changes import Key
from countermove.inference.live_derivations import Derivations
from countermove.inference.live_judging import Judging
from countermove.inference.live_plan import LivePlan
from countermove.inference.live_standing import alone_matched, ways_of
from countermove.inference.live_strands import Strands
from countermove.inference.live_tuples import GONE, Joined, Known, Numbered, match_of
from countermove.inference.truth import Context
from countermove.rulebook.rule import Rule

Step = tuple[Key, Fact | None, Fact | None]
"""A fact that comes, as it is known on the day and as it was given; or None twice for one that goes."""


class Run:
    """Facts, tuples and matches of one day.

    After an error in a conclusion it is not to be used any more: what it holds is neither as before nor as after.
    """

    def __init__(
        self, rules: Sequence[Rule], context: Context, make_joiner: MakeJoiner, most_parts: int | None
    ) -> None:
        self.plan = plan = LivePlan(rules, context, most_parts)
        self.rules = {rule.id: rule for rule in rules}
        self.simple = plan.simple
        self.base = LiveBase()
        self.context = context
        self.ops = 0
        """Steps so far, over all calls."""
        self.first = 0
        """The number of the present call's first step."""
        self.replaced = False
        """Whether facts were replaced in the present call, so that a match may have come and gone."""
        self.was: dict[Key, Fact] = {}
        """Facts that were taken out in the present call, as they were before."""
        self.find = self.base.find
        """What is held of the fact of a kind and id."""
        self.numbered: Numbered = []
        """Facts by number."""
        self.free: list[int] = []
        """Numbers of facts that went in earlier calls."""
        self._freed: list[int] = []
        networks = plan.networks
        self._numbers = self.plan.joined
        self._joiner = make_joiner([networks[number] for number in self._numbers])
        self.short = plan.simple and not hasattr(self._joiner, "worn")
        """Whether there is a short way for one fact: no fact is concluded, no rule can hold in several ways, and the joiner does not wear out."""
        self.add, self._joined = self._joiner.add, self._joiner.joined
        self._gates = plan.gates
        self.alone: list[tuple[int, Joined]] = [(n, ()) for n, network in enumerate(networks) if not network]
        layer_of = {branch.id: branch.layer for branch in self.plan.branches}
        self.derivations = Derivations(self.base, layer_of, self.rules)
        self.judging = Judging(self.rules, plan.simple, context, self.numbered, self.derivations)
        self.groups = self.judging.groups
        self.journal = self.judging.journal
        """What became of matches in the present call: before, after, and the step that did it."""
        self._strands = Strands(self.plan.strung, self.numbered)
        self._pending: list[list[tuple[LiveBranch, Joined]]] = [[] for _ in range(max(1, self.plan.layers))]

    @property
    def worn(self) -> bool:
        """Whether the joiner should be replaced by a new one."""
        return bool(getattr(self._joiner, "worn", False))

    def close(self) -> None:
        """Give the joiner back."""
        self._joiner.close()

    def step(self, steps: Sequence[Step]) -> None:
        """Facts that are given come or go, each replacing the one of its kind and id. Raises EngineError as `reference` does."""
        self.journal.clear()
        self.replaced = False
        self.first = op = self.ops
        self.ops += len(steps)
        derivations = self.derivations
        if self.was:
            self.was.clear()
        if self._freed:  # nothing refers to them any more
            self.free += self._freed
            self._freed = []
        if derivations.moved:
            derivations.moved.clear()
        put_in = []
        for key, fact, given in steps:
            there = self.find(*key)
            if there is not None:
                self._take_out(there, key, op)
                if fact is None:
                    derivations.lost(key, op)
                else:
                    self.replaced = True
            if fact is not None:
                put_in.append((fact, given, op))
            op += 1
        for fact, given, op in put_in:
            self._put_in(fact, given, op)
        if self.simple:
            self.follow()
            return
        for layer in range(len(self._pending)):
            self._settle(layer)
        derivations.check()

    def follow(self) -> None:
        """Have the one layer settle, where no fact is concluded and no rule can hold in several ways."""
        self._collect()
        if self.groups.touched:
            self.judging.reconsider(0)
        if self._pending[0]:
            self._consider(0)

    # Facts in and out.

    def _put_in(self, fact: Fact, given: Fact | None, op: int) -> None:
        own = vars(fact)
        kind, id = own["kind"], own["id"]
        if self.free:
            number = self.free.pop()
            known = self.numbered[number] = Known(fact, id, number, given, op)
        else:
            number = len(self.numbered)
            known = Known(fact, id, number, given, op)
            self.numbered.append(known)
        self.base.put(known, kind, id)
        for way in self._gates[kind].ways(fact, own):
            for alias, rules in way.matches:
                bindings = ((alias, kind, id),)
                self.journal += [(None, match_of(rule, bindings), op) for rule in rules]
            for network in way.networks:
                self.alone.append((network, (number,)))
            for pattern, values_of in way.joins:
                values = values_of(own)
                if values is not None:
                    self.add(pattern, number, values)
            for pattern, values_of in way.beside:
                values = values_of(own)
                if values is not None:
                    self.groups.add(pattern, values, known)

    def _take_out(self, known: Known, key: Key, op: int) -> None:
        number = known.number
        self.was.setdefault(key, known.fact)
        self.journal += [(match, None, op) for match in alone_matched(self, known)]
        own = vars(known.fact)
        ways = ways_of(self, known)
        for pattern, values_of in (join for way in ways for join in way.joins):
            if values_of(own) is not None:
                self._joiner.remove(pattern, number)
        for candidate in known.tuples():
            for other in candidate.joined:
                if other != number:
                    self.numbered[other].leave(candidate)
            if candidate.groups:
                self.groups.leave(candidate)
            if candidate.match is not None:
                self.judging.set(candidate, None, op)
        if known.strands:
            self._strands.take_out(known)
        for pattern, values_of in (beside for way in ways for beside in way.beside):
            values = values_of(own)
            if values is not None:
                self.groups.take_out(known, pattern, values, op)
        self.numbered[number] = GONE
        self._freed.append(number)
        self.base.remove(known.fact)

    # Layers.

    def _settle(self, layer: int) -> None:
        """Have a layer withdraw what no longer holds, and find what holds now."""
        derivations = self.derivations
        self._collect()
        self.judging.reconsider(layer)
        self.judging.shake_out()
        while True:
            while derivations.suspects:
                for key, op in derivations.unsupported(self.plan.circular):
                    known = self.find(*key)
                    if known is not None:
                        self._take_out(known, key, op)
                        derivations.lost(key, op)
                self.judging.shake_out()
            self._collect()
            self._consider(layer)
            self.judging.shake_out()
            born = derivations.born(layer) if derivations.unborn else []
            for fact, op in born:
                self._put_in(fact, None, op)
            if not born and not derivations.suspects:
                return

    def _collect(self) -> None:
        """Take what was joined: to the branches whose tuples it is, to the groups that it adds to."""
        for index, facts in self._joined():
            self._hand_on(self._numbers[index], facts)
        if self.alone:
            alone = self.alone[:]
            self.alone.clear()
            for network, facts in alone:
                self._hand_on(network, facts)

    def _hand_on(self, network: int, facts: Joined) -> None:
        plan = self.plan
        for branch in plan.whole.get(network, ()):
            if branch.plain:
                self.judging.consider(branch, facts)
            else:
                self._pending[branch.layer].append((branch, facts))
        if network in plan.strung:
            for branch, strung in self._strands.add(network, facts):
                self._pending[branch.layer].append((branch, strung))

    def _consider(self, layer: int) -> None:
        """See whether branches of a layer hold for tuples that are new."""
        pending = self._pending[layer]
        if not pending:
            return
        self._pending[layer] = []
        if len(pending) > 1:
            pending.sort(key=lambda one: (one[0].rank, one[0].number, one[1]))
        for branch, joined in pending:
            if self.simple or all(self.numbered[number] is not GONE for number in joined):
                self.judging.consider(branch, joined)
