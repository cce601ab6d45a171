"""The first records of a file whose form is not known: how it is written, its columns, and some values of each."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from countermove.errors import UsageError
from countermove.reading.csv_rows import Row, rows
from countermove.reading.drafting.value_shapes import is_number, looks_like_value
from countermove.reading.json_cells import DirtyText, scalar_text
from countermove.reading.json_depth import is_too_deep
from countermove.reading.json_stream import JsonRecord, items, lines
from countermove.reading.json_text import BrokenJson, parse_json
from countermove.reading.outcome import SourceFile, control_character
from countermove.reading.row_text import clean

LOOKED_AT = 300
MOST_COLUMNS = 1_000
_LONGEST_NAME = 500
_HEAD = 2**20
_DELIMITERS = ",;\t|"
_MOST_LINES_BEFORE = 10
_VALUES = 100
_JSON = re.compile(r'\{\s*["}]|\[\s*[\[{"\]\d-]')
"""How JSON begins; a table's first column may be called [x] or {x}."""
_DEEPEST = 6
Form = Literal["csv", "json", "json-lines"]


@dataclass
class Column:
    """A column, and the values that it had in the records looked at; `many` where one record holds a list of them."""

    name: str
    values: list[str] = field(default_factory=list)
    records: int = 0
    many: bool = False

    def add(self, value: str, *, first: bool = True) -> None:
        """Take in a value; `first` where it is the first of its record."""
        self.records += first
        if len(self.values) < _VALUES:
            self.values.append(value)


@dataclass
class Sample:
    """What the beginning of a file shows."""

    form: Form
    columns: dict[str, Column]
    count: int
    records: str = ""
    delimiter: str = ","
    encoding: str = "utf-8"
    skip_lines: int = 0
    headerless: bool = False
    inner: dict[str, list[str]] = field(default_factory=dict)
    """Lists of objects inside a record: path → the fields of their elements."""
    doubled: tuple[str, ...] = ()
    """Names that stand more than once in the header."""


def sample_of(path: Path) -> Sample:
    """What the beginning of a file shows. Raises UsageError, with what to do, where no profile can describe it."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip():
        raise UsageError("the file is empty")
    text, encoding = _decoded(head)
    if "\0" in text:
        raise UsageError("the file is no text: it holds NUL bytes", hint="unpack it, or save its table as CSV")
    begun = text.lstrip("\ufeff \t\r\n")
    start = begun[:1]
    if start == "<":
        raise UsageError("profiles describe CSV and JSON, and this is XML or HTML", hint="save its table as CSV")
    if _JSON.match(begun):
        return _json(path, text)
    whole = len(head) < _HEAD
    if not whole and not any(mark in text for mark in "\r\n"):
        raise UsageError(
            f"the first line is longer than {_HEAD // 2**20} MB, which no table has", hint="check the file's line ends"
        )
    return _table(path, text.lstrip("\ufeff"), encoding, whole=whole)


def _decoded(head: bytes) -> tuple[str, str]:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace"), "utf-8"  # the mark at the beginning tells the reader
    for cut in range(4):
        try:
            return head[: len(head) - cut].decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            if len(head) < _HEAD:
                break
    high = Counter("cyrillic" if byte >= 0xC0 else "other" for byte in head if byte >= 0x80)
    encoding = "cp1251" if high["cyrillic"] > 0.9 * high.total() and high.total() > 0.2 * len(head) else "cp1252"
    return head.decode(encoding, "replace"), encoding


def _table(path: Path, text: str, encoding: str, *, whole: bool) -> Sample:
    shown = text.splitlines(keepends=True)
    shown = shown if whole or len(shown) == 1 else shown[:-1]
    delimiter, skip = _shape(shown[:50])
    cells = next(iter(_parsed("".join(shown[skip:]), delimiter)), [])
    header = [clean(cell) for cell in cells]
    if len(header) > MOST_COLUMNS:
        raise UsageError(f"the header has {len(header)} columns; a profile is drafted for at most {MOST_COLUMNS}")
    _check_names(header, "the header")
    headerless = any(map(looks_like_value, header)) or (len(shown) == skip + 1 and any(map(is_number, header)))
    names = [f"column {n}" for n in range(1, len(header) + 1)] if headerless else header
    doubled = tuple(sorted(name for name, times in Counter(names).items() if times > 1 and name))
    columns = {name: Column(name) for name in names if name and name not in doubled}
    if not columns:
        raise UsageError("no column of this table has a name of its own", hint="write a header above it")
    count = 0
    mark = "utf-8-sig" if encoding == "utf-8" else encoding
    with path.open("rb") as raw:
        mark = "utf-16" if raw.read(2) in (b"\xff\xfe", b"\xfe\xff") else mark
    with path.open(encoding=mark, errors="replace", newline="") as stream:
        for _ in range(skip):
            stream.readline(_HEAD)
        for row in islice(rows(stream, delimiter, len(names), skip + 1), 0 if headerless else 1, LOOKED_AT):
            if isinstance(row, Row):
                count += 1
                for name, cell in zip(names, row.cells, strict=True):
                    if name in columns and (value := clean(cell)):
                        columns[name].add(value)
    return Sample("csv", columns, count, "", delimiter, encoding, skip, headerless, {}, doubled)


def _check_names(names: Sequence[str], where: str) -> None:
    if control := control_character("".join(names)):
        raise UsageError(f"a name in {where} holds the control character {control}", hint="mend it")
    longest = max(map(len, names), default=0)
    if longest > _LONGEST_NAME:
        raise UsageError(f"a name in {where} has {longest} characters", hint="is the first line a header?")


def _shape(shown: list[str]) -> tuple[str, int]:
    """Delimiter, and lines before the header."""
    best: tuple[float, str, int] | None = None
    for delimiter in _DELIMITERS:
        found = list(_parsed("".join(shown), delimiter))
        widths = [len(row) for row in found if any(row)]
        if not widths:
            continue
        width, times = Counter(widths).most_common(1)[0]
        width = width if times > 1 or len(widths) == 1 else widths[0]
        score = widths.count(width) / len(widths) * width
        skip = next(n for n, size in enumerate(map(len, found)) if size == width)
        if width > 1 and skip <= _MOST_LINES_BEFORE and (best is None or score > best[0]):
            best = (score, delimiter, skip)
    if best is None:
        hint = "columns stand apart by a comma, semicolon, tab or upright stroke; JSON begins with { or ["
        raise UsageError("this is neither a table nor JSON", hint=hint)
    return best[1], best[2]


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(_HEAD)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        return


def _json(path: Path, text: str) -> Sample:
    source = SourceFile(path, path.name)
    by_line = _is_lines(text)
    where = "" if by_line else _records(text)
    sample = Sample("json-lines" if by_line else "json", {}, 0, where)
    found = lines(source) if by_line else items(source, where)
    for record in islice(found, LOOKED_AT):
        if isinstance(record, JsonRecord) and isinstance(record.data, dict):
            sample.count += 1
            _add(sample, record.data, "", 0)
    if not sample.count:
        raise UsageError("no JSON object is found in this file", hint="a record is an object: { … }")
    if not sample.columns:
        raise UsageError("no record of this file holds a text, a number, true or false")
    _check_names([*sample.columns, *sample.inner], "a record")
    if len(sample.columns) > MOST_COLUMNS:
        raise UsageError(
            f"the records have more than {MOST_COLUMNS} fields; a profile is drafted for at most {MOST_COLUMNS}"
        )
    return sample


def _is_lines(text: str) -> bool:
    first, _, rest = text.lstrip("\ufeff \t\r\n").partition("\n")
    try:
        return isinstance(parse_json(first), dict) and rest.lstrip()[:1] == "{"
    except BrokenJson:
        return False


def _records(text: str) -> str:
    """The path of the first list of objects in a document that is none itself; empty where there is none."""
    import ijson

    waiting, beginning = "", text.lstrip("\ufeff").encode("utf-8", "replace")
    if is_too_deep(beginning):
        raise UsageError("this JSON is nested beyond sense", hint="no record is nested more than a few levels deep")
    try:
        for prefix, event, _ in ijson.parse(io.BytesIO(beginning), use_float=True):
            if prefix == "" and event == "start_array":
                return ""
            if event == "start_map" and waiting and prefix == f"{waiting}.item":
                return waiting
            waiting = prefix if event == "start_array" and "item" not in prefix.split(".") else ""
    except (ijson.JSONError, ValueError, OverflowError):
        pass
    return ""


def _add(sample: Sample, data: dict[str, Any], before: str, depth: int) -> None:
    for key, value in data.items():
        if len(sample.columns) > MOST_COLUMNS:
            return
        name = f"{before}{key}"
        if not key.strip():
            continue
        if isinstance(value, dict) and depth < _DEEPEST:
            _add(sample, value, f"{name}.", depth + 1)
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
            fields = sample.inner.setdefault(name, [])
            fields.extend(k for item in value if isinstance(item, dict) for k in item if k not in fields)
        elif value is not None and value != [] and not isinstance(value, dict):
            column = sample.columns.setdefault(name, Column(name))
            column.many = column.many or isinstance(value, list)
            for place, item in enumerate(value if isinstance(value, list) else [value]):
                _add_scalar(column, item, first=place == 0)


def _add_scalar(column: Column, item: Any, *, first: bool) -> None:
    try:
        text = scalar_text(item) if not isinstance(item, (dict, list)) and item is not None else ""
    except DirtyText:
        return
    if text:
        column.add(text, first=first)
