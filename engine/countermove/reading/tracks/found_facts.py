"""The facts of what was read off positions, each with its lines in the file and the numbers that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from countermove.facts.fact import Fact
from countermove.reading.making import Making
from countermove.reading.outcome import Gathered, SourceFile, Used
from countermove.reading.tracks.encounters import Meeting
from countermove.reading.tracks.loitering import Stay
from countermove.reading.tracks.position import KM_A_MILE
from countermove.reading.tracks.silences import Silence
from countermove.reading.tracks.thresholds import Thresholds
from countermove.reading.tracks.watch import Watch

_CUT = " The track ends with the file, so it may have gone on."


def found_facts(watch: Watch, limits: Thresholds, source: SourceFile, register: str) -> Iterator[Gathered]:
    """Facts about ships whose positions one ship can be at; a note on each of the others."""
    torn = watch.silences.torn
    facts: list[Fact] = []
    for silence in watch.silences.found:
        if silence.on.mmsi not in torn:
            facts.extend(_silence(silence, limits, source, register))
    for stay in watch.loitering.found:
        if stay.first.mmsi not in torn:
            facts.extend(_stay(stay, limits, source, register))
    for meeting in watch.encounters.found:
        if meeting.first.mmsi not in torn and meeting.other not in torn:
            facts.extend(_meeting(meeting, limits, source, register))
    notes = tuple(
        f"{source.name}: MMSI {mmsi} is heard {torn[mmsi]} times where no ship can be after the position before (faster than "
        f"{limits.gap['jump_knots']:g} knots): two transmitters under one number, or false positions; nothing is read off its track."
        for mmsi in sorted(torn)
    )
    yield Gathered(tuple(facts), notes)


def _silence(silence: Silence, limits: Thresholds, source: SourceFile, register: str) -> tuple[Fact, ...]:
    off, on = silence.off, silence.on
    hours = (on.time - off.time) / 3600
    making = Making(source, off.line, None, f"lines {off.line} and {on.line}")
    making.add(
        "ais_gap",
        making.piece(register),
        vessel=f"mmsi:{off.mmsi}",
        start=_moment(off.time),
        end=_moment(on.time),
        hours=round(hours, 4),
        distance_km=round(silence.km, 2),
        receiver_suspect=silence.receiver_suspect,
        position=(off.lat, off.lon),
        note=(
            f"Read off positions: silent for {limits.gap['hours']:g} hours or more while the straight way asks for "
            f"{limits.gap['knots']:g} knots or more ({silence.km / KM_A_MILE / hours:.1f} here)."
        ),
    )
    return _made(making)


def _stay(stay: Stay, limits: Thresholds, source: SourceFile, register: str) -> tuple[Fact, ...]:
    making = Making(source, stay.first.line, None, f"lines {stay.first.line} to {stay.last.line}")
    making.add(
        "loitering",
        making.piece(register),
        vessel=f"mmsi:{stay.first.mmsi}",
        start=_moment(stay.first.time),
        hours=float(stay.hours),
        position=(round(stay.lat, 6), round(stay.lon, 6)),
        note=(
            f"Read off positions: {limits.loitering['hours']:g} hours or more on end, each slower than "
            f"{limits.loitering['knots']:g} knots on average.{_CUT if stay.to_the_end else ''}"
        ),
    )
    return _made(making)


def _meeting(meeting: Meeting, limits: Thresholds, source: SourceFile, register: str) -> tuple[Fact, ...]:
    first, last = meeting.first, meeting.last
    making = Making(source, first.line, None, f"lines {first.line} to {last.line}")
    making.add(
        "encounter",
        making.piece(register),
        vessel=f"mmsi:{first.mmsi}",
        other=f"mmsi:{meeting.other}",
        start=_moment(first.time),
        end=_moment(last.time),
        hours=round((last.time - first.time) / 3600, 4),
        distance_km=round(meeting.km, 3),
        speed_knots=round(meeting.knots, 2),
        position=(round(meeting.lat, 6), round(meeting.lon, 6)),
        note=(
            f"Read off positions: within {limits.encounter['km']:g} km for {limits.encounter['hours']:g} hours or more, slower than "
            f"{limits.encounter['knots']:g} knots. Whether anything passed between the two is not known."
            f"{_CUT if meeting.to_the_end else ''}"
        ),
    )
    return _made(making)


def _made(making: Making) -> tuple[Fact, ...]:
    outcome = making.outcome()
    return outcome.facts if isinstance(outcome, Used) else ()


def _moment(time: int) -> datetime:
    return datetime.fromtimestamp(time, UTC)
