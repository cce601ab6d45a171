"""Strict YAML with positions: what is written is what is meant, and every value knows its line and column.

Accepted is the plain part of YAML 1.2: mappings, sequences, text, numbers, `true` and `false`. Refused, each with what to write
instead: duplicate keys, anchors, tags and merge keys, empty values and null, and every unquoted word that some YAML readers turn
into something else (`NO`, `on`, `12:30:45`, `012`, `1_000`, `1e3`). Unquoted dates are text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from countermove.errors import Fault
from countermove.location import Location
from countermove.reading.outcome import printable, short
from countermove.rulebook.told import BY_AUDIENCE, FORMS, KEYS

_STANDARD = "tag:yaml.org,2002:"
_Loader: Any = type(
    "_Loader",
    (getattr(yaml, "CSafeLoader", yaml.SafeLoader),),
    {"resolve": lambda self, kind, value, implicit: f"{_STANDARD}str"},  # what a plain word means is decided below
)
Path = tuple[str | int, ...]
T = TypeVar("T", bound=BaseModel)

_NUMBER = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})(?:\.\d{1,18})?\Z")
_TREACHEROUS = re.compile(
    r"(?:yes|no|on|off|y|n|true|false)\Z"
    r"|[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:e[-+]?\d+)?\Z"  # what looks like a number and is not one of ours: 012, 1_000, 5., 1e3
    r"|[-+]?0[xob][0-9a-f_]+\Z|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?\Z|[-+]?\.(?:inf|nan)\Z",
    re.IGNORECASE,
)
_YES_OR_NO = ("yes", "no", "on", "off", "true", "false", "y", "n")
_NO_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = re.compile(r"[&*!]")
_BRACKETS = re.compile(r"[\[\]{}]")
_IN_BRACES = re.compile(r"\{\{[^{}]*\}\}")
_TOO_DEEP = 40
_WANTED = {
    "model_type": "keys with values are wanted here", "string_type": "text is wanted here, in quotes if it looks like a number",
    "tuple_type": "a list is wanted here", "too_short": "at least one is wanted here", "string_too_short": "it is empty",
}  # fmt: skip
_UNREADABLE = ("CM103", "CM108", "CM109")
"""A value that has one of these faults is not blamed a second time for what was made of it."""


@dataclass
class YamlSource:
    """A YAML file as data, with the place of every key and value, and the faults found so far."""

    path: str
    text: str
    data: Any = None
    raw: bytes = b""
    faults: list[Fault] = field(default_factory=list)
    _values: dict[Path, Any] = field(default_factory=dict)
    _keys: dict[Path, Any] = field(default_factory=dict)
    """The parser's mark of each value and key; few are ever asked for, so a location is made of one only then."""
    _seen: set[int] = field(default_factory=set)
    _unreadable: set[Location] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.lines = self.text.splitlines()
        stray = _NO_TEXT.search(self.text)
        if stray:
            message = f"the character U+{ord(stray[0]):04X} does not belong into a text"
            self._add("CM101", message, _place(self.path, self.text[: stray.start()]), "remove it")
            return
        try:
            node = yaml.compose(self.text, Loader=_Loader) if self._is_plain() else None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = Location(self.path, mark.line + 1, mark.column + 1) if mark else Location(self.path)
            problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
            self._add(
                "CM101", f"this is not YAML: {problem}", where, "check indentation, colons and quotes around this place"
            )
            return
        if node is not None:
            self.data = self._plain(node, ())
        elif not self.faults:
            self._add("CM102", "the file is empty", Location(self.path, 1), "write the document, or remove the file")

    @classmethod
    def of_file(cls, path: str, file: FilePath) -> YamlSource:
        """The source of a file; one fault and no data where it cannot be read. `path` is how messages name it."""
        try:
            return cls.of_bytes(path, file.read_bytes())
        except OSError as error:
            source = cls(path, "")
            source.faults = [
                Fault(
                    "CM101",
                    f"the file cannot be read: {error.strerror}",
                    Location(path),
                    "make it a file that you may read",
                )
            ]
            return source

    @classmethod
    def of_bytes(cls, path: str, raw: bytes) -> YamlSource:
        """The source of a file's bytes, which must be UTF-8; one fault and no data where they are not."""
        try:
            source = cls(path, raw.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            source = cls(path, raw.decode("utf-8-sig", "replace"))
            source.data, source.faults = None, []
            where = _place(path, error.object[: error.start].decode())
            source.fault_at(
                "CM101",
                f"this is not UTF-8 text: byte 0x{error.object[error.start]:02x}",
                where,
                "save the file as UTF-8 text",
            )
        source.raw = raw
        return source

    def where(self, path: Sequence[str | int]) -> Location:
        """The place of the value at a path, or of the nearest thing around it that exists."""
        at = tuple(path)
        while at not in self._values and at:
            at = at[:-1]
        return self._place_of(self._values[at]) if at in self._values else Location(self.path, 1)

    def where_key(self, path: Sequence[str | int]) -> Location:
        """The place of the key that leads to the value at a path."""
        at = tuple(path)
        return self._place_of(self._keys[at]) if at in self._keys else self.where(at)

    def _place_of(self, mark: Any) -> Location:
        return Location(self.path, mark.line + 1, mark.column + 1)

    def fault(
        self, code: str, message: str, path: Sequence[str | int], hint: str = "", *, at_key: bool = False
    ) -> None:
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
            details = error.errors()
            for detail in details:
                here = detail["loc"]
                inside = any(other["loc"][: len(here)] == here and len(other["loc"]) > len(here) for other in details)
                if not (
                    detail["type"] == "too_short" and inside
                ):  # too short only because what stands in it is at fault
                    self._note_detail(model, detail, path)
        return None

    def _note_detail(self, model: type[BaseModel], detail: Any, base: Path) -> None:
        path = base + tuple(part for part in detail["loc"] if part not in FORMS)
        kind, message = detail["type"], detail["msg"].removeprefix("Value error, ")
        if kind == "extra_forbidden":
            known = _keys_beside(model, detail["loc"])
            hint = suggestion(str(path[-1]), known) or f"known keys: {', '.join(known)}"
            self.fault("CM104", f"'{path[-1]}' is not a key that belongs here", path, hint, at_key=True)
        elif kind == "missing":
            self.fault("CM105", f"'{path[-1]}' is missing", path[:-1], f"add '{path[-1]}:' to this part")
        else:
            message = _WANTED.get(kind, message)
            hint = (
                suggestion(str(detail["input"]), re.findall(r"'([^']+)'", message)) if kind == "literal_error" else ""
            )
            self.fault("CM106", f"{'.'.join(map(str, path)) or 'the document'}: {message}", path, hint)

    def _add(self, code: str, message: str, where: Location, hint: str = "") -> None:
        if where in self._unreadable:
            return
        if code in _UNREADABLE:
            self._unreadable.add(where)
        excerpt = self.lines[where.line - 1] if 0 < where.line <= len(self.lines) else ""
        self.faults.append(Fault(code, printable(message), where, hint, printable(excerpt[:400])))

    def _is_plain(self) -> bool:
        """Note every anchor, alias and tag. False where the nesting is too deep to go on."""
        if _surely_plain(self.text):
            return True
        depth = 0
        event: Any
        for event in yaml.parse(self.text, Loader=_Loader):
            where = Location(self.path, event.start_mark.line + 1, event.start_mark.column + 1)
            if getattr(event, "anchor", None) is not None:
                self._add("CM103", "anchors and aliases are not used here", where, "write the value out")
            if getattr(event, "tag", None) is not None:
                self._add(
                    "CM103",
                    f"the tag {short(event.tag.replace(_STANDARD, '!!'))} is not used here",
                    where,
                    "write the plain value",
                )
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _TOO_DEEP:
                self._add("CM101", "this is nested too deeply", where, "flatten it")
                return False
        return True

    def _plain(self, node: Any, path: Path) -> Any:
        self._values.setdefault(path, node.start_mark)
        if id(node) in self._seen:  # an alias, which is noted already
            return ""
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: Any, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            mark = key_node.start_mark
            if not isinstance(key_node, yaml.ScalarNode):
                where = self._place_of(mark)
                self._add("CM103", "a key is a single word here", where, "write the key as plain text")
                continue
            key = str(key_node.value)
            if key == "<<":
                where = self._place_of(mark)
                self._add("CM103", "merge keys are not used here", where, "write the keys out")
                continue
            if key in result:
                first, where = self._keys[(*path, key)], self._place_of(mark)
                self._add(
                    "CM107", f"the key '{key}' stands twice, first on line {first.line + 1}", where, "keep one of them"
                )
                continue
            self._keys[(*path, key)] = mark
            result[key] = self._plain(value_node, (*path, key))
        return result

    def _scalar(self, node: Any) -> Any:
        text = str(node.value)
        if node.style in ("'", '"', "|", ">"):
            return text
        if text in ("true", "false"):
            return text == "true"
        if _NUMBER.match(text):
            return float(text) if "." in text else int(text)
        if text in ("", "~") or text.lower() == "null":
            where = self._place_of(node.start_mark)
            self._add("CM108", "the value is empty", where, "write a value, or leave the key out: absent means unknown")
            return ""
        if _TREACHEROUS.match(text):
            either = (
                "true or false if it is a yes or no" if text.lower() in _YES_OR_NO else "plain digits if it is a number"
            )
            where = self._place_of(node.start_mark)
            hint = f"write it in quotes if it is text, {either}"
            self._add("CM109", f"{short(text)} without quotes means different things to different readers", where, hint)
        return text


def _place(path: str, before: str) -> Location:
    """The place at the end of the given beginning of a file."""
    lines = f"{before}|".splitlines()
    return Location(path, len(lines), len(lines[-1]))


def _surely_plain(text: str) -> bool:
    """Whether a glance shows that there is no anchor, alias or tag, and no deep nesting; most files need no closer look."""
    if _MARKS.search(_IN_BRACES.sub("", text)) or any(
        len(line) - len(line.lstrip(" -?:\t")) > _TOO_DEEP // 2 for line in text.splitlines()
    ):
        return False
    depth = 0
    for bracket in _BRACKETS.findall(text):
        depth = depth + 1 if bracket in "[{" else max(depth - 1, 0)
        if depth > _TOO_DEEP // 3:
            return False
    return True


def suggestion(word: str, known: Sequence[str]) -> str:
    """ "did you mean …?" for a word that does not exist, or an empty text where nothing is near."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else ""


def _keys_beside(model: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    """The keys that the model knows at the place of an unexpected one, as far as the path can be followed."""
    if BY_AUDIENCE in loc[-2:-1]:
        return list(KEYS)
    current: Any = model
    for part in loc[:-1]:
        info = (
            current.model_fields.get(str(part))
            if isinstance(current, type) and issubclass(current, BaseModel)
            else None
        )
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
