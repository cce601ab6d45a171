"""Condition coverage: what the cases of a rule show of each of its conditions."""

from __future__ import annotations

from textwrap import indent

import pytest
from click.testing import CliRunner

from countermove.audit.coverage import Shown, coverage
from countermove.cli.rules_coverage import rules_coverage
from countermove.reading.case_reader import read_cases
from countermove.reading.rulebook_reader import load_rulebook
from small_rulebook import SmallRulebook

SIGN = "conclude: {kind: indicator, name: found}"
TANKER = "{kind: vessel, id: imo:9256078, type: tanker}"
FERRY = "{kind: vessel, id: imo:9256054, type: ferry}"
UNTYPED = "{kind: vessel, id: imo:9256054}"


def case(*facts: str, as_of: str = "2026-03-01") -> str:
    """A case; what it expects does not matter here, because coverage looks at conditions, not at outcomes."""
    given = "given: []" if not facts else "given:\n" + "\n".join(f"  - {fact}" for fact in facts)
    return f"- name: case NUMBER\n  as_of: {as_of}\n{indent(given, '  ')}\n  expect: {{matches: 0}}\n"


def shown(book: SmallRulebook, when: str, *cases: str, **header: str) -> list[Shown]:
    """What the cases show of a rule with these clauses."""
    text = "\n".join(each.replace("NUMBER", str(number)) for number, each in enumerate(cases))
    book.rule(when=when, then=SIGN, cases=text, **header)
    rulebook = book.load()
    read, faults = read_cases(rulebook)
    assert not faults
    return coverage(rulebook, read)


def missing(found: list[Shown]) -> dict[str, str]:
    """What is missing of each condition, by the condition in English; an empty text where it is covered."""
    return {each.text: each.missing for each in found}


def test_a_condition_is_covered_when_one_fact_meets_it_and_another_does_not(book: SmallRulebook) -> None:
    found = shown(book, "- {match: vessel, as: ship, where: {type: tanker}}", case(TANKER), case(FERRY))
    assert missing(found) == {"its type is “tanker”": ""}
    assert found[0].covered


@pytest.mark.parametrize(
    ("fact", "lacking"),
    [(TANKER, "false"), (FERRY, "true"), (UNTYPED, "true nor false")],
    ids=["met", "not met", "unknown"],
)
def test_a_condition_shown_one_way_or_left_unknown_is_not_covered(book: SmallRulebook, fact: str, lacking: str) -> None:
    found = shown(book, "- {match: vessel, as: ship, where: {type: tanker}}", case(fact))
    assert missing(found) == {"its type is “tanker”": lacking}
    assert not found[0].covered


def test_a_rule_without_cases_has_nothing_shown(book: SmallRulebook) -> None:
    assert missing(shown(book, "- {match: vessel, as: ship, where: {type: tanker}}")) == {
        "its type is “tanker”": "true nor false"
    }


def test_each_condition_is_shown_whatever_the_others_of_its_clause_are(book: SmallRulebook) -> None:
    when = "- {match: vessel, as: ship, where: {type: tanker, flag: iso3166:PA}}"
    lacking_both = "{kind: vessel, id: imo:9256054, type: ferry, flag: iso3166:SE}"
    with_both = "{kind: vessel, id: imo:9256078, type: tanker, flag: iso3166:PA}"
    found = missing(shown(book, when, case(with_both, lacking_both)))
    assert found == {"its type is “tanker”": "", "its flag is Panama": ""}


def test_a_condition_is_shown_only_by_facts_that_the_clauses_above_let_through(book: SmallRulebook) -> None:
    when = """
    - {match: vessel, as: ship, where: {type: tanker}}
    - {match: detention, as: hold, where: {vessel: $ship.id}}
    """
    hold = "{kind: detention, vessel: imo:9256054, start: 2026-02-01}"
    assert missing(shown(book, when, case(FERRY, hold)))["its vessel is *ship*"] == "true nor false"
    assert missing(shown(book, when, case(TANKER, hold)))["its vessel is *ship*"] == "true"


def test_a_fact_that_stands_in_one_clause_does_not_reach_past_the_next(book: SmallRulebook) -> None:
    when = """
    - {match: vessel, as: one}
    - {match: vessel, as: other}
    - {match: detention, as: hold, where: {vessel: $other.id}}
    """
    hold = "{kind: detention, vessel: imo:9256078, start: 2026-02-01}"
    assert missing(shown(book, when, case(TANKER, hold))) == {"its vessel is *other*": "true nor false"}
    assert missing(shown(book, when, case(TANKER, FERRY, hold))) == {"its vessel is *other*": ""}
    assert missing(shown(book, when, case(TANKER, hold), distinct="false")) == {"its vessel is *other*": "false"}


def test_a_fact_reported_later_shows_nothing(book: SmallRulebook) -> None:
    late = "{kind: vessel, id: imo:9256078, type: tanker, reported: 2026-03-02}"
    assert missing(shown(book, "- {match: vessel, as: ship, where: {type: tanker}}", case(late))) == {
        "its type is “tanker”": "true nor false"
    }


NONE = """
- {match: vessel, as: ship}
- {none: detention, where: {vessel: $ship.id}}
"""
OWN_HOLD = "{kind: detention, vessel: imo:9256078, start: 2026-02-01}"
OTHER_HOLD = "{kind: detention, vessel: imo:9256054, start: 2026-02-01}"


@pytest.mark.parametrize(
    ("cases", "of_clause", "of_condition"),
    [
        ([case(TANKER)], "false", "true nor false"),
        ([case(TANKER, OTHER_HOLD)], "false", "true"),
        ([case(TANKER, OWN_HOLD)], "true", "false"),
        ([case(TANKER, OWN_HOLD), case(TANKER, OTHER_HOLD)], "", ""),
    ],
    ids=["nothing there", "never blocks", "always blocks", "both"],
)
def test_a_none_is_covered_when_it_blocks_once_and_lets_pass_once(
    book: SmallRulebook, cases: list[str], of_clause: str, of_condition: str
) -> None:
    assert missing(shown(book, NONE, *cases)) == {
        "there is no such detention": of_clause,
        "its vessel is *ship*": of_condition,
    }


COUNT = """
- {match: vessel, as: ship}
- {count: country, as: states, at_least: 2, at_most: 3}
"""


@pytest.mark.parametrize(
    ("numbers", "lacking"),
    [([2], "false"), ([1], "true"), ([1, 2], ""), ([4], "true"), ([2, 4], ""), ([3], "false"), ([], "true nor false")],
)
def test_the_bounds_of_a_count_are_covered_when_a_case_lies_within_and_one_outside(
    book: SmallRulebook, numbers: list[int], lacking: str
) -> None:
    states = [f"{{kind: country, id: iso3166:{code}}}" for code in ("FI", "SE", "EE", "LV")]
    found = shown(book, COUNT, *(case(TANKER, *states[:number]) for number in numbers))
    assert missing(found) == {"the count is at least 2 and at most 3": lacking}


def test_the_bounds_of_a_sum_are_covered_in_the_same_way(book: SmallRulebook) -> None:
    when = """
    - {match: vessel, as: ship}
    - {sum: ais_gap, of: hours, as: silence, where: {receiver_suspect: false}, at_least: 24}
    """
    gap = "{{kind: ais_gap, vessel: imo:9256078, start: 2026-02-{day}T00:00:00Z, hours: {hours}, receiver_suspect: {suspect}}}".format
    long, short, doubtful = (
        gap(day=10, hours=20, suspect="false"),
        gap(day=12, hours=4, suspect="false"),
        gap(day=14, hours=9, suspect="true"),
    )
    assert missing(shown(book, when, case(TANKER, long, doubtful)))["the sum is at least 24"] == "true"
    assert set(missing(shown(book, when, case(TANKER, long, doubtful), case(TANKER, long, short))).values()) == {""}


def test_a_count_outside_its_bounds_lets_nothing_through(book: SmallRulebook) -> None:
    when = """
    - {count: country, at_least: 1}
    - {match: vessel, as: ship, where: {type: tanker}}
    """
    assert missing(shown(book, when, case(TANKER)))["its type is “tanker”"] == "true nor false"


ANY = """
- any:
    - - {match: vessel, as: ship, where: {type: tanker}}
    - - {match: vessel, as: ship, where: {flag: iso3166:PA}}
- {match: detention, as: hold, where: {vessel: $ship.id}}
"""


def test_the_branches_of_an_any_are_covered_each_for_itself(book: SmallRulebook) -> None:
    panamanian = "{kind: vessel, id: imo:9256054, flag: iso3166:PA}"
    found = missing(shown(book, ANY, case(TANKER, panamanian, OWN_HOLD)))
    assert found == {
        "its type is “tanker”": "false",
        "its flag is Panama": "false",
        "its vessel is *ship*": "",
    }


def test_a_clause_behind_an_any_is_shown_by_whichever_branch_reaches_it(book: SmallRulebook) -> None:
    found = missing(shown(book, ANY, case(TANKER, OWN_HOLD, OTHER_HOLD), case(FERRY)))
    assert found == {
        "its type is “tanker”": "",
        "its flag is Panama": "true nor false",
        "its vessel is *ship*": "",
    }


def test_two_conditions_of_the_same_words_are_told_apart_by_their_place(book: SmallRulebook) -> None:
    when = """
    - {match: vessel, as: one, where: {type: tanker}}
    - {match: vessel, as: other, where: {type: tanker}}
    """
    found = shown(book, when, case(FERRY))
    assert [each.missing for each in found] == ["true", "true nor false"]
    assert len({each.location for each in found}) == 2


def test_a_deprecated_rule_is_left_out_and_a_draft_is_not(book: SmallRulebook) -> None:
    when = "- {match: vessel, as: ship, where: {type: tanker}}"
    assert shown(book, when, case(TANKER), status="deprecated", deprecated="{reason: It was wrong.}") == []
    assert [each.rule for each in shown(book, when, case(TANKER), status="draft")] == ["a-rule"]


def test_the_command_names_what_is_missing_and_where_and_fails(book: SmallRulebook) -> None:
    shown(book, "- {match: vessel, as: ship, where: {type: tanker}}", case(TANKER))
    result = CliRunner().invoke(rules_coverage, ["--rules", str(book.folder)])
    assert result.exit_code == 1
    assert "a-rule: never false: its type is “tanker”" in result.output
    assert "a-rule.yaml:" in result.output
    assert "condition coverage 0.0 %: 0 of 1 condition, in 1 rule" in result.output


def test_the_command_is_content_where_nothing_is_missing(book: SmallRulebook) -> None:
    shown(book, "- {match: vessel, as: ship, where: {type: tanker}}", case(TANKER, FERRY))
    result = CliRunner().invoke(rules_coverage, ["--rules", str(book.folder)])
    assert (result.exit_code, result.output) == (0, "condition coverage 100.0 %: 1 of 1 condition, in 1 rule\n")


def test_the_cases_of_the_shipped_rules_show_every_condition_both_ways() -> None:
    rulebook = load_rulebook()
    cases, faults = read_cases(rulebook)
    assert not faults
    bare = [
        f"{each.location}: never {each.missing}: {each.text}" for each in coverage(rulebook, cases) if not each.covered
    ]
    assert bare == []
