"""Positions of ships: the account of every message, and what is read off tracks. All ships and days are made up."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from ais_days import DANISH, Message, cadastre, danish, track, traffic
from reading_account import adds_up, messages

from countermove.facts.fact_set import FactSet
from countermove.reading.candidate import Candidate
from countermove.reading.facts_source import read_facts
from countermove.reading.formats.ais_positions import FORMATS
from countermove.reading.formats.registry import formats
from countermove.reading.outcome import Refused, SetAside, SourceFile

HERE = Path(__file__).parent / "fixtures" / "ais"
TANKER, OTHER = 273000001, 273000002


def read(folder: Path, text: str, name: str = "day.csv") -> FactSet:
    path = folder / name
    path.write_text(text)
    found = read_facts(path)
    assert adds_up(found)
    return found


def of(found: FactSet, kind: str) -> list[Any]:
    return [fact for fact in found.facts if fact.kind == kind]


def silent(first: float, last: float, knots: float = 12.0, **more: str) -> list[Message]:
    """A tanker that goes east along the 57th parallel and is not heard for a while."""
    whole = track(TANKER, 0, 600, 57.0, 5.0, knots, **more)
    return [m for m in whole if not first < m.minute < last]


def drifting(mmsi: int, first: float, last: float, lat: float = 57.0, lon: float = 6.0, **more: str) -> list[Message]:
    return track(mmsi, first, last, lat, lon, 0.8, **more)


def test_a_ship_that_moves_on_unheard_while_others_are_heard_was_silent_itself(tmp_path: Path) -> None:
    found = read(tmp_path, danish([*traffic(), *silent(200, 320)]))
    (gap,) = of(found, "ais_gap")
    assert gap.vessel == "mmsi:273000001"
    assert gap.hours == 2
    assert gap.distance_km == pytest.approx(12 * 2 * 1.852, rel=0.01)
    assert gap.receiver_suspect is False
    assert gap.position == pytest.approx((57.0, 5.0 + 12 * 1.852 * 200 / 60 / 111.195 / 0.5446), abs=0.01)
    assert str(gap.start) == "2026-03-01 03:20:00+00:00"
    assert gap.evidence[0].locator.startswith("day.csv lines ")


def test_where_nobody_is_heard_along_the_way_the_receivers_are_in_doubt(tmp_path: Path) -> None:
    others = [m for m in traffic() if not 195 < m.minute < 325]
    (gap,) = [
        g for g in of(read(tmp_path, danish([*others, *silent(200, 320)])), "ais_gap") if g.vessel.endswith(str(TANKER))
    ]
    assert gap.receiver_suspect is True


def test_where_others_are_heard_at_the_ends_but_not_between_the_receivers_are_in_doubt(tmp_path: Path) -> None:
    middle = 5.0 + 12 * 1.852 * 260 / 60 / 111.195 / 0.5446
    others = [m for m in traffic() if abs(m.lon - middle) > 0.3]
    (gap,) = of(read(tmp_path, danish([*others, *silent(200, 320)])), "ais_gap")
    assert gap.receiver_suspect is True


@pytest.mark.parametrize(
    ("first", "last", "knots", "more"),
    [
        (200, 244, 12.0, {}),  # 44 minutes
        (200, 320, 4.0, {}),  # it may have left the receivers' range and come back
        (200, 320, 12.0, {"type": "Fishing"}),
        (200, 320, 12.0, {"mobile": "Class B"}),
        (-1, 320, 12.0, {}),  # the track begins with silence
        (200, 601, 12.0, {}),  # and ends with it
    ],
)
def test_what_is_no_silence(tmp_path: Path, first: float, last: float, knots: float, more: dict[str, str]) -> None:
    assert not of(read(tmp_path, danish([*traffic(), *silent(first, last, knots, **more)])), "ais_gap")


def test_two_transmitters_under_one_number_make_no_facts(tmp_path: Path) -> None:
    twin = [m._replace(lat=55.0, lon=10.0 + m.minute / 1000, minute=m.minute + 1) for m in silent(200, 320)]
    found = read(tmp_path, danish([*traffic(), *silent(200, 320), *twin]))
    assert not of(found, "ais_gap")
    assert any("MMSI 273000001" in note and "two transmitters" in note for note in found.notes)


def test_a_ship_that_drifts_for_hours_loiters(tmp_path: Path) -> None:
    (stay,) = of(read(tmp_path, danish(drifting(TANKER, 0, 419))), "loitering")
    assert stay.vessel == "mmsi:273000001"
    assert stay.hours == 7
    assert stay.position == pytest.approx((57.0, 6.0 + 0.8 * 1.852 * 3.5 / 111.195 / 0.5446), abs=0.01)
    assert "ends with the file" in stay.note


def test_loitering_that_ends_says_nothing_of_the_file_s_end(tmp_path: Path) -> None:
    after = track(TANKER, 422, 700, 57.0, 5.0, 12)
    (stay,) = of(read(tmp_path, danish([*drifting(TANKER, 0, 358), *after])), "loitering")
    assert "ends with the file" not in stay.note


@pytest.mark.parametrize(
    "messages",
    [
        drifting(TANKER, 0, 179),  # three hours
        track(TANKER, 0, 419, 57.0, 6.0, 3),
        track(TANKER, 0, 419, 57.0, 6.0, 0.05),  # at a berth or an anchor
        drifting(TANKER, 0, 419, status="At anchor"),
        drifting(TANKER, 0, 419, status="Moored"),
        drifting(TANKER, 0, 419, type="Tug"),
        drifting(TANKER, 0, 419, type="Undefined", mobile="Class B"),
        [*drifting(TANKER, 0, 419), *(m for n in range(3) for m in track(219000010 + n, 0, 419, 57.03, 6.0 + n / 50))],
        [m for m in drifting(TANKER, 0, 419) if m.minute % 60 < 12],  # two samples an hour
    ],
    ids=["short", "fast", "still", "anchored", "moored", "tug", "small craft", "roadstead", "hardly heard"],
)
def test_what_is_no_loitering(tmp_path: Path, messages: list[Message]) -> None:
    assert not [s for s in of(read(tmp_path, danish(messages)), "loitering") if s.vessel.endswith(str(TANKER))]


def pair(last: float = 240, north: float = 57.003, **more: str) -> list[Message]:
    return [*drifting(TANKER, 0, last), *drifting(OTHER, 0, last, north, 6.0, **more)]


def test_two_ships_side_by_side_for_hours_met_and_nothing_more_is_said(tmp_path: Path) -> None:
    found = read(tmp_path, danish(pair()))
    (met,) = of(found, "encounter")
    assert (met.vessel, met.other) == ("mmsi:273000001", "mmsi:273000002")
    assert met.hours == pytest.approx(3.7, abs=0.3)
    assert met.distance_km == pytest.approx(0.334, abs=0.01)
    assert met.speed_knots == pytest.approx(0.8, abs=0.05)
    assert "not known" in met.note
    assert not of(found, "ship_to_ship_transfer")


@pytest.mark.parametrize(
    "messages",
    [
        pair(110),
        pair(north=57.006),
        [*track(TANKER, 0, 240, 57.0, 6.0, 5), *track(OTHER, 0, 240, 57.003, 6.0, 5)],
        pair(type="Tug"),
        [*pair(), *(m for n in range(3) for m in track(219000010 + n, 0, 240, 57.05, 6.0 + n / 50))],
    ],
    ids=["short", "apart", "under way", "tug", "roadstead"],
)
def test_what_is_no_encounter(tmp_path: Path, messages: list[Message]) -> None:
    assert not of(read(tmp_path, danish(messages)), "encounter")


def test_ships_at_one_berth_have_not_met_at_sea(tmp_path: Path) -> None:
    berth = [*track(TANKER, 0, 300, 57.0, 6.0, 0.005), *track(OTHER, 0, 300, 57.003, 6.0, 0.005)]
    moored = [m._replace(status="Moored") for m in pair()]
    one_moored = [m._replace(status="Moored") if m.mmsi == OTHER else m for m in pair()]
    assert not of(read(tmp_path, danish(berth)), "encounter")
    assert not of(read(tmp_path, danish(moored)), "encounter")
    assert len(of(read(tmp_path, danish(one_moored)), "encounter")) == 1


def test_two_others_that_lie_still_make_no_anchorage(tmp_path: Path) -> None:
    others = [m for n in range(2) for m in track(219000010 + n, 0, 240, 57.05, 6.0 + n / 50)]
    assert len(of(read(tmp_path, danish([*pair(), *others])), "encounter")) == 1


def test_a_lost_message_does_not_end_an_encounter_but_an_hour_apart_does(tmp_path: Path) -> None:
    whole = pair(300)
    lost = [m for m in whole if not (m.mmsi == OTHER and 120 < m.minute < 145)]
    apart = [m for m in whole if not (m.mmsi == OTHER and 100 < m.minute < 190)]
    assert len(of(read(tmp_path, danish(lost)), "encounter")) == 1
    assert not of(read(tmp_path, danish(apart)), "encounter")


def test_one_day_in_three_spellings_and_any_order_gives_the_same_facts(tmp_path: Path) -> None:
    day = [
        *traffic(),
        *silent(200, 320),
        *drifting(273000003, 0, 419, 55.0, 6.0),
        *(m._replace(lat=m.lat - 4) for m in pair()),
    ]
    day = [m._replace(mmsi=m.mmsi + 10) if m.lat < 54 else m for m in day]
    mixed = list(day)
    random.Random(7).shuffle(mixed)  # noqa: S311 (a fixed order for a test)
    found = [
        read(tmp_path, danish(day), "danish.csv"),
        read(tmp_path, cadastre(sorted(day)), "old.csv"),
        read(tmp_path, cadastre(mixed), "mixed.csv"),
        read(tmp_path, cadastre(mixed, now=True), "now.csv"),
    ]
    made = [
        {
            (f.id, getattr(f, "hours", None), getattr(f, "receiver_suspect", None))
            for f in each.facts
            if f.kind != "vessel"
        }
        for each in found
    ]
    assert Counter(id.partition(":")[0] for id, _, _ in made[0]) == {"ais_gap": 1, "loitering": 3, "encounter": 1}
    assert made[0] == made[1] == made[2] == made[3]
    assert [each.inputs[0].format for each in found] == ["ais-denmark", *["ais-marinecadastre"] * 3]
    assert {each.inputs[0].used for each in found} == {len(set(day))}


ROWS = {
    "01/03/2026 00:00:00,Base Station,2190045,57,10": "a coast station, base station or group of ships",
    "01/03/2026 00:00:00,AtoN,992190001,57,10": "an aid to navigation",
    "01/03/2026 00:00:00,Class A,992190001,57,10": "an aid to navigation",
    "01/03/2026 00:00:00,Class A,002190045,57,10": "a coast station, base station or group of ships",
    "01/03/2026 00:00:00,SAR Airborne,111219501,57,10": "an aircraft in search and rescue",
    "01/03/2026 00:00:00,Class A,970000001,57,10": "the beacon of a person or boat in distress",
    "01/03/2026 00:00:00,Class A,974000001,57,10": "the beacon of a person or boat in distress",
    "01/03/2026 00:00:00,Class A,982190001,57,10": "a boat of a parent ship",
    "01/03/2026 00:00:00,Class A,888111223,57,10": "a handheld radio",
    "01/03/2026 00:00:00,Class A,912345688,57,10": "a station whose number is not that of a ship",
    "01/03/2026 00:00:00,Class A,0,57,10": "a station whose number has not the nine digits of an MMSI",
    "01/03/2026 00:00:00,Class A,1193046,57,10": "a station whose number has not the nine digits of an MMSI",
    "01/03/2026 00:00:00,Class A,273000001,91.000000,181.000000": "a message without a position",
    "01/03/2026 00:00:00,Class A,273000001,91.000000,0.000000": "a message without a position",
    "01/03/2026 00:00:00,Class A,273000001,,": "a message without a position",
    "01/03/2026 00:00:00,Class A,273000001,0.0,0.0": "a message without a position",
}


@pytest.mark.parametrize(("row", "reason"), ROWS.items())
def test_stations_that_are_no_ships_and_messages_without_position_are_set_aside(
    tmp_path: Path, row: str, reason: str
) -> None:
    found = read(tmp_path, f"# Timestamp,Type of mobile,MMSI,Latitude,Longitude\n{row}\n")
    assert found.inputs[0].set_aside_reasons == {reason: 1}


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        ("32/03/2026 00:00:00,Class A,273000001,57,10", "# Timestamp", "32/03/2026 00:00:00"),
        ("03/13/2026 00:00:00,Class A,273000001,57,10", "# Timestamp", "03/13/2026 00:00:00"),
        ("01/03/2026 24:30:00,Class A,273000001,57,10", "# Timestamp", "01/03/2026 24:30:00"),
        ("soon,Class A,273000001,57,10", "# Timestamp", "soon"),
        ("01/03/2026 00:00:00,Class A,27300000X,57,10", "MMSI", "27300000X"),
        ("01/03/2026 00:00:00,Class A,٢٧٣٠٠٠٠٠١,57,10", "MMSI", "٢٧٣٠٠٠٠٠١"),
        ("01/03/2026 00:00:00,Class A,,57,10", "MMSI", ""),
        ("01/03/2026 00:00:00,Class A,273000001,north,10", "Latitude", "north"),
        ("01/03/2026 00:00:00,Class A,273000001,nan,10", "Latitude", "nan"),
        ("01/03/2026 00:00:00,Class A,273000001,5_7,10", "Latitude", "5_7"),
        ("01/03/2026 00:00:00,Class A,273000001,-97,10", "Latitude", "-97"),
        ("01/03/2026 00:00:00,Class A,273000001,57,400", "Longitude", "400"),
    ],
)
def test_bad_values_are_quarantined_with_field_value_and_reason(
    tmp_path: Path, row: str, field: str, value: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(f"# Timestamp,Type of mobile,MMSI,Latitude,Longitude\n{row}\n")
    (refused,) = FORMATS[0].read(SourceFile(path, "bad.csv"))
    assert isinstance(refused, Refused)
    (problem,) = refused.problems
    assert (problem.field, problem.value) == (field, value)
    assert refused.line == 2
    assert isinstance(FORMATS[0].reread(refused.record, 2, SourceFile(path, "bad.csv")), Refused)
    assert isinstance(
        FORMATS[0].reread(
            dict(zip(refused.record, ["01/03/2026 00:00:00", "Class A", "273000001", "57", "10"], strict=True)),
            2,
            SourceFile(path, "x"),
        ),
        SetAside,
    )


def test_a_message_that_several_receivers_heard_counts_once(tmp_path: Path) -> None:
    day = track(TANKER, 0, 100, 57.0, 5.0, 12)
    found = read(tmp_path, danish([*day, *day, *day]))
    (report,) = found.inputs
    assert (report.records, report.used) == (3 * len(day), len(day))
    assert report.set_aside_reasons == {"a message that stands in the file before": 2 * len(day)}


def test_broken_rows_cost_only_themselves(tmp_path: Path) -> None:
    text = danish(track(TANKER, 0, 20, 57.0, 5.0, 12))
    rows = text.splitlines()
    rows[3:3] = ["only,three,cells", '01/03/2026 00:01:00,"Class A,273000001']
    found = read(tmp_path, "\n".join(rows) + "\n")
    (report,) = found.inputs
    assert (report.used, report.quarantined) == (11, 2)


def test_a_ship_is_told_once_with_what_it_says_of_itself(tmp_path: Path) -> None:
    first = track(TANKER, 0, 20, 57.0, 5.0, 12, imo="9000015", name="EXAMPLE ONE")
    late = track(TANKER, 22, 40, 57.0, 5.0, 12, imo="9000015", name="EXAMPLE TWO")
    (ship,) = of(read(tmp_path, danish([*first, *late])), "vessel")
    assert (ship.id, ship.imo, ship.mmsi, ship.name, ship.type) == (
        "imo:9000015",
        "9000015",
        "273000001",
        "EXAMPLE TWO",
        "tanker",
    )
    assert "EXAMPLE ONE" in ship.note
    assert ship.call_sign is None


def test_two_imo_numbers_under_one_mmsi_are_told_and_none_is_taken(tmp_path: Path) -> None:
    first = track(TANKER, 0, 20, 57.0, 5.0, 12, imo="9000015")
    late = track(TANKER, 22, 40, 57.0, 5.0, 12, imo="9000027")
    found = read(tmp_path, danish([*first, *late]))
    (ship,) = of(found, "vessel")
    assert ship.imo is None
    assert any("9000015, 9000027" in note and "none is taken" in note for note in found.notes)


def test_one_imo_number_under_two_mmsi_and_a_wrong_one_are_told(tmp_path: Path) -> None:
    day = [
        *track(TANKER, 0, 20, 57.0, 5.0, 12, imo="9000015"),
        *track(OTHER, 0, 20, 57.5, 5.0, 12, imo="9000015"),
        *track(273000003, 0, 20, 58.0, 5.0, 12, imo="1234568"),
    ]
    found = read(tmp_path, danish(day))
    assert any("9000015 is sent under 2 MMSI numbers (273000001, 273000002)" in note for note in found.notes)
    assert any("'1234568' is sent as IMO number" in note for note in found.notes)


def test_a_silence_joins_the_ship_that_its_own_messages_name(tmp_path: Path) -> None:
    day = [m._replace(imo="9000015") for m in silent(200, 320)]
    (gap,) = of(read(tmp_path, danish([*traffic(), *day])), "ais_gap")
    assert gap.vessel == "imo:9000015"


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (DANISH, ["ais-denmark"]),
        (DANISH.removeprefix("# "), ["ais-denmark"]),
        ("timestamp;type of mobile;mmsi;latitude;longitude", ["ais-denmark"]),
        ("MMSI,BaseDateTime,LAT,LON,SOG", ["ais-marinecadastre"]),
        ("mmsi,base_date_time,longitude,latitude,sog", ["ais-marinecadastre"]),
        ("Timestamp,MMSI,Latitude,Longitude,ts,dt_min,plat,plon", []),
        ("MMSI,days_detected,first_seen,last_seen,name_ais,zones", []),
        ("MMSI,BaseDateTime,LAT", []),
    ],
)
def test_the_header_alone_tells_the_archive_and_no_other_format_claims_it(header: str, wanted: list[str]) -> None:
    candidate = Candidate(SourceFile(Path("x"), "x"), f"{header}\n1,2,3,4,5\n", True)
    assert [format.id for format in formats() if format.recognises(candidate)] == wanted


def test_decimal_commas_and_semicolons_are_read(tmp_path: Path) -> None:
    rows = danish(track(TANKER, 0, 20, 57.0, 5.0, 12, imo="9000015")).splitlines()
    text = "\n".join(row.replace(".", ",") if n else row for n, row in enumerate(r.replace(",", ";") for r in rows))
    found = read(tmp_path, text + "\n")
    assert found.inputs[0].used == 11
    assert not messages(found)


@pytest.mark.parametrize(
    ("name", "format", "records", "used"),
    [
        ("denmark.csv", "ais-denmark", 85, 80),
        ("marinecadastre.csv", "ais-marinecadastre", 80, 80),
        ("marinecadastre-2024.csv", "ais-marinecadastre", 80, 80),
    ],
)
def test_sample_files(name: str, format: str, records: int, used: int) -> None:
    found = read_facts(HERE / name)
    (report,) = found.inputs
    assert adds_up(found)
    assert (report.format, report.records, report.used) == (format, records, used)
    assert Counter(fact.kind for fact in found.facts) == {"vessel": 3, "ais_gap": 1, "encounter": 1, "loitering": 2}


def test_a_byte_order_mark_and_another_encoding_are_read(tmp_path: Path) -> None:
    text = (HERE / "denmark.csv").read_text()
    for encoding in ("utf-8-sig", "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        path.write_text(text, encoding=encoding)
        found = read_facts(path)
        assert (found.inputs[0].format, found.inputs[0].used) == ("ais-denmark", 80)


def test_cells_without_end_are_not_remembered(tmp_path: Path) -> None:
    rows = [f"01/03/2026 00:{n:02d}:00,Class A,273000001,57,10,{'N' * 100_000}{n}" for n in range(40)]
    found = read(tmp_path, "\n".join(["# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Name", *rows]) + "\n")
    (ship,) = of(found, "vessel")
    assert len(ship.name) <= 200
    assert found.inputs[0].used == 40


def test_a_repeated_message_counts_once_wherever_it_stands(tmp_path: Path) -> None:
    day = track(TANKER, 0, 100, 57.0, 5.0, 12)
    rows = danish(day).splitlines()
    twice_apart = "\n".join([*rows, *rows[1:]]) + "\n"
    twice_in_turn = "\n".join([rows[0], *(row for row in rows[1:] for _ in range(2))]) + "\n"
    for text in (twice_apart, twice_in_turn):
        (report,) = read(tmp_path, text).inputs
        assert (report.used, report.set_aside) == (len(day), len(day))


def test_a_broken_row_has_its_columns_beside_it_and_an_end_mark_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_text("# Timestamp,Type of mobile,MMSI,Latitude,Longitude\n01/03/2026 00:00:00,Class A,273000001\n\x1a\n")
    (refused,) = FORMATS[0].read(SourceFile(path, "broken.csv"))
    assert isinstance(refused, Refused)
    assert refused.columns == ("# Timestamp", "Type of mobile", "MMSI", "Latitude", "Longitude")
