"""The consolidated list of the Union's financial sanctions (FSF) as CSV, forms 1.1 and 1.0: one row a name, address, date or paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from countermove.facts.time import PartialDate
from countermove.reading.candidate import Candidate
from countermove.reading.listed.fsf_row import FsfRow, read_row
from countermove.reading.listed.groups import Entry, GoodRow, checked, entries
from countermove.reading.listed.headers import Cells, has_header, header_of, rows_below
from countermove.reading.listed.numbers import (
    bank_code,
    company_number,
    entity_code,
    imo_digits,
    labelled_numbers,
    register_number,
    ship_number,
    tax_number,
)
from countermove.reading.listed.subject import Subject, SubjectKind, add_listings, add_subject, country_of
from countermove.reading.making import Making
from countermove.reading.outcome import Outcome, Problem, SetAside, SourceFile, Used
from countermove.reading.tables import TableRow

_NEEDED_1_1 = ("entity_logicalid", "namealias_wholename")
_NEEDED_1_0 = ("entity_logical_id", "naal_wholename")
_KINDS: dict[str, SubjectKind] = {
    "p": "person", "person": "person", "e": "company", "enterprise": "company", "v": "vessel", "vessel": "vessel",
    "ship": "vessel",
}  # fmt: skip
_REPEATED = "the row adds an address, a birth date or a paper to its entry, which no rule asks for"


class EuFsf:
    """Reads the list that the European Commission draws from the Official Journal."""

    id = "eu-fsf"
    title = "EU consolidated financial sanctions list (FSF CSV 1.1 and 1.0), several rows an entry"
    used: Mapping[str, str] = {
        "Entity_EU_ReferenceNumber (EU_ref_num)": "id eu-fsf:…, where there is one",
        "Entity_LogicalId (Entity_logical_id)": "id eu-fsf:…, or same_as; rows of one are one entry",
        "Entity_UnitedNationId": "same_as un-sanctions:…",
        "Entity_SubjectType, Entity_SubjectType_ClassificationCode (Subject_type)": "person, company or vessel",
        "Entity_DesignationDate": "date of the designation, and of the evidence",
        "Entity_DesignationDetails": "reason",
        "Entity_Regulation_Programme (Programme)": "programme",
        "Entity_Regulation_NumberTitle (Leba_numtitle)": "legal_act",
        "Entity_Regulation_PublicationDate (Leba_publication_date)": "date of the evidence where no date of the designation is told",
        "Entity_Regulation_PublicationUrl (Leba_url)": "address of the evidence",
        "Entity_Remark": "note on the designation",
        "NameAlias_WholeName, or _FirstName, _MiddleName, _LastName (Naal_…)": "name, other names",
        "NameAlias_Strong": "alias (weak)",
        "NameAlias_Function (Naal_function)": "role of a person",
        "Citizenship_CountryDescription, _CountryIso2Code (Citi_country)": "country of a person with one citizenship",
        "Address_CountryDescription, _CountryIso2Code (Addr_country)": "country of a company all of whose addresses are in one",
        "Identification_Number, _TypeCode, _CountryIso2Code (Iden_…)": "same_as inn, ogrn, lei, bic, imo-company; imo of a ship",
        "the list itself": "measure asset_freeze: it is the list of those whose funds are frozen; none of a ship, for acts that list ships forbid calls or loading as well",
    }
    unused: Mapping[str, str] = {
        "fileGenerationDate (Date_file)": "when the file was written, not when anybody was listed",
        "Entity_Regulation_EntryIntoForceDate, _Type, _OrganisationType": "the act named is often the last that changed the entry, not the one that listed it",
        "NameAlias_Gender, _Title, _NameLanguage, _Remark, and what regulates each name": "nothing that the rules ask",
        "Address_City, _Street and the rest of addresses": "no rule asks for addresses",
        "BirthDate_…": "nothing that the rules ask, and personal",
        "Identification of passports and identity cards": "nothing that the rules ask, and personal",
    }

    def recognises(self, candidate: Candidate) -> bool:
        """A table with semicolons and the list's own names of columns."""
        return has_header(candidate, ";", _NEEDED_1_1) or has_header(candidate, ";", _NEEDED_1_0)

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """Every row, those of one entry together."""
        needed = _NEEDED_1_1
        header = header_of(source, ";", needed)
        if header is None and (older := header_of(source, ";", _NEEDED_1_0)):
            header, needed = older, _NEEDED_1_0
        rows = checked(source, rows_below(source, header, ";", needed), _said, _problems)
        for found in entries(rows, lambda row: row.logical_id):
            if isinstance(found, Entry):
                yield from _outcomes(source, found)
            else:
                yield found

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """A mended row as an entry of its own: it is united with the others of its number."""
        (read,) = checked(source, [TableRow(line, record)], _said, _problems)
        return next(_outcomes(source, Entry((read,)))) if isinstance(read, GoodRow) else read


def _said(cells: Mapping[str, str]) -> FsfRow:
    return read_row(Cells(cells))


def _problems(row: FsfRow) -> Iterator[Problem]:
    if not row.logical_id.isdigit():
        yield Problem("Entity_LogicalId", row.logical_id, "is no number" if row.logical_id else "is missing")
    if row.kind.casefold() not in _KINDS:
        yield Problem("Entity_SubjectType", row.kind, "is neither person nor enterprise" if row.kind else "is missing")


def _outcomes(source: SourceFile, found: Entry[FsfRow]) -> Iterator[Outcome]:
    first = found.rows[0]
    making = Making(source, first.line, dict(first.cells), where=f"{found.where} ({_own(first.said)})")
    _make(making, [row.said for row in found.rows])
    yield making.outcome()
    seen = {first.said.content}
    for row in found.rows[1:]:
        if not any(row.said.content) or row.said.content in seen:
            yield SetAside(row.line, _REPEATED)
        else:
            seen.add(row.said.content)
            yield Used(row.line, ())


def _own(row: FsfRow) -> str:
    return f"eu-fsf:{row.reference or row.logical_id}"


def _make(making: Making, rows: Sequence[FsfRow]) -> None:
    head = rows[0]
    kind = _kind(rows)
    subject = Subject(kind, _own(head))
    if head.reference:
        subject.numbers.append(f"eu-fsf:{head.logical_id}")
    subject.numbers.extend(head.united_nations)
    named = [row for row in rows if row.name]
    best = next((row for row in named if row.strong and row.language in ("", "en")), named[0] if named else None)
    subject.name = best.name if best else ""
    subject.others.extend((row.name, None if row.strong else "weak") for row in named)
    for row in rows:
        subject.numbers.extend(_numbers(row, kind))
    subject.fields = _fields(making, kind, rows)
    day = making.cell("day", "Entity_DesignationDate", head.designated, unreadable="note")
    act = making.cell("day", "Entity_Regulation_PublicationDate", head.published, unreadable="note")
    published: PartialDate | None = day or act
    piece = making.piece("eu-fsf", published=published, url=head.url, document=head.act)
    id = add_subject(making, piece, subject)
    if id:
        given = {"programme": head.programme, "legal_act": head.act, "reason": head.details, "note": head.remark}
        measures = () if kind == "vessel" else ("asset_freeze",)
        add_listings(making, piece, id, measures, day, authority="eu", **given)


def _kind(rows: Sequence[FsfRow]) -> SubjectKind:
    """An enterprise with an IMO number that begins as ships' numbers of today do is a ship: the list has no word for ships."""
    kind = _KINDS[rows[0].kind.casefold()]
    if kind == "company":
        for row in rows:
            if row.is_imo and imo_digits(row.number)[:1] in ("7", "8", "9") and ship_number(row.number):
                return "vessel"
    return kind


def _numbers(row: FsfRow, kind: SubjectKind) -> Iterator[str]:
    if not row.number:
        return
    found: str | None
    if row.is_imo:
        found = ship_number(row.number) if kind == "vessel" else company_number(row.number)
    elif row.is_bank_code:
        found = bank_code(row.number)
    elif row.is_paper or kind == "vessel":
        found = None
    else:
        person = kind == "person"
        found = tax_number(row.number, row.number_country, person=person) if row.is_russian else None
        if not person:
            found = found or entity_code(row.number)
            found = found or (register_number(row.number, row.number_country) if row.is_russian else None)
    if found:
        yield found
    yield from labelled_numbers(row.number, person=kind == "person")


def _fields(making: Making, kind: SubjectKind, rows: Sequence[FsfRow]) -> dict[str, Any]:
    if kind == "person":
        citizenships = {row.citizenship for row in rows if row.citizenship}
        citizenship = citizenships.pop() if len(citizenships) == 1 else ""
        role = next((row.function for row in rows if row.function), "")
        return {"country": country_of(making, "Citizenship_CountryDescription", citizenship), "role": role}
    if kind == "company":
        countries = {row.address for row in rows if row.address}
        if len(countries) == 1:
            return {"country": country_of(making, "Address_CountryDescription", countries.pop())}
    return {}


FORMATS = (EuFsf(),)
