"""Loitering: hours on end in which a ship's average speed stays low, away from where others lie still."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from countermove.reading.tracks.position import BUSY, LYING, Position, km_between
from countermove.reading.tracks.steps import Sample, Stillness

_HOUR = 3600
_LEAST_SAMPLES = 3


class Stay(NamedTuple):
    """A ship loitered: from when, for how many whole hours, where, and whether the track ends with the file."""

    first: Position
    last: Position
    hours: int
    lat: float
    lon: float
    to_the_end: bool


class _Stretch:
    """A part of a track: its ends, its bounds and its middle."""

    __slots__ = ("bounds", "count", "first", "hours", "knots", "last", "lat", "lon")

    def __init__(self, at: Position) -> None:
        self.first = self.last = at
        self.bounds = (at.lat, at.lon, at.lat, at.lon)
        self.lat = self.lon = self.knots = 0.0
        self.count = self.hours = 0

    def add(self, at: Position, knots: float) -> None:
        """One sample more."""
        self.last = at
        self._widen(at.lat, at.lon, at.lat, at.lon)
        self.lat += at.lat
        self.lon += at.lon
        self.knots += knots
        self.count += 1

    def join(self, other: _Stretch) -> None:
        """The stretch of one hour more."""
        self.last = other.last
        self._widen(*other.bounds)
        self.lat += other.lat
        self.lon += other.lon
        self.count += other.count
        self.hours += 1

    def _widen(self, low_lat: float, low_lon: float, high_lat: float, high_lon: float) -> None:
        a, b, c, d = self.bounds
        self.bounds = (min(a, low_lat), min(b, low_lon), max(c, high_lat), max(d, high_lon))


class _Ship:
    """The hour at hand of one ship, whether it can be loitering, and the slow hours before it."""

    __slots__ = ("block", "good", "hour", "run")

    def __init__(self, hour: int, at: Position) -> None:
        self.hour, self.good = hour, True
        self.block = _Stretch(at)
        self.run: _Stretch | None = None


class Loitering:
    """Takes the samples of every step in the order of time."""

    def __init__(self, limits: Mapping[str, float]) -> None:
        self._limits = limits
        self._ships: dict[int, _Ship] = {}
        self.found: list[Stay] = []

    def take(self, samples: list[Sample], stillness: Stillness) -> None:
        """Take one step."""
        knots, most = self._limits["knots"], int(self._limits["anchorage_ships"])
        for sample in samples:
            if sample.knots is None:
                continue
            at, hour = sample.at, sample.at.time // _HOUR
            ship = self._ships.get(at.mmsi)
            if ship is None:
                ship = self._ships[at.mmsi] = _Ship(hour, at)
            elif ship.hour != hour:
                self._close_hour(ship, hour)
                ship.hour, ship.good, ship.block = hour, True, _Stretch(at)
            ship.block.add(at, sample.knots)
            if ship.good and (
                at.marks & (LYING | BUSY) or (sample.knots < knots and stillness.others(at, most) >= most)
            ):
                ship.good = False

    def end(self) -> None:
        """The file is over: runs that still go on count as far as they went."""
        for ship in self._ships.values():
            self._close_hour(ship, ship.hour + 1)
            self._close_run(ship, to_the_end=True)

    def _close_hour(self, ship: _Ship, next_hour: int) -> None:
        """The hour at hand joins the run of slow hours, or ends it."""
        block = ship.block
        slow = ship.good and block.count >= _LEAST_SAMPLES and block.knots / block.count < self._limits["knots"]
        if slow:
            ship.run = ship.run or _Stretch(block.first)
            ship.run.join(block)
        if not slow or next_hour > ship.hour + 1:
            self._close_run(ship)

    def _close_run(self, ship: _Ship, to_the_end: bool = False) -> None:
        run, ship.run = ship.run, None
        if (
            run is not None
            and run.hours >= self._limits["hours"]
            and km_between(*run.bounds) >= self._limits["least_extent_km"]
        ):
            self.found.append(
                Stay(run.first, run.last, run.hours, run.lat / run.count, run.lon / run.count, to_the_end)
            )
