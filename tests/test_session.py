"""What a session tells: what came, what went, what is another now, and which fact did it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import countermove as cm
from countermove.assessment import history
from countermove.assessment.assess import recommendation_of
from countermove.facts.fact import Fact
from countermove.rulebook.rulebook import Rulebook
from countermove.session import Session
from session_trial import DAY, advice, entangled, from_scratch, in_full, made
from small_rulebook import SmallRulebook

SHIP, OTHER, RADIO = "imo:9256054", "imo:9256078", "mmsi:273000001"


def word(source: str, grade: str = "B2", **more: Any) -> cm.Evidence:
    return cm.Evidence.model_validate({"source": source, "reliability": grade[0], "credibility": int(grade[1]), **more})


def ship(id: str = SHIP, *evidence: cm.Evidence, **values: Any) -> Fact:
    return made("vessel", id=id, evidence=evidence or (word("a register"),), **values)


def gap(vessel: str = SHIP, month: int = 3, *evidence: cm.Evidence, **values: Any) -> Fact:
    start = f"2025-{month:02}-01T00:00:00Z"
    return made(
        "ais_gap", vessel=vessel, start=start, evidence=evidence or (word("a receiver"),), **{"hours": 6.0, **values}
    )


@pytest.fixture
def rules(book: SmallRulebook) -> Rulebook:
    return entangled(book)


@pytest.fixture
def session(rules: Rulebook) -> Iterator[Session]:
    with Session(rules, as_of=DAY) as made_one:
        yield made_one


def told(changes: cm.Changes) -> dict[str, list[str]]:
    return {
        "gained": [change.id for change in changes.gained],
        "changed": [change.id for change in changes.changed],
        "withdrawn": [change.id for change in changes.withdrawn],
    }


def test_a_fact_that_makes_a_recommendation(session: Session) -> None:
    session.assert_facts([ship()])
    changes = session.assert_facts([gap()])
    assert told(changes) == {"gained": [f"inspect-insurance-and-flag:{SHIP}"], "changed": [], "withdrawn": []}
    (change,) = changes.gained
    assert change.before is None
    assert change.after == session.recommendations[0]
    assert change.causes == (gap().id,)
    assert changes


def test_a_fact_that_changes_nothing(session: Session) -> None:
    changes = session.assert_facts([gap()])
    assert not changes
    assert changes.as_text() == "nothing changed"


def test_a_fact_that_is_taken_back(session: Session) -> None:
    session.assert_facts([ship(), gap()])
    changes = session.retract(gap().id)
    assert told(changes)["withdrawn"] == [f"inspect-insurance-and-flag:{SHIP}"]
    assert changes.withdrawn[0].causes == (gap().id,)
    assert session.recommendations == ()


def test_a_blocking_fact_withdraws_and_its_leaving_brings_back(session: Session) -> None:
    held = made("detention", vessel=SHIP, start=date(2025, 4, 1))
    session.assert_facts([ship(), gap()])
    assert session.assert_facts([held]).withdrawn[0].causes == (held.id,)
    assert session.retract([held.id]).gained[0].causes == (held.id,)


def test_a_second_source_changes_the_confidence(session: Session) -> None:
    session.assert_facts([ship(), gap()])
    (change,) = session.assert_facts([gap(SHIP, 3, word("a satellite")), ship(SHIP, word("a paper"))]).changed
    assert change.before
    assert change.after
    assert change.before.confidence.low < change.after.confidence.low
    assert {"priority", "confidence"} <= set(change.what)
    assert change.causes == (gap().id, SHIP)


def test_a_name_that_only_a_sentence_shows(book: SmallRulebook) -> None:
    """The company is in no match: its name alone is shown."""
    with Session(entangled(book), as_of=DAY) as session:
        stake = made("ownership", owner="register:1", asset="register:2", share=60.0)
        session.assert_facts([stake])
        changes = session.assert_facts([made("company", id="register:1", name="Alpha")])
        (change,) = changes.changed
        assert change.what == ("sentence",)
        assert change.causes == ("register:1",)
        assert session.recommendations[0].headline == "List-it register:2 of Alpha"


def test_rank_alone(session: Session) -> None:
    session.assert_facts([ship(), ship(OTHER), gap(OTHER, 2)])
    changes = session.assert_facts([gap(SHIP, 3)])
    (change,) = changes.changed
    assert (change.id, change.what) == (f"inspect-insurance-and-flag:{OTHER}", ("rank",))
    assert change.causes == (gap().id,)
    assert "1 more changed only its rank" in changes.as_text()


def test_a_tie_counts_as_a_change_of_rank(session: Session) -> None:
    session.assert_facts([ship(), ship(OTHER), gap(SHIP)])
    (change,) = session.assert_facts([gap(OTHER)]).changed
    assert change.what == ("rank",)
    assert change.after
    assert change.after.tied
    session.retract(gap(OTHER).id)
    assert not session.recommendations[0].tied


def test_advice_of_restraint_withdraws_a_measure(session: Session) -> None:
    session.assert_facts([ship(), gap()])
    changes = session.assert_facts([gap(SHIP, 2, hours=1.0, receiver_suspect=True)])
    assert f"stand-down:{SHIP}" in told(changes)["gained"]
    assert told(changes)["withdrawn"] == [f"inspect-insurance-and-flag:{SHIP}"]
    assert changes.withdrawn[0].causes == (gap(SHIP, 2).id,)
    standing = next(r for r in session.recommendations if r.action == "stand-down")
    assert [w.action for w in standing.withheld] == ["inspect-insurance-and-flag"]


def test_a_caveat_for_all_reaches_all(session: Session) -> None:
    session.assert_facts([made("ownership", owner="register:1", asset="register:2", share=60.0)])
    part = made("ownership", owner="register:3", asset="register:3", share=30.0)
    (change,) = session.assert_facts([part]).changed
    assert change.id == "list-it:register:2"
    assert "caveats" in change.what
    assert change.causes == (part.id,)
    (change,) = [c for c in session.retract(part.id).changed if c.id == "list-it:register:2"]
    assert "caveats" in change.what


def test_a_caveat_on_one_target(session: Session) -> None:
    session.assert_facts([ship(), gap(SHIP, 2), gap(SHIP, 3), ship(OTHER), gap(OTHER, 2), gap(OTHER, 3)])
    changes = session.assert_facts([made("detention", vessel=SHIP, start=date(2025, 4, 1), by="Estonia")])
    cautioned = [change for change in changes.changed if "caveats" in change.what]
    assert {change.after.target.id for change in cautioned if change.after} == {SHIP}


def test_the_target_moves_with_a_field_that_is_no_key(book: SmallRulebook) -> None:
    book.rule("flagged", then=advice("inspect-insurance-and-flag", "$ship.flag", "{{ ship.flag }}"))
    with Session(book.load(), as_of=DAY) as session:
        session.assert_facts([ship(SHIP, word("a blog", "C3"), flag="iso3166:PA")])
        changes = session.assert_facts([ship(SHIP, word("a register", "A2"), flag="iso3166:RU")])
        assert told(changes)["gained"] == ["inspect-insurance-and-flag:iso3166:RU"]
        assert told(changes)["withdrawn"] == ["inspect-insurance-and-flag:iso3166:PA"]
        assert changes.withdrawn[0].causes == (SHIP,)


def test_what_is_derived_moves_with_a_field_that_is_no_key(book: SmallRulebook) -> None:
    book.rule("flagged", then="conclude: {kind: indicator, name: flag, about: $ship.flag}")
    book.rule(
        "next",
        "- {match: indicator, as: sign}",
        advice("inspect-insurance-and-flag", "$sign.about", "{{ sign.about }}"),
    )
    with Session(book.load(), as_of=DAY) as session:
        session.assert_facts([ship(SHIP, word("a blog", "C3"), flag="iso3166:PA")])
        changes = session.assert_facts([ship(SHIP, word("a register", "A2"), flag="iso3166:RU")])
        assert told(changes)["gained"] == ["inspect-insurance-and-flag:iso3166:RU"]
        assert told(changes)["withdrawn"] == ["inspect-insurance-and-flag:iso3166:PA"]


def test_another_ground_for_a_derived_fact_changes_the_justification(book: SmallRulebook) -> None:
    """The same facts lead to the same sign by two rules; only the way there is another."""
    conclude = "conclude: {kind: indicator, name: seen, about: $ship.id}"
    book.rule("one", "- {match: vessel, as: ship}", conclude)
    book.rule("two", "- {match: vessel, as: ship}\n- {none: detention, where: {vessel: $ship.id}}", conclude)
    book.rule(
        "next",
        "- {match: indicator, as: sign}",
        advice("inspect-insurance-and-flag", "$sign.about", "{{ sign.about }}"),
    )
    with Session(book.load(), as_of=DAY) as session:
        session.assert_facts([ship()])
        held = made("detention", vessel=SHIP, start=date(2025, 4, 1))
        (change,) = session.assert_facts([held]).changed
        assert change.what == ("justification",)
        assert change.causes == (held.id,)


def test_controls_that_bear_each_other(session: Session, rules: Rulebook) -> None:
    """Owners in a ring: each control follows from others, and all go with the one that bears them."""
    ring = [
        made("ownership", owner=f"register:{i}", asset=f"register:{i % 3 + 1}", evidence=[word(f"paper {i}", "C3")])
        for i in (1, 2, 3)
    ]
    for stake in ring:
        session.assert_facts([stake])
        assert in_full(session.recommendations) == in_full(from_scratch(session, rules))
    session.assert_facts([made("ownership", owner="register:1", asset="register:2", evidence=[word("more", "A1")])])
    assert in_full(session.recommendations) == in_full(from_scratch(session, rules))
    session.retract(ring[2].id)
    assert in_full(session.recommendations) == in_full(from_scratch(session, rules))


def test_a_day_that_moves_on(session: Session) -> None:
    late = gap(SHIP, 3, reported=date(2025, 7, 1))
    assert not session.assert_facts([ship(), late])
    changes = session.advance(date(2025, 7, 2))
    assert changes.gained[0].causes == ("2025-07-02",)
    assert session.as_of == date(2025, 7, 2)
    (change,) = session.advance(date(2026, 7, 2)).changed
    assert "priority" in change.what
    assert change.causes == ("2026-07-02",)


def test_evidence_counts_from_the_day_it_was_published(session: Session, rules: Rulebook) -> None:
    later = word("a satellite", "A1", published=date(2025, 7, 1))
    now = word("a receiver", "B2", published=date(2025, 4, 1))
    session.assert_facts([ship(SHIP, now), gap(SHIP, 3, now, later)])
    assert session.recommendations[0].justifications
    session.advance(date(2025, 7, 1))
    assert in_full(session.recommendations) == in_full(from_scratch(session, rules))


def test_the_same_day_again_changes_nothing(session: Session) -> None:
    session.assert_facts([ship(), gap()])
    assert not session.advance(DAY)


def test_a_source_is_withdrawn(session: Session) -> None:
    paper = word("A Paper")
    session.assert_facts([ship(), gap(SHIP, 2, paper), gap(SHIP, 3, word("a receiver"), paper)])
    session.assert_facts([ship(OTHER), gap(OTHER, 2, word("another paper", origin="a paper"))])
    changes = session.retract_source("a paper")
    assert f"inspect-insurance-and-flag:{OTHER}" in told(changes)["withdrawn"]
    assert {claim.id for claim in session.claims} == {SHIP, OTHER, gap(SHIP, 3).id}
    assert [len(claim.evidence) for claim in session.claims if claim.kind == "ais_gap"] == [1]
    causes = {cause for part in (changes.changed, changes.withdrawn) for change in part for cause in change.causes}
    assert causes == {gap(SHIP, 2).id, gap(SHIP, 3).id, gap(OTHER, 2).id}


def test_a_source_that_is_cited_again_counts_again(session: Session) -> None:
    session.assert_facts([ship(), gap()])
    session.retract_source("a receiver")
    assert told(session.assert_facts([gap()]))["gained"] == [f"inspect-insurance-and-flag:{SHIP}"]


def test_a_radio_number_that_is_resolved_later(session: Session) -> None:
    session.assert_facts([ship(RADIO), gap(RADIO)])
    assert session.recommendations[0].target.id == RADIO
    changes = session.assert_facts([ship(RADIO, word("a list"), imo="9256054")])
    assert told(changes)["gained"] == [f"inspect-insurance-and-flag:{SHIP}"]
    assert told(changes)["withdrawn"] == [f"inspect-insurance-and-flag:{RADIO}"]
    assert changes.gained[0].causes == (RADIO,)
    assert told(session.retract(SHIP))["withdrawn"] == [f"inspect-insurance-and-flag:{SHIP}"]
    assert {claim.kind for claim in session.claims} == {"ais_gap"}


def test_a_country_described_otherwise(book: SmallRulebook) -> None:
    book.rule(
        "named", "- {match: country, as: state, where: {id: 'iso3166:KZ'}}",
        advice("inspect-insurance-and-flag", "$state.id", "{{ state.name }}"),
    )  # fmt: skip
    with Session(book.load(), as_of=DAY) as session:
        assert session.recommendations[0].target.name == "Kazakhstan"
        session.assert_facts([made("country", id="iso3166:KZ", name="The Steppe")])
        assert session.recommendations[0].target.name == "The Steppe"
        session.retract("iso3166:KZ")
        assert session.recommendations[0].target.name == "Kazakhstan"


def test_changes_read_late_tell_what_was_true_then(session: Session) -> None:
    session.assert_facts([ship(name="ONE")])
    first = session.assert_facts([gap()])
    session.retract(gap().id)
    session.retract(SHIP)
    (change,) = first.gained
    assert change.after
    assert change.after.target.name == "ONE"
    assert session.recommendations == ()


def test_changes_nobody_keeps_cost_nothing_later(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_AT_REST", 3)
    session.assert_facts([ship()])
    kept = session.assert_facts([gap(SHIP, 2)])
    for month in range(3, 9):
        session.assert_facts([gap(SHIP, month)])
    gc.collect()
    assert told(kept)["gained"] == [f"inspect-insurance-and-flag:{SHIP}"]
    (standing,) = [r for r in session.recommendations if r.action == "inspect-insurance-and-flag"]
    assert len(standing.justifications) == 5


def test_changes_that_are_kept_for_ever_are_told_in_the_end(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_AT_REST", 2)
    monkeypatch.setattr(history, "_AT_MOST", 4)
    session.assert_facts([ship()])
    kept = [session.assert_facts([gap(SHIP, month)]) for month in range(1, 9)]
    assert len(kept[0].gained) == 1
    told_of = [{what for change in changes.changed for what in change.what} for changes in kept]
    assert all("justification" in what for what in told_of[1:6])
    assert told_of[6:] == [set(), set()]


def test_changes_can_be_read_after_the_end(rules: Rulebook) -> None:
    session = Session(rules, as_of=DAY, facts=[ship()])
    changes = session.assert_facts([gap()])
    session.close()
    session.close()
    assert changes.gained
    with pytest.raises(cm.UsageError, match="closed"):
        session.assert_facts([gap()])
    with pytest.raises(cm.UsageError, match="closed"):
        _ = session.recommendations


def test_inputs_and_notes_of_what_was_read_stay(tmp_path: Path, rules: Rulebook) -> None:
    line = f'{{"kind": "ais_gap", "vessel": "{RADIO}", "start": "2025-03-01T00:00:00Z", "hours": 6}}\n'
    (tmp_path / "gaps.jsonl").write_text(line, encoding="utf-8")
    facts = cm.read_facts(tmp_path / "gaps.jsonl")
    with Session(rules, as_of=DAY, facts=facts) as session:
        assert session.facts == facts
        expected = cm.brief(facts, rules, as_of=DAY, engine="network")
        assert session.briefing().model_dump_json() == expected.model_dump_json()
        assert any("stands with no ship" in note for note in session.facts.notes)
        session.assert_facts([ship(RADIO, mmsi="273000001"), ship(SHIP, mmsi="273000001")])
        assert not any("stands with no ship" in note for note in session.facts.notes)
        assert session.facts.inputs == facts.inputs


def test_top_keeps_the_highest_items(session: Session) -> None:
    session.assert_facts([ship(), gap(SHIP, 2), gap(SHIP, 3)])
    assert len(session.briefing(top=1).items) == 1


def test_the_text_for_people(session: Session) -> None:
    session.assert_facts([ship()])
    assert session.assert_facts([gap()]).as_text().splitlines() == [
        "gained: Inspect-insurance-and-flag the ship with IMO number 9256054 (rank 1, confidence moderate)",
        f"  because of {gap().id}",
    ]  # fmt: skip
    about = "Inspect-insurance-and-flag the ship with IMO number 9256054"
    assert session.assert_facts([gap(SHIP, 3, word("a list"))]).as_text().splitlines() == [
        f"changed: {about} (confidence moderate 0.75–0.85 to high 0.75–0.85)",
        f"  because of {gap().id}",
    ]
    assert session.retract([gap().id, SHIP]).as_text().splitlines() == [
        f"withdrawn: {about} (was rank 1)",
        f"  because of {gap().id}, {SHIP}",
    ]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"audience": "mars"}, "there is no audience 'mars'"),
        ({"engine": "duckdb"}, "no session can be held on the engine 'duckdb'"),
        ({"as_of": datetime(2025, 6, 1)}, "'as_of' is a day"),  # noqa: DTZ001
        ({"as_of": "2025-06-01"}, "'as_of' is a day"),
        ({"as_of": date(1990, 1, 1)}, "has no value on 1990-01-01"),
        ({"facts": [1]}, "a int is no fact"),
    ],
)
def test_a_session_that_cannot_be(rules: Rulebook, wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(cm.UsageError, match=message):
        Session(rules, **{"as_of": DAY, **wrong})


def test_wrong_use_names_the_nearest_and_changes_nothing(session: Session) -> None:
    session.assert_facts([ship(), gap()])
    before = session.claims
    with pytest.raises(cm.UsageError, match="did you mean 'imo:9256054'"):
        session.retract([gap().id, "imo:9256045"])
    with pytest.raises(cm.UsageError, match="did you mean 'a receiver'"):
        session.retract_source("a reciever")
    with pytest.raises(cm.UsageError, match="shipped register"):
        session.retract("iso3166:KZ")
    with pytest.raises(cm.UsageError, match="cannot go back"):
        session.advance(date(2025, 5, 31))
    with pytest.raises(cm.UsageError, match="a fact on its own"):
        session.assert_facts(ship())  # type: ignore[arg-type]
    with pytest.raises(cm.UsageError, match="counts items from 1"):
        session.briefing(top=0)
    assert session.claims == before
    assert len(session.recommendations) == 1


@pytest.mark.parametrize("engine", ["network", "durable"])
def test_facts_that_lead_to_what_cannot_be_are_refused(book: SmallRulebook, engine: str) -> None:
    """Two signs differ only in the spelling of a name, and would have one id."""
    book.rule("odd", then="conclude: {kind: indicator, name: odd, subject: $ship.name}")
    book.rule()
    with Session(book.load(), as_of=DAY, engine=engine) as session:
        session.assert_facts([ship(name="A B")])
        before, claims = session.recommendations, session.claims
        for wrong in ([ship(OTHER, name="A_B")], [ship(SHIP, word("x", "A1")), ship(OTHER, name="A_B")]):
            with pytest.raises(cm.EngineError):
                session.assert_facts(wrong)
            assert session.claims == claims
            assert session.recommendations == before
        assert told(session.assert_facts([ship(OTHER, name="C")]))["gained"] == [f"inspect-insurance-and-flag:{OTHER}"]


@pytest.mark.parametrize("error", [ValueError("odd"), KeyboardInterrupt()])
@pytest.mark.parametrize("call", [1, 2])
def test_what_is_broken_off_is_begun_again(
    session: Session, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, error: BaseException, call: int
) -> None:
    """Weighing fails or is interrupted; the session goes on as it should."""
    session.assert_facts([ship(), gap(), *(gap(SHIP, month) for month in (2, 4))])
    changes = session.assert_facts([ship(OTHER), gap(OTHER)])
    calls: list[Any] = []

    def failing(*arguments: Any) -> Any:
        calls.append(arguments)
        if len(calls) == call:
            raise error
        return recommendation_of(*arguments)

    monkeypatch.setattr("countermove.assessment.live_assessment.recommendation_of", failing)
    with pytest.raises(type(error) if isinstance(error, KeyboardInterrupt) else ValueError):
        _ = changes.gained
    with pytest.raises((ValueError, cm.UsageError), match=r"odd|interrupted"):
        _ = changes.gained
    assert in_full(session.recommendations) == in_full(from_scratch(session, rules))
    assert session.assert_facts([ship("imo:9321172"), gap("imo:9321172")]).gained
    assert in_full(session.recommendations) == in_full(from_scratch(session, rules))
