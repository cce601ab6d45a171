"""A live session: facts come and go, the day moves on, and every call tells which recommendations that changed.

    with cm.Session(rulebook, as_of=date(2026, 11, 1), facts=cm.read_facts("data/")) as session:
        changes = session.assert_facts(more)
        print(changes.as_text())
        session.retract_source("A paper that made it up")
        session.briefing().save("memo.html")

After any history a session says what would be said from scratch about what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from types import TracebackType
from typing import TYPE_CHECKING, Self

from countermove.assessment.assess import assess
from countermove.assessment.changes import Changes, RecommendationChange
from countermove.assessment.history import History
from countermove.assessment.live_assessment import LiveAssessment, check_day
from countermove.errors import CountermoveError, UsageError
from countermove.facts.claims import Claims, Shift
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet, InputReport
from countermove.facts.identity_resolution import reconcile
from countermove.facts.registry import KINDS
from countermove.facts.withdrawal import without_source
from countermove.inference.live import JOINERS, LiveInference
from countermove.inference.live_changes import one_after_the_other
from countermove.memo.audience import ADDRESSEE
from countermove.ownership.standing import Moved, Standing
from countermove.reading.background import with_countries
from countermove.rulebook.rulebook import Rulebook

if TYPE_CHECKING:
    from countermove.assessment.recommendation import Recommendation
    from countermove.memo.briefing import Briefing

__all__ = ["Changes", "RecommendationChange", "Session"]

_MODELS = frozenset(model for model in KINDS.values() if not model.computed)
_ALIKE = 20_000
"""Of at most so many ids the nearest is looked for."""


class Session:
    """Recommendations kept up over facts that change. For one thread; a call that raises an error changes nothing.

    Facts are *claims*: what is given stands until it is retracted. Several claims of one kind and id are one fact, radio identities
    become ships, and the shipped register of countries is known from the start, all as for `brief`. A claim given twice is one.
    """

    def __init__(
        self, rulebook: Rulebook, *, as_of: date, audience: str = "eu", engine: str = "network",
        facts: FactSet | Iterable[Fact] = (),
    ) -> None:  # fmt: skip
        """A session as of a day, for an audience (eu, uk, us, nato). `engine` joins: "network" (quick) or "durable".

        Raises UsageError for an audience, engine or day that will not do; EngineError where the engine is not installed, a rule is too
        much for it, or a conclusion from the facts cannot be.
        """
        if audience not in ADDRESSEE:
            raise UsageError(f"there is no audience '{audience}'", hint=f"one of {', '.join(ADDRESSEE)}")
        if engine not in JOINERS:
            raise UsageError(f"no session can be held on the engine '{engine}'", hint=f"one of {', '.join(JOINERS)}")
        self._as_of = _checked_day(as_of)
        check_day(rulebook, as_of, audience)
        countries = with_countries(FactSet()).facts
        self._rulebook = rulebook
        self._audience = audience
        self._claims = Claims(countries)
        self._blocked = Standing(rulebook, as_of)
        self._inputs: tuple[InputReport, ...] = ()
        self._notes: tuple[str, ...] = ()
        self._history = History(LiveAssessment(rulebook, as_of, audience))
        self._live: LiveInference | None = LiveInference(rulebook, as_of, engine)
        try:
            self._history.record(countries, delta=self._live.assert_facts(countries))
            self.assert_facts(facts)
        except BaseException:
            self.close()
            raise

    @property
    def as_of(self) -> date:
        """The day as of which the session looks at the facts."""
        return self._as_of

    @property
    def facts(self) -> FactSet:
        """What is left: the facts that the standing claims make, with the account of the inputs they were read from."""
        claims = self._claims
        return FactSet(tuple(claims.facts()), self._inputs, claims.faults, (*self._notes, *claims.notes))

    @property
    def claims(self) -> tuple[Fact, ...]:
        """What was given and is left, as it was given, less what a withdrawn source said. In no particular order."""
        return tuple(self._claims)

    @property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """All recommendations as things stand, in order of rank, as in a briefing without `top`."""
        self._open()
        return self._history.recommendations()

    def briefing(self, top: int | None = None) -> Briefing:
        """The briefing on what is left: what `brief` gives for `facts`, but for the engine's name. `top` as for `brief`."""
        from countermove.memo.compose import compose

        live = self._open()
        if top is not None and top < 1:
            raise UsageError("'top' counts items from 1", hint="leave it out to keep all")
        inference = live.inference()
        assessment = assess(inference, self._rulebook, self._audience)
        return compose(with_countries(self.facts), self._rulebook, inference, assessment, self._audience, top)

    def assert_facts(self, facts: FactSet | Iterable[Fact]) -> Changes:
        """Take claims in. Facts reported later than the session's day wait for it.

        Raises UsageError for what is no fact, EngineError where a rule concludes what cannot be.
        """
        live = self._open()
        if (
            type(facts) is list
            and len(facts) == 1
            and type(fact := facts[0]) in _MODELS
            and self._claims.take_plain(fact)
        ):
            return self._one_more(live, (fact,))
        given = facts.facts if isinstance(facts, FactSet) else _checked(facts)
        changes = self._follow(self._claims.take(given))
        if isinstance(facts, FactSet):
            found_again = set(reconcile(facts.facts).notes) if facts.notes else ()
            self._notes += tuple(note for note in facts.notes if note not in found_again)
            self._inputs += facts.inputs
        return changes

    def retract(self, ids: Iterable[str] | str) -> Changes:
        """Take back every claim with one of these ids, or behind the fact that goes by it now (a ship resolved from its radio number).

        What followed from them alone goes too. Raises UsageError for an id that no claim has, naming the nearest.
        """
        self._open()
        wanted: dict[int, Fact] = {}
        for name in [ids] if isinstance(ids, str) else ids:
            claims = {id(claim): claim for claim in self._claims.of(name)}
            if not claims:
                raise self._unknown(name)
            wanted.update(claims)
        return self._follow(self._claims.retract(wanted.values()))

    def retract_source(self, source: str) -> Changes:
        """Withdraw a source's word wherever it stands: evidence that it gave (`Evidence.source`), and what others report from it
        (`Evidence.origin`). However the name is spaced and capitalised, it is one.

        A claim that nothing else bears goes. Of one that others bear too, that evidence goes, and any value that it alone gave
        against them. Claims that cite the source later count again. Raises UsageError where no claim cites it, naming the nearest.
        """
        self._open()
        standing = list(self._claims)
        concerned = [claim for claim in standing if without_source(claim, source) is not claim]
        if not concerned:
            pieces = [piece for claim in standing for piece in claim.evidence]
            known = sorted({piece.source for piece in pieces} | {piece.origin for piece in pieces if piece.origin})
            raise UsageError(f"no fact rests on the source '{source}'", hint=_nearest(source, known))
        return self._follow(self._claims.amend(concerned, lambda claim: without_source(claim, source)))

    def advance(self, as_of: date) -> Changes:
        """Move to a later day: facts become known, windows close and open, urgencies, rules and parameters move on.

        Raises UsageError for an earlier day, or one on which a table of the rulebook has no value.
        """
        live = self._open()
        check_day(self._rulebook, _checked_day(as_of), self._audience)
        if as_of <= self._as_of:
            return self._history.record(delta=live.advance(as_of))
        moved = self._blocked.advance(as_of)
        try:
            before = live.change(moved.put, moved.gone)
            try:
                delta = one_after_the_other(before, live.advance(as_of))
            except CountermoveError:
                live.change(moved.was, moved.came)
                raise
        except CountermoveError:
            self._blocked.take_back()
            raise
        self._as_of = as_of
        because = dict.fromkeys(moved.keys, frozenset((as_of.isoformat(),)))
        return self._history.record(moved.put, moved.gone, delta, because, as_of)

    def close(self) -> None:
        """Give back what the engine holds. Changes that were given out can still be read."""
        if self._live is not None:
            self._live.close()
            self._live = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open(self) -> LiveInference:
        if self._live is None:
            raise UsageError("this session is closed", hint="open another")
        return self._live

    def _one_more(self, live: LiveInference, fact: tuple[Fact]) -> Changes:
        """As `_follow`, for a single claim that is a fact of its own: what a stream of facts mostly brings."""
        concerned = fact[0].kind in self._blocked.kinds
        if concerned:
            moved = self._blocked.change(fact, ())
            if moved.put or moved.gone:
                return self._settle(Shift(fact, undo=({}, fact)), moved)
        try:
            delta = live.assert_facts(fact)
        except CountermoveError:
            self._claims.take_back(Shift(undo=({}, fact)))
            if concerned:
                self._blocked.take_back()
            raise
        return self._history.record(fact, (), delta)

    def _follow(self, shift: Shift) -> Changes:
        """Have what is blocked, and the matches, follow the facts."""
        self._open()
        return self._settle(shift, self._blocked.change(shift.put, shift.gone))

    def _settle(self, shift: Shift, moved: Moved) -> Changes:
        """Have the matches follow the facts, and what is blocked by them; where they cannot, give up what was to change."""
        live = self._open()
        put, gone = [*shift.put, *moved.put], [*shift.gone, *moved.gone]
        try:
            delta = live.change(put, gone)
        except CountermoveError:
            self._claims.take_back(shift)
            self._blocked.take_back()
            raise
        causes = frozenset(id for key in moved.causes for id in shift.because.get(key) or (key[1],))
        because = {**shift.because, **dict.fromkeys(moved.keys, causes)} if moved.causes else shift.because
        return self._history.record(put, gone, delta, because)

    def _unknown(self, id: str) -> UsageError:
        if any(True for _ in self._open().base.with_id(id)):
            return UsageError(
                f"'{id}' was not given, so it cannot be taken back",
                hint="it follows from other facts, or stands in the shipped register of countries",
            )
        alike = sorted(other for other in self._claims.ids() if abs(len(other) - len(id)) <= 3 and other[:1] == id[:1])
        return UsageError(f"no fact has the id '{id}'", hint=_nearest(id, alike[:_ALIKE]))


def _checked(facts: Iterable[Fact]) -> Sequence[Fact]:
    hint = "give a list of facts, or what read_facts gives"
    if isinstance(facts, Fact):
        raise UsageError("a fact on its own was given", hint=hint)
    given = list(facts)
    for fact in given:
        if type(fact) not in _MODELS:
            if not isinstance(fact, Fact):
                raise UsageError(f"a {type(fact).__name__} is no fact", hint=hint)
            if fact.computed:
                raise UsageError(
                    f"'{fact.id}' cannot be given: it is worked out", hint="give the stakes and the listings"
                )
    return given


def _checked_day(as_of: date) -> date:
    if not isinstance(as_of, date) or isinstance(as_of, datetime):
        raise UsageError(f"'as_of' is a day, not {as_of!r}", hint="give a datetime.date")
    return as_of


def _nearest(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else "look at session.facts for what there is"
