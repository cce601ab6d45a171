"""What ships say of themselves in their messages: name, IMO number, call sign and type, once a ship, with what disagrees."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.facts.identity import ship_number_problem
from countermove.reading.cell_types import word
from countermove.reading.making import Making
from countermove.reading.outcome import Gathered, SourceFile, Used, short
from countermove.reading.tracks.message_words import ship_type, told
from countermove.reading.tracks.position import CLASS_B

_MOST = 5
_A_TIME = 1000
_LONGEST = 200
Static = tuple[str, str, str, str]


class HeardShip:
    """One MMSI: the last of each thing it sent, and the other values that it sent before."""

    __slots__ = ("bad_imo", "call_sign", "imos", "line", "message", "names", "raw", "type")

    def __init__(self, line: int) -> None:
        self.line = line
        self.message = b""
        self.raw: Static = ("", "", "", "")
        self.names: list[str] = []
        self.imos: list[str] = []
        self.bad_imo = ""
        self.call_sign = ""
        self.type = ""

    def says(self, raw: Static) -> None:
        """Take the IMO number, call sign, name and type of one message."""
        imo, call_sign, name, type = (told(text[:_LONGEST]) for text in raw)
        self.raw = raw if max(map(len, raw)) <= _LONGEST else ("", "", "", "")
        digits = imo.upper().removeprefix("IMO").strip(" :").removesuffix(".0")
        if digits.strip("0"):
            if ship_number_problem(digits):
                self.bad_imo = self.bad_imo or imo
            else:
                _to_the_end(self.imos, digits)
        if name:
            _to_the_end(self.names, name)
        self.call_sign = (call_sign.strip("0") and call_sign) or self.call_sign
        self.type = ship_type(type) or self.type


def _to_the_end(known: list[str], value: str) -> None:
    """The value becomes the last of those known; so many are kept and no more."""
    if value in known:
        known.remove(value)
    elif len(known) >= _MOST:
        known.pop(0)
    known.append(value)


class HeardShips:
    """Every ship of a file."""

    def __init__(self) -> None:
        self._ships: dict[int, HeardShip] = {}

    def hear(self, mmsi: int, raw: Static, line: int, message: bytes) -> bool:
        """A ship sent a message; whether it is another one than its last."""
        ship = self._ships.get(mmsi)
        if ship is None:
            ship = self._ships[mmsi] = HeardShip(line)
        if ship.raw != raw:
            ship.says(raw)
        if ship.message == message:
            return False
        ship.message = message
        return True

    def left_out(self, mmsi: int, marks: int, trades: frozenset[str]) -> bool:
        """Whether a ship goes slowly by trade, or is a small craft that does not say what it is."""
        type = self._ships[mmsi].type
        return type in trades or (not type and bool(marks & CLASS_B))

    def gathered(self, source: SourceFile, register: str) -> Iterator[Gathered]:
        """A fact a ship, in the order of their numbers, and notes on what disagrees."""
        senders: dict[str, list[int]] = {}
        made: list[Used] = []
        for mmsi in sorted(self._ships):
            ship = self._ships[mmsi]
            if len(ship.imos) == 1:
                senders.setdefault(ship.imos[0], []).append(mmsi)
            outcome = _vessel(source, register, mmsi, ship)
            if isinstance(outcome, Used):
                made.append(outcome)
            if len(made) >= _A_TIME:
                yield _united(made)
                made = []
        if made:
            yield _united(made)
        notes = tuple(
            f"{source.name}: the IMO number {imo} is sent under {len(numbers)} MMSI numbers ({', '.join(map(str, numbers[:_MOST]))}): "
            "a number changed, or one ship passes itself off as another."
            for imo, numbers in sorted(senders.items())
            if len(numbers) > 1
        )
        if notes:
            yield Gathered((), notes)


def _united(made: list[Used]) -> Gathered:
    return Gathered(
        tuple(fact for used in made for fact in used.facts), tuple(note for used in made for note in used.notes)
    )


def _vessel(source: SourceFile, register: str, mmsi: int, ship: HeardShip) -> object:
    making = Making(source, ship.line, None)
    limits = []
    if len(ship.imos) > 1:
        limits.append(f"Several IMO numbers are sent under this MMSI ({', '.join(sorted(ship.imos))}): none is taken.")
    if len(ship.names) > 1:
        limits.append(f"Other names are sent under this MMSI: {'; '.join(short(name) for name in ship.names[:-1])}.")
    for limit in limits:
        making.note(f"MMSI {mmsi}: {limit[:1].lower()}{limit[1:]}")
    if ship.bad_imo:
        making.note(f"MMSI {mmsi}: {short(ship.bad_imo)} is sent as IMO number and is no ship's; left out")
    making.add(
        "vessel",
        making.piece(register),
        id=f"mmsi:{mmsi}",
        mmsi=str(mmsi),
        imo=ship.imos[0] if len(ship.imos) == 1 else None,
        name=ship.names[-1] if ship.names else None,
        call_sign=ship.call_sign,
        type=word(ship.type),
        note=" ".join(limits),
    )
    return making.outcome()
