"""One point out of the geometry of a GeoJSON feature: its own, or the middle of the first line or outline."""

from __future__ import annotations

from typing import Any

from countermove.facts.fact import Position

_MOST_POINTS = 100_000


def point_of(geometry: Any) -> Position | None:
    """A point on or in a GeoJSON geometry, to five decimals; None where there is none that is on Earth."""
    if not isinstance(geometry, dict):
        return None
    return middle_of(_first_points(geometry.get("coordinates")))


def middle_of(points: list[tuple[float, float]]) -> Position | None:
    """The mean of points given as longitude and latitude. A ring's last point repeats its first and counts once."""
    if len(points) > 1 and points[0] == points[-1]:
        points = points[:-1]
    if not points or any(not (-90 <= lat <= 90 and -180 <= lon <= 180) for lon, lat in points):
        return None
    count = len(points)
    return Position(round(sum(lat for _, lat in points) / count, 5), round(sum(lon for lon, _ in points) / count, 5))


def _first_points(coordinates: Any) -> list[tuple[float, float]]:
    """The points of the first part, however deep the lists are nested."""
    here = coordinates
    while isinstance(here, list) and here and isinstance(here[0], list) and here[0] and isinstance(here[0][0], list):
        here = here[0]
    if not isinstance(here, list) or not here:
        return []
    points = [_pair(each) for each in (here[:_MOST_POINTS] if isinstance(here[0], list) else [here])]
    return [point for point in points if point] if all(points) else []


def _pair(point: Any) -> tuple[float, float] | None:
    if not isinstance(point, list) or len(point) < 2 or any(type(each) not in (int, float) for each in point[:2]):
        return None
    return float(point[0]), float(point[1])
