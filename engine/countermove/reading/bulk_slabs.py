"""A file of lines in pieces that the database can take as they are, whatever the file holds.

A small file is one piece, itself. Of a large one, and of one that the database refuses, pieces are copied to a temporary file, line by
line; lines that no quick way can take (no UTF-8, longer than any good record, with characters that part a table's cells) are left
blank there and told by number, so that every line keeps its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from countermove.tables.database import Database

LARGEST = 384 * 1024 * 1024
"""Bytes of a piece at most."""

MARK = "\x01"
"""The character that parts cells; no good line holds it."""

_BOM = b"\xef\xbb\xbf"
_LONGEST_LINE = 1_000_000
_BLOCK = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Slab:
    """A piece of a file: where to read it, the number of its first line, and the lines (number, text) left out of it."""

    path: Path
    first_line: int
    left_out: tuple[tuple[int, bytes], ...] = ()


def whole_slab(path: Path) -> Slab | None:
    """The file as one piece, if it is small enough."""
    return Slab(path, 1) if path.stat().st_size <= LARGEST else None


def size_of_lines(path: Path) -> int:
    """The bytes of a file's lines, each with one for its end, whether the last one has it or not; a byte-order mark is not counted."""
    size = path.stat().st_size
    marked = is_marked(path)
    with path.open("rb") as stream:
        stream.seek(max(0, size - 1))
        ended = stream.read(1) in (b"\n", b"")
    return size - len(_BOM) * marked + (not ended)


def is_marked(path: Path) -> bool:
    """Whether a file begins with a byte-order mark, which the database would not tell from the text."""
    with path.open("rb") as stream:
        return stream.read(len(_BOM)) == _BOM


def slabs(database: Database, path: Path, *, careful: bool, first_line: int = 1) -> Iterator[Slab]:
    """The pieces of a file, each gone when the next is asked for. With `careful`, lines that the database would refuse are left out."""
    first = first_line
    with path.open("rb") as stream:
        while True:
            with database.temporary_file(".jsonl") as piece:
                with piece.open("wb") as out:
                    left_out: list[tuple[int, bytes]] = []
                    lines = _copy_carefully(stream, out, first, left_out) if careful else _copy(stream, out)
                if not lines:
                    return
                yield Slab(piece, first, tuple(left_out))
            first += lines


def _copy(stream: BinaryIO, out: BinaryIO) -> int:
    """Copy lines up to the size of a piece; how many there were."""
    lines = size = 0
    while size < LARGEST and (block := stream.read(_BLOCK)):
        block += stream.readline()
        out.write(block)
        size += len(block)
        lines += block.count(b"\n") + (not block.endswith(b"\n"))
    return lines


def _copy_carefully(stream: BinaryIO, out: BinaryIO, first: int, left_out: list[tuple[int, bytes]]) -> int:
    """Copy the lines that the database can take; how many lines there were."""
    number, size = first, 0
    while size < LARGEST and (raw := stream.readline()):
        line = raw.removeprefix(_BOM) if number == 1 else raw
        if _is_plain(line):
            out.write(line.rstrip(b"\r\n"))
        else:
            left_out.append((number, line))
        out.write(b"\n")
        size += len(line)
        number += 1
    return number - first


def _is_plain(line: bytes) -> bool:
    if (
        len(line) > _LONGEST_LINE
        or line.startswith(_BOM)
        or MARK.encode() in line
        or b"\0" in line
        or b"\r" in line.rstrip(b"\r\n")
    ):
        return False
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
