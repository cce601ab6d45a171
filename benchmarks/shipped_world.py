"""What made-up facts are drawn from: places, flags, days, and the numbers of ships and companies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from benchmarks.eleven_facts import company_id, ship_id

T = TypeVar("T")
Fields = dict[str, Any]

_FIRST = date(2022, 1, 1)
_DAYS = tuple((_FIRST + timedelta(days=n)).isoformat() for n in range((date(2027, 6, 30) - _FIRST).days))
_LAST = (date(2026, 10, 30) - _FIRST).days
_FRESH = (date(2025, 10, 1) - _FIRST).days

ALLIES = ("EE", "LV", "LT", "FI", "SE", "PL", "DE", "DK", "NO", "NL", "FR", "GB", "RO", "BG", "CZ", "IT", "ES", "GR")
NEIGHBOURS = ("AM", "GE", "AZ", "KZ", "KG", "UZ", "TJ", "TM", "MD", "RS", "MN", "BY")
OTHERS = ("IN", "CN", "TR", "IR", "AE", "EG", "SD", "ML", "BF", "NE", "CF", "PK", "AF", "SA", "ZA", "BR", "HU", "SK")
FLAGS = ("PA", "LR", "MH", "GA", "CM", "KM", "RU", "SL", "MT", "GR", "CY", "BB")
SEATS = ("AE", "HK", "SC", "MH", "RU", "TR", "GR", "CY", "IN", "SG")
AREAS = (
    "Baltic Sea",
    "Gulf of Finland",
    "Laconian Gulf",
    "Black Sea",
    "Kattegat",
    "Gulf of Oman",
    "Ceuta",
    "North Sea",
)
PORTS = (
    ("RU", "Primorsk"), ("RU", "Ust-Luga"), ("RU", "Novorossiysk"), ("RU", "Kozmino"), ("RU", "Murmansk"), ("TR", "Aliaga"),
    ("IN", "Sikka"), ("CN", "Qingdao"), ("CN", "Dongying"), ("EG", "Ain Sukhna"), ("SG", "Singapore"), ("GR", "Piraeus"),
)  # fmt: skip
SHIPS = (
    "crude_oil_tanker",
    "crude_oil_tanker",
    "product_tanker",
    "lng_carrier",
    *("bulk_carrier", "general_cargo", "container_ship") * 3,
)
INCIDENTS = (
    "cable_damage", "pipeline_damage", "sabotage", "arson", "gnss_jamming", "drone_incursion", "airspace_violation", "cyber_attack",
    "assassination_plot", "balloon", "shadow_fleet_enforcement", "border_incident", "ship_over_infrastructure",
)  # fmt: skip
CORRIDORS = ("INSTC", "Trans-Caspian", "Northern Sea Route", "Power of Siberia", "East-West", "Trans-Afghan")
REGIONS = ("Central Asia", "South Caucasus", "South Asia", "Middle East", "Horn of Africa", "Sahel", "Gulf")
SECTORS = ("gas", "oil", "power", "rail", "nuclear", "telecom", "banking")
STRENGTHS = ("denied", "none", "suspected", "suspected", "assessed", "assessed", "stated", "stated", "court")


class World:
    """Draws what the facts are made of. The same seed gives the same facts."""

    def __init__(self, seed: int, ships: int, companies: int) -> None:
        self.random = Random(seed)
        self._draw = self.random.random
        self.ships, self.companies = ships, companies
        self._made: dict[str, int] = {}
        self._day = 0

    def chance(self, share: float) -> bool:
        return self._draw() < share

    def below(self, most: int) -> int:
        return int(self._draw() * most)

    def pick(self, items: Sequence[T]) -> T:
        return items[int(self._draw() * len(items))]

    def number(self, what: str) -> int:
        """Numbers in a row, for ids."""
        self._made[what] = self._made.get(what, -1) + 1
        return self._made[what]

    def made(self, what: str, ahead: int) -> int:
        """One of the numbers given so far, or one of the first `ahead`."""
        return self.below(max(ahead, self._made.get(what, 0) + 1))

    def ship(self) -> str:
        return ship_id(self.below(self.ships))

    def company(self) -> str:
        return company_id(self.below(self.companies))

    def day(self, fresh: float = 0.4) -> str:
        """A day up to the end of October 2026, in the last year for a share of `fresh`; one in thirty is known to the month only."""
        self._day = _FRESH + self.below(_LAST - _FRESH) if self.chance(fresh) else self.below(_LAST)
        text = _DAYS[self._day]
        return text[:7] if self.chance(0.03) else text

    def moment(self) -> str:
        """A moment on such a day."""
        self._day = _FRESH + self.below(_LAST - _FRESH) if self.chance(0.5) else self.below(_LAST)
        return f"{_DAYS[self._day]}T{self.below(24):02d}:{self.below(60):02d}:00Z"

    def ahead(self) -> str:
        """A day within three years, perhaps to come."""
        self._day = len(_DAYS) - 1 - self.below(1000)
        return _DAYS[self._day]

    def after(self) -> str:
        """A day within three weeks of the last one drawn, none after October 2026."""
        return _DAYS[min(self._day + self.below(21), _LAST)]

    def flag(self, share: float) -> bool:
        return self._draw() < share


def known(**fields: Any) -> Fields:
    """The fields that are known."""
    return {name: value for name, value in fields.items() if value is not None}


def state(world: World, *groups: Sequence[str]) -> str:
    return "iso3166:" + world.pick(world.pick(groups))


Maker = Callable[[World], Fields]
"""What makes one fact of a kind, without its evidence."""
