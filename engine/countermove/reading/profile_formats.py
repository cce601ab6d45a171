"""Profiles as formats: how a file that one of them describes is told from others, and read.

A shipped profile shows only its head until a file is read by it: reading all of all of them would cost every start.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from countermove.errors import Fault
from countermove.reading.candidate import Candidate
from countermove.reading.csv_facts import CsvReader, header_names
from countermove.reading.json_profile import JsonProfileReader
from countermove.reading.outcome import Outcome, SourceFile
from countermove.reading.profile import Profile, ProfileHead
from countermove.reading.profile_check import used_columns
from countermove.reading.profile_reader import own_profiles, shipped_head, shipped_paths, shipped_profile
from countermove.reading.row_text import clean

_SAMPLE = 20
_HEAD = 65536


class ProfileFormat:
    """A format that a profile describes."""

    def __init__(self, head: ProfileHead, load: Callable[[], Profile]) -> None:
        self.head = head
        self.id = head.id
        self.title = head.title
        self._load = load

    @cached_property
    def profile(self) -> Profile:
        """The profile, whole."""
        return self._load()

    @cached_property
    def _reader(self) -> CsvReader | JsonProfileReader:
        return CsvReader(self.profile) if self.head.form == "csv" else JsonProfileReader(self.profile)

    @cached_property
    def used(self) -> Mapping[str, str]:
        """Column → what it becomes."""
        return used_columns(self.profile)

    @property
    def unused(self) -> Mapping[str, str]:
        """Column → why it is left."""
        return self.profile.unused

    def recognises(self, candidate: Candidate) -> bool:
        """Whether a file has what the profile asks for."""
        head = self.head
        if head.file and not fnmatchcase(candidate.source.path.name, head.file):
            return False
        return _is_table(head, candidate) if head.form == "csv" else _is_json(head, candidate)

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        yield from self._reader.read(source)

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """One record out of the quarantine, mended."""
        return self._reader.reread(record, line, source)


@cache
def shipped_formats() -> tuple[ProfileFormat, ...]:
    """The formats of the profiles that come with the package."""
    return tuple(ProfileFormat(shipped_head(path), lambda path=path: shipped_profile(path)) for path in shipped_paths())  # type: ignore[misc]


def own_formats(
    folder: Path, shown: str, taken: Container[str] = ()
) -> tuple[tuple[ProfileFormat, ...], tuple[Fault, ...]]:
    """The formats of the profiles that stand in a folder beside the data, and what is wrong with them. `taken` are ids that others have."""
    profiles, faults = own_profiles(folder, shown, taken)
    return tuple(map(format_of, profiles)), faults


def format_of(profile: Profile) -> ProfileFormat:
    """The format that a profile describes."""
    return ProfileFormat(profile, lambda: profile)


def fitting(formats: Iterable[ProfileFormat], candidate: Candidate) -> list[ProfileFormat]:
    """The formats whose profiles a file fits: of those, the ones that ask for most."""
    found = [(_demands(format.head), format) for format in formats if format.recognises(candidate)]
    most = max((demands for demands, _ in found), default=0)
    return [format for demands, format in found if demands == most]


def _demands(head: ProfileHead) -> int:
    return len(head.recognise) + len(head.columns) + len(head.recognise_values) + (1000 if head.file else 0)


def _is_table(head: ProfileHead, candidate: Candidate) -> bool:
    sample = islice(_sample_rows(head, candidate), _SAMPLE + 1)
    if head.columns:
        rows = list(sample)
        if not rows or any(len(row) != len(head.columns) for row in rows):
            return False
        return _values_match(head, head.columns, rows)
    header = next(sample, None)
    if header is None:
        return False
    names = header_names(header, head.spellings)
    return set(head.recognise) <= set(names) and (not head.recognise_values or _values_match(head, names, list(sample)))


def _sample_rows(head: ProfileHead, candidate: Candidate) -> Iterator[list[str]]:
    """The first rows; of a file that is not whole here, without the last line."""
    text = candidate.text
    if head.encoding != "utf-8" and "\ufffd" in text:
        with candidate.source.path.open("rb") as stream:
            text = stream.read(_HEAD).decode(head.encoding, "replace")
    text = text.lstrip("\ufeff")
    every = text.splitlines(keepends=True)
    wanted = every if candidate.whole or len(every) == 1 else every[:-1]
    try:
        for row in csv.reader(io.StringIO("".join(wanted[head.skip_lines :]), newline=""), delimiter=head.delimiter):
            if any(row) and row != ["\x1a"]:
                yield [clean(cell) for cell in row]
    except csv.Error:
        return


def _values_match(head: ProfileHead, names: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the columns that are known by their values hold such values; a blank cell tells nothing."""
    for column, pattern in head.recognise_values.items():
        place = names.index(column) if column in names else -1
        cells = [row[place] for row in rows if 0 <= place < len(row) and row[place] and row[place] not in head.blank]
        if not cells or not all(re.fullmatch(pattern, cell) for cell in cells):
            return False
    return True


def _is_json(head: ProfileHead, candidate: Candidate) -> bool:
    if not candidate.is_json or _is_json_lines(candidate) is (head.form == "json"):
        return False
    paths = candidate.json_paths
    before = f"{head.records}." if head.records else ""
    for column in head.recognise:
        if not any(f"{before}{way}" in paths for way in (column, *head.spellings.get(column, ()))):
            return False
    values = ((paths.get(f"{before}{column}"), pattern) for column, pattern in head.recognise_values.items())
    return all(value is not None and re.fullmatch(pattern, _as_text(value)) for value, pattern in values)


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _is_json_lines(candidate: Candidate) -> bool | None:
    """Whether a file has one object a line; None where one object is all there is to see."""
    lines = [line for line in candidate.text.split("\n") if line.strip()]
    if not lines or not lines[0].lstrip("\ufeff \t").startswith("{"):
        return False
    try:
        json.loads(lines[0].lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None if len(lines) == 1 and not candidate.whole else False
    return True if len(lines) > 1 else None
