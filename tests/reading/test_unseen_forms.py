"""Forms of known formats that came up in other people's files: what they mean, and what they must not be taken for. All values invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from reading_account import adds_up, messages

from countermove.facts.fact_set import FactSet
from countermove.reading.country_words import country_code
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


def test_a_ship_that_an_act_lists_without_a_number_is_kept_under_its_entry(tmp_path: Path) -> None:
    header = (
        "celex,recordId,programKey,annex,measure,startDate,reason,schema,name,alias,innCode,ogrnCode,imoNumber,flag\n"
    )
    rows = (
        "32017R1509,3,EU-PRK,XIV,Transportation restrictions,3 August 2017,,Vessel,EXAMPLE ONE,,,,,DPRK\n"
        "32017R1509,4,EU-PRK,XIV,Transportation restrictions,3 August 2017,,Vessel,EXAMPLE TWO,,,,9000016,Comoros\n"
    )
    found = read(tmp_path, "act.csv", header + rows)
    (ship,) = of(found, "vessel")
    (listing,) = of(found, "designation")
    assert (ship.id, ship.imo, ship.flag) == ("eu:32017R1509/XIV/3", None, "iso3166:KP")
    assert (listing.entity, listing.measure) == (ship.id, "transport_ban")
    assert any("9000016" in told for told in messages(found)), "a wrong number is not passed over"


def test_a_call_whose_row_names_no_port_is_set_aside(tmp_path: Path) -> None:
    header = "start,end,eventId,eventType,lat,lon,vesselId,vessel_ssvid\n"
    row = "2024-01-01T10:00:00Z,2024-01-02T10:00:00Z,e2,port_visit,60.1,20.2,v1,273000001\n"
    assert reasons(read(tmp_path, "events.csv", header + row)) == {
        "a call at a port whose row does not name the port": 1
    }


def test_an_answer_to_a_search_by_likeness_is_told_for_what_it_is(tmp_path: Path) -> None:
    answer = {"responses": {"q1": {"status": 200, "results": [entity("NK-1", "Company", name=["EXAMPLE"])]}}}
    path = tmp_path / "match.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    (fault,) = read_facts(path).faults
    assert "search by likeness" in str(fault)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DPRK", "KP"), ("D.P.R.K.", "KP"), ("Republic of Korea", "KR"), ("Union of Comoros", "KM"), ("Republic of the Marshall Islands", "MH"),
        ("United Republic of Tanzania", "TZ"), ("Republic of the Congo", "CG"), ("Korea, North", "KP"), ("U.S.", "US"), ("us", None),
        ("Republic of China", None), ("Republic of Nowhere", None),
    ],
)  # fmt: skip
def test_countries_as_lists_write_them(text: str, code: str | None) -> None:
    assert country_code(text) == code


def test_an_entity_cut_down_to_its_caption_keeps_its_name(tmp_path: Path) -> None:
    inner = {"id": "NK-co", "schema": "Company", "caption": "EXAMPLE TRADING LLC"}
    tie = entity("own-1", "Ownership", owner=["NK-1"], percentage=["60"])
    tie["properties"]["asset"] = [inner]
    found = entities(tmp_path, tie)
    (company,) = of(found, "company")
    (holding,) = of(found, "ownership")
    assert (company.id, company.name, holding.asset) == (
        "opensanctions:NK-co",
        "EXAMPLE TRADING LLC",
        "opensanctions:NK-co",
    )
    (ship,) = of(
        entities(tmp_path, {**entity("v1", "Vessel", imoNumber=["IMO9000015"]), "caption": "IMO9000015"}), "vessel"
    )
    assert ship.name is None, "a number is no name"


def test_a_ship_on_the_list_of_frozen_funds_is_not_said_to_be_frozen(tmp_path: Path) -> None:
    header = "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType_ClassificationCode;Entity_Regulation_Programme;NameAlias_WholeName;Identification_Number;Identification_TypeCode\n"
    rows = "07/11/2026;1;EU.1.1;enterprise;LBY;EXAMPLE ONE;IMO 9000015;imo\n07/11/2026;2;EU.2.2;enterprise;LBY;EXAMPLE LTD;;\n"
    found = of(read(tmp_path, "fsf.csv", header + rows), "designation")
    assert {listing.entity: listing.measure for listing in found} == {"imo:9000015": None, "eu-fsf:2": "asset_freeze"}


def test_an_aircraft_in_the_journal_is_set_aside(tmp_path: Path) -> None:
    header = "celex,recordId,programKey,annex,measure,startDate,reason,schema,name,alias,innCode,ogrnCode,imoNumber\n"
    row = "32017R1509,3,EU-PRK,XIV,Asset freeze,3 August 2017,,Airplane,EXAMPLE,,,,\n"
    assert reasons(read(tmp_path, "act.csv", header + row)) == {"an aircraft: the model has no kind for it": 1}


def test_what_an_inner_entity_says_of_itself_is_believed_before_the_place_where_it_stands(tmp_path: Path) -> None:
    company = entity("NK-co", "Company", name=["EXAMPLE"])
    company["properties"]["sanctions"] = [
        entity("s1", "Sanction", "us_ofac_sdn", entity=["NK-other"]), entity("s2", "Sanction", "us_ofac_sdn"),
    ]  # fmt: skip
    found = of(entities(tmp_path, company), "designation")
    assert {listing.entity for listing in found} == {"opensanctions:NK-other", "opensanctions:NK-co"}
    assert len(found) == 2


def test_an_entity_in_a_wrapper_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, "one.json", json.dumps({"entity": entity("NK-co", "Company", name=["EXAMPLE"])}))
    assert [company.name for company in of(found, "company")] == ["EXAMPLE"]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("eu.xml", '<?xml version="1.0"?><export xmlns="http://eu.europa.ec/fpi/fsd/export"></export>', "take its CSV form"),
        ("uk.xml", '<?xml version="1.0"?><Designations><Designation/></Designations>', "take its CSV form"),
        ("statements.csv", "canonical_id,entity_id,prop,schema,value,dataset\na,b,name,Person,c,d\n", "take entities.ftm.json"),
    ],
)  # fmt: skip
def test_another_form_of_a_known_list_says_which_form_to_take(tmp_path: Path, name: str, text: str, told: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    (fault,) = read_facts(path).faults
    assert told in str(fault)


def test_a_call_sign_of_an_earlier_identity_is_not_the_ships_of_today(tmp_path: Path) -> None:
    before = {
        "ssvid": "419000123", "imo": "9000015", "shipname": "EXAMPLE ONE", "callsign": "ATF123", "flag": "IND",
        "transmissionDateFrom": "2019-01-01T00:00:00Z", "transmissionDateTo": "2023-06-30T00:00:00Z",
    }  # fmt: skip
    after = {
        "ssvid": "352000999", "imo": "9000015", "shipname": "EXAMPLE TWO", "flag": "PAN",
        "transmissionDateFrom": "2023-07-01T00:00:00Z", "transmissionDateTo": "2026-07-01T00:00:00Z",
    }  # fmt: skip
    (ship,) = of(read(tmp_path, "vessel.json", json.dumps({"registryInfo": [before, after]})), "vessel")
    assert (ship.mmsi, ship.call_sign, ship.former_mmsi) == ("352000999", None, ("419000123",))
    del after["flag"], after["shipname"]
    after["ssvid"] = before["ssvid"]
    (ship,) = of(read(tmp_path, "vessel.json", json.dumps({"registryInfo": [before, after]})), "vessel")
    assert ship.call_sign == "ATF123"


def test_both_sides_word_the_kind_of_an_encounter_alike(tmp_path: Path) -> None:
    one, other = {"id": "a", "ssvid": "273000001"}, {"id": "b", "ssvid": "626000001"}
    sides = [
        {
            "id": f"e.{place}", "type": "encounter", "start": "2024-05-01T00:00:00Z", "end": "2024-05-01T06:00:00Z",
            "position": {"lat": 45.1, "lon": 36.2}, "vessel": first, "encounter": {"vessel": second, "type": kind},
        }
        for place, first, second, kind in ((1, one, other, "carrier-bunker"), (2, other, one, "bunker-carrier"))
    ]  # fmt: skip
    (meeting,) = of(read(tmp_path, "events.json", json.dumps(sides)), "encounter")
    assert meeting.note == "Global Fishing Watch's kind of encounter: bunker-carrier."
    assert len(meeting.evidence) == 2


def test_marks_behind_a_ships_number_and_names_that_it_had(tmp_path: Path) -> None:
    header = "Report Date: 18-Aug-2026\nUnique ID,Name 6,Name type,Regime Name,Designation Type,Sanctions Imposed,Date Designated,IMO number\n"
    rows = (
        'RUS0503,EXAMPLE ONE,Primary Name,Russia,Ship,Specified ship,13/06/2024,"IMO 9000015; "\n'
        'RUS0503,EXAMPLE OLD,FKA,Russia,Ship,Specified ship,13/06/2024,"IMO 9000015; "\n'
    )
    (ship,) = of(read(tmp_path, "uk.csv", header + rows), "vessel")
    assert (ship.id, ship.name, ship.former_names) == ("imo:9000015", "EXAMPLE ONE", ("EXAMPLE OLD",))


@pytest.mark.parametrize(
    ("dataset", "programme"), [("gb_coh_disqualified", "Companies Act"), ("us_trade_csl", "Unverified List (UVL)")]
)
def test_an_exclusion_makes_no_public_figure_of_a_person(tmp_path: Path, dataset: str, programme: str) -> None:
    person = entity("p1", "Person", dataset, name=["Example Person"], topics=["corp.disqual"])
    exclusion = entity("s1", "Sanction", dataset, entity=["p1"], program=[programme])
    found = entities(tmp_path, person, exclusion)
    assert found.facts == ()
    assert reasons(found)["a person whom no listing and no role names"] == 1


def test_nor_does_the_short_table(tmp_path: Path) -> None:
    header = "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,program_ids,dataset,first_seen,last_seen,last_change\n"
    row = "NK-1,Person,Example Person,,,,,,Unverified List,,,US-BIS-UVL,us_trade_csl,,,\n"
    assert reasons(read(tmp_path, "targets.simple.csv", header + row)) == {
        "a person whom no listing and no role names": 1
    }


def test_a_day_with_slashes_in_an_american_file_is_not_guessed(tmp_path: Path) -> None:
    header = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status\n"
    rows = (
        "367000001,4/5/2026 0:02,36.9,-76.3,0,131,352,EXAMPLE,,,70,0\n"
        "367000001,2026-04-05 00:02:00 UTC,36.9,-76.3,0,131,352,EXAMPLE,,,70,0\n"
    )
    found = read(tmp_path, "ais.csv", header + rows)
    (told,) = messages(found)
    assert "nothing tells which is the month" in told
    (report,) = found.inputs
    assert (report.used, report.quarantined) == (1, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15-Jan-19", "2019-01-15"), ("15 January 2019", "2019-01-15"), ("13/06/2019", "2019-06-13"), ("06/06/2019", "2019-06-06"),
        ("04/05/2019", None), ("15-Jan-18", None),
    ],
)  # fmt: skip
def test_days_of_events_that_a_spreadsheet_rewrote(tmp_path: Path, text: str, day: str | None) -> None:
    header = "event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,iso,country,fatalities\n"
    found = read(tmp_path, "events.csv", f"{header}UKR1,{text},2019,1,Battles,Armed clash,Example,804,Ukraine,0\n")
    assert [str(event.date) for event in of(found, "conflict_event")] == ([day] if day else [])
    assert bool(messages(found)) == (day is None)
