"""Rules in plain English: one wording for every operator."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from countermove.facts.time import PartialDate
from countermove.rulebook.clause import Match
from countermove.rulebook.english import (
    clauses_in_english,
    condition_in_english,
    effect_in_short,
    figure_in_english,
    value_in_english,
)
from countermove.rulebook.typing import OPERATORS
from small_rulebook import RECOMMEND, SHIP, SmallRulebook

CONDITIONS = [
    ("ais_gap", "hours: 12", "the hours is 12 h"),
    ("ais_gap", "hours: {ne: 12}", "the hours is not 12 h"),
    ("ais_gap", "hours: {lt: 12}", "the hours is less than 12 h"),
    ("ais_gap", "hours: {lte: 0.5}", "the hours is at most 0.5 h"),
    ("ais_gap", "hours: {gt: 12}", "the hours is more than 12 h"),
    ("ais_gap", "hours: {gte: $parameters.gap_hours}", "the hours is at least the parameter “gap hours”"),
    ("ais_gap", "hours: {between: [2, 12]}", "the hours lies between 2 h and 12 h"),
    (
        "ais_gap",
        "hours: {gte: {ref: $parameters.gap_hours, times: 2, plus: -1}}",
        "the hours is at least 2 times the parameter “gap hours” minus 1 h",
    ),
    ("ais_gap", "distance_km: {gt: 1234567}", "the distance km is more than 1,234,567 km"),
    ("ais_gap", "receiver_suspect: false", "the receiver suspect is false"),
    ("ais_gap", "area: {known: true}", "the area is known"),
    ("ais_gap", "area: {known: false}", "the area is not known"),
    ("ais_gap", "area: {in: [Baltic Sea, Kattegat]}", "the area is one of “Baltic Sea”, “Kattegat”"),
    ("ais_gap", "area: {not_in: [Baltic Sea]}", "the area is none of “Baltic Sea”"),
    ("ais_gap", "area: {starts_with: Balt}", "the area begins with “Balt”"),
    ("ais_gap", "area: {ends_with: Sea}", "the area ends with “Sea”"),
    ("ais_gap", "area: {contains_text: tic}", "the area contains the text “tic”"),
    ("ais_gap", "vessel: {starts_with: 'imo:'}", "the vessel begins with “imo:”"),
    ("ais_gap", "vessel: $ship.id", "the vessel is the id of “ship”"),
    ("ais_gap", "position: {near: {point: [55.5, 20], km: 5}}", "the position lies within 5 km of 55.5, 20"),
    ("ais_gap", "start: {before: 2026-02}", "the start lies before February 2026"),
    ("ais_gap", "start: {after: $as_of}", "the start lies after the day of the memo"),
    ("ais_gap", "start: {gte: '2026-02-19T01:51:14Z'}", "the start lies on or after 2026-02-19 01:51 UTC"),
    ("ais_gap", "start: {lte: {ref: $as_of, plus: -10}}", "the start lies on or before the day of the memo minus 10"),
    ("ais_gap", "start: {lt: 2026-02-19}", "the start lies before 19 February 2026"),
    ("ais_gap", "start: {gt: 2026-02-19}", "the start lies after 19 February 2026"),
    (
        "ais_gap",
        "start: {within: {days: 30, before: $as_of}}",
        "the start lies within 30 days before (or on) the day of the memo",
    ),
    (
        "ais_gap",
        "start: {within: {days: 30, after: 2026-01-01}}",
        "the start lies within 30 days after (or on) 1 January 2026",
    ),
    (
        "ais_gap",
        "start: {within: {days: 30, around: $as_of}}",
        "the start lies within 30 days either side of the day of the memo",
    ),
    ("vessel", "former_names: {contains: OLD}", "the former names includes “OLD”"),
    (
        "vessel",
        "former_names: {contains_any: [OLD, OLDER]}",
        "the former names includes at least one of “OLD”, “OLDER”",
    ),
    ("vessel", "former_names: {contains_all: [OLD, OLDER]}", "the former names includes all of “OLD”, “OLDER”"),
    ("vessel", "built: {lt: 2011}", "the built is less than 2011"),
    ("designation", "authority: {ne: eu}", "the authority is not “eu”"),
    (
        "cargo_sale",
        "price: {gt: {parameter: cap, jurisdiction: eu, at: $ship.reported}}",
        "the price is more than the parameter “cap” for EU on the reported of “ship”",
    ),
]


@pytest.mark.parametrize(("kind", "asked", "english"), CONDITIONS)
def test_a_condition_in_english(book: SmallRulebook, kind: str, asked: str, english: str) -> None:
    book.constant("gap_hours", 12, "hours")
    book.constant("cap", 60, "USD per barrel")
    book.rule(when=f"{SHIP}\n- match: {kind}\n  as: other\n  where: {{{asked}}}")
    clause = book.load().rules["a-rule"].when[1]
    assert isinstance(clause, Match)
    assert condition_in_english(kind, clause.where[0]) == english


def test_every_operator_has_a_wording() -> None:
    used = {operator for _, asked, _ in CONDITIONS for operator in OPERATORS if f"{{{operator}:" in asked}
    assert used | {"eq"} == set(OPERATORS)


CLAUSES = [
    ("{match: ais_gap, as: gap}", ["there is an ais gap (called “gap”)"]),
    (
        "{none: detention, where: {vessel: $ship.id}}",
        ["there is no detention for which the vessel is the id of “ship”"],
    ),
    (
        "{count: port_call, as: calls, at_least: 2, at_most: 20000}",
        ["the number of facts of kind port call (called “calls”) is at least 2 and at most 20,000"],
    ),
    (
        "{count: flag_change, distinct: after, at_least: 3}",
        ["the number of different values of “after” over every flag change is at least 3"],
    ),
    (
        "{sum: ais_gap, of: hours, as: silence, where: {vessel: $ship.id}, at_least: $parameters.gap_hours}",
        [
            "the sum of “hours” (called “silence”) over every ais gap for which the vessel is the id of “ship”, is at least the parameter “gap hours”"
        ],
    ),
    (
        "{any: [[{none: company}], [{none: person}, {none: country}]]}",
        [
            "at least one of these holds:",
            "  (1)",
            "      there is no company",
            "  (2)",
            "      there is no person",
            "      there is no country",
        ],
    ),
]


@pytest.mark.parametrize(("clause", "english"), CLAUSES)
def test_a_clause_in_english(book: SmallRulebook, clause: str, english: list[str]) -> None:
    book.constant("gap_hours", 12, "hours")
    book.rule(when=f"{SHIP}\n- {clause}")
    assert list(clauses_in_english(book.load().rules["a-rule"].when[1:])) == english


def test_no_branch_is_lost(book: SmallRulebook) -> None:
    branches = ", ".join(f"[{{none: company, where: {{sector: s{i}}}}}]" for i in range(30))
    book.rule(when=f"{SHIP}\n- {{any: [{branches}]}}")
    text = "\n".join(clauses_in_english(book.load().rules["a-rule"].when))
    assert all(f"“s{i}”" in text for i in range(30))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (3, "3"),
        (2024, "2024"),
        (10_000, "10,000"),
        (1_234_567, "1,234,567"),
        (0.005, "0.005"),
        (12.0, "12"),
        (-20_000.5, "-20,000.5"),
    ],
)
def test_numbers_keep_every_digit(value: float, words: str) -> None:
    assert figure_in_english(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(True, "true"), ("PA", "“PA”"), (("a", "b"), "“a”, “b”"), (PartialDate.parse("2026"), "2026"),
     (datetime(2026, 2, 19, 1, 51, tzinfo=UTC), "2026-02-19 01:51 UTC")],
)  # fmt: skip
def test_values_in_english(value: object, words: str) -> None:
    assert value_in_english(value) == words


@pytest.mark.parametrize(
    ("then", "effect"),
    [
        (RECOMMEND, "recommends inspect-insurance-and-flag"),
        ("conclude: {kind: indicator, name: dark-activity, about: $ship.id}", "concludes indicator dark-activity"),
        ("conclude: {kind: control, holder: iso3166:RU, asset: $ship.id, definition: x}", "concludes control"),
        ("caveat: {text: Careful., steps: [2]}", "adds a caveat"),
    ],
)
def test_what_follows_in_short(book: SmallRulebook, then: str, effect: str) -> None:
    book.rule(then=then)
    assert effect_in_short(book.load().rules["a-rule"]) == effect
