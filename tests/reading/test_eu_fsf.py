"""The Union's consolidated list: rows made into entries, dates that are not made up, numbers, and what bad rows cost."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_account import adds_up

from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.reading.candidate import Candidate
from countermove.reading.facts_source import read_facts
from countermove.reading.formats.eu_fsf import EuFsf
from countermove.reading.formats.registry import formats
from countermove.reading.outcome import Refused, SourceFile, Used

FOLDER = Path(__file__).parent / "fixtures" / "eu-fsf"
NEW, OLD = FOLDER / "full-1-1.csv", FOLDER / "full-1-0.csv"


@pytest.fixture(scope="module")
def found() -> FactSet:
    return read_facts(NEW)


def of(found: FactSet, kind: str) -> dict[str, Fact]:
    return {f.id: f for f in found.facts if f.kind == kind}


def told(fact: Fact) -> dict[str, object]:
    return fact.model_dump(mode="json", exclude_defaults=True, exclude={"id", "evidence", "kind"})


def test_every_row_is_accounted_for(found: FactSet) -> None:
    (account,) = found.inputs
    assert (account.format, account.records, account.used, account.quarantined) == ("eu-fsf", 18, 13, 2)
    assert account.set_aside_reasons == {
        "the row adds an address, a birth date or a paper to its entry, which no rule asks for": 3
    }
    assert adds_up(found)


def test_names_citizenship_and_number_of_a_person_come_of_several_rows(found: FactSet) -> None:
    (person,) = of(found, "person").values()
    assert person.id == "inn:990000000115"
    assert told(person) == {
        "name": "Ivan FICTIONOV", "aliases": ["Иван ВЫМЫСЛОВ"], "role": "Chairman of EXAMPLE BANK",
        "country": "iso3166:RU", "same_as": ["eu-fsf:900001", "eu-fsf:EU.9001.11"],
    }  # fmt: skip


def test_the_listing_has_its_own_day_and_act(found: FactSet) -> None:
    listing = of(found, "designation")["designation:eu/inn:990000000115/asset_freeze/2022-02-25"]
    assert told(listing) == {
        "entity": "inn:990000000115", "authority": "eu", "measure": "asset_freeze", "date": "2022-02-25",
        "programme": "UKR", "legal_act": "2022/9999 (OJ L9)",
    }  # fmt: skip
    (piece,) = listing.evidence
    assert piece.origin == "Official Journal of the European Union"
    assert (piece.url, str(piece.published)) == ("https://eur-lex.europa.eu/example", "2022-02-25")
    assert piece.locator == "full-1-1.csv lines 2 to 7 (eu-fsf:EU.9001.11)"


def test_the_day_of_the_last_amendment_is_not_the_day_of_the_listing(found: FactSet) -> None:
    (listing,) = [f for f in found.facts if f.kind == "designation" and "9900000017" in f.id]
    assert getattr(listing, "date") is None  # noqa: B009
    assert {str(piece.published) for piece in listing.evidence} == {"2025-01-31"}
    assert listing.note == "(Invented remark)"


def test_a_company_is_known_by_its_tax_number(found: FactSet) -> None:
    firm = of(found, "company")["inn:9900000017"]
    assert told(firm)["country"] == "iso3166:RU"
    assert {"ogrn:1029900000008", "eu-fsf:EU.9002.22", "eu-fsf:900002"} == set(told(firm)["same_as"])


def test_rows_that_come_again_further_down_are_of_the_same_entry(found: FactSet) -> None:
    firms = [f for f in found.facts if f.kind == "company" and "eu-fsf:900002" in f.same_as]
    assert len(firms) == 1
    names = {firms[0].name, *(other.value for other in firms[0].alternatives), *firms[0].aliases}
    assert names >= {"EXAMPLE WORKS; LLC", "EXAMPLE WORKS AGAIN"}


def test_an_enterprise_with_a_ships_number_is_a_ship_and_one_with_a_companys_is_not(found: FactSet) -> None:
    ship = of(found, "vessel")["imo:9000027"]
    assert (ship.name, ship.imo) == ("EXAMPLE PETREL", "9000027")
    assert {"un-sanctions:KPe.903", "eu-fsf:EU.9003.33"} <= set(ship.same_as)
    assert of(found, "company")["imo-company:5000004"].name == "EXAMPLE SHIPPING LTD"


def test_bad_rows_cost_themselves_only(found: FactSet) -> None:
    assert [(q.line, q.reasons) for q in found.quarantine] == [
        (17, ("'Entity_LogicalId' is missing",)),
        (18, ("'Entity_SubjectType' is 'platform': is neither person nor enterprise",)),
    ]


def test_form_1_0_with_a_column_twice_is_read() -> None:
    found = read_facts(OLD)
    (account,) = found.inputs
    assert (account.format, account.records, account.used, account.set_aside) == ("eu-fsf", 3, 2, 1)
    (person,) = of(found, "person").values()
    assert {person.id, *person.same_as} == {"eu-fsf:EU.9001.11", "eu-fsf:900001"}
    assert (person.name, person.role, person.country) == ("Ivan FICTIONOV", "Chairman", "iso3166:RU")
    (listing,) = of(found, "designation").values()
    assert getattr(listing, "date") is None  # noqa: B009


def test_a_header_with_few_columns_in_another_order_is_read(tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    path.write_text(
        "NameAlias_WholeName;Entity_SubjectType;New_Column;Entity_LogicalId\nEXAMPLE ONE;E;x;900009\n", encoding="utf-8"
    )
    found = read_facts(path)
    assert {(f.kind, f.id) for f in found.facts} == {
        ("company", "eu-fsf:900009"), ("designation", "designation:eu/eu-fsf:900009/asset_freeze/-"),
    }  # fmt: skip


def test_no_other_format_claims_it() -> None:
    for path in (NEW, OLD):
        candidate = Candidate(SourceFile(path, path.name), path.read_text(encoding="utf-8-sig"), True)
        assert [each.id for each in formats() if each.recognises(candidate)] == ["eu-fsf"]


def test_a_mended_row_is_read_again() -> None:
    source = SourceFile(NEW, NEW.name)
    refused = next(o for o in EuFsf().read(source) if isinstance(o, Refused))
    mended = EuFsf().reread({**refused.record, "Entity_LogicalId": "900004"}, refused.line, source)
    assert isinstance(mended, Used)
    assert {f.kind for f in mended.facts} == {"company", "designation"}
