"""All that is read off positions, fed with one position after the other in the order of time."""

from __future__ import annotations

from collections.abc import Callable

from countermove.reading.tracks.encounters import Encounters
from countermove.reading.tracks.loitering import Loitering
from countermove.reading.tracks.position import Position
from countermove.reading.tracks.silences import Silences
from countermove.reading.tracks.steps import Sample, Steps, Stillness
from countermove.reading.tracks.thresholds import Thresholds


class Watch:
    """`left_out` tells of a ship and its marks whether nothing is to be drawn from its track; it still counts as heard."""

    def __init__(self, limits: Thresholds, left_out: Callable[[int, int], bool]) -> None:
        self._limits, self._left_out = limits, left_out
        self._steps = Steps()
        self.silences = Silences(limits.gap, left_out)
        self.loitering = Loitering(limits.loitering)
        self.encounters = Encounters(limits.encounter)

    def hear(self, position: Position) -> None:
        """Take the next position."""
        self.silences.hear(position)
        ended = self._steps.hear(position)
        if ended is not None:
            self._take(ended)

    def end(self) -> None:
        """There are no more positions."""
        self._take(self._steps.ended())
        self.loitering.end()
        self.encounters.end()

    def _take(self, samples: list[Sample]) -> None:
        jump = self._limits.gap["jump_knots"]
        for sample in samples:
            if sample.knots is not None and sample.knots > jump:
                self.silences.torn[sample.at.mmsi] += 1
        concerned = [
            sample
            for sample in samples
            if (sample.knots is None or sample.knots <= jump) and not self._left_out(sample.at.mmsi, sample.at.marks)
        ]
        loitering, encounter = self._limits.loitering, self._limits.encounter
        self.loitering.take(concerned, Stillness(samples, loitering["still_knots"], loitering["anchorage_km"]))
        self.encounters.take(concerned, Stillness(samples, encounter["still_knots"], encounter["anchorage_km"]))
