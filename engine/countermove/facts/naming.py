"""How facts and entities are called in sentences. Names given by an adversary are shown as plain text, addresses made harmless."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from iso3166 import countries_by_alpha2

from countermove.facts.fact import Fact

_NAME_FIELDS = ("name", "campaign", "project", "asset", "agency")
_ADDRESS = re.compile(
    r"(?i)\b(?:(https?|ftp)://)?((?:[^\W_](?:[\w-]{0,62}\.))+(?:[a-z]{2,24}|xn--[a-z0-9-]+))(?=[^\w]|\Z)"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def defanged(text: str) -> str:
    """The text with web addresses and host names written so that nothing makes a link of them: `hxxp://example[.]com`."""

    def harmless(found: re.Match[str]) -> str:
        scheme = f"{found[1].lower().replace('tt', 'xx').replace('ftp', 'fxp')}://" if found[1] else ""
        return scheme + found[2].replace(".", "[.]")

    return _ADDRESS.sub(harmless, text)


def plain(text: str) -> str:
    """The text on one line, without control characters and marks that turn the direction of writing."""
    return " ".join(_CONTROL.sub("", text).split())


def and_joined(parts: Sequence[str], last: str = " and ") -> str:
    """`a`, `a and b`, `a, b and c`; `last` stands before the last of them."""
    return last.join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _kind_of_incident(type: str) -> str:
    """The type of an incident in words."""
    return type.replace("gnss_", "satellite-navigation ").replace("_", " ")


def called(fact: Fact) -> str:
    """What a sentence calls the thing that a fact is about."""
    if fact.kind == "incident":
        parts = [_kind_of_incident(str(getattr(fact, "type", "incident"))), getattr(fact, "place", None)]
        when = getattr(fact, "date", None)
        return ", ".join([*(defanged(plain(p)) for p in parts if p), *([when.in_words()] if when else [])])
    for field in _NAME_FIELDS:
        value = getattr(fact, field, None)
        if isinstance(value, str):
            return defanged(plain(value))
    return defanged(plain(fact.id))


class Names:
    """Names of entities and other facts by id, from the facts themselves, else from the ISO table of countries."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._by_id: Mapping[str, Fact] = {fact.id: fact for fact in facts}

    def fact(self, id: str) -> Fact | None:
        """The fact that gives an id its name; None where there is none."""
        return self._by_id.get(id)

    def of(self, id: str) -> str:
        """The name that belongs to an id; the id itself, made harmless, where there is none."""
        fact = self._by_id.get(id)
        if fact is not None and called(fact) != defanged(plain(id)):
            return called(fact)
        scheme, _, value = id.partition(":")
        if scheme == "iso3166" and value in countries_by_alpha2:
            return str(countries_by_alpha2[value].apolitical_name)
        if scheme == "imo":
            return f"the ship with IMO number {value}"
        if scheme == "imo-company":
            return f"the company with IMO number {value}"
        if scheme in ("mmsi", "lei", "inn", "ogrn", "bic"):
            return f"{scheme.upper()} {value}"
        if scheme in ("region", "corridor", "campaign", "policy", "regime"):
            return defanged(plain(value.replace("-", " ")))
        return defanged(plain(value if scheme == "domain" else id))
