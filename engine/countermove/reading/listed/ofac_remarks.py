"""OFAC's Remarks: clauses parted by semicolons, each a word and its value, with `alt.` before further values of one word."""

from __future__ import annotations

import re

from countermove.reading.listed.ofac_entry import OfacEntry

CUT_AT = 1000
"""The old table cuts its remarks after so many characters."""

_MOST_READ = 20_000
_LONGEST_CLAUSE = 1_000

_ALIAS = re.compile(r"([afnd])\.?[kb]\.?a\.?\s+['\"](.+?)['\"]?\Z")
_OPEN = re.compile(r"\b[afnd]\.[kb]\.a\. '[^';]*\Z")
"""A clause in which a quoted name is begun and not ended."""

_NUMBER = re.compile(
    r"(Vessel Registration Identification|Identification Number|Company Number|Tax ID No\.|Registration ID|"
    r"(?:Public |Business )?Registration Number|SWIFT/BIC|MMSI|Vessel Year of Build|Legal Entity Number|"
    r"Organization Established Date|Organization Type:)\s*(.*?)(?:\s+\(([^()]+)\))?(?:\s+(?:issued|expires) .*)?\Z"
)
_COUNTRY = re.compile(r"(?:nationality|citizen)\s+(.+)\Z")


def read_remarks(entry: OfacEntry) -> None:
    """Take from the remarks of an entry what is used of them. A last clause that the table cut off is left."""
    text = entry.remarks[:_MOST_READ].strip()
    clauses = _clauses(text)
    if len(text) >= CUT_AT and not text.endswith("."):
        clauses = clauses[:-1]
    nationalities: dict[str, None] = {}
    citizenships: dict[str, None] = {}
    for clause in clauses:
        told = " ".join(clause.split()).rstrip(". ").removeprefix("alt. ")
        if len(told) > _LONGEST_CLAUSE:
            continue
        if alias := _ALIAS.match(told):
            entry.others.append((alias[2].strip(), "former" if alias[1] == "f" else "weak"))
        elif number := _NUMBER.match(told):
            entry.numbers.append((number[1], number[2].strip(), number[3] or ""))
        elif found := _COUNTRY.match(told):
            (nationalities if told.startswith("nationality") else citizenships)[found[1]] = None
    known = list(nationalities or citizenships)
    entry.nationality = known[0] if len(known) == 1 else ""


def _clauses(text: str) -> list[str]:
    """The clauses, with those united that a semicolon inside a quoted name tore apart."""
    clauses: list[str] = []
    for part in text.split(";"):
        if clauses and _OPEN.search(clauses[-1]):
            clauses[-1] += f";{part}"
        else:
            clauses.append(part)
    return clauses


def spoken_name(name: str) -> str:
    """A person's name as it is said: `SURNAME, Given` turned round, `SURNAME, Given, Jr.` with its suffix last."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2 and all(parts):
        return f"{parts[1]} {parts[0]}"
    if len(parts) == 3 and all(parts) and re.fullmatch(r"(?:Jr|Sr)\.?|[IVX]+", parts[2]):
        return f"{parts[1]} {parts[0]}, {parts[2]}"
    return name
