"""Radio identities: which ship is meant, and when nobody can tell."""

from __future__ import annotations

from typing import Any

from countermove.facts.fact_set import FactSet
from countermove.facts.kinds.entities import Company, Person, Vessel
from countermove.facts.kinds.law import Designation
from countermove.facts.kinds.maritime import AisGap, ShipToShipTransfer

A, B, C = "imo:9000015", "imo:9000027", "imo:9000039"
M1, M2 = "273000001", "273000002"


def vessel(of: str, **fields: Any) -> Vessel:
    return Vessel.model_validate({"id": of, **fields})


def gap(ship: str, day: int = 1) -> AisGap:
    return AisGap.model_validate({"vessel": ship, "start": f"2026-01-{day:02d}T00:00:00Z"})


def ships(found: FactSet) -> list[str]:
    return [fact.vessel for fact in found.facts if isinstance(fact, AisGap)]


def test_the_present_holder_is_meant_and_the_id_follows() -> None:
    found = FactSet.of([gap(f"mmsi:{M1}"), vessel(B, former_mmsi=[M1]), vessel(A, mmsi=M1)])
    assert ships(found) == [A]
    assert f"ais_gap:{A}/20260101T000000Z" in found.by_id
    assert found.notes == ()


def test_a_former_holder_counts_where_nobody_holds_it_now() -> None:
    assert ships(FactSet.of([vessel(B, former_mmsi=[M1], mmsi=M2), gap(f"mmsi:{M1}")])) == [B]


def test_two_candidates_are_left_and_told() -> None:
    found = FactSet.of(
        [
            vessel(A, mmsi=M1),
            vessel(B, mmsi=M1),
            vessel(C, former_mmsi=[M2]),
            vessel(B, former_mmsi=[M2]),
            gap(f"mmsi:{M1}"),
            gap(f"mmsi:{M2}"),
        ]
    )
    assert ships(found) == [f"mmsi:{M1}", f"mmsi:{M2}"]
    assert found.notes == (
        f"MMSI {M1} stands with 2 ships ({A}, {B}): left unresolved, not guessed.",
        f"MMSI {M2} stands with 2 ships ({B}, {C}): left unresolved, not guessed.",
    )


def test_an_unknown_number_stays_and_is_told() -> None:
    found = FactSet.of([gap(f"mmsi:{M1}")])
    assert ships(found) == [f"mmsi:{M1}"]
    assert found.notes == (
        f"MMSI {M1} stands with no ship in the input: what is reported under it is tied to the number alone.",
    )


def test_a_ship_without_imo_number_holds_its_own() -> None:
    found = FactSet.of([vessel(f"mmsi:{M1}", mmsi=M1, name="SMALL"), vessel(B, former_mmsi=[M1]), gap(f"mmsi:{M1}")])
    assert ships(found) == [f"mmsi:{M1}"]
    assert found.notes == ()


def test_a_ship_known_by_radio_becomes_the_registered_one() -> None:
    found = FactSet.of([vessel(f"mmsi:{M1}", name="STAR"), vessel(A, mmsi=M1, built=2001), gap(f"mmsi:{M1}")])
    (ship,) = found.of_kind("vessel")
    assert isinstance(ship, Vessel)
    assert (ship.id, ship.name, ship.built) == (A, "STAR", 2001)
    by_number = FactSet.of([vessel(f"mmsi:{M1}", imo="9000015"), gap(f"mmsi:{M1}")])
    assert ships(by_number) == [A]


def test_every_entity_field_is_resolved_and_facts_that_meet_are_merged() -> None:
    transfer = ShipToShipTransfer.model_validate(
        {"from_vessel": f"mmsi:{M1}", "to_vessel": B, "start": "2026-01-01T00:00:00Z"}
    )
    found = FactSet.of([transfer, vessel(A, mmsi=M1), gap(A), gap(f"mmsi:{M1}")])
    assert isinstance(found.facts[-1], ShipToShipTransfer)
    assert found.facts[-1].from_vessel == A
    assert len(found.of_kind("ais_gap")) == 1


def test_an_id_that_was_given_is_kept() -> None:
    own = AisGap.model_validate({"id": "gap-7", "vessel": f"mmsi:{M1}", "start": "2026-01-01T00:00:00Z"})
    found = FactSet.of([own, vessel(A, mmsi=M1)])
    assert found.by_id["gap-7"].model_dump()["vessel"] == A


def test_an_id_of_two_kinds_is_a_fault() -> None:
    one = Company.model_validate({"id": "inn:7704676655"})
    two = Person.model_validate({"id": "inn:7704676655"})
    found = FactSet.of([two, one])
    assert [fact.kind for fact in found] == ["company"]
    assert found.faults[0].message == "'inn:7704676655' is the id of a company and of a person; only the first is used"


def test_order_by_kind_then_id() -> None:
    facts = [gap(B), Designation.model_validate({"entity": A, "authority": "eu"}), vessel(B), vessel(A), gap(A)]
    ids = [fact.id for fact in FactSet.of(facts)]
    assert ids == [fact.id for fact in FactSet.of(reversed(facts))]
    assert [i.partition(":")[0] for i in ids] == ["imo", "imo", "ais_gap", "ais_gap", "designation"]
