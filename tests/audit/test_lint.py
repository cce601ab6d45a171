"""Lint: each finding by the smallest rulebook that has it, and none on a clean one."""

from __future__ import annotations

from datetime import date

import pytest

from countermove.audit.lint import CHECKS, Finding, lint
from countermove.reading.case_reader import read_cases
from small_rulebook import RECOMMEND, SmallRulebook

FIRES = "- name: fires\n  as_of: 2026-03-01\n  given:\n    - {kind: vessel, id: imo:9256054, name: A, built: 2000}\n  expect: {matches: 1}\n"
SILENT = "- name: stays silent\n  as_of: 2026-03-01\n  given:\n    - {kind: vessel, id: imo:9256078, built: 2020}\n  expect: {matches: 0}\n"
NAMED = "- {match: vessel, as: ship, where: {name: {known: true}}}"
SIGN = "conclude: {kind: indicator, name: %s, about: $ship.id}"


def findings(book: SmallRulebook, today: date | None = None) -> list[Finding]:
    rulebook = book.load()
    cases, faults = read_cases(rulebook)
    assert faults == []
    return lint(rulebook, cases, today)


def codes(book: SmallRulebook) -> list[str]:
    return [finding.code for finding in findings(book)]


def clean(
    book: SmallRulebook,
    id: str = "a-rule",
    when: str = NAMED,
    then: str = RECOMMEND,
    cases: str = FIRES + SILENT,
    **header: str,
) -> None:
    book.rule(id, when, then, cases=cases, **header)


def test_a_clean_rulebook_has_no_finding(book: SmallRulebook) -> None:
    clean(book)
    assert findings(book) == []


@pytest.mark.parametrize(
    ("cases", "messages"),
    [
        (FIRES, ["'a-rule' has no case that stays silent"]),
        (SILENT, ["'a-rule' has no case that fires"]),
        ("", ["'a-rule' has no case that fires", "'a-rule' has no case that stays silent"]),
    ],
)
def test_l01_cases_missing(book: SmallRulebook, cases: str, messages: list[str]) -> None:
    clean(book, cases=cases)
    assert [(f.code, f.message) for f in findings(book)] == [("L01", message) for message in messages]


@pytest.mark.parametrize(
    ("given", "built", "found"),
    [
        (FIRES + SILENT, "{lt: 2010}", []),
        (
            FIRES + SILENT,
            "{lt: 1990}",
            ["no case of 'a-rule' meets the threshold: its year of building is less than 1990"],
        ),
        (
            FIRES + SILENT,
            "{lt: 2030}",
            ["no case of 'a-rule' misses the threshold: its year of building is less than 2030"],
        ),
        (FIRES + SILENT, "{between: [1999, 2001]}", []),
        (FIRES + SILENT, "{gte: $parameters.oldest}", []),
    ],
)
def test_l02_a_threshold_without_a_case_on_each_side(
    book: SmallRulebook, given: str, built: str, found: list[str]
) -> None:
    book.constant("oldest", 2015, "year")
    clean(book, when=f"- {{match: vessel, as: ship, where: {{built: {built}}}}}", cases=given)
    assert [f.message for f in findings(book) if f.code == "L02"] == found


def test_l02_stands_at_the_threshold(book: SmallRulebook) -> None:
    clean(book, when="- match: vessel\n  as: ship\n  where:\n    built: {lt: 1990}")
    (finding,) = [f for f in findings(book) if f.code == "L02"]
    assert finding.location.line == 14


class TestL03:
    def test_what_is_concluded_is_used_and_what_is_used_is_concluded(self, book: SmallRulebook) -> None:
        clean(book, "one", then=SIGN % "dark")
        clean(book, "two", f"{NAMED}\n- {{match: indicator, as: sign, where: {{name: dark}}}}")
        assert codes(book) == []

    def test_nothing_uses_it(self, book: SmallRulebook) -> None:
        clean(book, then=SIGN % "dark")
        assert [(f.code, f.message) for f in findings(book)] == [("L03", "no rule uses what 'a-rule' concludes")]

    @pytest.mark.parametrize(
        "clause",
        [
            "{match: indicator, as: other, where: {name: drak}}",
            "{none: indicator, where: {name: drak}}",
            "{match: control, as: other}",
        ],
    )
    def test_nothing_concludes_it_although_another_is_concluded(self, book: SmallRulebook, clause: str) -> None:
        clean(book, "one", then=SIGN % "dark")
        clean(book, "two", f"{NAMED}\n- {{match: indicator, as: sign, where: {{name: dark}}}}\n- {clause}")
        (finding,) = findings(book)
        assert finding.code == "L03"
        assert finding.message.startswith("'two' looks for a derived fact that no rule concludes: there is")
        assert finding.location.line == 13

    def test_a_rule_can_feed_itself(self, book: SmallRulebook) -> None:
        either = "- any:\n  - [{none: company}]\n  - [{match: indicator, as: sign, where: {name: dark}}]"
        clean(book, when=f"{NAMED}\n{either}", then=SIGN % "dark")
        assert codes(book) == []


class TestL04:
    def test_an_action_that_no_rule_recommends(self, book: SmallRulebook) -> None:
        clean(book)
        book.action("idle")
        assert [(f.code, f.message) for f in findings(book)] == [("L04", "no rule recommends the action 'idle'")]

    def test_actions_of_the_shipped_rulebook_are_only_at_hand(self, book: SmallRulebook) -> None:
        book.action("own")
        clean(book, then=RECOMMEND.replace("inspect-insurance-and-flag", "own"))
        assert findings(book) == []


@pytest.mark.parametrize(
    ("then", "message"),
    [
        (RECOMMEND.replace('"Inspect {{ ship.name }}"', '"Inspect {{ ship.name }}."'), "ends with a full stop"),
        (RECOMMEND.replace("is a ship.", "is a ship"), "does not end"),
        ("caveat: {text: Careful, steps: [2]}", "does not end"),
    ],
)
def test_l06_sentences_not_written_as_sentences(book: SmallRulebook, then: str, message: str) -> None:
    clean(book, then=then)
    if "caveat" in then:
        clean(book, "other")
    (finding,) = findings(book)
    assert finding.code == "L06"
    assert message in finding.message


def test_l07_no_source_that_was_read(book: SmallRulebook) -> None:
    clean(book, citations="[{id: source, title: A source}]")
    assert [(f.code, f.message) for f in findings(book)] == [("L07", "'a-rule' cites nothing that was read")]


@pytest.mark.parametrize(("today", "found"), [(None, []), (date(2027, 1, 1), []), (date(2027, 1, 2), ["L08"])])
def test_l08_the_review_has_run_out(book: SmallRulebook, today: date | None, found: list[str]) -> None:
    clean(book)
    assert [f.code for f in findings(book, today)] == found


def test_deprecated_rules_are_left_alone(book: SmallRulebook) -> None:
    clean(book)
    clean(
        book,
        "old",
        cases="",
        then=SIGN % "dark",
        citations="[{id: source, title: A source}]",
        status="deprecated",
        deprecated="{reason: Old.}",
    )
    assert findings(book, date(2026, 6, 1)) == []


def test_findings_come_in_order_of_place_and_say_what_to_do(book: SmallRulebook) -> None:
    for id in ("b", "a", "c"):
        clean(book, id, cases="")
    found = findings(book)
    assert [f.location for f in found] == sorted(f.location for f in found)
    assert all(f.advice for f in found)
    assert str(found[0]).endswith(
        "sample/a.yaml:1:5: 'a' has no case that fires [L01]\n    add a case that fires to a.cases.yaml"
    )


def test_each_check_says_its_codes_in_the_docstring() -> None:
    import countermove.audit.lint as module

    assert module.__doc__
    for code in ("L01", "L02", "L03", "L04", "L06", "L07", "L08"):
        assert code in module.__doc__
    assert len(CHECKS) >= 6
