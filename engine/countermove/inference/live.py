"""Inference that is kept up: facts come, go and become known, and each call tells what that changed.

What stands after any history is what `reference.infer` finds in the facts that are left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from countermove.errors import CountermoveError, EngineError, UsageError
from countermove.facts.fact import Fact
from countermove.inference.fact_base import FactBase
from countermove.inference.findings import parameters_named
from countermove.inference.joiner import MakeJoiner
from countermove.inference.live_changes import NOTHING, Change, Delta, Key, difference, same
from countermove.inference.live_day import known_by, later_evidence, rules_move
from countermove.inference.live_delta import delta
from countermove.inference.live_run import Run, Step
from countermove.inference.live_short import ShortWay, short_way
from countermove.inference.live_standing import standing
from countermove.inference.match import Inference, Match
from countermove.inference.truth import Context
from countermove.ownership.garbage import garbage_left_alone
from countermove.rulebook.rulebook import Rulebook

__all__ = ["JOINERS", "Change", "Delta", "LiveInference"]

JOINERS = ("network", "durable")
"""By what a live inference can have facts joined."""


_Planned = dict[Key, tuple[Fact | None, Fact | None]]
"""For each fact that a call is about: as it was given before the call, and as it is after it."""

MANY = 5000
"""From so many facts in one call on it is worth while not to look for garbage: hardly any is made, and all is looked through."""


class LiveInference:
    """The matches of a rulebook over facts that change, as of a day that moves on. For one thread.

    A call that raises an error changes nothing: facts, day and matches are as they were before it.
    """

    def __init__(self, rulebook: Rulebook, as_of: date, joiner: str = "network") -> None:
        """Raises UsageError where there is no such joiner, EngineError where it is not installed or a rule is too much for it."""
        if joiner not in JOINERS:
            raise UsageError(f"there is no joiner '{joiner}'", hint=f"choose one of {', '.join(JOINERS)}")
        self.as_of = as_of
        self._rulebook = rulebook
        self._joiner = joiner
        self._waiting: dict[Key, Fact]
        """Facts that are not known yet."""
        self._run: Run | None
        self._short: ShortWay | None
        self._go_on(*self._fresh_run((), as_of), as_of)

    @property
    def base(self) -> FactBase:
        """What is known now, derived facts included. It changes with every call; `inference().base` does not."""
        return self._working().base

    def assert_facts(self, facts: Iterable[Fact]) -> Delta:
        """Take facts in. One with the kind and id of another replaces it; one known only after the present day waits for it.

        Raises EngineError where what follows from them cannot be concluded.
        """
        short = self._short
        if short is not None and (type(facts) is tuple or type(facts) is list) and len(facts) == 1:
            fact: Fact = facts[0]
            try:
                found = short(fact)
            except CountermoveError:
                self._give_up({(fact.kind, fact.id): (None, fact)})
                raise
            if found is not None:
                return found
        return self.change(facts, ())

    def retract(self, keys: Iterable[tuple[str, str]]) -> Delta:
        """Take facts back, each named by kind and id. What rested on one alone goes with it.

        Raises UsageError where a fact was not given, or is concluded by rules; EngineError where what follows now cannot be concluded.
        """
        return self.change((), keys)

    def change(self, facts: Iterable[Fact], keys: Iterable[tuple[str, str]]) -> Delta:
        """Take some facts back and others in, at once: `retract` and then `assert_facts`, with nothing in between.

        Raises what they raise. A fact that is both taken back and given stays, as it is given.
        """
        facts = list(facts)
        if len(facts) < MANY:
            return self._change(facts, keys)
        with garbage_left_alone():
            return self._change(facts, keys)

    def _change(self, facts: Sequence[Fact], keys: Iterable[tuple[str, str]]) -> Delta:
        find, waiting, known_then = self._working().find, self._waiting, known_by(self.as_of)
        plan: _Planned = {}
        if keys:
            self._take_back(list(dict.fromkeys(keys)), plan)
        for fact in facts:
            kind, id = key = fact.kind, fact.id
            there = find(kind, id)
            if there is None and key not in plan and key not in waiting:
                plan[key] = None, fact
                continue
            before, now = plan[key] if key in plan else (self._given(key),) * 2
            if now is None or not same(now, fact):
                plan[key] = before, fact
        steps: list[Step] = []
        for key, (before, fact_) in plan.items():
            known = None if fact_ is None else known_then(fact_, vars(fact_))
            if before is not None:
                there = find(*key)
                if there is not None and there.given is not None:
                    if known is not None and same(known, there.fact):
                        there.given = fact_
                        continue
                    if known is None:
                        steps.append((key, None, None))
                waiting.pop(key, None)
            if known is not None:
                steps.append((key, known, fact_))
            elif fact_ is not None:
                waiting[key] = fact_
        return self._take(steps, plan) if steps else NOTHING

    def advance(self, as_of: date) -> Delta:
        """Let the day move on: facts become known, windows open and close, parameters and rules change. No fact is the cause.

        Raises UsageError for a day before the present one, EngineError where what follows on that day cannot be concluded.
        """
        run = self._working()
        if as_of < self.as_of:
            raise UsageError(
                f"the day cannot go back from {self.as_of} to {as_of}", hint="start another session for an earlier day"
            )
        if as_of == self.as_of:
            return NOTHING
        if not rules_move(self._rulebook, self.as_of, as_of):
            return self._become_known(run, as_of)
        waiting, fresh = self._fresh_run(self._all_given(), as_of)
        found = difference(self._inference_of(run, self.as_of), self._inference_of(fresh, as_of))
        self._go_on(waiting, fresh, as_of)
        run.close()
        return found

    def inference(self) -> Inference:
        """All that stands, as `reference.infer` gives it, but for the name of the engine. Later calls do not change it."""
        return self._inference_of(self._working(), self.as_of)

    def close(self) -> None:
        """Give back what the joiner holds. Nothing else may be called afterwards."""
        if self._run is not None:
            self._run.close()
            self._run = self._short = None

    def _go_on(self, waiting: dict[Key, Fact], run: Run, as_of: date) -> None:
        """Work with this run from now on, on this day."""
        self._waiting, self._run, self.as_of = waiting, run, as_of
        self._short = short_way(run, waiting, as_of)

    def _working(self) -> Run:
        if self._run is None:
            raise UsageError("this session is closed", hint="open another")
        return self._run

    def _become_known(self, run: Run, as_of: date) -> Delta:
        """Let facts and evidence become known by a day on which the rules ask what they asked before."""
        known_then = known_by(as_of)
        candidates = [*self._waiting.values(), *(f for f in self._counting() if later_evidence(f, self.as_of))]
        plan: _Planned = {}
        steps: list[Step] = []
        for fact in candidates:
            key = fact.kind, fact.id
            known, there = known_then(fact, vars(fact)), run.find(*key)
            if known is not None and not (there is not None and there.given is not None and same(known, there.fact)):
                plan[key] = fact, fact
                steps.append((key, known, fact))
        found = self._take(steps, plan) if steps else NOTHING
        for key in plan:
            self._waiting.pop(key, None)
        self._go_on(self._waiting, run, as_of)
        return Delta(*(tuple(Change(change.match, None) for change in changes) for changes in found))

    def _given(self, key: Key) -> Fact | None:
        """The fact of a key as it was given; None if it was not."""
        there = self._working().find(*key)
        return there.given if there is not None and there.given is not None else self._waiting.get(key)

    def _take_back(self, keys: Sequence[Key], plan: _Planned) -> None:
        """Plan that facts are taken back. Raises UsageError where one of them cannot be."""
        for key in keys:
            kind, id = key
            given = self._given(key)
            if given is not None:
                plan[key] = given, None
            elif self._working().find(kind, id) is not None:
                raise UsageError(
                    f"the {kind} '{id}' is concluded by rules and cannot be taken back",
                    hint="take back the facts from which it follows",
                )
            else:
                raise UsageError(f"there is no {kind} '{id}' to take back", hint="give kind and id as they were given")

    def _take(self, steps: Sequence[Step], plan: _Planned) -> Delta:
        """Have the run take steps; where it fails, go back to what was given before."""
        run = self._working()
        if run.worn:
            given = list(self._counting())
            run.close()
            run = self._fresh_run(given, self.as_of)[1]
            self._go_on(self._waiting, run, self.as_of)
        try:
            run.step(steps)
        except CountermoveError:
            self._give_up(plan)
            raise
        found = delta(run, steps)
        if len(steps) >= MANY:
            run.journal.clear()
        return found

    def _all_given(self) -> Iterator[Fact]:
        """Every fact as it was given, those that wait for a later day too."""
        yield from self._waiting.values()
        yield from self._counting()

    def _counting(self) -> Iterator[Fact]:
        """The facts that are known on the day, as they were given."""
        for of_kind in self._working().base.known.values():
            yield from (known.given for known in of_kind.values() if known.given is not None)

    def _give_up(self, plan: _Planned) -> None:
        """Start anew from what was given before a call that failed."""
        given = [fact for fact in self._all_given() if (fact.kind, fact.id) not in plan]
        given += [before for before, _ in plan.values() if before is not None]
        self.close()
        self._go_on(*self._fresh_run(given, self.as_of), self.as_of)

    def _fresh_run(self, given: Iterable[Fact], as_of: date) -> tuple[dict[Key, Fact], Run]:
        """A run of its own over the facts that are known on a day, and those that are not."""
        waiting: dict[Key, Fact] = {}
        steps: list[Step] = []
        known_then = known_by(as_of)
        for fact in given:
            known = known_then(fact, vars(fact))
            if known is None:
                waiting[fact.kind, fact.id] = fact
            else:
                steps.append(((fact.kind, fact.id), known, fact))
        make_joiner, most_parts = _maker(self._joiner)
        run = Run(self._rulebook.active(as_of), Context(self._rulebook, as_of), make_joiner, most_parts)
        try:
            with garbage_left_alone():
                run.step(steps)
        except EngineError:
            run.close()
            raise
        return waiting, run

    def _inference_of(self, run: Run, as_of: date) -> Inference:
        derivations = {key: _in_order(behind) for key, behind in sorted(run.derivations.behind.items())}
        return Inference(
            as_of, self._joiner, run.base.as_it_stands(), _in_order(standing(run)), derivations,
            parameters_named(run.rules.values()),
        )  # fmt: skip


def _maker(joiner: str) -> tuple[MakeJoiner, int | None]:
    """What makes a joiner, and the most parts that a network of it can have."""
    if joiner == "durable":
        from countermove.inference.durable import MOST_PARTS, DurableJoiner

        return DurableJoiner, MOST_PARTS
    from countermove.inference.network import NetworkJoiner

    return NetworkJoiner, None


def _in_order(matches: Iterable[Match]) -> tuple[Match, ...]:
    return tuple(sorted(matches, key=lambda match: (match.rule, match.bindings)))
