"""Canonical ids of entities: `scheme:value`, check digits verified where the scheme has them.

Sources: IMO Resolution A.1117(30) (ship numbers), MSC.160(78) (company and registered owner numbers), ITU-R M.585 (MMSI), ISO 17442
(LEI), ISO 9362 (BIC), Russian Federal Tax Service (INN, OGRN), ISO 3166-1. A name alone never makes two entities one, so there is no
scheme for names. Each id has one spelling, so that ids are equal where texts are.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from iso3166 import countries_by_alpha2
from stdnum import bic, imo, lei
from stdnum.ru import inn, ogrn

_ID = re.compile(r"[a-z][a-z0-9-]*:\S(?:.*\S)?\Z", re.DOTALL)
_SHIP_FIRST_DIGITS = frozenset("156789")
_COMPANY_WEIGHTS = (8, 6, 4, 2, 9, 7)


def check_id(text: str) -> str:
    """Return the id if it is well formed, else raise ValueError that says what is wrong with it."""
    problem = _problem(text)
    if problem:
        raise ValueError(problem)
    return text


@lru_cache(maxsize=100_000)
def _problem(text: str) -> str | None:
    """What is wrong with an id. The same ids come again and again."""
    if not _ID.match(text) or any(ord(c) < 32 for c in text):
        return f"'{text}' is not an id: write scheme:value, for instance imo:9256054 or iso3166:KZ"
    scheme, _, value = text.partition(":")
    check = _CHECKS.get(scheme)
    found = check(value) if check else None
    return f"'{text}' is not a valid {scheme} id: {found}" if found else None


def ship_number_problem(value: str) -> str | None:
    """Why a text is no IMO ship number, or None if it is one.

    Company numbers can pass the ships' check digit, so the first digit is looked at too: no ship's number begins with 0, 2, 3 or 4.
    """
    if not re.fullmatch(r"\d{7}", value):
        return "an IMO number has seven digits"
    if not imo.is_valid(value):
        return "its check digit is wrong"
    if value[0] not in _SHIP_FIRST_DIGITS:
        return "ships' numbers do not begin so; it looks like a company's IMO number"
    return None


def company_number_problem(value: str) -> str | None:
    """Why a text is no IMO number of a company or registered owner, or None if it is one.

    Its check digit is reckoned otherwise than a ship's. One number in ten passes both: then only the place where it stands tells whose
    it is, the column or record of a ship or of a company.
    """
    if not re.fullmatch(r"[0-9]{7}", value):
        return "a company's IMO number has seven digits"
    total = sum(int(digit) * weight for digit, weight in zip(value, _COMPANY_WEIGHTS, strict=False))
    if (11 - total % 11) % 10 == int(value[6]):
        return None
    if ship_number_problem(value) is None:
        return "its check digit is a ship's, not a company's"
    return "its check digit is wrong"


def bank_code_problem(value: str) -> str | None:
    """Why a text is no BIC in its one spelling, or None if it is one: capitals, and the head office without the letters XXX."""
    if not re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", value) or not bic.is_valid(value):
        return "a BIC has eight or eleven capitals and digits, with a country's two letters in fifth place"
    if value.endswith("XXX") and len(value) == 11:
        return "write it with eight characters: XXX at the end is the head office itself"
    return None


def is_companys_inn(value: str) -> bool:
    """Whether a Russian tax number is that of an organisation: these have ten digits, persons' (sole traders' among them) twelve."""
    return len(value) == 10


def _number_of(digits: str, valid: Callable[[str], bool], wrong: str) -> Callable[[str], str | None]:
    pattern = re.compile(digits)
    return lambda value: None if pattern.fullmatch(value) and valid(value) else wrong


def _country_problem(value: str) -> str | None:
    return None if value in countries_by_alpha2 else "no such two-letter country code (capital letters)"


def _domain_problem(value: str) -> str | None:
    return None if re.fullmatch(r"[^\s/:@\[\]<>()|]+\.[^\s/:@\[\]<>()|.]{2,}", value) else "not a host name"


_CHECKS: dict[str, Callable[[str], str | None]] = {
    "imo": ship_number_problem,
    "mmsi": lambda v: None if re.fullmatch(r"\d{9}", v) else "an MMSI has nine digits",
    "imo-company": company_number_problem,
    "lei": _number_of(r"[0-9A-Z]{20}", lei.is_valid, "its check digits are wrong"),
    "bic": bank_code_problem,
    "inn": _number_of(r"[0-9]+", inn.is_valid, "its check digits are wrong"),
    "ogrn": _number_of(r"[0-9]+", ogrn.is_valid, "its check digit is wrong"),
    "iso3166": _country_problem,
    "domain": _domain_problem,
}

CHECKED_SCHEMES = frozenset(_CHECKS)
"""Schemes whose values are checked; of any other scheme every value will do."""
