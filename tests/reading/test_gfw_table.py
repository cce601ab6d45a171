"""Events of Global Fishing Watch in flat tables. All values are invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from countermove.facts.fact_set import FactSet
from countermove.reading.candidate import Candidate
from countermove.reading.formats.gfw_table import FORMATS
from countermove.reading.formats.registry import formats
from countermove.reading.outcome import Refused, SourceFile, Used

R_PACKAGE = """start,end,eventId,eventType,lat,lon,vesselId,vessel_name,vessel_ssvid,vessel_flag,vessel_type,intentionalDisabling,distanceKm,durationHours,totalTimeHours
2026-03-01T01:00:00Z,2026-03-01T15:15:00Z,e1,gap,57.6,20.3,aaaa1,EXAMPLE ONE,273000001,RUS,bunker,TRUE,120.5,14.25,NA
2026-03-02T01:00:00Z,2026-03-02T09:00:00Z,e2,loitering,57.6,20.3,aaaa1,EXAMPLE ONE,273000001,RUS,bunker,NA,NA,NA,8
2026-03-03T01:00:00Z,2026-03-03T09:00:00Z,e3.1,encounter,57.6,20.3,aaaa1,EXAMPLE ONE,273000001,RUS,bunker,NA,NA,NA,NA
2026-03-04T01:00:00Z,2026-03-04T09:00:00Z,e4,fishing,57.6,20.3,aaaa1,EXAMPLE ONE,273000001,RUS,fishing,NA,NA,NA,NA
NA,2026-03-04T09:00:00Z,e5,gap,57.6,20.3,aaaa1,EXAMPLE ONE,273000001,RUS,bunker,NA,NA,NA,NA
"""
DOTTED = """id,type,start,end,position.lat,position.lon,vessel.id,vessel.ssvid,vessel.flag,encounter.vessel.ssvid,encounter.medianSpeedKnots,port_visit.startAnchorage.name,port_visit.startAnchorage.flag
e1,encounter,2026-03-01 01:00:00+00:00,2026-03-01 04:00:00+00:00,57.6,20.3,aaaa1,273000001,RUS,273000002,0.7,,
e2,port_visit,2026-03-02 01:00:00+00:00,,57.6,20.3,aaaa1,273000001,RUS,,,EXAMPLEPORT,LVA
"""


def made(found: FactSet) -> dict[str, Any]:
    return {fact.kind: fact for fact in found.facts}


def test_the_r_packages_columns(read: Callable[..., FactSet]) -> None:
    found = read("events.csv", R_PACKAGE)
    (report,) = found.inputs
    assert (report.format, report.records, report.used, report.quarantined) == ("gfw-events-table", 5, 2, 1)
    assert report.set_aside_reasons == {
        "an encounter whose row does not name the other ship": 1,
        "an event of fishing": 1,
    }
    gap, stay = made(found)["ais_gap"], made(found)["loitering"]
    assert (gap.vessel, gap.hours, gap.distance_km, gap.position) == ("mmsi:273000001", 14.25, 120.5, (57.6, 20.3))
    assert "infers" in gap.note
    assert stay.hours == 8


def test_dotted_columns(read: Callable[..., FactSet]) -> None:
    found = read("events.csv", DOTTED)
    encounter, call = made(found)["encounter"], made(found)["port_call"]
    assert (encounter.vessel, encounter.other, encounter.hours) == ("mmsi:273000001", "mmsi:273000002", 3)
    assert encounter.speed_knots == 0.7
    assert (call.port, call.country) == ("EXAMPLEPORT", "iso3166:LV")


@pytest.mark.parametrize("text", [R_PACKAGE, DOTTED])
def test_no_other_format_claims_them(text: str) -> None:
    candidate = Candidate(SourceFile(Path("x"), "x"), text, True)
    assert [format.id for format in formats() if format.recognises(candidate)] == ["gfw-events-table"]


def test_a_mended_row_is_read_by_itself() -> None:
    header, row = R_PACKAGE.splitlines()[0].split(","), R_PACKAGE.splitlines()[5].split(",")
    record, source = dict(zip(header, row, strict=True)), SourceFile(Path("x"), "x")
    assert isinstance(FORMATS[0].reread(record, 6, source), Refused)
    assert isinstance(FORMATS[0].reread(record | {"start": "2026-03-04T01:00:00Z"}, 6, source), Used)
    assert isinstance(FORMATS[0].reread(["x"], 6, source), Refused)
