"""Another value of a field has to be one that the field could have."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from countermove.facts.evidence import Evidence
from countermove.facts.fact import Alternative, Fact
from countermove.facts.fact_set import FactSet
from countermove.facts.registry import KINDS
from countermove.facts.withdrawal import without_source

GAZETTE, BLOG = Evidence(source="Gazette"), Evidence(source="Blog")


def fact(kind: str, field: str, value: str, **values: object) -> Fact:
    other = Alternative(field=field, value=value, evidence=(GAZETTE,))
    return KINDS[kind].model_validate({"kind": kind, "evidence": (GAZETTE, BLOG), "alternatives": (other,), **values})


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("type", "<b>", "cannot be the value of 'type'"),
        ("built", "old", "cannot be the value of 'built'"),
        ("built", "1492", "cannot be the value of 'built'"),
        ("flag", "Panama", "cannot be the value of 'flag'"),
        ("area", "Baltic Sea", "'area' is no field of the vessel"),
        ("evidence", "x", "'evidence' is no field of the vessel"),
        ("former_names", "OLD", "'former_names' is a list"),
    ],
)
def test_what_no_field_could_have_is_refused(field: str, value: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        fact("vessel", field, value, id="ship:a")


@pytest.mark.parametrize(
    ("kind", "field", "value", "values"),
    [
        ("vessel", "type", "tug", {"id": "ship:a", "type": "crude_oil_tanker"}),
        ("ais_gap", "receiver_suspect", "True", {"vessel": "ship:a", "start": "2026-01-01T00:00:00Z"}),
        ("ais_gap", "end", "2026-01-02 00:00:00+00:00", {"vessel": "ship:a", "start": "2026-01-01T00:00:00Z"}),
        ("ais_gap", "position", "59.5, 24.5", {"vessel": "ship:a", "start": "2026-01-01T00:00:00Z"}),
        ("delisting", "reason", "sold", {"authority": "eu", "entity": "ship:a", "date": "2026-01-01"}),
    ],
)
def test_what_a_field_could_have_can_be_merged(kind: str, field: str, value: str, values: dict[str, object]) -> None:
    one = fact(kind, field, value, **values)
    other = KINDS[kind].model_validate({"kind": kind, "evidence": (BLOG,), **values})
    assert len(FactSet.of([one, other])) == 1


def test_a_source_can_be_withdrawn_from_a_fact_that_keeps_no_former_names() -> None:
    left = without_source(fact("country", "name", "Other", id="iso3166:AZ", name="Azerbaijan"), "Gazette")
    assert left is not None
    assert (left.evidence, left.alternatives) == ((BLOG,), ())
