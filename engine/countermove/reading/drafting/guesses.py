"""Which kinds of fact the columns of a file may hold, by their names and by what their values look like.

Nothing is guessed that the columns do not show: sources, grades and the words of choices stay with the human. Of kinds that fit equally
well none is chosen; they are named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from countermove.facts.registry import KINDS, FieldType, fields
from countermove.reading.drafting.sample import Column, Sample
from countermove.reading.drafting.value_shapes import fits, shape

_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "ship", "shipname", "vesselname", "vessel", "company", "companyname", "fullname", "entityname", "title", "название", "наименование", "имя", "судно", "названиесудна", "имясудна"),
    "flag": ("flag", "flagstate", "flagcountry", "vesselflag", "флаг", "флагсудна"),
    "mmsi": ("mmsi", "mmsinumber", "ssvid"),
    "imo": ("imo", "imonumber", "imono", "imonum", "shipimo", "vesselimo", "имо", "номеримо", "имономер"),
    "call_sign": ("callsign", "позывной"),
    "type": ("type", "vesseltype", "shiptype", "shipclass", "тип"),
    "built": ("built", "buildyear", "yearbuilt", "yearofbuild", "built_year", "годпостройки"),
    "deadweight": ("deadweight", "dwt"),
    "former_names": ("formernames", "formername", "previousnames", "previousname", "exnames", "exname", "pastnames"),
    "country": ("country", "jurisdiction", "countrycode", "state", "страна"),
    "date": ("date", "day", "eventdate", "дата", "датасобытия", "датаосмотра"),
    "start": ("start", "begin", "began", "from", "starttime", "startdate", "gapstart", "detained"),
    "end": ("end", "until", "to", "endtime", "enddate", "gapend", "released"),
    "position": (),
    "port": ("port", "portname", "порт"),
    "summary": ("summary", "description", "text", "details", "описание"),
    "reason": ("reason", "grounds", "reasons", "основание"),
    "note": ("note", "notes", "remarks", "comment", "comments"),
    "by": ("by", "authority", "inspector"),
    "place": ("place", "location", "city", "место"),
    "owner": ("owner", "ownername"),
    "address": ("address", "адрес"),
    "domain": ("domain", "website", "site", "url"),
}  # fmt: skip
"""How files call what a field holds, without blanks and case; a field's own name always counts."""

_LATITUDES, _LONGITUDES = ("lat", "latitude", "широта"), ("lon", "lng", "long", "longitude", "долгота")
_IDS = ("id", "number", "no", "code", "key", "ref", "reference", "uid", "номер")
_SHAPES: Mapping[str, frozenset[str]] = {
    "day": frozenset({"day", "moment"}),
    "time": frozenset({"moment"}),
    "number": frozenset({"number", "whole", "year"}),
    "flag": frozenset({"flag"}),
}
_NATIONS = frozenset({"flag", "country", "jurisdiction", "nationality"})
_LEFT = frozenset({"id", "reported", "contested_with", "same_as", "note"})
_FALLBACK = "company"
_HALF = 0.5
"""A column that is called 'flag' and holds mostly countries holds countries."""


@dataclass(frozen=True)
class Field:
    """A field and the YAML of the value that it gets; `remark` is for the human."""

    name: str
    columns: tuple[str, ...]
    how: Mapping[str, str | bool | tuple[str, str]]
    remark: str = ""


@dataclass(frozen=True)
class Guess:
    """A kind of fact that a record seems to hold."""

    kind: str
    fields: tuple[Field, ...]
    remark: str = ""


@dataclass(frozen=True)
class Guesses:
    """What a file seems to hold: templates, and kinds that would fit too."""

    chosen: tuple[Guess, ...]
    possible: tuple[tuple[str, tuple[str, ...]], ...]
    shapes: Mapping[str, str]


def guesses_of(sample: Sample, scheme: str) -> Guesses:
    """What a file seems to hold. `scheme` is that of ids which only this file's publisher gives."""
    return _Guessing(sample, scheme).run()


class _Guessing:
    def __init__(self, sample: Sample, scheme: str) -> None:
        self._columns = sample.columns
        self._scheme = scheme
        self._plain = {name: _plain(name) for name in sample.columns}
        self._shapes = {name: shape(name, column.values) for name, column in sample.columns.items()}

    def run(self) -> Guesses:
        entity = self._entity()
        events = sorted(self._events(entity), key=lambda guess: (-len(guess.fields), guess.kind))
        chosen = [entity] if entity else []
        best = [guess for guess in events if len(guess.fields) == len(events[0].fields)]
        if len(best) == 1 and len(best[0].fields) > 3:
            chosen.append(best[0])
            events.remove(best[0])
        if not chosen:
            chosen = [self._fallback()]
        possible = tuple((g.kind, tuple(field.name for field in g.fields)) for g in events if len(g.fields) > 1)[:6]
        return Guesses(tuple(chosen), possible, self._shapes)

    def _entity(self) -> Guess | None:
        ship = self._first("imo") or self._first("mmsi")
        if ship:
            how: dict[str, str | bool | tuple[str, str]] = {"column": ship, "as": self._shapes[ship]}
            return self._guess("vessel", Field("id", (ship,), how))
        for scheme in ("lei", "inn", "ogrn"):
            column = self._first(scheme)
            if column:
                return self._guess("company", Field("id", (column,), {"column": column, "as": scheme}))
        return None

    def _fallback(self) -> Guess:
        unique = [c.name for c in self._columns.values() if c.values and len(set(c.values)) == len(c.values)]
        named = [name for name in unique if self._plain[name] in _IDS or self._plain[name].endswith("id")]
        every = (
            named or unique or [name for name, column in self._columns.items() if column.values] or list(self._columns)
        )
        column = every[0]
        how: dict[str, str | bool | tuple[str, str]] = {"column": column, "prefix": f"{self._scheme}:"}
        told = "" if named else "which column tells one thing from another? A name is no id"
        remark = "no kind shows itself: which is it? `countermove facts kinds` lists them"
        guess = self._guess(_FALLBACK, Field("id", (column,), how, told))
        return Guess(guess.kind, guess.fields, remark)

    def _guess(self, kind: str, id: Field) -> Guess:
        found = [id]
        for name, type in fields(kind).items():
            if name not in _LEFT and (field := self._field(name, type)):
                found.append(field)
        return Guess(kind, tuple(found))

    def _events(self, entity: Guess | None) -> list[Guess]:
        found = []
        for kind, model in KINDS.items():
            if model.derived or not model.key:
                continue
            guess = self._event(kind, entity)
            if guess:
                found.append(guess)
        return found

    def _event(self, kind: str, entity: Guess | None) -> Guess | None:
        got: list[Field] = []
        for name, type in fields(kind).items():
            if name in _LEFT:
                continue
            field = self._field(name, type)
            if field is None and type.type == "entity" and entity and entity.kind == name:
                field = Field(name, entity.fields[0].columns, entity.fields[0].how)
            if field:
                got.append(field)
            elif type.required:
                return None
        return Guess(kind, tuple(got))

    def _field(self, name: str, type: FieldType) -> Field | None:
        if type.type == "position":
            return self._position(name)
        wanted = (_plain(name), *_SPELLINGS.get(name, ()))
        column = next((self._columns[c] for word in wanted for c, plain in self._plain.items() if plain == word), None)
        if column is None or not column.values:
            return None
        item = type.item if type.item else type
        how = self._value(name, item, column)
        if how is None:
            return None
        if column.many and not type.item:
            how = {**how, "first": True}
        remark = ""
        if type.item and not column.many and not self._separated(column):
            remark = "several in a cell? Then add 'split: \";\"'"
        elif type.item and not column.many:
            how = {**how, "split": self._separated(column)}
        return Field(name, (column.name,), how, remark)

    def _value(self, name: str, type: FieldType, column: Column) -> dict[str, str | bool | tuple[str, str]] | None:
        shaped = self._shapes[column.name]
        how: dict[str, str | bool | tuple[str, str]] = {"column": column.name}
        if type.type == "entity":
            if name in _NATIONS and (shaped == "country" or fits(column.values, "country", _HALF)):
                return how | {"as": "country", "unreadable": "note"}
            return None
        if name == "built":
            return how | {"as": "year", "unreadable": "note"} if shaped in ("year", "whole") else None
        if type.type in _SHAPES:
            if shaped not in _SHAPES[type.type]:
                return None
            as_ = {"time": "moment", "day": "day", "flag": "flag"}.get(type.type, "whole" if type.whole else "number")
            return how | {"as": as_} | ({} if type.required else {"unreadable": "note"})
        if type.type == "choice":
            words = {value.casefold() for value in column.values}
            return how if words <= set(type.choices) and words <= set(column.values) else None
        if name in ("imo", "mmsi"):
            return how if shaped == name and all(value.isdigit() for value in column.values) else None
        if name == "type":
            return how | {"as": "word"}
        return how

    def _separated(self, column: Column) -> str:
        return next((mark for mark in (";", "|", " / ") if any(mark in value for value in column.values)), "")

    def _position(self, name: str) -> Field | None:
        places = []
        for words in (_LATITUDES, _LONGITUDES):
            found = (c for c, plain in self._plain.items() if plain in words or plain.endswith(words))
            column = next((c for c in found if self._shapes[c] in ("number", "whole")), None)
            if column is None:
                return None
            places.append(column)
        return Field(name, tuple(places), {"point": (places[0], places[1])})

    def _first(self, type: str) -> str | None:
        found: Sequence[str] = [name for name, shaped in self._shapes.items() if shaped == type]
        return next((name for name in found if self._plain[name].startswith(type)), found[0] if found else None)


def _plain(name: str) -> str:
    """A name without blanks, marks and case; of a dotted path, the last part."""
    return re.sub(r"[\W_]+", "", name.rpartition(".")[2].casefold())
