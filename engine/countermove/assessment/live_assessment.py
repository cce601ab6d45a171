"""Recommendations that are kept up as facts and matches come and go: what nothing touched is not weighed again.

After any history they are what `assess` gives for what is left. Each recommendation and each caveat is weighed from what it looks
up, which is noted; it is weighed again when something of that has changed. Then measures are reconciled target by target, and
ranks follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from countermove.assessment.assess import recommendation_of, source_text, with_caveats
from countermove.assessment.grading import Grading
from countermove.assessment.live_confidence import LiveConfidences
from countermove.assessment.live_facts import Key, LiveFacts, LiveNames
from countermove.assessment.live_sentences import LiveSentences
from countermove.assessment.live_steps import Assessed, Grounds, Step, Turn
from countermove.assessment.placing import Causes, Group, Moves, Placing, Unit
from countermove.assessment.priority import Priorities
from countermove.assessment.ranking import Ranking
from countermove.assessment.recommendation import Recommendation
from countermove.assessment.restraint import reconciled
from countermove.inference.match import Inference, Match
from countermove.rulebook.rule import Caveat
from countermove.rulebook.rulebook import Rulebook

_NOBODY: Causes = frozenset()


class LiveAssessment:
    """The recommendations in which one audience has a part, as of a day that moves on."""

    def __init__(self, rulebook: Rulebook, as_of: date, audience: str) -> None:
        """Raises UsageError where a table that confidence or priority needs has no value on the day."""
        self._rulebook = rulebook
        self._audience = audience
        self._facts = LiveFacts(as_of)
        self._whole = True
        self._begin(())
        self._set_day(as_of)

    def _begin(self, standing: Iterable[Match]) -> None:
        """Begin with matches of which none has been weighed."""
        self._placing = Placing(self._rulebook, self._facts, self._audience)
        for match in standing:
            self._placing.come(match, _NOBODY)
        self._ranking = Ranking()
        self._weighed = False
        self._touched: dict[Key, Causes] = {}
        self._dirty: dict[Unit, Causes] = {}
        self._readers: dict[str, dict[Unit, None]] = {}
        self._reads: dict[Unit, set[str]] = {}
        self._made: dict[Group, Assessed] = {}
        self._actions: dict[str, dict[str, None]] = {}
        self._shown: dict[str, dict[str, Assessed]] = {}
        self._caveats: dict[Match, tuple[Caveat, str | None, str]] = {}

    def _set_day(self, as_of: date) -> None:
        self._as_of = as_of
        inference = Inference(as_of, "", self._facts, (), self._facts.derivations)
        priorities = Priorities(self._rulebook, as_of, self._audience)
        confidences = LiveConfidences(inference, self._rulebook)
        self._inference, self._priorities, self._confidences = inference, priorities, confidences
        self._names = LiveNames(self._facts)
        self._sentences = LiveSentences(self._names, self._rulebook.phrases, self._facts)

    @property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """In order of rank, as they stood when `update` was last called."""
        return self._ranking.in_order()

    def apply(self, step: Step) -> None:
        """Take in what happened, without weighing anything yet."""
        nobody: Causes = _NOBODY
        if step.day is not None:
            nobody = frozenset((step.day.isoformat(),))
            self._facts.advance(step.day)
            self._set_day(step.day)
            self._dirty = {**dict.fromkeys(self._made, nobody), **dict.fromkeys(self._caveats, nobody)}
        for key in step.gone:
            self._facts.remove(key)
            if self._weighed:
                _add(self._touched, key, step.because.get(key) or frozenset((key[1],)))
        for fact in step.put:
            self._facts.put(fact)
            if self._weighed:
                key = (fact.kind, fact.id)
                _add(self._touched, key, step.because.get(key) or frozenset((fact.id,)))
        for change in step.delta.lost:
            self._placing.go(change.match, _causes(change.cause, step.because, nobody))
        for change in (*step.delta.gained, *step.delta.changed):
            self._placing.come(change.match, _causes(change.cause, step.because, nobody))

    def update(self) -> dict[str, Turn]:
        """Weigh what was touched since the last time. By id, every recommendation that is another now, comes or goes.

        Where it was broken off the last time, everything is weighed from the beginning.
        """
        if not self._whole:
            self._facts.forget_derived()
            self._begin(self._placing.all())
            self._set_day(self._as_of)
        self._whole = False
        turns = self._update()
        self._whole = True
        return turns

    def _update(self) -> dict[str, Turn]:
        self._weighed = True
        moves = self._placing.settle(self._touched)
        self._touched = {}
        self._spread(moves)
        caveats = self._weigh_caveats()
        targets: dict[str, Causes] = {}
        for unit in [unit for unit in self._dirty if isinstance(unit, tuple)]:
            self._weigh(unit)
            _add(targets, unit[1], self._dirty[unit])
        turns = self._shown_anew(targets, caveats)
        self._dirty = {}
        return turns

    def _spread(self, moves: Moves) -> None:
        """From facts that are others now to everything that is to be weighed again."""
        for unit, causes in moves.units.items():
            _add(self._dirty, unit, causes)
        if not moves.facts:
            return
        self._sentences.forget({id for _, id in moves.facts})
        if self._confidences.forget(self._placing.resting_on(moves.facts), moves.newly):
            everybody = frozenset[str]().union(*moves.facts.values())
            for group in self._placing.groups():
                _add(self._dirty, group, everybody)
        for key, causes in moves.facts.items():
            for unit in self._readers.get(key[1], ()):
                _add(self._dirty, unit, causes)

    def _weigh(self, group: Group) -> None:
        matches = self._placing.group(group)
        action, target = group
        if not matches:
            self._read(group, ())
            self._made.pop(group, None)
            actions = self._actions.get(target, {})
            actions.pop(action, None)
            if not actions:
                self._actions.pop(target, None)
            return
        self._facts.reads = set()
        recommendation = recommendation_of(
            self._rulebook, self._inference, self._confidences, self._priorities, self._sentences, self._names,
            self._audience, action, target, matches,
        )  # fmt: skip
        self._made[group] = Assessed(recommendation, self._grounds(recommendation))
        self._actions.setdefault(target, {})[action] = None
        self._read(group, self._facts.reads)

    def _grounds(self, recommendation: Recommendation) -> Grounds:
        derivations = self._facts.derivations
        keys = {key for justification in recommendation.justifications for key in justification.facts}
        return tuple(
            (key, tuple((match, match.totals) for match in derivations[key]))
            for key in sorted(key for key in keys if key in derivations)
        )

    def _read(self, unit: Unit, reads: Iterable[str]) -> None:
        """Note which ids a unit depends on."""
        for id in self._reads.pop(unit, ()):
            readers = self._readers[id]
            del readers[unit]
            if not readers:
                del self._readers[id]
        if reads:
            self._reads[unit] = set(reads)
            for id in self._reads[unit]:
                self._readers.setdefault(id, {})[unit] = None

    def _weigh_caveats(self) -> dict[str | None, Causes]:
        """Fill the sentences of touched caveats anew; the targets whose caveats are others now, None for all targets."""
        targets: dict[str | None, Causes] = {}
        for unit in [unit for unit in self._dirty if isinstance(unit, Match)]:
            before = self._caveats.pop(unit, None)
            match = self._placing.standing(unit)
            after = None
            self._facts.reads = set()
            if match is not None:
                then = self._rulebook.rules[match.rule].then
                assert isinstance(then, Caveat)  # noqa: S101 - only such matches come here
                bound = match.names(self._facts)
                target = source_text(then.target, bound) if then.target else None
                if target is not None or then.target is None:
                    after = (then, target, self._sentences.fill(then.text.to(self._audience), bound))
                    self._caveats[match] = after
            self._read(unit, self._facts.reads if match is not None else ())
            if before != after:
                for caveat in (before, after):
                    if caveat is not None:
                        _add(targets, caveat[1], self._dirty[unit])
        return targets

    def _shown_anew(self, targets: Mapping[str, Causes], caveats: Mapping[str | None, Causes]) -> dict[str, Turn]:
        """Reconcile and caution what is recommended on touched targets, and rank everything."""
        for_all = None in caveats
        concerned = dict.fromkeys([*targets, *(t for t in caveats if t is not None and t in self._actions)])
        if for_all:
            concerned.update(dict.fromkeys(self._actions))
        general = [caveat for caveat in self._caveats.values() if caveat[1] is None]
        by_target: dict[str, list[tuple[Caveat, str | None, str]]] = {}
        for caveat in self._caveats.values():
            if caveat[1] is not None and caveat[1] in concerned:
                by_target.setdefault(caveat[1], []).append(caveat)
        before: dict[str, Assessed] = {}
        after: dict[str, Assessed] = {}
        for target in concerned:
            before.update(self._shown.pop(target, {}))
            made = [self._made[action, target] for action in self._actions.get(target, ())]
            if made:
                grounds = {assessed.recommendation.action: assessed.grounds for assessed in made}
                self._shown[target] = shown = {}
                for whole in reconciled([assessed.recommendation for assessed in made], self._rulebook):
                    if not self._rulebook.actions[whole.action].has_part(self._audience):
                        continue  # it is not ranked, and a briefing tells of it
                    held = [grounds[withheld.action] for withheld in whole.withheld]
                    shown[whole.id] = Assessed(
                        with_caveats(whole, [*general, *by_target.get(target, ())]),
                        tuple(ground for some in (grounds[whole.action], *held) for ground in some),
                    )
                after.update(shown)
        return self._turns(before, after, targets, caveats)

    def _turns(
        self, before: Mapping[str, Assessed], after: Mapping[str, Assessed], targets: Mapping[str, Causes],
        caveats: Mapping[str | None, Causes],
    ) -> dict[str, Turn]:  # fmt: skip
        ids = dict.fromkeys((*before, *after))
        pairs = self._ranking.update({id: after[id].recommendation if id in after else None for id in ids})
        everybody = frozenset[str]().union(*self._dirty.values())
        turns: dict[str, Turn] = {}
        for id, (old, new) in pairs.items():
            causes = _NOBODY
            if id in ids:
                action, _, target = id.partition(":")
                causes = self._dirty.get((action, target), _NOBODY)
                if old is None or new is None or old.withheld != new.withheld:
                    causes |= targets.get(target, _NOBODY)
                if old is not None and new is not None and old.caveats != new.caveats:
                    causes |= caveats.get(target, _NOBODY) | caveats.get(None, _NOBODY)
            regrounded = id in before and id in after and before[id].grounds != after[id].grounds
            turns[id] = Turn(old, new, causes or everybody, regrounded)
        return turns


def check_day(rulebook: Rulebook, as_of: date, audience: str) -> None:
    """Raises UsageError where a table that confidence or priority needs has no value on the day."""
    Priorities(rulebook, as_of, audience)
    Grading(rulebook, as_of)


def _causes(cause: Key | None, because: Mapping[Key, Causes], day: Causes) -> Causes:
    if cause is None:
        return day
    return because.get(cause) or frozenset((cause[1],))


def _add(found: dict, what: object, causes: Causes) -> None:  # type: ignore[type-arg]
    found[what] = found.get(what, _NOBODY) | causes
