"""Encounters: two ships side by side for hours at low speed, away from where others lie still."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import NamedTuple

from countermove.reading.tracks.coverage import STEP
from countermove.reading.tracks.position import MOORED, Position, km_between
from countermove.reading.tracks.steps import Grid, Sample, Stillness

_MISSED = 3
"""So many steps in which the two are not seen together do not end an encounter: a message is lost, or one swings out."""


class Meeting(NamedTuple):
    """Two ships met: the smaller number first, from when to when, how near and how fast in the middle, and where."""

    first: Position
    other: int
    last: Position
    km: float
    knots: float
    lat: float
    lon: float
    to_the_end: bool


class _Pair:
    """Two ships that are together now."""

    __slots__ = ("bounds", "first", "km", "knots", "last", "lat", "lon", "step")

    def __init__(self, first: Position) -> None:
        self.first = self.last = first
        self.step = 0
        self.bounds = (first.lat, first.lon, first.lat, first.lon)
        self.km: list[float] = []
        self.knots: list[float] = []
        self.lat = self.lon = 0.0


class Encounters:
    """Takes the samples of every step in the order of time."""

    def __init__(self, limits: Mapping[str, float]) -> None:
        self._limits = limits
        self._pairs: dict[tuple[int, int], _Pair] = {}
        self._step = 0
        self.found: list[Meeting] = []

    def take(self, samples: list[Sample], stillness: Stillness) -> None:
        """Take one step; the samples are those of ships that can be part of an encounter."""
        if not samples:
            return
        grid = Grid(self._limits["km"])
        for sample in samples:
            if sample.knots is not None:
                grid.put(sample)
        self._step = samples[0].at.time // STEP
        self._close(before=self._step - _MISSED)
        for sample in samples:
            if sample.knots is not None:
                self._near(sample, grid, stillness)

    def end(self) -> None:
        """The file is over: pairs that are still together count as far as they went."""
        self._close(before=self._step - _MISSED)
        self._close(before=self._step + 1, to_the_end=True)

    def _near(self, sample: Sample, grid: Grid, stillness: Stillness) -> None:
        at, most = sample.at, int(self._limits["anchorage_ships"])
        still = -1
        for other in grid.near(at.lat, at.lon):
            if other.at.mmsi <= at.mmsi or at.marks & other.at.marks & MOORED:
                continue
            if still < 0:
                still = stillness.others(at, most + 1)
            if still > most or self._others(still, other) >= most:
                continue
            self._together(sample, other)

    def _others(self, still: int, other: Sample) -> int:
        """The ships lying still around, the two not counted."""
        return still - int(other.knots is not None and other.knots < self._limits["still_knots"])

    def _together(self, sample: Sample, other: Sample) -> None:
        at = sample.at
        key = (at.mmsi, other.at.mmsi)
        pair = self._pairs.get(key)
        if pair is None:
            pair = self._pairs[key] = _Pair(at)
        pair.last, pair.step = at, self._step
        pair.km.append(km_between(at.lat, at.lon, other.at.lat, other.at.lon))
        pair.knots.append(((sample.knots or 0.0) + (other.knots or 0.0)) / 2)
        a, b, c, d = pair.bounds
        pair.bounds = (min(a, at.lat), min(b, at.lon), max(c, at.lat), max(d, at.lon))
        pair.lat += at.lat
        pair.lon += at.lon

    def _close(self, before: int, to_the_end: bool = False) -> None:
        """End the pairs that were last together before a step."""
        for key in [key for key, pair in self._pairs.items() if pair.step < before]:
            pair = self._pairs.pop(key)
            limits, knots = self._limits, median(pair.knots)
            if (
                pair.last.time - pair.first.time >= limits["hours"] * 3600
                and knots < limits["knots"]
                and km_between(*pair.bounds) >= limits["least_extent_km"]
            ):
                count = len(pair.km)
                self.found.append(
                    Meeting(
                        pair.first,
                        key[1],
                        pair.last,
                        median(pair.km),
                        knots,
                        pair.lat / count,
                        pair.lon / count,
                        to_the_end,
                    )
                )
