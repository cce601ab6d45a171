"""Silences: a ship moved on unheard although the receivers along its way were at work.

A silence is drawn between two positions of one ship. Where a track begins or ends with the file there is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from countermove.reading.tracks.coverage import STEP, Coverage
from countermove.reading.tracks.position import CLASS_B, KM_A_MILE, Position, km_between

_ALONG = (0.0, 0.25, 0.5, 0.75, 1.0)


class Silence(NamedTuple):
    """The two positions around it, the way between them, and whether the receivers may have been at fault."""

    off: Position
    on: Position
    km: float
    receiver_suspect: bool


class Silences:
    """Hears every position in the order of time; of ships that are left out, and of small craft, no silence is drawn."""

    def __init__(self, gap: Mapping[str, float], left_out: Callable[[int, int], bool]) -> None:
        self._left_out = left_out
        self._least = gap["hours"] * 3600
        self._knots, self._share, self._jump = gap["knots"], gap["heard_share"], gap["jump_knots"]
        self._last: dict[int, Position] = {}
        self._coverage = Coverage()
        self.found: list[Silence] = []
        self.torn: Counter[int] = Counter()
        """Ships whose positions no one ship can be at, and how often."""

    def hear(self, position: Position) -> None:
        """Take the next position."""
        ship, step = position.mmsi, position.time // STEP
        last = self._last.get(ship)
        self._last[ship] = position
        if last is None or last.time // STEP != step:
            self._coverage.hear(position.lat, position.lon, step)
        if last is None:
            return
        seconds = position.time - last.time
        if seconds >= self._least:
            self._after(last, position, seconds)

    def _after(self, off: Position, on: Position, seconds: int) -> None:
        km = km_between(off.lat, off.lon, on.lat, on.lon)
        knots = km / KM_A_MILE / (seconds / 3600)
        if knots > self._jump:
            self.torn[on.mmsi] += 1
        elif knots >= self._knots and not (off.marks | on.marks) & CLASS_B and not self._left_out(on.mmsi, on.marks):
            self.found.append(Silence(off, on, km, self._suspect(off, on)))

    def _suspect(self, off: Position, on: Position) -> bool:
        """Whether too little was heard of others, at either end or along the straight line between."""
        after, before = off.time // STEP, on.time // STEP
        return any(
            self._coverage.share(
                off.lat + (on.lat - off.lat) * part, off.lon + (on.lon - off.lon) * part, after, before
            )
            < self._share
            for part in _ALONG
        )
