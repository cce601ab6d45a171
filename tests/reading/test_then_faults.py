"""Faults in what follows from a rule: recommendations, conclusions, caveats, and sentences that are more than the language allows."""

from __future__ import annotations

import pytest
from fault_check import check, one

from small_rulebook import RECOMMEND, SmallRulebook


@pytest.mark.parametrize(
    ("then", "code", "marker", "message", "hint"),
    [
        ("recommnd: {}", "CM120", "recommnd", "one of recommend, conclude, caveat", "recommend"),
        ("{recommend: {}, caveat: {}}", "CM120", "{recommend", "one of recommend", "recommend"),
        ("recommend: now", "CM120", "now", "has parts of its own", "recommend: {"),
        (
            "caveat: {text: Careful., steps: [2]}\nbecause: so",
            "CM104",
            "because",
            "does not belong beside 'caveat'",
            "remove",
        ),
        ("caveat: {text: Careful.}", "CM105", "{text", "attached to nothing", "steps:"),
        ("caveat: {text: Careful., steps: [5]}", "CM121", "[5]", "some of 1, 2, 3, 4", "steps: [2]"),
        ("caveat: {text: Careful., steps: [true]}", "CM121", "[true]", "some of 1, 2, 3, 4", "steps: [2]"),
        ("caveat: {text: Careful., steps: 2}", "CM121", "2}", "some of 1, 2, 3, 4", "steps: [2]"),
        ("caveat: {text: Careful., actions: inspect}", "CM121", "inspect", "'actions' is a list", "[one, two]"),
        (
            "caveat: {text: Careful., actions: [inspect-insurance]}",
            "CM123",
            "inspect-insurance",
            "no action",
            "'inspect-insurance-and-flag'",
        ),
        ("caveat: {text: Careful., target: {id: x}}", "CM121", "{id", "a plain value or a reference", "$alias.field"),
        ("caveat: {text: Careful., target: $as_of}", "CM114", "$as_of", "'target' is text", "like with like"),
        ("caveat: {txt: Careful., text: Careful., steps: [2]}", "CM104", "txt", "not a key", "'text'"),
        ("conclude: {kind: indicator, name: dark, id: $ship.id}", "CM122", "id:", "about the record", "leave it out"),
        ("conclude: {kind: port_call, vessel: $ship.id}", "CM122", "port_call", "it is observed", "indicator"),
        ("conclude: {kind: indicater, name: x}", "CM111", "indicater", "no kind of fact", "'indicator'"),
        ("conclude: {name: x}", "CM111", "{name", "no kind of fact 'None'", "facts kinds"),
        ("conclude: {kind: indicator}", "CM105", "{kind", "'name' is missing", "indicator needs it"),
        ("conclude: {kind: indicator, name: x, abot: $ship.id}", "CM112", "abot", "no field 'abot'", "'about'"),
        ("conclude: {kind: indicator, name: Dark Activity}", "CM118", "Dark", "'name' cannot be", "Which sign"),
        ("conclude: {kind: indicator, name: $ship.name}", "CM121", "$ship.name", "is written out", "dark-activity"),
        (
            "conclude: {kind: indicator, name: x, value: $ship.name}",
            "CM114",
            "$ship.name",
            "'value' is a number",
            "like with like",
        ),
        (
            "conclude: {kind: indicator, name: x, country: $ship.name}",
            "CM121",
            "$ship.name",
            "'country' is an id",
            "holds an id",
        ),
        ("conclude: {kind: indicator, name: x, country: Panama}", "CM118", "Panama", "not an id", "scheme"),
        ("conclude: {kind: indicator, name: x, about: $as_of}", "CM114", "$as_of", "'about' is text", "like with like"),
        (
            "conclude: {kind: indicator, name: x, value: {ref: $ship.built, plus: 1}}",
            "CM121",
            "{ref",
            "a plain value",
            "$alias.field",
        ),
        (
            "conclude: {kind: control, holder: $ship.flag, asset: $ship.id, definition: x}",
            "CM121",
            "$ship.flag",
            "may be unknown",
            "every such fact",
        ),
    ],
)
def test_a_consequence_that_does_not_hold_up(
    book: SmallRulebook, then: str, code: str, marker: str, message: str, hint: str
) -> None:
    path = book.rule(then=then)
    check(one(book), path, code, marker, message, hint, after="then:")


@pytest.mark.parametrize(
    ("line", "changed", "code", "marker", "message", "hint"),
    [
        (
            "action: inspect-insurance-and-flag",
            "action: inspect-insurance-and-flags",
            "CM123",
            "inspect",
            "no action",
            "'inspect-insurance-and-flag'",
        ),
        (
            "action: inspect-insurance-and-flag",
            "action: [inspect-insurance-and-flag]",
            "CM123",
            "[inspect",
            "no action",
            "'inspect-insurance-and-flag'",
        ),
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
        (
            "urgency: {steady: 0.5}",
            "urgency: {from: $ship.built, half_life_days: 3}",
            "CM114",
            "$ship.built",
            "is a date",
            "like with like",
        ),
        (
            "urgency: {steady: 0.5}",
            "urgency: {from: 2026-01-01, half_life_days: 3}",
            "CM121",
            "2026",
            "a date of a matched fact",
            "$alias.field",
        ),
        (
            "urgency: {steady: 0.5}",
            "urgency: {deadline: $as_of, lead_days: 3}",
            "CM121",
            "$as_of",
            "a date of a matched fact",
            "$alias.field",
        ),
        (
            "urgency: {steady: 0.5}",
            "urgency: {from: $as_of, half_life: 3}",
            "CM121",
            "{from",
            "this is no urgency",
            "half_life_days",
        ),
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
def test_a_sentence_that_is_more_than_the_language_allows(
    book: SmallRulebook, sentence: str, code: str, message: str
) -> None:
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
