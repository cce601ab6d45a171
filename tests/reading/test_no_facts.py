"""Files that hold no facts are passed over with a reason that a user understands."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermove.reading.candidate import Candidate
from countermove.reading.no_facts import why_no_facts
from countermove.reading.outcome import SourceFile


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"type":"Topology","objects":{}}', "a map (TopoJSON): outlines of land or states"),
        ('{"type":"FeatureCollection","features":[{"geometry":{"type":"LineString","coordinates":[[1,2]]},"properties":{"x":1}}]}',
         "a map (GeoJSON): lines without names"),
        ('{"features":[{"geometry":{"type":"Polygon","coordinates":[[[1,2]]]},"properties":{"name":"An area"}}]}',
         "a map (GeoJSON): areas, which are no kind of fact"),
        ('{"namespace":"example","predicates":[{"value":"a"}]}', "a MISP taxonomy: words to tag with"),
        ('[{"id":"x","reference_urls":[],"indicators":{"csv_files":[]}}]', "a list of other files and where they were published"),
        (",transits,exposure_h,dark\n273999999,2,31.6,4\n", "counts of silences by ship, without dates or places"),
        ('{"resources":[{"schema":{"fields":[]}}]}', "a description of other files (data package)"),
        ("The files come from the repository example of an example, with no licence stated", "a text, not a table"),
        ("# A heading\n\nSome words, and others.\n", "a text, not a table"),
        ("ISO3166-1-Alpha-2,ISO3166-1-Alpha-3,name\nDE,DEU,Germany\n", "a table of country codes"),
        ("Authority,Port of inspection,Date of report,Detention\nX,Y,2026-01-01,N\n", "inspections of a ship that the file does not name"),
        ("<html><body>x</body></html>", "a page of the web, not a table"),
        ("<data><row/></data>", "XML in no known format"),
        ("a,b,c\n1,2,3\n", ""),
        ('{"a": 1}', ""),
    ],
)  # fmt: skip
def test_reasons(text: str, reason: str) -> None:
    assert why_no_facts(Candidate(SourceFile(Path("x"), "x"), text, True)) == reason
