"""The numbers by which silences, loitering and encounters are read off positions: parameters of the rulebook, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from countermove import resources
from countermove.reading.yaml_source import YamlSource
from countermove.rulebook.parameter import Parameter


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What holds on one day."""

    gap: Mapping[str, float]
    loitering: Mapping[str, float]
    encounter: Mapping[str, float]
    slow_by_trade: frozenset[str]


@cache
def thresholds(day: date) -> Thresholds:
    """The shipped parameters as they stand on a day; the earliest values before that."""
    return Thresholds(
        _value("ais-gap-from-track", day),
        _value("ais-loitering-from-track", day),
        _value("ais-encounter-from-track", day),
        frozenset(_value("ais-slow-by-trade", day)),
    )


def _value(stem: str, day: date) -> Mapping[str, float]:
    parameter = _parameter(stem)
    found: Mapping[str, float] = (parameter.at(day) or parameter.values[0]).value
    return found


@cache
def _parameter(stem: str) -> Parameter:
    file = resources.folder("rules") / "parameters" / f"{stem}.yaml"
    source = YamlSource.of_file(file.name, file)
    return Parameter.model_validate(source.data)
