"""The matches of a rulebook on one day, kept up as facts come and go.

A step takes facts out and puts facts in; then the layers of rules settle one after the other, as in a batch: first what no longer
holds is withdrawn, with all that rested on it, then what follows now is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from countermove.facts.fact import Fact
from countermove.inference.joiner import MakeJoiner
from countermove.inference.live_base import LiveBase
from countermove.inference.live_branches import LiveBranch
from countermove.inference.live_changes import Key
from countermove.inference.live_derivations import Derivations
from countermove.inference.live_gates import Way
from countermove.inference.live_groups import Groups, Totals, names_of, totals_of
from countermove.inference.live_plan import LivePlan
from countermove.inference.live_strands import Strands
from countermove.inference.live_tuples import GONE, Candidate, Joined, Known, Numbered, match_of
from countermove.inference.live_ways import Ways
from countermove.inference.match import Binding, Match
from countermove.inference.truth import Context, all_hold
from countermove.rulebook.rule import Conclude, Rule

Step = tuple[Key, Fact | None, Fact | None]
"""A fact that comes, as it is known on the day and as it was given; or None twice for one that goes."""


Noted = tuple[Match | None, Match | None, int]
"""A match before and after it changed, and the step that changed it."""


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
        self.journal: list[Noted] = []
        """What became of matches in the present call: before, after, and the step that did it."""
        self.replaced = False
        """Whether facts were replaced in the present call, so that a match may have come and gone."""
        self.gained: list[Match] = []
        """Matches of rules that ask for one fact alone, of the fact that was put in last."""
        self.was: dict[Key, Fact] = {}
        """Facts that were taken out in the present call, as they were before."""
        self.find = self.base.find
        """What is held of the fact of a kind and id."""
        self.numbered: Numbered = []
        """Facts by number."""
        self.free: list[int] = []
        """Numbers of facts that went in earlier calls."""
        self._freed: list[int] = []
        self._bare: list[Candidate] = []
        networks = plan.networks
        self._numbers = self.plan.joined
        self._joiner = make_joiner([networks[number] for number in self._numbers])
        self.short = plan.simple and not hasattr(self._joiner, "worn")
        """Whether there is a short way for one fact: no fact is concluded, no rule can hold in several ways, and the joiner does not wear out."""
        self.add, self._joined = self._joiner.add, self._joiner.joined
        self._gates = plan.gates
        self.alone: list[tuple[int, Joined]] = [(n, ()) for n, network in enumerate(networks) if not network]
        self.groups = Groups(self.numbered)
        layer_of = {branch.id: branch.layer for branch in self.plan.branches}
        self.derivations = Derivations(self.base, layer_of, self.rules)
        self._strands = Strands(self.plan.strung, self.numbered)
        self._pending: list[list[tuple[LiveBranch, Joined]]] = [[] for _ in range(max(1, self.plan.layers))]
        self._ways = Ways()

    @property
    def worn(self) -> bool:
        """Whether the joiner should be replaced by a new one."""
        return bool(getattr(self._joiner, "worn", False))

    def close(self) -> None:
        """Give the joiner back."""
        self._joiner.close()

    def step(self, steps: Sequence[Step]) -> None:
        """Facts that are given come or go, each replacing the one of its kind and id. Raises EngineError as `reference` does."""
        self.journal = []
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
            if self.gained:
                self.journal += [(None, match, op) for match in self.gained]
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
            self._reconsider(0)
        if self._pending[0]:
            self._consider(0)

    def matches(self) -> Iterator[Match]:
        """All matches that stand, each once, in no order."""
        for number, known in enumerate(self.numbered):
            if known is not GONE:
                yield from self._alone_matched(known)
            for candidate in known.candidates or ():
                if candidate.match is not None and candidate.joined[0] == number and candidate.branch.sole:
                    yield candidate.match
        for candidate in self._bare:
            if candidate.match is not None and candidate.branch.sole:
                yield candidate.match
        yield from self._ways

    def resting_on(self, key: Key) -> Iterator[Match]:
        """The matches that stand on a fact: matched, counted or summed. One may come twice."""
        known = self.find(*key)
        if known is None:
            return
        yield from self._alone_matched(known)
        for candidate in known.candidates or ():
            if candidate.match is not None:
                yield (
                    candidate.match
                    if candidate.branch.sole
                    else self._ways.standing(candidate.match) or candidate.match
                )
        own = vars(known.fact)
        for pattern, values_of in (beside for way in self._ways_of(known) for beside in way.beside):
            values = values_of(own)
            group = self.groups.of(pattern, values) if values is not None else None
            for candidate in group.candidates if group is not None else ():
                match = candidate.match
                if match is not None and not candidate.branch.sole:
                    match = self._ways.standing(match)
                if match is not None and key in match.fact_keys():
                    yield match

    def _alone_matched(self, known: Known) -> Iterator[Match]:
        """The matches of rules that ask for one fact and nothing beside it."""
        fact = known.fact
        kind, id = fact.kind, fact.id
        for way in self._ways_of(known):
            for alias, rules in way.matches:
                for rule in rules:
                    yield match_of(rule, ((alias, kind, id),))

    def _ways_of(self, known: Known) -> Iterable[Way]:
        fact = known.fact
        gate = self._gates.get(fact.kind)
        return gate.ways(fact, vars(fact)) if gate is not None else ()

    # Facts in and out.

    def _put_in(self, fact: Fact, given: Fact | None, op: int) -> bool:
        """Take a fact in. `gained` are then the matches that it makes alone; whether anything else may follow is told."""
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
        if self.gained:
            self.gained = []
        gate = self._gates.get(kind)
        if gate is None:
            return False
        more = False
        for way in gate.ways(fact, own):
            for alias, rules in way.matches:
                bindings = ((alias, kind, id),)
                self.gained += [match_of(rule, bindings) for rule in rules]
            for network in way.networks:
                self.alone.append((network, (number,)))
                more = True
            for pattern, values_of in way.joins:
                values = values_of(own)
                if values is not None:
                    self.add(pattern, number, values)
                    more = True
            for pattern, values_of in way.beside:
                values = values_of(own)
                if values is not None:
                    self.groups.add(pattern, values, known)
                    more = True
        return more

    def _take_out(self, known: Known, key: Key, op: int) -> None:
        number = known.number
        self.was.setdefault(key, known.fact)
        self.journal += [(match, None, op) for match in self._alone_matched(known)]
        own = vars(known.fact)
        ways = self._ways_of(known)
        for pattern, values_of in (join for way in ways for join in way.joins):
            if values_of(own) is not None:
                self._joiner.remove(pattern, number)
        for candidate in known.candidates or ():
            for other in candidate.joined:
                beside = self.numbered[other].candidates
                if other != number and beside:
                    beside.pop(candidate, None)
            if candidate.groups:
                self.groups.leave(candidate)
            if candidate.match is not None:
                self._set(candidate, None, op)
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
        self._reconsider(layer)
        self._shake_out()
        while True:
            while derivations.suspects:
                for key, op in derivations.unsupported(self.plan.circular):
                    known = self.find(*key)
                    if known is not None:
                        self._take_out(known, key, op)
                        derivations.lost(key, op)
                self._shake_out()
            self._collect()
            self._consider(layer)
            self._shake_out()
            born = derivations.born(layer) if derivations.unborn else []
            for fact, op in born:
                self._put_in(fact, None, op)
                self.journal += [(None, match, op) for match in self.gained]
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
                self._try(branch, facts)
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
                self._try(branch, joined)

    def _try(self, branch: LiveBranch, joined: Joined) -> None:
        """See whether a branch holds for a tuple that is new."""
        for one, two in branch.alike:
            if joined[one] == joined[two]:
                return
        if branch.first:
            names = names_of(branch, joined, self.numbered)
            for check in branch.first:
                if not all_hold(check.where, self.numbered[joined[check.place]].fact, names, self.context):
                    return
        candidate = Candidate(branch, joined)
        op = -1
        for number in joined:
            known = self.numbered[number]
            if known.candidates is None:
                known.candidates = {candidate: None}
            else:
                known.candidates[candidate] = None
            if known.op > op:
                op = known.op
        if not joined:
            self._bare.append(candidate)
        if branch.plain:
            candidate.match = match = match_of(branch.id, self._bindings(branch, joined))
            self.journal.append((None, match, op))
            return
        if branch.later:
            self.groups.join(candidate)
        self._judge(candidate, op)

    def _bindings(self, branch: LiveBranch, joined: Joined) -> tuple[Binding, ...]:
        known = self.numbered
        return tuple([(alias, kind, known[joined[place]].fact.id) for alias, kind, place in branch.bindings])

    def _reconsider(self, layer: int) -> None:
        """See whether candidates of a layer still hold, or hold now, beside which something moved."""
        touched = self.groups.touched
        if not touched:
            return
        mine = list(touched)
        if len(mine) > 1:
            mine = [candidate for candidate in mine if candidate.branch.layer == layer]
            mine.sort(key=lambda candidate: (candidate.branch.rank, candidate.branch.number, candidate.joined))
        elif mine[0].branch.layer != layer:
            return
        for candidate in mine:
            self._judge(candidate, touched.pop(candidate))

    def _judge(self, candidate: Candidate, op: int) -> None:
        """See whether a candidate holds with what stands beside it."""
        branch, before = candidate.branch, candidate.match
        totals: Totals | None = ()
        lone = branch.lone
        if lone is not None:
            group = candidate.groups[0]
            if not lone.simple:
                totals = None if group.facts else ()
            elif lone.within(len(group.facts)):
                totals = ((lone.label, group.total(lone.clause.kind)),)
            else:
                totals = None
        elif branch.later:
            names = names_of(branch, candidate.joined, self.numbered) if branch.named else {}
            totals = totals_of(candidate, self.numbered, names, self.context)
        match = None
        if totals is not None:
            bindings = self._bindings(branch, candidate.joined) if before is None else before.bindings
            match = match_of(branch.id, bindings, totals)
        elif before is None:
            return
        self._set(candidate, match, op)

    # Matches.

    def _set(self, candidate: Candidate, match: Match | None, op: int) -> None:
        """A candidate makes another match than before, or none, or one at last."""
        before = candidate.match
        candidate.match = match
        if candidate.branch.sole:
            self._record(before, match, op)
            return
        self._ways.set(candidate, before, match, op)

    def _shake_out(self) -> None:
        """Record what became of matches that may hold in several ways."""
        for before, after, op in self._ways.moved():
            self._record(before, after, op)

    def _record(self, before: Match | None, after: Match | None, op: int) -> None:
        if before is not None and after is not None and before.totals == after.totals:
            return
        self.journal.append((before, after, op))
        if self.simple:
            return
        if before is not None and before in self.derivations.concluded:
            self.derivations.release(before, op)
        if after is not None:
            rule = self.rules[after.rule]
            if isinstance(rule.then, Conclude):
                self.derivations.bear(rule, rule.then, after, after.names(self.base), op)
