"""Facts at random: with unknown fields, awkward values, evidence of several sources and days, and doubts."""

from __future__ import annotations

from random import Random
from typing import Any

from making import fact
from pools import World

from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS, fields

LEVELS = 3

EVIDENCE: list[dict[str, Any]] = [
    {"source": "Gazette", "reliability": "A", "credibility": 1, "published": "2024-01-31"},
    {"source": "Gazette", "locator": "line 2", "reliability": "A", "credibility": 1, "published": "2024-02-01"},
    {"source": "Blog", "origin": "GAZETTE ", "reliability": "D", "credibility": 3},
    {"source": "Register", "reliability": "B", "credibility": 2, "published": "2024-06", "marking": "TLP:AMBER"},
    {"source": "Rumour", "published": "2024-07-01"},
    {"source": "Prophet", "reliability": "E", "credibility": 5, "published": "9999-12-31", "url": "https://example.org/a?b=c"},
    {"source": "ß 'quoted' \"twice\" \\", "document": "a | b", "published": "0001-01-01"},
]  # fmt: skip
OTHERS = ["other", "in other words", "a", "<b>|</b>"]


def names_of(level: int) -> list[str]:
    """The names of indicators that rules of a level conclude."""
    return [f"l{level}-a", f"l{level}-b"]


def records(by: Random, kind: str) -> dict[str, Any]:
    """What the record says about itself: evidence of any days, other values, a note. Mostly nothing, so that most facts count."""
    found: dict[str, Any] = {}
    if by.randint(0, 2):
        found["evidence"] = by.sample(EVIDENCE[:4], by.randint(1, 3)) + by.sample(EVIDENCE[4:], by.choice([0, 0, 0, 1]))
    texts = [
        name for name, described in fields(kind).items() if described.type == "text" and name not in KINDS[kind].key
    ]
    texts = [name for name in texts if name not in ("id", "imo", "mmsi", "type", "measure")]
    if texts and by.randint(0, 5) == 5:
        pieces = [[], EVIDENCE[:1], [EVIDENCE[4]]]
        named = by.sample(texts, by.randint(1, min(2, len(texts))))
        found["alternatives"] = [{"field": n, "value": by.choice(OTHERS), "evidence": by.choice(pieces)} for n in named]
    if by.randint(0, 7) == 7:
        found["note"] = "Seen | from {{ afar }}."
    return found


def facts(by: Random, world: World, kind: str) -> Fact:
    """A fact of a kind; any field that may be unknown sometimes is."""
    values: dict[str, Any] = {}
    for name, described in fields(kind).items():
        own = described.required and (name != "id" or described.type == "entity")
        rare = name in ("reported", "contested_with", "id")
        if not own and (by.randint(0, 6) < 6 if rare else by.randint(0, 6) == 6):
            continue
        if described.item:
            values[name] = by.choices(world.pool(kind, described.item), k=by.randint(int(described.required), 3))
        else:
            values[name] = by.choice(world.pool(kind, described))
    if kind == "indicator":
        values["name"] = by.choice(names_of(by.randint(0, LEVELS - 1)))
    return fact(kind, **values, **records(by, kind))


def fact_bases(by: Random, world: World) -> list[Fact]:
    """Facts of a world's kinds, no two of one kind with the same id."""
    kinds = [kind for kind in world.kinds for _ in range(by.randint(2, 5))]
    found = [facts(by, world, kind) for kind in kinds]
    return list({(f.kind, f.id): f for f in found}.values())
