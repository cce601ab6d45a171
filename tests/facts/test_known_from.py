"""When a fact became known: by its report, its evidence, or what it tells of."""

from datetime import date

import pytest

from countermove.facts.as_known import as_known, left_out
from countermove.facts.kinds.corridors import DiplomaticEvent
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
        (port_call("2025-06-26", ["2025-05"]), "2025-06-26"),
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


def test_a_record_is_not_older_than_what_it_tells_of() -> None:
    """Somebody wrote 2027 for 2025, or foretold a call: on no day before it is that known."""
    fact = port_call("2027-06-26", ["2025-06-27"])
    assert str(fact.known_from()) == "2027-06-26"
    assert list(as_known([fact], date(2025, 12, 31))) == []
    assert list(as_known([fact], date(2027, 6, 26))) == [fact]


def test_what_is_planned_is_known_ahead() -> None:
    visit = DiplomaticEvent.model_validate({"type": "visit", "date": "2025-09", "reported": "2025-05-20"})
    assert str(visit.known_from()) == "2025-05-20"
    assert not visit.told_early()


def test_a_rough_report_of_a_later_part_of_its_month_is_no_slip() -> None:
    assert not port_call("2025-06-26", ["2025-06"]).told_early()
    assert port_call("2025-06-26", ["2025-05"]).told_early()
    assert not port_call("2025-06-26", [None]).told_early()


def test_the_memo_counts_what_was_left_out() -> None:
    facts = [port_call("2027-06-26", ["2025-06-27"]), port_call("2025-06-26", ["2025-07-02"])]
    assert left_out(facts, date(2025, 12, 31)) == (
        "1 fact tells of a day after 31 December 2025 and was left out, though reported before: "
        "nothing of these kinds can be known ahead.",
    )
    assert left_out(facts, date(2025, 6, 1)) == ()
    assert left_out(facts, date(2027, 6, 26)) == ()
    assert left_out([*facts, port_call("2027", ["2025"])], date(2025, 12, 31))[0].startswith(
        "2 facts tell of days after"
    )
