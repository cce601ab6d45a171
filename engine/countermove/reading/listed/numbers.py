"""Numbers of registers as lists give them: read strictly, and None where it is not certain what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import lei
from stdnum.ru import inn, ogrn

from countermove.reading.cell_types import TYPES

_LABELLED = re.compile(
    r"\b(INN|OGRN|OGRNIP|LEI|SWIFT(?:/BIC)?|BIC)\b(?:\s*(?:code|number|no\.?))?[\s:#-]*([0-9A-Z]{8,20})\b"
)
_RUSSIA = frozenset(("", "ru", "rus", "russia", "russian federation"))


def _read(type: str, text: str) -> str | None:
    try:
        return str(TYPES[type](text))
    except ValueError:
        return None


def ship_number(text: str) -> str | None:
    """The id of a ship in a text that holds nothing but its IMO number."""
    digits = imo_digits(text)
    return _read("imo", digits) if digits else None


def company_number(text: str) -> str | None:
    """The id of a company in a text that holds nothing but its IMO number: seven digits, as ships' numbers have."""
    digits = imo_digits(text)
    return _read("imo-company", digits) if digits else None


def imo_digits(text: str) -> str:
    """The digits of an IMO number, whatever their number; empty where the text is something else."""
    if len(text) > 40:
        return ""
    found = re.fullmatch(r"(?:IMO)?[\s:.#-]*(?:No\.?\s*)?(\d{1,12})", text.strip(" \t\n;,."), flags=re.IGNORECASE)
    return found[1] if found else ""


def bank_code(text: str) -> str | None:
    """The id of a bank by its BIC; the main office's suffix XXX is left out."""
    return _read("bic", text.strip())


def entity_code(text: str) -> str | None:
    """The id of a company by its LEI."""
    code = text.strip().upper()
    return f"lei:{code}" if len(code) == 20 and lei.is_valid(code) else None


def tax_number(text: str, country: str, *, person: bool) -> str | None:
    """The id by a Russian tax number: ten digits of a company, twelve of a person, and not said to be of another country."""
    digits = text.strip()
    fits = len(digits) == (12 if person else 10) and digits.isascii() and digits.isdigit()
    return f"inn:{digits}" if fits and country.casefold() in _RUSSIA and inn.is_valid(digits) else None


def register_number(text: str, country: str) -> str | None:
    """The id of a company by its Russian register number, thirteen digits, not said to be of another country."""
    digits = text.strip()
    fits = len(digits) == 13 and digits.isascii() and digits.isdigit()
    return f"ogrn:{digits}" if fits and country.casefold() in _RUSSIA and ogrn.is_valid(digits) else None


def labelled_numbers(text: str, *, person: bool) -> Iterator[str]:
    """The ids of those numbers in a text that are named there: `INN: …`, `OGRN …`, `SWIFT/BIC …`, `LEI …`."""
    for label, number in _LABELLED.findall(text[:4000]):
        if label == "INN":
            found = tax_number(number, "", person=person)
        elif label == "OGRN":
            found = register_number(number, "")
        elif label == "LEI":
            found = entity_code(number)
        else:
            found = bank_code(number) if label != "OGRNIP" else None
        if found:
            yield found
