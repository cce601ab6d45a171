"""OFAC's list in its old tables and in XML: what is read of it, what is not made up, and what bad records cost."""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from reading_account import adds_up

from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.reading.candidate import Candidate
from countermove.reading.facts_source import read_facts
from countermove.reading.formats.ofac_sdn_table import OfacSdnTable
from countermove.reading.formats.ofac_sdn_xml import OfacSdnXml
from countermove.reading.formats.registry import formats
from countermove.reading.listed.ofac_remarks import spoken_name
from countermove.reading.outcome import Refused, SourceFile, Used

FOLDER = Path(__file__).parent / "fixtures" / "ofac"
TABLE, XML = FOLDER / "sdn.csv", FOLDER / "sdn.xml"
SHARED = Path(
    os.environ.get("COUNTERMOVE_SHARED_DATA") or Path(__file__).resolve().parents[2].parent / "shared" / "data"
)
REAL = SHARED / "open" / "ofac-vessels" / "sdn2021_sdn.csv"


@pytest.fixture(scope="module")
def table() -> FactSet:
    return read_facts(TABLE)


@pytest.fixture(scope="module")
def xml() -> FactSet:
    return read_facts(XML)


def of(found: FactSet, kind: str) -> dict[str, Fact]:
    return {f.id: f for f in found.facts if f.kind == kind}


def told(fact: Fact) -> dict[str, object]:
    return fact.model_dump(mode="json", exclude_defaults=True, exclude={"id", "evidence", "kind"})


def test_every_row_is_accounted_for(table: FactSet) -> None:
    (account,) = table.inputs
    assert (account.format, account.records, account.used, account.quarantined) == ("ofac-sdn-csv", 15, 10, 4)
    assert account.set_aside_reasons == {"an aircraft: the model has no kind for it": 1}
    assert adds_up(table)


def test_a_ships_numbers_and_names_come_of_the_remarks(table: FactSet) -> None:
    assert told(of(table, "vessel")["imo:9000015"]) == {
        "name": "EXAMPLE STAR", "former_names": ["EXAMPLE OLD STAR"], "imo": "9000015", "mmsi": "370000001",
        "call_sign": "XX1", "flag": "iso3166:PA", "type": "crude_oil_tanker", "built": 2003, "deadweight": 99144.0,
        "same_as": ["ofac:90001"],
    }  # fmt: skip
    assert told(of(table, "alias")["alias:imo:9000015/EXAMPLE_NIGHT/-"])["quality"] == "weak"


def test_a_ship_without_a_number_is_known_by_its_radio_identity_or_by_the_list(table: FactSet) -> None:
    ships = of(table, "vessel")
    assert ships["mmsi:370000003"].same_as == ("ofac:90006",)
    assert ships["mmsi:370000003"].flag is None, "no flag identified is no flag"
    assert ships["ofac:90007"].name == "EXAMPLE BOAT"
    assert any("'IMO 9000016' is not a ship's IMO number" in note for note in table.notes)
    assert any("'MMSI' is '12345'" in note for note in table.notes)
    assert any("does not say of which day it is" in note for note in table.notes)


def test_listings_have_no_date_and_all_programmes(table: FactSet) -> None:
    listing = of(table, "designation")["designation:us/imo-company:5000004/blocking/-"]
    assert told(listing) == {
        "entity": "imo-company:5000004", "authority": "us", "measure": "blocking",
        "programme": "IFSR; RUSSIA-EO14024; SDGT",
    }  # fmt: skip
    (piece,) = listing.evidence
    assert (piece.source, piece.published) == ("Specially Designated Nationals list of OFAC", None)
    assert piece.locator == "sdn.csv line 2 (ofac:90002)"


def test_entries_of_other_programmes_are_kept_with_their_programme(table: FactSet) -> None:
    programmes = {told(f).get("programme") for f in of(table, "designation").values()}
    assert {"CUBA", "IRAN", "DPRK4"} <= programmes


def test_the_form_of_other_lists_does_not_make_a_listing_blocking(table: FactSet) -> None:
    listings = of(table, "designation")
    assert "designation:us/inn:9900000024/financial_restriction/-" in listings
    other = listings["designation:us/ofac:90010/-/-"]
    assert told(other).get("measure") is None
    assert other.evidence[0].source == "Consolidated non-SDN lists of OFAC"


def test_companies_are_known_by_their_numbers(table: FactSet) -> None:
    firms = of(table, "company")
    bank, shipping = firms["inn:9900000017"], firms["imo-company:5000004"]
    assert set(bank.same_as) == {"ofac:90005", "ogrn:1029900000008", "bic:EXAMRUMM"}
    assert told(shipping) == {
        "name": "EXAMPLE SHIPPING LTD", "sector": "Sea freight", "founded": "2015", "same_as": ["ofac:90002"],
    }  # fmt: skip
    assert "ofac:90008" in firms, "a number of another country is no Russian tax number"


def test_a_persons_name_is_turned_round(table: FactSet) -> None:
    assert told(of(table, "person")["inn:990000000115"]) == {
        "name": "Ivan Ivanovich FICTIONOV", "role": "Chairman of EXAMPLE BANK", "country": "iso3166:RU",
        "same_as": ["ofac:90003"],
    }  # fmt: skip
    assert "FIKTIONOV; Vanya" in {told(f)["name"] for f in of(table, "alias").values()}
    assert spoken_name("ALPHA, Beta, Jr.") == "Beta ALPHA, Jr."
    assert spoken_name("ALPHA") == "ALPHA"


def test_a_clause_that_the_table_cut_off_is_left(table: FactSet) -> None:
    assert [told(f)["name"] for f in of(table, "alias").values() if "90011" in f.id] == ["EXAMPLE WEAK"]
    assert not any("90011" in note for note in table.notes)


def test_bad_rows_cost_themselves_only(table: FactSet) -> None:
    assert [(q.line, q.reasons) for q in table.quarantine] == [
        (12, ("'ent_num' is 'x': is no number",)),
        (13, ("the row has 3 cells, the header 12",)),
        (14, ("'SDN_Name' is missing",)),
        (15, ("'SDN_Type' is 'submarine': is none of individual, entity, vessel and aircraft",)),
    ]


def test_a_file_in_an_old_encoding_is_read() -> None:
    found = read_facts(FOLDER / "sdn-1252.csv")
    assert {f.name for f in found.facts if f.kind in ("company", "person")} == {"EXAMPLE SOCIÉTÉ", "José PEÑA EXAMPLE"}
    assert not found.faults


def test_a_broken_byte_among_good_text_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "sdn.csv"
    row = '9003{n},"EXAMPLE {name}",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    path.write_bytes(row.format(n=1, name="SOCIÉTÉ").encode() + row.format(n=2, name="É").encode("latin-1") + b"\x1a")
    found = read_facts(path)
    assert [f.name for f in found.facts if f.kind == "company"] == ["EXAMPLE SOCIÉTÉ"]
    assert found.inputs[0].quarantined == 1


def test_a_table_with_a_header_is_read() -> None:
    found = read_facts(FOLDER / "sdn-with-header.csv")
    assert set(of(found, "vessel")) == {"imo:9000039"}


def test_the_tables_beside_it_are_read_and_set_aside() -> None:
    names = read_facts(FOLDER / "alt.csv")
    assert [told(f) for f in names.facts] == [
        {"entity": "ofac:90001", "name": "EXAMPLE NIGHT II"},
        {"entity": "ofac:90001", "name": "EXAMPLE OLDER STAR", "quality": "former"},
        {"entity": "ofac:90003", "name": "FICTIONOFF, Ivan", "quality": "name"},
    ]
    assert [q.reasons for q in names.quarantine] == [("'alt_name' is missing",)]
    addresses = read_facts(FOLDER / "add.csv")
    assert addresses.inputs[0].set_aside_reasons == {"an address: no rule asks for addresses": 2}


def test_names_of_the_table_beside_it_join_the_ship() -> None:
    found = read_facts([TABLE, FOLDER / "alt.csv"])
    assert {told(f)["name"] for f in found.facts if f.kind == "alias" and f.entity == "imo:9000015"} == {
        "EXAMPLE NIGHT", "EXAMPLE NIGHT II", "EXAMPLE OLDER STAR",
    }  # fmt: skip


def test_every_entry_of_the_xml_is_accounted_for(xml: FactSet) -> None:
    (account,) = xml.inputs
    assert (account.format, account.records, account.used, account.quarantined) == ("ofac-sdn-xml", 6, 3, 2)
    assert account.set_aside_reasons == {"an aircraft: the model has no kind for it": 1}
    assert [(q.line, q.reasons) for q in xml.quarantine] == [
        (60, ("'uid' is missing",)),
        (61, ("'sdnType' is missing",)),
    ]
    assert adds_up(xml)


def test_the_xml_says_what_the_table_says(table: FactSet, xml: FactSet) -> None:
    assert told(of(xml, "vessel")["imo:9000015"]) == told(of(table, "vessel")["imo:9000015"])
    person = told(of(xml, "person")["inn:990000000115"])
    assert person.pop("aliases") == ["Ivan & Co FICTIONOFF"]
    assert person == told(of(table, "person")["inn:990000000115"])
    assert {f.id: told(f)["quality"] for f in of(xml, "alias").values()} == {
        "alias:imo:9000015/EXAMPLE_NIGHT/-": "weak", "alias:imo:9000015/EXAMPLE_DAY/-": "strong",
    }  # fmt: skip
    assert told(of(xml, "company")["imo-company:5000004"])["founded"] == "2015-07-07"


def test_the_xml_has_the_day_of_the_list_written_month_first(xml: FactSet) -> None:
    listing = of(xml, "designation")["designation:us/imo:9000015/blocking/-"]
    assert str(listing.evidence[0].published) == "2026-09-08"
    assert getattr(listing, "date") is None  # noqa: B009
    assert listing.evidence[0].locator == "sdn.xml line 7 (ofac:90001)"


def test_a_mended_record_is_read_again() -> None:
    source = SourceFile(XML, XML.name)
    refused = next(o for o in OfacSdnXml().read(source) if isinstance(o, Refused))
    mended = OfacSdnXml().reread({**refused.record, "uid": ["90015"]}, refused.line, source)
    assert isinstance(mended, Used)
    assert mended.facts[0].id == "ofac:90015"
    source = SourceFile(TABLE, TABLE.name)
    refused = next(o for o in OfacSdnTable().read(source) if isinstance(o, Refused))
    mended = OfacSdnTable().reread({**refused.record, "ent_num": "90016"}, refused.line, source)
    assert isinstance(mended, Used)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("sdn.csv", "ofac-sdn-csv"), ("sdn-1252.csv", "ofac-sdn-csv"), ("sdn-with-header.csv", "ofac-sdn-csv"),
        ("alt.csv", "ofac-alt-csv"), ("add.csv", "ofac-add-csv"), ("sdn.xml", "ofac-sdn-xml"), ("sdn_advanced.xml", "ofac-sdn-advanced-xml"),
    ],
)  # fmt: skip
def test_no_other_format_claims_them(name: str, id: str) -> None:
    path = FOLDER / name
    candidate = Candidate(SourceFile(path, name), path.read_text(encoding="utf-8", errors="replace"), True)
    assert [each.id for each in formats() if each.recognises(candidate)] == [id]


def test_numbers_in_a_table_are_not_taken_for_the_list(tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("1,2,3,4,5,6,7,8,9,10,11,12\n" * 5, encoding="utf-8")
    assert not read_facts(tmp_path).inputs


ENTRY = "<sdnEntry><uid>90001</uid><lastName>EXAMPLE</lastName><sdnType>Entity</sdnType></sdnEntry>"


@pytest.mark.parametrize(
    ("text", "told_of", "facts"),
    [
        (f"<!DOCTYPE sdnList [<!ENTITY a 'b'>]><sdnList>{ENTRY}</sdnList>", "document type", 0),
        ("<!DOCTYPE sdnList SYSTEM 'http://example.invalid/x.dtd'><sdnList/>", "document type", 0),
        (f"<sdnList>{ENTRY}<sdnEntry><uid>1", "not well-formed", 2),
        (f"<sdnList>{ENTRY}&unknown;</sdnList>", "not well-formed", 2),
        (f"<sdnList>{ENTRY}" + "<a>" * 60, "more than 24 deep", 2),
        (f"<sdnList>{ENTRY}<sdnEntry>" + "<a></a>" * 60_000, "more than 50000 elements", 2),
        (f"<sdnList>{ENTRY}\x00</sdnList>", "not well-formed", 2),
        (f'<?xml version="1.0" encoding="x-no-such"?><sdnList>{ENTRY}</sdnList>', "not well-formed", 0),
    ],
)
def test_hostile_xml_costs_the_rest_of_the_file(tmp_path: Path, text: str, told_of: str, facts: int) -> None:
    path = tmp_path / "sdn.xml"
    path.write_text(text, encoding="utf-8")
    found = read_facts(path)
    assert [told_of in fault.message for fault in found.faults] == [True]
    assert len(found.facts) == facts


def test_a_tag_without_end_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "sdn.xml"
    path.write_text(f"<sdnList>{ENTRY}<a b='" + "x" * 5_000_000, encoding="utf-8")
    found = read_facts(path)
    assert ["longer than 4 MB" in fault.message for fault in found.faults] == [True]
    assert len(found.facts) == 2


def test_a_record_of_many_long_texts_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "sdn.xml"
    path.write_text(f"<sdnList>{ENTRY}<sdnEntry>" + f"<a>{'x' * 20_000}</a>" * 300, encoding="utf-8")
    found = read_facts(path)
    assert ["more than 4000000 characters" in fault.message for fault in found.faults] == [True]


def test_what_stands_before_the_root_does_not_hide_it(tmp_path: Path) -> None:
    for number, before in enumerate(("<!---->" * 400, "<?x y?><!-- a > b -->\n", "\ufeff<?xml version='1.0'?>\n")):
        path = tmp_path / f"{number}.xml"
        path.write_text(f"{before}<sdnList>{ENTRY}</sdnList>", encoding="utf-8")
        assert read_facts(path).inputs[0].format == "ofac-sdn-xml"
    for number, before in enumerate(("<!---->" * 400 + "x", "<!-- ", "<!DOCTYPE [", "<")):
        path = tmp_path / f"no-{number}.xml"
        path.write_text(before, encoding="utf-8")
        assert not read_facts(path).inputs


def test_remarks_without_end_are_read_in_no_time(tmp_path: Path) -> None:
    path = tmp_path / "sdn.csv"
    row = '90040,"EXAMPLE",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{}"\r\n'
    remarks = ("Tax ID No. " + " " * 900_000, "a.k.a. '" * 100_000, "Directive Determination " * 40_000)
    path.write_text("".join(row.format(each) for each in remarks), encoding="utf-8")
    assert read_facts(path).inputs[0].used == 3


def test_a_text_without_end_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "sdn.xml"
    remarks = "x" * 3_000_000
    path.write_text(f"<sdnList>{ENTRY.replace('EXAMPLE', f'EXAMPLE {remarks}')}</sdnList>", encoding="utf-8")
    found = read_facts(path)
    assert {len(f.name) for f in found.facts if f.kind == "company"} == {4000}


def test_the_advanced_form_is_told_and_not_read() -> None:
    found = read_facts(FOLDER / "sdn_advanced.xml")
    (fault,) = found.faults
    assert fault.code == "CM319"
    assert "sdn.xml" in fault.hint
    (account,) = found.inputs
    assert (account.format, account.records, account.set_aside) == ("ofac-sdn-advanced-xml", 1, 1)


@pytest.mark.skipif(not REAL.is_file(), reason="needs the shared data beside the checkout, which no clone carries")
def test_the_real_table_of_2021() -> None:
    with REAL.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.reader(stream) if len(row) == 12]
    found = read_facts(REAL)
    (account,) = found.inputs
    kinds = Counter(row[2].strip() for row in rows)
    assert len(rows) == account.records == 8890
    assert (account.used, account.set_aside, account.quarantined) == (8890 - kinds["aircraft"], kinds["aircraft"], 0)
    ships = [row for row in rows if row[2] == "vessel"]
    numbered = {
        hit[1] for row in ships if (hit := re.search(r"Vessel Registration Identification (?:IMO )?(\d{7})\b", row[11]))
    }
    assert len(numbered) == 397
    vessels = of(found, "vessel")
    assert {id.removeprefix("imo:") for id in vessels if id.startswith("imo:")} == numbered
    assert len(vessels) == len(ships) == kinds["vessel"]
    assert len(of(found, "person")) == kinds["individual"]
    listings = of(found, "designation").values()
    assert {(told(f)["authority"], told(f)["measure"]) for f in listings} == {("us", "blocking")}
    assert all(getattr(f, "date", None) is None for f in listings)
    russian = {row[0] for row in ships if "UKRAINE" in row[3] or "RUSSIA" in row[3]}
    assert (
        len([f for f in listings if re.search("UKRAINE|RUSSIA", f.programme) and f.entity in vessels])
        == len(russian)
        == 9
    )
