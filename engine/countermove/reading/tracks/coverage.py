"""Where the receivers heard somebody, in steps of ten minutes: what tells a silent ship from a silent receiver."""

from __future__ import annotations

from countermove.reading.tracks.position import width

STEP = 600
_STEPS = 7 * 24 * 6
_ALL = (1 << _STEPS) - 1
_CELL = 0.1
_ROW = 10_000


class Coverage:
    """For each cell of a tenth of a degree, the steps of the last seven days in which any ship was heard there."""

    def __init__(self) -> None:
        self._heard: dict[int, tuple[int, int]] = {}

    def hear(self, lat: float, lon: float, step: int) -> None:
        """A ship was heard there. Steps never go back."""
        cell = _cell(lat, lon)
        latest, steps = self._heard.get(cell, (step, 0))
        self._heard[cell] = (step, ((steps << min(step - latest, _STEPS)) | 1) & _ALL)

    def share(self, lat: float, lon: float, after: int, before: int) -> float:
        """Of the steps between two, the share in which somebody was heard around a place; 0 where they lie too far back."""
        count = before - after - 1
        if count <= 0 or count > _STEPS:
            return 0.0
        steps = 0
        for cell in _around(lat, lon):
            if cell in self._heard:
                latest, heard = self._heard[cell]
                behind = latest - (before - 1)
                steps |= heard >> behind if behind >= 0 else heard << min(-behind, _STEPS)
        return (steps & ((1 << count) - 1)).bit_count() / count


def _cell(lat: float, lon: float) -> int:
    return int((lat + 90) / _CELL) * _ROW + int((lon + 180) / _CELL)


def _around(lat: float, lon: float) -> list[int]:
    """The cell of a place and those around it: about ten kilometres each way."""
    middle = _cell(lat, lon)
    wide = min(20, round(1 / width(lat)))
    return [middle + up * _ROW + across for up in (-1, 0, 1) for across in range(-wide, wide + 1)]
