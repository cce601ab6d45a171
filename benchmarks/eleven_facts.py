"""Facts for the eleven rules: ships, companies, listings and events, seeded, as many as are asked for.

    python -m benchmarks.eleven_facts 1000000 facts.jsonl

Kinds are mixed line by line. Each ship and company meets with a bounded number of events on average, whatever the size, so the
matches of every rule grow as the facts do.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random

AS_OF = date(2026, 11, 1)
"""The day of the run. Every fact is known by then."""

SHARES = {
    "vessel": 5, "company": 5, "designation": 6, "ownership": 6, "ais_gap": 40, "port_call": 22, "inspection": 6, "flag_change": 10,
}  # fmt: skip
"""How many of each hundred facts are of which kind."""

FLAGS = ("PA", "LR", "GA", "KM")
TYPES = ("crude_oil_tanker", "product_tanker", "bulk_carrier", "cargo")
COUNTRIES = ("AE", "RU", "HK", "SC")
PORTS = (
    ("RU", "Primorsk"),
    ("RU", "Ust-Luga"),
    ("TR", "Aliaga"),
    ("IN", "Sikka"),
    ("CN", "Qingdao"),
    ("EG", "Ain Sukhna"),
)
AREAS = ("Baltic Sea", "Laconian Gulf", "Black Sea", "Gulf of Oman", "Ceuta")
AUTHORITIES = ("eu", "uk", "us")
RESULTS = ("clean", "deficiencies", "refused")

Draw = Callable[[], float]

_STEP = 37  # has no factor in common with a hundred: walks through all places, mixing the kinds


def _places() -> list[tuple[str, int]]:
    """For each place in a hundred the kind of the fact there, and which of its kind in the hundred it is."""
    ordered = [(kind, rank) for kind, share in SHARES.items() for rank in range(share)]
    return [ordered[place * _STEP % 100] for place in range(100)]


_PLACES = _places()


def lines(size: int, more: int = 0, seed: int = 11) -> Iterator[str]:
    """`size` facts as JSON objects without line ends, then `more` of the same sort, which join with the first as well."""
    draw = Random(seed).random
    ships = max(1, size * SHARES["vessel"] // 100)
    companies = max(1, size * SHARES["company"] // 100)
    for place in range(size + more):
        kind, rank = _PLACES[place % 100]
        number = place // 100 * SHARES[kind] + rank
        yield _MAKERS[kind](number, draw, ships, companies)


def write(path: Path, size: int) -> None:
    """A file of JSON lines, whole or not at all."""
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines(size))
    unfinished.rename(path)


def ship_id(number: int) -> str:
    """The id of a ship by its place in the row: an IMO number with a true check digit. There are 600,000."""
    six = (500_000 if number < 500_000 else -400_000) + number % 600_000
    check = sum(weight * (six // 10 ** (weight - 2) % 10) for weight in range(2, 8)) % 10
    return f"imo:{six}{check}"


def company_id(number: int) -> str:
    """The id of a company by its place in the row."""
    return f"register:{1_000_000 + number}"


def _vessel(n: int, draw: Draw, ships: int, companies: int) -> str:
    ship = ship_id(n)
    return (
        f'{{"kind":"vessel","id":"{ship}","imo":"{ship[4:]}","name":"SHIP {n}","flag":"iso3166:{FLAGS[int(draw() * 4)]}",'
        f'"type":"{TYPES[int(draw() * 4)]}","built":{1990 + int(draw() * 34)}}}'
    )


def _company(n: int, draw: Draw, ships: int, companies: int) -> str:
    return f'{{"kind":"company","id":"{company_id(n)}","name":"Company {n}","country":"iso3166:{COUNTRIES[int(draw() * 4)]}"}}'


def _designation(n: int, draw: Draw, ships: int, companies: int) -> str:
    of_ship = n % 2 == 0
    entity = ship_id(int(draw() * ships)) if of_ship else company_id(int(draw() * companies))
    measure = "transport_ban" if of_ship else "asset_freeze"
    return (
        f'{{"kind":"designation","id":"listing-{n}","entity":"{entity}","authority":"{AUTHORITIES[int(draw() * 3)]}",'
        f'"measure":"{measure}","date":"{_day(draw)}"}}'
    )


def _ownership(n: int, draw: Draw, ships: int, companies: int) -> str:
    return (
        f'{{"kind":"ownership","id":"stake-{n}","owner":"{company_id(int(draw() * companies))}",'
        f'"asset":"{ship_id(int(draw() * ships))}","share":{1 + int(draw() * 100)},"since":"{_day(draw)}"}}'
    )


def _ais_gap(n: int, draw: Draw, ships: int, companies: int) -> str:
    hours = round(3 / (draw() + 0.02), 1)  # half below 6, one in ten above 24, one in fifty above 72
    return (
        f'{{"kind":"ais_gap","id":"gap-{n}","vessel":"{ship_id(int(draw() * ships))}","start":"{_day(draw)}T03:00:00Z",'
        f'"hours":{hours},"receiver_suspect":{"true" if draw() < 0.2 else "false"},"area":"{AREAS[int(draw() * 5)]}"}}'
    )


def _port_call(n: int, draw: Draw, ships: int, companies: int) -> str:
    country, port = PORTS[int(draw() * 6)]
    return (
        f'{{"kind":"port_call","id":"call-{n}","vessel":"{ship_id(int(draw() * ships))}","port":"{port}",'
        f'"country":"iso3166:{country}","arrived":"{_day(draw)}","oil_terminal":{"true" if draw() < 0.5 else "false"}}}'
    )


def _inspection(n: int, draw: Draw, ships: int, companies: int) -> str:
    return (
        f'{{"kind":"inspection","id":"check-{n}","vessel":"{ship_id(int(draw() * ships))}","date":"{_day(draw)}",'
        f'"result":"{RESULTS[int(draw() * 3)]}"}}'
    )


def _flag_change(n: int, draw: Draw, ships: int, companies: int) -> str:
    return (
        f'{{"kind":"flag_change","id":"flag-{n}","vessel":"{ship_id(int(draw() * ships))}","date":"{_day(draw)}",'
        f'"after":"iso3166:{FLAGS[int(draw() * 4)]}"}}'
    )


def _day(draw: Draw) -> str:
    """A day from 2024 to October 2026."""
    months = int(draw() * 34)
    return f"{2024 + months // 12}-{months % 12 + 1:02d}-{1 + int(draw() * 28):02d}"


_MAKERS = {
    "vessel": _vessel,
    "company": _company,
    "designation": _designation,
    "ownership": _ownership,
    "ais_gap": _ais_gap,
    "port_call": _port_call,
    "inspection": _inspection,
    "flag_change": _flag_change,
}


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
