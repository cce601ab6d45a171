"""Several sources on one thing: which value stays, what is kept beside it, and that order never matters."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.facts.kinds.entities import Company, Infrastructure, Person, Vessel
from countermove.facts.kinds.gray_zone import Incident
from countermove.facts.kinds.maritime import AisGap
from countermove.facts.merge import merge, merge_same, support

SHIP = "imo:9000015"


def piece(source: str, grades: str = "C3", **more: Any) -> Evidence:
    return Evidence.model_validate({"source": source, "reliability": grades[0], "credibility": int(grades[1]), **more})


def ship(source: str, grades: str = "C3", **fields: Any) -> Vessel:
    return Vessel.model_validate({"id": SHIP, "evidence": (piece(source, grades),), **fields})


def test_agreement_is_one_fact_with_two_pieces_of_evidence() -> None:
    merged = merge_same([ship("A", name="EXAMPLE"), ship("B", name="EXAMPLE")])
    assert [p.source for p in merged.evidence] == ["A", "B"]
    assert not merged.contested
    assert merge_same([merged, ship("A", name="EXAMPLE")]) == merged


def test_the_best_grade_stays_and_the_other_is_kept() -> None:
    merged: Any = merge_same([ship("A", "C3", built=2001), ship("B", "B2", built=2003)])
    assert merged.built == 2003
    (other,) = merged.alternatives
    assert (other.field, other.value, [p.source for p in other.evidence]) == ("built", "2001", ["A"])
    assert merged.contested


def test_more_origins_break_a_tie_and_copies_do_not_count() -> None:
    copies = [ship(name, built=2001) for name in ("A", "B")]
    copies = [
        fact.model_copy(update={"evidence": (p.model_copy(update={"origin": "Agency"}),)})
        for fact in copies
        for p in fact.evidence
    ]
    independent = [ship("C", built=2003), ship("D", built=2003)]
    merged: Any = merge_same([*copies, *independent])
    assert merged.built == 2003


def test_the_smaller_text_breaks_the_last_tie() -> None:
    for facts in itertools.permutations([ship("A", name="BETA"), ship("B", name="ALPHA")]):
        merged: Any = merge_same(facts)
        assert merged.name == "ALPHA"


def test_ungraded_is_weaker_than_doubtful_and_stronger_than_improbable() -> None:
    assert support([piece("x", "D4")]) > support([piece("x", "F6")]) > support([piece("x", "E5")])
    assert support([piece("x", "A2")]) == support([piece("x", "B2")]) > support([piece("x", "A3")])


def test_unknown_fields_are_filled_and_lists_united() -> None:
    merged: Any = merge_same(
        [ship("A", flag="iso3166:PA", former_names=["X", "Y"]), ship("B", built=2001, former_names=["y", "Z"])]
    )
    assert (merged.flag, merged.built, merged.former_names) == ("iso3166:PA", 2001, ("X", "Y", "Z"))
    assert not merged.contested


def test_case_and_former_names_are_no_contradiction() -> None:
    merged: Any = merge_same(
        [ship("A", "B2", name="New Star", former_names=["OLD STAR"]), ship("B", "C3", name="OLD  Star")]
    )
    assert merged.name == "New Star"
    assert not merged.alternatives
    assert merge_same([ship("A", "B2", name="Star"), ship("B", "C3", name="STAR")]).alternatives == ()


def test_a_name_that_is_listed_as_an_alias_is_no_contradiction() -> None:
    def person(source: str, grades: str, **fields: Any) -> Person:
        return Person.model_validate({"id": "ofac:3", "evidence": (piece(source, grades),), **fields})

    one, other = person("A", "B2", name="Ivan EXAMPLE", aliases=["Example, I."]), person("B", "C3", name="EXAMPLE, I.")
    merged: Any = merge_same([one, other])
    assert (merged.name, merged.alternatives, merged.aliases) == ("Ivan EXAMPLE", (), ("Example, I.",))
    third: Any = merge_same([one, person("C", "C3", name="Somebody Else")])
    assert [a.value for a in third.alternatives] == ["Somebody Else"]


def test_a_vaguer_date_is_no_contradiction() -> None:
    def event(source: str, grades: str, day: str) -> Incident:
        given = {"id": "e1", "type": "sabotage", "date": day, "evidence": (piece(source, grades),)}
        return Incident.model_validate(given)

    merged: Any = merge_same([event("A", "B2", "2026-02-03"), event("B", "C3", "2026-02")])
    assert str(merged.date) == "2026-02-03"
    assert not merged.contested
    contested = merge_same([event("A", "B2", "2026-02-03"), event("B", "C3", "2026-02-04")])
    assert [other.value for other in contested.alternatives] == ["2026-02-04"]


def test_wording_is_kept_and_not_contested() -> None:
    one = Company.model_validate({"id": "inn:7704676655", "name": "Example Works", "evidence": (piece("A"),)})
    two = Company.model_validate({"id": "inn:7704676655", "name": "JSC Example Works", "evidence": (piece("B"),)})
    merged = merge_same([one, two])
    assert len(merged.alternatives) == 1
    assert not merged.contested


def test_reported_is_the_earliest_day_on_which_it_was_known() -> None:
    early = Vessel.model_validate({"id": SHIP, "evidence": (piece("A", published="2025-05-01"),)})
    late = Vessel.model_validate({"id": SHIP, "reported": "2026-01-01", "evidence": (piece("B"),)})
    assert str(merge_same([late, early]).reported) == "2025-05-01"
    assert merge_same([early, early]).reported is None


def test_notes_and_contested_with_are_united() -> None:
    one, two = ship("A", note="first", contested_with=["x"]), ship("B", note="second", contested_with=["y", "x"])
    merged = merge_same([two, one])
    assert (merged.note, merged.contested_with) == ("first · second", ("x", "y"))


def test_what_an_earlier_merge_set_aside_is_weighed_again() -> None:
    first = merge_same([ship("A", "C3", built=2001), ship("B", "B2", built=2003)])
    again: Any = merge_same([first, ship("C", "A1", built=2001)])
    assert again.built == 2001
    assert [other.value for other in again.alternatives] == ["2003"]


def test_places_and_moments_can_be_contested() -> None:
    places = [
        Infrastructure.model_validate({"id": "asset:x", "position": (5, lon), "evidence": (piece(s),)})
        for s, lon in (("A", 20), ("B", 21))
    ]
    merged = merge_same(places)
    assert [other.value for other in merged.alternatives] == ["5.0, 21.0"]
    assert merge_same([merged, places[1]]).alternatives == merged.alternatives
    gaps = [
        AisGap.model_validate({"vessel": SHIP, "start": "2026-01-01T00:00:00Z", "end": end, "evidence": (piece(end),)})
        for end in ("2026-01-01T05:00:00Z", "2026-01-01T06:00:00Z")
    ]
    one = merge_same(gaps)
    assert merge_same([one, gaps[1]]).alternatives == one.alternatives


_FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["ALPHA", "Alpha", "BETA", "GAMMA"]),
        "former_names": st.lists(st.sampled_from(["ALPHA", "beta", "DELTA"]), min_size=1, max_size=2),
        "built": st.sampled_from([2001, 2002]),
        "deadweight": st.sampled_from([1.0, 2.5]),
        "flag": st.sampled_from(["iso3166:PA", "iso3166:CM"]),
        "note": st.sampled_from(["n1", "n2"]),
        "reported": st.sampled_from(["2026-01", "2026-01-05"]),
    },
)
_EVIDENCE = st.tuples(st.sampled_from("ABCF"), st.sampled_from([1, 2, 3, 6]), st.sampled_from(["S1", "S2", "S3"]))


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(_FIELDS, _EVIDENCE), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(given_facts: list[Any], random: Any) -> None:
    facts: list[Fact] = [ship(source, f"{grade}{credit}", **fields) for fields, (grade, credit, source) in given_facts]
    expected = merge(facts)
    random.shuffle(facts)
    assert merge(facts) == expected
    (whole,) = merge(facts)
    for name in ("name", "built", "deadweight", "flag"):
        values = {str(getattr(fact, name)).casefold() for fact in facts if getattr(fact, name) is not None}
        kept = {
            str(getattr(whole, name)).casefold(),
            *(o.value.casefold() for o in whole.alternatives if o.field == name),
        }
        former = {old.casefold() for fact in facts for old in getattr(fact, "former_names")}  # noqa: B009
        assert values - kept <= (former if name == "name" else set())
