"""The calls to a session, kept until somebody asks what they changed, or nobody can ask any more."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from datetime import date
from weakref import ref

from countermove.assessment.changes import Changes
from countermove.assessment.live_assessment import LiveAssessment
from countermove.assessment.live_facts import Key
from countermove.assessment.live_steps import NOT_EXPLAINED, Step
from countermove.assessment.placing import Causes
from countermove.assessment.recommendation import Recommendation
from countermove.errors import UsageError
from countermove.facts.fact import Fact
from countermove.inference.live_changes import NOTHING, Delta

_Step = tuple[Iterable[Fact], Iterable[Key], Delta, Mapping[Key, Causes], date | None]
"""What a `Step` is made of; the step itself is made when it is taken in."""

_AT_REST = 1_000
"""So many calls are kept as they came before those are worked off whose changes nobody can ask for any more."""
_AT_MOST = 50_000
"""So many are kept at all; beyond that, the changes of the oldest are told although nobody has asked yet."""


class History:
    """The calls to a session that have not been weighed yet, oldest first, before an assessment that has not seen them."""

    def __init__(self, assessment: LiveAssessment) -> None:
        self._assessment = assessment
        self._waiting: deque[tuple[ref[Changes], _Step]] = deque()

    def record(
        self, put: Iterable[Fact] = (), gone: Iterable[Key] = (), delta: Delta = NOTHING,
        because: Mapping[Key, Causes] = NOT_EXPLAINED, day: date | None = None,
    ) -> Changes:  # fmt: skip
        """Note what a call did, as in a `Step`; what it changed is found when it is asked for."""
        changes = Changes(self)
        waiting = self._waiting
        waiting.append((ref(changes), (put, gone, delta, because, day)))
        if len(waiting) > _AT_REST:
            self._work_off()
        return changes

    def recommendations(self) -> tuple[Recommendation, ...]:
        """The recommendations after the last call, by rank."""
        while self._waiting:
            self._take_oldest()
        self._assessment.update()
        return self._assessment.recommendations

    def tell(self, changes: Changes) -> None:
        """Work out what a call changed, and every earlier call whose changes somebody can still ask for."""
        while changes.is_open():
            self._take_oldest()

    def _take_oldest(self) -> None:
        """Take in the oldest call. What goes wrong in weighing is told to whoever asks for its changes."""
        asked, happened = self._waiting.popleft()
        step = Step(*happened)
        changes = asked()
        if changes is None:
            self._assessment.apply(step)
            return
        failed: Exception | None = UsageError(
            "this was interrupted", hint="session.recommendations are as they should be"
        )
        try:
            try:
                self._assessment.update()
            finally:
                self._assessment.apply(step)
            changes.settle(self._assessment.update())
            failed = None
        except Exception as error:
            failed = error
        finally:
            if failed is not None:
                changes.fail(failed)

    def _work_off(self) -> None:
        """Take in what nobody can ask for; the last call is left, since its changes are only now given out."""
        while len(self._waiting) > 1 and (self._waiting[0][0]() is None or len(self._waiting) > _AT_MOST):
            self._take_oldest()
