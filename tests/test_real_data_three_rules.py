"""Three rules on real data, counted a second time by other means.

The expected ships are computed here with nothing but a CSV reader: no line of the package takes part. Then the command line is asked
for a memo on the same files, and must name the same ships for the same rules.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections import defaultdict
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(
    os.environ.get("COUNTERMOVE_SHARED_DATA") or Path(__file__).resolve().parents[1].parent / "shared" / "data"
)
JOURNAL = SHARED / "non-commercial" / "opensanctions-eu-journal"
BALTIC = SHARED / "licence-unclear" / "shadow-fleet-baltic"
FILES = [
    JOURNAL / "consolidated_32014R0833.csv",
    JOURNAL / "amendments_32026R1843.csv",
    JOURNAL / "amendments_32026R1848.csv",
    BALTIC / "gur_vessels_master.csv",
    BALTIC / "sanctions_by_imo.csv",
    BALTIC / "ais_dark_candidates_clean.csv",
]
RULES = ("listed-vessel-going-dark", "listed-by-us-not-by-eu", "dark-but-unlisted")

pytestmark = pytest.mark.skipif(
    not all(path.is_file() for path in FILES),
    reason="needs the shared data beside the checkout (or COUNTERMOVE_SHARED_DATA), which no clone carries",
)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _is_ship(number: str) -> bool:
    if len(number) != 7 or not number.isdigit() or number[0] in "0234":
        return False
    return sum(int(digit) * weight for digit, weight in zip(number[:6], range(7, 1, -1), strict=True)) % 10 == int(
        number[6]
    )


def _journal_day(text: str) -> date | None:
    """A designation's day, or the last day it can be where only the month is printed."""
    if not text:
        return None
    for form in ("%d.%m.%Y", "%Y-%m-%d", "%d %B %Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    month = datetime.strptime(text, "%B %Y").date()  # noqa: DTZ007
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


@cache
def _expected() -> dict[str, set[str]]:
    listed_on: dict[str, list[date]] = defaultdict(list)
    eu: set[str] = set()
    for path in FILES[:3]:
        for row in _rows(path):
            if row["schema"] == "Vessel":
                eu.add(row["imoNumber"])
                day = _journal_day(row["startDate"])
                if day:
                    listed_on[row["imoNumber"]].append(day)
    us: set[str] = set()
    for row in _rows(FILES[4]):
        if _is_ship(row["imo"]):
            if row["eu"] == "True":
                eu.add(row["imo"])
            if row["ofac"] == "True":
                us.add(row["imo"])
    now, before = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    catalogued: set[str] = set()
    catalogue_lists: set[str] = set()
    for row in _rows(FILES[3]):
        number = row["imo"].strip()
        ship = number if _is_ship(number) else f"mmsi:{row['mmsi_current']}"
        catalogued.add(ship)
        if row["status"] == "listed":
            catalogue_lists.add(ship)
        if row["mmsi_current"].isdigit():
            now[row["mmsi_current"]].add(ship)
        former = "".join(c for c in row["mmsi_legacy"] if c.isascii() and c.isdigit())
        if len(former) == 9:
            before[former].add(ship)
    dark_listed: set[str] = set()
    dark_unlisted: set[str] = set()
    for row in _rows(FILES[5]):
        ships = now[row["MMSI"]] or before[row["MMSI"]]
        if len(ships) != 1 or row["receiver_suspect"] != "False":
            continue
        (ship,) = ships
        whole, _, fraction = row["gap_start"].partition(".")
        start = datetime.fromisoformat(whole + "+00:00").timestamp() + round(float(f"0.{fraction or 0}"), 6)
        day = datetime.fromtimestamp(start, tz=datetime.fromisoformat("2026-01-01T00:00:00+00:00").tzinfo).date()
        if any(day >= listing for listing in listed_on[ship]):
            dark_listed.add(ship)
        if ship in catalogued and ship not in eu:
            dark_unlisted.add(ship)
    found = {
        "listed-vessel-going-dark": dark_listed,
        "listed-by-us-not-by-eu": (catalogue_lists & us) - eu,
        "dark-but-unlisted": dark_unlisted,
    }
    return {rule: {ship if ":" in ship else f"imo:{ship}" for ship in ships} for rule, ships in found.items()}


def test_the_independent_count_is_plausible() -> None:
    sizes = {rule: len(ships) for rule, ships in _expected().items()}
    assert sizes["listed-vessel-going-dark"] in (27, 28)
    assert sizes["listed-by-us-not-by-eu"] == 416
    assert sizes["dark-but-unlisted"] == 5


@pytest.mark.parametrize("engine", [(), ("--engine", "reference")], ids=["default engine", "reference engine"])
def test_the_memo_names_the_same_ships(engine: tuple[str, ...]) -> None:
    command = [
        sys.executable,
        "-m",
        "countermove",
        "memo",
        *map(str, FILES),
        "--format",
        "json",
        "--as-of",
        "2026-11-01",
        *engine,
    ]
    source_root = str(Path(__file__).resolve().parents[1] / "engine")
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, [source_root, os.environ.get("PYTHONPATH")]))
    }
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    briefing: dict[str, Any] = json.loads(done.stdout)
    named: dict[str, set[str]] = {rule: set() for rule in RULES}
    for recommendation in briefing["recommendations"]:
        for rule in set(RULES) & set(recommendation["rules"]):
            named[rule].add(recommendation["target"]["id"])
    for rule in RULES:
        assert named[rule] == _expected()[rule], rule
