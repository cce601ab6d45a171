"""Forms of known formats that came up in other people's files: what they mean, and what they must not be taken for. All values invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from reading_account import adds_up, messages

from countermove.facts.fact_set import FactSet
from countermove.reading.facts_source import read_facts
from countermove.reading.followthemoney.percentages import Held, held, held_by_nature

COMTRADE = Path(__file__).parent / "fixtures" / "comtrade" / "trade-before-2023.csv"


def read(folder: Path, name: str, text: str) -> FactSet:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    found = read_facts(path)
    assert adds_up(found)
    return found


def of(found: FactSet, kind: str) -> list[Any]:
    return [fact for fact in found.facts if fact.kind == kind]


def reasons(found: FactSet) -> dict[str, int]:
    (report,) = found.inputs
    return dict(report.set_aside_reasons)


def entity(id: str, schema: str, dataset: str = "example_list", **properties: list[str]) -> dict[str, Any]:
    return {
        "id": id, "caption": id, "schema": schema, "properties": properties, "datasets": [dataset], "referents": [],
        "target": True, "first_seen": "2026-01-01T00:00:00", "last_seen": "2026-01-02T00:00:00",
        "last_change": "2026-01-01T00:00:00",
    }  # fmt: skip


def entities(folder: Path, *records: dict[str, Any]) -> FactSet:
    return read(folder, "entities.ftm.json", "".join(f"{json.dumps(record)}\n" for record in records))


@pytest.mark.parametrize("link", ["", "officer of"])
def test_an_officer_of_whom_no_more_is_told_is_no_director(tmp_path: Path, link: str) -> None:
    header = "node_id_start,node_id_end,rel_type,link,status,start_date,end_date,sourceID\n"
    found = read(tmp_path, "relationships.csv", f"{header}1,2,officer_of,{link},,,,Example Papers\n")
    assert found.facts == ()
    assert reasons(found) == {"a role that the file does not tell: officer of": 1}


def test_a_personal_directorship_is_one(tmp_path: Path) -> None:
    header = "node_id_start,node_id_end,rel_type,link,status,start_date,end_date,sourceID\n"
    row = '1,2,officer_of,Personal Directorship of,,"Mar 27, 2006",,Example Papers\n'
    (found,) = of(read(tmp_path, "relationships.csv", header + row), "directorship")
    assert (found.person, found.company, str(found.since)) == ("icij:1", "icij:2", "2006-03-27")


def test_an_anchorage_without_a_name_still_has_its_country(tmp_path: Path) -> None:
    event = {
        "start": "2025-03-01T10:00:00.000Z", "end": "2025-03-03T12:00:00.000Z", "id": "p1", "type": "port_visit",
        "position": {"lat": 60.3, "lon": 28.6}, "vessel": {"id": "v1", "ssvid": "352000001"},
        "port_visit": {"confidence": "4", "startAnchorage": {"anchorageId": "47a1", "flag": "RUS", "name": None}},
    }  # fmt: skip
    (call,) = of(read(tmp_path, "events.json", json.dumps({"entries": [event], "total": 1})), "port_call")
    assert (call.port, call.country) == ("anchorage 47a1", "iso3166:RU")


def test_an_identity_that_was_asked_for_alone_is_known_by_its_dates(tmp_path: Path) -> None:
    sent = {
        "id": "own-1", "ssvid": "636000001", "shipname": "EXAMPLE ONE", "flag": "LBR", "imo": "9000015",
        "transmissionDateFrom": "2016-06-02T00:00:00Z", "transmissionDateTo": "2025-05-25T02:00:00Z",
    }  # fmt: skip
    found = read(tmp_path, "vessels.json", json.dumps({"entries": [{"selfReportedInfo": [sent]}]}))
    assert [report.format for report in found.inputs] == ["gfw-vessels"]
    (ship,) = of(found, "vessel")
    assert (ship.id, ship.mmsi, ship.same_as) == ("imo:9000015", "636000001", ("gfw:own-1",))


def test_a_number_that_the_list_calls_imo_number_is_the_ships(tmp_path: Path) -> None:
    text = (
        '<?xml version="1.0"?><sdnList><sdnEntry><uid>2001</uid><lastName>EXAMPLE ONE</lastName><sdnType>Vessel</sdnType>'
        "<programList><program>EXAMPLE</program></programList><idList><id><uid>1</uid><idType>IMO Number</idType>"
        "<idNumber>9000015</idNumber></id></idList></sdnEntry></sdnList>"
    )
    (ship,) = of(read(tmp_path, "sdn.xml", text), "vessel")
    assert (ship.id, ship.same_as) == ("imo:9000015", ("ofac:2001",))


def test_several_imo_numbers_in_one_cell_are_all_kept_and_none_is_chosen(tmp_path: Path) -> None:
    text = "type,caption,imo,risk,countries,flag,mmsi,id,url,datasets,aliases\nVESSEL,EXAMPLE,IMO9000015;IMO9000027,,,,,NK-1,,us_ofac_sdn,\n"
    (ship,) = of(read(tmp_path, "maritime.csv", text), "vessel")
    assert (ship.id, ship.imo, ship.same_as) == ("opensanctions:NK-1", None, ("imo:9000015", "imo:9000027"))


def test_a_table_that_went_through_a_spreadsheet_keeps_its_ships(tmp_path: Path) -> None:
    header = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status\n"
    row = "477000001.0,2018-12-01T00:00:03,36.9,-76.3,0.0,131.0,352.0,EXAMPLE,IMO9000015,VRPJ6,70.0,0.0\n"
    (ship,) = of(read(tmp_path, "ais.csv", header + row), "vessel")
    assert (ship.id, ship.mmsi, ship.type) == ("imo:9000015", "477000001", "cargo")


def test_the_site_of_comtrade_until_2023() -> None:
    found = read_facts(COMTRADE)
    assert adds_up(found)
    assert [report.format for report in found.inputs] == ["comtrade-before-2023"]
    assert {(f.country, f.counterpart, f.measure, str(f.period), f.value) for f in of(found, "dependence")} == {
        ("iso3166:IN", "iso3166:RU", "imports_usd", "2019", 123456789.0),
        ("iso3166:IN", "iso3166:RU", "imports_kg", "2019", 2000.0),
        ("iso3166:RU", "iso3166:CN", "exports_usd", "2019-03", 77.0),
    }
    assert reasons(found) == {
        "the partner is the whole world, not a state": 1,
        "a part of a figure, by customs procedure, means of transport or second partner": 1,
    }
    (told,) = messages(found)
    assert "'Trade Value (US$)' is 'many'" in told


@pytest.mark.parametrize(
    ("schema", "ends", "over"),
    [
        ("Ownership", {"owner": ["a"], "asset": ["b"], "role": ["Former shareholder"]}, True),
        ("Ownership", {"owner": ["a"], "asset": ["b"], "status": ["inactive"]}, True),
        ("Directorship", {"director": ["a"], "organization": ["b"], "role": ["ex-director"]}, True),
        ("UnknownLink", {"subject": ["a"], "object": ["b"], "role": ["previous technical manager"]}, True),
        ("Ownership", {"owner": ["a"], "asset": ["b"], "role": ["Former owner"], "endDate": ["2020"]}, False),
        ("Directorship", {"director": ["a"], "organization": ["b"], "role": ["Director", "former chairman"]}, False),
    ],
)
def test_a_tie_that_is_over_says_nothing_of_today(
    tmp_path: Path, schema: str, ends: dict[str, list[str]], over: bool
) -> None:
    found = entities(tmp_path, entity("l1", schema, **ends))
    assert reasons(found) == ({"a tie that is over, of which no end is told": 1} if over else {})
    assert bool(found.facts) != over


@pytest.mark.parametrize(
    ("programme", "measure"),
    [
        ("Entity List (EL) - Bureau of Industry and Security", "export_control"),
        ("Military End User (MEU) List - Bureau of Industry and Security", "export_control"),
        ("Unverified List (UVL) - Bureau of Industry and Security", None),
        ("ITAR Debarred (DTC) - State Department", None),
    ],
)
def test_a_list_for_exporters_to_check_is_no_sanctions_listing(
    tmp_path: Path, programme: str, measure: str | None
) -> None:
    found = entities(tmp_path, entity("s1", "Sanction", "us_trade_csl", entity=["a"], program=[programme]))
    assert [listing.measure for listing in of(found, "designation")] == ([measure] if measure else [])
    if not measure:
        reason = "a list of whom exporters or buyers must check or shun, which is no sanctions listing"
        assert reasons(found) == {reason: 1}


def test_nor_is_it_one_in_the_short_table(tmp_path: Path) -> None:
    header = "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,program_ids,dataset,first_seen,last_seen,last_change\n"
    rows = (
        "NK-1,Company,EXAMPLE ONE,,,,,,Unverified List,,,US-BIS-UVL,us_trade_csl,,,\n"
        "NK-2,Company,EXAMPLE TWO,,,,,,Unverified List (UVL) - Bureau,,,,us_trade_csl,,,\n"
        "NK-3,Company,EXAMPLE THREE,,,,,,Entity List,,,US-BIS-EL,us_trade_csl,,,\n"
    )
    found = of(read(tmp_path, "targets.simple.csv", header + rows), "designation")
    assert [(listing.entity, listing.measure) for listing in found] == [("opensanctions:NK-3", "export_control")]


@pytest.mark.parametrize("text", ["0", "0%", "0.00"])
def test_a_share_of_nothing_is_a_share_that_nobody_knows(text: str) -> None:
    assert held(text) is None


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("ownership-of-shares-25-to-50-percent", Held(at_least=25, at_most=50)),
        ("Ownership of shares 75 to 100 percent as trust", Held(at_least=75, at_most=100)),
        ("ownership-of-shares-more-than-25-percent-registered-overseas-entity", Held(at_least=25)),
        ("voting-rights-75-to-100-percent", None),
        ("shareholder", None),
    ],
)
def test_what_a_nature_of_control_says_of_a_share(text: str, means: Held | None) -> None:
    assert held_by_nature(text) == means


def test_a_told_percentage_is_believed_before_the_nature_of_control(tmp_path: Path) -> None:
    role = ["ownership-of-shares-25-to-50-percent"]
    first = entity("o1", "Ownership", owner=["a"], asset=["b"], role=role)
    second = entity("o2", "Ownership", owner=["a"], asset=["c"], role=role, percentage=["40"])
    found = {each.asset: (each.share, each.share_at_least, each.share_at_most) for each in of(entities(tmp_path, first, second), "ownership")}  # fmt: skip
    assert found == {"opensanctions:b": (None, 25, 50), "opensanctions:c": (40, None, None)}


def test_commas_between_thousands_of_tonnes(tmp_path: Path) -> None:
    (ship,) = of(entities(tmp_path, entity("v1", "Vessel", deadweightTonnage=["299,214"])), "vessel")
    assert ship.deadweight == 299214
