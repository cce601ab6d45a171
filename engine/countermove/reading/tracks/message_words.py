"""Words and codes of AIS messages: types of ship, what a ship says it is doing, and whose number is no ship's.

Codes after Recommendations ITU-R M.1371 (messages) and M.585 (numbers).
"""

from __future__ import annotations

from countermove.reading.cell_types import word
from countermove.reading.tracks.position import BUSY, LYING, MOORED

_TYPES = {
    30: "fishing", 31: "towing", 32: "towing_long_wide", 33: "dredging", 34: "diving", 35: "military", 36: "sailing",
    37: "pleasure", 50: "pilot", 51: "sar", 52: "tug", 53: "port_tender", 54: "anti_pollution", 55: "law_enforcement",
    58: "medical",
}  # fmt: skip
_TENS = {2: "wig", 4: "high_speed_craft", 6: "passenger", 7: "cargo", 8: "tanker", 9: "other"}
_UNTOLD = frozenset(
    ("undefined", "unknown", "unknown_value", "not_available", "reserved", "default", "none", "null", "nan")
)
_MARKS = {
    "1": LYING, "5": LYING | MOORED, "6": LYING, "3": BUSY, "7": BUSY, "at_anchor": LYING, "moored": LYING | MOORED, "aground": LYING,
    "engaged_in_fishing": BUSY, "restricted_maneuverability": BUSY, "restricted_manoeuvrability": BUSY,
    "restricted_manoeuverability": BUSY,
}  # fmt: skip
_BEACONS = "the beacon of a person or boat in distress"
_NOT_SHIPS = {
    "0": "a coast station, base station or group of ships", "1": "an aircraft in search and rescue", "8": "a handheld radio",
    "970": _BEACONS, "972": _BEACONS, "974": _BEACONS, "98": "a boat of a parent ship", "99": "an aid to navigation",
}  # fmt: skip
_MOBILES = {
    "base_station": "a coast station, base station or group of ships", "aton": "an aid to navigation",
    "sar_airborne": "an aircraft in search and rescue", "search_and_rescue_transponder": _BEACONS,
    "man_overboard_device": _BEACONS, "epirb": _BEACONS,
}  # fmt: skip


def ship_type(text: str) -> str:
    """The type of a ship in words, of a word or a code; empty where it tells nothing."""
    text = text.removesuffix(".0")
    if text.isascii() and text.isdigit():
        code = int(text)
        return _TYPES.get(code) or _TENS.get(code // 10, "") if code < 100 else ""
    found = word(text)
    return "" if found in _UNTOLD else found


def marks_of(status: str) -> int:
    """The marks of a navigational status, in a word or as a code."""
    code = status.removesuffix(".0")
    return _MARKS.get(code if code.isdigit() else word(status), 0)


def no_ship(mobile: str, number: str) -> str:
    """Why a station is no ship, by what it says it is and by its number; empty where it is one."""
    by_kind = _MOBILES.get(word(mobile)) if mobile else None
    if by_kind:
        return by_kind
    if len(number) != 9:
        return "a station whose number has not the nine digits of an MMSI"
    if number[0] in "234567":
        return ""
    for length in (3, 2, 1):
        if reason := _NOT_SHIPS.get(number[:length]):
            return reason
    return "a station whose number is not that of a ship"


def told(text: str) -> str:
    """A text of a message; empty where it only says that nothing is known, or holds the filling of the message."""
    found = text.strip("@ ")
    return "" if word(found) in _UNTOLD else found
