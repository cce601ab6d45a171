"""Claims that come and go make the same facts as claims that were there from the start."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.facts.claims import Claims, Shift
from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.facts.registry import KINDS
from countermove.facts.withdrawal import without_source
from known_by_several_ids import claims as of_several_ids

SHIP, OTHER, RADIO, SECOND = "imo:9256054", "imo:9256078", "mmsi:273000001", "mmsi:273000002"
SOURCES = ("a register", "A  Register", "a paper", "an agency")

pieces = st.builds(
    Evidence,
    source=st.sampled_from(SOURCES),
    origin=st.sampled_from([None, "an agency"]),
    reliability=st.sampled_from("ABF"),
    credibility=st.sampled_from([1, 2, 6]),
)


def _made(kind: str, values: dict[str, Any]) -> Fact:
    return KINDS[kind].model_validate({"kind": kind, **{k: v for k, v in values.items() if v is not None}})


def _facts(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Fact]:
    evidence = st.lists(pieces, max_size=2).map(tuple)
    return st.fixed_dictionaries({"evidence": evidence, **fields}).map(lambda values: _made(kind, values))


numbers = st.sampled_from([None, "273000001", "273000002"])
claims = st.one_of(
    _facts(
        "vessel",
        id=st.sampled_from([SHIP, OTHER, RADIO, SECOND]),
        name=st.sampled_from([None, "ONE", "one", "TWO"]),
        mmsi=numbers,
        imo=st.sampled_from([None, "9256054"]),
        former_mmsi=st.sampled_from([(), ("273000001",)]),
        deadweight=st.sampled_from([None, 0.0, -0.0, 5.0]),
    ),
    _facts(
        "ais_gap",
        vessel=st.sampled_from([SHIP, RADIO, SECOND]),
        start=st.sampled_from(["2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z"]),
        hours=st.sampled_from([None, 3.0, 4.0]),
    ),
    _facts("company", id=st.sampled_from([SHIP, RADIO, "register:1"]), name=st.sampled_from([None, "ONE"])),
    _facts("country", id=st.sampled_from(["iso3166:KZ", "iso3166:RU"]), name=st.sampled_from(["A", "B"])),
)
any_claims = st.one_of(claims, of_several_ids)
BACKGROUND = (_made("country", {"id": "iso3166:KZ", "name": "Kazakhstan"}),)


class Follower:
    """Keeps only what the shifts tell, as an engine does."""

    def __init__(self) -> None:
        self.facts = {(fact.kind, fact.id): fact for fact in BACKGROUND}

    def follow(self, shift: Shift) -> None:
        for key in shift.gone:
            del self.facts[key]
        self.facts.update({(fact.kind, fact.id): fact for fact in shift.put})


def _expected(left: Sequence[Fact]) -> list[str]:
    made = FactSet.of(left).facts
    own = {fact.id for fact in made if fact.kind == "country"}
    return sorted(map(repr, (*made, *(fact for fact in BACKGROUND if fact.id not in own))))


steps = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.lists(any_claims, min_size=1, max_size=4)),
        st.tuples(st.just("retract"), st.lists(st.integers(0, 20), max_size=2)),
        st.tuples(st.just("withdraw"), st.sampled_from(SOURCES)),
        st.tuples(st.just("undo"), st.lists(any_claims, min_size=1, max_size=3)),
    ),
    max_size=8,
)


@settings(
    max_examples=int(os.environ.get("COUNTERMOVE_EXAMPLES", "150")), deadline=None, derandomize="CI" in os.environ
)
@given(steps)
def test_any_history_gives_what_the_claims_left_give(history: list[tuple[str, Any]]) -> None:
    standing, follower = Claims(BACKGROUND), Follower()
    for what, argument in history:
        held = list(standing)
        if what == "take":
            follower.follow(standing.take(argument))
        elif what == "retract":
            follower.follow(standing.retract([held[i] for i in argument if i < len(held)]))
        elif what == "withdraw":
            follower.follow(standing.amend(held, lambda claim, source=argument: without_source(claim, source)))  # type: ignore[misc]
        else:
            standing.take_back(standing.take(argument))
            assert sorted(map(repr, standing)) == sorted(map(repr, held))
        left = FactSet.of(standing)
        assert [repr(fact) for fact in standing.facts()] == [repr(fact) for fact in left.facts]
        assert standing.notes == left.notes
        assert standing.faults == left.faults
        assert sorted(map(repr, follower.facts.values())) == _expected(list(standing))


@settings(
    max_examples=int(os.environ.get("COUNTERMOVE_EXAMPLES", "150")), deadline=None, derandomize="CI" in os.environ
)
@given(st.lists(any_claims, max_size=6))
def test_all_taken_back_leaves_nothing(given_claims: list[Fact]) -> None:
    standing, follower = Claims(BACKGROUND), Follower()
    for claim in given_claims:
        follower.follow(standing.take([claim]))
    follower.follow(standing.retract(list(standing)))
    assert list(standing) == []
    assert follower.facts == {(fact.kind, fact.id): fact for fact in BACKGROUND}


def ship(**values: Any) -> Fact:
    return _made("vessel", {"id": SHIP, **values})


def word(source: str, **more: Any) -> Evidence:
    return Evidence.model_validate({"source": source, "reliability": "B", "credibility": 2, **more})


def test_a_shift_names_the_claim_that_did_it() -> None:
    standing = Claims()
    gap = _made("ais_gap", {"vessel": RADIO, "start": "2024-01-01T00:00:00Z"})
    standing.take([gap])
    shift = standing.take([ship(mmsi="273000001")])
    renamed = f"ais_gap:{SHIP}/20240101T000000Z"
    assert {fact.id for fact in shift.put} == {SHIP, renamed}
    assert shift.gone == [("ais_gap", gap.id)]
    assert shift.because["ais_gap", renamed] == {SHIP}


def test_what_is_renamed_is_found_by_both_ids() -> None:
    standing = Claims()
    standing.take([_made("vessel", {"id": RADIO, "imo": "9256054"})])
    assert [claim.id for claim in standing.of(SHIP)] == [RADIO]
    assert [claim.id for claim in standing.of(RADIO)] == [RADIO]
    assert SHIP in standing
    assert OTHER not in standing


def test_a_later_claim_makes_two_things_one_and_their_facts_follow() -> None:
    standing = Claims()
    standing.take([_made("company", {"id": "inn:7707083893"}), _made("company", {"id": "ofac:2"})])
    standing.take([_made("designation", {"entity": "ofac:2", "authority": "us"})])
    link = _made("company", {"id": "lei:5493001KJTIIGC8Y1R12", "same_as": ["inn:7707083893", "ofac:2"]})
    shift = standing.take([link])
    assert {key[1] for key in shift.gone} == {"inn:7707083893", "ofac:2", "designation:us/ofac:2/-/-"}
    assert [fact.id for fact in shift.put] == ["designation:us/lei:5493001KJTIIGC8Y1R12/-/-", link.id]
    assert {because for why in shift.because.values() for because in why} == {link.id}
    back = standing.retract([link])
    assert {key[1] for key in back.gone} == {fact.id for fact in shift.put}
    assert [fact.id for fact in standing.facts()] == ["inn:7707083893", "ofac:2", "designation:us/ofac:2/-/-"]


def test_the_same_claim_again_changes_nothing() -> None:
    standing = Claims()
    standing.take([ship(name="ONE")])
    shift = standing.take([ship(name="ONE")])
    assert not shift.put
    assert not shift.gone
    assert len(list(standing)) == 1


@pytest.mark.parametrize("name", ["an agency", "An  AGENCY"])
def test_a_source_is_withdrawn_wherever_it_speaks(name: str) -> None:
    own, copied = word("an agency"), word("a paper", origin="an agency")
    other = word("a paper")
    left = without_source(ship(evidence=(own, copied, other)), name)
    assert left
    assert left.evidence == (other,)


def test_what_rests_on_the_source_alone_goes() -> None:
    assert without_source(ship(evidence=(word("a paper"),)), "a paper") is None


def test_a_fact_without_evidence_stays() -> None:
    assert without_source(ship(), "a paper") == ship()


def test_a_value_that_the_source_alone_gave_goes_with_it() -> None:
    one = ship(name="RIGHT", evidence=(word("a register", reliability="C"),))
    two = ship(name="WRONG", evidence=(word("a paper"),))
    (merged,) = FactSet.of([one, two]).facts
    assert merged.name == "WRONG"  # type: ignore[attr-defined]
    left = without_source(merged, "a paper")
    assert left == one


def test_a_value_that_others_give_too_stays() -> None:
    one = ship(name="RIGHT", evidence=(word("a register"),))
    two = ship(name="RIGHT", evidence=(word("a paper"),))
    three = ship(name="WRONG", evidence=(word("a blog", reliability="E"),))
    (merged,) = FactSet.of([one, two, three]).facts
    left = without_source(merged, "a paper")
    assert left == FactSet.of([one, three]).facts[0]
