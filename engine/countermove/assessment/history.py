"""The calls to a session, kept until somebody asks what they changed, or nobody can ask any more."""

from __future__ import annotations

from collections import deque
from weakref import ref

from countermove.assessment.changes import Changes
from countermove.assessment.live_assessment import LiveAssessment
from countermove.assessment.live_steps import Step
from countermove.assessment.recommendation import Recommendation

_AT_REST = 1_000
"""So many calls are kept as they came before those are worked off whose changes nobody can ask for any more."""
_AT_MOST = 50_000
"""So many are kept at all; beyond that, the changes of the oldest are told although nobody has asked yet."""


class History:
    """The calls to a session that have not been weighed yet, oldest first, before an assessment that has not seen them."""

    def __init__(self, assessment: LiveAssessment) -> None:
        self._assessment = assessment
        self._waiting: deque[tuple[ref[Changes], Step]] = deque()

    def record(self, step: Step) -> Changes:
        """Note what a call did; what it changed is found when it is asked for."""
        changes = Changes(self)
        waiting = self._waiting
        waiting.append((ref(changes), step))
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
        asked, step = self._waiting[0]
        changes = asked()
        if changes is not None:
            self._assessment.update()
        self._waiting.popleft()
        self._assessment.apply(step)
        if changes is not None:
            try:
                changes.settle(self._assessment.update())
            except Exception as error:
                changes.fail(error)
                raise

    def _work_off(self) -> None:
        """Take in what nobody can ask for; the last call is left, since its changes are only now given out."""
        while len(self._waiting) > 1 and (self._waiting[0][0]() is None or len(self._waiting) > _AT_MOST):
            self._take_oldest()
