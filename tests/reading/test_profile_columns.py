"""Every column of a format that a shipped profile describes is read, or stands under `unused` with the reason."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from shared_data import SHARED, needs

from countermove import resources
from countermove.reading.fact_formats import Folders, detect
from countermove.reading.outcome import SourceFile
from countermove.reading.profile_formats import ProfileFormat, shipped_formats
from countermove.reading.profile_reader import shipped_paths, shipped_profile

FORMATS = {format.id: format for format in shipped_formats()}


@pytest.mark.parametrize("id", FORMATS)
def test_every_named_column_is_read_or_left_with_a_reason(id: str) -> None:
    profile = FORMATS[id].profile
    left = [name for name in profile.names if name not in FORMATS[id].used and name not in profile.unused]
    assert not left


@pytest.mark.parametrize("path", shipped_paths(), ids=lambda path: path.stem)
def test_the_head_of_a_shipped_profile_stands_first(path: Path) -> None:
    """Only the head is read at every start: it must say all that the whole file says of what its files look like."""
    head = FORMATS[shipped_profile(path).id].head
    whole = shipped_profile(path)
    for name in type(head).model_fields:
        assert getattr(head, name) == getattr(whole, name), name
    assert path.stem == head.id


def _columns_left(root: Path) -> dict[str, list[str]]:
    """The columns of files below a folder that the profile by which they are read does not know, file by file."""
    found = {}
    folders = Folders()
    for path in sorted(root.rglob("*.csv")):
        reader = detect(SourceFile(path, path.name), folders)
        if isinstance(reader, ProfileFormat) and reader.id in FORMATS:
            known = {*reader.profile.names, *reader.unused}
            with path.open(encoding="utf-8-sig", newline="") as stream:
                header = [name.strip() for name in next(csv.reader(stream, delimiter=reader.head.delimiter))]
            left = [name for name in header if name not in known]
            if left:
                found[path.name] = left
    return found


def test_every_column_of_the_shipped_examples_is_known() -> None:
    assert _columns_left(resources.folder("examples")) == {}


@needs(SHARED)
def test_every_column_of_the_real_files_is_known() -> None:
    assert _columns_left(SHARED) == {}
