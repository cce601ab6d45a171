"""Faults in what a rule asks: each has its code, its line and column, the offending line, and a hint."""

from __future__ import annotations

import pytest
from fault_check import GAP, check, one

from small_rulebook import SHIP, SmallRulebook


@pytest.mark.parametrize(
    ("asked", "code", "marker", "message", "hint"),
    [
        ("hous: 3", "CM112", "hous", "no field 'hous'", "'hours'"),
        ("zzzz: 3", "CM112", "zzzz", "no field 'zzzz'", "its fields: "),
        ("hours: {get: 3}", "CM113", "get", "'get' is not an operator", "'gt'"),
        ("hours: {zzz: 3}", "CM113", "zzz", "'zzz' is not an operator", "operators for a number: eq, ne"),
        ("hours: three", "CM114", "three", "'hours' is a number, not 'three'", "like with like"),
        ("hours: {gte: '3'}", "CM114", "'3'", "'hours' is a number, not '3'", "take the quotes away: 3"),
        ("area: ship.name", "CM118", "ship.name", "'ship.name' stands for itself", "did you mean $ship.name?"),
        ("hours: true", "CM114", "true", "'hours' is a number, not True", "like with like"),
        ("hours: [3]", "CM114", "[3]", "not a list", "like with like"),
        ("hours: {contains: 3}", "CM114", "contains", "'contains' does not fit 'hours'", "operators that fit"),
        ("hours: {before: 2026-01-01}", "CM114", "before", "'before' does not fit", "operators that fit"),
        ("hours: {starts_with: '3'}", "CM114", "starts_with", "does not fit", "operators that fit"),
        ("hours: $ship.name", "CM114", "$ship.name", "$ship.name is text", "like with like"),
        ("hours: $as_of", "CM114", "$as_of", "$as_of is a date", "like with like"),
        ("hours: {between: 3}", "CM114", "3}", "list of two", "[low, high]"),
        ("hours: {between: [3]}", "CM114", "[3]", "list of two", "[low, high]"),
        ("hours: {in: 3}", "CM114", "3}", "a list is wanted", "[one, two]"),
        ("hours: {in: []}", "CM114", "[]", "the list is empty", "at least one"),
        ("hours: {in: [3, four]}", "CM114", "four", "not 'four'", "like with like"),
        ("hours: {gte: {ref: $ship.built}}", "CM114", "{ref", "goes with a number", "plus: 10"),
        ("hours: {gte: {ref: $ship.built, plus: many}}", "CM114", "{ref", "goes with a number", "plus: 10"),
        ("hours: {gte: {ref: 3, plus: 1}}", "CM114", "3, plus", "'ref' is a reference", "$alias.field"),
        ("hours: {gte: {what: 3, ref: $ship.built, plus: 1}}", "CM114", "{what", "goes with a number", "plus: 10"),
        (
            "hours: {gte: {parameter: ais_gap_hours_published, jurisdiction: eu, when: x}}",
            "CM114",
            "{parameter",
            "neither a value",
            "{parameter",
        ),
        ("hours: {}", "CM110", "{}", "'hours' asks nothing", "operator"),
        ("hours: {known: 1}", "CM114", "1}", "'known' takes true or false", "known: "),
        ("receiver_suspect: 'no'", "CM114", "'no'", "'receiver_suspect' is true or false", "like with like"),
        ("receiver_suspect: 0", "CM114", "0}", "'receiver_suspect' is true or false", "like with like"),
        ("receiver_suspect: {gt: false}", "CM114", "gt", "'gt' does not fit", "operators that fit: eq, ne"),
        ("area: 7", "CM114", "7}", "'area' is text", "in quotes"),
        ("start: 3", "CM114", "3}", "'start' is a date and time", "like with like"),
        ("start: {after: yesterday}", "CM118", "yesterday", "'yesterday' is not a date", "YYYY-MM-DD"),
        ("start: {after: 2026-02-30}", "CM118", "2026-02-30", "not a day of the calendar", "date and time"),
        ("start: {after: '0001-01-01T00:00:00+14:00'}", "CM118", "'0001", "outside the calendar", "date and time"),
        ("start: $ship.name", "CM114", "$ship.name", "$ship.name is text", "like with like"),
        ("start: {after: {ref: $as_of, times: 2}}", "CM114", "{ref", "cannot be calculated with", "plus: 10"),
        ("start: {within: {days: 3}}", "CM114", "{days", "one anchor", "before: $as_of"),
        ("start: {within: 3}", "CM114", "3}", "one anchor", "before: $as_of"),
        ("start: {within: {days: 3, before: $as_of, after: $as_of}}", "CM114", "{days", "one anchor", "before: $as_of"),
        ("start: {within: {days: many, before: $as_of}}", "CM114", "many", "'days' is a number", "like with like"),
        ("start: {within: {days: -3, before: $as_of}}", "CM114", "-3", "'days' cannot be less than 0", "before, after"),
        (
            "position: {near: {point: $ship.id, km: 5}}",
            "CM114",
            "$ship.id, km",
            "'position' is a position",
            "like with like",
        ),
        ("position: {near: {point: [55.0, 20.0]}}", "CM114", "{point", "a point and a distance", "km: 20"),
        (
            "position: {near: {point: [north, east], km: 5}}",
            "CM114",
            "[north",
            "'position' is a position",
            "like with like",
        ),
        ("position: {near: {point: [95, 20], km: 5}}", "CM114", "[95", "'position' is a position", "like with like"),
        ("position: {near: {point: [55, 20], km: -1}}", "CM114", "-1", "'km' cannot be less than 0", ""),
        ("position: {eq: [55.0, 20.0]}", "CM114", "eq", "'eq' does not fit", "operators that fit: near, known"),
    ],
)
def test_a_condition_that_does_not_fit(
    book: SmallRulebook, asked: str, code: str, marker: str, message: str, hint: str
) -> None:
    path = book.rule(when=GAP % asked)
    check(one(book), path, code, marker, message, hint, after="when:")


@pytest.mark.parametrize(
    ("where", "code", "marker", "message", "hint"),
    [
        ("{entity: $ship.id, authority: euu}", "CM118", "euu", "never 'euu'", "'eu'"),
        ("{entity: imo:9256055}", "CM118", "imo:9256055", "not a valid imo id", "check digit"),
        ("{entity: {in: [imo:9256054, ship]}}", "CM118", "ship]", "'ship' is not an id", "scheme"),
        ("{entity: {in: [$ship.id]}}", "CM114", "$ship.id]", "cannot stand in a list", "$$"),
        ("{entity: $shp.id}", "CM115", "$shp.id", "'$shp' is not a name", "'ship'"),
        ("{entity: $zzzzz.id}", "CM115", "$zzzzz.id", "'$zzzzz' is not a name", "names so far: ship"),
        ("{entity: $ship}", "CM112", "$ship}", "does not say which field", "$ship.FIELD"),
        ("{entity: $ship.ide}", "CM112", "$ship.ide", "no field 'ide'", "'id'"),
        ("{reason: $later.name}", "CM115", "$later.name", "'$later' is not a name", "names so far"),
        ("[entity]", "CM110", "[entity]", "'where' lists fields", "{field: value}"),
        ("{programme: $parameters.gap_hour}", "CM117", "$parameters", "no parameter 'gap_hour'", "'gap_hours'"),
        ("{programme: $parameters.zzzzzzzz}", "CM117", "$parameters", "no parameter 'zzzzzzzz'", "rules/parameters"),
        (
            "{programme: $parameters.gap_hours}",
            "CM114",
            "$parameters",
            "$parameters.gap_hours is a number",
            "like with like",
        ),
        ("{programme: $parameters.leverage}", "CM117", "$parameters", "is a table", "plain value"),
        ("{date: {after: $parameters.word}}", "CM114", "$parameters", "$parameters.word is text", "like with like"),
        (
            "{programme: $parameters.by_place}",
            "CM117",
            "$parameters",
            "no value without a jurisdiction",
            "jurisdiction: uk",
        ),
        (
            "{programme: {parameter: by_place, jurisdiction: eu}}",
            "CM117",
            "{parameter",
            "no value for 'eu'",
            "values for uk",
        ),
        (
            "{programme: {parameter: word, jurisdiction: uq}}",
            "CM117",
            "{parameter",
            "no jurisdiction 'uq'",
            "one of eu, uk",
        ),
        (
            "{programme: {parameter: word, at: $as_of}}",
            "CM114",
            "$as_of",
            "'at' names a date of a matched fact",
            "$alias.field",
        ),
        ("{programme: {parameter: word, at: 2026-01-01}}", "CM114", "2026-01-01", "'at' names a date", "$alias.field"),
        ("{programme: {parameter: word, at: $ship.name}}", "CM114", "$ship.name", "'at' is a date", "like with like"),
        ("{programme: {parameter: 3}}", "CM114", "{parameter", "neither a value nor a parameter", "{parameter: name"),
    ],
)
def test_a_reference_that_does_not_fit(
    book: SmallRulebook, where: str, code: str, marker: str, message: str, hint: str
) -> None:
    book.constant("gap_hours", 12, "hours")
    book.constant("word", "EU-RUS", "word")
    book.parameter("by_place", '- {value: EU-RUS, from: 2000-01-01, jurisdiction: uk, verified: "no"}', "word")
    path = book.rule(
        when=f"{SHIP}\n- match: designation\n  as: listing\n  where: {where}\n- {{match: company, as: later}}"
    )
    check(one(book), path, code, marker, message, hint, after="when:")


@pytest.mark.parametrize(
    ("clause", "code", "marker", "message", "hint"),
    [
        ("{match: vesel, as: other}", "CM111", "vesel", "no kind of fact 'vesel'", "'vessel'"),
        ("{match: 7, as: other}", "CM111", "7", "no kind of fact '7'", "facts kinds"),
        ("{match: company}", "CM105", "{match: company", "the match has no name", "as: company"),
        ("{match: company, as: Other}", "CM116", "Other", "'Other' cannot be a name", "small letters"),
        ("{match: company, as: a-b}", "CM116", "a-b", "'a-b' cannot be a name", "small letters"),
        ("{match: company, as: parameters}", "CM116", "parameters", "'parameters' is reserved", "another name"),
        ("{match: company, as: not}", "CM116", "not}", "'not' is reserved", "another name"),
        ("{match: company, as: ship}", "CM116", "ship}", "taken by an earlier clause", "another name"),
        ("{match: company, as: other, were: {}}", "CM104", "were", "'were' does not belong into a 'match'", "'where'"),
        ("{none: company, as: other}", "CM104", "as: other", "'as' does not belong into a 'none'", "where"),
        ("{mach: company, as: other}", "CM110", "{mach", "one of match, none, count", "'match'"),
        ("{match: company, none: company}", "CM110", "{match: company, n", "one of match, none, count", "match: KIND"),
        ("company", "CM110", "company", "one of match, none, count", "match: KIND"),
        ("{count: company, as: firms}", "CM105", "{count", "the count has no bound", "at_least"),
        ("{count: company, at_least: many}", "CM114", "many", "a number or a parameter", "at_least: 3"),
        ("{count: company, at_least: true}", "CM114", "true", "a number or a parameter", "at_least: 3"),
        ("{count: company, at_least: $ship.built}", "CM114", "$ship.built", "a number or a parameter", "$parameters"),
        ("{count: company, at_least: 5, at_most: 3}", "CM114", "3}", "nothing is at least 5 and at most 3", "exchange"),
        ("{count: company, distinct: nam, at_least: 1}", "CM112", "nam,", "no field 'nam'", "'name'"),
        (
            "{count: company, distinct: aliases, at_least: 1}",
            "CM114",
            "aliases",
            "a plain value is wanted",
            "another field",
        ),
        ("{sum: ais_gap, at_least: 1}", "CM105", "{sum", "does not say of which field", "of: FIELD"),
        ("{sum: ais_gap, of: area, at_least: 1}", "CM114", "area", "a number is wanted", "another field"),
        ("{any: {match: company}}", "CM110", "{match: company}", "at least two lists", "any: [["),
        ("{any: [[{match: company, as: c}]]}", "CM110", "[[", "at least two lists", "any: [["),
        (
            "{any: [[{match: company, as: c}], company]}",
            "CM110",
            "company]",
            "a list of clauses is wanted",
            "match: KIND",
        ),
    ],
)
def test_a_clause_that_does_not_hold_up(
    book: SmallRulebook, clause: str, code: str, marker: str, message: str, hint: str
) -> None:
    path = book.rule(when=f"{SHIP}\n- {clause}")
    check(one(book), path, code, marker, message, hint, after="  - {match: vessel, as: ship}")


def test_a_rule_that_asks_for_no_fact_is_refused(book: SmallRulebook) -> None:
    path = book.rule(when="- {none: vessel}", then="caveat: {text: No ship., steps: [2]}")
    check(one(book), path, "CM110", "- {none", "without matching any fact", "match clause")


def test_a_rule_with_too_many_ways_to_hold_is_refused_quickly(book: SmallRulebook) -> None:
    either = "\n- {any: [[{none: company}], [{none: person}]]}" * 30
    path = book.rule(when=SHIP + either)
    check(one(book), path, "CM110", "- {match: vessel", f"{2**30} ways", "several rules")


class TestNamesInAny:
    """Names given inside `any` can be used later where every branch gives them, for the same kind."""

    EVERYWHERE = "- any:\n  - [{match: ais_gap, as: event, where: {vessel: $ship.id}}]\n  - [{match: %s, as: %s, where: {vessel: $ship.id}}]"
    LATER = "\n- {match: company, as: firm, where: {name: $event.area}}"

    def test_given_in_every_branch(self, book: SmallRulebook) -> None:
        book.rule(when=f"{SHIP}\n{self.EVERYWHERE % ('ais_gap', 'event')}{self.LATER}")
        assert book.faults() == ()

    @pytest.mark.parametrize(("kind", "name"), [("ais_gap", "other"), ("port_call", "event")])
    def test_given_in_one_branch_or_for_another_kind(self, book: SmallRulebook, kind: str, name: str) -> None:
        path = book.rule(when=f"{SHIP}\n{self.EVERYWHERE % (kind, name)}{self.LATER}")
        check(one(book), path, "CM115", "$event.area", "not the same in every branch", "in each branch")

    def test_a_name_of_one_branch_cannot_be_given_again(self, book: SmallRulebook) -> None:
        path = book.rule(when=f"{SHIP}\n{self.EVERYWHERE % ('ais_gap', 'other')}\n- {{match: company, as: event}}")
        check(one(book), path, "CM116", "event}", "taken by an earlier clause")

    def test_the_names_of_one_branch_are_unknown_in_the_other(self, book: SmallRulebook) -> None:
        branches = (
            "- any:\n  - [{match: ais_gap, as: gap}]\n  - [{match: port_call, as: call, where: {vessel: $gap.vessel}}]"
        )
        path = book.rule(when=f"{SHIP}\n{branches}")
        check(one(book), path, "CM115", "$gap.vessel", "'$gap' is not a name", "names so far: ship")
