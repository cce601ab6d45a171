"""What a cell's text can be read as: the words behind `as:` in a profile. Each raises ValueError that says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from stdnum import lei
from stdnum.ru import inn, ogrn

from countermove.facts.identity import bank_code_problem, company_number_problem, ship_number_problem
from countermove.facts.time import PartialDate
from countermove.reading.country_words import country_code

_MONTHS = {
    name: n
    for n, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z")
_WORDED = re.compile(r"(?:(\d{1,2})[. -]+)?([A-Za-z]{3,9})\.?[ -]+(\d{4})\Z")
_AMERICAN = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}), ?(\d{4})\Z")
_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?\Z"
)
_YES = frozenset(("true", "yes", "y", "1", "t"))
_NO = frozenset(("false", "no", "n", "0", "f"))


def day(text: str) -> PartialDate:
    """ISO 8601 as far as known, `24.4.2026`, `24/04/2026` (day first), `24 April 2026`, `April 24, 2026`, `April 2026`. A time of day is left out."""
    if found := _DOTTED.match(text) or _SLASHED.match(text):
        return _exact(text, int(found[3]), int(found[2]), int(found[1]))
    if found := _WORDED.match(text):
        month = _MONTHS.get(found[2][:3].casefold())
        if month and _is_month(found[2]):
            if found[1]:
                return _exact(text, int(found[3]), month, int(found[1]))
            return PartialDate.parse(f"{found[3]}-{month:02d}")
    if (found := _AMERICAN.match(text)) and _is_month(found[1]):
        return _exact(text, int(found[3]), _MONTHS[found[1][:3].casefold()], int(found[2]))
    if _TIME.match(text):
        return PartialDate.on(moment(text).date())
    try:
        return PartialDate.parse(text)
    except ValueError:
        raise ValueError(
            "is not a date: write 2026-04-24, 2026-04, 2026, 24.4.2026, 24/04/2026 or 24 April 2026"
        ) from None


def _is_month(word: str) -> bool:
    full = (
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    )
    lower = word.casefold()
    return any(name.startswith(lower) for name in full) or lower == "sept"


def _exact(text: str, year: int, month: int, number: int) -> PartialDate:
    try:
        return PartialDate.parse(f"{year:04d}-{month:02d}-{number:02d}")
    except ValueError:
        raise ValueError("is not a day of the calendar (day, month, year)") from None


def moment(text: str) -> datetime:
    """A date with a time of day, UTC where no offset is given. Fractions are rounded to the nearest microsecond."""
    found = _TIME.match(text)
    if not found:
        raise ValueError("is not a time: write 2026-02-19 01:51:14 or 2026-02-19T01:51:14Z")
    try:
        date = day(found[1]).first
        whole = datetime(date.year, date.month, date.day, int(found[2]), int(found[3]), int(found[4] or 0), tzinfo=UTC)
        offset = found[6] if found[6] not in (None, "Z", "UTC") else "+0000"
        sign, digits = offset[0], offset[1:].replace(":", "")
        away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return whole + timedelta(microseconds=_microseconds(found[5] or "0")) - (away if sign == "+" else -away)
    except (ValueError, OverflowError):
        raise ValueError("is not a time of the calendar") from None


def _microseconds(fraction: str) -> int:
    """The nearest microsecond to a decimal fraction of a second; a half goes to the even one."""
    digits = fraction[:18].ljust(6, "0")
    micro, rest = int(digits[:6]), digits[6:]
    half = "5".ljust(len(rest), "0") if rest else ""
    return micro + (1 if rest > half or (rest == half and rest and micro % 2) else 0)


def number(text: str) -> float:
    """A number with a point as decimal mark and no separators."""
    if not re.fullmatch(r"[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d{1,3})?", text):
        raise ValueError("is not a number: write digits, with a point as decimal mark")
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError("is not a number within bounds")
    return value


def whole(text: str) -> int:
    """A whole number; `2003.0` counts as one."""
    value = number(text)
    if value != int(value) or abs(value) >= 2**53:
        raise ValueError("is not a whole number")
    return int(value)


def year(text: str) -> int:
    """A year of the last two centuries or the next decades."""
    if not re.fullmatch(r"(?:18|19|20)\d\d", text):
        raise ValueError("is not a year between 1800 and 2099")
    return int(text)


def flag(text: str) -> bool:
    """Yes or no, true or false, 1 or 0, any case."""
    lower = text.casefold()
    if lower in _YES or lower in _NO:
        return lower in _YES
    raise ValueError("is neither true nor false")


def country(text: str) -> str:
    """The id of a country in words or letters."""
    code = country_code(text)
    if not code:
        raise ValueError("is not a country that is known by this name")
    return f"iso3166:{code}"


def imo(text: str) -> str:
    """The id of a ship by its IMO number, with or without the letters IMO."""
    digits = re.sub(r"\A(?:IMO)?[ :]*", "", text, flags=re.IGNORECASE)
    problem = ship_number_problem(digits)
    if problem:
        raise ValueError(f"is not the IMO number of a ship: {problem}")
    return f"imo:{digits}"


def imo_company(text: str) -> str:
    """The id of a company or registered owner by its IMO number. Zeros in front that a spreadsheet took away are put back."""
    digits = re.sub(r"\A(?:IMO)?[ :]*", "", text, flags=re.IGNORECASE)
    digits = digits.zfill(7) if re.fullmatch(r"[0-9]{5,6}", digits) else digits
    problem = company_number_problem(digits)
    if problem:
        raise ValueError(f"is not the IMO number of a company: {problem}")
    return f"imo-company:{digits}"


def bic(text: str) -> str:
    """The id of a bank by its BIC (SWIFT code), in any case; that of its head office in eight characters."""
    code = "".join(text.split()).upper()
    code = code.removesuffix("XXX") if len(code) == 11 else code
    problem = bank_code_problem(code)
    if problem:
        raise ValueError(f"is not a BIC: {problem}")
    return f"bic:{code}"


def mmsi(text: str) -> str:
    """The id of a radio station by its MMSI."""
    if not re.fullmatch(r"\d{9}", text):
        raise ValueError("is not an MMSI: it has nine digits")
    return f"mmsi:{text}"


def _checked(scheme: str, valid: Callable[[str], bool]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not re.fullmatch(r"[0-9A-Z]+", text) or not valid(text):
            raise ValueError(f"is not a valid {scheme.upper()}: its form or check digits are wrong")
        return f"{scheme}:{text}"

    return read


def word(text: str) -> str:
    """Lower case with underscores, for fields of that form."""
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")


TYPES: Mapping[str, Callable[[str], object]] = {
    "text": str, "word": word, "number": number, "whole": whole, "year": year, "flag": flag, "day": day, "moment": moment, "country": country,
    "imo": imo, "mmsi": mmsi, "inn": _checked("inn", inn.is_valid), "ogrn": _checked("ogrn", ogrn.is_valid),
    "lei": _checked("lei", lei.is_valid), "imo-company": imo_company, "bic": bic,
}  # fmt: skip
"""Every reader of a cell, by the word that names it."""
