"""Rows of a CSV file, with their line numbers; a broken row costs only itself.

A quote that is never closed would swallow the rest of the file. Here it costs one line: when a row that spans several lines does
not fit, its first line is given up and reading goes on with the second.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

LONGEST_LINE = 16 * 2**20
"""A line of more characters is not read: no record of any table comes near it."""

_LONGEST_FIELD = 1_000_000
_MOST_LINES = 2_000
_LONGEST_HEADER = 10_000
_BITE = 2**20
_SHOWN = 200
_END_MARK = "\x1a"
"""The byte with which files of old systems end."""

_NOT_CLOSED = "a quotation mark is opened and not closed"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one record, and the line on which it begins."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A line that is no record, as it stands, and why."""

    line: int
    text: str
    reason: str


def columns_to_keep(header: Sequence[str]) -> tuple[str, ...]:
    """The columns that are kept with every broken row, so that it can be read again once it is mended.

    None of a header that is longer than any real one: beside many broken rows it would fill the disk.
    """
    return tuple(header) if sum(map(len, header)) <= _LONGEST_HEADER else ()


class _Overlong(str):
    """The beginning of a line that was not read further."""

    __slots__ = ()


class _LineTooLong(Exception):
    """The line at hand is longer than any record."""


class _Lines:
    """Lines of a file that can be given back. Of a line without end only the beginning is kept."""

    def __init__(self, stream: TextIO, first: int) -> None:
        self._stream = stream
        self._returned: deque[str] = deque()
        self.taken: list[str] = []
        self._size = 0
        self.first = first

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.taken:
            self._size = len(self.taken[-1]) + (self._size if len(self.taken) > 1 else 0)
            if len(self.taken) >= _MOST_LINES or self._size > LONGEST_LINE:
                raise StopIteration
        line = self._returned.popleft() if self._returned else self._read()
        if not line:
            raise StopIteration
        self.taken.append(line)
        if line.__class__ is _Overlong:
            raise _LineTooLong
        return line

    def _read(self) -> str:
        line = self._stream.readline(LONGEST_LINE)
        if len(line) >= LONGEST_LINE and not line.endswith("\n"):
            while (rest := self._stream.readline(_BITE)) and not rest.endswith("\n"):
                pass
            return _Overlong(line[:_SHOWN])
        if line.endswith(_END_MARK):
            line = line[:-1]
        return line

    def accept(self) -> None:
        """The lines taken so far are done with."""
        self.first += len(self.taken)
        self.taken = []

    def give_up_first(self) -> str:
        """The first line taken is lost; the others will be read again."""
        lost, *rest = self.taken
        self._returned.extendleft(reversed(rest))
        self.taken = []
        self.first += 1
        return lost


def rows(stream: TextIO, delimiter: str, width: int = 0, first: int = 1) -> Iterator[Row | BrokenRow]:
    """Every record of a CSV text, in order. Where `width` is 0 the first row sets it. `first` is the number of the first line."""
    csv.field_size_limit(_LONGEST_FIELD)
    lines = _Lines(stream, first)
    while True:
        parser = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            reason = ""
            cells: list[str] = []
            try:
                cells = next(parser)
            except StopIteration:
                if not lines.taken:
                    return
                reason = _NOT_CLOSED
            except csv.Error as error:
                reason = _in_words(str(error))
            except _LineTooLong:
                alone = len(lines.taken) == 1
                reason = f"this line is longer than {LONGEST_LINE // 2**20} MB" if alone else _NOT_CLOSED
            if not reason and not any(cells):
                lines.accept()
                continue
            width = width or len(cells)
            if not reason and len(cells) != width:
                reason = f"the row has {len(cells)} cell{'s' if len(cells) != 1 else ''}, the header {width}"
            if reason:
                line = lines.first
                yield BrokenRow(line, lines.give_up_first().rstrip("\r\n"), reason)
                break
            yield Row(lines.first, cells)
            lines.accept()


def _in_words(message: str) -> str:
    if "unexpected end of data" in message:
        return _NOT_CLOSED
    if "expected after" in message:
        return "text follows a closing quotation mark"
    if "field larger" in message:
        return f"a cell is longer than {_LONGEST_FIELD} characters, or a quotation mark is not closed"
    return f"this is not CSV: {message}"
