"""Rules in plain English: one wording for every operator, on the pages of rules and in messages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from countermove.facts.time import PartialDate
from countermove.rulebook.clause import Match
from countermove.rulebook.english import figure_in_english, value_in_words
from countermove.rulebook.prose import Prose, effect_in_short
from countermove.rulebook.typing import OPERATORS
from small_rulebook import RECOMMEND, SHIP, SmallRulebook

CONDITIONS = [
    ("ais_gap", "hours: 12", "its duration is 12 h"),
    ("ais_gap", "hours: {ne: 12}", "its duration is not 12 h"),
    ("ais_gap", "hours: {lt: 12}", "its duration is less than 12 h"),
    ("ais_gap", "hours: {lte: 0.5}", "its duration is at most 0.5 h"),
    ("ais_gap", "hours: {gt: 12}", "its duration is more than 12 h"),
    ("ais_gap", "hours: {gte: $parameters.gap_hours}", "its duration is at least 12 h (parameter `gap_hours`)"),
    ("ais_gap", "hours: {between: [2, 12]}", "its duration lies between 2 h and 12 h"),
    (
        "ais_gap",
        "hours: {gte: {ref: $parameters.gap_hours, times: 2, plus: -1}}",
        "its duration is at least 2 times 12 h (parameter `gap_hours`) minus 1 h",
    ),
    ("ais_gap", "distance_km: {gt: 1234567}", "its distance is more than 1,234,567 km"),
    ("ais_gap", "receiver_suspect: false", "it is known whether it is “receiver suspect”, and the answer is no"),
    ("ais_gap", "area: {known: true}", "its area is known"),
    ("ais_gap", "area: {known: false}", "its area is not known"),
    ("ais_gap", "area: {in: [Baltic Sea, Kattegat]}", "its area is “Baltic Sea” or “Kattegat”"),
    ("ais_gap", "area: {not_in: [Baltic Sea]}", "its area is none of “Baltic Sea”"),
    ("ais_gap", "area: {starts_with: Balt}", "its area begins with “Balt”"),
    ("ais_gap", "area: {ends_with: Sea}", "its area ends with “Sea”"),
    ("ais_gap", "area: {contains_text: tic}", "its area contains the words “tic”"),
    ("ais_gap", "vessel: {starts_with: 'imo:'}", "its vessel begins with “imo:”"),
    ("ais_gap", "vessel: $ship.id", "its vessel is *ship*"),
    ("ais_gap", "position: {near: {point: [55.5, 20], km: 5}}", "its position lies within 5 km of 55.5, 20"),
    ("ais_gap", "start: {before: 2026-02}", "its start lies before February 2026"),
    ("ais_gap", "start: {after: $as_of}", "its start lies after the day of the memo"),
    ("ais_gap", "start: {gte: '2026-02-19T01:51:14Z'}", "its start lies on or after 2026-02-19 01:51 UTC"),
    (
        "ais_gap",
        "start: {lte: {ref: $as_of, plus: -10}}",
        "its start lies on or before 10 days before the day of the memo",
    ),
    ("ais_gap", "start: {lt: 2026-02-19}", "its start lies before 19 February 2026"),
    ("ais_gap", "start: {gt: 2026-02-19}", "its start lies after 19 February 2026"),
    (
        "ais_gap",
        "start: {within: {days: 30, before: $as_of}}",
        "its start lies in the 30 days up to the day of the memo",
    ),
    (
        "ais_gap",
        "start: {within: {days: 30, after: 2026-01-01}}",
        "its start lies in the 30 days from 1 January 2026 on",
    ),
    ("ais_gap", "start: {within: {days: 30, around: $as_of}}", "its start lies within 30 days of the day of the memo"),
    ("vessel", "former_names: {contains: OLD}", "its former names include “OLD”"),
    ("vessel", "former_names: {contains_any: [OLD, OLDER]}", "its former names include “OLD” or “OLDER”"),
    ("vessel", "former_names: {contains_all: [OLD, OLDER]}", "its former names include “OLD” and “OLDER”"),
    ("vessel", "built: {lt: 2011}", "its year of building is less than 2011"),
    ("designation", "authority: {ne: eu}", "its authority is not “eu”"),
    (
        "cargo_sale",
        "price: {gt: {parameter: cap, jurisdiction: eu, at: $ship.reported}}",
        "its price is more than 60 USD/bbl (parameter `cap`)",
    ),
]


@pytest.mark.parametrize(("kind", "asked", "english"), CONDITIONS)
def test_a_condition_in_english(book: SmallRulebook, kind: str, asked: str, english: str) -> None:
    book.constant("gap_hours", 12, "hours")
    book.constant("cap", 60, "USD per barrel")
    book.rule(when=f"{SHIP}\n- match: {kind}\n  as: other\n  where: {{{asked}}}")
    rulebook = book.load()
    clause = rulebook.rules["a-rule"].when[1]
    assert isinstance(clause, Match)
    assert Prose(rulebook.parameters).condition(kind, clause.where[0]) == english


def test_every_operator_has_a_wording() -> None:
    used = {operator for _, asked, _ in CONDITIONS for operator in OPERATORS if f"{{{operator}:" in asked}
    assert used | {"eq"} == set(OPERATORS)


CLAUSES = [
    ("{match: ais_gap, as: gap}", ["1. There is an AIS gap, *gap*."], "there is an AIS gap, *gap*"),
    (
        "{none: detention, where: {vessel: $ship.id}}",
        ["1. There is no detention of which all this is known:", "   - its vessel is *ship*"],
        "there is no detention of which all this is known: its vessel is *ship*",
    ),
    (
        "{count: port_call, as: calls, at_least: 2, at_most: 20000}",
        ["1. There are at least 2 and at most 20,000 records of the kind port call (*calls*)."],
        "there are at least 2 and at most 20,000 records of the kind port call (*calls*)",
    ),
    (
        "{count: flag_change, distinct: after, at_least: 3}",
        ["1. There are at least 3 records of the kind flag change, each with another new entry."],
        "there are at least 3 records of the kind flag change, each with another new entry",
    ),
    (
        "{sum: ais_gap, of: hours, as: silence, where: {vessel: $ship.id}, at_least: $parameters.gap_hours}",
        [
            "1. The duration of all records of the kind AIS gap adds up to at least 12 (parameter `gap_hours`) (*silence*):",
            "   - its vessel is *ship*",
        ],
        "the duration of all records of the kind AIS gap adds up to at least 12 (parameter `gap_hours`) (*silence*): its vessel is *ship*",
    ),
    (
        "{any: [[{none: company}], [{none: person}, {none: country}]]}",
        [
            "1. At least one of these holds:",
            "   - (1) There is no company.",
            "   - (2) There is no person. And: There is no country.",
        ],
        "at least one of: There is no company. / There is no person. And: There is no country",
    ),
]


@pytest.mark.parametrize(("clause", "page", "message"), CLAUSES)
def test_a_clause_in_english(book: SmallRulebook, clause: str, page: list[str], message: str) -> None:
    book.constant("gap_hours", 12, "hours")
    book.rule(when=f"{SHIP}\n- {clause}")
    rulebook = book.load()
    prose, when = Prose(rulebook.parameters), rulebook.rules["a-rule"].when
    assert list(prose.clauses(when[1:])) == page
    assert prose.clause(when[1]) == message


def test_no_branch_is_lost(book: SmallRulebook) -> None:
    branches = ", ".join(f"[{{none: company, where: {{sector: s{i}}}}}]" for i in range(30))
    book.rule(when=f"{SHIP}\n- {{any: [{branches}]}}")
    rulebook = book.load()
    text = "\n".join(Prose(rulebook.parameters).clauses(rulebook.rules["a-rule"].when))
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
    [(True, "true"), ("PA", "“PA”"), (("a", "b"), "“a” and “b”"), (PartialDate.parse("2026"), "2026"),
     (datetime(2026, 2, 19, 1, 51, tzinfo=UTC), "2026-02-19 01:51 UTC")],
)  # fmt: skip
def test_values_in_english(value: object, words: str) -> None:
    assert value_in_words(value) == words


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
