"""The words of a rule's page for kinds, fields and values: no underscores, no ids where there is a name."""

from __future__ import annotations

from countermove.facts.naming import Names
from countermove.rulebook.english import value_in_english

_KINDS = {"ais_gap": "AIS gap", "ais_spoofing": "AIS spoofing", "ship_to_ship_transfer": "ship-to-ship transfer"}
_MASS = frozenset({
    "ais_spoofing", "classification", "control", "dependence", "expertise", "incorporation", "infrastructure", "insurance", "loitering", "management", "ownership",
})  # fmt: skip
"""Kinds of which one does not say “a”, only “a record of”."""
_FIELDS = {
    "about": "what it is about", "arrived": "arrival", "built": "year of building", "by": "author", "distance_km": "distance",
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
    if isinstance(value, tuple):
        return listed([value_in_words(part, unit) for part in value], last)
    if isinstance(value, str):
        if value.startswith("iso3166:"):
            return _VALUES.get(value) or _NAMES.of(value).partition(",")[0]
        return f"“{value.replace('_', ' ').replace('gnss', 'GNSS')}”"
    return value_in_english(value, unit)


def listed(parts: list[str], last: str = " and ") -> str:
    """`a, b and c`."""
    return last.join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
