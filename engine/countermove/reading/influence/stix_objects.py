"""Reading the fields of a STIX object, wherever OpenCTI's exports put them, and telling data from filled-in defaults."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from countermove.facts.evidence import MARKINGS, Marking
from countermove.facts.time import PartialDate

ID = re.compile(r"[a-z0-9][a-z0-9-]*--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z", re.IGNORECASE)
DEFAULT_CONFIDENCE = frozenset((0, 15))
"""Numbers that platforms fill in where nobody assessed anything."""

_PLACEHOLDER = re.compile(r"(?:a|to)\s*(?:remplir|completer|renseigner|be (?:filled|defined|completed)|fill)|tb[dac]|n/?a|none|null|unknown|inconnu|\?+|-+|x+", re.IGNORECASE)  # fmt: skip
_KNOWN_MARKINGS: Mapping[str, Marking] = {
    "613f2e26-407d-48c7-9eca-b8e91df99dc9": "TLP:CLEAR", "94868c89-83c2-464b-929b-a1a8aa3c8487": "TLP:CLEAR",
    "34098fce-860f-48ae-8e50-ebd3cc5e41da": "TLP:GREEN", "bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "TLP:GREEN",
    "f88d31f6-486f-44da-b317-01333bde0b82": "TLP:AMBER", "55d920b0-5e8b-4f79-9ee9-91f868d9b421": "TLP:AMBER",
    "939a9414-2ddd-4d32-a0cd-375ea402b003": "TLP:AMBER+STRICT", "826578e1-40ad-459f-bc73-ede076f81f37": "TLP:AMBER+STRICT",
    "5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "TLP:RED", "e828b379-4e03-4974-9ac4-e53a884c97c1": "TLP:RED",
}  # fmt: skip
"""The markings that the standards give fixed ids (STIX 2.1, TLP 1 and 2; OpenCTI), which bundles may leave out."""


def text(item: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that holds a text that says something; OpenCTI's own fields stand under several names."""
    for place in _places(item):
        for name in names:
            for known in (name, f"x_opencti_{name}"):
                value = place.get(known)
                if isinstance(value, str) and value.strip() and not is_placeholder(value):
                    return " ".join(value.split())
    return ""


def texts(item: Mapping[str, Any], *names: str) -> tuple[str, ...]:
    """All texts of these fields, lists included, each once."""
    found: dict[str, None] = {}
    for place in _places(item):
        for name in names:
            for known in (name, f"x_opencti_{name}"):
                value = place.get(known)
                for each in value if isinstance(value, list) else [value]:
                    if isinstance(each, str) and each.strip() and not is_placeholder(each):
                        found.setdefault(" ".join(each.split()))
    return tuple(found)


def _places(item: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield item
    extensions = item.get("extensions")
    if isinstance(extensions, dict):
        yield from (each for each in extensions.values() if isinstance(each, dict))


def is_placeholder(value: str) -> bool:
    """Whether a text only says that somebody has yet to fill it in."""
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode("ascii").strip()
    return bool(_PLACEHOLDER.fullmatch(plain)) if plain else not value.strip()


def refs(item: Mapping[str, Any], *names: str) -> tuple[str, ...]:
    """The ids that these fields refer to."""
    found: dict[str, None] = {}
    for name in names:
        value = item.get(name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str) and ID.match(each):
                found.setdefault(each)
    return tuple(found)


def creator(item: Mapping[str, Any]) -> str:
    """The id of who made an object; empty where nobody is named."""
    return next(iter(refs(item, "created_by_ref", "x_opencti_created_by_ref")), "")


def day(item: Mapping[str, Any], *names: str) -> PartialDate | None:
    """The day of the first of these times that is one. Platforms fill in the beginning and the end of all time for 'not known'."""
    for name in names:
        value = item.get(name)
        if isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}", value):
            try:
                found = PartialDate.parse(value[:10])
            except ValueError:
                continue
            if 1990 <= found.first.year <= 2100:
                return found
    return None


def credibility(item: Mapping[str, Any]) -> int | None:
    """The Admiralty grade of an item by its confidence, as STIX 2.1 maps them; None where the number is a platform's default.

    One source alone confirms nothing, so the best grade given here is 2.
    """
    number = item.get("confidence")
    if isinstance(number, bool) or not isinstance(number, int | float) or number in DEFAULT_CONFIDENCE:
        return None
    return 2 if number >= 60 else 3 if number >= 40 else 4 if number >= 20 else 5


def reliability(item: Mapping[str, Any]) -> str | None:
    """The Admiralty grade that OpenCTI keeps of a source: `B - Usually reliable`."""
    found = re.match(r"([A-F])(?:\s|\Z|-)", text(item, "reliability"))
    return found[1] if found else None


def marking_of(item: Mapping[str, Any]) -> Marking | None:
    """Which TLP marking a marking-definition stands for; None where it is another kind of marking."""
    definition = item.get("definition")
    words = [definition.get("tlp") if isinstance(definition, dict) else None]
    extensions = item.get("extensions")
    if isinstance(extensions, dict):
        words += [each.get("tlp_2_0") for each in extensions.values() if isinstance(each, dict)]
    words.append(item.get("name"))
    for word in words:
        if isinstance(word, str) and (known := marking_word(word)):
            return known
    return known_marking(str(item.get("id")))


def marking_word(word: str) -> Marking | None:
    """A TLP marking by its word: `TLP:AMBER+STRICT`, `tlp:white`, `amber`."""
    plain = re.sub(r"[\s_-]+", "", word.upper()).removeprefix("TLP").lstrip(":")
    plain = {"WHITE": "CLEAR", "AMBERSTRICT": "AMBER+STRICT"}.get(plain, plain)
    return next((known for known in MARKINGS if known == f"TLP:{plain}"), None)


def known_marking(id: str) -> Marking | None:
    """A TLP marking by the id that the standards give it."""
    return _KNOWN_MARKINGS.get(id.partition("--")[2].casefold())


def strictest(found: Iterator[Marking]) -> Marking | None:
    """The most restrictive of the markings; None where there is none."""
    return max(found, key=MARKINGS.index, default=None)
