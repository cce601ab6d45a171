"""Rows of an AIS table: which of them are positions of ships, and what is wrong with the others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from countermove.reading.making import Making
from countermove.reading.outcome import Problem, Refused, SetAside, SourceFile
from countermove.reading.row_text import clean
from countermove.reading.tracks.heard_ships import Static
from countermove.reading.tracks.message_words import marks_of, no_ship
from countermove.reading.tracks.position import CLASS_B

_SHORT = 40
"""Only cells of so many characters are remembered."""

_NO_TIME = {
    True: "is not a time: write 24/04/2026 01:51:14 (day first) or 2026-04-24T01:51:14, UTC",
    False: "is not a time: write 2026-04-24T01:51:14, UTC; of 04/05/2026 nothing tells which is the month",
}
_NO_POSITION = "a message without a position"
_EPOCH = date(1970, 1, 1).toordinal()
_LAST_DAY = date(2105, 12, 31).toordinal()
_TIME = re.compile(
    r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}))[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(?:Z|\+00:?00| UTC)?\Z",
    re.ASCII,
)


def plain_column(column: str) -> str:
    """A column's name without case, blanks and signs: its spellings differ from year to year."""
    return re.sub(r"[^a-z0-9]", "", column.casefold())


class MessageRows:
    """Reads the cells of one row after the other; what it holds is that of the last one."""

    def __init__(self, header: list[str], columns: Mapping[str, Sequence[str]]) -> None:
        self.header = header
        names = [plain_column(name) for name in header]

        def place(field: str) -> int:
            return next((names.index(name) for name in columns[field] if name in names), -1)

        self._time, self._mmsi, self._lat, self._lon = map(place, ("time", "mmsi", "lat", "lon"))
        self._mobile, self._status, self._class = map(place, ("mobile", "status", "class"))
        self._imo, self._call_sign, self._name, self._type = map(place, ("imo", "call_sign", "name", "type"))
        self._day_first = bool(columns["mobile"])
        self.complete = min(self._time, self._mmsi, self._lat, self._lon) >= 0
        self._seconds: dict[str, int | None] = {}
        self._days: dict[str, int] = {}
        self._marks: dict[tuple[str, str], int] = {}
        self._why: dict[tuple[str, str], str] = {}
        self.time = self.mmsi = self.marks = 0
        self.lat = self.lon = 0.0
        self.static: Static = ("", "", "", "")

    def read(self, cells: list[str]) -> list[Problem] | str:
        """Nothing where it is a ship's position; why it is set aside, or what is wrong with it."""
        number = cells[self._mmsi].strip().removesuffix(".0")
        if not number.isdigit() or not number.isascii():
            return [Problem(self.header[self._mmsi], number, "is not an MMSI: it has nine digits")]
        mobile = cells[self._mobile] if self._mobile >= 0 else ""
        key = (mobile, number if len(number) == 9 else "")
        why = self._why.get(key)
        if why is None:
            why = no_ship(mobile.strip(), number)
            if len(self._why) < 100_000 and len(mobile) <= _SHORT:
                self._why[key] = why
        if why:
            return why
        time = self._second(cells[self._time])
        if time is None:
            return [Problem(self.header[self._time], cells[self._time], _NO_TIME[self._day_first])]
        lat, lon = cells[self._lat].strip(), cells[self._lon].strip()
        if not lat or not lon:
            return _NO_POSITION
        problems = []
        self.lat, self.lon = _degrees(lat), _degrees(lon)
        if self.lat == 91 or self.lon == 181 or self.lat == self.lon == 0:
            return _NO_POSITION
        if not -90 <= self.lat <= 90:
            problems.append(Problem(self.header[self._lat], lat, "is not a latitude between -90 and 90 degrees"))
        if not -180 <= self.lon <= 180:
            problems.append(Problem(self.header[self._lon], lon, "is not a longitude between -180 and 180 degrees"))
        if problems:
            return problems
        self.time, self.mmsi = time, int(number)
        self.marks = self._marks_of(mobile, cells)
        self.static = (
            cells[self._imo] if self._imo >= 0 else "",
            cells[self._call_sign] if self._call_sign >= 0 else "",
            cells[self._name] if self._name >= 0 else "",
            cells[self._type] if self._type >= 0 else "",
        )
        return ""

    def outcome(
        self, told_by: list[Problem] | str, cells: list[str], line: int, source: SourceFile
    ) -> SetAside | Refused:
        """What becomes of a row that is no ship's position."""
        if isinstance(told_by, str):
            return SetAside(line, told_by)
        making = Making(source, line, dict(zip(self.header, cells, strict=False)))
        for problem in told_by:
            making.problem(clean(problem.field), clean(problem.value), problem.reason)
        refused = making.outcome()
        assert isinstance(refused, Refused)  # noqa: S101 (it has a problem)
        return refused

    def _marks_of(self, mobile: str, cells: list[str]) -> int:
        kind = cells[self._class] if self._class >= 0 else mobile
        status = cells[self._status] if self._status >= 0 else ""
        marks = self._marks.get((kind, status))
        if marks is None:
            marks = (CLASS_B if kind.strip().casefold() in ("b", "class b") else 0) | marks_of(status.strip())
            if len(self._marks) < 10_000 and len(kind) + len(status) <= 2 * _SHORT:
                self._marks[kind, status] = marks
        return marks

    def _second(self, text: str) -> int | None:
        """The second of a time since 1970; neighbours in a file share it, so a few are remembered."""
        if text in self._seconds:
            return self._seconds[text]
        if len(self._seconds) > 5_000:
            self._seconds.clear()
        plain = text.strip()
        found = _second(plain) if self._day_first or plain[4:5] == "-" else None
        if len(text) <= _SHORT:
            self._seconds[text] = found
        return found


def _second(text: str) -> int | None:
    found = _TIME.match(text)
    if not found:
        return None
    year, month, day, other_day, other_month, other_year, hour, minute, second = found.groups()
    try:
        ordinal = date(int(year or other_year), int(month or other_month), int(day or other_day)).toordinal()
    except ValueError:
        return None
    h, m, s = int(hour), int(minute), int(second or 0)
    if not _EPOCH <= ordinal <= _LAST_DAY or h > 23 or m > 59 or s > 60:
        return None
    return (ordinal - _EPOCH) * 86400 + h * 3600 + m * 60 + s


def _degrees(text: str) -> float:
    """A number of degrees; not a number where it is none."""
    try:
        return float(text.replace(",", ".")) if "_" not in text else float("nan")
    except ValueError:
        return float("nan")
