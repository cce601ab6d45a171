"""FollowTheMoney: entities, deltas, nested entities, and what becomes of everything that the model has no kind for."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest
from reading_account import adds_up, messages

from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.reading.fact_formats import Folders, detect
from countermove.reading.facts_source import read_facts
from countermove.reading.followthemoney.percentages import Held, held
from countermove.reading.formats.followthemoney import FORMATS
from countermove.reading.formats.registry import formats
from countermove.reading.outcome import SourceFile, Used

FIXTURES = Path(__file__).parent / "fixtures" / "followthemoney"
SHARED = Path(
    os.environ.get("COUNTERMOVE_SHARED_DATA") or Path(__file__).resolve().parents[2].parent / "shared" / "data"
)
ZALA = SHARED / "non-commercial" / "opensanctions-ftm-zala"

real = pytest.mark.skipif(
    not ZALA.is_dir(),
    reason="needs the shared data beside the checkout (or COUNTERMOVE_SHARED_DATA), which no clone carries",
)


def facts_of(name: str) -> list[Fact]:
    """The facts of a fixture as its reader gives them, before they are reconciled."""
    source = SourceFile(FIXTURES / name, name)
    return [fact for outcome in FORMATS[0].read(source) if isinstance(outcome, Used) for fact in outcome.facts]


def plain(fact: Fact) -> dict[str, object]:
    """What a fact says, without its id and evidence."""
    whole = fact.model_dump(mode="json", exclude_none=True, exclude={"evidence", "kind", "id"})
    return {name: value for name, value in whole.items() if value != []}


@pytest.fixture(scope="module")
def entities() -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in facts_of("entities.ftm.json"):
        found.setdefault(fact.kind, []).append(fact)
    return found


@pytest.fixture(scope="module")
def account() -> FactSet:
    return read_facts(FIXTURES / "entities.ftm.json")


def test_every_line_is_accounted_for(account: FactSet) -> None:
    (report,) = account.inputs
    assert adds_up(account)
    assert (report.format, report.records, report.used, report.set_aside, report.quarantined) == (
        "followthemoney", 35, 23, 8, 4
    )  # fmt: skip
    assert report.set_aside_reasons == {
        "a person whom no listing and no role names": 1,
        "a schema that FollowTheMoney does not have": 1,
        "a tie whose nature the model has no kind for": 1,
        "an authority that the model does not have": 1,
        "an entry in a catalogue, which is no sanctions listing": 1,
        "an exclusion from contracts or offices, which is no sanctions listing": 1,
        "the model has no kind for Address": 1,
        "the model has no kind for Family": 1,
    }
    assert messages(account) == [
        "'properties.asset' is missing: the record cannot stand without it",
        "'properties.entity' is missing: the record cannot stand without it",
        "'schema' is missing: an entity of FollowTheMoney has an id, a schema and properties",
        "this line is not JSON: expecting ',' delimiter at column 36",
    ]
    assert [record.line for record in account.quarantine] == [15, 30, 34, 35]


def test_a_ship_has_its_own_number_and_keeps_its_other_ids(entities: dict[str, list[Fact]]) -> None:
    star, twins, wrong = entities["vessel"]
    assert star.id == "imo:9000015"
    assert plain(star) == {
        "name": "EXAMPLE STAR",
        "former_names": ["OLD EXAMPLE"],
        "imo": "9000015",
        "mmsi": "351000001",
        "call_sign": "EX1",
        "flag": "iso3166:GA",
        "type": "crude_oil_tanker",
        "built": 2003,
        "deadweight": 105000.0,
        "same_as": [
            "opensanctions:NK-ship", "opensanctions:ofac-90001", "opensanctions:gb-fcdo-rus9001", "ofac:90001",
            "uk-sanctions:RUS9001",
        ],
    }  # fmt: skip
    assert plain(twins) == {
        "name": "EXAMPLE TWINS",
        "same_as": ["imo:9000027", "imo:9000039"],
    }, "of two numbers none is the ship's id, and of two flags none is its flag"
    assert twins.id == "opensanctions:NK-two-numbers"
    assert (wrong.id, plain(wrong)) == ("opensanctions:NK-bad-number", {"name": "EXAMPLE WRONG"})


def test_what_costs_only_a_field_is_told(account: FactSet) -> None:
    told = [note for note in account.notes if note.startswith("entities.ftm.json line 4:")]
    assert len(told) == 4
    assert any("check digit" in note for note in told)
    assert any("'deadweightTonnage' is 'heavy'" in note for note in told)


def test_names_beside_the_name_are_aliases(entities: dict[str, list[Fact]]) -> None:
    assert [(fact.entity, fact.name, fact.quality) for fact in entities["alias"]] == [
        ("imo:9000015", "ПРИМЕР", "name"),
        ("imo:9000015", "EXAMPLE STAR I", "strong"),
        ("imo:9000015", "STAR", "weak"),
        ("inn:9999000006", "OLD HOLDING", "former"),
        ("inn:9999000006", "EH", "weak"),
    ]


def test_an_organisation_and_its_seat(entities: dict[str, list[Fact]]) -> None:
    holding, operator, body = entities["company"]
    assert (holding.id, plain(holding)) == (
        "inn:9999000006",
        {
            "name": "EXAMPLE HOLDING LLC",
            "aliases": ["ООО ПРИМЕР", "EXAMPLE HOLDING", "OLD HOLDING"],
            "country": "iso3166:RU",
            "sector": "shipping",
            "founded": "2011-02-03",
            "same_as": [
                "ogrn:1249999000008", "opensanctions:NK-owner", "opensanctions:eu-fsf-eu-900-1", "eu-fsf:EU.900.1",
            ],
        },
    )  # fmt: skip
    assert (operator.id, operator.country) == ("opensanctions:NK-operator", "iso3166:AE")
    assert body.country is None, "of two countries neither is its seat"
    (seat,) = entities["incorporation"]
    assert plain(seat) == {"company": "inn:9999000006", "jurisdiction": "iso3166:RU", "date": "2011-02-03"}


def test_persons_stay_only_where_a_listing_or_a_role_names_them(entities: dict[str, list[Fact]]) -> None:
    listed, director = entities["person"]
    assert plain(listed) == {"name": "Jane Example", "role": "Owner of an example", "country": "iso3166:RU"}
    assert plain(director) == {"name": "Adam Example", "country": "iso3166:RU"}, "named by a later line"


def test_shares_in_all_their_forms(entities: dict[str, list[Fact]]) -> None:
    assert [plain(fact) for fact in entities["ownership"]] == [
        {"owner": "opensanctions:NK-owner", "asset": "opensanctions:NK-ship", "share": 51.0, "since": "2021-03"},
        {"owner": "opensanctions:NK-owner", "asset": "imo:9000015"},
        {"owner": "opensanctions:NK-listed-person", "asset": "opensanctions:NK-owner", "share_at_least": 25.0, "share_at_most": 50.0, "since": "2020"},
        {"owner": "opensanctions:NK-operator", "asset": "opensanctions:NK-owner", "share_at_least": 25.0, "until": "2022-06-30"},
        {"owner": "opensanctions:NK-body", "asset": "opensanctions:NK-owner"},
        {"owner": "opensanctions:NK-body", "asset": "opensanctions:NK-operator", "control": True},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("51", Held(share=51)), ("51%", Held(share=51)), ("100.00", Held(share=100)), ("33,3 %", Held(share=33.3)), ("0", None),
        ("25-50", Held(None, 25, 50)), ("50% - 75%", Held(None, 50, 75)), ("between 25 and 50%", Held(None, 25, 50)), ("75 to 50", Held(None, 50, 75)),
        (">25", Held(at_least=25)), ("≥ 50%", Held(at_least=50)), ("more than 25%", Held(at_least=25)), ("75+", Held(at_least=75)),
        ("<10", Held(at_most=10)), ("up to 25%", Held(at_most=25)), ("10 or less", Held(at_most=10)),
        ("some", None), ("", None), ("101", None), ("-5", None), ("50/50", None), ("1e2", None), ("25-150", None),
    ],
)  # fmt: skip
def test_a_percentage_is_read_as_it_stands(text: str, means: Held | None) -> None:
    assert held(text) == means


def test_offices_and_managers(entities: dict[str, list[Fact]]) -> None:
    assert [plain(fact) for fact in entities["directorship"]] == [
        {"person": "opensanctions:NK-director", "company": "opensanctions:NK-owner", "role": "General director", "since": "2020-01-02"}
    ]  # fmt: skip
    assert [plain(fact) for fact in entities["management"]] == [
        {"manager": "opensanctions:NK-operator", "asset": "imo:9000015", "role": "operator"},
        {"manager": "opensanctions:NK-operator", "asset": "opensanctions:NK-ship", "role": "ism_manager"},
        {"manager": "opensanctions:NK-operator", "asset": "opensanctions:NK-ship", "role": "commercial_manager"},
    ]


def test_a_listing_says_whose_it_is_and_what_it_does(entities: dict[str, list[Fact]]) -> None:
    assert [plain(fact) for fact in entities["designation"]] == [
        {"entity": "opensanctions:NK-ship", "authority": "us", "measure": "blocking", "date": "2024-02-23", "programme": "RUSSIA-EO14024", "reason": "Example reason."},
        {"entity": "opensanctions:NK-listed-person", "authority": "uk", "measure": "asset_freeze", "date": "2023-05-01", "programme": "The Example Regulations"},
        {"entity": "opensanctions:NK-listed-person", "authority": "uk", "measure": "travel_ban", "date": "2023-05-01", "programme": "The Example Regulations"},
        {"entity": "opensanctions:NK-owner", "authority": "eu", "date": "2023-12-18", "programme": "EU-UKR"},
        {"entity": "opensanctions:NK-ship", "authority": "eu", "measure": "transport_ban", "date": "2025-07-20", "programme": "EU-MARE"},
        {"entity": "opensanctions:NK-owner", "authority": "ua", "measure": "asset_freeze", "date": "2021-10-30", "until": "2024-10-30"},
    ]  # fmt: skip


def test_a_copied_list_has_the_origin_of_the_list(entities: dict[str, list[Fact]]) -> None:
    origins = [
        (fact.authority, fact.evidence[0].origin, str(fact.evidence[0].published)) for fact in entities["designation"]
    ]
    assert origins == [
        ("us", "Specially Designated Nationals list of OFAC", "2024-02-23"),
        ("uk", "UK Sanctions List", "2023-05-01"),
        ("uk", "UK Sanctions List", "2023-05-01"),
        ("eu", "Official Journal of the European Union", "2023-12-18"),
        ("eu", "Official Journal of the European Union", "2025-07-20"),
        ("ua", "State Sanctions Register of Ukraine", "2021-10-30"),
    ]  # fmt: skip
    piece = entities["vessel"][0].evidence[0]
    assert (piece.source, piece.document, str(piece.published), piece.locator, piece.url) == (
        "OpenSanctions", "us_ofac_sdn, gb_fcdo_sanctions", "2025-05-05", "entities.ftm.json line 2", "https://lists.example/star",
    )  # fmt: skip


def test_a_catalogue_is_no_list(entities: dict[str, list[Fact]]) -> None:
    (entry,) = entities["catalogue_entry"]
    assert plain(entry) == {"vessel": "opensanctions:NK-ship", "catalogue": "gur", "status": "listed"}
    assert not any(
        fact.authority == "ua" and fact.entity == "opensanctions:NK-ship" for fact in entities["designation"]
    )


def test_topics_of_risk_are_marks(entities: dict[str, list[Fact]]) -> None:
    assert [(fact.publisher, fact.entity, fact.mark) for fact in entities["risk_mark"]] == [
        ("opensanctions", "imo:9000015", "mare.shadow"),
        ("opensanctions", "imo:9000015", "sanction"),
        ("opensanctions", "inn:9999000006", "sanction.linked"),
        ("opensanctions", "opensanctions:NK-listed-person", "sanction"),
        ("Example Register", "opensanctions:NK-operator", "export.risk"),
    ]


def test_references_come_out_as_the_ids_of_things(account: FactSet) -> None:
    listed = {fact.entity for fact in account.facts if fact.kind == "designation" and fact.authority in ("us", "ua")}
    assert {"imo:9000015", "inn:9999000006"} <= listed
    first = next(fact for fact in account.facts if fact.kind == "ownership" and fact.share == 51)
    assert (first.owner, first.asset) == ("inn:9999000006", "imo:9000015")


def test_a_delta_gives_what_stands_at_its_end() -> None:
    found = read_facts(FIXTURES / "entities.delta.json")
    (report,) = found.inputs
    assert adds_up(found)
    assert (report.records, report.used, report.quarantined) == (8, 2, 1)
    assert report.set_aside_reasons == {
        "an entity that a later line of the file withdraws or gives anew": 2,
        "an entity that its publisher withdraws": 3,
    }
    ships = {fact.id: fact.name for fact in found.facts if fact.kind == "vessel"}
    assert ships == {"imo:9000015": "EXAMPLE ONE B", "imo:9000039": "EXAMPLE THREE"}
    assert messages(found) == ["'op' is 'TURN': is no operation of a delta: ADD, MOD or DEL with an 'entity'"]
    assert any("3 withdrawals of entities" in note for note in found.notes)


@pytest.mark.parametrize("name", ["targets.nested.json", "search.json"])
def test_entities_inside_entities_are_read(name: str) -> None:
    facts = facts_of(name)
    kinds = Counter(fact.kind for fact in facts)
    assert kinds - Counter(vessel=1) == Counter(
        company=1, incorporation=1, designation=1, ownership=1, directorship=1, person=1
    ) + (Counter(vessel=1) if name == "search.json" else Counter())  # fmt: skip
    by_kind = {fact.kind: plain(fact) for fact in facts}
    assert by_kind["designation"]["entity"] == "opensanctions:NK-n1", "the entity that it stands in"
    assert by_kind["ownership"] == {"owner": "opensanctions:NK-n1", "asset": "opensanctions:NK-n2", "share": 100.0}
    assert by_kind["directorship"]["company"] == "opensanctions:NK-n1"
    assert by_kind["person"] == {"name": "Nell Example"}, "a person without topics whom a role names"


def test_whose_file_it_is_decides_the_ids_and_the_grade() -> None:
    ship, listing = facts_of("others.ftm.json")
    assert (ship.id, ship.same_as) == ("imo:9000015", ("ftm:ship-1",))
    assert (ship.evidence[0].source, ship.evidence[0].reliability) == ("Example Register", "F")
    assert (listing.entity, listing.authority) == ("ftm:ship-1", "uk")
    (report,) = read_facts(FIXTURES / "others.ftm.json").inputs
    assert report.set_aside_reasons == {"an authority that the model does not have": 1}, "a health board of a state"


def test_one_format_alone_knows_the_files() -> None:
    for path in sorted(FIXTURES.iterdir()):
        reader = detect(SourceFile(path, path.name), Folders())
        assert reader is FORMATS[0], path.name
    assert [format.id for format in formats()].count("followthemoney") == 1


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "x", "schema": "Vessel"}',
        '{"id": "x", "schema": "http://json-schema.org", "properties": {}}',
        '{"type": "bundle", "objects": [{"id": "x", "type": "identity"}]}',
        '{"kind": "vessel", "id": "imo:9000015"}',
        "id,schema,properties\n1,2,3",
    ],
)
def test_what_is_no_entity_is_not_claimed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "file.json"
    path.write_text(text, encoding="utf-8")
    assert detect(SourceFile(path, path.name), Folders()) is not FORMATS[0]


def test_a_mended_record_is_read_by_itself() -> None:
    record = {
        "id": "os-own",
        "schema": "Ownership",
        "properties": {"owner": ["a"], "asset": ["b"], "percentage": ["5"]},
    }
    outcome = FORMATS[0].reread(record, 15, SourceFile(FIXTURES / "entities.ftm.json", "entities.ftm.json"))
    assert isinstance(outcome, Used)
    assert [plain(fact) for fact in outcome.facts] == [{"owner": "ftm:a", "asset": "ftm:b", "share": 5.0}]


def made_of(properties: dict[str, list[str]], schema: str, **told: object) -> list[Fact]:
    """The facts of one entity."""
    record = {"id": "x", "schema": schema, "properties": properties, **told}
    outcome = FORMATS[0].reread(record, 1, SourceFile(FIXTURES / "one.ftm.json", "one.ftm.json"))
    return list(outcome.facts) if isinstance(outcome, Used) else []


@pytest.mark.parametrize(
    ("schema", "properties", "id"),
    [
        ("Company", {"country": ["ru"], "taxNumber": ["9999000006"]}, "inn:9999000006"),
        ("Company", {"jurisdiction": ["ru"], "registrationNumber": ["1249999000008"]}, "ogrn:1249999000008"),
        ("Company", {"country": ["ru"], "taxNumber": ["9999000007"]}, "ftm:x"),
        ("Company", {"country": ["ru", "kz"], "taxNumber": ["9999000006"]}, "ftm:x"),
        ("Company", {"country": ["kz"], "taxNumber": ["9999000006"]}, "ftm:x"),
        ("Person", {"nationality": ["ru"], "taxNumber": ["9999000006"], "topics": ["sanction"]}, "ftm:x"),
        ("Company", {"leiCode": ["example00example0012"]}, "lei:EXAMPLE00EXAMPLE0012"),
        ("Company", {"imoNumber": ["IMO1234565"]}, "imo-company:1234565"),
        ("Vessel", {"imoNumber": ["IMO 9000015"]}, "imo:9000015"),
        ("Vessel", {"imoNumber": ["1234565"]}, "ftm:x"),
        ("Vessel", {"mmsi": ["351000001"]}, "ftm:x"),
    ],
)
def test_a_number_is_an_id_where_it_can_be_nothing_else(schema: str, properties: dict[str, list[str]], id: str) -> None:
    assert made_of(properties, schema)[0].id == id


def test_a_listing_that_is_over_is_none_today() -> None:
    listing = {"entity": ["y"], "country": ["us"], "status": ["Expired"]}
    assert made_of(listing, "Sanction") == []
    (past,) = made_of({**listing, "startDate": ["2020-01-01"], "endDate": ["2021"]}, "Sanction")
    assert (str(past.date), str(past.until)) == ("2020-01-01", "2021")


@pytest.mark.parametrize(
    ("properties", "authority"),
    [
        ({"authority": ["UK"]}, "uk"), ({"authority": ["Council of the European Union"]}, "eu"), ({"authority": ["SECO"]}, "ch"),
        ({"authority": ["SECO"], "country": ["us"]}, None), ({"authority": ["An agency"], "country": ["us"]}, None),
        ({"programId": ["SECO-UKRAINE"]}, "ch"), ({"programId": ["UA-WS-MARE"]}, None), ({"country": ["gb", "us"]}, None), ({}, None),
        ({"authority": ["UN Security Council", "OFAC"]}, None),
    ],
)  # fmt: skip
def test_an_authority_is_told_never_guessed(properties: dict[str, list[str]], authority: str | None) -> None:
    found = made_of({"entity": ["y"], **properties}, "Sanction")
    assert [fact.authority for fact in found] == ([authority] if authority else [])


def test_text_of_a_stranger_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "bad.ftm.json"
    rows = [
        {
            "id": "a\x1b[31m",
            "schema": "Company",
            "properties": {"name": ["EX\x07"], "innCode": ["9999000006", "\x1b9"]},
        },
        {"id": "b", "schema": "Vessel", "properties": {"name": [None, 5, {"id": 3}, ["x"]], "imoNumber": "IMO9000015"}},
        {"id": 7, "schema": "Vessel", "properties": {"name": "EXAMPLE"}},
        {"id": "c", "schema": "Vessel", "properties": []},
        ["not", "an", "entity"],
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = read_facts(f"followthemoney:{path}")
    assert adds_up(found)
    assert found.inputs[0].records == 5
    told = "".join([*found.notes, *(str(fault) for fault in found.faults)])
    assert "\x1b" not in told
    assert "\x07" not in told
    assert {fact.id for fact in found.facts if fact.kind == "vessel"} == {"imo:9000015", "ftm:7"}


def test_a_thicket_of_entities_is_read_in_bounds(tmp_path: Path) -> None:
    inner = {"name": ["x"] * 3, "ownershipOwner": [{}] * 200_000}
    deep: dict[str, object] = {"id": "deep", "schema": "Company", "properties": {"name": ["EXAMPLE"]}}
    for number in range(15):
        deep = {"id": f"d{number}", "schema": "Company", "properties": {"name": ["EXAMPLE"], "parent": [deep]}}
    rows = [{"id": "wide", "schema": "Company", "properties": inner}, deep]
    path = tmp_path / "thicket.ftm.json"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = read_facts(path)
    assert [report.used for report in found.inputs] == [2]
    assert sum(fact.kind == "company" for fact in found.facts) == 17


@real
def test_the_real_entities_are_all_accounted_for() -> None:
    lines = [json.loads(line) for line in (ZALA / "entities.ftm.json").read_text(encoding="utf-8").splitlines()]
    schemata = Counter(line["schema"] for line in lines)
    countries = {"au", "ca", "ch", "eu", "gb", "jp", "nz", "ua", "us"}
    no_lists = {"us_sam_exclusions", "gb_coh_disqualified", "ua_war_sanctions"}
    listings = [
        line for line in lines
        if line["schema"] == "Sanction" and set(line["properties"]["country"]) <= countries and not no_lists & set(line["datasets"])
    ]  # fmt: skip
    assert (len(lines), len(listings)) == (91, 24)
    used = sum(schemata[name] for name in ("Company", "Person", "Ownership", "Directorship")) + len(listings)
    found = read_facts(ZALA / "entities.ftm.json")
    (report,) = found.inputs
    assert adds_up(found)
    assert (report.records, report.used, report.set_aside, report.quarantined) == (91, used, 91 - used, 0)
    assert {fact.authority for fact in found.facts if fact.kind == "designation"} == {
        "au", "ca", "ch", "eu", "jp", "nz", "ua", "uk", "us",
    }  # fmt: skip
    holds = [fact for fact in found.facts if fact.kind == "ownership" and fact.share is not None]
    assert len(holds) == sum("percentage" in line["properties"] for line in lines if line["schema"] == "Ownership")


@real
@pytest.mark.parametrize(
    ("name", "records", "used"), [("t1.entities.ftm.json", 7, 6), ("t2.entities.delta.json", 2, 2)]
)
def test_the_real_list_and_delta(name: str, records: int, used: int) -> None:
    found = read_facts(ZALA / name)
    (report,) = found.inputs
    assert adds_up(found)
    assert (report.format, report.records, report.used, report.quarantined) == ("followthemoney", records, used, 0)
