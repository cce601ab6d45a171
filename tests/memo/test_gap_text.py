"""Gaps as requirements that anybody can read: every operator, yes and no, one and many."""

from __future__ import annotations

from datetime import date
from string import Formatter

import pytest

from countermove.assessment.gaps import Gap
from countermove.facts import spoken as spoken_facts
from countermove.facts.fact import Fact, Position
from countermove.facts.naming import Names
from countermove.facts.questions import QUESTIONS, WORDS
from countermove.facts.registry import KINDS, fields
from countermove.facts.spoken import spoken, who_knows
from countermove.facts.time import PartialDate
from countermove.inference.truth import Context
from countermove.memo.gap_text import gap_text, question
from countermove.reading.rulebook_reader import load_rulebook
from countermove.rulebook.clause import Match, walk
from countermove.rulebook.condition import AsOf, Condition, Constant, Operand, ParameterReference, Scaled
from countermove.rulebook.rule import Recommend
from countermove.rulebook.rulebook import Rulebook
from countermove.tables.storing import defaults

NAMES = Names(())


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def context(rulebook: Rulebook) -> Context:
    return Context(rulebook, date(2026, 6, 23))


def fact(kind: str, **values: object) -> Fact:
    return KINDS[kind].model_validate({"kind": kind, **values})


def on(field: str, operator: str, *operands: Operand | object, side: str = "") -> Condition:
    whole = tuple(o if isinstance(o, AsOf | ParameterReference | Scaled) else Constant(o) for o in operands)  # type: ignore[arg-type]
    return Condition(field, operator, whole, side)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "condition", "asked"),
    [
        ("incident", on("deliberate", "eq", False), "Was X deliberate?"),
        ("incident", on("deliberate", "eq", True), "Was X deliberate?"),
        ("attribution", on("actor", "eq", "iso3166:RU"), "Does X name Russia?"),
        ("attribution", on("actor", "ne", "iso3166:RU"), "Does X name Russia?"),
        ("attribution", on("actor", "in", ("iso3166:RU", "iso3166:BY")), "Does X name Russia or Belarus?"),
        (
            "attribution", on("strength", "in", ("assessed", "stated", "court")),
            "Is the author assessed, stated outright or found by a court in X?",
        ),
        ("influence_campaign", on("channels", "gte", 50), "Does X run at least 50 channels?"),
        ("influence_campaign", on("channels", "gt", 1), "Does X run more than 1 channel?"),
        ("influence_campaign", on("channels", "gte", ParameterReference("channel_network_size")), "Does X run at least 50 channels?"),
        ("influence_campaign", on("channels", "between", 10, 50), "Does X run between 10 and 50 channels?"),
        ("influence_campaign", on("sanctioned_by", "contains_any", ("US", "UK")), "Has the US or the UK listed those behind X?"),
        ("corridor_deal", on("countries", "contains_all", ("iso3166:RU", "iso3166:IR")), "Does X run through Russia and Iran?"),
        ("corridor_deal", on("value", "lte", 20_000_000.0), "Does X cost 20,000,000 USD or less?"),
        ("ais_gap", on("hours", "lt", 12.5), "Did X last less than 12.5 hours?"),
        ("ais_gap", on("hours", "eq", 12), "Did X last exactly 12 hours?"),
        ("ais_gap", on("position", "near", Position(55.5, 20), 5), "Is the position of X within 5 km of 55.5, 20?"),
        ("expertise", on("ended", "within", 180, AsOf(), side="after"), "Does the mandate of X end within 180 days of 23 June 2026?"),
        ("port_call", on("arrived", "within", 365, AsOf(), side="before"), "Did X take place in the 365 days up to 23 June 2026?"),
        ("port_call", on("arrived", "within", 1096, AsOf(), side="around"), "Did X take place since 23 June 2023?"),
        ("port_call", on("arrived", "within", 730, AsOf(), side="before"), "Did X take place since 23 June 2024?"),
        (
            "port_call", on("arrived", "within", 1, PartialDate.parse("2026-03"), side="around"),
            "Did X take place within 1 day of March 2026, before or after?",
        ),
        ("delisting", on("date", "lte", AsOf()), "Did X take effect on or before 23 June 2026?"),
        ("delisting", on("date", "after", PartialDate.parse("2026-01-05")), "Did X take effect after 5 January 2026?"),
        ("delisting", on("date", "lt", Scaled(AsOf(), plus=-22)), "Did X take effect before 1 June 2026?"),
        ("delisting", on("date", "between", PartialDate.parse("2026"), AsOf()), "Did X take effect between 2026 and 23 June 2026?"),
        ("diplomatic_event", on("subject", "contains_text", "taiwan"), "Did X turn on “taiwan”?"),
        ("vessel", on("type", "ends_with", "tanker"), "Is the type of X one that ends in “tanker”?"),
        ("market_stake", on("status", "eq", "leaving"), "Is X up for sale?"),
        ("country", on("groups", "contains", "swing_state"), "Does X belong to the five swing states?"),
        ("vessel", on("flag", "not_in", tuple(f"iso3166:{c}" for c in ("AT", "BE", "BG", "CY", "CZ", "DE", "DK"))),
         "Does X fly the flag of Austria, Belgium, Bulgaria, Cyprus, Czechia or one of 2 more?"),
        ("court_ruling", on("authority", "eq", "eu"), "Was a listing of the EU before the court in X?"),
        ("vessel", on("call_sign", "eq", "UBXY"), "Is the call sign of X UBXY?"),
    ],
)  # fmt: skip
def test_every_operator_asks_in_english(context: Context, kind: str, condition: Condition, asked: str) -> None:
    assert question(kind, condition, "X", context, NAMES) == asked


def gap(condition: Condition, count: int = 1, ask: str = "") -> Gap:
    return Gap("accidental-incident", "count-as-no-attack", 2, "incident", condition, count, ("X",), ("incident:x",), "X", ask)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (gap(on("deliberate", "eq", False)), "Was X deliberate? Not known. If not, the advice would be: {title}"),
        (gap(on("deliberate", "eq", True)), "Was X deliberate? Not known. If so, the advice would be: {title}"),
        (gap(on("deliberate", "ne", False)), "Was X deliberate? Not known. If so, the advice would be: {title}"),
        (gap(on("asset", "ne", "a cable"), 2),
         "Did X hit a cable? Not known; the same is open for 1 more. If not, the advice would be: {title}"),
        (gap(on("deliberate", "eq", False), 1, "Denmark"),
         "Was X deliberate? Not known. If not, the advice would be: {title} Ask Denmark."),
        (gap(on("deliberate", "eq", False), 1_067, "Denmark and Sweden"),
         "Was X deliberate? Not known; the same is open for 1,066 more. If not, the advice would be: {title} "
         "For the first, ask Denmark and Sweden."),
    ],
)  # fmt: skip
def test_the_whole_requirement(rulebook: Rulebook, context: Context, one: Gap, text: str) -> None:
    title = rulebook.actions["count-as-no-attack"].title.to("eu")
    told = gap_text(one, rulebook, NAMES, context, "eu")
    assert told == text.format(title=f"{title[0].lower()}{title[1:]}.")


def test_every_field_that_a_recommending_rule_may_not_know_has_its_question(rulebook: Rulebook) -> None:
    """A required field is always there, as is one with a value of its own; only a date can be too rough."""
    lacking = {
        f"{clause.kind}.{condition.field} ({rule.id})"
        for rule in rulebook.rules.values()
        if isinstance(rule.then, Recommend) and rule.header.status != "deprecated"
        for clause in walk(rule.when)
        if isinstance(clause, Match)
        for condition in clause.where
        for field in [fields(clause.kind)[condition.field]]
        if condition.operator != "known" and not any(condition.references())
        if field.type == "day" or not (field.required or condition.field in defaults(clause.kind))
        if (clause.kind, condition.field) not in QUESTIONS
    }
    assert lacking == set()


def test_questions_ask_of_fields_that_there_are() -> None:
    for (kind, name), pattern in QUESTIONS.items():
        asked = {part for _, part, _, _ in Formatter().parse(pattern) if part}
        assert asked == ({"it"} if fields(kind)[name].type == "flag" else {"it", "value"}), (kind, name)
        assert pattern[0].islower(), (kind, name)
        assert pattern[-1] not in "?.", (kind, name)
    for (kind, name), words in WORDS.items():
        choices = fields(kind)[name].choices
        assert not choices or set(words) <= set(choices), (kind, name)


def test_every_kind_can_be_spoken_of() -> None:
    patterns = spoken_facts._PATTERNS
    for kind, pattern in patterns.items():
        assert {name for _, name, _, _ in Formatter().parse(pattern.replace("[", "").replace("]", "")) if name} <= set(
            fields(kind)
        ), kind
    unnamed = [
        kind for kind, model in KINDS.items()
        if model.key and kind not in patterns and not {"name", "campaign", "project", "asset", "agency"} & set(fields(kind))
    ]  # fmt: skip
    assert unnamed == []


DAMAGE = fact("incident", type="pipeline_damage", date="2022-09-26", place="Baltic Sea off Bornholm", countries=["iso3166:DK", "iso3166:SE"])  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (DAMAGE, "the pipeline damage of 26 September 2022 (Baltic Sea off Bornholm)"),
        (fact("incident", type="gnss_jamming", date="2024-03"), "the satellite-navigation jamming of March 2024"),
        (fact("attribution", subject=DAMAGE.id, by="a prosecutor"),
         "the attribution of the pipeline damage of 26 September 2022 (Baltic Sea off Bornholm), made by a prosecutor,"),
        (fact("attribution", subject=DAMAGE.id), "the attribution of the pipeline damage of 26 September 2022 (Baltic Sea off Bornholm)"),
        (fact("ais_gap", vessel="imo:9256054", start="2026-05-03T10:00:00Z"), "the silence of the ship with IMO number 9256054 from 3 May 2026"),
        (fact("corridor_deal", project="Rasht-Astara railway", corridor="INSTC", stage="talks"), "Rasht-Astara railway"),
        (fact("influence_campaign", campaign="visit evil.example now\n"), "visit evil[.]example now"),
    ],
)  # fmt: skip
def test_what_a_fact_is_called_in_a_sentence(given: Fact, said: str) -> None:
    assert spoken(given, Names([DAMAGE])) == said


def test_no_comma_is_left_before_the_question_mark(context: Context) -> None:
    it = "the attribution of X, made by a prosecutor,"
    assert question("attribution", on("strength", "eq", "suspected"), it, context, NAMES).endswith("a prosecutor?")


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        (DAMAGE, "Denmark and Sweden"),
        (fact("incident", type="arson", date="2024-03"), ""),
        (fact("incident", type="arson", date="2024-03", countries=["iso3166:RU"]), ""),
        (fact("expertise", name="Envoy", region="Asia", owner="the Council"), "the Council"),
        (fact("insurance", vessel="imo:9256054", insurer="none"), ""),
        (fact("port_call", vessel="imo:9256054", port="X", arrived="2026-01-01", country="iso3166:GA"), ""),
    ],
)  # fmt: skip
def test_whom_to_ask(given: Fact, asked: str) -> None:
    assert who_knows(given, NAMES) == asked
