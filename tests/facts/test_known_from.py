"""When a fact became known: by its report, its evidence, or what it tells of."""

from datetime import date

import pytest

from countermove.facts.as_known import as_known
from countermove.facts.kinds.maritime import PortCall


def port_call(arrived: str, published: list[str | None], reported: str | None = None) -> PortCall:
    evidence = [{"source": f"source {i}", **({"published": p} if p else {})} for i, p in enumerate(published)]
    return PortCall.model_validate(
        {"vessel": "imo:9256054", "port": "Ust-Luga", "arrived": arrived, "evidence": evidence}
        | ({"reported": reported} if reported else {})
    )


@pytest.mark.parametrize(
    ("fact", "known"),
    [
        (port_call("2025-06-26", ["2025-07-02"]), "2025-07-02"),
        (port_call("2025-06-26", ["2025-07-02", "2025-06-30"]), "2025-06-30"),
        (port_call("2025-06-26", ["2025-07-02", None]), "2025-06-26"),
        (port_call("2025-06-26", []), "2025-06-26"),
        (port_call("2025-06-26", ["2025-07-02"], reported="2025-06-27"), "2025-06-27"),
        (port_call("2025-06-26", ["2025-06"]), "2025-06-26/2025-06-30"),
        (port_call("2025-06-26", ["2025-05"]), "2025-05"),
    ],
)
def test_known_from(fact: PortCall, known: str) -> None:
    assert str(fact.known_from()) == known


def test_a_report_of_the_month_does_not_tell_of_what_is_still_to_come() -> None:
    fact = port_call("2025-06-26", ["2025-06"])
    assert list(as_known([fact], date(2025, 6, 25))) == []
    assert list(as_known([fact], date(2025, 6, 26))) == [fact]


def test_evidence_published_later_is_left_out() -> None:
    fact = port_call("2025-06-26", ["2025-07-02", "2025-08-01"])
    (known,) = as_known([fact], date(2025, 7, 15))
    assert [e.source for e in known.evidence] == ["source 0"]
