"""Positions of ships as national AIS archives publish them: the Danish Maritime Authority's and MarineCadastre's CSV files.

Every row is a message. Those of ships make tracks, and of tracks come facts: who was heard, who fell silent under way, who loitered,
and who met whom. Messages are taken in the order of time, whatever their order in the file, and memory holds ships, not messages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from countermove.errors import Fault
from countermove.reading.candidate import Candidate
from countermove.reading.csv_rows import BrokenRow, rows
from countermove.reading.outcome import FileFault, Outcome, Problem, SetAside, SourceFile, Used, refusal
from countermove.reading.tables import END_MARK, encoding_of
from countermove.reading.tracks.found_facts import found_facts
from countermove.reading.tracks.heard_ships import HeardShips
from countermove.reading.tracks.message_rows import MessageRows, plain_column
from countermove.reading.tracks.position import MESSAGE, packed, unpacked
from countermove.reading.tracks.thresholds import thresholds
from countermove.reading.tracks.time_order import TimeOrder
from countermove.reading.tracks.watch import Watch

_REPEATED = "a message that stands in the file before"
_ALONE = "a position by itself makes no track: mend it in its file and read that"
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class AisArchive:
    """One archive: how its columns are called. Each field of `columns` names the plain spellings of one column."""

    id: str
    title: str
    register: str
    columns: Mapping[str, Sequence[str]]
    told_by: Sequence[str]
    used: Mapping[str, str]
    unused: Mapping[str, str]

    def recognises(self, candidate: Candidate) -> bool:
        return any(self._has_header(candidate.cells(delimiter)) for delimiter in _DELIMITERS)

    def _has_header(self, cells: Sequence[str]) -> bool:
        found = {plain_column(cell) for cell in cells}
        return all(any(name in found for name in self.columns[field]) for field in self.told_by)

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        ships = HeardShips()
        with TimeOrder() as order:
            try:
                yield from self._take(source, ships, order)
            except UnicodeError as error:
                yield FileFault(Fault("CM314", f"this is not text: {error}", source.at()))
            yield from self._tell(source, ships, order)

    def _take(self, source: SourceFile, ships: HeardShips, order: TimeOrder) -> Iterator[Outcome]:
        """Sort the messages; what is no message of a ship is told at once."""
        encoding = encoding_of(source, "utf-8")
        with source.path.open(encoding=encoding, errors="surrogateescape", newline="") as stream:
            first = stream.readline(2**20)
            delimiter = next((mark for mark in _DELIMITERS if self._has_header(first.split(mark))), ",")
            stream.seek(0)
            row: MessageRows | None = None
            for found in rows(stream, delimiter):
                if isinstance(found, BrokenRow):
                    if found.text.strip() != END_MARK:
                        columns = row.header if row else ()
                        yield refusal(
                            source, found.line, "CM310", found.text, [found.reason], "mend the row", columns=columns
                        )
                elif row is None:
                    header = [cell.strip() for cell in found.cells]
                    if not self._has_header(header):
                        told = f"the header lacks columns that {self.id} files have"
                        yield FileFault(Fault("CM316", told, source.at(found.line), "mend the header"))
                        return
                    row = MessageRows(header, self.columns)
                else:
                    told_by = row.read(found.cells)
                    if told_by:
                        yield row.outcome(told_by, found.cells, found.line, source)
                    else:
                        record = packed(row.time, row.mmsi, row.lat, row.lon, row.marks, found.line)
                        if ships.hear(row.mmsi, row.static, found.line, record[:MESSAGE]):
                            order.add(record)
                        else:
                            yield SetAside(found.line, _REPEATED)

    def _tell(self, source: SourceFile, ships: HeardShips, order: TimeOrder) -> Iterator[Outcome]:
        """Go through the messages in the order of time; then tell what was seen."""
        records = iter(order)
        first = next(records, None)
        if first is None:
            return
        limits = thresholds(datetime.fromtimestamp(unpacked(first).time, UTC).date())
        watch = Watch(limits, lambda mmsi, marks: ships.left_out(mmsi, marks, limits.slow_by_trade))
        used, before = Used(0, ()), b""
        for record in chain((first,), records):
            if record[:MESSAGE] == before:
                yield SetAside(0, _REPEATED)
                continue
            before = record[:MESSAGE]
            watch.hear(unpacked(record))
            yield used
        watch.end()
        yield from ships.gathered(source, self.register)
        yield from found_facts(watch, limits, source, self.register)

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        if not isinstance(record, dict):
            return refusal(source, line, "CM310", record, ["this is no row of the table"])
        row = MessageRows(list(record), self.columns)
        cells = [str(cell) for cell in record.values()]
        told_by = row.read(cells) if row.complete else [Problem("", "", "columns are missing")]
        return row.outcome(told_by, cells, line, source) if told_by else SetAside(line, _ALONE)


_USED = {
    "time, MMSI and position": "the track of a ship; silences, loitering and encounters are read off it",
    "type of mobile, MMSI": "whether it is a ship; of transponders of class B no silence is drawn",
    "navigational status": "hours at anchor, moored, aground, fishing or restricted are not loitering",
    "IMO, call sign, name, ship type": "the vessel, once a ship; what disagrees is told",
}
_UNUSED = {
    "SOG": "speeds are taken from the way made between positions, which a ship cannot misstate without moving",
    "COG, Heading, ROT": "courses are no facts of the model",
    "Cargo type, Length, Width, Draught, A to D": "the model holds no dimensions of ships, and cargo codes name hazards, not goods",
    "Destination, ETA": "typed in by hand and seldom true; a port call is not inferred from them",
    "type of position fixing device, data source": "technical",
    "first digits of the MMSI": "they tell who issued the number, not under which flag the ship sails today",
}

_SHIP = {
    "mmsi": ("mmsi",), "lat": ("latitude", "lat"), "lon": ("longitude", "lon"), "imo": ("imo", "imonumber"),
    "call_sign": ("callsign",), "name": ("name", "vesselname", "shipname"), "type": ("shiptype", "vesseltype"),
}  # fmt: skip

FORMATS = (
    AisArchive(
        "ais-denmark",
        "AIS positions of the Danish Maritime Authority",
        "dma-ais",
        _SHIP | {"time": ("timestamp",), "mobile": ("typeofmobile",), "status": ("navigationalstatus",), "class": ()},
        ("time", "mobile", "mmsi", "lat", "lon"),
        _USED,
        _UNUSED,
    ),
    AisArchive(
        "ais-marinecadastre",
        "AIS positions of MarineCadastre (NOAA and BOEM)",
        "marinecadastre-ais",
        _SHIP
        | {
            "time": ("basedatetime",),
            "mobile": (),
            "status": ("status", "navstatus"),
            "class": ("transceiverclass", "transceiver", "transcieverclass", "transceivertype"),
        },
        ("time", "mmsi", "lat", "lon"),
        _USED,
        _UNUSED,
    ),
)
"""Files whose columns are called so; the order of the columns does not matter."""
