"""The facts beside matched facts: which of them block, and what they add up to."""

from __future__ import annotations

from bisect import bisect_left, insort

from countermove.inference.live_branches import Asked, LiveBranch
from countermove.inference.live_tuples import Candidate, Group, Joined, Known, Numbered
from countermove.inference.live_values import Values
from countermove.inference.match import Total
from countermove.inference.reference import Names, aggregate
from countermove.inference.truth import Context, all_hold
from countermove.rulebook.clause import Absent

Totals = tuple[tuple[str, Total], ...]

_NOBODY = Group(-1, ())
"""Beside a fact that lacks a field by which others would stand beside it."""


class Groups:
    """All groups, by pattern and values."""

    def __init__(self, known: Numbered) -> None:
        self._by_values: dict[int, dict[Values, Group]] = {}
        self._known = known
        self.touched: dict[Candidate, int] = {}
        """Candidates beside which a fact came or went, each with the step that did it."""

    def add(self, pattern: int, values: Values, known: Known) -> None:
        """A fact has come to stand beside whatever has these values."""
        group = self._group(pattern, values)
        group.facts[known.number] = known
        if group.ids is not None:
            insort(group.ids, known.id)
        if group.candidates:
            touched, op = self.touched, known.op
            for candidate in group.candidates:
                touched[candidate] = op

    def join(self, candidate: Candidate) -> None:
        """A candidate asks for what stands beside its facts."""
        found = []
        joined = candidate.joined
        for step in candidate.branch.later:
            if isinstance(step, Asked):
                values = self._of(step, joined)
                if values is None:
                    found.append(_NOBODY)
                else:
                    group = self._group(step.pattern, values)
                    group.candidates[candidate] = None
                    found.append(group)
        candidate.groups = tuple(found)

    def leave(self, candidate: Candidate) -> None:
        """A candidate is gone."""
        self.touched.pop(candidate, None)
        for group in candidate.groups:
            if group is not _NOBODY:
                group.candidates.pop(candidate, None)
                if not group.candidates and not group.facts:
                    self._by_values[group.pattern].pop(group.values, None)

    def of(self, pattern: int, values: Values) -> Group | None:
        """The group of what has these values; None if there is none."""
        return self._by_values.get(pattern, {}).get(values)

    def take_out(self, known: Known, pattern: int, values: Values, op: int) -> None:
        """A fact that stood beside whatever has these values is gone, and its candidates are."""
        group = self._by_values[pattern][values]
        del group.facts[known.number]
        if group.ids is not None:
            del group.ids[bisect_left(group.ids, known.id)]
        for candidate in group.candidates:
            self.touched.setdefault(candidate, op)
        if not group.candidates and not group.facts:
            del self._by_values[pattern][values]

    def _of(self, step: Asked, joined: Joined) -> Values | None:
        """The values by which facts stand beside a tuple; None where one of them is not known."""
        found: Values = ()
        for place, field, numbers in step.key:
            value = getattr(self._known[joined[place]].fact, field)
            if value is None:
                return None
            number = numbers.get(value)
            if number is None:
                number = numbers[value] = (len(numbers),)
            found = found + number if found else number
        return found

    def _group(self, pattern: int, values: Values) -> Group:
        groups = self._by_values.get(pattern)
        if groups is None:
            groups = self._by_values[pattern] = {}
        group = groups.get(values)
        if group is None:
            group = groups[values] = Group(pattern, values)
        return group


def totals_of(candidate: Candidate, known: Numbered, names: Names, context: Context) -> Totals | None:
    """The totals with which a candidate holds; None if it does not. `names` are those of its facts, where they are needed."""
    groups = iter(candidate.groups)
    totals: list[tuple[str, Total]] = []
    for step in candidate.branch.later:
        if not isinstance(step, Asked):
            if not all_hold(step.where, known[candidate.joined[step.place]].fact, names, context):
                return None
            continue
        group = next(groups)
        clause, beside = step.clause, group.facts
        if isinstance(clause, Absent):
            if step.check:
                if any(all_hold(step.check, other.fact, names, context) for other in beside.values()):
                    return None
            elif beside:
                return None
            continue
        if step.simple:
            if not step.within(len(beside)):
                return None
            total = group.total(clause.kind)
        else:
            satisfying = [
                other.fact
                for other in beside.values()
                if not step.check or all_hold(step.check, other.fact, names, context)
            ]
            total = aggregate(clause, satisfying)
            if not step.within(total.value):
                return None
        totals.append((step.label, total))
        names[step.label] = total
    return tuple(totals)


def names_of(branch: LiveBranch, joined: Joined, known: Numbered) -> Names:
    """What the aliases of a branch stand for."""
    return {alias: known[joined[place]].fact for alias, place in branch.aliases}
