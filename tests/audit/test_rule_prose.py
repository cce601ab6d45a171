"""The page of a rule reads as plain English, whatever operators and templates the rule uses."""

from __future__ import annotations

import pytest

from countermove.audit.neighbours import builds_on, used_by
from countermove.audit.rule_page import rule_page
from countermove.audit.sentence_shape import sentence_shape
from countermove.reading.rulebook_reader import load_rulebook
from countermove.rulebook.clause import Absent, Aggregate, AnyOf, Match
from countermove.rulebook.condition import AsOf, Condition, Constant, FieldReference, ParameterReference, Scaled
from countermove.rulebook.phrases import PhraseTable
from countermove.rulebook.prose import Prose
from countermove.rulebook.rulebook import Rulebook


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


def _asked(rulebook: Rulebook, kind: str, condition: Condition) -> str:
    _, line = Prose(rulebook.parameters).clauses([Match(kind, "it", (condition,))])
    return line.removeprefix("   - ")


@pytest.mark.parametrize(
    ("kind", "condition", "wanted"),
    [
        ("designation", Condition("entity", "eq", (FieldReference("ship", "id"),)), "its entity is *ship*"),
        ("indicator", Condition("about", "eq", (FieldReference("ship", "id"),)), "it is about *ship*"),
        ("country", Condition("id", "ne", (Constant("iso3166:RU"),)), "it is not Russia"),
        ("country", Condition("id", "eq", (FieldReference("deal", "holder"),)), "it is the holder of *deal*"),
        (
            "corridor_deal",
            Condition("project", "eq", (FieldReference("deal", "project"),)),
            "its project is that of *deal*",
        ),
        (
            "corridor_deal",
            Condition("stage", "in", (Constant(("talks", "agreed")),)),
            "its stage is “talks” or “agreed”",
        ),
        (
            "corridor_deal",
            Condition("countries", "contains_all", (Constant(("iso3166:RU", "iso3166:IR")),)),
            "its countries include Russia and Iran",
        ),
        (
            "corridor_deal",
            Condition("countries", "contains", (FieldReference("state", "id"),)),
            "its countries include *state*",
        ),
        (
            "ais_gap",
            Condition("receiver_suspect", "eq", (Constant(False),)),
            "it is known whether it is “receiver suspect”, and the answer is no",
        ),
        ("ais_gap", Condition("hours", "gte", (Constant(12),)), "its duration is at least 12 h"),
        ("incident", Condition("vessel", "known", (Constant(False),)), "its vessel is not known"),
        (
            "incident",
            Condition("date", "within", (ParameterReference("fresh_report_days"), AsOf()), "before"),
            "its date lies in the 365 days (parameter `fresh_report_days`) up to the day of the memo",
        ),
        (
            "cargo_sale",
            Condition("price", "gt", (ParameterReference("crude_price_cap", "eu", FieldReference("sale", "date")),)),
            "its price is more than the parameter `crude_price_cap` for the EU on the date of *sale*",
        ),
        (
            "dependence",
            Condition("value", "gte", (Scaled(FieldReference("before", "value"), 1.5),)),
            "its value is at least 1.5 times the value of *before*",
        ),
    ],
)
def test_a_condition_in_words(rulebook: Rulebook, kind: str, condition: Condition, wanted: str) -> None:
    assert _asked(rulebook, kind, condition) == wanted


def test_clauses_in_words(rulebook: Rulebook) -> None:
    said = list(
        Prose(rulebook.parameters).clauses([
            Match("expertise", "body"),
            Absent("ownership"),
            Aggregate("indicator", "count", "signs", (), "about", at_least=3),
            Aggregate("indicator", "count", None, (), at_least=1),
            Aggregate("indicator", "sum", "together", (), "value", at_least=50),
            AnyOf(((Match("vessel", "ship"),), (Match("company", "firm"), Absent("incident")))),
        ])
    )  # fmt: skip
    assert said == [
        "1. There is a record of expertise, *body*.",
        "2. There is no record of ownership.",
        "3. There are at least 3 records of the kind indicator, each about something else (*signs*).",
        "4. There is at least one record of the kind indicator.",
        "5. The value of all records of the kind indicator adds up to at least 50 (*together*).",
        "6. At least one of these holds:",
        "   - (1) There is a vessel, *ship*.",
        "   - (2) There is a company, *firm*. And: There is no incident.",
    ]


PHRASES = {
    "two": PhraseTable.model_validate({"id": "two", "title": "T", "for": ["x.y"], "words": {"a": "is agreed", "b": "is agreed", "c": "is dead"}}),
    "many": PhraseTable.model_validate({"id": "many", "title": "T", "for": ["x.y"], "words": {c: f"kind {c}" for c in "abcde"}}),
}  # fmt: skip


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        ("Inspect {{ ship.name or ship.id }} now", "Inspect ‹ship› now"),
        ("built in {{ ship.built }}", "built in ‹year of building of ship›"),
        ("{{ n.count }} {{ 'flag' if n.count == 1 else 'flags' }}", "‹count of n› ‹flag / flags›"),
        ("seen{{ ' (' if e.place else '' }}{{ e.place if e.place else '' }}{{ ')' if e.place else '' }}.", "seen (‹place of e›)."),
        ("listed by {{ c.sanctioned_by | join(' and ') }}", "listed by ‹sanctioning authorities of c›"),
        ("IMO {{ ship.imo or 'not known' }}", "IMO ‹imo of ship, else not known›"),
        ("seen[ {{ e.date | on }}][ ({{ e.place }})].", "seen[ on ‹date of e›][ (‹place of e›)]."),
        ("{{ n.count | counted('case', 'cases') }}", "‹count of n› cases"),
        ("{{ 'none' if not n.count else n.count | counted('case', 'cases') }}", "‹none / count of n cases›"),
        ("{{ 'then' if not e.date else e.date | on }}", "‹then / on date of e›"),
        ("It {{ d.stage | worded('two') }}.", "It ‹is agreed / is dead›."),
        ("a {{ e.type | worded('many') }}", "a ‹type of e›"),
        ("[named: {{ w.by if w.by != 'x' }}]", "[named: ‹author of w›]"),
    ],
)  # fmt: skip
def test_a_template_in_words(template: str, wanted: str) -> None:
    assert sentence_shape(template, PHRASES) == wanted


def test_no_page_shows_the_insides_of_a_rule(rulebook: Rulebook) -> None:
    for rule in rulebook.rules.values():
        text = "\n".join(rule_page(rulebook, rule, ()))
        assert not [mark for mark in ("{{", "}}", "$", "iso3166:", "the id of") if mark in text], rule.id


def test_neighbours_are_told_apart_by_the_constants_of_both_rules(rulebook: Rulebook) -> None:
    rules = rulebook.rules
    assert [rule.id for rule in builds_on(rules["control-ofac-chain"], rules.values())] == ["control-ofac-direct"]
    assert rules["swing-states-must-agree"] in used_by(rules["swing-state-apart"], rules.values())
    assert not builds_on(rules["joint-exercises-published-count"], rules.values())
