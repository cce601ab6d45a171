"""Global Fishing Watch: events in all their forms, identities, and what is set aside. The fixtures' values are invented."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from reading_account import adds_up, messages

from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.reading.candidate import Candidate
from countermove.reading.facts_source import read_facts
from countermove.reading.formats.gfw import FORMATS
from countermove.reading.formats.registry import formats
from countermove.reading.outcome import Refused, SetAside, SourceFile, Used

HERE = Path(__file__).parent / "fixtures" / "gfw"
SHARED = Path(
    os.environ.get("COUNTERMOVE_SHARED_DATA") or Path(__file__).resolve().parents[2].parent / "shared" / "data"
)
REAL = SHARED / "open" / "gfw-client-fixtures"


def read(name: str) -> FactSet:
    found = read_facts(HERE / name)
    assert adds_up(found)
    return found


def of(found: FactSet, kind: str) -> list[Any]:
    return [fact for fact in found.facts if fact.kind == kind]


def test_every_record_of_a_page_is_accounted_for() -> None:
    (report,) = read("events-page.json").inputs
    assert (report.format, report.records, report.used, report.quarantined) == ("gfw-events", 12, 7, 3)
    assert report.set_aside_reasons == {
        "an event of fishing": 1,
        "an event of a type that the model has no kind for": 1,
    }


def test_a_gap_is_where_the_ship_was_heard_last_and_switching_off_is_attributed() -> None:
    gap = next(fact for fact in of(read("events-page.json"), "ais_gap") if fact.vessel == "mmsi:273000001")
    assert gap.hours == 14.25
    assert gap.distance_km == 120.5
    assert gap.position == (57.5, 20.25)
    assert gap.end is None
    assert gap.receiver_suspect is None
    assert "infers" in gap.note
    assert "its inference, not a finding" in gap.note


def test_an_event_is_what_its_type_says_whatever_else_it_carries() -> None:
    made = Counter(fact.kind for fact in read("event-item.json").facts)
    assert made == {"vessel": 1, "ais_gap": 1}


def test_the_two_sides_of_an_encounter_are_one_encounter_and_no_transfer() -> None:
    found = read("events-page.json")
    (encounter,) = of(found, "encounter")
    assert (encounter.vessel, encounter.other) == ("mmsi:273000001", "mmsi:273000002")
    assert (encounter.distance_km, encounter.speed_knots, encounter.hours) == (0.041, 0.7, 14.25)
    assert len(encounter.evidence) == 2
    assert {piece.independent_of for piece in encounter.evidence} == {"Global Fishing Watch, from AIS"}
    assert not of(found, "ship_to_ship_transfer")


def test_loitering_and_a_call_at_a_port() -> None:
    found = read("events-page.json")
    (loitering,) = of(found, "loitering")
    (call,) = of(found, "port_call")
    assert (loitering.hours, loitering.position) == (9.5, (57.6, 20.3))
    assert (call.port, call.country, str(call.arrived)) == ("EXAMPLEPORT", "iso3166:LV", "2026-03-01")
    assert "4 of 4" in call.note


def test_a_number_that_is_no_ships_leaves_the_publishers_own_id() -> None:
    gaps = {fact.vessel for fact in of(read("events-page.json"), "ais_gap")}
    assert gaps == {"mmsi:273000001", "gfw:aaaa3-0000-0000-0000-000000000000", "mmsi:273000004"}


def test_records_without_ship_or_time_are_quarantined_with_field_and_value() -> None:
    found = read("events-page.json")
    told = messages(found)
    assert any("'vessel.ssvid' is '12345'" in each and "no MMSI of a ship" in each for each in told)
    assert any("'start' is 'yesterday'" in each for each in told)
    assert any("is the ship itself" in each for each in told)
    assert len(found.quarantine) == 3


def test_a_bad_optional_field_costs_the_field() -> None:
    found = read("events-page.json")
    gap = next(fact for fact in of(found, "ais_gap") if fact.vessel == "mmsi:273000004")
    ship = next(fact for fact in of(found, "vessel") if fact.id == "mmsi:273000004")
    assert gap.hours == 14.25, "the length follows from begin and end"
    assert ship.flag is None
    assert any("durationHours" in note for note in found.notes)
    assert any("vessel.flag" in note for note in found.notes)


def test_the_spelling_of_the_python_client_gives_the_same_facts() -> None:
    snake = read("events-snake.jsonl")
    (report,) = snake.inputs
    assert (report.records, report.used, report.quarantined) == (6, 5, 1)
    wanted = {
        fact.id for fact in read("events-page.json").facts if fact.kind in ("encounter", "loitering", "port_call")
    }
    assert wanted <= {fact.id for fact in snake.facts}
    assert next(fact for fact in of(snake, "ais_gap")).position == (57.5, 20.25)


def test_pages_on_lines_and_plain_lists_are_read(tmp_path: Path) -> None:
    page = json.loads((HERE / "events-page.json").read_text())
    lines, plain = tmp_path / "pages.jsonl", tmp_path / "list.json"
    lines.write_text(
        "".join(
            json.dumps({"entries": part, "total": 12}) + "\n" for part in (page["entries"][:3], page["entries"][3:])
        )
    )
    plain.write_text(json.dumps(page["entries"]))
    for path in (lines, plain):
        found = read_facts(path)
        assert adds_up(found)
        assert (found.inputs[0].format, found.inputs[0].records, found.inputs[0].used) == ("gfw-events", 12, 7)


def test_an_empty_page_holds_no_record(tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    path.write_text('{"limit": 10, "offset": 0, "nextOffset": null, "total": 0, "entries": []}')
    (report,) = read_facts(path).inputs
    assert (report.format, report.records) == ("gfw-events", 0)


def identities() -> dict[str, list[Fact]]:
    made: dict[str, list[Fact]] = {}
    format = next(format for format in FORMATS if format.id == "gfw-vessels")
    for item in json.loads((HERE / "vessels-page.json").read_text())["entries"]:
        outcome = format.reread(item, 0, SourceFile(HERE / "x.json", "x.json"))
        key = outcome.facts[0].id if isinstance(outcome, Used) else type(outcome).__name__
        made[key if key not in made else f"{key} again"] = list(outcome.facts) if isinstance(outcome, Used) else []
    return made


def test_an_identity_gives_the_ship_its_names_and_its_numbers() -> None:
    ship: Any = identities()["imo:9000015"][0]
    assert (ship.name, ship.mmsi, ship.flag, ship.type, ship.built) == (
        "EXAMPLE NEW",
        "273000001",
        "iso3166:RU",
        "tanker",
        2004,
    )
    assert ship.former_names == ("EXAMPLE OLD",)
    assert ship.former_mmsi == ("613000001", "351000001")
    assert set(ship.same_as) == {"gfw:own1", "gfw:own2", "gfw:own3"}
    names = {
        fact.name: (fact.quality, str(fact.since), str(fact.until))
        for fact in identities()["imo:9000015"]
        if fact.kind == "alias"
    }  # type: ignore[attr-defined]
    assert names == {
        "EXAMPLE NEW": ("name", "2021-03-10", "None"),
        "EXAMPLE OLD": ("former", "2015-01-01", "2021-02-03"),
    }


def test_changes_lie_between_two_dated_records() -> None:
    made: list[Any] = identities()["imo:9000015"]
    flags = [(str(fact.date), fact.before, fact.after) for fact in made if fact.kind == "flag_change"]
    names = [(str(fact.date), fact.before, fact.after) for fact in made if fact.kind == "name_change"]
    assert flags == [
        ("2018-05-01", "iso3166:PA", "iso3166:CM"),
        ("2021-02-03/2021-03-10", "iso3166:CM", "iso3166:RU"),
    ]
    assert names == [("2021-02-03/2021-03-10", "EXAMPLE OLD", "EXAMPLE NEW")]


def test_where_a_third_record_runs_on_no_change_is_certain() -> None:
    made: list[Any] = identities()["imo:9000015 again"]
    assert [(str(fact.date), fact.after) for fact in made if fact.kind == "flag_change"] == [
        ("2018-05-01/2020-06-01", "iso3166:GA")
    ]


def test_two_imo_numbers_are_not_chosen_from() -> None:
    ship: Any = identities()["mmsi:351000009"][0]
    assert ship.imo is None
    assert "9000027, 9000039" in ship.note


def test_an_identity_of_nobody_is_refused_and_owners_by_name_are_no_facts() -> None:
    assert "Refused" in identities()
    assert not [fact for made in identities().values() for fact in made if fact.kind in ("company", "ownership")]
    (report,) = read("vessels-page.json").inputs
    assert (report.format, report.records, report.used, report.quarantined) == ("gfw-vessels", 4, 3, 1)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("stats.json", "counts of events, which name none"),
        ("insight.json", "counts about ships of a request, without dates of events"),
        ("request.json", "the body of a request, which holds no data"),
    ],
)
def test_what_names_no_event_is_set_aside_with_what_it_is(name: str, reason: str) -> None:
    found = read(name)
    (report,) = found.inputs
    assert (report.format, report.records, report.set_aside_reasons) == ("gfw-events", 1, {reason: 1})
    assert not found.faults


@pytest.mark.parametrize("path", sorted(HERE.iterdir()), ids=lambda path: path.name)
def test_one_format_and_no_other_claims_a_file(path: Path) -> None:
    candidate = Candidate(SourceFile(path, path.name), path.read_text()[:65536], True)
    assert [format.id for format in formats() if format.recognises(candidate)] in (
        ["gfw-events"],
        ["gfw-vessels"],
        ["gfw-events-table"],
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "1", "type": "Feature", "start": 1, "position": 2}',
        '{"entries": [{"id": 1, "name": "x"}], "total": 1}',
        '{"datasets": ["default"], "id": "NK-1", "schema": "Vessel"}',
        '{"period": {"startDate": "2026-01-01"}, "value": 4}',
        "id,start,type,vessel.ssvid\n1,2,3,4\n",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    candidate = Candidate(SourceFile(Path("x"), "x"), text, True)
    assert not [format.id for format in FORMATS if format.recognises(candidate)]


def test_a_mended_record_is_read_by_itself() -> None:
    format = next(format for format in FORMATS if format.id == "gfw-events")
    source = SourceFile(HERE / "x.json", "x.json")
    event = json.loads((HERE / "event-item.json").read_text())
    assert isinstance(format.reread(event | {"start": "soon"}, 4, source), Refused)
    assert isinstance(format.reread(event, 4, source), Used)
    assert isinstance(format.reread(event | {"type": "fishing"}, 4, source), SetAside)
    assert isinstance(format.reread("nonsense", 4, source), Refused)


@pytest.mark.skipif(not REAL.is_dir(), reason="needs the shared data beside the checkout, which no clone carries")
def test_the_publishers_own_samples() -> None:
    found = read_facts(REAL)
    assert adds_up(found)
    assert not found.faults
    by_name = {Path(report.path).name: report for report in found.inputs}
    assert {name: (r.format, r.records, r.used, r.set_aside) for name, r in by_name.items()} == {
        "event_item.json": ("gfw-events", 1, 0, 1),
        "event_list_request_body.json": ("gfw-events", 1, 0, 1),
        "event_stats_item.json": ("gfw-events", 1, 0, 1),
        "vessel_insight_item.json": ("gfw-events", 1, 0, 1),
        "vessel_item.json": ("gfw-vessels", 1, 1, 0),
    }
    item = json.loads((REAL / "vessel_item.json").read_text())
    (ship,) = of(found, "vessel")
    sent = item["selfReportedInfo"]
    assert {ship.mmsi, *ship.former_mmsi} == {record["ssvid"] for record in sent}
    assert {ship.name, *ship.former_names} == {record["shipname"] for record in sent}
    assert ship.id == f"imo:{sent[0]['imo']}"


@pytest.mark.skipif(not REAL.is_dir(), reason="needs the shared data beside the checkout, which no clone carries")
@pytest.mark.parametrize("type", ["gap", "encounter", "loitering", "port_visit"])
def test_the_publishers_sample_event_under_each_type(type: str, tmp_path: Path) -> None:
    event = json.loads((REAL / "event_item.json").read_text()) | {"type": type}
    path = tmp_path / "event.json"
    path.write_text(json.dumps(event))
    found = read_facts(path)
    kind = {"gap": "ais_gap", "port_visit": "port_call"}.get(type, type)
    assert len(of(found, kind)) == 1
    assert not found.faults


@pytest.mark.parametrize(
    ("told", "type"),
    [("bunker", "bunker_or_tanker"), ("BUNKER_OR_TANKER", "bunker_or_tanker"), ("CARRIER", "carrier"), ("other", None)],
)
def test_types_of_ship(told: str, type: str | None) -> None:
    event = json.loads((HERE / "event-item.json").read_text())
    event["vessel"]["type"] = told
    outcome = FORMATS[0].reread(event, 1, SourceFile(HERE / "x.json", "x.json"))
    assert isinstance(outcome, Used)
    assert getattr(outcome.facts[0], "type") == type  # noqa: B009 (the base of facts has no type)
