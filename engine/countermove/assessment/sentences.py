"""Fills a rule's sentences with the facts of a match."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countermove.facts.fact import Fact
from countermove.facts.naming import Names, defanged, plain
from countermove.facts.registry import FieldType, fields
from countermove.inference.match import Total
from countermove.inference.truth import value_of
from countermove.rulebook.phrases import Phrases
from countermove.rulebook.shown import WHOLE, Shown
from countermove.rulebook.wording import render


class Sentences:
    """Sentences over the names of one fact base."""

    def __init__(self, names: Names, phrases: Phrases) -> None:
        self._names = names
        self._phrases = phrases
        self._shown: dict[tuple[str, str], dict[str, Any]] = {}

    def fill(self, template: str, bound: Mapping[str, Fact | Total], *, begins: bool = True) -> str:
        """The template with the match's facts in it; text from facts is one line of plain, harmless text.

        `begins` is false for a condition, which goes on in another sentence.
        """
        names = {alias: self._of(named) for alias, named in bound.items()}
        return render(template, names, self._phrases, begins=begins)

    def _of(self, named: Fact | Total) -> dict[str, Any]:
        if isinstance(named, Total):
            return {"count": named.count, "sum": named.sum}
        key = (named.kind, named.id)
        if key not in self._shown:
            values = {name: self._value(field, value_of(named, name)) for name, field in fields(named.kind).items()}
            self._shown[key] = {name: value for name, value in values.items() if value is not None}
        return self._shown[key]

    def _value(self, field: FieldType, value: Any) -> Any:
        if isinstance(value, tuple) and field.item:
            return tuple(known for item in value if (known := self._value(field.item, item)) is not None)
        if not isinstance(value, str):
            return value
        if field.type == "entity" or field.name in ("subject", "campaign", "about"):
            return Shown(value, self._names.of(value))
        if field.type == "choice":
            return Shown(value, value.replace("_", " "))
        words = defanged(plain(value))
        return Shown(value, words, field.name in WHOLE) if words else None
