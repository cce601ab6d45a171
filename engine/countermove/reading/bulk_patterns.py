"""Patterns of JSON text that the models surely accept: what the quick way of reading lets through without a look at the models.

They are sound, not complete. A text that fits is a value that the field's model takes, as it stands, with nothing to strip and nothing
escaped; one that does not fit may still be good, and the models themselves decide on it. What a model asks for is taken from
its JSON Schema, and a demand that is not known here makes a field one that never fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from iso3166 import countries_by_alpha2

from countermove.facts.evidence import MARKINGS, Reliability
from countermove.facts.identity import CHECKED_SCHEMES, check_id
from countermove.facts.registry import KINDS, FieldType, fields

LONGEST = 4000
"""Lines longer than this (in bytes) are no quick reading: then no text within them can be longer than a text may be."""

_BLANKS = r"\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
_INNER = r'[^"\\\x00-\x1f\x7f]'
_EDGE = rf'[^"\\\x00-\x20\x7f{_BLANKS}]'
_TEXT = rf"{_EDGE}(?:{_INNER}*{_EDGE})?"
_WORDS = rf"{_EDGE}+(?: {_EDGE}+)*"
"""Text that an id can be made of: words with one blank between them."""

_MONTH = r"(?:0[1-9]|1[0-2])"
_YEAR = r"[1-9][0-9]{3}"
_LEAP = r"(?:[1-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)"
_DATE = rf"(?:{_YEAR}-(?:{_MONTH}-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)|{_LEAP}-02-29)"
_DAY = rf'"(?:{_DATE}|{_YEAR}-{_MONTH}|{_YEAR})"'
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_ZONE = r"(?:Z|\+00:00)?"
_MOMENT = rf'"{_DATE}[T ]{_CLOCK}(?:\.[0-9]{{1,6}})?{_ZONE}"'
_WHOLE_MOMENT = rf'"{_DATE}[T ]{_CLOCK}{_ZONE}"'
_NUMBER = r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,17})?(?:[eE][+-]?[0-9]{1,2})?"
_WHOLE = r"-?(?:0|[1-9][0-9]{0,17})"
_LINE = rf'"{_INNER}+"'

_KNOWN_DEMANDS = frozenset({
    "type", "minLength", "maxLength", "pattern", "format", "minimum", "maximum", "exclusiveMaximum", "enum", "const", "items",
    "description", "examples", "title", "default", "unit",
})  # fmt: skip
_PLAIN_PATTERN = re.compile(r"\^(?:[a-zA-Z0-9_]|\[[a-z0-9_-]+\]|\\d|\\\.|\{\d\}|[+()?])+\$\Z")


@dataclass(frozen=True, slots=True)
class Fitting:
    """How a field's value looks: the pattern of its JSON text, and the bounds that its number must keep.

    `text` is the pattern of the bare text, for what is text; `item` is the look of a list's elements.
    """

    pattern: str
    least: float | None = None
    most: float | None = None
    text: str = ""
    item: Fitting | None = None


def listed_values(value: str) -> str:
    """The inside of a JSON list (or object) of values that fit a pattern: any number of them, none included."""
    return rf"(?:{value}(?:, ?{value})*)?"


@cache
def fittings(kind: str) -> Mapping[str, Fitting]:
    """The fields of a kind (its note included) that the quick way knows, with the look of their values."""
    model = KINDS[kind]
    schemas: Mapping[str, Any] = model.model_json_schema()["properties"]
    found: dict[str, Fitting] = {}
    for name, described in fields(kind).items():
        fitting = _fitting(described, schemas[name], in_key=name in model.key)
        if fitting:
            found[name] = fitting
    note = _fitting(FieldType("note", "text", False), schemas["note"], in_key=False)
    return {**found, "note": note} if note else found


EVIDENCE: Mapping[str, str] = {
    "source": _LINE, "origin": _LINE, "reliability": "(?:" + "|".join(f'"{grade}"' for grade in get_args(Reliability)) + ")",
    "credibility": "[1-6]", "url": _LINE, "document": _LINE, "locator": _LINE, "published": _DAY, "accessed": _DAY, "archived": _LINE,
    "marking": "(?:" + "|".join(f'"{re.escape(marking)}"' for marking in MARKINGS) + ")",
}  # fmt: skip
"""The fields of a piece of evidence, with the look of their values."""


def _fitting(described: FieldType, schema: Mapping[str, Any], *, in_key: bool) -> Fitting | None:
    own = _own(schema)
    if described.type == "position":
        return Fitting(rf"\[{_NUMBER}, ?{_NUMBER}\]") if set(own) <= {"$ref", *_KNOWN_DEMANDS} else None
    if not set(own) <= _KNOWN_DEMANDS or own.get("minLength", 0) > 1 or own.get("maxLength", LONGEST) < LONGEST:
        return None
    if described.type == "list":
        item = _fitting(described.item, own["items"], in_key=in_key) if described.item else None
        if item is None or item.least is not None or item.most is not None:
            return None
        return Fitting(rf"\[{listed_values(item.pattern)}\]", item=item)
    if described.type == "number":
        return _bounded(described, own)
    if described.type in ("flag", "day", "time"):
        moment = _WHOLE_MOMENT if in_key else _MOMENT
        return Fitting({"flag": "(?:true|false)", "day": _DAY, "time": moment}[described.type])
    text = _text_pattern(described, own.get("pattern"), in_key=in_key)
    return Fitting(f'"{text}"', text=text) if text else None


def _text_pattern(described: FieldType, asked: str | None, *, in_key: bool) -> str | None:
    if described.type == "choice":
        return "(?:" + "|".join(re.escape(word) for word in described.choices) + ")"
    if described.type == "entity":
        return _entity(_WORDS if in_key else _TEXT)
    if asked is not None:
        return _ascii(asked) if _PLAIN_PATTERN.match(asked) else None
    return _WORDS if in_key else _TEXT


def _own(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is asked of a value that is there."""
    if "anyOf" not in schema:
        return schema
    others = [one for one in schema["anyOf"] if one != {"type": "null"}]
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return {**rest, **others[0]} if len(others) == 1 else {"anyOf": others}


def _bounded(described: FieldType, own: Mapping[str, Any]) -> Fitting:
    least, most = own.get("minimum"), own.get("maximum")
    return Fitting(
        _WHOLE if described.whole else _NUMBER,
        None if least is None or least <= -(2**63) else least,
        None if most is None else most,
    )


def _ascii(pattern: str) -> str:
    return "(?:" + pattern.removeprefix("^").removesuffix("$").replace(r"\d", "[0-9]") + ")"


@cache
def _entity(text: str) -> str:
    """An entity's id: of a scheme that is checked here, or of one for which any value will do."""
    countries = "|".join(sorted(countries_by_alpha2))
    checked = [r"imo:[156789][0-9]{6}", r"mmsi:[0-9]{9}", rf"iso3166:(?:{countries})"]
    return (
        "(?:"
        + "|".join([*checked, rf"(?:{_other_word(CHECKED_SCHEMES)}):{text}", rf"(?:{'|'.join(LATER)}):{text}"])
        + ")"
    )


LATER = tuple(sorted(CHECKED_SCHEMES - {"imo", "mmsi", "iso3166"}))
"""Schemes whose values `check_id` looks at afterwards, each value once."""


def is_id(text: str) -> bool:
    """Whether `check_id` takes a text."""
    try:
        check_id(text)
    except ValueError:
        return False
    return True


def _other_word(words: Iterable[str], before: str = "") -> str:
    """A scheme's name that is none of these: where it leaves the last of them, anything may follow."""
    rest = set(words)
    following = sorted({word[len(before)] for word in rest if word.startswith(before) and len(word) > len(before)})
    letters = "a-z" if not before else "a-z0-9-"
    others = _but(letters, following)
    ways = [f"{others}[a-z0-9-]*"] if others else []
    for letter in following:
        longer = before + letter
        deeper = _other_word((word for word in rest if word.startswith(longer)), longer)
        ways.append(letter + (f"(?:{deeper})" if longer in rest else f"(?:{deeper})?"))
    return "|".join(ways)


def _but(letters: str, excluded: Iterable[str]) -> str:
    every = "abcdefghijklmnopqrstuvwxyz" + ("0123456789-" if "0" in letters else "")
    left = [re.escape(letter) for letter in every if letter not in set(excluded)]
    return f"[{''.join(left)}]"
