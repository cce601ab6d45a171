"""The ships as they stand at the end of every ten minutes: one place and one speed each, taken from the way made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from countermove.reading.tracks.coverage import STEP
from countermove.reading.tracks.position import KM_A_MILE, Position, km_between, width

_OLDEST = 3 * STEP


class Sample(NamedTuple):
    """A ship at the end of a step. Its speed is over ground since its last sample; None where that is too long ago."""

    at: Position
    knots: float | None


class Steps:
    """Hears positions in the order of time; `ended` gives the samples of a step when the next one has begun."""

    def __init__(self) -> None:
        self._step = -1
        self._heard: dict[int, Position] = {}
        self._before: dict[int, Position] = {}

    def hear(self, position: Position) -> list[Sample] | None:
        """Take the next position; the samples of the step that it ends, if it ends one."""
        step = position.time // STEP
        ended = self.ended() if step != self._step and self._heard else None
        self._step = step
        self._heard[position.mmsi] = position
        return ended

    def ended(self) -> list[Sample]:
        """The samples of the step at hand, which is over."""
        samples = [Sample(position, self._knots(position)) for position in self._heard.values()]
        self._before.update(self._heard)
        self._heard = {}
        return samples

    def _knots(self, position: Position) -> float | None:
        before = self._before.get(position.mmsi)
        if before is None or not 60 <= position.time - before.time <= _OLDEST:
            return None
        km = km_between(before.lat, before.lon, position.lat, position.lon)
        return km / KM_A_MILE / ((position.time - before.time) / 3600)


class Grid:
    """Samples by cell, so that the ones near a place are found without looking at all."""

    def __init__(self, km: float) -> None:
        self._km = km
        self._cell = km / 111.0
        self._cells: dict[tuple[int, int], list[Sample]] = {}

    def put(self, sample: Sample) -> None:
        """Add one."""
        self._cells.setdefault(self._of(sample.at.lat, sample.at.lon), []).append(sample)

    def near(self, lat: float, lon: float) -> Iterator[Sample]:
        """Those within the distance of the grid."""
        row, column = self._of(lat, lon)
        wide = int(1 / width(abs(lat) + self._cell)) + 1
        for up in (-1, 0, 1):
            for across in range(-wide, wide + 1):
                for sample in self._cells.get((row + up, column + across), ()):
                    if km_between(lat, lon, sample.at.lat, sample.at.lon) <= self._km:
                        yield sample

    def _of(self, lat: float, lon: float) -> tuple[int, int]:
        return int((lat + 90) / self._cell), int((lon + 180) / self._cell)


class Stillness:
    """Where ships lie still at the moment: several of them make a port, a roadstead, a mooring."""

    def __init__(self, samples: list[Sample], still_knots: float, km: float) -> None:
        self._grid = Grid(km)
        for sample in samples:
            if sample.knots is not None and sample.knots < still_knots:
                self._grid.put(sample)

    def others(self, at: Position, most: int) -> int:
        """How many other ships lie still around a ship; the count ends at `most`."""
        found = 0
        for sample in self._grid.near(at.lat, at.lon):
            if sample.at.mmsi != at.mmsi:
                found += 1
                if found >= most:
                    break
        return found
