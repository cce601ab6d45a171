"""What a call to a session changed, told when somebody asks, as it was then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from countermove.assessment.live_steps import Turn
from countermove.assessment.recommendation import Justification, Recommendation

if TYPE_CHECKING:
    from countermove.assessment.history import History


@dataclass(frozen=True, slots=True)
class RecommendationChange:
    """A recommendation that came, went or is another now. `before` or `after` is None where there was none.

    `what` names the parts that differ where there is both: "rank" (or whether it is tied), "priority", "confidence", "justification" (matches, facts,
    totals, or what stands behind derived facts), "sentence", "caveats", "withheld", "deadline", "target", "step".
    `causes` are the ids of the facts given or taken back that did it, in order; the day, as YYYY-MM-DD, where that moved on.
    """

    id: str
    before: Recommendation | None
    after: Recommendation | None
    what: tuple[str, ...]
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    gained: tuple[RecommendationChange, ...]
    changed: tuple[RecommendationChange, ...]
    withdrawn: tuple[RecommendationChange, ...]


class Changes:
    """What one call changed: recommendations gained and changed, in order of their rank now, and withdrawn, of their rank before.

    A measure that is held back under advice against it counts as withdrawn. Nothing is worked out before one of the three is
    read; they tell what was true after the call, whatever has been called since.
    """

    __slots__ = ("__weakref__", "_history", "_told")

    def __init__(self, history: History) -> None:
        self._history: History | None = history
        self._told: _Told | Exception | None = None

    @property
    def gained(self) -> tuple[RecommendationChange, ...]:
        return self._tell().gained

    @property
    def changed(self) -> tuple[RecommendationChange, ...]:
        return self._tell().changed

    @property
    def withdrawn(self) -> tuple[RecommendationChange, ...]:
        return self._tell().withdrawn

    def __bool__(self) -> bool:
        """Whether the call changed any recommendation."""
        told = self._tell()
        return bool(told.gained or told.changed or told.withdrawn)

    def as_text(self) -> str:
        """In lines for people: what came, went and changed, and why. A change of rank alone is counted, not listed."""
        return "\n".join(_lines(self._tell()))

    def _tell(self) -> _Told:
        if self._history is not None:
            self._history.tell(self)
        if isinstance(self._told, Exception):
            raise self._told
        assert self._told is not None  # noqa: S101 - telling sets it
        return self._told

    def is_open(self) -> bool:
        """Whether it is still to be worked out."""
        return self._told is None

    def settle(self, turns: dict[str, Turn]) -> None:
        """Keep what the call changed."""
        self._told = _sorted_out(turns)
        self._history = None

    def fail(self, error: Exception) -> None:
        """Keep what went wrong in weighing, so that whoever asks is told."""
        self._told = error
        self._history = None


def _sorted_out(turns: dict[str, Turn]) -> _Told:
    gained: list[RecommendationChange] = []
    changed: list[RecommendationChange] = []
    withdrawn: list[RecommendationChange] = []
    moved = frozenset[str]().union(
        *(turn.causes for turn in turns.values() if turn.before is None or turn.after is None or _moved(turn))
    )
    for id, turn in turns.items():
        what = tuple(_differing(turn))
        causes = tuple(sorted(moved or turn.causes if what == ("rank",) else turn.causes))
        change = RecommendationChange(id, turn.before, turn.after, what, causes)
        if turn.before is None and turn.after is not None:
            gained.append(change)
        elif turn.before is not None and turn.after is None:
            withdrawn.append(change)
        elif what:
            changed.append(change)
    gained.sort(key=lambda change: change.after.rank if change.after else 0)
    changed.sort(key=lambda change: change.after.rank if change.after else 0)
    withdrawn.sort(key=lambda change: change.before.rank if change.before else 0)
    return _Told(tuple(gained), tuple(changed), tuple(withdrawn))


def _moved(turn: Turn) -> bool:
    """Whether a recommendation's own weight is another, so that others change their rank because of it."""
    before, after = turn.before, turn.after
    return before is not None and after is not None and before.priority != after.priority


_PARTS = (
    "rank",
    "priority",
    "confidence",
    "justification",
    "sentence",
    "caveats",
    "withheld",
    "deadline",
    "target",
    "step",
)


def _differing(turn: Turn) -> Iterator[str]:
    before, after = turn.before, turn.after
    if before is None or after is None:
        return
    pairs = zip(_parts(before), _parts(after), strict=True)
    for name, (old, new) in zip(_PARTS, pairs, strict=True):
        if old != new or (name == "justification" and turn.regrounded):
            yield name


def _parts(r: Recommendation) -> tuple[object, ...]:
    """What can differ between two recommendations with the same id, in the order of `_PARTS`."""
    return (
        (r.rank, r.tied), r.priority, r.confidence, _matches(r.justifications), _sentences(r.justifications), r.caveats,
        tuple((w.action, _matches(w.justifications), _sentences(w.justifications)) for w in r.withheld), r.deadline, r.target,
        (r.step, r.ruleset, r.instruments),
    )  # fmt: skip


def _matches(justifications: tuple[Justification, ...]) -> tuple[object, ...]:
    return tuple((j.match.rule, j.match.bindings, j.match.totals, j.facts) for j in justifications)


def _sentences(justifications: tuple[Justification, ...]) -> tuple[object, ...]:
    return tuple((j.headline, j.because, j.only_if) for j in justifications)


def _lines(told: _Told) -> Iterator[str]:
    for change in told.gained:
        if change.after:
            yield f"gained: {change.after.headline} (rank {change.after.rank:,}, confidence {change.after.confidence.level})"
            yield f"  because of {', '.join(change.causes)}"
    for change in told.withdrawn:
        if change.before:
            yield f"withdrawn: {change.before.headline} (was rank {change.before.rank:,})"
            yield f"  because of {', '.join(change.causes)}"
    only_rank = 0
    for change in told.changed:
        if change.what == ("rank",):
            only_rank += 1
        elif change.before and change.after:
            yield f"changed: {change.after.headline} ({', '.join(_in_words(change))})"
            yield f"  because of {', '.join(change.causes)}"
    if only_rank:
        yield f"{only_rank:,} more changed only {'its' if only_rank == 1 else 'their'} rank"
    if not (told.gained or told.changed or told.withdrawn):
        yield "nothing changed"


def _in_words(change: RecommendationChange) -> Iterator[str]:
    before, after = change.before, change.after
    for name in change.what:
        if before is None or after is None:
            continue
        if name == "rank" and before.rank != after.rank:
            yield f"rank {before.rank:,} to {after.rank:,}"
        elif name == "priority" and before.priority.score != after.priority.score:
            yield f"priority {before.priority.score:g} to {after.priority.score:g}"
        elif name == "confidence":
            old, new = (f"{c.level} {c.low:.2f}–{c.high:.2f}" for c in (before.confidence, after.confidence))
            yield (
                f"confidence {old} to {new}" if old != new else f"confidence {new} as before: {after.confidence.reason}"
            )
        else:
            yield name
