"""Joined tuples, and whether branches of rules hold for them: at first, and when something moves beside them."""

from __future__ import annotations

from collections.abc import Mapping

from countermove.inference.live_branches import LiveBranch
from countermove.inference.live_derivations import Derivations
from countermove.inference.live_groups import Groups, Totals, names_of, totals_of
from countermove.inference.live_tuples import Candidate, Joined, Noted, Numbered, match_of
from countermove.inference.live_ways import Ways
from countermove.inference.match import Binding, Match
from countermove.inference.truth import Context, all_hold
from countermove.rulebook.rule import Conclude, Rule


class Judging:
    """The tuples of one run, and the matches that they make. What becomes of matches goes into the journal."""

    def __init__(
        self, rules: Mapping[str, Rule], simple: bool, context: Context, numbered: Numbered, derivations: Derivations
    ) -> None:
        self.rules, self.simple, self.context, self.numbered = rules, simple, context, numbered
        self.derivations = derivations
        self.groups = Groups(numbered)
        self.ways = Ways()
        self.bare: list[Candidate] = []
        """Tuples of no facts."""
        self.journal: list[Noted] = []
        """What became of matches in the present call: before, after, and the step that did it."""

    def consider(self, branch: LiveBranch, joined: Joined) -> None:
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
            candidates = known.candidates
            if candidates is None:
                known.candidates = candidate
            elif type(candidates) is dict:
                candidates[candidate] = None
            elif candidates is not candidate:
                known.candidates = {candidates: None, candidate: None}  # type: ignore[dict-item]
            if known.op > op:
                op = known.op
        if not joined:
            self.bare.append(candidate)
        if branch.plain:
            candidate.match = match = match_of(branch.id, self._bindings(branch, joined))
            self.journal.append((None, match, op))
            return
        if branch.later:
            self.groups.join(candidate)
        self._judge(candidate, op)

    def _bindings(self, branch: LiveBranch, joined: Joined) -> tuple[Binding, ...]:
        known = self.numbered
        if len(branch.bindings) == 2:  # as most have
            (one, kind_one, first), (two, kind_two, second) = branch.bindings
            return (one, kind_one, known[joined[first]].id), (two, kind_two, known[joined[second]].id)
        return tuple([(alias, kind, known[joined[place]].id) for alias, kind, place in branch.bindings])

    def reconsider(self, layer: int) -> None:
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
                total = group.total(lone.clause.kind)
                if self.simple and before is not None and before.totals[0][1].facts != total.facts:
                    candidate.match = after = match_of(branch.id, before.bindings, ((lone.label, total),))
                    self.journal.append((before, after, op))  # the commonest case: one fact more is counted
                    return
                totals = ((lone.label, total),)
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
        self.set(candidate, match, op)

    def set(self, candidate: Candidate, match: Match | None, op: int) -> None:
        """A candidate makes another match than before, or none, or one at last."""
        before = candidate.match
        candidate.match = match
        if candidate.branch.sole:
            self._record(before, match, op)
            return
        self.ways.set(candidate, before, match, op)

    def shake_out(self) -> None:
        """Record what became of matches that may hold in several ways."""
        for before, after, op in self.ways.moved():
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
                self.derivations.bear(rule, rule.then, after, after.names(self.derivations.base), op)
