"""Histories at random: facts given, given again, given in another version, taken back, and days that go by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from given_facts import fact_bases, facts, records
from hypothesis import strategies as st
from making import fact as make
from pools import World, worlds
from shrinking import halves, simpler, well_formed
from spelling import as_fact, as_rule
from strategies import randoms, rules

from countermove.facts.fact import Fact
from countermove.facts.withdrawal import without_source
from countermove.rulebook.rule import Rule

Key = tuple[str, str]
DAYS = [
    date(2024, 1, 31),
    date(2024, 2, 1),
    date(2024, 3, 2),
    date(2024, 6, 29),
    date(2024, 6, 30),
    date(2024, 7, 1),
    date(9999, 12, 31),
]


@dataclass(frozen=True)
class Step:
    """One of: facts given, keys taken back, a day, a source withdrawn (of sessions alone)."""

    given: tuple[Fact, ...] = ()
    taken: tuple[Key, ...] = ()
    day: date | None = None
    source: str = ""

    def spelled(self) -> dict[str, Any]:
        """As a line of a file of `regressions`."""
        if self.day:
            return {"advance": self.day.isoformat()}
        if self.source:
            return {"retract_source": self.source}
        return (
            {"retract": [list(key) for key in self.taken]}
            if self.taken
            else {"assert": [as_fact(f) for f in self.given]}
        )


@dataclass(frozen=True)
class History:
    """Rules, the first day, and what happened."""

    rules: tuple[Rule, ...]
    begins: date
    steps: tuple[Step, ...]

    def spelled(self) -> dict[str, Any]:
        """As a file of `regressions`."""
        rules = {rule.id: as_rule(rule) for rule in self.rules}
        return {"as_of": self.begins.isoformat(), "rules": rules, "history": [step.spelled() for step in self.steps]}


class Left:
    """What is left of a history: the facts that stand, each in its last version, and the day."""

    def __init__(self, begins: date) -> None:
        self.day = begins
        self.facts: dict[Key, Fact] = {}

    def take(self, step: Step) -> None:
        """One step on."""
        self.facts.update({(fact.kind, fact.id): fact for fact in step.given})
        for key in step.taken:
            del self.facts[key]
        if step.source:
            kept = {key: without_source(fact, step.source) for key, fact in self.facts.items()}
            self.facts = {key: fact for key, fact in kept.items() if fact is not None}
        self.day = step.day or self.day

    def rests_on(self, source: str) -> bool:
        """Whether a fact that is left cites a source."""
        return any(without_source(fact, source) is not fact for fact in self.facts.values())


SOURCES = ("Gazette", " register", "Rumour", "BLOG")


def history(by: Random, *, sources: bool = False) -> History:
    """Six to fourteen steps over some rules; many of the facts stand from the start. With `sources`, some are withdrawn."""
    world = worlds(by)
    known = fact_bases(by, world)
    made = tuple(rules(by, world, known, number) for number in range(by.randint(1, 4)))
    begins = by.choice(DAYS[:-1])
    left = Left(begins)
    steps = [Step(given=tuple(by.sample(known, by.randint(len(known) // 2, len(known)))))]
    left.take(steps[0])
    for _ in range(by.randint(5, 13)):
        steps.append(_step(by, world, known, left, sources))
        left.take(steps[-1])
    return History(made, begins, tuple(steps))


def _step(by: Random, world: World, known: Sequence[Fact], left: Left, sources: bool) -> Step:
    what = by.choice(
        ["assert", "assert", "again", "version", "version", "retract", "retract", "advance"] + ["source"] * sources
    )
    standing = list(left.facts.values())
    days = [day for day in DAYS if day >= left.day]
    source = by.choice(SOURCES)
    if what == "source" and left.rests_on(source):
        return Step(source=source)
    if what == "advance" and days:
        return Step(day=by.choice(days[:3]))
    if what == "retract" and standing:
        return Step(taken=tuple((f.kind, f.id) for f in by.sample(standing, by.randint(1, min(3, len(standing))))))
    if what == "again" and standing:
        return Step(given=(by.choice(standing),))
    if what == "version" and standing:
        return Step(given=tuple(_version(by, world, by.choice(standing)) for _ in range(by.randint(1, 2))))
    return Step(given=tuple(by.sample(known, by.randint(1, min(4, len(known))))))


def _version(by: Random, world: World, fact: Fact) -> Fact:
    """The fact under the same id, told otherwise: altogether, in one field, or in the record alone."""
    other = facts(by, world, fact.kind)
    if by.random() < 0.3:
        return other.model_copy(update={"id": fact.id})
    if by.random() < 0.3:
        bare = fact.model_dump(exclude_unset=True, exclude_none=True, exclude={"evidence", "alternatives", "note"})
        return make(**{"id": fact.id, **bare, **records(by, fact.kind)})
    name = by.choice(sorted({"reported", *fact.model_fields_set} - {"kind", "id"}))
    return fact.model_copy(update={name: getattr(other, name)})


def histories(*, sources: bool = False) -> st.SearchStrategy[History]:
    """Histories, each with a number of its own."""
    return randoms().map(lambda by: history(by, sources=sources))


def shortened(whole: History, fails: Callable[[History], bool], tries: int = 1500) -> History:
    """The smallest history found that still fails."""
    moved = True
    while moved and tries > 0:
        moved = False
        for smaller in _shorter(whole):
            tries -= 1
            if _possible(smaller) and fails(smaller):
                whole, moved = smaller, True
                break
            if tries <= 0:
                break
    return whole


def _shorter(whole: History) -> Iterator[History]:
    for some in halves(whole.rules):
        yield replace(whole, rules=tuple(some))
    for few in halves(whole.steps):
        yield replace(whole, steps=tuple(few))
    for i, step in enumerate(whole.steps):
        parts: Iterable[Step] = [Step(given=tuple(few)) for few in halves(step.given) if few]
        parts = [*parts, *(Step(taken=tuple(few)) for few in halves(step.taken) if few)]
        for part in parts:
            yield replace(whole, steps=(*whole.steps[:i], part, *whole.steps[i + 1 :]))
    for i, rule in enumerate(whole.rules):
        for other in simpler(rule):
            if well_formed(other):
                yield replace(whole, rules=(*whole.rules[:i], other, *whole.rules[i + 1 :]))


def _possible(whole: History) -> bool:
    """Whether nothing is taken back that is not there."""
    left = Left(whole.begins)
    for step in whole.steps:
        if any(key not in left.facts for key in step.taken) or len(set(step.taken)) < len(step.taken):
            return False
        if step.source and not left.rests_on(step.source):
            return False
        left.take(step)
    return True
