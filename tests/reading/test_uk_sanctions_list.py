"""The British lists: rows made into entries, measures, numbers, and what bad rows cost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reading_account import adds_up, messages

from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.reading.candidate import Candidate
from countermove.reading.facts_source import read_facts
from countermove.reading.formats.registry import formats
from countermove.reading.formats.uk_sanctions_list import UkSanctionsList
from countermove.reading.listed.groups import MOST_ROWS
from countermove.reading.listed.uk_measures import measures_of
from countermove.reading.outcome import Refused, SourceFile, Used

FOLDER = Path(__file__).parent / "fixtures" / "uk-sanctions-list"
LIST, CONLIST, OTHER_DAY = (FOLDER / name for name in ("UK-Sanctions-List.csv", "ConList.csv", "another-day.csv"))


@pytest.fixture(scope="module")
def found() -> FactSet:
    return read_facts(LIST)


def of(found: FactSet, kind: str, about: str = "") -> list[Fact]:
    about = about or kind
    return [f for f in found.facts if f.kind == kind and about in (f.id, getattr(f, "entity", ""), f.kind)]


def told(fact: Fact) -> dict[str, object]:
    return fact.model_dump(mode="json", exclude_defaults=True, exclude={"id", "evidence", "kind"})


def test_every_row_is_accounted_for(found: FactSet) -> None:
    (account,) = found.inputs
    assert (account.format, account.records, account.used, account.quarantined) == ("uk-sanctions-list", 14, 9, 3)
    assert account.set_aside_reasons == {
        "the row repeats of its entry what is used, with another address, birth date or paper": 2
    }
    assert adds_up(found)


def test_rows_of_one_number_are_one_ship(found: FactSet) -> None:
    (ship,) = of(found, "vessel", "imo:9000015")
    assert told(ship) == {
        "name": "EXAMPLE STAR", "imo": "9000015", "flag": "iso3166:GA", "type": "crude_oil_tanker", "built": 2003,
        "same_as": ["uk-sanctions:RUS9002"],
    }  # fmt: skip
    assert [told(f) for f in of(found, "alias", "imo:9000015")] == [
        {"entity": "imo:9000015", "name": "EXAMPLE OLD STAR"}
    ]
    assert [told(f) for f in of(found, "designation", "imo:9000015")] == [
        {
            "entity": "imo:9000015", "authority": "uk", "measure": "transport_ban", "date": "2024-10-17",
            "programme": "The Russia (Sanctions) (EU Exit) Regulations 2019",
            "reason": "Invented: carries oil of Russian origin.",
        }
    ]  # fmt: skip


def test_the_evidence_names_the_lines_and_the_day(found: FactSet) -> None:
    (ship,) = of(found, "vessel", "imo:9000015")
    piece, less_certain = sorted(ship.evidence, key=lambda each: each.credibility)
    assert (piece.credibility, less_certain.credibility) == (2, 3)
    assert piece.source == piece.origin == "UK Sanctions List"
    assert piece.locator == "UK-Sanctions-List.csv lines 6 to 7 (uk-sanctions:RUS9002)"
    assert str(piece.published) == "2024-10-17"


def test_the_name_of_today_is_believed_before_that_of_the_list(tmp_path: Path) -> None:
    evidence = {"source": "A register", "reliability": "B", "credibility": 2}
    today = {"kind": "vessel", "id": "imo:9000015", "name": "EXAMPLE TODAY", "evidence": [evidence]}
    path = tmp_path / "today.jsonl"
    path.write_text(json.dumps(today) + "\n", encoding="utf-8")
    (ship,) = [f for f in read_facts([LIST, path]).facts if f.id == "imo:9000015"]
    assert ship.name == "EXAMPLE TODAY"
    assert [other.value for other in ship.alternatives] == ["EXAMPLE STAR"]


def test_each_measure_is_a_designation(found: FactSet) -> None:
    listings = [told(f) for f in found.facts if f.kind == "designation" and "ofsi:90001" in f.id]
    assert {(each["measure"], each.get("date")) for each in listings} == {
        ("asset_freeze", "2022-02-24"), ("travel_ban", "2022-02-24"), ("services_ban", "2022-02-24"),
        ("asset_freeze", None),
    }  # fmt: skip


def test_a_date_that_is_none_costs_the_date(found: FactSet) -> None:
    (cyber,) = [f for f in found.facts if "Cyber" in str(getattr(f, "programme", ""))]
    assert getattr(cyber, "date") is None  # noqa: B009
    assert str(cyber.evidence[0].published) == "2026-10-08", "the list's own day stands in"
    assert any("'31/13/2022'" in note for note in found.notes)


def test_a_person_has_names_from_all_rows(found: FactSet) -> None:
    (person,) = of(found, "person")
    assert told(person)["name"] == "Ivan Ivanovich FICTIONOV"
    assert "country" not in told(person), "two nationalities are told"
    assert told(person)["role"] == "Chairman of EXAMPLE BANK"
    assert told(person)["aliases"] == ["Иван Вымыслов"]
    assert set(told(person)["same_as"]) == {"uk-sanctions:RUS9001", "uk-sanctions:CYB9006"}
    assert [told(f) for f in found.facts if f.kind == "alias" and "90001" in f.id] == [
        {"entity": "ofsi:90001", "name": "Vanya FICTIONOV", "quality": "weak"}
    ]


def test_a_company_is_known_by_the_numbers_that_the_cell_names(found: FactSet) -> None:
    (firm,) = of(found, "company")
    assert firm.id == "inn:9900000017"
    assert set(told(firm)["same_as"]) == {
        "ogrn:1029900000008", "uk-sanctions:RUS9003", "ofsi:90003", "un-sanctions:KPe.901"
    }  # fmt: skip
    assert told(firm)["aliases"] == ["EW"]
    assert "country" not in told(firm), "its addresses are in two countries"


def test_bad_rows_cost_themselves_only(found: FactSet) -> None:
    assert [(q.line, q.reasons) for q in found.quarantine] == [
        (8, ("'IMO number' is 'IMO9000016': is not the IMO number of a ship: its check digit is wrong",)),
        (19, ("'Unique ID' is missing",)),
        (20, ("'Designation Type' is 'Aircraft': is neither Individual, Entity nor Ship",)),
    ]
    assert found.quarantine[0].record["Name 6"] == "EXAMPLE STAR"
    assert len(messages(found)) == 3


def test_an_unknown_flag_costs_the_flag(found: FactSet) -> None:
    (ship,) = of(found, "vessel", "imo:9000027")
    assert "flag" not in told(ship)
    (listing,) = of(found, "designation", "imo:9000027")
    assert (told(listing)["date"], told(listing)["measure"]) == ("2017-10-03", "transport_ban")


def test_another_day_with_other_columns_is_read() -> None:
    found = read_facts(OTHER_DAY)
    assert not found.faults
    assert {(f.kind, f.id) for f in found.facts} == {
        ("vessel", "imo:9000039"), ("designation", "designation:uk/imo:9000039/transport_ban/2023-05-15"),
        ("person", "uk-sanctions:RUS9102"), ("designation", "designation:uk/uk-sanctions:RUS9102/asset_freeze/2023-05-15"),
    }  # fmt: skip
    assert next(f for f in found.facts if f.kind == "person").name == "Anna INVENTED"


def test_the_older_consolidated_list_is_read() -> None:
    found = read_facts(CONLIST)
    (account,) = found.inputs
    assert (account.format, account.used, account.quarantined) == ("ofsi-consolidated-list", 3, 1)
    (ship,) = of(found, "vessel")
    assert told(ship) == {
        "name": "EXAMPLE SAMJONG", "imo": "9000041", "flag": "iso3166:KP", "type": "oil_tanker",
        "same_as": ["ofsi:90011", "un-sanctions:KPe.902", "uk-sanctions:DPR9011"],
    }  # fmt: skip
    (person,) = of(found, "person")
    assert {person.id, *told(person)["same_as"]} == {"uk-sanctions:RUS9001", "ofsi:90001"}
    assert [told(f)["reason"] for f in of(found, "designation", person.id)] == ["Invented, sits on a board."]
    assert {str(told(f)["measure"]) for f in of(found, "designation")} == {"asset_freeze"}


def test_both_lists_name_one_person() -> None:
    found = read_facts([LIST, CONLIST])
    assert len(of(found, "person")) == 1


def test_no_other_format_claims_the_lists() -> None:
    for path, id in (
        (LIST, "uk-sanctions-list"),
        (OTHER_DAY, "uk-sanctions-list"),
        (CONLIST, "ofsi-consolidated-list"),
    ):
        candidate = Candidate(SourceFile(path, path.name), path.read_text(encoding="utf-8"), True)
        assert [each.id for each in formats() if each.recognises(candidate)] == [id]


def test_a_mended_row_is_read_again() -> None:
    source = SourceFile(LIST, LIST.name)
    refused = next(o for o in UkSanctionsList().read(source) if isinstance(o, Refused))
    mended = UkSanctionsList().reread({**refused.record, "IMO number": "IMO9000015"}, refused.line, source)
    assert isinstance(mended, Used)
    assert {f.id for f in mended.facts} == {"imo:9000015", "designation:uk/imo:9000015/transport_ban/2024-10-17"}
    assert isinstance(UkSanctionsList().reread(refused.record, refused.line, source), Refused)


def test_an_entry_without_end_is_not_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    rows = "".join(f"RUS9001,EXAMPLE {n},Entity,R\n" for n in range(MOST_ROWS + 10))
    path.write_text(f"Unique ID,Name 6,Designation Type,Regime Name\n{rows}", encoding="utf-8")
    found = read_facts(path)
    assert found.inputs[0].used == MOST_ROWS + 10
    assert [f.id for f in found.facts if f.kind == "company"] == ["uk-sanctions:RUS9001"]


def test_a_report_date_without_end_is_read_in_no_time(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    above = "Report Date: " + "1 " * 60_000 + "!"
    path.write_text(f"{above}\nUnique ID,Name 6,Designation Type,Regime Name\nRUS9001,EXAMPLE,Entity,R\n")
    found = read_facts(f"uk-sanctions-list:{path}")
    assert found.inputs[0].used == 1


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    text = "Unique ID,Name 6,Designation Type,Regime Name\nRUS9001,EXAMPLE SOCIÉTÉ,Entity,R\n"
    path.write_bytes(text.encode(encoding))
    found = read_facts(path)
    assert not found.faults
    assert [f.name for f in found.facts if f.kind == "company"] == ["EXAMPLE SOCIÉTÉ"]


def test_measures_are_told_in_the_models_words() -> None:
    words = ["Asset freeze", "De-flag", "Chartering of ships", "Targeted arms embargo", "Something New", "N/A"]
    assert measures_of(words, ship=False) == (["asset_freeze", "transport_ban", "export_control"], ["Something New"])
    assert measures_of(["Technical assistance related to aircraft"], ship=False) == (["services_ban"], [])
    assert measures_of(["Director Disqualification Sanction"], ship=False) == ([], [])
