"""What an adversary does to a file, and what reading it has to hold against: no crash, no hang, an account that adds up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from countermove import resources
from countermove.reading.fact_formats import Folders, NotMine, detect, forced
from countermove.reading.outcome import FileFault, Gathered, Reader, Refused, SetAside, SourceFile, Used

FIXTURES = Path(__file__).parent / "fixtures"

_SPLINTERS = [
    b"\x00", b"\x00" * 100, b"\xff\xfe", b"\xed\xa0\x80", b"\x1a", b'"', b'""', b",", b";", b"\n", b"\r", b"\r\n", b"\n\n", b"[" * 3000, b'{"a":' * 3000,
    b"{", b"}", b"[", b"]", b"null", b"NaN", b"1e999", b"-", b"9" * 5000, b"\\u0000", b"\\ud800", b"<!DOCTYPE x [<!ENTITY e 'eeee'>]>", b"&e;", b"<a>" * 3000,
    b"</", b"<![CDATA[", b"'", b"=", b"=cmd|' /C calc'!A0", b"../../etc/passwd", b"{{ 7*7 }}", b"<script>alert(1)</script>", "\u202e".encode(), "\u2028".encode(),
    "\u0130".encode(), "٢٠٢٤".encode(), b"-0- ", b"IMO 0000000", b"9" * 9, b"2024-02-30", b"99/99/9999", b"0000-00-00", b"x" * 70_000, b"," * 10_000,
]  # fmt: skip

Wound = tuple[str, float, float, bytes]


def wounds() -> st.SearchStrategy[list[Wound]]:
    """A few changes to a file: each cuts, repeats, swaps or puts something in, at a place told as a share of the file."""
    share = st.floats(0, 1, allow_nan=False)
    splinter = st.one_of(st.sampled_from(_SPLINTERS), st.binary(max_size=12))
    one = st.tuples(st.sampled_from(["put", "replace", "cut", "repeat", "end"]), share, share, splinter)
    return st.lists(one, min_size=1, max_size=6)


def wounded(content: bytes, changes: list[Wound]) -> bytes:
    """The file after the changes."""
    for how, where, more, splinter in changes:
        at = int(where * len(content))
        far = min(len(content), at + 1 + int(more * min(400, len(content))))
        if how == "put":
            content = content[:at] + splinter + content[at:]
        elif how == "replace":
            content = content[:at] + splinter + content[at + max(1, len(splinter)) :]
        elif how == "cut":
            content = content[:at] + content[far:]
        elif how == "repeat":
            content = content[:far] + content[at:far] * 3 + content[far:]
        else:
            content = content[:at]
    return content


def samples() -> Iterator[tuple[str, Path]]:
    """Every format with a file of it: the fixtures, and the shipped examples."""
    seen: set[str] = set()
    for folder in (FIXTURES, resources.folder("examples")):
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or path.name.endswith((".yaml", ".md")):
                continue
            reader = detect(SourceFile(path, path.name), Folders())
            if not isinstance(reader, NotMine) and (folder == FIXTURES or reader.id not in seen):
                seen.add(reader.id)
                yield reader.id, path


def read_whole(reader: Reader, path: Path) -> dict[str, int]:
    """Read a file to its end as it is, and check all that comes out; how many records became what."""
    counts = {"used": 0, "set aside": 0, "refused": 0, "facts": 0, "file faults": 0}
    for outcome in reader.read(SourceFile(path, path.name)):
        if isinstance(outcome, Used | Gathered):
            counts["used"] += isinstance(outcome, Used)
            counts["facts"] += len(outcome.facts)
            for fact in outcome.facts:
                fact.model_dump_json().encode("utf-8")
                assert fact.evidence, fact
        elif isinstance(outcome, SetAside):
            counts["set aside"] += 1
            assert outcome.reason
        elif isinstance(outcome, Refused):
            counts["refused"] += 1
            assert outcome.faults
            _told(outcome.faults)
        else:
            assert isinstance(outcome, FileFault)
            counts["file faults"] += 1
            _told((outcome.fault,))
    return counts


def _told(faults: tuple[Any, ...]) -> None:
    for fault in faults:
        assert fault.code.startswith("CM3"), fault
        assert fault.location is not None, fault
        assert fault.message.isprintable(), fault
        str(fault).encode("utf-8")


def reader_of(id: str) -> Reader:
    """The reader of a format."""
    reader = forced(id, ())
    assert reader is not None, id
    return reader
