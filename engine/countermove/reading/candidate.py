"""The beginning of a file whose format is asked for, seen as text, as a table and as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from countermove.reading.json_depth import is_too_deep
from countermove.reading.outcome import SourceFile
from countermove.reading.row_text import clean

_EVENTS = 20_000


@dataclass(frozen=True)
class Candidate:
    """The beginning of a file (64 KB); `whole` where that is all of it. `own` are the user's profiles beside it."""

    source: SourceFile
    text: str
    whole: bool
    own: Sequence[Any] = ()

    @cached_property
    def lines(self) -> list[str]:
        """The lines that are not blank, the last one perhaps cut off."""
        return [line for line in self.text.splitlines() if line.strip()]

    def cells(self, delimiter: str = ",", line: int = 0) -> list[str]:
        """The cells of a line that is not blank, clean; empty where there is no such line, or where it is no CSV."""
        if line >= len(self.lines) or self.is_json:
            return []
        try:
            return [clean(cell) for cell in next(csv.reader(io.StringIO(self.lines[line]), delimiter=delimiter), [])]
        except csv.Error:
            return []

    def has_columns(self, *names: str, delimiter: str = ",", line: int = 0) -> bool:
        """Whether a line is a header with at least these columns."""
        return set(names) <= set(self.cells(delimiter, line))

    @cached_property
    def is_json(self) -> bool:
        """Whether it begins as a JSON object or list does."""
        return self.text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")

    @cached_property
    def json_values(self) -> Mapping[str, Any]:
        """What stands in the JSON so far: dotted path (`item` for the elements of a list) → the first scalar there, None for others."""
        if not self.is_json:
            return {}
        import ijson

        beginning = self.text.lstrip("\ufeff").encode("utf-8", "replace")
        if is_too_deep(beginning):
            return {}
        found: dict[str, Any] = {}
        try:
            stream = io.BytesIO(beginning)
            for count, (path, event, value) in enumerate(ijson.parse(stream, use_float=True, multiple_values=True)):
                if event in ("string", "number", "boolean", "null"):
                    found.setdefault(path, value)
                elif event in ("start_map", "start_array"):
                    found.setdefault(path, None)
                if count >= _EVENTS:
                    break
        except (ijson.JSONError, ValueError, OverflowError):
            pass
        return found

    @cached_property
    def json_paths(self) -> Mapping[str, Any]:
        """The same without `item`: the paths as profiles write them, which go through lists by themselves."""
        found: dict[str, Any] = {}
        for path, value in self.json_values.items():
            plain = ".".join(part for part in path.split(".") if part != "item")
            if found.get(plain) is None:
                found[plain] = value
        return found

    def has_json(self, *paths: str) -> bool:
        """Whether the JSON so far has something at each of these dotted paths."""
        return set(paths) <= self.json_values.keys()

    @property
    def is_xml(self) -> bool:
        """Whether it begins as XML does."""
        return self.text.lstrip("\ufeff \t\r\n").startswith("<")
