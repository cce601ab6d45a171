"""Things known by several ids: what makes them one, and what keeps them apart."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.facts.claims import Claims
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.facts.identity import check_id
from countermove.facts.identity_resolution import thing_of
from countermove.facts.shared_ids import joined_by
from known_by_several_ids import claims, made

LEI, INN, OTHER_INN, OGRN, BIC = (
    "lei:5493001KJTIIGC8Y1R12", "inn:7707083893", "inn:7704676655", "ogrn:1027700132195", "bic:EXAMDEFF",
)  # fmt: skip
SHIP, OTHER_SHIP = "imo:9000015", "imo:9000027"
tried = settings(
    max_examples=int(os.environ.get("COUNTERMOVE_EXAMPLES", "200")), deadline=None, derandomize="CI" in os.environ
)


def firm(of: str, *same_as: str, **more: Any) -> Fact:
    return made("company", id=of, same_as=same_as, **more)


def ids(found: FactSet, kind: str = "company") -> list[str]:
    return [fact.id for fact in found.of_kind(kind)]


def test_things_that_share_an_id_are_one_and_keep_the_others() -> None:
    found = FactSet.of([firm(INN, "ofac:2", name="Alpha"), firm(LEI, "ofac:2", country="iso3166:AE")])
    (one,) = found.facts
    assert one.model_dump(include={"id", "name", "country", "same_as"}) == {
        "id": LEI, "name": "Alpha", "country": "iso3166:AE", "same_as": (INN, "ofac:2"),
    }  # fmt: skip
    assert found.notes == ()


@pytest.mark.parametrize(
    ("kind", "given", "first"),
    [
        ("company", [BIC, OGRN, INN, LEI, "a-register:1"], LEI),
        ("company", ["a-register:1", "imo-company:1000003", BIC, OGRN, INN], INN),
        ("company", ["a-register:1", "imo-company:1000003", BIC, OGRN], OGRN),
        ("company", ["a-register:1", BIC, "imo-company:1000003"], "imo-company:1000003"),
        ("company", ["a-register:1", BIC, "ofac:2"], BIC),
        ("company", ["uk-sanctions:RUS1", "ofac:2", "opensanctions:NK-1"], "ofac:2"),
        ("company", ["uk-sanctions:RUS1", "ftm:x", "icij:1", "opensanctions:NK-1"], "uk-sanctions:RUS1"),
        ("company", ["ftm:x", "icij:1", "opensanctions:NK-1"], "opensanctions:NK-1"),
        ("vessel", ["gfw:a", "a-register:1", SHIP], SHIP),
        ("person", ["ofac:3", "a-register:1", "inn:500100732259"], "inn:500100732259"),
        ("person", ["ofac:3", "a-register:1"], "a-register:1"),
    ],
)
def test_the_id_that_ranks_first_is_the_things_own(kind: str, given: list[str], first: str) -> None:
    for own in given:
        (one,) = FactSet.of([made(kind, id=own, same_as=[id for id in given if id != own])]).facts
        assert one.id == first
        assert sorted([*one.same_as, one.id]) == sorted(given)  # type: ignore[attr-defined]


def test_its_own_id_is_not_another() -> None:
    (one,) = FactSet.of([firm(INN, OGRN, INN)]).facts
    assert one.same_as == (OGRN,)  # type: ignore[attr-defined]
    (one,) = FactSet.of([firm(INN, INN)]).facts
    assert one.same_as == ()  # type: ignore[attr-defined]


def test_facts_that_name_any_of_the_ids_follow_and_meet() -> None:
    found = FactSet.of([
        firm(INN, LEI, "ofac:2"),
        made("ownership", owner="ofac:2", asset=SHIP, share=30.0),
        made("ownership", owner=INN, asset=SHIP),
        made("designation", id="entry-1", entity="ofac:2", authority="us"),
    ])  # fmt: skip
    assert [fact.id for fact in found.of_kind("ownership")] == [f"ownership:{LEI}/{SHIP}/-"]
    assert found.by_id["entry-1"].entity == LEI  # type: ignore[attr-defined]


def test_a_record_that_contradicts_itself_joins_nothing_by_those_numbers() -> None:
    found = FactSet.of([firm("ofac:2", LEI, INN, OTHER_INN), firm(INN), firm(OTHER_INN)])
    assert ids(found) == [OTHER_INN, INN, LEI]
    assert found.notes == (
        f"ofac:2 is said to have 2 different INNs ({OTHER_INN}, {INN}): none of these joins it with anything, not guessed.",
    )


def test_its_own_number_stays_its_own() -> None:
    found = FactSet.of([firm(INN, OTHER_INN, "ofac:2"), firm("ofac:2"), firm(OTHER_INN)])
    assert ids(found) == [OTHER_INN, INN]


def test_things_that_contradict_each_other_are_left_apart() -> None:
    given = [firm("ofac:2", INN), firm("opensanctions:NK-b", OTHER_INN, "ofac:2"), firm(INN), firm(OTHER_INN)]
    found = FactSet.of(given)
    assert ids(found) == sorted([INN, OTHER_INN, "ofac:2", "opensanctions:NK-b"])
    assert found.notes == (
        f"{OTHER_INN}, {INN}, ofac:2, opensanctions:NK-b are said to be one and the same, and to have 2 different INNs "
        f"({OTHER_INN}, {INN}): left apart, not guessed.",
    )


def test_two_ships_never_become_one() -> None:
    found = FactSet.of([made("vessel", id=SHIP, same_as=["gfw:a"]), made("vessel", id=OTHER_SHIP, same_as=["gfw:a"])])
    assert ids(found, "vessel") == [SHIP, OTHER_SHIP]
    assert "2 different IMO numbers" in found.notes[0]


def test_a_bank_may_have_several_codes() -> None:
    assert len(FactSet.of([firm("ofac:2", BIC), firm("ofac:2", "bic:EXAMDEMM")]).facts) == 1


def test_two_kinds_of_one_id_are_left_apart() -> None:
    found = FactSet.of(
        [firm("ofac:2", LEI), made("person", id="ofac:2"), made("designation", entity="ofac:2", authority="us")]
    )
    assert found.notes[0].endswith(
        "are said to be one and the same, and to be a company and a person: left apart, not guessed."
    )
    assert found.of_kind("designation")[0].entity == "ofac:2"  # type: ignore[attr-defined]


def test_a_sites_address_and_a_radio_number_make_nothing_one() -> None:
    found = FactSet.of([
        firm("ofac:2", "domain:example.org"), firm("ofac:4", "domain:example.org"), made("media_channel", id="domain:example.org"),
        made("vessel", id="gfw:a", same_as=["mmsi:273000001"]), made("vessel", id="gfw:b", same_as=["mmsi:273000001"]),
    ])  # fmt: skip
    assert len(found.facts) == 5


def test_numbers_of_another_sort_of_thing_make_nothing_one() -> None:
    """A ship's number in a company's record is the number of its ship; an organisation's tax number in a person's that of her firm."""
    found = FactSet.of(
        [firm("ofac:2", SHIP), made("vessel", id=SHIP), made("person", id="ofac:3", same_as=[INN]), firm(INN)]
    )
    assert len(found.facts) == 4
    assert found.notes == ()


def test_a_ship_known_by_radio_that_names_its_number() -> None:
    gap = made("ais_gap", vessel="mmsi:273000001", start="2024-01-01T00:00:00Z")
    found = FactSet.of([made("vessel", id="mmsi:273000001", same_as=[SHIP]), gap])
    assert [fact.id for fact in found.facts] == [SHIP, f"ais_gap:{SHIP}/20240101T000000Z"]


def test_a_ship_of_several_ids_holds_its_radio_number_once() -> None:
    gap = made("ais_gap", vessel="mmsi:273000001", start="2024-01-01T00:00:00Z")
    ship = made("vessel", id="gfw:a", same_as=[SHIP], mmsi="273000001")
    found = FactSet.of([ship, made("vessel", id=SHIP, mmsi="273000001"), gap])
    assert found.of_kind("ais_gap")[0].vessel == SHIP  # type: ignore[attr-defined]
    assert found.notes == ()


def test_names_make_nothing_one() -> None:
    given = [firm("ofac:2", name="Example Works"), firm("opensanctions:NK-b", name="Example Works")]
    given += [made("alias", entity="ofac:2", name="EW"), made("alias", entity="opensanctions:NK-b", name="EW")]
    assert len(FactSet.of(given).facts) == 4


def test_many_contradictions_are_counted() -> None:
    given = [firm(f"ofac:{number}", INN, OTHER_INN) for number in range(30)]
    notes = FactSet.of(given).notes
    assert len(notes) == 21
    assert notes[-1] == "10 more things have two values of one official number."


@tried
@given(st.lists(claims, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(facts: list[Fact], random: Any) -> None:
    expected = FactSet.of(facts)
    random.shuffle(facts)
    assert FactSet.of(facts) == expected


@tried
@given(st.lists(claims, max_size=8))
def test_what_was_reconciled_without_contradiction_stays_as_it_is(facts: list[Fact]) -> None:
    once = FactSet.of(facts)
    again = FactSet.of(once.facts)
    if not once.faults and not any("not guessed" in note for note in once.notes):
        assert again == once
    for fact in once:
        thing = thing_of(fact)
        joined = joined_by(thing).ids if thing else ()
        for scheme in ("imo:", "lei:", "inn:", "ogrn:"):
            assert sum(id.startswith(scheme) for id in joined) <= 1


@tried
@given(st.lists(st.lists(claims, min_size=1, max_size=3), max_size=5))
def test_claims_that_come_one_after_the_other(batches: list[list[Fact]]) -> None:
    standing = Claims()
    for batch in batches:
        standing.take(batch)
        left = FactSet.of(standing)
        assert [repr(fact) for fact in standing.facts()] == [repr(fact) for fact in left.facts]
        assert standing.notes == left.notes


@tried
@given(st.lists(st.lists(claims, min_size=1, max_size=4), max_size=4))
def test_facts_that_were_reconciled_before_they_came(batches: list[list[Fact]]) -> None:
    """They carry the values that were set aside, as those of a reading do."""
    standing = Claims()
    for batch in batches:
        for fact in FactSet.of(batch):
            standing.take([fact])
        left = FactSet.of(standing)
        assert [repr(fact) for fact in standing.facts()] == [repr(fact) for fact in left.facts]
        assert standing.notes == left.notes


@pytest.mark.parametrize("id", ["bic:EXAMDEFF", "bic:EXAMDEFF500", "imo-company:1000003", "imo-company:0123458"])
def test_numbers_that_hold(id: str) -> None:
    assert check_id(id) == id


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("bic:EXAMDEFFXXX", "eight characters"),
        ("bic:examdeff", "eight or eleven"),
        ("bic:EXAMZZFF", "country's two letters"),
        ("bic:EXAMDE", "eight or eleven"),
        ("imo-company:540269", "seven digits"),
        ("imo-company:1000004", "check digit is wrong"),
        ("imo-company:9000015", "a ship's"),
        ("lei:5493001kjtiigc8y1r12", "check digits"),
        ("inn:77 07083893", "check digits"),
    ],
)
def test_numbers_that_do_not_hold(id: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        check_id(id)
