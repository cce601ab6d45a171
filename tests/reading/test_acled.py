"""Events of ACLED: facts of a kind of their own, never incidents."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from reading_account import adds_up, messages

from countermove.reading.facts_source import read_facts

FIXTURE = Path(__file__).parent / "fixtures" / "acled" / "events.csv"


def _by_event(path: Path) -> dict[str, Any]:
    return {f.event: f for f in read_facts(path).of_kind("conflict_event")}  # type: ignore[attr-defined]


def test_an_event_with_all_its_parts() -> None:
    event = _by_event(FIXTURE)["UKR000001"]
    assert event.publisher == "ACLED"
    assert event.type == "Explosions/Remote violence: Shelling/artillery/missile attack"
    assert event.actors == ("Example Forces A", "Example Forces B", "Example Unit", "Example Militia")
    assert str(event.date) == "2025-03-04"
    assert event.country == "iso3166:UA"
    assert event.place == "Example town, Example oblast"
    assert event.position == (50.1, 30.2)
    assert event.fatalities == 2
    assert event.summary == "An invented event, told in a sentence."
    assert event.evidence[0].origin == "Example Agency; Example Channel"
    assert event.evidence[0].published is None, "when the row was last changed is not when it was told"


def test_dates_and_places_hold_as_far_as_the_register_says() -> None:
    events = _by_event(FIXTURE)
    week = events["UKR000002"]
    assert str(week.date) == "2025-02-27/2025-03-11"
    assert week.position is None, "only the region is known"
    assert week.fatalities is None
    assert str(events["UKR000003"].date) == "2023-01"


def test_only_what_cannot_be_told_is_lost() -> None:
    found = read_facts(FIXTURE)
    (account,) = found.inputs
    assert adds_up(found)
    assert (account.format, account.records, account.used, account.quarantined) == ("acled", 6, 4, 2)
    assert "'event_id_cnty' is empty" in messages(found)[0]
    assert "'event_date' is 'soon'" in messages(found)[1]
    assert len(messages(found)) == 2
    odd = _by_event(FIXTURE)["UKR000006"]
    assert odd.position is None
    assert odd.fatalities is None
    assert any("'fatalities' is 'many'" in note for note in found.notes)


def test_nothing_becomes_an_incident() -> None:
    assert {f.kind for f in read_facts(FIXTURE)} == {"conflict_event"}


def test_long_notes_are_cut_and_cost_no_event(tmp_path: Path) -> None:
    text = FIXTURE.read_text(encoding="utf-8").replace("An invented event, told in a sentence.", "word " * 2000)
    (tmp_path / "events.csv").write_text(text, encoding="utf-8")
    assert len(_by_event(tmp_path)["UKR000001"].summary) <= 4000


def test_semicolons_and_the_interface_give_the_same(tmp_path: Path) -> None:
    with FIXTURE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with (tmp_path / "events.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    answer = {"status": 200, "success": True, "count": len(rows), "data": rows}
    (tmp_path / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
    plain = [(f.event, str(f.date), f.actors, f.country) for f in _by_event(FIXTURE).values()]
    for name in ("events.csv", "answer.json"):
        found = _by_event(tmp_path / name)
        assert [(f.event, str(f.date), f.actors, f.country) for f in found.values()] == plain


def test_a_record_that_is_no_object_is_quarantined(tmp_path: Path) -> None:
    good = {"event_id_cnty": "X1", "event_date": "2025-01-01", "event_type": "a", "sub_event_type": "b", "actor1": "c"}
    (tmp_path / "answer.json").write_text(json.dumps({"data": [good, 7]}), encoding="utf-8")
    found = read_facts(tmp_path)
    assert [(i.records, i.used, i.quarantined) for i in found.inputs] == [(2, 1, 1)]
