"""Canonical ids of entities: `scheme:value`, check digits verified where the scheme has them.

Sources: IMO Resolution A.1117(30) (ship numbers), ITU-R M.585 (MMSI), ISO 17442 (LEI), Russian Federal Tax Service (INN, OGRN),
ISO 3166-1. A name alone never makes two entities one, so there is no scheme for names.
"""

import re
from functools import lru_cache

from iso3166 import countries_by_alpha2
from stdnum import imo, lei
from stdnum.ru import inn, ogrn

_ID = re.compile(r"[a-z][a-z0-9-]*:\S(?:.*\S)?\Z", re.DOTALL)
_SHIP_FIRST_DIGITS = frozenset("156789")


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


def _country_problem(value: str) -> str | None:
    return None if value in countries_by_alpha2 else "no such two-letter country code (capital letters)"


def _domain_problem(value: str) -> str | None:
    return None if re.fullmatch(r"[^\s/:@\[\]<>()|]+\.[^\s/:@\[\]<>()|.]{2,}", value) else "not a host name"


_CHECKS = {
    "imo": ship_number_problem,
    "mmsi": lambda v: None if re.fullmatch(r"\d{9}", v) else "an MMSI has nine digits",
    "lei": lambda v: None if lei.is_valid(v) else "its check digits are wrong",
    "inn": lambda v: None if inn.is_valid(v) else "its check digits are wrong",
    "ogrn": lambda v: None if ogrn.is_valid(v) else "its check digit is wrong",
    "iso3166": _country_problem,
    "domain": _domain_problem,
}

CHECKED_SCHEMES = frozenset(_CHECKS)
"""Schemes whose values are checked; of any other scheme every value will do."""
