"""The two tables of OpenSanctions: maritime.csv and targets.simple.csv."""

from __future__ import annotations

from pathlib import Path

from reading_account import adds_up, messages

from countermove.facts.fact import Fact
from countermove.reading.fact_formats import Folders, detect
from countermove.reading.facts_source import read_facts
from countermove.reading.formats.opensanctions_csv import FORMATS
from countermove.reading.outcome import SourceFile, Used

FIXTURES = Path(__file__).parent / "fixtures" / "opensanctions"
MARITIME, TARGETS = FIXTURES / "maritime.csv", FIXTURES / "targets.simple.csv"


def facts_of(path: Path) -> list[Fact]:
    """The facts of a table as its reader gives them, before they are reconciled."""
    reader = detect(SourceFile(path, path.name), Folders())
    assert reader in FORMATS
    outcomes = reader.read(SourceFile(path, path.name))
    return [fact for outcome in outcomes if isinstance(outcome, Used) for fact in outcome.facts]


def plain(fact: Fact) -> dict[str, object]:
    """What a fact says, without its evidence."""
    whole = fact.model_dump(mode="json", exclude_none=True, exclude={"evidence"})
    return {name: value for name, value in whole.items() if value != []}


def test_ships_and_firms() -> None:
    facts = facts_of(MARITIME)
    assert [plain(fact) for fact in facts if fact.kind in ("vessel", "company")] == [
        {
            "kind": "vessel", "id": "imo:9000015", "name": "EXAMPLE ONE", "imo": "9000015", "mmsi": "351000001", "flag": "iso3166:PA",
            "same_as": ["opensanctions:NK-one"],
        },
        {"kind": "vessel", "id": "opensanctions:NK-two", "name": "EXAMPLE TWO"},
        {
            "kind": "company", "id": "imo-company:1234565", "name": "EXAMPLE SHIPPING LTD", "aliases": ["EXAMPLE SHIP CO"],
            "country": "iso3166:AE", "same_as": ["opensanctions:NK-three"],
        },
        {"kind": "company", "id": "opensanctions:NK-four", "name": "EXAMPLE WRONG LTD"},
        {"kind": "vessel", "id": "opensanctions:NK-five", "name": "EXAMPLE WRONG"},
    ]  # fmt: skip
    assert [fact.name for fact in facts if fact.kind == "alias"] == ["OLD ONE", "SEMI; ONE"]
    assert [(fact.entity, fact.mark) for fact in facts if fact.kind == "risk_mark"] == [
        ("imo:9000015", "mare.shadow"), ("imo:9000015", "sanction"), ("opensanctions:NK-two", "mare.detained"),
        ("imo-company:1234565", "poi"), ("opensanctions:NK-five", "poi"),
    ]  # fmt: skip
    assert not any(fact.kind == "designation" for fact in facts), "the table does not say which list lists a ship"
    piece = facts[0].evidence[0]
    assert (piece.source, piece.url, piece.document) == (
        "OpenSanctions", "https://www.opensanctions.org/entities/NK-one/", "us_ofac_sdn, eu_journal_sanctions",
    )  # fmt: skip


def test_the_account_of_ships_adds_up() -> None:
    found = read_facts(MARITIME)
    (report,) = found.inputs
    assert adds_up(found)
    assert (report.format, report.records, report.used, report.quarantined) == ("opensanctions-maritime", 6, 5, 1)
    assert messages(found) == ["'id' is missing: the row names nothing without it"]
    assert any("'imo' is no IMO number of a company" in note for note in found.notes)
    assert any("'imo' is '9000016'" in note for note in found.notes)


def test_targets() -> None:
    facts = [plain(fact) for fact in facts_of(TARGETS)]
    assert [fact for fact in facts if fact["kind"] == "designation"] == [
        {
            "kind": "designation", "id": "designation:eu/imo:9000015/transport_ban/-", "entity": "imo:9000015", "authority": "eu",
            "measure": "transport_ban", "programme": "EU-MARE",
        },
        {"kind": "designation", "id": "designation:uk/imo:9000015/-/-", "entity": "imo:9000015", "authority": "uk", "programme": "GB-RUS"},
        {"kind": "designation", "id": "designation:uk/opensanctions:NK-q/-/-", "entity": "opensanctions:NK-q", "authority": "uk", "programme": "GB-RUS"},
        {"kind": "designation", "id": "designation:us/opensanctions:NK-c/-/-", "entity": "opensanctions:NK-c", "authority": "us"},
    ]  # fmt: skip
    assert [fact["id"] for fact in facts if fact["kind"] == "vessel"] == ["imo:9000015"], (
        "a bare number of seven digits may be any number"
    )
    assert [fact["name"] for fact in facts if fact["kind"] == "person"] == ["Jane Example"]


def test_the_account_of_targets_adds_up() -> None:
    found = read_facts(TARGETS)
    (report,) = found.inputs
    assert adds_up(found)
    assert (report.format, report.records, report.used, report.quarantined) == ("opensanctions-targets", 6, 3, 1)
    assert report.set_aside_reasons == {
        "a person whom no listing and no role names": 1,
        "a thing that the model has no kind for": 1,
    }
    origins = {piece.origin for fact in found.facts for piece in fact.evidence}
    assert origins == {"OpenSanctions", "UK Sanctions List", "Specially Designated Nationals list of OFAC"}
    assert {str(piece.published) for fact in found.facts for piece in fact.evidence} == {"2026-01-02", "2026-06-01"}


def test_a_mended_row_is_read_by_itself() -> None:
    outcome = FORMATS[0].reread(
        {"type": "VESSEL", "id": "NK-x", "caption": "EXAMPLE"}, 7, SourceFile(MARITIME, MARITIME.name)
    )
    assert isinstance(outcome, Used)
