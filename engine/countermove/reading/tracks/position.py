"""One position of one ship as a few bytes that sort by time, and distances on the globe."""

from __future__ import annotations

import math
import struct
from typing import NamedTuple

CLASS_B, LYING, BUSY, MOORED = 1, 2, 4, 8
"""Marks of a position: a transponder nobody is bound to carry; at anchor, moored or aground; fishing or restricted in its moves; moored."""

_FORM = struct.Struct(">IIiiBQ")
SIZE = _FORM.size
MESSAGE = 16
"""So many bytes tell one message from another: time, ship and place."""

KM_A_MILE = 1.852


class Position(NamedTuple):
    """Where a ship was heard: second since 1970, MMSI, degrees, marks, and the line of the file."""

    time: int
    mmsi: int
    lat: float
    lon: float
    marks: int
    line: int


def packed(time: int, mmsi: int, lat: float, lon: float, marks: int, line: int) -> bytes:
    """The bytes of a position; they sort by time, then by ship."""
    return _FORM.pack(time, mmsi, round(lat * 1e6), round(lon * 1e6), marks, line)


def unpacked(record: bytes) -> Position:
    """The position of some bytes."""
    time, mmsi, lat, lon, marks, line = _FORM.unpack(record)
    return Position(time, mmsi, lat / 1e6, lon / 1e6, marks, line)


def km_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance of two places along the surface."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))


def width(lat: float) -> float:
    """How much shorter a degree of longitude is at a latitude; never nothing."""
    return max(0.02, math.cos(math.radians(lat)))
