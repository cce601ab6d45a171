"""Files that stand beside data and hold no facts of any kind in the model, and why: asked only of files that no reader knows.

A user who points at a whole folder is told in her own words what was passed over: a map, a list of codes, a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from countermove.reading.candidate import Candidate

_HEADING_COMMAS = 4
_MOST_WORDS = 6
_LONGEST_NAME = 60
"""How long the name of a column may be; what is longer is a sentence."""


def why_no_facts(candidate: Candidate) -> str:
    """Why a file that no reader knows holds no facts, in words that a user understands; empty where that is not known."""
    if candidate.is_json:
        return next((reason for holds, reason in _JSON if holds(candidate)), "")
    if candidate.is_xml:
        head = candidate.text[:2000].casefold()
        return next((reason for sign, reason in _XML if sign in head), "XML in no known format")
    if not _is_table(candidate):
        return "a text, not a table"
    return next((reason for columns, reason in _TABLES if candidate.has_columns(*columns)), "")


def _is_table(candidate: Candidate) -> bool:
    """Whether the first line names columns and the second, where there is one, has as many cells."""
    first = candidate.lines[0]
    if first.startswith(("# ", "## ")) and first.count(",") < _HEADING_COMMAS:
        return False
    for mark in ",;\t|":
        header = candidate.cells(mark)
        if len(header) < 2 or any(len(name) > _LONGEST_NAME or len(name.split()) > _MOST_WORDS for name in header):
            continue
        if len(candidate.lines) == 1 or abs(len(candidate.cells(mark, 1)) - len(header)) <= 1:
            return True
    return False


def _is_search_by_likeness(candidate: Candidate) -> bool:
    return any(re.match(r"responses\.[^.]+\.results\b", path) for path in candidate.json_values)


def _value(candidate: Candidate, path: str) -> Any:
    return candidate.json_values.get(path)


def _has(*paths: str) -> Callable[[Candidate], bool]:
    return lambda candidate: candidate.has_json(*paths)


_JSON: tuple[tuple[Callable[[Candidate], bool], str], ...] = (
    (lambda c: _value(c, "type") == "Topology", "a map (TopoJSON): outlines of land or states"),
    (lambda c: "LineString" in str(_value(c, "features.item.geometry.type")) and not c.has_json("features.item.properties.name"),
     "a map (GeoJSON): lines without names"),
    (lambda c: "Polygon" in str(_value(c, "features.item.geometry.type")), "a map (GeoJSON): areas, which are no kind of fact"),
    (_has("features.item.geometry"), "a map (GeoJSON) whose features are no kind of fact"),
    (_is_search_by_likeness, "an answer to a search by likeness (OpenSanctions match): who may be meant, not who is; save the entity itself"),
    (_has("namespace", "predicates"), "a MISP taxonomy: words to tag with"),
    (_has("resources.item.schema"), "a description of other files (data package)"),
    (_has("item.id", "item.reference_urls", "item.indicators"), "a list of other files and where they were published"),
    (_has("$schema", "properties"), "a JSON schema: the form of other files"),
)  # fmt: skip

_XML = (
    ("<html", "a page of the web, not a table"),
    ("fpi/fsd/export", "the EU's consolidated list as XML, which is not read: take its CSV form"),
    ("<designations", "the UK Sanctions List as XML, which is not read: take its CSV form"),
    ("<consolidated_list", "the United Nations' consolidated list as XML, which is not read"),
)
"""Signs near the beginning, in small letters, and what they tell."""

_TABLES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("ISO3166-1-Alpha-2", "ISO3166-1-Alpha-3"), "a table of country codes"),
    (
        ("canonical_id", "prop", "value", "dataset"),
        "single statements of OpenSanctions: take entities.ftm.json of the same data set",
    ),
    (
        ("Country", "Location", "Name", "Function", "Coordinates"),
        "the code list of UN/LOCODE: places, of which it does not say what is there",
    ),
    (("id", "pricing_commodity"), "a list of goods"),
    (("id", "name", "description", "availability"), "a list of types of events"),
    (("transits", "exposure_h", "dark"), "counts of silences by ship, without dates or places"),
    (("Port of inspection", "Date of report", "Detention"), "inspections of a ship that the file does not name"),
)
