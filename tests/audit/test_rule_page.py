"""The page of a rule: everything a reviewer needs, in plain English, without YAML."""

from __future__ import annotations

import pytest

from countermove.audit.rule_page import rule_page
from countermove.reading.case_reader import read_cases
from small_rulebook import RECOMMEND, SHIP, SmallRulebook

CASES = """
- name: fires on a ship
  as_of: 2026-03-01
  given: [{kind: vessel, id: imo:9256054}]
  expect: {matches: 1}
- name: fires on two
  as_of: 2026-03-01
  given: []
  expect: {matches: 2}
- name: stays silent without one
  as_of: 2026-03-01
  given: []
  expect: {matches: 0}
"""


def page(book: SmallRulebook, when: str = SHIP, then: str = RECOMMEND, **header: str) -> str:
    book.rule(when=when, then=then, cases=CASES, **header)
    rulebook = book.load()
    return "\n".join(rule_page(rulebook, rulebook.rules["a-rule"], read_cases(rulebook)[0]["a-rule"]))


def test_what_the_header_says(book: SmallRulebook) -> None:
    text = page(book, title="A ship sails", effective="{from: 2024-01-01, until: 2027-12-31}", notes="Mind the gap.")
    assert text.startswith("# A ship sails\n")
    for said in ("a-rule", "sample", "active", "test desk", "step 2", "paragraph 56", "1 January 2024", "31 December 2027", "1 January 2027",
                 "It sees nothing else.", "A source", "Mind the gap."):  # fmt: skip
        assert said in text


@pytest.mark.parametrize("part", ["## When", "## Then", "## What it cannot see", "## Sources", "## Cases (3)"])
def test_every_part_has_its_heading(book: SmallRulebook, part: str) -> None:
    assert f"\n{part}\n" in page(book)


def test_cases_with_their_outcomes(book: SmallRulebook) -> None:
    text = page(book)
    for name, outcome in (
        ("fires on a ship", "fires once"),
        ("fires on two", "fires 2 times"),
        ("stays silent without one", "stays silent"),
    ):
        assert any(name in line and line.endswith(outcome) for line in text.splitlines())


@pytest.mark.parametrize(
    ("urgency", "words"),
    [
        ("{steady: 0.5}", "0.5"),
        ("{from: $ship.reported, half_life_days: 60}", "60 days"),
        ("{deadline: $ship.reported, lead_days: 90}", "90 days"),
    ],
)
def test_what_follows(book: SmallRulebook, urgency: str, words: str) -> None:
    then = RECOMMEND.replace("{steady: 0.5}", urgency) + '  only_if: "the flag state agrees"\n'
    text = page(book, then=then, strength="{value: 0.8, reason: Not proof.}")
    for said in (words, "3 of 5", "inspect-insurance-and-flag", "the flag state agrees", "0.8 of 1", "Not proof."):
        assert said in text


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (
            'conclude: {kind: indicator, name: dark, about: $ship.id}\nbecause: "It is a ship."',
            ["indicator", "dark", "It is a ship."],
        ),
        (
            "caveat: {text: Careful., steps: [2, 4], actions: [inspect-insurance-and-flag]}",
            ["Careful.", "2", "4", "inspect-insurance-and-flag"],
        ),
    ],
)
def test_conclusions_and_caveats(book: SmallRulebook, then: str, words: list[str]) -> None:
    text = page(book, then=then).partition("## Then")[2].partition("## What it cannot see")[0]
    assert all(word in text for word in words)


def test_parameters_with_their_values_dates_and_state(book: SmallRulebook) -> None:
    book.parameter(
        "gap_hours",
        '- {value: 12, from: 2020-01-01, until: 2023-12-31, verified: "yes", jurisdiction: uk}\n'
        '- {value: 1234567, from: 2024-01-01, valid_until: 2025-01-01, verified: "no"}',
        "hours",
    )
    gap = "- {match: ais_gap, as: gap, where: {vessel: $ship.id, hours: {gte: $parameters.gap_hours}}}"
    text = page(book, f"{SHIP}\n{gap}")
    for said in ("gap hours", "12", "1,234,567", "UK", "2020", "2024", "2025"):
        assert said in text.replace("_", " ")


def test_no_threshold_is_rounded(book: SmallRulebook) -> None:
    assert "104,999.125" in page(book, "- {match: vessel, as: ship, where: {deadweight: {gte: 104999.125}}}")


def test_a_deprecated_rule_says_why_and_what_to_use(book: SmallRulebook) -> None:
    book.rule("newer")
    text = page(book, status="deprecated", deprecated="{reason: Too broad., successor: newer}")
    assert "Too broad." in text
    assert "newer" in text


def test_one_fact_in_two_places_is_said(book: SmallRulebook) -> None:
    two = f"{SHIP}\n- {{match: vessel, as: other}}"
    assert len(page(book, two, distinct="false").splitlines()) > len(page(book, two).splitlines())
