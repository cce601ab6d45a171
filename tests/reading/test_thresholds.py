"""The numbers by which tracks are read are parameters of the rulebook: dated, with what was read in a source and what was chosen."""

from __future__ import annotations

from datetime import date

from countermove.reading.rulebook_reader import load_rulebook
from countermove.reading.tracks.thresholds import thresholds
from countermove.rulebook.parameter import Parameter

NAMES = ("ais_gap_from_track", "ais_loitering_from_track", "ais_encounter_from_track", "ais_slow_by_trade")


def test_they_are_the_shipped_parameters_whatever_the_day() -> None:
    shipped: dict[str, Parameter] = {name: load_rulebook().parameters[name] for name in NAMES}
    for day in (date(1999, 1, 1), date(2026, 11, 22)):
        held = thresholds(day)
        assert (held.gap, held.loitering, held.encounter) == tuple(shipped[name].values[0].value for name in NAMES[:3])
        assert held.slow_by_trade == set(shipped[NAMES[3]].values[0].value)


def test_each_says_where_it_comes_from_and_what_was_only_chosen() -> None:
    shipped = load_rulebook().parameters
    for name in NAMES:
        (value,) = shipped[name].values
        assert shipped[name].reasoning
        assert value.note
        assert (value.verified == "no") == (not value.citations), name
