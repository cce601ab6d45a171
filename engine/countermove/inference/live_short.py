"""The commonest call has a short way: one fact that is new, where no fact is concluded and no rule can hold in several ways.

It does what a step of the run does and tells what follows, in one function, for each call and each look at a fact counts here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from countermove.facts.fact import Fact
from countermove.inference.live_changes import NOTHING, Change, Delta, Key
from countermove.inference.live_day import known_by
from countermove.inference.live_delta import one_by_one, rank, told
from countermove.inference.live_run import Run
from countermove.inference.live_tuples import Known, new, set_bindings, set_rule, set_totals
from countermove.inference.match import Match, Total

ShortWay = Callable[[Fact], Delta | None]
"""Takes a fact in and tells what that changed; None where the fact has to go the long way, and nothing was done."""


def short_way(run: Run, waiting: Mapping[Key, Fact], as_of: date) -> ShortWay | None:
    """The short way into a run as of a day; None where it has none."""
    if not run.short:
        return None
    known, numbered, free = known_by(as_of), run.numbered, run.free
    doors = {kind: (gate, run.base.known.setdefault(kind, {})) for kind, gate in run.plan.gates.items()}
    base, alone, add, add_beside, follow = run.base, run.alone, run.add, run.groups.add, run.follow
    journal = run.journal
    totals: tuple[tuple[str, Total], ...] = ()

    def take(fact: Fact) -> Delta | None:
        own = fact.__dict__
        kind, id = own["kind"], own["id"]
        gate, of_kind = doors[kind]
        if id in of_kind or (waiting and (kind, id) in waiting):
            return None
        counted = known(fact, own)
        if counted is None:
            return None
        if counted is not fact:
            own = counted.__dict__
        if free:
            number = free.pop()
            there = numbered[number] = Known(counted, id, number, fact, -1)
        else:
            number = len(numbered)
            there = Known(counted, id, number, fact, -1)
            numbered.append(there)
        of_kind[id] = there
        if base.ordered:
            base.order(counted)
        gained: list[Change] = []
        groups = more = 0
        for way in gate.ways(counted, own):
            for alias, rules in way.matches:
                bindings, cause = ((alias, kind, id),), (kind, id)
                groups += 1
                for rule in rules:
                    match = new(Match)
                    set_rule(match, rule)
                    set_bindings(match, bindings)
                    set_totals(match, totals)
                    gained.append(told(Change, (match, cause)))
            for network in way.networks:
                alone.append((network, (number,)))
                more = 1
            for pattern, values_of in way.joins:
                values = values_of(own)
                if values is not None:
                    add(pattern, number, values)
                    more = 1
            for pattern, values_of in way.beside:
                values = values_of(own)
                if values is not None:
                    add_beside(pattern, values, there)
                    more = 1
        if more:
            if journal:
                journal.clear()
            follow()
            if journal:
                return one_by_one(gained, journal, (kind, id))
        if not gained:
            return NOTHING
        if groups > 1:
            gained.sort(key=rank)
        delta: Delta = told(Delta, (tuple(gained), (), ()))
        return delta

    return take
