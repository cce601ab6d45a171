"""Strict YAML with positions: what is written is what is meant, and every value knows its line and column.

Accepted is the plain part of YAML 1.2: mappings, sequences, text, numbers, `true` and `false`. Refused, each with what to write
instead: duplicate keys, anchors, tags and merge keys, empty values and null, and every unquoted word that some YAML readers turn
into something else (`NO`, `on`, `12:30:45`, `012`, `1_000`). Unquoted dates are text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from countermove.errors import Fault
from countermove.location import Location

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path = tuple[str | int, ...]
T = TypeVar("T", bound=BaseModel)

_NUMBER = re.compile(r"[-+]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?\Z")
_TREACHEROUS = re.compile(
    r"(?:yes|no|on|off|y|n|true|false)\Z|[-+]?0[0-7_]+\Z|[-+]?0[xob][0-9a-f_]+\Z|[-+]?\d[\d_]*_[\d_]*(?:\.\d*)?\Z"
    r"|[-+]?\d+(?::[0-5]?\d)+(?:\.\d*)?\Z|[-+]?\.(?:inf|nan)\Z|[-+]?\d+\.\Z|[-+]?\.\d+\Z",
    re.IGNORECASE,
)
_TAGS = frozenset(("str", "int", "float", "bool", "null", "timestamp", "value"))
_TOO_DEEP = 40


@dataclass
class YamlSource:
    """A YAML file as data, with the place of every key and value, and the faults found so far."""

    path: str
    text: str
    data: Any = None
    faults: list[Fault] = field(default_factory=list)
    _values: dict[Path, Location] = field(default_factory=dict)
    _keys: dict[Path, Location] = field(default_factory=dict)
    _seen: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.lines = self.text.splitlines()
        try:
            node = yaml.compose(self.text, Loader=_Loader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = Location(self.path, mark.line + 1, mark.column + 1) if mark else Location(self.path)
            problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
            self._add("CM101", f"this is not YAML: {problem}", where, "check indentation, colons and quotes around this place")
            return
        except ValueError as error:
            self._add("CM101", f"this is not YAML: {error}", Location(self.path), "save the file as UTF-8 text")
            return
        if node is None:
            self._add("CM102", "the file is empty", Location(self.path, 1), "write the document, or remove the file")
            return
        self.data = self._plain(node, ())

    def where(self, path: Sequence[str | int]) -> Location:
        """The place of the value at a path, or of the nearest thing around it that exists."""
        at = tuple(path)
        while at not in self._values and at:
            at = at[:-1]
        return self._values.get(at, Location(self.path, 1))

    def where_key(self, path: Sequence[str | int]) -> Location:
        """The place of the key that leads to the value at a path."""
        return self._keys.get(tuple(path)) or self.where(path)

    def fault(self, code: str, message: str, path: Sequence[str | int], hint: str = "", *, at_key: bool = False) -> None:
        """Note a fault at a path of the data."""
        self._add(code, message, self.where_key(path) if at_key else self.where(path), hint)

    def fault_at(self, code: str, message: str, location: Location, hint: str = "") -> None:
        """Note a fault at a place of this file."""
        self._add(code, message, location, hint)

    def validate(self, model: type[T], data: Any, path: Path = ()) -> T | None:
        """The data as a model, or None with every fault noted where it stands."""
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for detail in error.errors():
                self._note_detail(model, detail, path)
        return None

    def _note_detail(self, model: type[BaseModel], detail: Any, base: Path) -> None:
        path = base + tuple(detail["loc"])
        kind, message = detail["type"], detail["msg"].removeprefix("Value error, ")
        if kind == "extra_forbidden":
            known = _keys_beside(model, detail["loc"])
            hint = suggestion(str(path[-1]), known) or f"known keys: {', '.join(known)}"
            self.fault("CM104", f"'{path[-1]}' is not a key that belongs here", path, hint, at_key=True)
        elif kind == "missing":
            self.fault("CM105", f"'{path[-1]}' is missing", path[:-1], f"add '{path[-1]}:' to this part")
        else:
            self.fault("CM106", f"{'.'.join(map(str, path)) or 'document'}: {message}", path)

    def _add(self, code: str, message: str, where: Location, hint: str = "") -> None:
        excerpt = self.lines[where.line - 1] if 0 < where.line <= len(self.lines) else ""
        self.faults.append(Fault(code, message, where, hint, excerpt[:400]))

    def _plain(self, node: Any, path: Path) -> Any:
        where = Location(self.path, node.start_mark.line + 1, node.start_mark.column + 1)
        self._values.setdefault(path, where)
        if len(path) > _TOO_DEEP:
            self._add("CM101", "this is nested too deeply", where, "flatten it")
            return None
        if id(node) in self._seen:
            self._add("CM103", "anchors and aliases are not used here", where, "write the value out")
            return ""
        self._seen.add(id(node))
        if not isinstance(node, yaml.ScalarNode) and node.tag.removeprefix("tag:yaml.org,2002:") not in ("map", "seq"):
            self._add("CM103", f"the tag '{node.tag}' is not used here", where, "write the plain value")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._scalar(node, where)

    def _mapping(self, node: Any, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            where = Location(self.path, key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                self._add("CM103", "a key is a single word here", where, "write the key as plain text")
                continue
            key = str(key_node.value)
            if key == "<<":
                self._add("CM103", "merge keys are not used here", where, "write the keys out")
                continue
            if key in result:
                first = self._keys[(*path, key)]
                self._add("CM107", f"the key '{key}' stands twice, first on line {first.line}", where, "keep one of them")
                continue
            self._keys[(*path, key)] = where
            result[key] = self._plain(value_node, (*path, key))
        return result

    def _scalar(self, node: Any, where: Location) -> Any:
        text = str(node.value)
        if node.tag.removeprefix("tag:yaml.org,2002:") not in _TAGS:
            self._add("CM103", f"the tag '{node.tag}' is not used here", where, "write the plain value")
            return text
        if node.style in ("'", '"', "|", ">"):
            return text
        if text in ("true", "false"):
            return text == "true"
        if _NUMBER.match(text):
            return float(text) if any(c in text for c in ".eE") else int(text)
        if text in ("", "~") or text.lower() == "null":
            self._add("CM108", "the value is empty", where, "write a value, or leave the key out: absent means unknown")
            return ""
        if _TREACHEROUS.match(text):
            hint = f"write \"{text}\" in quotes if it is text"
            if text.lower() in ("yes", "no", "on", "off", "true", "false", "y", "n"):
                hint += ", true or false if it is a yes or no"
            self._add("CM109", f"'{text}' without quotes means different things to different readers", where, hint)
        return text


def suggestion(word: str, known: Sequence[str]) -> str:
    """"did you mean …?" for a word that does not exist, or an empty text where nothing is near."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else ""


def _keys_beside(model: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    """The keys that the model knows at the place of an unexpected one, as far as the path can be followed."""
    current: Any = model
    for part in loc[:-1]:
        info = current.model_fields.get(str(part)) if isinstance(current, type) and issubclass(current, BaseModel) else None
        if info is None and isinstance(current, type) and issubclass(current, BaseModel):
            info = next((f for f in current.model_fields.values() if f.alias == part), None)
        if info is not None:
            current = _inner_model(info.annotation) or current
    return [f.alias or name for name, f in current.model_fields.items()]


def _inner_model(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner_model(argument)
        if found:
            return found
    return None
