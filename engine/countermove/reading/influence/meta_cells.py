"""What the cells of Meta's indicator files say: counts, procedures, days of registration, audiences."""

from __future__ import annotations

import re

from countermove.facts.time import PartialDate
from countermove.reading.cell_types import day
from countermove.reading.country_words import country_code
from countermove.reading.making import Making
from countermove.reading.tables import TableRow

KILL_CHAIN = ("Tactic", "Technique", "Procedure")
_COUNT = re.compile(r"(?:about |around |some |over )?(\d{1,3}(?:,\d{3}){1,4}|\d{1,12})\s+(?:(?:facebook|instagram|threads|whatsapp)\s+)?(acc?ounts?|profiles?|pages?|groups?|events?|channels?|sites?|websites?|domains?)\s*\.?\Z", re.IGNORECASE)  # fmt: skip
_CODE = re.compile(r"(\d+(?:\.\d+)*)")
_CONDUCT = {"1.2": "false_accounts", "1.3.1": "false_outlets", "1.4": "impersonation", "1.5.1": "impersonation", "1.5.2": "impersonation", "1.5.3": "impersonation", "1.5.5": "impersonation"}  # fmt: skip
"""Procedures of Meta's kill chain that are a conduct of the model; 1.5.4 (companies) serves fraud as well."""
_REGISTERED = re.compile(r"registration date:\s*([^,;]+)", re.IGNORECASE)
_TARGET = re.compile(r"(?:country likely targeted:\s*([^,;.]+)|\b([A-Za-z .]+?)-targeting\b)", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})\Z")


def code_of(row: TableRow) -> str:
    """The number of the procedure, else of the technique or tactic, with a dot at its end; empty where there is none."""
    found = next((hit for name in reversed(KILL_CHAIN) if (hit := _CODE.match(row[name]))), None)
    return f"{found[1]}." if found else ""


def counted(text: str) -> tuple[str, int] | None:
    """What a cell that is a count counts (`account`, `page`, `group` …), and how many; None where it is no count."""
    found = _COUNT.match(text)
    if not found:
        return None
    word = found[2].casefold()
    word = "account" if word.startswith(("acc", "aco", "prof")) else word.rstrip("s")
    return word, int(found[1].replace(",", ""))


def conduct_of(code: str) -> str | None:
    """The conduct of the model that a procedure is."""
    parts = code.rstrip(".").split(".")
    return next((_CONDUCT[key] for size in (3, 2) if (key := ".".join(parts[:size])) in _CONDUCT), None)


def registered(making: Making, comment: str) -> PartialDate | None:
    """The day of registration. Meta writes the month first; where that cannot be, the day is told to be odd and left out."""
    found = _REGISTERED.search(comment)
    if not found or found[1].strip().casefold() in ("n/a", "unknown", ""):
        return None
    text = found[1].strip()
    try:
        if parts := _MONTH_FIRST.match(text):
            return PartialDate.parse(f"{parts[3]}-{int(parts[1]):02d}-{int(parts[2]):02d}")
        return day(text)
    except ValueError:
        making.note(f"the date of registration '{text[:60]}' is no day; left out")
        return None


def country_of(comment: str) -> str | None:
    """The country that a comment says is likely targeted."""
    found = _TARGET.search(comment)
    code = country_code((found[1] or found[2]).strip()) if found else None
    return f"iso3166:{code}" if code else None
