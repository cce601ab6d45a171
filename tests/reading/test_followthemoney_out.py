"""Facts as FollowTheMoney entities: properties that the model has, ids that stay, and the same facts when they are read back."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from countermove.errors import OutputError
from countermove.facts.fact import Fact
from countermove.reading.bulk import read_bulk
from countermove.reading.bulk_followthemoney import Written, write_followthemoney
from countermove.reading.facts_source import read_facts
from countermove.reading.followthemoney.exported import entity_id
from countermove.tables.database import Database

PIECE = [
    {
        "source": "Example register",
        "reliability": "B",
        "credibility": 2,
        "published": "2026-05-01",
        "url": "https://register.example/1",
    }
]
FACTS: list[dict[str, Any]] = [
    {
        "kind": "vessel", "id": "imo:9000015", "name": "EXAMPLE STAR", "former_names": ["OLD EXAMPLE"], "imo": "9000015", "mmsi": "351000001",
        "call_sign": "EX1", "flag": "iso3166:PA", "type": "crude_oil_tanker", "built": 2003, "deadweight": 105000.5,
        "same_as": ["ofac:90001", "gur:12/3"],
    },
    {"kind": "vessel", "id": "opensanctions:NK-plain", "name": "EXAMPLE PLAIN"},
    {
        "kind": "company", "id": "inn:9999000006", "name": "EXAMPLE HOLDING", "aliases": ["EXAMPLE H"], "country": "iso3166:RU",
        "sector": "shipping", "founded": "2011-02", "same_as": ["ogrn:1249999000008", "imo-company:1234565"],
    },
    {"kind": "company", "id": "eu:32014R0269/I/1", "name": "EXAMPLE ENTRY"},
    {"kind": "person", "id": "uk-sanctions:RUS9002", "name": "Jane Example", "role": "Director", "country": "iso3166:RU"},
    {"kind": "alias", "entity": "imo:9000015", "name": "STAR", "quality": "weak"},
    {"kind": "alias", "entity": "imo:9000015", "name": "EXAMPLE STAR I", "quality": "strong"},
    {"kind": "alias", "entity": "icij:12000001", "name": "EXAMPLE HOLDER", "quality": "name"},
    {"kind": "alias", "entity": "icij:1", "name": "EXAMPLE OF NOBODY", "quality": "name"},
    {"kind": "incorporation", "company": "inn:9999000006", "jurisdiction": "iso3166:RU", "date": "2011-02"},
    {"kind": "ownership", "owner": "inn:9999000006", "asset": "imo:9000015", "share": 51, "since": "2021-03-01"},
    {"kind": "ownership", "owner": "icij:12000001", "asset": "inn:9999000006", "share_at_least": 25, "share_at_most": 50},
    {"kind": "ownership", "owner": "uk-sanctions:RUS9002", "asset": "inn:9999000006", "share_at_least": 50, "control": True},
    {"kind": "directorship", "person": "uk-sanctions:RUS9002", "company": "inn:9999000006", "role": "Director", "since": "2020"},
    {"kind": "management", "manager": "inn:9999000006", "asset": "imo:9000015", "role": "ism_manager"},
    {"kind": "management", "manager": "eu:32014R0269/I/1", "asset": "imo:9000015"},
    {
        "kind": "designation", "entity": "imo:9000015", "authority": "uk", "measure": "transport_ban", "date": "2025-02-03",
        "programme": "Example Regulations", "reason": "Example reason.", "until": "2026-02-03",
    },
    {"kind": "designation", "entity": "inn:9999000006", "authority": "eu", "measure": "asset_freeze", "date": "2024"},
    {"kind": "designation", "entity": "eu:32014R0269/I/1", "authority": "jp"},
    {"kind": "risk_mark", "publisher": "Example register", "entity": "imo:9000015", "mark": "mare.shadow", "date": "2025-01-01"},
    {"kind": "risk_mark", "publisher": "Example register", "entity": "imo:9000015", "mark": "own word"},
    {"kind": "flag_change", "vessel": "imo:9000015", "date": "2024-05-01", "after": "iso3166:PA"},
]  # fmt: skip

INTERVAL = {"startDate", "endDate", "summary", "publisher", "sourceUrl"}
THING = {"name", "alias", "previousName", "weakAlias", "country", "topics", "summary", "publisher", "sourceUrl"}
LEGAL_ENTITY = THING | {"jurisdiction", "incorporationDate", "sector", "leiCode", "innCode", "ogrnCode", "swiftBic"}
MODEL = {
    "Vessel": THING | {"imoNumber", "mmsi", "callSign", "flag", "type", "buildDate", "deadweightTonnage"},
    "LegalEntity": LEGAL_ENTITY,
    "Company": LEGAL_ENTITY | {"imoNumber"},
    "Person": LEGAL_ENTITY | {"position", "nationality"},
    "Ownership": INTERVAL | {"owner", "asset", "percentage"},
    "Control": INTERVAL | {"controller", "controlled"},
    "Directorship": INTERVAL | {"director", "organization", "role"},
    "UnknownLink": INTERVAL | {"subject", "object", "role"},
    "Sanction": INTERVAL | {"entity", "authority", "country", "program", "provisions", "reason", "listingDate"},
    "Risk": INTERVAL | {"entity", "authority", "program", "topics", "listingDate"},
}
"""Schemata and their properties, from the explorer of the model (https://followthemoney.tech/explorer/), version 4.11."""

REFERENCES = {"owner", "asset", "controller", "controlled", "director", "organization", "subject", "object", "entity"}
DATES = {"startDate", "endDate", "listingDate", "incorporationDate", "buildDate"}
ENTITY_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?")


def converted(tmp_path: Path, facts: list[dict[str, Any]]) -> tuple[Path, Written, list[dict[str, Any]]]:
    """Facts written as entities: the file, what was told of it, and the entities in it."""
    given, out = tmp_path / "facts.jsonl", tmp_path / "out.ftm.json"
    given.write_text("".join(json.dumps({**fact, "evidence": PIECE}) + "\n" for fact in facts), encoding="utf-8")
    with Database() as database:
        written = write_followthemoney(read_bulk(given, database), out)
    return out, written, [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Written, list[dict[str, Any]]]:
    return converted(tmp_path_factory.mktemp("out"), FACTS)


def test_every_fact_becomes_an_entity_or_is_counted(result: tuple[Path, Written, list[dict[str, Any]]]) -> None:
    _, written, entities = result
    assert written.without_schema == {"flag_change": 1, "alias": 1}
    assert written.entities == len(entities)
    assert Counter(entity["schema"] for entity in entities) == {
        "Vessel": 2, "Company": 2, "Person": 1, "LegalEntity": 1, "Ownership": 3, "Control": 1, "Directorship": 1, "UnknownLink": 2,
        "Sanction": 3, "Risk": 2,
    }  # fmt: skip


def test_every_property_is_one_of_the_model(result: tuple[Path, Written, list[dict[str, Any]]]) -> None:
    _, _, entities = result
    ids = [entity["id"] for entity in entities]
    assert len(set(ids)) == len(ids)
    for entity in entities:
        assert ENTITY_ID.fullmatch(entity["id"])
        assert set(entity["properties"]) <= MODEL[entity["schema"]], entity
        for name, values in entity["properties"].items():
            assert values
            assert all(isinstance(value, str) and value for value in values)
            if name in REFERENCES:
                assert set(values) <= set(ids), "what is referred to stands in the file"
            if name in DATES:
                assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value) for value in values)


def test_the_library_of_the_model_takes_every_value(result: tuple[Path, Written, list[dict[str, Any]]]) -> None:
    model = pytest.importorskip("followthemoney", reason="the followthemoney package is not installed").model
    for data in result[2]:
        schema = model.get(data["schema"])
        for name, values in data["properties"].items():
            proxy = model.make_entity(schema)
            proxy.id = data["id"]
            for value in values:
                proxy.add(name, value)
            assert set(proxy.get(name)) == set(values), (data["schema"], name)
        schema.validate(data)


def test_the_same_facts_are_read_back(result: tuple[Path, Written, list[dict[str, Any]]], tmp_path: Path) -> None:
    path, written, _ = result
    found = read_facts(path)
    assert [(i.format, i.records, i.used, i.quarantined) for i in found.inputs] == [
        ("followthemoney", written.entities, written.entities, 0)
    ]
    names = {other: fact.id for fact in found.facts for other in getattr(fact, "same_as", ())}
    before = {said(fact, names) for fact in read_facts(path.with_name("facts.jsonl")).facts}
    after = {said(fact, names) for fact in found.facts}
    assert {(kind, dict(fields).get("name")) for kind, fields in before - after} == {
        ("alias", '"EXAMPLE OF NOBODY"'), ("alias", '"EXAMPLE HOLDER"'), ("flag_change", None),
    }  # fmt: skip
    assert {(kind, dict(fields).get("name")) for kind, fields in after - before} == {("company", '"EXAMPLE HOLDER"')}, (
        "one of whom only a name is known is an organisation or a person there"
    )


def said(fact: Fact, names: dict[str, str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What a fact says, apart from where it comes from and from which of several ids of one thing is used."""
    whole = fact.model_dump(mode="json", exclude_none=True, exclude={"evidence", "same_as", "kind", "alternatives"})
    if fact.kind not in ("vessel", "company", "person"):
        whole.pop("id")
    fields = {name: names.get(value, value) if isinstance(value, str) else value for name, value in whole.items()}
    return fact.kind, tuple(sorted((name, json.dumps(value)) for name, value in fields.items() if value != []))


def test_ids_are_the_same_each_time_and_never_shared() -> None:
    ids = [
        "imo:9000015", "imo-company:1234565", "opensanctions:NK-abc", "ofac:36", "ftm:NK-abc", "eu:32014R0269/I/1", "eu-fsf:EU.1.2",
        "gur:12", "opensanctions:a b",
    ]  # fmt: skip
    made = [entity_id(id) for id in ids]
    assert made[:4] == ["imo-9000015", "imo-company-1234565", "NK-abc", "ofac-36"]
    assert len(set(made)) == len(ids)
    assert all(ENTITY_ID.fullmatch(id) for id in made)
    assert made == [entity_id(id) for id in ids]


def test_a_span_that_no_form_of_the_model_holds_is_left_out(tmp_path: Path) -> None:
    base = {"kind": "designation", "entity": "imo:9000015", "authority": "us"}
    facts = [
        {**base, "date": "2023-11/2024-02"},
        {**base, "date": "2024-H1"},
        {**base, "date": "2024-03-02/2024-03-09"},
    ]
    _, _, entities = converted(tmp_path, facts)
    assert sorted(entity["properties"].get("startDate", ["-"])[0] for entity in entities) == ["-", "2024", "2024-03"]


def test_the_file_is_whole_or_not_there(tmp_path: Path) -> None:
    out = tmp_path / "out.ftm.json"
    out.write_text("before", encoding="utf-8")
    with Database() as database:
        given = tmp_path / "facts.jsonl"
        given.write_text(json.dumps({**FACTS[0], "evidence": PIECE}) + "\n", encoding="utf-8")
        reading = read_bulk(given, database)
        reading.database.run("UPDATE vessel SET id = 'no id'")
        with pytest.raises(OutputError):
            write_followthemoney(reading, out)
    assert out.read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["facts.jsonl", "out.ftm.json"]
