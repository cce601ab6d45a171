"""Ports, berths, cables, oil plants and the companies behind ships: what of them becomes facts, and acts of war that do not."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from reading_account import adds_up, messages
from shared_data import needs, shared

from countermove.facts.fact_set import FactSet
from countermove.reading.facts_source import read_facts

FIXTURES = Path(__file__).parent / "fixtures" / "infrastructure"


def _read(name: str) -> FactSet:
    found = read_facts(FIXTURES / name)
    assert adds_up(found)
    return found


def _account(found: FactSet) -> tuple[str, int, int, int, int]:
    (one,) = found.inputs
    return one.format, one.records, one.used, one.set_aside, one.quarantined


def _by_id(found: FactSet) -> dict[str, Any]:
    return {fact.id: fact for fact in found}


def test_ports_have_the_codes_of_un_locode() -> None:
    found = _read("ports.geojson")
    assert _account(found) == ("ports-geojson", 6, 5, 0, 1)
    ports = _by_id(found)
    assert {id: fact.countries for id, fact in ports.items()} == {
        "unlocode:ALXX2": ("iso3166:AL",), "unlocode:NZABC": ("iso3166:NZ",), "unlocode:ZAABC": (),
        "unlocode:CSABC": ("iso3166:RS",), "unlocode:EGABC": ("iso3166:EG",),
    }  # fmt: skip
    assert ports["unlocode:ALXX2"].position == (41.25, 19.5)
    assert ports["unlocode:EGABC"].position is None, "no place on Earth"
    assert "'port' is 'EG': is not a UN/LOCODE" in messages(found)[0]
    assert any("'cty' is UA and the code's country ZA; no country given" in note for note in found.notes)


def test_a_table_of_ports() -> None:
    found = _read("ports.csv")
    assert _account(found) == ("ports-csv", 3, 1, 1, 1)
    assert [fact.name for fact in found] == ["EXAMPLE PORT"]  # type: ignore[attr-defined]
    assert dict(found.inputs[0].set_aside_reasons) == {"the port has no UN/LOCODE by which it could be told": 1}


def test_the_world_port_index(tmp_path: Path) -> None:
    text = "World Port Index Number,Main Port Name,UN/LOCODE,Country Code,Latitude,Longitude\n1,Example,RU XX2,Russia,55.5,40.25\n2,None, ,Russia,1,1\n"
    (tmp_path / "UpdatedPub150.csv").write_text(text, encoding="utf-8")
    found = read_facts(tmp_path)
    assert _account(found) == ("ports-csv", 2, 1, 1, 0)
    (port,) = found
    assert (port.id, port.countries, port.position) == ("unlocode:RUXX2", ("iso3166:RU",), (55.5, 40.25))  # type: ignore[attr-defined]


def test_berths() -> None:
    found = _read("berths.geojson")
    assert _account(found) == ("berths-geojson", 3, 2, 0, 1)
    one = _by_id(found)["crea-berth:1"]
    assert (one.name, one.type, one.countries, one.position) == (
        "Example Terminal",
        "terminal (Oil)",
        ("iso3166:RU",),
        (51.0, 11.0),
    )


def test_a_cable_drawn_in_stretches_is_one_thing_with_one_position() -> None:
    found = _read("cables.kml")
    assert _account(found) == ("cables-kml", 6, 3, 2, 1)
    things = _by_id(found)
    ring = things["cable:example-ring-er-1"]
    assert (ring.name, ring.type, ring.position) == ("Example Ring (ER-1)", "submarine_cable", (51.0, 11.0))
    assert not ring.alternatives
    assert things["cable:example-pipeline"].type == "pipeline"
    assert dict(found.inputs[0].set_aside_reasons) == {"the placemark has no name": 1, "the placemark is no line": 1}


def test_the_geojson_of_cable_maps() -> None:
    found = _read("cable-geo.json")
    assert _account(found) == ("cables-geojson", 3, 2, 0, 1)
    (cable,) = found
    assert (cable.id, cable.position) == ("cable:example-1", (51.0, 11.0))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE kml [<!ENTITY a "b">]><kml><Placemark><name>&a; cable</name></Placemark></kml>',
        "<kml><Document><Placemark><name>cable</name><coordinates>1,2 3,4</coordinates></Placemark>",
    ],
)
def test_hostile_or_broken_kml_is_a_fault_of_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "cables.kml").write_text(text, encoding="utf-8")
    found = read_facts(tmp_path)
    assert adds_up(found)
    assert [fault.code for fault in found.faults] == ["CM318"]


def test_a_line_of_many_points_keeps_a_position(tmp_path: Path) -> None:
    points = " ".join("10.125,50.125,0" for _ in range(5000))
    text = f"<kml><Document><Placemark><name>Long cable</name><coordinates>{points}</coordinates></Placemark></Document></kml>"
    (tmp_path / "cables.kml").write_text(text, encoding="utf-8")
    (cable,) = read_facts(tmp_path)
    assert cable.position == (50.125, 10.125)  # type: ignore[attr-defined]


def test_kml_about_something_else_is_not_read(tmp_path: Path) -> None:
    text = (
        "<kml><Document><Placemark><name>A walk</name><coordinates>1,2 3,4</coordinates></Placemark></Document></kml>"
    )
    (tmp_path / "walk.kml").write_text(text, encoding="utf-8")
    assert not read_facts(tmp_path).inputs


def test_oil_infrastructure() -> None:
    found = _read("oil.json")
    assert _account(found) == ("oil-infrastructure", 5, 4, 0, 1)
    things = _by_id(found)
    refinery = things["oilfront:example-refinery"]
    assert (refinery.type, refinery.position, refinery.countries) == ("oil_refinery", (55.5, 40.25), ())
    assert refinery.evidence[0].url == "https://example.org/a"
    assert refinery.evidence[0].document == "https://example.org/b"
    assert things["oilfront:example-terminal"].countries == ("iso3166:RU",)
    assert things["oilfront:occupied-terminal"].countries == ("iso3166:UA",), "occupied territory is no part of Russia"
    assert things["oilfront:example-pipeline"].position == (51.0, 11.0)


def test_supply_sites() -> None:
    found = _read("sites.json")
    assert _account(found) == ("oil-infrastructure", 1, 1, 0, 0)
    assert _by_id(found)["oilfront:example-depot"].type == "rail_depot"


@pytest.mark.parametrize("name", ["strikes.json", "attacks.json"])
def test_acts_of_war_against_russia_are_set_aside_each(name: str) -> None:
    found = _read(name)
    assert _account(found) == ("acts-of-war", 1, 0, 1, 0)
    assert dict(found.inputs[0].set_aside_reasons) == {
        "an act of war against Russia, which is no activity of Russia's": 1
    }
    assert not found.facts


def test_companies_by_their_imo_numbers() -> None:
    found = _read("companies.csv")
    assert _account(found) == ("ship-companies", 5, 3, 1, 1)
    companies = _by_id(found)
    assert {id: fact.country for id, fact in companies.items()} == {
        "imo-company:9000019": "iso3166:HK", "imo-company:0123458": "iso3166:KR", "imo-company:9000022": None,
    }  # fmt: skip
    assert "'imo' is '9000018': is not the IMO number of a company" in messages(found)[0]
    assert any("read as 0123458" in note for note in found.notes)


def test_no_other_format_takes_these_files() -> None:
    found = read_facts(FIXTURES)
    assert not [skipped for skipped in found.skipped if "several formats" in skipped.reason]
    assert len(found.inputs) == len(list(FIXTURES.iterdir()))


PORTS = shared("open/geo/ports.geojson")
CABLES = shared("open/gur-vessels-formerlab/filtered_cables.kml")
CREA = shared("licence-unclear/crea-reference")
OIL = shared("licence-unclear/oilfront")


@needs(PORTS, CABLES, CREA, OIL)
def test_real_files_counted_by_hand() -> None:
    features = json.loads(PORTS.read_text(encoding="utf-8"))["features"]
    sound = [f for f in features if re.fullmatch(r"[A-Z]{2}[A-Z2-9]{3}", f["properties"]["port"])]
    found = read_facts(PORTS)
    assert _account(found) == ("ports-geojson", len(features), len(sound), 0, len(features) - len(sound))
    assert {f.id for f in found} == {f"unlocode:{f['properties']['port']}" for f in sound}
    names = re.findall(r"<name>(.*?)</name>", CABLES.read_text(encoding="utf-8"))
    found = read_facts(CABLES)
    assert _account(found) == ("cables-kml", len(names), len(names), 0, 0)
    assert len(found) == len(set(names))
    counted = {
        name: len(json.loads((OIL / f"{name}.json").read_text(encoding="utf-8"))[key])
        for name, key in (("oil-infra", "objects"), ("logistics-sites", "sites"), ("infra-strikes", "strikes"),
                          ("tanker-attacks", "attacks"), ("refining-outage", "estimates"), ("infra-links", "links"))
    }  # fmt: skip
    found = read_facts(OIL)
    assert adds_up(found)
    assert {Path(i.path).stem: i.records for i in found.inputs} == counted
    assert {i.format for i in found.inputs if i.facts} == {"oil-infrastructure"}
    assert not found.faults
    found = read_facts(CREA)
    assert adds_up(found)
    assert Counter(i.format for i in found.inputs) == {"berths-geojson": 1, "ship-companies": 1, "ports-csv": 1}
    assert not found.faults
