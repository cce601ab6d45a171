"""Cases: a rule is run alone on the facts of each, and what differs from what was expected is told in words."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from countermove.audit.case_run import Outcome, run_cases
from countermove.errors import Fault
from countermove.reading.case_reader import read_cases
from small_rulebook import RECOMMEND, SHIP, SmallRulebook

ONE = "{kind: vessel, id: imo:9256054, name: A}"
TWO = "{kind: vessel, id: imo:9256078, name: B}"
SIGN = "conclude: {kind: indicator, name: found, about: $ship.id}"
CAVEAT = "caveat: {text: Careful., steps: [2]}"
ACTION = "inspect-insurance-and-flag"


def case(expect: str, *facts: str, name: str = "a case", as_of: str = "2026-03-01") -> str:
    given = indent("\n".join(f"- {fact}" for fact in facts), "    ") if facts else "    []"
    return f"- name: {name}\n  as_of: {as_of}\n  given:\n{given}\n  expect: {{{expect}}}\n"


def run(book: SmallRulebook, *cases: str, then: str = RECOMMEND, when: str = SHIP, **header: str) -> list[Outcome]:
    book.rule(when=when, then=then, cases="".join(cases), **header)
    rulebook = book.load()
    read, faults = read_cases(rulebook)
    assert faults == []
    return run_cases(rulebook, read)


def faults(book: SmallRulebook, cases: str) -> list[Fault]:
    book.rule(cases=cases)
    return read_cases(book.load())[1]


@pytest.mark.parametrize(
    ("then", "expect", "facts"),
    [
        (RECOMMEND, "matches: 0", []),
        (
            RECOMMEND,
            f"matches: 2, recommends: [{{action: {ACTION}, target: imo:9256078}}, {{action: {ACTION}, target: imo:9256054}}]",
            [ONE, TWO],
        ),
        (RECOMMEND, "matches: 0, recommends: [], concludes: [], caveats: 0", []),
        (SIGN, "matches: 1, concludes: [{kind: indicator, name: found, about: imo:9256054}]", [ONE]),
        (SIGN, "matches: 1, concludes: [{about: imo:9256054}], recommends: []", [ONE]),
        (CAVEAT, "matches: 2, caveats: 2", [ONE, TWO]),
    ],
)
def test_a_case_that_holds(book: SmallRulebook, then: str, expect: str, facts: list[str]) -> None:
    (outcome,) = run(book, case(expect, *facts), then=then)
    assert outcome.problems == ()
    assert outcome.holds


@pytest.mark.parametrize(
    ("then", "expect", "facts", "problems"),
    [
        (RECOMMEND, "matches: 1", [], ["expected 1 match, got 0"]),
        (RECOMMEND, "matches: 0", [ONE], ["expected 0 matches, got 1: (ship=imo:9256054)"]),
        (RECOMMEND, "matches: 1", [ONE, TWO], ["expected 1 match, got 2: (ship=imo:9256054) (ship=imo:9256078)"]),
        (
            RECOMMEND, f"matches: 1, recommends: [{{action: {ACTION}, target: imo:9256078}}]", [ONE],
            [f"expected the recommendation {ACTION} on imo:9256078, which was not made",
             f"got the recommendation {ACTION} on imo:9256054, which was not expected"],
        ),
        (RECOMMEND, "matches: 1, caveats: 1", [ONE], ["expected 1 caveat, got 0"]),
        (CAVEAT, "matches: 1, caveats: 0", [ONE], ["expected 0 caveats, got 1"]),
        (
            SIGN, "matches: 1, concludes: [{name: lost, about: imo:9256054}]", [ONE],
            ["expected the fact name lost, about imo:9256054; got indicator:found/imo:9256054/-/-/-"],
        ),
        (RECOMMEND, "matches: 1, concludes: [{name: found}]", [ONE], ["expected the fact name found; got nothing"]),
        (SIGN, "matches: 1, concludes: [{abuot: imo:9256054}]", [ONE], ["expected the fact abuot imo:9256054; got indicator:found/imo:9256054/-/-/-"]),
    ],
)  # fmt: skip
def test_each_difference_is_told_in_words(
    book: SmallRulebook, then: str, expect: str, facts: list[str], problems: list[str]
) -> None:
    (outcome,) = run(book, case(expect, *facts), then=then)
    assert list(outcome.problems) == problems
    assert not outcome.holds


def test_many_matches_are_not_all_listed(book: SmallRulebook) -> None:
    facts = [f"{{kind: vessel, id: 'mmsi:20000000{i}'}}" for i in range(8)]
    (outcome,) = run(book, case("matches: 0", *facts))
    assert outcome.problems[0].endswith("…")
    assert outcome.problems[0].count("ship=") == 5


def test_a_target_that_is_not_known_gives_no_recommendation(book: SmallRulebook) -> None:
    (outcome,) = run(book, case("matches: 1, recommends: []", ONE), then=RECOMMEND.replace("$ship.id", "$ship.flag"))
    assert outcome.holds


def test_a_draft_is_run_all_the_same(book: SmallRulebook) -> None:
    (outcome,) = run(book, case("matches: 1", ONE), status="draft")
    assert outcome.holds


def test_a_rule_does_not_fire_outside_its_days(book: SmallRulebook) -> None:
    cases = [case("matches: 1", ONE, name="then"), case("matches: 0", ONE, name="before", as_of="2023-12-31")]
    assert all(outcome.holds for outcome in run(book, *cases, effective="{from: 2024-01-01}"))


def test_facts_reported_later_do_not_count(book: SmallRulebook) -> None:
    late = ONE.replace("name: A", "name: A, reported: 2026-03-02")
    assert run(book, case("matches: 0", late))[0].holds


def test_only_the_rule_itself_is_run(book: SmallRulebook) -> None:
    """A derived fact that another rule would conclude is not there unless the case gives it."""
    book.rule("maker", SHIP, SIGN, cases=case("matches: 1", ONE))
    sign = "{kind: indicator, name: found, about: imo:9256054}"
    cases = [case("matches: 0", ONE, name="without"), case("matches: 1", ONE, sign, name="with")]
    outcomes = run(book, *cases, when=f"{SHIP}\n- {{match: indicator, as: sign, where: {{about: $ship.id}}}}")
    assert [(o.case.rule, o.holds) for o in outcomes] == [("a-rule", True), ("a-rule", True), ("maker", True)]


def test_a_case_knows_where_it_stands(book: SmallRulebook) -> None:
    outcomes = run(book, case("matches: 1", ONE, name="one"), case("matches: 0", name="two"))
    assert [(o.case.name, o.case.location.line) for o in outcomes] == [("one", 1), ("two", 6)]


def test_a_rule_without_a_case_file_has_no_cases(book: SmallRulebook) -> None:
    book.rule()
    assert read_cases(book.load()) == ({"a-rule": []}, [])


@pytest.mark.parametrize(
    ("text", "code", "place", "message"),
    [
        ("name: one", "CM130", (1, 1), "a list of cases"),
        ("", "CM102", (1, 0), "empty"),
        ("- name: [", "CM101", (2, 1), "not YAML"),
        (case("matches: 1, conclude: []", ONE), "CM104", (5, 24), "'conclude' is not a key"),
        (case("recommends: []", ONE), "CM105", (5, 11), "'matches' is missing"),
        (case("matches: one", ONE), "CM106", (5, 21), "valid integer"),
        (case("matches: -1", ONE), "CM106", (5, 21), "greater than or equal to 0"),
        (case("matches: 1", ONE, as_of="2026-03"), "CM130", (2, 10), "asked on one day"),
        (case("matches: 1", ONE, as_of="soon"), "CM106", (2, 10), "not a date"),
        (case("matches: 1", "{kind: vesel, id: imo:9256054}"), "CM111", (4, 14), "no kind of fact 'vesel'"),
        (case("matches: 1", "{kind: vessel, id: imo:9256055}"), "CM131", (4, 7), "check digit"),
        (case("matches: 1", "{kind: vessel, id: imo:9256054, nam: A}"), "CM131", (4, 39), "vessel.nam"),
        (case("matches: 1", "{kind: vessel, id: imo:9256054, built: old}"), "CM131", (4, 46), "vessel.built"),
        (
            case("matches: 1", "{kind: port_call, vessel: imo:9256054, arrived: 2026-01-01}"),
            "CM131",
            (4, 7),
            "port_call.port",
        ),
        (case("matches: 1", ONE, ONE), "CM127", (5, 7), "one and the same"),
        (case("matches: 1", ONE) + case("matches: 0"), "CM127", (6, 9), "two cases are called"),
        (case("matches: 1", "vessel"), "CM106", (4, 7), "given.0"),
    ],
)
def test_faults_of_case_files(book: SmallRulebook, text: str, code: str, place: tuple[int, int], message: str) -> None:
    (fault,) = faults(book, dedent(text) if text else "# nothing\n")
    assert fault.location
    assert (fault.code, fault.location.line, fault.location.column) == (code, *place)
    assert message in fault.message


def test_a_misspelt_field_gets_the_nearest(book: SmallRulebook) -> None:
    (fault,) = faults(book, case("matches: 1", "{kind: vessel, id: imo:9256054, nam: A}"))
    assert fault.hint == "did you mean 'name'?"


def test_all_faults_of_all_case_files_come_in_one_run(book: SmallRulebook) -> None:
    book.rule("other", cases=case("matches: x", ONE))
    found = faults(book, case("matches: 1", "{kind: vesel}") + case("matches: 1", "{kind: vessel}", name="b"))
    assert sorted(f.code for f in found) == ["CM106", "CM111", "CM131"]
