"""The Offshore Leaks Database of the ICIJ: nodes of five sorts, relationships of three releases."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_account import adds_up, messages

from countermove.facts.fact import Fact
from countermove.reading.fact_formats import Folders, detect
from countermove.reading.facts_source import read_facts
from countermove.reading.formats.icij import FORMATS
from countermove.reading.outcome import SourceFile, Used

FIXTURES = Path(__file__).parent / "fixtures" / "icij"


def plain(fact: Fact) -> dict[str, object]:
    """What a fact says, without its id and evidence."""
    whole = fact.model_dump(mode="json", exclude_none=True, exclude={"evidence", "id"})
    return {name: value for name, value in whole.items() if value != []}


def test_each_file_is_known_by_its_header() -> None:
    for path in sorted(FIXTURES.iterdir()):
        assert detect(SourceFile(path, path.name), Folders()) is FORMATS[0], path.name


def test_an_entity_is_a_company_with_a_seat() -> None:
    found = read_facts(FIXTURES / "nodes-entities.csv")
    (report,) = found.inputs
    assert adds_up(found)
    assert (report.records, report.used, report.quarantined) == (3, 2, 1)
    assert messages(found) == ["'node_id' is 'abc': is no id of a node: it has digits alone"]
    assert [plain(fact) for fact in found.facts if fact.kind != "company"] == [
        {"kind": "alias", "entity": "icij:10000001", "name": "OLD EXAMPLE LTD.", "quality": "former"},
        {"kind": "incorporation", "company": "icij:10000001", "jurisdiction": "iso3166:VG", "date": "2006-03-23", "agent": "Example Agents"},
    ]  # fmt: skip
    first, second = [fact for fact in found.facts if fact.kind == "company"]
    assert plain(first) == {
        "kind": "company",
        "name": "EXAMPLE HOLDINGS LTD.",
        "aliases": ["EXAMPLE HOLDINGS", "OLD EXAMPLE LTD."],
        "country": "iso3166:VG",
        "founded": "2006-03-23",
    }
    assert plain(second) == {"kind": "company", "name": "EXAMPLE TRUST"}, "neither its seat nor its day can be read"
    (piece,) = first.evidence
    assert (piece.source, piece.document, str(piece.published)) == (
        "Offshore Leaks Database of the ICIJ", "Panama Papers", "2015",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kinds", "reasons"),
    [
        ("nodes-officers.csv", ["alias"], {"a node without a name": 1}),
        ("nodes-intermediaries.csv", ["alias"], {}),
        ("nodes-addresses.csv", [], {"an address, which the model has no kind for": 1}),
        ("nodes-others.csv", ["company", "incorporation"], {}),
        ("edges-2017.csv", ["directorship"], {}),
        ("edges-2016.csv", ["ownership"], {}),
    ],
)
def test_nodes_and_edges_of_every_release(name: str, kinds: list[str], reasons: dict[str, int]) -> None:
    found = read_facts(FIXTURES / name)
    assert adds_up(found)
    assert not found.faults
    assert [fact.kind for fact in found.facts] == kinds
    assert found.inputs[0].set_aside_reasons == reasons


def test_ties_between_nodes() -> None:
    source = SourceFile(FIXTURES / "relationships.csv", "relationships.csv")
    facts = [plain(f) for outcome in FORMATS[0].read(source) if isinstance(outcome, Used) for f in outcome.facts]
    assert facts == [
        {"kind": "ownership", "owner": "icij:12000001", "asset": "icij:10000001", "since": "2006-03-23", "until": "2010-01-31"},
        {"kind": "ownership", "owner": "icij:12000001", "asset": "icij:10000001", "share": 34.0},
        {"kind": "directorship", "person": "icij:12000001", "company": "icij:10000001", "role": "Director / Shareholder (34%)"},
        {"kind": "directorship", "person": "icij:12000001", "company": "icij:10000001", "role": "president of", "since": "2007-07-06"},
    ]  # fmt: skip
    found = read_facts(FIXTURES / "relationships.csv")
    assert adds_up(found)
    assert found.inputs[0].set_aside_reasons == {
        "a former role of which no end is told": 1,
        "a likeness of records, which proves no identity": 1,
        "a nominee, who holds for somebody who is not named": 1,
        "a tie whose nature the model has no kind for": 1,
        "an address, which the model has no kind for": 1,
        "an intermediary's service, which the model has no kind for": 1,
    }
    assert messages(found) == ["'node_id_end' is missing: the record cannot stand without it"]


def test_columns_may_carry_the_prefix_of_a_database(tmp_path: Path) -> None:
    path = tmp_path / "nodes.csv"
    path.write_text(
        '"labels(n)","n.node_id","n.name","n.address","n.jurisdiction_description","n.countries","n.sourceID","n.valid_until"\n'
        '"[""Entity""]",1,EXAMPLE LTD,,Bermuda,Bermuda,Paradise Papers,2014\n'
        '"[""Officer""]",2,EXAMPLE HOLDER,,,Bermuda,Paradise Papers,2014\n'
        '"[""Address""]",3,,1 Example Road,,Bermuda,Paradise Papers,2014\n',
        encoding="utf-8",
    )
    found = read_facts(path)
    assert adds_up(found)
    assert [fact.kind for fact in found.facts] == ["company", "alias", "incorporation"]


def test_a_mended_record_is_read_by_itself() -> None:
    record = {"node_id_start": "1", "node_id_end": "2", "rel_type": "officer_of", "link": "director of"}
    outcome = FORMATS[0].reread(record, 11, SourceFile(FIXTURES / "relationships.csv", "relationships.csv"))
    assert isinstance(outcome, Used)


def test_other_tables_are_not_claimed(tmp_path: Path) -> None:
    path = tmp_path / "nodes.csv"
    for header in ("node_id,name,countries", "start_id,type,end_id", "id,name,sourceID"):
        path.write_text(f"{header}\n1,2,3\n", encoding="utf-8")
        assert detect(SourceFile(path, path.name), Folders()) is not FORMATS[0], header
