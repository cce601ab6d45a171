"""Facts for the shipped rulebook: a fleet with what befalls it, its owners and listings, and beside it the world's politics.

    python -m benchmarks.shipped_facts 1000000 facts.jsonl

What concerns ships and companies grows with the size; of what concerns states (elections, deals, incidents) there is as much as a
year or two hold, however large the file. All of it is made up, sources included. Each fact has graded evidence; one in fifty comes a
second time from another source, now and then with another value.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import shipped_fleet, shipped_politics
from benchmarks.shipped_world import World

FLEET = {
    "vessel": 80, "company": 45, "person": 5, "ownership": 90, "management": 50, "incorporation": 20, "designation": 35, "delisting": 3,
    "catalogue_entry": 8, "ais_gap": 170, "sighting": 100, "ais_spoofing": 10, "ship_to_ship_transfer": 35, "port_call": 190,
    "loitering": 15, "flag_change": 35, "name_change": 20, "insurance": 50, "classification": 40, "inspection": 25, "detention": 8,
    "cargo_sale": 20, "price_cap_attestation": 10,
}  # fmt: skip
"""Kinds that grow with the size, by weight."""

POLITICS = {
    "incident": (15, 1200), "attribution": (10, 900), "infrastructure": (3, 400), "influence_campaign": (4, 250),
    "campaign_target": (6, 500), "technique_use": (4, 400), "narrative": (4, 400), "media_channel": (5, 2000), "election": (3, 80),
    "market_stake": (3, 250), "market_move": (2, 200), "cultural_programme": (2, 150), "corridor_deal": (4, 200),
    "dependence": (4, 400), "diplomatic_event": (6, 500), "vote": (6, 600), "economic_indicator": (3, 300), "expertise": (3, 100),
    "exercise": (3, 200),
}  # fmt: skip
"""Kinds that do not: weight while the file is small, and how many there are at most (about)."""

TWICE = 0.02
"""Share of the facts that a second source tells as well."""

SOURCES = tuple(
    (f"Made-up source {n:02d}", grade) for n, grade in enumerate("AAAAABBBBBBBBBBBBCCCCCCCCCCDDDDEFFFF", start=1)
)
"""Name and reliability of each source."""

_CREDIBILITY = (1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 4, 4, 5, 6, 6, 6)


MAKERS = {**shipped_fleet.FLEET, **shipped_politics.POLITICS}


def lines(size: int, seed: int = 23) -> Iterator[str]:
    """`size` facts as JSON objects without line ends."""
    world = World(seed, max(10, size * FLEET["vessel"] // 1100), max(10, size * FLEET["company"] // 1100))
    kinds = list(FLEET) + list(POLITICS)
    weights = [*FLEET.values(), *(_weight(share, most, size) for share, most in POLITICS.values())]
    told = 0
    while told < size:
        for kind in world.random.choices(kinds, weights, k=min(1000, size - told)):
            fact = MAKERS[kind](world)
            yield json.dumps({"kind": kind, **fact, "evidence": _evidence(world)}, ensure_ascii=False)
            told += 1
            if world.chance(TWICE) and told < size:
                yield json.dumps(
                    {"kind": kind, **_retold(world, fact), "evidence": _evidence(world)}, ensure_ascii=False
                )
                told += 1
            if told >= size:
                return


def write(path: Path, size: int) -> None:
    """A file of JSON lines, whole or not at all."""
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines(size))
    unfinished.rename(path)


def _weight(share: int, most: int, size: int) -> float:
    """The weight that gives about `most` facts of a kind at this size, or fewer."""
    return min(float(share), most * sum(FLEET.values()) / size)


def _evidence(world: World) -> list[dict[str, Any]]:
    """One piece of evidence, two for one fact in seven; one source in three passes on what another said."""
    pieces = []
    for _ in range(2 if world.chance(0.15) else 1):
        source, reliability = world.pick(SOURCES)
        piece: dict[str, Any] = {"source": source, "reliability": reliability, "credibility": world.pick(_CREDIBILITY)}
        if world.chance(0.33):
            piece["origin"] = world.pick(SOURCES)[0]
        if world.chance(0.5):
            piece["url"] = f"https://example.org/{world.below(1_000_000)}"
        piece["published"] = world.after()
        pieces.append(piece)
    return pieces


def _retold(world: World, fact: dict[str, Any]) -> dict[str, Any]:
    """The same fact as another source tells it: one in five times with another figure, where it has one beside its key."""
    if world.chance(0.2):
        for field in ("hours", "price", "built", "share"):
            if field in fact:
                return {**fact, field: fact[field] + 1}
    return fact


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
