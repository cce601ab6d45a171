"""The words for kinds, fields and values wherever a rule is told in English: no underscores, no ids where there is a name."""

from __future__ import annotations

from datetime import datetime

from countermove.facts.fact import Position
from countermove.facts.naming import Names, and_joined
from countermove.facts.registry import KINDS
from countermove.facts.time import PartialDate

_KINDS = {"ais_gap": "AIS gap", "ais_spoofing": "AIS spoofing", "ship_to_ship_transfer": "ship-to-ship transfer"}
_MASS = frozenset({
    "ais_spoofing", "blocked_ownership", "classification", "control", "dependence", "expertise", "incorporation", "infrastructure", "insurance", "loitering", "management", "ownership",
})  # fmt: skip
"""Kinds of which one does not say “a”, only “a record of”."""
_FIELDS = {
    "about": "what it is about", "after": "new entry", "before": "old entry", "arrived": "arrival", "built": "year of building", "by": "author", "distance_km": "distance",
    "ended": "end", "first_seen": "first sighting", "hours": "duration", "near": "line or place nearby", "percent": "change in percent", "sanctioned_by": "sanctioning authorities",
    "since": "beginning", "started": "start", "until": "last day",
}  # fmt: skip
_VALUES = {"iso3166:RU": "Russia", "iso3166:US": "the United States", "iso3166:GB": "the United Kingdom"}
_NAMES = Names(())


def kind_in_words(kind: str) -> str:
    """`AIS gap`, `corridor deal`."""
    return _KINDS.get(kind, kind.replace("_", " "))


def one(kind: str) -> str:
    """`an AIS gap`, `a record of ownership`."""
    words = kind_in_words(kind)
    return f"a record of {words}" if kind in _MASS else f"{'an' if words[0] in 'aeiouA' else 'a'} {words}"


def no(kind: str) -> str:
    """`no AIS gap`, `no record of ownership`."""
    return f"no record of {kind_in_words(kind)}" if kind in _MASS else f"no {kind_in_words(kind)}"


def field_in_words(name: str) -> str:
    """`stage date`, `year of building`."""
    return _FIELDS.get(name, name.replace("_", " "))


def of(alias: str, field: str) -> str:
    """What a field of a matched fact is called: `the end of gap`, `ship` for its id or name."""
    if field in ("id", "name", alias):
        return alias
    return f"what {alias} is about" if field == "about" else f"the {field_in_words(field)} of {alias}"


def value_in_words(value: object, unit: str = "", last: str = " and ") -> str:
    """A constant: `Russia`, `“construction” or “operating”`, `12 h`."""
    if isinstance(value, tuple) and not isinstance(value, Position):
        return and_joined([value_in_words(part, unit) for part in value], last)
    if isinstance(value, str):
        if value.startswith("iso3166:"):
            return country_in_words(value)
        return f"“{value.replace('_', ' ').replace('gnss', 'GNSS')}”"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, PartialDate):
        return value.in_words()
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    if isinstance(value, Position):
        return f"{value.lat:g}, {value.lon:g}"
    if isinstance(value, int | float):
        return f"{figure_in_english(value)} {unit}".strip()
    return str(value)


def country_in_words(id: str) -> str:
    """`Russia`, for its id; the same whatever facts there are."""
    return _VALUES.get(id) or _NAMES.of(id).partition(",")[0]


def figure_in_english(value: float) -> str:
    """A number with every digit that the rule has: 0.005, 2024, 500,000."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:,}" if abs(value) >= 10_000 else str(value)


def kind_in_english(kind: str) -> str:
    """The first line of a kind's description."""
    return (KINDS[kind].__doc__ or "").strip().partition("\n")[0]
