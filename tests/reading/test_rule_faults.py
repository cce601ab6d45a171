"""Faults in rule files: each has its code, its line and column, the offending line, and a hint; all of them come in one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermove.errors import Fault
from small_rulebook import RECOMMEND, SHIP, SmallRulebook


def one(book: SmallRulebook) -> Fault:
    found = book.faults()
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def check(fault: Fault, path: Path, code: str, marker: str, message: str, hint: str = "", after: str = "") -> None:
    """The fault has the code and stands where the marker begins; its excerpt is that line; it says what to do.

    The marker is looked for below the line `after`.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    start = lines.index(after) + 1 if after else 0
    number, line = next((i, line) for i, line in enumerate(lines[start:], start=start + 1) if marker in line)
    assert fault.location
    assert (fault.code, fault.location.line, fault.location.column) == (code, number, line.index(marker) + 1)
    assert fault.location.path.endswith(path.name)
    assert fault.excerpt == line
    assert message in fault.message
    assert hint in fault.hint
    assert fault.hint


GAP = """
- {match: vessel, as: ship}
- match: ais_gap
  as: gap
  where: {vessel: $ship.id, %s}
"""


@pytest.mark.parametrize(
    ("asked", "code", "marker", "message", "hint"),
    [
        ("hous: 3", "CM112", "hous", "no field 'hous'", "'hours'"),
        ("zzzz: 3", "CM112", "zzzz", "no field 'zzzz'", "its fields: "),
        ("hours: {get: 3}", "CM113", "get", "'get' is not an operator", "'gt'"),
        ("hours: {zzz: 3}", "CM113", "zzz", "'zzz' is not an operator", "operators for a number: eq, ne"),
        ("hours: three", "CM114", "three", "'hours' is a number, not 'three'", "like with like"),
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
        ("hours: {gte: {parameter: ais_gap_hours_published, jurisdiction: eu, when: x}}", "CM114", "{parameter", "neither a value", "{parameter"),
        ("hours: {}", "CM110", "{}", "'hours' asks nothing", "operator"),
        ("hours: {known: 1}", "CM114", "1}", "'known' takes true or false", "known: "),
        ("receiver_suspect: 'no'", "CM114", "'no'", "'receiver_suspect' is true or false", "like with like"),
        ("receiver_suspect: 0", "CM114", "0}", "'receiver_suspect' is true or false", "like with like"),
        ("receiver_suspect: {gt: false}", "CM114", "gt", "'gt' does not fit", "operators that fit: eq, ne"),
        ("area: 7", "CM114", "7}", "'area' is text", "in quotes"),
        ("start: 3", "CM114", "3}", "'start' is a date and time", "like with like"),
        ("start: {after: yesterday}", "CM118", "yesterday", "'yesterday' is not a date", "YYYY-MM-DD"),
        ("start: {after: 2026-02-30}", "CM118", "2026-02-30", "not a day of the calendar", "date and time"),
        ("start: {after: '0001-01-01T00:00:00+14:00'}", "CM118", "'0001", "out of range", "date and time"),
        ("start: $ship.name", "CM114", "$ship.name", "$ship.name is text", "like with like"),
        ("start: {after: {ref: $as_of, times: 2}}", "CM114", "{ref", "cannot be calculated with", "plus: 10"),
        ("start: {within: {days: 3}}", "CM114", "{days", "one anchor", "before: $as_of"),
        ("start: {within: 3}", "CM114", "3}", "one anchor", "before: $as_of"),
        ("start: {within: {days: 3, before: $as_of, after: $as_of}}", "CM114", "{days", "one anchor", "before: $as_of"),
        ("start: {within: {days: many, before: $as_of}}", "CM114", "many", "'days' is a number", "like with like"),
        ("start: {within: {days: -3, before: $as_of}}", "CM114", "-3", "'days' cannot be less than 0", "before, after"),
        ("position: {near: {point: $ship.id, km: 5}}", "CM114", "$ship.id, km", "'position' is a position", "like with like"),
        ("position: {near: {point: [55.0, 20.0]}}", "CM114", "{point", "a point and a distance", "km: 20"),
        ("position: {near: {point: [north, east], km: 5}}", "CM114", "[north", "'position' is a position", "like with like"),
        ("position: {near: {point: [95, 20], km: 5}}", "CM114", "[95", "'position' is a position", "like with like"),
        ("position: {near: {point: [55, 20], km: -1}}", "CM114", "-1", "'km' cannot be less than 0", ""),
        ("position: {eq: [55.0, 20.0]}", "CM114", "eq", "'eq' does not fit", "operators that fit: near, known"),
    ],
)
def test_a_condition_that_does_not_fit(book: SmallRulebook, asked: str, code: str, marker: str, message: str, hint: str) -> None:
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
        ("{programme: $parameters.gap_hours}", "CM114", "$parameters", "$parameters.gap_hours is a number", "like with like"),
        ("{programme: $parameters.leverage}", "CM117", "$parameters", "is a table", "plain value"),
        ("{date: {after: $parameters.word}}", "CM114", "$parameters", "$parameters.word is text", "like with like"),
        ("{programme: $parameters.by_place}", "CM117", "$parameters", "no value without a jurisdiction", "jurisdiction: uk"),
        ("{programme: {parameter: by_place, jurisdiction: eu}}", "CM117", "{parameter", "no value for 'eu'", "values for uk"),
        ("{programme: {parameter: word, jurisdiction: uq}}", "CM117", "{parameter", "no jurisdiction 'uq'", "one of eu, uk"),
        ("{programme: {parameter: word, at: $as_of}}", "CM114", "$as_of", "'at' names a date of a matched fact", "$alias.field"),
        ("{programme: {parameter: word, at: 2026-01-01}}", "CM114", "2026-01-01", "'at' names a date", "$alias.field"),
        ("{programme: {parameter: word, at: $ship.name}}", "CM114", "$ship.name", "'at' is a date", "like with like"),
        ("{programme: {parameter: 3}}", "CM114", "{parameter", "neither a value nor a parameter", "{parameter: name"),
    ],
)
def test_a_reference_that_does_not_fit(book: SmallRulebook, where: str, code: str, marker: str, message: str, hint: str) -> None:
    book.constant("gap_hours", 12, "hours")
    book.constant("word", "EU-RUS", "word")
    book.parameter("by_place", '- {value: EU-RUS, from: 2000-01-01, jurisdiction: uk, verified: "no"}', "word")
    path = book.rule(when=f"{SHIP}\n- match: designation\n  as: listing\n  where: {where}\n- {{match: company, as: later}}")
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
        ("{count: company, distinct: aliases, at_least: 1}", "CM114", "aliases", "a plain value is wanted", "another field"),
        ("{sum: ais_gap, at_least: 1}", "CM105", "{sum", "does not say of which field", "of: FIELD"),
        ("{sum: ais_gap, of: area, at_least: 1}", "CM114", "area", "a number is wanted", "another field"),
        ("{any: {match: company}}", "CM110", "{match: company}", "at least two lists", "any: [["),
        ("{any: [[{match: company, as: c}]]}", "CM110", "[[", "at least two lists", "any: [["),
        ("{any: [[{match: company, as: c}], company]}", "CM110", "company]", "a list of clauses is wanted", "match: KIND"),
    ],
)
def test_a_clause_that_does_not_hold_up(book: SmallRulebook, clause: str, code: str, marker: str, message: str, hint: str) -> None:
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
        branches = "- any:\n  - [{match: ais_gap, as: gap}]\n  - [{match: port_call, as: call, where: {vessel: $gap.vessel}}]"
        path = book.rule(when=f"{SHIP}\n{branches}")
        check(one(book), path, "CM115", "$gap.vessel", "'$gap' is not a name", "names so far: ship")


@pytest.mark.parametrize(
    ("then", "code", "marker", "message", "hint"),
    [
        ("recommnd: {}", "CM120", "recommnd", "one of recommend, conclude, caveat", "recommend"),
        ("{recommend: {}, caveat: {}}", "CM120", "{recommend", "one of recommend", "recommend"),
        ("recommend: now", "CM120", "now", "has parts of its own", "recommend: {"),
        ("caveat: {text: Careful., steps: [2]}\nbecause: so", "CM104", "because", "does not belong beside 'caveat'", "remove"),
        ("caveat: {text: Careful.}", "CM105", "{text", "attached to nothing", "steps:"),
        ("caveat: {text: Careful., steps: [5]}", "CM121", "[5]", "some of 1, 2, 3, 4", "steps: [2]"),
        ("caveat: {text: Careful., steps: [true]}", "CM121", "[true]", "some of 1, 2, 3, 4", "steps: [2]"),
        ("caveat: {text: Careful., steps: 2}", "CM121", "2}", "some of 1, 2, 3, 4", "steps: [2]"),
        ("caveat: {text: Careful., actions: inspect}", "CM121", "inspect", "'actions' is a list", "[one, two]"),
        ("caveat: {text: Careful., actions: [inspect-insurance]}", "CM123", "inspect-insurance", "no action", "'inspect-insurance-and-flag'"),
        ("caveat: {text: Careful., target: {id: x}}", "CM121", "{id", "a plain value or a reference", "$alias.field"),
        ("caveat: {text: Careful., target: $as_of}", "CM114", "$as_of", "'target' is text", "like with like"),
        ("caveat: {txt: Careful., text: Careful., steps: [2]}", "CM104", "txt", "not a key", "'text'"),
        ("conclude: {kind: port_call, vessel: $ship.id}", "CM122", "port_call", "it is observed", "indicator"),
        ("conclude: {kind: indicater, name: x}", "CM111", "indicater", "no kind of fact", "'indicator'"),
        ("conclude: {name: x}", "CM111", "{name", "no kind of fact 'None'", "facts kinds"),
        ("conclude: {kind: indicator}", "CM105", "{kind", "'name' is missing", "indicator needs it"),
        ("conclude: {kind: indicator, name: x, abot: $ship.id}", "CM112", "abot", "no field 'abot'", "'about'"),
        ("conclude: {kind: indicator, name: Dark Activity}", "CM118", "Dark", "'name' cannot be", "Which sign"),
        ("conclude: {kind: indicator, name: $ship.name}", "CM121", "$ship.name", "is written out", "dark-activity"),
        ("conclude: {kind: indicator, name: x, value: $ship.name}", "CM114", "$ship.name", "'value' is a number", "like with like"),
        ("conclude: {kind: indicator, name: x, country: $ship.name}", "CM121", "$ship.name", "'country' is an id", "holds an id"),
        ("conclude: {kind: indicator, name: x, country: Panama}", "CM118", "Panama", "not an id", "scheme"),
        ("conclude: {kind: indicator, name: x, about: $as_of}", "CM114", "$as_of", "'about' is text", "like with like"),
        ("conclude: {kind: indicator, name: x, value: {ref: $ship.built, plus: 1}}", "CM121", "{ref", "a plain value", "$alias.field"),
        ("conclude: {kind: control, holder: $ship.flag, asset: $ship.id, definition: x}", "CM121", "$ship.flag", "may be unknown", "every such fact"),
    ],
)
def test_a_consequence_that_does_not_hold_up(book: SmallRulebook, then: str, code: str, marker: str, message: str, hint: str) -> None:
    path = book.rule(then=then)
    check(one(book), path, code, marker, message, hint, after="then:")


@pytest.mark.parametrize(
    ("line", "changed", "code", "marker", "message", "hint"),
    [
        ("action: inspect-insurance-and-flag", "action: inspect-insurance-and-flags", "CM123", "inspect", "no action", "'inspect-insurance-and-flag'"),
        ("action: inspect-insurance-and-flag", "action: [inspect-insurance-and-flag]", "CM123", "[inspect", "no action", "'inspect-insurance-and-flag'"),
        ("action: inspect-insurance-and-flag", "", "CM105", "action", "'action' is missing", "action:"),
        ("target: $ship.id", "target: $ship.built", "CM114", "$ship.built", "'target' is text", "like with like"),
        ("target: $ship.id", "target: $as_of", "CM114", "$as_of", "'target' is text", "like with like"),
        ("target: $ship.id", "tarjet: $ship.id\n  target: $ship.id", "CM104", "tarjet", "not a key", "'target'"),
        ("impact: 3", "impact: 6", "CM121", "6", "whole number from 1 to 5", "rules/README.md"),
        ("impact: 3", "impact: 0", "CM121", "0", "whole number from 1 to 5", "rules/README.md"),
        ("impact: 3", "impact: 2.5", "CM121", "2.5", "whole number from 1 to 5", "rules/README.md"),
        ("impact: 3", "impact: true", "CM121", "true", "whole number from 1 to 5", "rules/README.md"),
        ("urgency: {steady: 0.5}", "urgency: high", "CM121", "high", "this is no urgency", "half_life_days"),
        ("urgency: {steady: 0.5}", "urgency: {steady: 1.5}", "CM121", "1.5", "above 0, at most 1", "digits"),
        ("urgency: {steady: 0.5}", "urgency: {steady: 0}", "CM121", "0}", "above 0, at most 1", "digits"),
        ("urgency: {steady: 0.5}", "urgency: {from: $ship.built, half_life_days: 3}", "CM114", "$ship.built", "is a date", "like with like"),
        ("urgency: {steady: 0.5}", "urgency: {from: 2026-01-01, half_life_days: 3}", "CM121", "2026", "a date of a matched fact", "$alias.field"),
        ("urgency: {steady: 0.5}", "urgency: {deadline: $as_of, lead_days: 3}", "CM121", "$as_of", "a date of a matched fact", "$alias.field"),
        ("urgency: {steady: 0.5}", "urgency: {from: $as_of, half_life: 3}", "CM121", "{from", "this is no urgency", "half_life_days"),
        ("headline: ", "headline: 7 #", "CM124", "7 #", "a sentence is wanted", "in quotes"),
    ],
)
def test_a_recommendation_that_does_not_hold_up(
    book: SmallRulebook, line: str, changed: str, code: str, marker: str, message: str, hint: str
) -> None:
    path = book.rule(then=RECOMMEND.replace(line, changed))
    if not changed:  # where a key is missing, the part that lacks it is shown
        marker = "target:"
    check(one(book), path, code, marker, message, hint, after="then:")


@pytest.mark.parametrize(
    ("sentence", "code", "message"),
    [
        ("{{ ship.nam }}", "CM112", "no field 'nam'"),
        ("{{ shp.name }}", "CM115", "'$shp' is not a name"),
        ("{{ ship.__class__ }}", "CM112", "no field '__class__'"),
        ("{{ ship }}", "CM124", "'ship' alone says nothing"),
        ("{{ ship.name.upper }}", "CM124", "no parts of its own"),
        ("{{ ship.name() }}", "CM124", "cannot hold calls"),
        ("{{ ship['name'] }}", "CM124", "cannot hold getitems"),
        ("{{ ship.name | safe }}", "CM124", "no filter 'safe'"),
        ("{{ ship.name | attr('x') }}", "CM124", "no filter 'attr'"),
        ("{{ ship.built | round('x') }}", "CM124", "is written | round(1)"),
        ("{{ 7 * 7 }}", "CM124", "cannot hold muls"),
        ("{{ 'a' ~ ship.name }}", "CM124", "cannot hold concats"),
        ("{{ ship.name is defined }}", "CM124", "cannot hold tests"),
        ("{% import 'os' as os %}", "CM124", "cannot hold imports"),
        ("{% for x in ship.name %}{% endfor %}", "CM124", "cannot hold fors"),
        ("{% set x = 1 %}", "CM124", "cannot hold assigns"),
        ("{{ ''.__class__ }}", "CM124", "no parts of its own"),
        ("{{ ship.name", "CM124", "does not parse"),
        ("{{ ship.name > 3 }}", "CM124", "a number is wanted here, but 'ship.name' is text"),
        ("{{ ship.built > 'x' }}", "CM124", "only numbers can be compared"),
        ("{{ ship.name | round(1) }}", "CM124", "a number is wanted here"),
        ("{{ ship.built | length }}", "CM124", "text or a list is wanted here"),
        ("{{ ship.name | join(', ') }}", "CM124", "a list is wanted here"),
        ("{{ 'x' in ship.built }}", "CM124", "text or a list is wanted here"),
        ("{{ " + "(" * 400 + "ship.name" + ")" * 400 + " }}", "CM124", "nested too deeply"),
        ("{{ " + " or ".join(["ship.name"] * 2_000) + " }}", "CM124", "nested too deeply"),
    ],
)
def test_a_sentence_that_is_more_than_the_language_allows(book: SmallRulebook, sentence: str, code: str, message: str) -> None:
    book.rule(then=RECOMMEND.replace("{{ ship.name }} is a ship.", sentence))
    fault = one(book)
    assert fault.code == code
    assert message in fault.message
    assert fault.excerpt.lstrip().startswith("because:")


@pytest.mark.parametrize(
    "sentence",
    [
        "{{ ship.name or ship.id }}", "{{ 'of ' if ship.built else '' }}{{ ship.built if ship.built else '' }}",
        "{{ ship.built | round(1) if ship.built > 1990 else 'old' }}", "{{ ship.former_names | join(' and ') | upper }}",
        "{{ ship.former_names | length }}", "{{ 'was X' if 'X' in ship.former_names else '' }}", "{{ not ship.name and ship.id }}",
        "{{ (ship.built or 0) >= 2000 }}", "{{ ship.flag == 'iso3166:PA' }}", "no field at all",
    ],
)  # fmt: skip
def test_what_a_sentence_may_hold(book: SmallRulebook, sentence: str) -> None:
    book.rule(then=RECOMMEND.replace("{{ ship.name }} is a ship.", sentence))
    assert book.faults() == ()


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
    path.write_text(text.partition("when:")[0] + ("then:" + text.partition("then:")[2] if part == "when" else "when:\n  " + SHIP), encoding="utf-8")
    assert f"'{part}' is missing" in {f.message for f in book.faults()}


@pytest.mark.parametrize(("text", "code"), [("- a list", "CM110"), ("just text", "CM110"), ("", "CM102"), ("a: [", "CM101")])
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

    @pytest.mark.parametrize("clause", ["none: indicator", "count: indicator, at_least: 1", "sum: indicator, of: value, at_least: 1"])
    def test_a_cycle_names_the_rules_on_it(self, book: SmallRulebook, clause: str) -> None:
        kind, _, rest = clause.partition(": indicator")
        for id, makes, looks_for in (("one", "first", "second"), ("two", "second", "first")):
            book.rule(
                id, f"{SHIP}\n- {{{kind}: indicator, where: {{name: {looks_for}}}{rest}}}", f"conclude: {{kind: indicator, name: {makes}, about: $ship.id}}"
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

    @pytest.mark.parametrize(("named", "refused"), [("{name: b}", False), ("{name: {in: [b, c]}}", False), ("{name: {in: [b, a]}}", True), ("{}", True)])
    def test_names_of_indicators_tell_them_apart(self, book: SmallRulebook, named: str, refused: bool) -> None:
        where = f", where: {named}" if named != "{}" else ""
        book.rule("one", f"{SHIP}\n- {{none: indicator{where}}}", "conclude: {kind: indicator, name: a, about: $ship.id}")
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
        path = book.parameter("leverage", '- {value: {alone: 1.0, with_allies: 0.7}, from: 2000-01-01, verified: "no"}', unit="table")
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
        assert [(Path(f.location.path).stem, f.code) for f in book.faults() if f.location][:2] == [("one", "CM111"), ("three", "CM105")]
        assert {Path(f.location.path).stem for f in book.faults() if f.location} == {"one", "two", "three"}

    def test_of_one_file(self, book: SmallRulebook) -> None:
        then = RECOMMEND.replace("impact: 3", "impact: 9").replace("steady: 0.5", "steady: 5").replace("headline:", "headlin:")
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
