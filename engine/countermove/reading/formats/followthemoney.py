"""FollowTheMoney entities: JSON lines, deltas, and documents of an API, flat or with entities inside entities."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from countermove.reading.bounded_lines import bounded_lines
from countermove.reading.candidate import Candidate
from countermove.reading.followthemoney import links, things
from countermove.reading.followthemoney.entity import Entity, entities_in, text_of
from countermove.reading.followthemoney.index import WORTH_A_LOOK, Index
from countermove.reading.followthemoney.schemata import ORGANISATIONS, SCHEMATA, WITHOUT_KIND
from countermove.reading.json_facts import BrokenJson, parse_json
from countermove.reading.json_stream import JsonRecord, items, lines
from countermove.reading.making import Making
from countermove.reading.outcome import FileFault, Gathered, Outcome, Refused, SourceFile

_HEAD = 65536
_SAMPLE = 20
_OPERATIONS = ("ADD", "MOD", "DEL")


class FollowTheMoney:
    """Entities of OpenSanctions and of whoever else uses the model."""

    id = "followthemoney"
    title = "FollowTheMoney entities and deltas (OpenSanctions and others), JSON lines or a document, flat or nested"
    used: Mapping[str, str] = {
        "id, referents": "ids: opensanctions:… or ftm:…, and the numbers of lists that former ids hold",
        "caption": "name, where it is one of the names",
        "datasets": "which list an entity was copied from: its evidence, and the authority of a Sanction",
        "last_change, first_seen": "date of the evidence, where the record has no date of its own",
        "op": "ADD and MOD are read; of several lines on one entity the last holds; DEL withdraws what earlier lines of the file say, not what other files say",
        "Vessel": "vessel: name, previousName, imoNumber, mmsi, callSign, flag, pastFlags (which of several flags is not the present one), type, buildDate, deadweightTonnage",
        "Vessel.owner, Vessel.operator": "ownership, management",
        "Company, Organization, LegalEntity, PublicBody": "company: name, alias, previousName, abbreviation, jurisdiction, mainCountry, country, sector, incorporationDate, leiCode, innCode, ogrnCode, imoNumber, swiftBic",
        "taxNumber, registrationNumber": "inn: and ogrn: of those who are of Russia alone, where form and check digits agree",
        "status": "a listing that is over and tells no end is set aside",
        "jurisdiction": "incorporation",
        "Person": "person, where a listing or a role names them: name, alias, position, title, nationality, citizenship, innCode",
        "alias, weakAlias, previousName": "alias, where the thing itself has no place for it",
        "topics": "risk_mark, where they speak of risk",
        "Sanction": "designation: entity, authority, country, program, programId, provisions, reason, startDate, listingDate, endDate, sourceUrl",
        "Ownership": "ownership: owner, asset, percentage (or the band that a role of the British register names), startDate, endDate",
        "Control": "ownership with control: controller, controlled",
        "Directorship": "directorship: director, organization, role, startDate, endDate",
        "UnknownLink, Representation": "management, where the role is that of a manager, operator or charterer",
        "Risk": "risk_mark: entity, authority, topics, startDate",
    }
    unused: Mapping[str, str] = {
        "target": "the listings say it themselves",
        "last_seen": "when the publisher looked last tells nothing of the thing",
        "Address, Identification, Passport, Position, Occupancy, Family, Associate, Membership, Employment and others": "the model has no kind for them",
        "address, phone, email, website, birthDate, birthPlace, passportNumber, idNumber, gender": "the model keeps no such data of persons, and needs none of companies",
        "permId, dunsCode, uniqueEntityId, okpoCode": "nothing says of which register, or no rule needs it",
        "pastFlags": "without a date there is no change of flag",
        "grossRegisteredTonnage, tonnage, registrationPort, pastTypes": "no field of the model",
        "Ownership, Directorship, UnknownLink that are over by their role or status, without an end": "they say nothing of today, nor of any other day",
        "Sanction of a programme for exporters or buyers to check": "no sanctions listing",
        "sharesCount, sharesValue": "no share can be told from them",
        "programId of a thing": "its Sanction says it with dates",
        "dissolutionDate, status of a company, legalForm, notes, summary, description": "no field of the model",
    }

    def recognises(self, candidate: Candidate) -> bool:
        """An entity has an id, a schema that FollowTheMoney knows, and properties; an operation of a delta holds one."""
        if not candidate.is_json:
            return False
        if any(_is_entity(_parsed(line)) for line in candidate.lines[:_SAMPLE]):
            return True
        values = candidate.json_values
        for path in ("", "item.", "results.item.", "entity."):
            if values.get(f"{path}schema") in SCHEMATA and {f"{path}id", f"{path}properties"} <= values.keys():
                return True
        return values.get("op") in _OPERATIONS and "entity.id" in values

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """Every record; those that a later line of the same file takes back are set aside."""
        path = _path(source)
        index = Index().look(_worth_a_look(source) if path is None else items(source, path))
        for record in lines(source) if path is None else items(source, path):
            if isinstance(record, Refused | FileFault):
                yield record
            else:
                yield self._outcome(record.data, record.number if path is None else 0, source, index, record.number)
        if index.withdrawn:
            told = f"{source.name}: {index.withdrawn} withdrawals of entities; they take back what this file says, not what other files say"
            yield Gathered((), (told,))

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """One record by itself; of other lines it knows nothing."""
        if isinstance(record, str):
            parsed = _parsed(record)
            record = record if parsed is None else parsed
        return self._outcome(record, line, source, Index(), line)

    def _outcome(self, data: Any, line: int, source: SourceFile, index: Index, number: int) -> Outcome:
        making = Making(source, line, data, "" if line else f"record {number}")
        if not isinstance(data, dict):
            making.problem("", "", "this is no entity of FollowTheMoney: an entity is a JSON object")
            return making.outcome()
        operation, inner = text_of(data.get("op")), data.get("entity")
        if not operation and "schema" not in data and isinstance(inner, dict):
            data = inner
        if operation and "schema" not in data:
            if operation not in _OPERATIONS or not isinstance(inner, dict):
                making.problem("op", operation, "is no operation of a delta: ADD, MOD or DEL with an 'entity'")
                return making.outcome()
            data = inner
            if operation == "DEL":
                return making.outcome("an entity that its publisher withdraws")
        for name in ("id", "schema"):
            if not text_of(data.get(name)):
                making.problem(name, "", "is missing: an entity of FollowTheMoney has an id, a schema and properties")
                return making.outcome()
        if not isinstance(data.get("properties"), dict):
            making.problem(
                "properties", "", "are missing: an entity of FollowTheMoney has an id, a schema and properties"
            )
            return making.outcome()
        if text_of(data["schema"]) not in SCHEMATA:
            return making.outcome("a schema that FollowTheMoney does not have")
        if index.is_taken_back(text_of(data["id"]), number):
            return making.outcome("an entity that a later line of the file withdraws or gives anew")
        inside = list(entities_in(data))
        known = _with(index, inside)
        reasons = [reason for entity in inside if (reason := _make(entity, making, known))]
        return making.outcome(reasons[0] if reasons else "an entity that says nothing that the model has a kind for")


def _make(entity: Entity, making: Making, index: Index) -> str:
    """Make what an entity gives; else why it gives nothing."""
    if entity.schema == "Vessel":
        things.vessel(entity, making)
    elif entity.schema in ORGANISATIONS:
        things.organisation(entity, making)
    elif entity.schema == "Person":
        if not things.is_kept(entity, named=index.names(entity.id)):
            return things.NO_NAME_OF_A_PERSON
        things.person(entity, making)
    elif entity.schema == "Sanction":
        return links.sanction(entity, making, index)
    elif entity.schema in ("Ownership", "Control"):
        return links.ownership(entity, making)
    elif entity.schema == "Directorship":
        return links.directorship(entity, making)
    elif entity.schema == "Risk":
        links.risk(entity, making)
    elif entity.schema not in WITHOUT_KIND:
        return links.tie(entity, making)
    else:
        return f"the model has no kind for {entity.schema}"
    return ""


def _with(index: Index, inside: list[Entity]) -> Index:
    """What the file tells, and what the entities of one record tell of each other."""
    if len(inside) > 1:
        for entity in inside:
            index.take(entity)
    return index


def _worth_a_look(source: SourceFile) -> Iterator[JsonRecord]:
    """The lines that the index needs, those that can be read."""
    with source.path.open("rb") as stream:
        for number, raw in bounded_lines(stream):
            if raw is not None and any(word in raw for word in WORTH_A_LOOK):
                try:
                    yield JsonRecord(number, json.loads(raw))
                except (ValueError, RecursionError):
                    continue


def _path(source: SourceFile) -> str | None:
    """Where in a document the entities stand; None where they stand on lines."""
    with source.path.open("rb") as stream:
        head = stream.read(_HEAD).decode("utf-8-sig", "replace")
    candidate = Candidate(source, head, len(head) < _HEAD)
    if head.lstrip().startswith("["):
        return ""
    values = candidate.json_values
    if "results.item.schema" in values and "schema" not in values:
        return "results"
    whole = [line for line in candidate.lines[:_SAMPLE] if isinstance(_parsed(line), dict)]
    return None if whole or len(candidate.lines) < 2 else ""


def _is_entity(data: object) -> bool:
    if isinstance(data, dict) and data.get("op") in _OPERATIONS:
        data = data.get("entity")
        return isinstance(data, dict) and isinstance(data.get("id"), str)
    return (
        isinstance(data, dict)
        and data.get("schema") in SCHEMATA
        and isinstance(data.get("id"), str)
        and isinstance(data.get("properties"), dict)
    )


def _parsed(line: str) -> object:
    try:
        return parse_json(line)
    except BrokenJson:
        return None


FORMATS = (FollowTheMoney(),)
