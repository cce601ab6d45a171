"""Faults in headers, parameters and names across files; and all faults of a rulebook in one run, none of them told twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from fault_check import GAP, check, one

from small_rulebook import RECOMMEND, SHIP, SmallRulebook


@pytest.mark.parametrize(
    ("key", "value", "code", "message", "hint"),
    [
        ("title", None, "CM105", "'title' is missing", "title:"),
        ("known_gaps", None, "CM105", "'known_gaps' is missing", "known_gaps:"),
        ("known_gaps", "[]", "CM106", "at least one is wanted", "known_gaps"),
        ("status", "activ", "CM106", "'draft', 'review', 'active' or 'deprecated'", "'active'"),
        ("status", "deprecated", "CM126", "a deprecated rule says why", "deprecated: {reason"),
        ("deprecated", "{reason: Old.}", "CM126", "only a deprecated rule", "status"),
        ("owners", "desk", "CM104", "'owners' is not a key", "'owner'"),
        ("effective", "{from: soon}", "CM106", "'soon' is not a date", "YYYY"),
        ("effective", "{form: 2020-01-01, from: 2020-01-01}", "CM104", "'form' is not a key", "'from'"),
        ("effective", "{from: 2024-01-01, until: 2023-01-01}", "CM126", "ends before it begins", "dates"),
        ("reviewed", "{on: 2026-01-01, valid_until: 2025-01-01}", "CM126", "before it was made", "dates"),
        ("strength", "{value: 2, reason: Too sure.}", "CM106", "strength.value", "strength"),
        ("strength", "strong", "CM106", "keys with values are wanted", "strength"),
        ("article", "{paragraph: 99}", "CM106", "article.paragraph", "article"),
        ("citations", "[{id: A Source, title: x}]", "CM106", "citations.0.id", "citations"),
        ("distinct", "1", "CM106", "distinct", "distinct"),
    ],
)
def test_a_header_that_does_not_hold_up(
    book: SmallRulebook, key: str, value: str | None, code: str, message: str, hint: str
) -> None:
    book.rule(**{key: value})
    fault = one(book)
    assert fault.code == code
    assert message in fault.message
    assert hint in fault.hint or hint in fault.message
    assert fault.excerpt


def test_the_id_is_the_name_of_the_file(book: SmallRulebook) -> None:
    path = book.rule("a-rule")
    path = path.rename(path.with_name("another-rule.yaml"))
    check(one(book), path, "CM125", "a-rule", "the file is called 'another-rule'", "the same")


@pytest.mark.parametrize("part", ["when", "then"])
def test_a_rule_without_when_or_then(book: SmallRulebook, part: str) -> None:
    path = book.rule()
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.partition("when:")[0] + ("then:" + text.partition("then:")[2] if part == "when" else "when:\n  " + SHIP),
        encoding="utf-8",
    )
    assert f"'{part}' is missing" in {f.message for f in book.faults()}


@pytest.mark.parametrize(
    ("text", "code"), [("- a list", "CM110"), ("just text", "CM110"), ("", "CM102"), ("a: [", "CM101")]
)
def test_a_file_that_is_no_rule(book: SmallRulebook, text: str, code: str) -> None:
    book.rule()
    book.write("sample/other.yaml", text)
    assert one(book).code == code


class TestAcrossFiles:
    """Names that must exist in other files, and cycles."""

    def test_an_instrument_that_does_not_exist(self, book: SmallRulebook) -> None:
        book.rule()
        book.action("new-action", instruments="{eu: [eu-vessel-listing-3]}")
        path = book.folder / "instruments/actions/new-action.yaml"
        check(one(book), path, "CM123", "eu-vessel-listing-3", "no instrument", "'eu-vessel-listing-3s'")

    def test_a_restrained_action_that_does_not_exist(self, book: SmallRulebook) -> None:
        book.rule()
        book.action("new-action", restrains="[inspect-insurance-and-flags]")
        path = book.folder / "instruments/actions/new-action.yaml"
        check(one(book), path, "CM123", "inspect-insurance", "no action", "'inspect-insurance-and-flag'")

    def test_a_successor_that_does_not_exist(self, book: SmallRulebook) -> None:
        book.rule("new-rule")
        path = book.rule("old-rule", status="deprecated", deprecated="{reason: Replaced., successor: new-rul}")
        check(one(book), path, "CM123", "new-rul}", "no rule 'new-rul'", "'new-rule'")

    def test_a_rule_set_without_its_own_file(self, book: SmallRulebook) -> None:
        book.rule(ruleset="other")
        fault = one(book)
        assert (fault.code, fault.location and Path(fault.location.path).name) == ("CM128", "other")

    def test_a_recommendation_without_a_step(self, book: SmallRulebook) -> None:
        book.write("sample/ruleset.yaml", "id: sample\ntitle: x\narticle: {paragraph: 51}\nscope: x\nowner: x")
        path = book.rule(article="{paragraph: 51}")
        check(one(book), path, "CM105", "{paragraph", "'step' is missing", "add step:")

    def test_the_same_id_twice(self, book: SmallRulebook) -> None:
        book.rule("a-rule")
        book.write("zz/ruleset.yaml", "id: zz\ntitle: x\narticle: {step: 1, paragraph: 51}\nscope: x\nowner: x")
        path = book.rule("a-rule", ruleset="zz")
        fault = one(book)
        check(fault, path, "CM127", "a-rule", "exists already at", "once")
        assert "sample/a-rule.yaml:1" in fault.message

    def test_a_file_with_the_wrong_ending(self, book: SmallRulebook) -> None:
        book.rule()
        book.write("sample/other.yml", "id: other")
        assert (one(book).code, one(book).hint) == ("CM125", "call it other.yaml")

    @pytest.mark.parametrize(
        "clause", ["none: indicator", "count: indicator, at_least: 1", "sum: indicator, of: value, at_least: 1"]
    )
    def test_a_cycle_names_the_rules_on_it(self, book: SmallRulebook, clause: str) -> None:
        kind, _, rest = clause.partition(": indicator")
        for id, makes, looks_for in (("one", "first", "second"), ("two", "second", "first")):
            book.rule(
                id,
                f"{SHIP}\n- {{{kind}: indicator, where: {{name: {looks_for}}}{rest}}}",
                f"conclude: {{kind: indicator, name: {makes}, about: $ship.id}}",
            )
        fault = one(book)
        assert fault.code == "CM129"
        assert "one → two → one" in fault.message
        assert fault.excerpt == "id: one"

    def test_a_cycle_of_plain_matches_is_fine(self, book: SmallRulebook) -> None:
        for id, makes, looks_for in (("one", "first", "second"), ("two", "second", "first")):
            when = f"{SHIP}\n- {{match: indicator, as: sign, where: {{name: {looks_for}}}}}"
            book.rule(id, when, f"conclude: {{kind: indicator, name: {makes}, about: $ship.id}}")
        assert book.faults() == ()

    @pytest.mark.parametrize(
        ("named", "refused"),
        [("{name: b}", False), ("{name: {in: [b, c]}}", False), ("{name: {in: [b, a]}}", True), ("{}", True)],
    )
    def test_names_of_indicators_tell_them_apart(self, book: SmallRulebook, named: str, refused: bool) -> None:
        where = f", where: {named}" if named != "{}" else ""
        book.rule(
            "one", f"{SHIP}\n- {{none: indicator{where}}}", "conclude: {kind: indicator, name: a, about: $ship.id}"
        )
        assert [f.code for f in book.faults()] == (["CM129"] if refused else [])


class TestParameterFiles:
    def test_values_of_two_types(self, book: SmallRulebook) -> None:
        book.rule()
        values = '- {value: 3, from: 2020-01-01, verified: "no"}\n- {value: three, from: 2021-01-01, verified: "no"}'
        path = book.parameter("days_of_grace", values)
        check(one(book), path, "CM106", "three", "this is text, but the first value is a number", "same type")

    def test_a_date_that_is_none(self, book: SmallRulebook) -> None:
        book.rule()
        path = book.parameter("renewal", '- {value: soon, from: 2020-01-01, verified: "no"}', unit="date")
        check(one(book), path, "CM106", "soon", "is none", "YYYY-MM-DD")

    def test_a_date_can_be_compared_with_dates(self, book: SmallRulebook) -> None:
        book.parameter("renewal", '- {value: 2026-07-31, from: 2020-01-01, verified: "no"}', unit="date")
        book.rule(when=GAP % "start: {after: $parameters.renewal}")
        assert book.faults() == ()

    def test_a_value_that_ends_before_it_begins(self, book: SmallRulebook) -> None:
        book.rule()
        path = book.parameter("grace", '- {value: 3, from: 2020-01-01, until: 2019-01-01, verified: "no"}')
        check(one(book), path, "CM106", "2019-01-01", "ends before it begins", "dates")

    def test_a_table_of_ones_own_needs_every_entry_of_the_shipped_one(self, book: SmallRulebook) -> None:
        book.rule()
        path = book.parameter(
            "leverage", '- {value: {alone: 1.0, with_allies: 0.7}, from: 2000-01-01, verified: "no"}', unit="table"
        )
        check(one(book), path, "CM105", "{alone", "'swing_state' is missing", "copy the shipped file")

    def test_unquoted_yes_is_caught(self, book: SmallRulebook) -> None:
        book.rule()
        path = book.parameter("grace", "- {value: 3, from: 2020-01-01, verified: yes}")
        check(one(book), path, "CM109", "yes", "without quotes", "in quotes")


class TestAllFaultsInOneRun:
    def test_of_several_files(self, book: SmallRulebook) -> None:
        book.rule("one", "- {match: vesel, as: ship}")
        book.rule("two", title=None)
        book.write("sample/three.yaml", "id: NO")
        assert [(Path(f.location.path).stem, f.code) for f in book.faults() if f.location][:2] == [
            ("one", "CM111"),
            ("three", "CM105"),
        ]
        assert {Path(f.location.path).stem for f in book.faults() if f.location} == {"one", "two", "three"}

    def test_of_one_file(self, book: SmallRulebook) -> None:
        then = (
            RECOMMEND.replace("impact: 3", "impact: 9")
            .replace("steady: 0.5", "steady: 5")
            .replace("headline:", "headlin:")
        )
        book.rule(when=GAP % "hous: 3, area: 7", then=then, status="actve")
        assert [f.code for f in book.faults()] == ["CM106", "CM112", "CM114", "CM105", "CM104", "CM121", "CM121"]

    @pytest.mark.parametrize(
        "first",
        [
            "{match: vesel, as: ship}", "{mach: vessel, as: ship}", "{match: vessel}", "{match: vessel, ass: ship}", "vessel",
            "{match: vessel, as: ship, where: {nam: x}}", "{any: [[{match: vesel, as: ship}], [{match: vessel, as: ship}]]}",
            "{any: [[{match: vessel}], [{match: vessel, as: ship}]]}", "{any: {match: vessel, as: ship}}",
        ],
    )  # fmt: skip
    def test_a_faulty_clause_is_not_blamed_on_later_ones(self, book: SmallRulebook, first: str) -> None:
        path = book.rule(when=f"- {first}\n- {{match: ais_gap, as: gap, where: {{vessel: $ship.id}}}}")
        line = path.read_text(encoding="utf-8").splitlines().index("when:") + 2
        assert {f.location.line for f in book.faults() if f.location} == {line}

    @pytest.mark.parametrize(
        "clause",
        ["{count: company, as: firms}", "{count: company, as: firms, at_least: x}", "{count: compny, as: firms, at_least: 1}",
         "{count: company, as: firms, distinct: nam, at_least: 1}"],
    )  # fmt: skip
    def test_a_faulty_count_is_not_blamed_on_sentences(self, book: SmallRulebook, clause: str) -> None:
        book.rule(when=f"{SHIP}\n- {clause}", then=RECOMMEND.replace("is a ship", "has {{ firms.count }} firms"))
        assert one(book)

    def test_a_faulty_parameter_is_not_blamed_on_the_rules_that_use_it(self, book: SmallRulebook) -> None:
        path = book.parameter("days_of_grace", "- {value: 3, from: 2020-01-01}")
        book.rule(when=GAP % "hours: {gte: $parameters.days_of_grace}")
        check(one(book), path, "CM105", "{value", "'verified' is missing", "verified:")

    def test_a_faulty_action_is_not_blamed_on_the_rules_that_use_it(self, book: SmallRulebook) -> None:
        path = book.write("instruments/actions/new-action.yaml", "id: new-action")
        book.rule(then=RECOMMEND.replace("inspect-insurance-and-flag", "new-action"))
        assert {Path(f.location.path).name for f in book.faults() if f.location} == {path.name}
