"""Files that are told without the formats in code: loading all of those costs every start, and most runs need none of them.

Only what leaves no doubt is told here: a format in code that asks for less is never passed over for a profile that merely fits.
"""

from __future__ import annotations

from countermove.facts.registry import KINDS
from countermove.reading.candidate import Candidate
from countermove.reading.json_facts import BrokenJson, parse_json
from countermove.reading.profile_check import used_columns
from countermove.reading.profile_formats import ProfileFormat, fitting, shipped_formats

_SAMPLE = 50
_MARKS = ",;\t|"


def is_lines_of_facts(candidate: Candidate) -> bool:
    """Whether every line at the beginning is a fact as this program writes them: of a kind that it knows, with evidence."""
    lines = candidate.lines if candidate.whole else candidate.lines[:-1]
    return bool(lines) and all(map(_is_fact, lines[:_SAMPLE]))


def described_whole(candidate: Candidate) -> ProfileFormat | None:
    """The one shipped profile that says of every column of a table what becomes of it."""
    if candidate.is_json or candidate.is_xml:
        return None
    fit = fitting(
        (format for format in shipped_formats() if format.head.form == "csv" and format.head.recognise), candidate
    )
    if len(fit) != 1:
        return None
    profile = fit[0].profile
    known = {*profile.names, *profile.unused, *used_columns(profile)}
    header = set(candidate.cells(profile.delimiter, profile.skip_lines))
    return fit[0] if set(profile.recognise) <= header <= known else None


def is_headed_text(candidate: Candidate) -> bool:
    """Whether a file begins as a text in Markdown does: a heading that no mark splits into columns."""
    first = candidate.lines[0]
    return first.startswith(("# ", "## ")) and not any(mark in first for mark in _MARKS)


def _is_fact(line: str) -> bool:
    try:
        data = parse_json(line)
    except BrokenJson:
        return False
    kind = data.get("kind") if isinstance(data, dict) else None
    return isinstance(kind, str) and kind in KINDS and "evidence" in data
