"""The values of generated facts and rules: small pools, so that facts meet, and in them what engines trip over.

A text in a fact is never empty, but one in a rule may be; a list may be empty in either. Numbers of a fact are floats, but for the
whole ones, which are exact up to 2^63 - 1, and where the two meet 2^53 + 1 shows who rounds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

from making import parameter

from countermove.facts.fact import Position
from countermove.facts.registry import FieldType
from countermove.facts.time import PartialDate, to_moment
from countermove.inference.truth import distance_km
from countermove.rulebook.parameter import Parameter

ENTITIES = ["ship:a", "ship:b", "imo:9256078", "iso3166:PA", "iso3166:RU", "org:Ünïcøde '1'", "mmsi:273000000"]
COUNTRIES = ["iso3166:PA", "iso3166:RU", "iso3166:AZ"]
TEXTS = [
    "a",
    "A",
    "ß",
    "ss",
    "ẞ",
    "é",
    "e\u0301",
    "İ",
    "i\u0307",
    "ΣΑΣ",
    "σας",
    "ﬁ",
    "fi",
    "\U0001f6a2",
    "\uffff",
    "1",
    "1.0",
    "true",
    "NULL",
    "$x",
    "^a$",
    "a\\d",
    "a%",
    "_",
    "'; DROP TABLE vessel; --",
    '"}',
    "{{ m0.id }}",
    "a\nb",
    "a\tb",
    "\u202ea",
    "ship:a",
    "x" * 300,
    "id",
]
NUMBERS: list[float] = [
    0, -0.0, 1, 1.0, 2.5, 24, 0.1, 0.2, 0.3, 1e16, 1e308, 5e-324, 2**53, 9.223372036854775807e18,
]  # fmt: skip
SIGNED: list[float] = [*NUMBERS, -1e308, -2.5, -0.1, -1e16, -5e-324, -9.223372036854775808e18]
WHOLES = [1, 2, 24, 2**53, 2**53 + 1, 2**63 - 1]
ASKED_NUMBERS = [*SIGNED, -1, 2**53 + 1, 2**63 - 1, 2**63, 10**30, -(10**30)]
"""What rules may ask for beyond what facts carry."""
DAYS = [
    "2024-02-01", "2024-01-31", "2024-01", "2024", "2024-01/2024-10", "2024-02-29", "0001-01-01", "9999-12-31", "2024-06-30",
    "2024-06", "2024-Q1", "2024-07-01", "1969-12-31",
]  # fmt: skip
TIMES = [
    "2024-02-01T00:00:00Z", "2024-01-31T23:59:59Z", "2024-02-01T02:00:00+03:00", "2024-02-01T00:00:00.000001Z",
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z",
    "2024-06-30T23:59:59Z",
]  # fmt: skip
PLACES = [
    Position(0, 180), Position(0, -180), Position(90, 0), Position(90, 180), Position(59.5, 24.5), Position(59.6, 24.6),
    Position(-0.0, -0.0),
]  # fmt: skip
DAYS_APART: list[float] = [0, 1, 30, 365.5, 0.5, 1e308]
KILOMETRES: list[float] = [0, 12.5, 20, 1e308, distance_km(PLACES[4], PLACES[5]), 30_000]

OBSERVED = (
    "vessel", "designation", "ais_gap", "exercise", "incident", "ownership", "infrastructure",
    "company", "economic_indicator", "market_stake", "narrative", "influence_campaign", "loitering",
)  # fmt: skip
"""Kinds that between them have fields of every type, with and without a date of their own, and names that are words of SQL."""
DERIVED = ("indicator", "control")
POOLS: Mapping[tuple[str, str], Sequence[Any]] = {
    ("vessel", "type"): ["crude_oil_tanker", "tug"],
    ("vessel", "imo"): ["9256078"],
    ("vessel", "mmsi"): ["273000000"],
    ("vessel", "built"): [1999, 2024],
    ("ownership", "share"): [0, -0.0, 25, 50, 50.0, 100],
    ("ownership", "share_at_least"): [0, 25, 50],
    ("ownership", "share_at_most"): [50, 75.5, 100],
    ("market_stake", "share"): [0, 25, 50, 100],
    ("indicator", "value"): SIGNED,
    ("economic_indicator", "measure"): ["gdp", "id"],
}

PARAMETERS: tuple[Parameter, ...] = (
    parameter("limit", {"value": 1, "until": "2024-01-31"}, {"value": 24, "from": "2024-02-01", "valid_until": "2024-03-01"}),
    parameter(
        "local_limit", {"value": 2.5, "jurisdiction": "eu"}, {"value": 24, "jurisdiction": "us", "until": "2024-02-10"}
    ),
    parameter("both_limit", {"value": 0.1}, {"value": 2**53 + 1, "jurisdiction": "eu", "from": "2024-02-01"}),
    parameter("word", {"value": "a"}),
    parameter("words", {"value": ["a", "ship:a", "iso3166:RU", "crude_oil_tanker"]}),
    parameter("numbers", {"value": [0, 1, 24, 2**53 + 1], "until": "2024-01-31"}, {"value": [2.5, -0.0], "from": "2024-02-01"}),
    parameter("deadline", {"value": "2024-02-01"}, unit="date"),
    parameter("spans", {"value": "2024-01", "until": "2024-02-01"}, {"value": "2023", "from": "2024-02-02"}, unit="date"),
    parameter("yes", {"value": True}),
    parameter("lapsed", {"value": 1, "until": "2001-01-01"}),
)  # fmt: skip
PARAMETERS_FOR: Mapping[str, Sequence[tuple[str, str | None]]] = {
    "number": [("limit", None), ("local_limit", "eu"), ("local_limit", "us"), ("both_limit", None), ("both_limit", "eu"), ("lapsed", None)],
    "text": [("word", None)],
    "time": [("deadline", None), ("spans", None)],
    "flag": [("yes", None)],
}  # fmt: skip
LISTS_FOR: Mapping[str, str] = {"text": "words", "number": "numbers"}
"""The parameter that is a list of a family."""


@dataclass(frozen=True)
class World:
    """The few kinds and values that one example is made of: with fewer of them, more facts meet."""

    kinds: Sequence[str]
    values: Mapping[str, Sequence[Any]]

    def pool(self, kind: str, described: FieldType) -> Sequence[Any]:
        """The values that a field of a kind takes, as they are written in facts."""
        if described.choices:
            return described.choices[:2]
        if (kind, described.name) in POOLS:
            return POOLS[kind, described.name]
        if described.type == "entity" and described.name in ("country", "flag", "holder_country"):
            return COUNTRIES
        return self.values["whole" if described.whole else described.type]


def worlds(by: Random) -> World:
    """A few kinds and values."""

    def some(values: Sequence[Any], most: int) -> list[Any]:
        return [values[i] for i in sorted(by.sample(range(len(values)), by.randint(2, most)))]

    kinds = [*some(OBSERVED, 3), *DERIVED]
    values = {
        "entity": some(ENTITIES, 3), "text": some([*ENTITIES[:2], *TEXTS], 4), "number": some(NUMBERS, 3), "whole": some(WHOLES, 3),
        "flag": [True, False], "day": some(DAYS, 3), "time": some(TIMES, 3), "position": some(PLACES, 3),
    }  # fmt: skip
    return World(kinds, values)


def as_asked(described: FieldType, value: Any) -> Any:
    """A pool's value as a condition holds it."""
    if isinstance(value, str) and described.type == "day":
        return PartialDate.parse(value)
    return to_moment(value) if isinstance(value, str) and described.type == "time" else value


def asked_beside(described: FieldType) -> list[Any]:
    """Values that a rule may ask for although no fact of a world carries them."""
    if described.type == "text":
        return ["", "\u017f", "I", "%", *TEXTS]
    if described.type == "number":
        return ASKED_NUMBERS
    if described.is_time:
        return [*map(PartialDate.parse, DAYS), *map(to_moment, TIMES), datetime(2024, 2, 1, 12, tzinfo=UTC)]
    return []
