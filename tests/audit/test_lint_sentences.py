"""Lint of sentences: each finding by the smallest rule that has it, none where the rule asks first, and none by mistake."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from countermove.audit.known_fields import KnownFields
from countermove.audit.lint_sentences import sentence_findings
from countermove.audit.sentence_trials import Trials, sentences_of
from small_rulebook import SmallRulebook

EVENT = "- {match: incident, as: event}"
GAP = "- {match: ais_gap, as: gap}"
LONG_GAP = "- {match: ais_gap, as: gap, where: {hours: {gte: 12}}}"
PLACED = "- {match: incident, as: event, where: {place: {known: true}}}"
COUNTED = EVENT + "\n- {count: incident, as: cases, at_least: 1}"
SIGN = 'conclude: {kind: indicator, name: %s, about: $event.id}\nbecause: "It was {{ event.date | on }}."'


def caveat(text: str) -> str:
    return f"caveat:\n  text: >-\n    {text}\n  steps: [1]"


def order(headline: str, because: str = "It was {{ event.date | on }}.", only_if: str = "") -> str:
    parts = f"action: inspect-insurance-and-flag\ntarget: $event.id\nheadline: >-\n  {headline}\nbecause: >-\n  {because}\nimpact: 3\nurgency: {{steady: 0.5}}"
    return f"recommend:\n{indent(dedent(parts), '  ')}" + (f"\n  only_if: >-\n    {only_if}" if only_if else "")


def found(book: SmallRulebook) -> list[tuple[str, str]]:
    rulebook = book.load()
    return [(f.code, f.message) for f in sentence_findings(rulebook, list(rulebook.rules.values()))]


@pytest.mark.parametrize(
    ("when", "then", "code", "message"),
    [
        (EVENT, caveat("It was at {{ event.place }}."), "L10", "the text of 'a-rule' shows event.place, which is not always known"),
        (EVENT, caveat("It was at {{ event.place | upper }}."), "L10", "event.place"),
        (EVENT, caveat("It was {{ 'at sea' if event.vessel else event.place }}."), "L10", "event.place"),
        (EVENT, caveat("It was at {{ event.place or event.asset }}."), "L10", "event.asset"),
        (EVENT, caveat("It was ({{ event.place if event.place else '' }}) {{ event.date | on }}."), "L11", "nothing between them where event.place is not known"),
        (EVENT, caveat("It was the the {{ event.type }}."), "L11", "a doubled word: …It was the the cable damage.…"),
        (EVENT, caveat("It was[ {{ event.place }},], {{ event.date | on }}."), "L11", "a comma or stop out of place"),
        (EVENT, caveat("It was[ in {{ event.place }} on] {{ event.date | on }}."), "L11", "a doubled word"),
        (COUNTED, caveat("{{ cases.count }} cases, the last {{ event.date | on }}."), "L12", "a plural after 1: …1 cases, the last"),
        (COUNTED, caveat("It is one of {{ cases.count }} on record, {{ event.date | on }}."), "L12", "a plural after 1"),
        (GAP, caveat("Silent for {{ gap.hours or 'some' }} hours."), "L12", "a plural after 1: …Silent for 1 hours.…"),
        (EVENT, caveat("It was on {{ event.date }}."), "L13", "…It was on May 2025.…"),
        (EVENT, caveat("It was in {{ event.date }}."), "L13", "…It was in 5 May 2025.…"),
        (EVENT, order("Go to {{ event.type }}", "It is so."), "L09", "the because of 'a-rule' shows no field"),
        (EVENT, order("Go there {{ event.date | on }}."), "L06", "the headline of 'a-rule' ends with a full stop"),
        (EVENT, order("Go there", only_if="it is wanted."), "L06", "the only_if of 'a-rule' ends with a full stop"),
        (EVENT, order("Go there", "It was {{ event.date | on }}"), "L06", "the because of 'a-rule' does not end"),
        (EVENT, order("Go there", "{{ event.summary if event.summary }}"), "L06", "is empty where event.summary is not known"),
        (EVENT, order("Go there", "It was so.[ {{ event.place }}]"), "L06", "the because of 'a-rule' does not end"),
    ],
)  # fmt: skip
def test_what_reads_badly_is_found(book: SmallRulebook, when: str, then: str, code: str, message: str) -> None:
    book.rule(when=when, then=then)
    (finding,) = found(book)
    assert finding[0] == code
    assert message in finding[1]


@pytest.mark.parametrize(
    ("when", "then"),
    [
        (PLACED, caveat("It was at {{ event.place }}.")),
        (EVENT, caveat("It was[ at {{ event.place }}] {{ event.date | on }}.")),
        (EVENT, caveat("It was at {{ event.place or 'sea' }}.")),
        (LONG_GAP, caveat("Silent for {{ gap.hours }} hours.")),
        (GAP, caveat("Silent[ for {{ gap.hours | counted('hour', 'hours') }}].")),
        (EVENT, caveat("It was{{ ' at ' if event.place else '' }}{{ event.place if event.place else '' }}.")),
        (EVENT, caveat("It was {{ event.end | on }}.")),
        (EVENT, order("Go there", "It was {{ event.date | on }}.[ {{ event.summary }}]")),
        (EVENT, order("Go there", "It was (so they say) “so” {{ event.date | on }}, had had its day...")),
        (COUNTED, caveat("{{ cases.count | counted('case', 'cases') }}, the last {{ event.date | on }}.")),
        (
            COUNTED.replace("at_least: 1", "at_least: 2"),
            caveat("{{ cases.count }} cases, the last {{ event.date | on }}."),
        ),
        (EVENT + "\n- {match: country, as: state, where: {id: $event.vessel}}", caveat("It was {{ event.vessel }}.")),
    ],
)
def test_what_reads_well_is_left_alone(book: SmallRulebook, when: str, then: str) -> None:
    book.rule(when=when, then=then)
    assert found(book) == []


def test_each_audience_is_looked_at(book: SmallRulebook) -> None:
    text = "caveat:\n  text:\n    uk: It was at {{ event.place }}.\n    others: It was {{ event.date | on }}.\n  steps: [1]"
    book.rule(when=EVENT, then=text)
    assert found(book) == [("L10", "the text for UK of 'a-rule' shows event.place, which is not always known")]


@pytest.mark.parametrize(("asked", "codes"), [(PLACED, []), (EVENT, ["L10"])])
def test_what_the_rule_behind_an_indicator_asked_is_known(book: SmallRulebook, asked: str, codes: list[str]) -> None:
    book.rule("a-sign", asked, SIGN % "struck", ruleset="sample")
    for id, when in (
        (
            "a-rule",
            "- {match: indicator, as: sign, where: {name: struck}}\n- {match: incident, as: event, where: {id: $sign.about}}",
        ),
        (
            "b-rule",
            "- {match: incident, as: event}\n- {match: indicator, as: sign, where: {name: struck, about: $event.id}}",
        ),
    ):
        book.rule(id, when, caveat("It was at {{ event.place }}."))
    assert [code for code, _ in found(book)] == codes * 2


def test_a_second_rule_behind_an_indicator_may_ask_less(book: SmallRulebook) -> None:
    book.rule("a-sign", PLACED, SIGN % "struck")
    book.rule("b-sign", EVENT, SIGN % "struck")
    book.rule("c-sign", EVENT, SIGN % "other")
    when = "- {match: indicator, as: sign, where: {name: struck}}\n- {match: incident, as: event, where: {id: $sign.about}}"
    book.rule("a-rule", when, caveat("It was at {{ event.place }}."))
    assert [code for code, _ in found(book)] == ["L10"]


def test_a_condition_of_another_clause_makes_a_field_known(book: SmallRulebook) -> None:
    book.rule(
        when=f"{EVENT}\n- {{match: vessel, as: ship, where: {{id: $event.vessel}}}}",
        then=caveat("{{ event.vessel }} hit."),
    )
    book.rule("b-rule", f"{EVENT}\n- {{none: vessel, where: {{id: $event.vessel}}}}", caveat("{{ event.vessel }} hit."))
    rulebook = book.load()
    known = KnownFields(rulebook.rules.values())
    assert "vessel" in known.of(rulebook.rules["a-rule"], "event")
    assert "vessel" not in known.of(rulebook.rules["b-rule"], "event")


def test_every_choice_and_every_gap_is_tried(book: SmallRulebook) -> None:
    book.rule(when=EVENT, then=caveat("It was {{ event.type }}[ ({{ event.place }})][ by {{ event.vessel }}]."))
    rulebook = book.load()
    rule = rulebook.rules["a-rule"]
    (sentence,) = sentences_of(rule)
    texts = {trial.text for trial in Trials(rulebook, KnownFields([rule])).of(rule, sentence)}
    assert "It was cable damage." in texts
    assert "It was cable damage (‹place of event›)." in texts
    assert "It was cable damage by ‹vessel of event›." in texts
    assert "It was arson (‹place of event›) by ‹vessel of event›." in texts
