"""Companies that own or run ships, by their IMO company number, with the country in which they are established."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from iso3166 import countries_by_alpha2

from countermove.reading.candidate import Candidate
from countermove.reading.country_words import country_code
from countermove.reading.making import Making
from countermove.reading.outcome import Outcome, SetAside, SourceFile, short
from countermove.reading.tables import TableRow, table

_NEEDED = ("name", "imo", "country", "registration_iso2")
_WEIGHTS = (8, 6, 4, 2, 9, 7)
_DIGITS = 7


class ShipCompanies:
    """A row a company."""

    id = "ship-companies"
    title = "Shipping companies with their IMO company numbers (CSV)"
    used: Mapping[str, str] = {
        "imo": "id (imo-company:…), check digit verified; zeros that a spreadsheet took away in front are put back",
        "name": "name", "country, registration_iso2": "country: the words, else the letters",
    }  # fmt: skip
    unused: Mapping[str, str] = {}

    def recognises(self, candidate: Candidate) -> bool:
        return candidate.has_columns(*_NEEDED)

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        for row in table(source, needed=_NEEDED):
            yield self._outcome(row.cells, row.line, source) if isinstance(row, TableRow) else row

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        return self._outcome(record, line, source)

    def _outcome(self, cells: Mapping[str, str], line: int, source: SourceFile) -> Outcome:
        given = cells.get("imo", "")
        if not given:
            return SetAside(line, "the company has no number by which it could be told")
        making = Making(source, line, cells)
        number = given.zfill(_DIGITS)
        if not is_company_number(number):
            making.problem(
                "imo",
                given,
                "is not the IMO number of a company: it has seven digits, the last of which checks the others",
            )
        elif number != given:
            making.note(
                f"'imo' is {short(given)}: read as {number}, with the zeros in front that the check digit asks for"
            )
        country = country_code(re.sub(r"\s*\(.*\)\Z", "", cells.get("country", "")))
        letters = cells.get("registration_iso2", "")
        if not country and letters in countries_by_alpha2:
            country = letters
        making.add(
            "company", making.piece("crea-reference"), id=f"imo-company:{number}", name=cells.get("name", ""),
            country=f"iso3166:{country}" if country else "", sector="shipping",
        )  # fmt: skip
        return making.outcome()


def is_company_number(number: str) -> bool:
    """Whether a text is an IMO company number: seven digits, the last a check (IMO Resolution MSC.160(78))."""
    if not re.fullmatch(r"[0-9]{7}", number) or number == "0000000":
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return (11 - total % 11) % 10 == int(number[-1])


FORMATS = (ShipCompanies(),)
