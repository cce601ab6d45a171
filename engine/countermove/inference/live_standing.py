"""The matches that stand in a run: all of them, or those on one fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from countermove.inference.live_changes import Key
from countermove.inference.live_gates import Way
from countermove.inference.live_tuples import GONE, Known, match_of
from countermove.inference.match import Match

if TYPE_CHECKING:
    from countermove.inference.live_run import Run


def standing(run: Run) -> Iterator[Match]:
    """All matches that stand, each once, in no order."""
    for number, known in enumerate(run.numbered):
        if known is not GONE:
            yield from alone_matched(run, known)
        for candidate in known.tuples():
            if candidate.match is not None and candidate.joined[0] == number and candidate.branch.sole:
                yield candidate.match
    for candidate in run.judging.bare:
        if candidate.match is not None and candidate.branch.sole:
            yield candidate.match
    yield from run.judging.ways


def resting_on(run: Run, key: Key) -> Iterator[Match]:
    """The matches that stand on a fact: matched, counted or summed. One may come twice."""
    known = run.find(*key)
    if known is None:
        return
    yield from alone_matched(run, known)
    for candidate in known.tuples():
        if candidate.match is not None:
            yield (
                candidate.match
                if candidate.branch.sole
                else run.judging.ways.standing(candidate.match) or candidate.match
            )
    own = vars(known.fact)
    for pattern, values_of in (beside for way in ways_of(run, known) for beside in way.beside):
        values = values_of(own)
        group = run.groups.of(pattern, values) if values is not None else None
        for candidate in group.candidates if group is not None else ():
            match = candidate.match
            if match is not None and not candidate.branch.sole:
                match = run.judging.ways.standing(match)
            if match is not None and key in match.fact_keys():
                yield match


def alone_matched(run: Run, known: Known) -> Iterator[Match]:
    """The matches of rules that ask for one fact and nothing beside it."""
    fact = known.fact
    kind, id = fact.kind, fact.id
    for way in ways_of(run, known):
        for alias, rules in way.matches:
            for rule in rules:
                yield match_of(rule, ((alias, kind, id),))


def ways_of(run: Run, known: Known) -> Iterable[Way]:
    """Where a fact that is there leads."""
    fact = known.fact
    return run.plan.gates[fact.kind].ways(fact, vars(fact))
