"""The ICIJ's Offshore Leaks Database: nodes (entities, officers, intermediaries, addresses, others) and relationships, as CSV.

Headers differ from release to release: ids as `node_id` or `n.node_id`, ends of a relationship as `node_id_start`, `START_ID` or `node_1`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from countermove.reading.candidate import Candidate
from countermove.reading.making import Making
from countermove.reading.outcome import Outcome, SourceFile
from countermove.reading.tables import TableRow, table

_START, _END, _TYPE = ("node_id_start", "start_id", "node_1"), ("node_id_end", "end_id", "node_2"), ("rel_type", "type")
_FIRM = (
    "incorporation_date",
    "company_type",
    "jurisdiction",
    "jurisdiction_description",
    "type",
    "struck_off_date",
    "closed_date",
)

_HOLDS = re.compile(r"\b(?:share ?holders?|(?:co-?)?owners?|ubo)\b", re.IGNORECASE)
_RUNS = re.compile(
    r"\b(?:director(?:ship)?s?|president|chair(?:man|woman|person)|treasurer|secretary|c\.?e\.?o\.?|board.member|member of the board|"
    r"general manager|managing partner|chief \w+ officer)\b",
    re.IGNORECASE,
)
_FOR_ANOTHER = re.compile(r"\bnominee\b", re.IGNORECASE)
_FORMER = re.compile(r"\b(?:former|ex-|resigned)", re.IGNORECASE)
_LIKE = re.compile(r"\b(?:same|similar)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"address|registered office|registered at", re.IGNORECASE)
_AGENT = re.compile(r"\bintermediary\b", re.IGNORECASE)
_PART = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%")
_UNTOLD = frozenset(("", "officer of"))
"""The register's own word for any part that somebody plays: shareholder, director, beneficiary or other."""
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


class OffshoreLeaks:
    """Nodes and relationships of one release."""

    id = "icij-offshore-leaks"
    title = "Offshore Leaks Database of the ICIJ, CSV of nodes or of relationships"
    used: Mapping[str, str] = {
        "node_id": "id icij:…",
        "name": "name of a company; of an officer or intermediary an alias, as the file does not say whether person or company",
        "original_name, former_name": "aliases and former names",
        "jurisdiction_description, jurisdiction": "country of a company, incorporation",
        "incorporation_date": "founded, date of the incorporation",
        "service_provider": "agent of the incorporation",
        "sourceID, valid_until": "document and date of the evidence",
        "node_id_start, node_id_end (START_ID, END_ID; node_1, node_2)": "ends of a relationship",
        "rel_type, link": "ownership where they name a shareholder or owner, directorship where they name an office",
        "start_date, end_date": "since, until",
    }
    unused: Mapping[str, str] = {
        "address": "the model has no kind for addresses",
        "countries, country_codes": "countries of the addresses on record, not of the thing itself",
        "status, inactivation_date, struck_off_date, dorm_date, closed_date": "no field of the model says whether a company lives",
        "company_type, type": "no field of the model; it tells companies from others",
        "internal_id, ibcRUC, icij_id": "numbers of a firm or registrar that no other record uses",
        "note": "remarks on other columns",
        "same_name_as, similar and the like": "likeness of records, which proves no identity",
        "officer_of without a link": "it covers shareholders, directors and others alike",
        "intermediary_of, registered_address": "services and addresses, for which the model has no kind",
    }

    def recognises(self, candidate: Candidate) -> bool:
        """The header has a node's id and the leak it comes from, or both ends of a relationship and its type."""
        columns = {_plain(name) for name in candidate.cells()}
        ends = any(a in columns and b in columns for a, b in zip(_START, _END, strict=True))
        if ends and not columns.isdisjoint(_TYPE):
            return bool(columns & {"sourceid", "link", "rel_type"})
        return {"node_id", "sourceid"} <= columns and bool(columns & {"countries", "country_codes", "valid_until"})

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        for row in table(source):
            yield self._outcome(row.cells, row.line, source) if isinstance(row, TableRow) else row

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        return self._outcome(record if isinstance(record, dict) else {}, line, source)

    def _outcome(self, cells: Mapping[str, Any], line: int, source: SourceFile) -> Outcome:
        row = {_plain(name): str(cell).strip() for name, cell in cells.items()}
        making = Making(source, line, dict(cells))
        if _first(row, _START) or _first(row, _END) or not row.keys().isdisjoint(_START):
            return making.outcome(_relationship(row, making))
        return making.outcome(_node(row, making))


def _node(row: Mapping[str, str], making: Making) -> str:
    """A node; else why it is left."""
    id = _id("node_id", row.get("node_id", ""), making)
    name = row.get("name", "")
    if not id:
        return ""
    label = row.get("labels(n)", "")
    bare = row.keys().isdisjoint(("status", "internal_id", *_FIRM))
    if "Address" in label or ("address" in row and bare):
        return "an address, which the model has no kind for"
    piece = _piece(row, making)
    if ("Entity" not in label and _is_bare(row, _FIRM)) or "Officer" in label:
        making.add("alias", piece, entity=id, name=name, quality="name") if name else None
        return "a node without a name"
    founded = making.cell("day", "incorporation_date", row.get("incorporation_date", ""), "note")
    country = making.cell("country", "jurisdiction", row.get("jurisdiction_description", ""), "unknown")
    making.add(
        "company", piece, id=id, name=name, aliases=_others(name, row.get("original_name"), row.get("former_name")),
        country=country, founded=founded,
    )  # fmt: skip
    for former in _others(name, row.get("former_name")):
        making.add("alias", piece, entity=id, name=former, quality="former")
    if country:
        making.add(
            "incorporation", piece, company=id, jurisdiction=country, date=founded, agent=row.get("service_provider")
        )
    return ""


def _relationship(row: Mapping[str, str], making: Making) -> str:
    """What ties two nodes; else why it is left."""
    start = _id("node_id_start", _first(row, _START), making)
    end = _id("node_id_end", _first(row, _END), making)
    role = row.get("link") or _first(row, _TYPE)
    if not start or not end:
        return ""
    since = making.cell("day", "start_date", row.get("start_date", ""), "note")
    until = making.cell("day", "end_date", row.get("end_date", ""), "note")
    if since and until and until.last < since.first:
        making.note("'end_date' lies before 'start_date'; left out")
        until = None
    text = role.replace("_", " ")
    if _LIKE.search(text):
        return "a likeness of records, which proves no identity"
    if _ADDRESS.search(text):
        return "an address, which the model has no kind for"
    if _AGENT.search(text):
        return "an intermediary's service, which the model has no kind for"
    if text.casefold().strip() in _UNTOLD:
        return "a role that the file does not tell: officer of"
    holds, runs = _HOLDS.search(text), _RUNS.search(text)
    if not holds and not runs:
        return "a tie whose nature the model has no kind for"
    if _FOR_ANOTHER.search(text):
        return "a nominee, who holds for somebody who is not named"
    if _FORMER.search(text) and not until:
        return "a former role of which no end is told"
    piece = _piece(row, making)
    if holds:
        part = _PART.search(text)
        making.add(
            "ownership",
            piece,
            owner=start,
            asset=end,
            share=_share(part[1]) if part else None,
            since=since,
            until=until,
        )
    if runs:
        making.add("directorship", piece, person=start, company=end, role=role, since=since, until=until)
    return ""


def _piece(row: Mapping[str, str], making: Making) -> Any:
    year = _YEAR.search(row.get("valid_until", ""))
    published = making.cell("day", "valid_until", year[1], "unknown") if year else None
    return making.piece("icij-offshore-leaks", document=row.get("sourceid"), published=published)


def _id(field: str, text: str, making: Making) -> str | None:
    if not text:
        making.problem(field, "", "is missing: the record cannot stand without it")
        return None
    if not re.fullmatch(r"\d{1,18}", text):
        making.problem(field, text, "is no id of a node: it has digits alone")
        return None
    return f"icij:{text}"


def _is_bare(row: Mapping[str, str], names: Collection[str]) -> bool:
    return not any(row.get(name) for name in names)


def _others(name: str, *names: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in names if each and each != name))


def _share(text: str) -> float | None:
    return value if (value := float(text)) <= 100 else None


def _first(row: Mapping[str, str], names: Collection[str]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def _plain(name: str) -> str:
    return name.casefold().removeprefix("n.").removeprefix("r.").strip()


FORMATS = (OffshoreLeaks(),)
