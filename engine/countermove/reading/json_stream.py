"""Records out of JSON, one at a time: the elements of a list inside a document, or one object a line.

A document is read as a stream (ijson), so memory holds one record at a time. Nothing nested beyond sense gets through, and no
record that is larger than memory should hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from countermove.errors import Fault
from countermove.reading.bounded_lines import LONGEST, bounded_lines, too_long
from countermove.reading.json_depth import DepthGuard
from countermove.reading.json_text import BrokenJson, parse_json
from countermove.reading.outcome import FileFault, Problem, Refused, SourceFile, printable, refusal

DEEPEST = 64
_LARGEST = 64 * 2**20
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class JsonRecord:
    """One record: its number from 1 on (the line, where records stand on lines), and what it holds."""

    number: int
    data: Any


class _TooMuch(Exception):
    """More bytes went by without a record than any record has."""


class _Metered:
    """A file that stops being read where one record would take too much memory."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._since = 0
        self._guard = DepthGuard()
        if stream.read(len(_BOM)) != _BOM:
            stream.seek(0)

    def read(self, size: int = -1) -> bytes:
        bite = self._stream.read(size)
        self._since += len(bite)
        if self._since > _LARGEST:
            raise _TooMuch
        self._guard.feed(bite)
        return bite

    def restart(self) -> None:
        self._since = 0


def items(
    source: SourceFile, path: str = "", objects: type[dict[str, Any]] = dict
) -> Iterator[JsonRecord | Refused | FileFault]:
    """The elements of the list at a dotted path of a document; the value there where it is no list. Without a path: of the document.

    Objects are made as `objects`. A document that breaks off gives what stood before, and a FileFault.
    """
    import ijson

    with source.path.open("rb") as stream:
        listed = _is_list(stream, path)
        if listed is None:
            return
        prefix = ".".join(part for part in (path, "item" if listed else "") if part)
        metered = _Metered(stream)
        number = 0
        try:
            for data in ijson.items(metered, prefix, use_float=True, map_type=objects):
                metered.restart()
                number += 1
                if is_deeper(data, DEEPEST):
                    yield _too_deep(source, number)
                else:
                    yield JsonRecord(number, data)
        except _TooMuch:
            yield _broken(source, f"after record {number}, one record is larger than {_LARGEST // 2**20} MB")
        except (ijson.JSONError, ValueError, OverflowError, RecursionError, MemoryError) as error:
            yield _broken(source, f"after record {number}, this file is not JSON: {_told(error)}")


def answered(source: SourceFile, name: str) -> Iterator[JsonRecord | Refused | FileFault]:
    """The elements of a document that is a list, else of the list under a name: answers of interfaces are saved both ways."""
    with source.path.open("rb") as stream:
        listed = _is_list(stream, "")
    yield from items(source, "" if listed else name)


def _is_list(stream: BinaryIO, path: str) -> bool | None:
    """Whether a list stands at a path; None where nothing does. The stream is at its beginning again afterwards."""
    import ijson

    try:
        for prefix, event, _ in ijson.parse(_Metered(stream), use_float=True):
            if prefix == path:
                return bool(event == "start_array")
    except (ijson.JSONError, _TooMuch, ValueError, OverflowError):
        return False
    finally:
        stream.seek(0)
    return None


def lines(source: SourceFile) -> Iterator[JsonRecord | Refused]:
    """One JSON value a line; a broken line costs only itself."""
    with source.path.open("rb") as stream:
        for number, raw in bounded_lines(stream):
            if raw is None:
                problem = Problem("", "", too_long())
                yield Refused(number, "", (Fault("CM310", str(problem), source.at(number)),), (problem,))
                continue
            if number == 1:
                raw = raw.removeprefix(_BOM)
            if not raw.strip():
                continue
            try:
                text = raw.decode("utf-8").strip()
                data = parse_json(text)
            except UnicodeDecodeError as error:
                shown = raw.decode("utf-8", "backslashreplace").strip()
                told = f"byte {error.start + 1} of this line is not UTF-8 text"
                yield refusal(source, number, "CM314", shown, [told], "save the file as UTF-8")
            except BrokenJson as error:
                told = f"this line is not JSON: {error}"
                yield refusal(source, number, "CM310", text, [told], "one JSON object a line")
            else:
                yield _too_deep(source, number) if is_deeper(data, DEEPEST) else JsonRecord(number, data)


def is_deeper(data: Any, depth: int) -> bool:
    """Whether lists and objects are nested deeper than that."""
    level = [data]
    for _ in range(depth):
        inner: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                inner.extend(each for each in value.values() if isinstance(each, dict | list))
            elif isinstance(value, list):
                inner.extend(each for each in value if isinstance(each, dict | list))
        if not inner:
            return False
        level = inner
    return True


def _too_deep(source: SourceFile, number: int) -> Refused:
    problem = Problem("", "", f"the record is nested more than {DEEPEST} levels deep")
    return Refused(number, "", (Fault("CM310", f"record {number}: {problem}", source.at()),), (problem,))


def _broken(source: SourceFile, told: str) -> FileFault:
    return FileFault(Fault("CM310", told, source.at(), "mend the file; what stood before was read"))


def _told(error: BaseException) -> str:
    return " ".join(printable(str(error)).split())[:160]


__all__ = ["DEEPEST", "LONGEST", "JsonRecord", "is_deeper", "items", "lines"]
