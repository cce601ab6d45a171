"""What a row of the Union's consolidated list says, in either of its two forms."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.reading.listed.headers import Cells
from countermove.reading.listed.subject import joined
from countermove.reading.listed.uk_entry import un_number

_PAPERS = ("passport", "id", "ssn", "driverlicence", "birthcert", "electionid", "residentperm", "travel")
_NOWHERE = frozenset(("00", "unknown"))


@dataclass(frozen=True, slots=True)
class FsfRow:
    """A row of the list, with empty texts for what it does not say."""

    logical_id: str
    reference: str
    united_nations: tuple[str, ...]
    kind: str
    designated: str
    details: str
    remark: str
    published: str
    act: str
    programme: str
    url: str
    name: str
    strong: bool
    language: str
    function: str
    citizenship: str
    address: str
    number: str
    number_type: str
    number_country: str

    @property
    def content(self) -> tuple[str, ...]:
        """What it says that is used, beside what all rows of its entry repeat."""
        number = "" if self.is_paper else self.number
        country = self.address if self.kind.casefold().startswith("e") else ""
        return (self.name, self.function, self.citizenship, number, country)

    @property
    def is_imo(self) -> bool:
        """Whether its number is an IMO number."""
        return "imo" in self.number_type.split() or self.number.upper().startswith("IMO")

    @property
    def is_bank_code(self) -> bool:
        """Whether its number is a BIC."""
        return "swift" in self.number_type or "bic" in self.number_type.split()

    @property
    def is_paper(self) -> bool:
        """Whether its number is that of a person's paper."""
        return self.number_type.split(" ")[0] in _PAPERS or "passport" in self.number_type

    @property
    def is_russian(self) -> bool:
        """Whether its number is said to be Russian, or its form alone can tell."""
        return self.number_country.casefold() in ("ru", "russian federation", "russia", "")


def read_row(cell: Cells) -> FsfRow:
    """A row by the names of its columns: those of form 1.1, then those of form 1.0."""
    kind = cell("entity_subjecttype_classificationcode", "entity_subjecttype", "subject_type")
    plain = cell("entity_subjecttype")
    return FsfRow(
        logical_id=cell("entity_logicalid", "entity_logical_id"),
        reference="".join(cell("entity_eu_referencenumber", "eu_ref_num").split()),
        united_nations=un_number(cell("entity_unitednationid", "entity_un_referencenumber")),
        kind=kind or plain,
        designated=cell("entity_designationdate"),
        details=cell("entity_designationdetails"),
        remark=cell("entity_remark"),
        published=cell("entity_regulation_publicationdate", "leba_publication_date"),
        act=cell("entity_regulation_numbertitle", "leba_numtitle"),
        programme=cell("entity_regulation_programme", "programme"),
        url=cell("entity_regulation_publicationurl", "leba_url"),
        name=_name(cell),
        strong=cell("namealias_strong").casefold() not in ("false", "0", "no"),
        language=cell("namealias_namelanguage", "naal_language").casefold(),
        function=cell("namealias_function", "naal_function"),
        citizenship=_country(cell, "citizenship_countrydescription", "citizenship_countryiso2code", "citi_country"),
        address=_country(cell, "address_countrydescription", "address_countryiso2code", "addr_country"),
        number=cell("identification_number", "iden_number"),
        number_type=cell("identification_typecode", "identification_typedescription", "iden_type").casefold(),
        number_country=_country(cell, "identification_countryiso2code", "iden_country"),
    )


def _name(cell: Cells) -> str:
    whole = joined([cell("namealias_wholename", "naal_wholename")])
    return whole or joined(cell(f"namealias_{part}name", f"naal_{part}name") for part in ("first", "middle", "last"))


def _country(cell: Cells, *names: str) -> str:
    return next((text for name in names if (text := cell(name)) and text.casefold() not in _NOWHERE), "")
