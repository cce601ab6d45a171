"""When a condition is true, false or unknown: every operator over known, unknown and roughly known values."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from making import fact, parameter, rule, rulebook

from countermove.facts.fact import Fact, Position
from countermove.facts.time import PartialDate
from countermove.inference.truth import Context, all_hold, distance_km, holds
from countermove.rulebook.clause import Match
from countermove.rulebook.condition import Condition, Constant
from countermove.rulebook.typing import OPERATORS

LIMIT = parameter("limit", {"value": 1, "until": "2024-01-31"}, {"value": 24, "from": "2024-02-01"})
PLACES = parameter("local", {"value": 60, "jurisdiction": "eu"}, {"value": 47.6, "jurisdiction": "us"})
WORDS = parameter("words", {"value": ["tug", "ferry"]})
DEADLINE = parameter("deadline", {"value": "2024-02-01"}, unit="date")
MOMENT = parameter("moment", {"value": "2024-02-01T12:00:00Z"}, unit="date")
LAPSED = parameter("lapsed", {"value": 1, "until": "2001-01-01"})
PARAMETERS = (LIMIT, PLACES, WORDS, DEADLINE, MOMENT, LAPSED)
CONTEXT = Context(rulebook([], PARAMETERS), date(2024, 2, 10))

GAP = {"kind": "ais_gap", "vessel": "ship:a", "start": "2024-02-01T12:00:00Z"}
SHIP = {"kind": "vessel", "id": "ship:a"}
WAR_GAME = {"kind": "exercise", "name": "Some Name", "date": "2024-02-01"}

OTHER = fact("incident", type="arson", date="2024-02", place="Tallinn", countries=["iso3166:EE"], position=(59.4, 24.7))
"""The fact that conditions call `$other`."""
VAGUE = fact("flag_change", vessel="ship:a", date="2024-01-20/2024-02-20")
"""The fact that conditions call `$vague`."""

UNKNOWN = None

Row = tuple[dict[str, Any], str, Any, str, bool | None]

NUMBERS: list[Row] = [
    (GAP, "hours", 24, "{eq: 24}", True),
    (GAP, "hours", 24, "24", True),
    (GAP, "hours", 24, "25", False),
    (GAP, "hours", UNKNOWN, "24", UNKNOWN),
    (GAP, "hours", 0, "{eq: -0.0}", True),
    (WAR_GAME, "tally", 2**63 - 1, "{gte: 9007199254740991}", True),
    (GAP, "hours", 24, "{ne: 25}", True),
    (GAP, "hours", 24, "{ne: 24}", False),
    (GAP, "hours", UNKNOWN, "{ne: 25}", UNKNOWN),
    (GAP, "hours", 24, "{in: [1, 24]}", True),
    (GAP, "hours", 24, "{in: [1, 2]}", False),
    (GAP, "hours", UNKNOWN, "{in: [1, 2]}", UNKNOWN),
    (GAP, "hours", 24, "{not_in: [1, 2]}", True),
    (GAP, "hours", 24, "{not_in: [24]}", False),
    (GAP, "hours", UNKNOWN, "{not_in: [24]}", UNKNOWN),
    (GAP, "hours", 24, "{lt: 24.5}", True),
    (GAP, "hours", 24, "{lt: 24}", False),
    (GAP, "hours", UNKNOWN, "{lt: 24}", UNKNOWN),
    (GAP, "hours", 24, "{lte: 24}", True),
    (GAP, "hours", 24.5, "{lte: 24}", False),
    (GAP, "hours", UNKNOWN, "{lte: 24}", UNKNOWN),
    (GAP, "hours", 24.5, "{gt: 24}", True),
    (GAP, "hours", 24, "{gt: 24}", False),
    (GAP, "hours", UNKNOWN, "{gt: 24}", UNKNOWN),
    (GAP, "hours", 24, "{gte: 24}", True),
    (GAP, "hours", 23.9, "{gte: 24}", False),
    (GAP, "hours", UNKNOWN, "{gte: 24}", UNKNOWN),
    (GAP, "hours", 24, "{between: [24, 24]}", True),
    (GAP, "hours", 24, "{between: [1, 23]}", False),
    (GAP, "hours", 24, "{between: [25, 30]}", False),
    (GAP, "hours", UNKNOWN, "{between: [1, 30]}", UNKNOWN),
    (GAP, "hours", 24, "{gte: $parameters.limit}", True),
    (GAP, "hours", 23, "{gte: $parameters.limit}", False),
    (GAP, "hours", 24, "{gte: $parameters.lapsed}", UNKNOWN),
    (GAP, "hours", 50, "{lte: {parameter: local, jurisdiction: eu}}", True),
    (GAP, "hours", 50, "{lte: {parameter: local, jurisdiction: us}}", False),
    (GAP, "hours", 49, "{eq: {ref: $parameters.limit, times: 2, plus: 1}}", True),
    (GAP, "hours", 48, "{eq: {ref: $parameters.lapsed, times: 2}}", UNKNOWN),
]
PARAMETERS_AT_A_DATE: list[Row] = [
    ({**WAR_GAME, "end": "2024-01-31"}, "tally", 1, "{eq: {parameter: limit, at: $other.date}}", False),
    (WAR_GAME, "tally", 24, "{eq: {parameter: limit, at: $other.date}}", True),
    (WAR_GAME, "tally", 24, "{eq: {parameter: limit, at: $vague.date}}", UNKNOWN),
    (WAR_GAME, "tally", 24, "{eq: {parameter: limit, at: $other.end}}", UNKNOWN),
]
WORDS_AND_FLAGS: list[Row] = [
    (SHIP, "type", "tug", "tug", True),
    (SHIP, "name", "TUG", "tug", False),
    (SHIP, "name", UNKNOWN, "tug", UNKNOWN),
    (SHIP, "name", "e\u0301", "é", False),
    (SHIP, "name", "$x", "$$x", True),
    (SHIP, "type", "tug", "{in: $parameters.words}", True),
    (SHIP, "type", "tanker", "{in: $parameters.words}", False),
    (SHIP, "type", "tug", "{not_in: $parameters.words}", False),
    (SHIP, "flag", "iso3166:EE", "{in: $other.countries}", True),
    (SHIP, "flag", "iso3166:FI", "{in: $other.countries}", False),
    (SHIP, "name", "Straße 1", "{starts_with: STRASSE}", True),
    (SHIP, "name", "Straße 1", '{starts_with: "1"}', False),
    (SHIP, "name", UNKNOWN, "{starts_with: Str}", UNKNOWN),
    (SHIP, "name", "Straße 1", '{ends_with: "SSE 1"}', True),
    (SHIP, "name", "Straße 1", "{ends_with: Str}", False),
    (SHIP, "name", UNKNOWN, "{ends_with: Str}", UNKNOWN),
    (SHIP, "name", "a^$\\d", '{contains_text: "^$\\\\D"}', True),
    (SHIP, "name", "a1", '{contains_text: "\\\\d"}', False),
    (SHIP, "name", UNKNOWN, "{contains_text: a}", UNKNOWN),
    (SHIP, "name", "in Tallinn", "{contains_text: $other.place}", True),
    (SHIP, "name", "in Tallinn", "{contains_text: $other.summary}", UNKNOWN),
    (GAP, "receiver_suspect", False, "false", True),
    (GAP, "receiver_suspect", True, "false", False),
    (GAP, "receiver_suspect", UNKNOWN, "false", UNKNOWN),
    (SHIP, "name", "X", "{known: true}", True),
    (SHIP, "name", "X", "{known: false}", False),
    (SHIP, "name", UNKNOWN, "{known: true}", False),
    (SHIP, "name", UNKNOWN, "{known: false}", True),
    (SHIP, "former_names", [], "{known: false}", True),
]
LISTS: list[Row] = [
    (SHIP, "former_names", ["A", "B"], "{contains: B}", True),
    (SHIP, "former_names", ["A", "B"], "{contains: b}", False),
    (SHIP, "former_names", [], "{contains: B}", UNKNOWN),
    (SHIP, "former_names", ["A", "B"], "{contains_any: [C, B]}", True),
    (SHIP, "former_names", ["A", "B"], "{contains_any: [C, D]}", False),
    (SHIP, "former_names", UNKNOWN, "{contains_any: [C, D]}", UNKNOWN),
    (SHIP, "former_names", ["A", "B"], "{contains_all: [B, A]}", True),
    (SHIP, "former_names", ["A", "B"], "{contains_all: [B, C]}", False),
    (SHIP, "former_names", UNKNOWN, "{contains_all: [B, C]}", UNKNOWN),
    (WAR_GAME, "participants", ["iso3166:EE", "iso3166:FI"], "{contains_all: $other.countries}", True),
]
TIMES: list[Row] = [
    (WAR_GAME, "date", "2024-02-01", "2024-02-01", True),
    (WAR_GAME, "date", "2024-02-01", "2024-02-02", False),
    (WAR_GAME, "date", "2024-02-01", "2024-02", UNKNOWN),
    (WAR_GAME, "date", "2024-02", "2024-02", UNKNOWN),
    (WAR_GAME, "date", "2024-02", "2024-03", False),
    (WAR_GAME, "date", "2024-02", "{ne: 2024-03}", True),
    (WAR_GAME, "date", "2024-02", "{ne: 2024-02}", UNKNOWN),
    (WAR_GAME, "date", "2024-02", '{in: ["2023", 2025-01-01]}', False),
    (WAR_GAME, "date", "2024-02", '{in: ["2023", "2024"]}', UNKNOWN),
    (WAR_GAME, "date", "2024-02-01", "$parameters.deadline", True),
    (WAR_GAME, "date", "2024-02-10", "$as_of", True),
    (GAP, "start", "2024-02-01T12:00:00Z", "2024-02-01", True),
    (GAP, "start", "2024-02-01T00:30:00+01:00", "2024-01-31", True),
    (GAP, "start", "2024-02-01T12:00:00Z", '"2024-02-01T13:00:00+01:00"', True),
    (GAP, "start", "2024-02-01T12:00:00Z", '"2024-02-01T12:00:00.000001Z"', False),
    (GAP, "start", "2024-02-01T12:00:00Z", "$parameters.moment", True),
    (GAP, "start", "2024-02-01T13:00:00Z", "$parameters.moment", False),
    (WAR_GAME, "date", "2024-02", "{before: 2024-03-01}", True),
    (WAR_GAME, "date", "2024-02", "{before: 2024-02-29}", UNKNOWN),
    (WAR_GAME, "date", "2024-02", "{before: 2024-02-01}", False),
    (WAR_GAME, "end", UNKNOWN, "{before: 2024-02-01}", UNKNOWN),
    (WAR_GAME, "date", "2024-02", "{after: 2024-01-31}", True),
    (WAR_GAME, "date", "2024-02", "{after: 2024-02-01}", UNKNOWN),
    (WAR_GAME, "date", "2024-02", "{after: 2024-02-29}", False),
    (WAR_GAME, "end", UNKNOWN, "{after: 2024-02-01}", UNKNOWN),
    (WAR_GAME, "date", "2024-02-01", "{lt: $other.date}", UNKNOWN),
    (WAR_GAME, "date", "2024-01-31", "{lt: $other.date}", True),
    (WAR_GAME, "date", "2024-02-01", "{lte: $other.date}", True),
    (WAR_GAME, "date", "2024-02-29", "{gte: $other.date}", True),
    (WAR_GAME, "date", "2024-02-29", "{gt: $other.date}", UNKNOWN),
    (WAR_GAME, "date", "2024-02", "{between: [2024-02-01, 2024-02-29]}", True),
    (WAR_GAME, "date", "2024-02", "{between: [2024-02-02, 2024-03-01]}", UNKNOWN),
    (WAR_GAME, "date", "2024-02", "{between: [2024-03-01, 2024-04-01]}", False),
    (WAR_GAME, "date", "2024-01-31", "{within: {days: 10, before: $as_of}}", True),
    (WAR_GAME, "date", "2024-01-30", "{within: {days: 10, before: $as_of}}", False),
    (WAR_GAME, "date", "2024-02-11", "{within: {days: 10, before: $as_of}}", False),
    (WAR_GAME, "date", "2024-02", "{within: {days: 10, before: $as_of}}", UNKNOWN),
    (WAR_GAME, "end", UNKNOWN, "{within: {days: 10, before: $as_of}}", UNKNOWN),
    (WAR_GAME, "date", "2024-02-20", "{within: {days: 10, after: $as_of}}", True),
    (WAR_GAME, "date", "2024-02-09", "{within: {days: 10, after: $as_of}}", False),
    (WAR_GAME, "date", "2024-01-31", "{within: {days: 10, around: $as_of}}", True),
    (WAR_GAME, "date", "2024-02-21", "{within: {days: 10, around: $as_of}}", False),
    (WAR_GAME, "date", "2024-02", "{within: {days: 19, around: $as_of}}", True),
    (WAR_GAME, "date", "2023-01-01", "{within: {days: 1000000000, before: $as_of}}", True),
    (WAR_GAME, "date", "2024-01-15", "{within: {days: $parameters.limit, before: $as_of}}", False),
    (WAR_GAME, "date", "2024-02-10", "{within: {days: $parameters.lapsed, before: $as_of}}", UNKNOWN),
    (GAP, "start", "2024-02-11T12:00:00Z", '{within: {days: 10, after: "2024-02-01T12:00:00Z"}}', True),
    (GAP, "start", "2024-02-11T12:00:01Z", '{within: {days: 10, after: "2024-02-01T12:00:00Z"}}', False),
    (WAR_GAME, "date", "2024-02-11", "{eq: {ref: $parameters.deadline, plus: 10}}", True),
    (WAR_GAME, "date", "9999-12-31", "{eq: {ref: $as_of, plus: 1000000000000}}", True),
]
PLACES_ON_EARTH: list[Row] = [
    ({**GAP}, "position", (59.4, 24.7), "{near: {point: $other.position, km: 0}}", True),
    ({**GAP}, "position", (59.4, 24.8), "{near: {point: $other.position, km: 6}}", True),
    ({**GAP}, "position", (59.4, 24.8), "{near: {point: $other.position, km: 5}}", False),
    ({**GAP}, "position", (0, 179.9), "{near: {point: [0, -179.9], km: 23}}", True),
    ({**GAP}, "position", (90, 0), "{near: {point: [90, 120], km: 0.001}}", True),
    ({**GAP}, "position", UNKNOWN, "{near: {point: $other.position, km: 6}}", UNKNOWN),
    ({**GAP}, "position", (59.4, 24.8), "{near: {point: $other.position, km: $parameters.limit}}", True),
]
TABLE = [*NUMBERS, *PARAMETERS_AT_A_DATE, *WORDS_AND_FLAGS, *LISTS, *TIMES, *PLACES_ON_EARTH]


def asked(kind: str, field: str, asks: str) -> tuple[Condition, ...]:
    """The condition that a rule file would hold."""
    when = f"""
        when:
          - {{match: incident, as: other}}
          - {{match: flag_change, as: vague}}
          - {{match: {kind}, as: it, where: {{{field}: {asks}}}}}
    """
    clause = rule(when, *PARAMETERS).when[2]
    assert isinstance(clause, Match)
    return clause.where


def given(values: dict[str, Any], field: str, value: Any) -> Fact:
    """The fact with the field as the row says; an unknown one is absent."""
    return fact(**{**values, **({} if value is UNKNOWN else {field: value})})


@pytest.mark.parametrize(("values", "field", "value", "asks", "expected"), TABLE)
def test_a_condition(values: dict[str, Any], field: str, value: Any, asks: str, expected: bool | None) -> None:
    (condition,) = asked(values["kind"], field, asks)
    assert holds(condition, given(values, field, value), {"other": OTHER, "vague": VAGUE}, CONTEXT) is expected


def test_the_table_has_every_operator_in_every_truth() -> None:
    told = {
        (condition.operator, expected)
        for values, field, _, asks, expected in TABLE
        for condition in asked(values["kind"], field, asks)
    }
    unknown_too = [True, False, UNKNOWN]
    assert told == {(op, truth) for op in OPERATORS for truth in (unknown_too if op != "known" else [True, False])}


@pytest.mark.parametrize(
    ("hours", "distance", "expected"),
    [
        (24, 5, True),
        (1, 5, False),
        (24, UNKNOWN, UNKNOWN),
        (1, UNKNOWN, False),
        (UNKNOWN, 1, False),
        (UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_several_conditions_are_false_before_they_are_unknown(hours: Any, distance: Any, expected: bool | None) -> None:
    both = asked("ais_gap", "hours", "{gte: 24}") + asked("ais_gap", "distance_km", "{gte: 5}")
    values = given(GAP, "hours", hours).model_dump(exclude_none=True, exclude_defaults=True)
    assert all_hold(both, given({**values, "kind": "ais_gap"}, "distance_km", distance), {}, CONTEXT) is expected


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [("eq", 2**63 - 1, True), ("eq", float(2**63), False), ("lt", float(2**63), True), ("gt", 2**63 - 2, True)],
)
def test_whole_numbers_are_compared_exactly(operator: Any, value: float, expected: bool) -> None:
    most = fact(**{**WAR_GAME, "tally": 2**63 - 1})
    assert holds(Condition("tally", operator, (Constant(value),)), most, {}, CONTEXT) is expected


def test_distances_are_great_circles() -> None:
    assert distance_km(Position(0, 0), Position(0, 180)) == pytest.approx(20015.1, abs=0.1)
    assert distance_km(Position(52.5, 13.4), Position(55.75, 37.6)) == pytest.approx(1608.6, abs=2)


def test_a_parameter_that_does_not_change_within_a_rough_date_is_known() -> None:
    (condition,) = asked("exercise", "tally", "{eq: {parameter: limit, at: $vague.date}}")
    late = fact("flag_change", vessel="ship:a", date="2024-02")
    assert holds(condition, fact(**{**WAR_GAME, "tally": 24}), {"vague": late}, CONTEXT) is True
    assert late.date == PartialDate(date(2024, 2, 1), date(2024, 2, 29))  # type: ignore[attr-defined]
