"""Nothing against lawful speech: what acts against a speaker asks for deception, and what names an author for graded words.

The rules are held against that clause by clause, in every way in which they can fire; then the whole rulebook is given a campaign
that deserves everything but for the one thing that counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest

from countermove import resources
from countermove.brief import weigh
from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS
from countermove.reading.facts_source import read_facts
from countermove.reading.rulebook_reader import load_rulebook
from countermove.rulebook.clause import Match, Simple, branches
from countermove.rulebook.condition import Constant
from countermove.rulebook.rule import Recommend, Rule
from countermove.rulebook.rulebook import Rulebook

AUTHOR_NAMED = {"expose-campaign", "list-campaign-operators", "list-under-moldova-regime"}
"""Measures against speakers that say whose they are."""
NO_AUTHOR_NAMED = {"notify-platforms", "help-imitated-outlets", "ask-for-sponsor-disclosure"}
"""Measures against speakers that rest on conduct alone."""
AGAINST_SPEAKERS = AUTHOR_NAMED | NO_AUTHOR_NAMED
AGAINST_NOBODY_WHO_SPEAKS = {"support-regulator"}
"""Measures of step 3 that concern markets."""
OF_SPEECH = {
    "eu-dsa-systemic-risk", "eu-dsa-trusted-flaggers-22", "eu-dsa-crisis-36", "eu-dsa-crisis-protocols-48", "eu-broadcast-2f",
    "eu-hybrid-broadcast", "uk-foreign-interference-offence", "uk-firs-enhanced",
}  # fmt: skip
"""Instruments that reach those who publish, or what they publish."""
FIRM = {"stated", "court"}
DAY = date(2026, 6, 30)


@cache
def rulebook() -> Rulebook:
    return load_rulebook()


def recommending(actions: set[str]) -> Iterator[tuple[Rule, tuple[Simple, ...]]]:
    """The active rules that recommend one of the actions, with every way in which each can fire."""
    for rule in rulebook().active(DAY):
        if isinstance(rule.then, Recommend) and rule.then.action in actions:
            for way in branches(rule.when):
                yield rule, way


def asks(clause: Simple, kind: str, **wanted: object) -> bool:
    """Whether a clause looks for a fact of the kind with these constants among its conditions."""
    return (
        isinstance(clause, Match)
        and clause.kind == kind
        and all(
            any(c.field == field and c.operands == (Constant(value),) for c in clause.where)  # type: ignore[arg-type]
            for field, value in wanted.items()
        )
    )


def choices(clause: Simple, field: str) -> set[str]:
    """The constants among which a clause wants a field."""
    found: set[str] = set()
    for condition in clause.where:
        if condition.field == field and isinstance(condition.operands[0], Constant):
            value = condition.operands[0].value
            found |= {str(one) for one in value} if isinstance(value, tuple) else {str(value)}
    return found


def deceives(clause: Simple) -> bool:
    return (
        asks(clause, "indicator", name="covert-conduct")
        or asks(clause, "cultural_programme", covert=True)
        or (clause.kind == "media_channel" and isinstance(clause, Match) and bool(choices(clause, "imitates")))
        or (
            clause.kind == "influence_campaign"
            and isinstance(clause, Match)
            and choices(clause, "conduct") == {"hidden_money", "vote_buying"}
        )
    )


def names_russia_firmly(clause: Simple) -> bool:
    by_sign = asks(clause, "indicator", name="officially-attributed-to-russia")
    return by_sign or (
        asks(clause, "attribution", actor="iso3166:RU")
        and 0 < len(choices(clause, "strength")) <= len(FIRM & choices(clause, "strength"))
    )


def test_every_measure_of_step_3_is_sorted() -> None:
    step3 = {
        rule.then.action for rule in rulebook().active(DAY)
        if rule.ruleset == "influence" and isinstance(rule.then, Recommend)
    }  # fmt: skip
    measures = {action for action in step3 if rulebook().actions[action].family == "measure"}
    assert measures == AGAINST_SPEAKERS | AGAINST_NOBODY_WHO_SPEAKS


def test_instruments_that_reach_those_who_publish_serve_those_measures_only() -> None:
    using = {
        action.id for action in rulebook().actions.values()
        if any(OF_SPEECH & set(instruments) for instruments in action.instruments.values())
    }  # fmt: skip
    assert using <= AGAINST_SPEAKERS


def test_what_acts_against_a_speaker_asks_for_deception() -> None:
    found = list(recommending(AGAINST_SPEAKERS))
    assert len({rule.then.action for rule, _ in found if isinstance(rule.then, Recommend)}) == len(AGAINST_SPEAKERS)
    assert [rule.id for rule, way in found if not any(deceives(clause) for clause in way)] == []


def test_what_names_an_author_asks_for_graded_words() -> None:
    found = list(recommending(AUTHOR_NAMED))
    assert [rule.id for rule, way in found if not any(names_russia_firmly(clause) for clause in way)] == []


def campaign(
    conduct: list[str], strength: str, actor: str = "iso3166:RU", standing: str | None = "authority"
) -> list[Fact]:
    """A campaign that is large, listed by allies, laid at the door of a state, and aimed at a country that votes soon."""
    given: list[dict[str, Any]] = [
        {"kind": "influence_campaign", "id": "campaign:a", "campaign": "Example", "channels": 5000, "counted": "sites", "start": "2026-01-01",
         "operators": ["Example Agency"], "sanctioned_by": ["US"], "conduct": conduct},
        {"kind": "influence_campaign", "id": "campaign:b", "campaign": "Example, not listed", "start": "2026-01-02", "operators": ["Other Agency"],
         "conduct": conduct},
        {"kind": "media_channel", "id": "domain:example.example", "name": "Example", "campaign": "campaign:a"},
        {"kind": "cultural_programme", "id": "cultural_programme:a", "agency": "Rossotrudnichestvo", "country": "iso3166:AM"},
        {"kind": "election", "id": "election:a", "country": "iso3166:MD", "date": "2026-08-01"},
        *({"kind": "campaign_target", "id": f"{name}/target", "campaign": name, "country": "iso3166:MD"} for name in ("campaign:a", "campaign:b")),
        *({"kind": "attribution", "id": f"{name}/word", "subject": name, "actor": actor, "by": "Example authority", "strength": strength,
           **({"standing": standing} if standing else {})}
          for name in ("campaign:a", "campaign:b")),
    ]  # fmt: skip
    return [KINDS[fact["kind"]].model_validate(fact) for fact in given]


def proposed(facts: list[Fact], audience: str = "eu") -> set[str]:
    weighed = weigh(facts, rulebook(), as_of=DAY, audience=audience, engine="reference")
    return {r.action for r in weighed.assessment.recommendations}


@pytest.mark.parametrize("audience", ["eu", "uk", "us", "nato"])
def test_a_campaign_that_deceives_nobody_meets_no_measure(audience: str) -> None:
    assert proposed(campaign([], "court"), audience) & AGAINST_SPEAKERS == set()
    assert "expose-campaign" in proposed(campaign(["forgery"], "court"), audience)


@pytest.mark.parametrize(
    ("strength", "standing"),
    [
        ("denied", "authority"),
        ("none", "authority"),
        ("suspected", "authority"),
        ("assessed", "company"),
        ("assessed", None),
        ("stated", "press"),
        ("stated", "researchers"),
        ("stated", "accused"),
        ("stated", None),
    ],
)
def test_without_firm_words_of_somebody_with_standing_no_measure_names_an_author(
    strength: str, standing: str | None
) -> None:
    assert proposed(campaign(["forgery"], strength, standing=standing)) & AUTHOR_NAMED == set()
    assert proposed(campaign(["forgery"], "stated")) >= {"expose-campaign", "list-under-moldova-regime"}


@pytest.mark.parametrize("actor", ["iso3166:CN", "iso3166:IR", "iso3166:BY"])
def test_a_campaign_of_another_state_is_passed_on_and_nothing_else(actor: str) -> None:
    assert proposed(campaign(["forgery"], "court", actor)) == {"refer-to-other-desk", "offer-own-programme"}


def test_the_positions_of_other_states_trigger_nothing() -> None:
    shipped = read_facts(resources.folder("examples") / "curated").of_kind("market_stake")
    russian = [stake for stake in shipped if getattr(stake, "holder_country", None) == "iso3166:RU"]
    chinese = [stake.model_copy(update={"holder_country": "iso3166:CN"}) for stake in russian]
    assert len(proposed(russian)) >= 5
    assert proposed(chinese) == set()


@pytest.mark.parametrize("audience", ["eu", "uk", "us"])
def test_a_person_is_a_target_only_through_a_listing_or_words_on_a_role(audience: str) -> None:
    shipped = weigh(
        read_facts(resources.folder("examples")), rulebook(), as_of=None, audience=audience, engine="reference"
    )
    for recommendation in shipped.assessment.recommendations:
        if recommendation.target.kind == "person" or recommendation.target.id.startswith("person:"):
            kinds = {kind for justification in recommendation.justifications for kind, _ in justification.facts}
            assert kinds & {"designation", "attribution"}, recommendation.headline


def before_a_vote(country: str, campaign: dict[str, Any], *words: dict[str, Any]) -> list[Fact]:
    """A campaign that aims at a country which votes in a month, and what is said of it."""
    given: list[dict[str, Any]] = [
        {"kind": "influence_campaign", "id": "campaign:c", "start": "2026-05-01", **campaign},
        {"kind": "campaign_target", "id": "campaign:c/target", "campaign": "campaign:c", "country": country},
        {"kind": "country", "id": country, "name": "Example State"},
        {"kind": "country", "id": "iso3166:IR", "name": "Iran"},
        {"kind": "election", "id": "election:c", "country": country, "date": "2026-08-01"},
        *({"kind": "attribution", "id": f"word:{n}", "subject": "campaign:c", **word} for n, word in enumerate(words)),
    ]
    return [KINDS[fact["kind"]].model_validate(fact) for fact in given]


def named(standing: str, strength: str = "stated", actor: str = "iso3166:RU", **more: Any) -> dict[str, Any]:
    return {"actor": actor, "by": f"Example {standing}", "strength": strength, "standing": standing, **more}


OPEN_PARTY = {"campaign": "Example Party against sanctions", "covert": False}
INVESTIGATION = {"campaign": "Investigations of an association", "covert": False}
COVERT = {"campaign": "Example", "covert": True, "conduct": ["hidden_money"], "operators": ["Example Agency"]}
OPENED_BY_STANDING = AUTHOR_NAMED | {"trace-covert-funding"}


@pytest.mark.parametrize("audience", ["eu", "uk", "us"])
def test_a_party_that_its_government_calls_russian_is_left_alone_before_the_vote(audience: str) -> None:
    facts = before_a_vote("iso3166:MD", OPEN_PARTY, named("authority"))
    weighed = weigh(facts, rulebook(), as_of=DAY, audience=audience, engine="reference")
    assert [r.headline for r in weighed.assessment.recommendations] == [
        "Take no measure against those who speak in Example Party against sanctions"
    ]
    hidden = before_a_vote("iso3166:MD", OPEN_PARTY | {"covert": True}, named("authority"))
    assert "expose-campaign" in proposed(hidden, audience)


def test_an_investigation_that_a_check_bears_out_meets_nothing() -> None:
    facts = before_a_vote("iso3166:LV", INVESTIGATION, named("authority"))
    story = {"kind": "narrative", "id": "story", "campaign": "campaign:c", "text": "Ministers took bribes.", "first_seen": "2026-05-02"}  # fmt: skip
    move = {"kind": "market_move", "id": "move", "market": "Example Exchange", "country": "iso3166:LV", "date": "2026-05-03", "percent": -6.0}  # fmt: skip
    about = [*facts, KINDS["market_move"].model_validate(move)]
    assert proposed([*about, KINDS["narrative"].model_validate({**story, "false": False})]) == set()
    assert proposed([*about, KINDS["narrative"].model_validate({**story, "false": True})]) == {"answer-in-the-open"}


@pytest.mark.parametrize("standing", ["press", "company", "researchers", "accused"])
def test_whoever_has_no_standing_opens_no_measure_whatever_verb_is_used(standing: str) -> None:
    assert proposed(before_a_vote("iso3166:MD", COVERT, named(standing))) & OPENED_BY_STANDING == set()
    assert proposed(before_a_vote("iso3166:MD", COVERT, named("authority"))) >= OPENED_BY_STANDING - {
        "list-campaign-operators"
    }


def test_a_later_ruling_of_a_court_ends_the_accusation() -> None:
    accused = before_a_vote("iso3166:MD", COVERT, named("authority", date="2026-05-05"))
    cleared = before_a_vote(
        "iso3166:MD", COVERT, named("authority", date="2026-05-05"), named("court", "denied", date="2026-06-05")
    )
    assert "withhold-attribution" not in proposed(accused)
    assert proposed(cleared) & AUTHOR_NAMED == set()
    assert "withhold-attribution" in proposed(cleared)


def test_a_service_that_names_another_state_outweighs_outsiders_who_name_russia() -> None:
    service, outsiders = named("service", "assessed", "iso3166:IR"), named("researchers", "assessed")
    assert proposed(before_a_vote("iso3166:US", COVERT, service, outsiders)) == {"refer-to-other-desk"}
    assert "refer-to-other-desk" not in proposed(before_a_vote("iso3166:US", COVERT, outsiders))


@pytest.mark.parametrize(("written", "read"), [(["eu", "uk"], ("EU", "UK")), (["EU "], ("EU",))])
def test_whose_lists_are_read_in_either_spelling(written: list[str], read: tuple[str, ...]) -> None:
    record = {"kind": "influence_campaign", "id": "campaign:c", "campaign": "Example", "sanctioned_by": written}
    assert KINDS["influence_campaign"].model_validate(record).model_dump()["sanctioned_by"] == read


def test_a_list_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="sanctioned_by"):
        KINDS["influence_campaign"].model_validate(
            {"kind": "influence_campaign", "id": "campaign:c", "campaign": "Example", "sanctioned_by": ["EU Council"]}
        )
