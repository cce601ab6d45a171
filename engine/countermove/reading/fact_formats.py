"""Which formats there are, and which one a file has. The format is told from the content; a name's ending decides nothing.

A format is one entry of DETECTORS: a function that looks at the beginning of a file and returns the reader for it, or None, or says
why it is none of its own. There is no other place that knows the formats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from countermove.errors import Fault
from countermove.reading.candidate import Candidate
from countermove.reading.csv_facts import CsvReader, fitting
from countermove.reading.formats.registry import formats
from countermove.reading.json_facts import BrokenJson, JsonDocument, JsonLines, parse_json
from countermove.reading.outcome import Reader, SourceFile
from countermove.reading.profile import Profile
from countermove.reading.profile_reader import own_profiles, shipped_profiles
from countermove.reading.store_format import is_manifest
from countermove.reading.store_reader import Store

_HEAD = 65536
_SAMPLE = 50
_ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass
class Folders:
    """The profiles that stand beside the data, folder by folder, each read once."""

    faults: list[Fault] = field(default_factory=list)
    _known: dict[Path, tuple[Profile, ...]] = field(default_factory=dict)

    def profiles(self, source: SourceFile) -> tuple[Profile, ...]:
        """A user's own profiles in the folder of a file."""
        folder = source.path.parent
        if folder not in self._known:
            profiles, faults = own_profiles(folder, str(Path(source.shown).parent))
            self._known[folder] = profiles
            self.faults.extend(faults)
        return self._known[folder]


@dataclass(frozen=True)
class NotMine:
    """Why a file that looks like a format is not read as it."""

    reason: str


Detected = Reader | NotMine | None


def _json_lines(candidate: Candidate) -> Detected:
    lines = candidate.lines
    if lines[0].lstrip().startswith("["):
        return None
    parsed = [data for line in lines[:_SAMPLE] if isinstance(data := _parsed(line), dict)]
    if not parsed or (candidate.whole and len(lines) > 1 and _parsed(candidate.text) is not None):
        return None
    if any("kind" in data for data in parsed):
        return JsonLines()
    return (
        None
        if len(lines) == 1 and isinstance(parsed[0].get("facts"), list)
        else NotMine("JSON lines whose objects have no 'kind'")
    )


def _json_document(candidate: Candidate) -> Detected:
    if candidate.text.lstrip()[:1] not in ("{", "["):
        return None
    return (
        JsonDocument()
        if '"kind"' in candidate.text or '"facts"' in candidate.text
        else NotMine("JSON without facts (no 'kind')")
    )


def _csv(candidate: Candidate) -> Detected:
    first = candidate.lines[0]
    name = candidate.source.path.name
    found = fitting(candidate.own, first, name) or fitting(shipped_profiles(), first, name)
    if len(found) > 1:
        ids = ", ".join(profile.id for profile in found)
        return NotMine(f"its header fits several formats ({ids}): write FORMAT:PATH")
    if found:
        return CsvReader(found[0])
    return NotMine("a table whose header fits no profile") if any(mark in first for mark in ",;\t") else None


def _in_code(candidate: Candidate) -> Detected:
    found = [format for format in formats() if format.recognises(candidate)]
    if len(found) > 1:
        ids = ", ".join(format.id for format in found)
        return NotMine(f"it fits several formats ({ids}): write FORMAT:PATH")
    return found[0] if found else None


def _store(candidate: Candidate) -> Detected:
    return Store() if is_manifest(candidate.text) else None


DETECTORS: tuple[Callable[[Candidate], Detected], ...] = (_store, _in_code, _json_lines, _json_document, _csv)
"""Asked in this order; the first that knows a file reads it."""


def detect(source: SourceFile, folders: Folders) -> Reader | NotMine:
    """The reader for a file, or why there is none."""
    with source.path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip():
        return NotMine("the file is empty")
    encoding = next((name for mark, name in _ENCODINGS if head.startswith(mark)), "utf-8")
    text = head.decode(encoding, "replace")
    if text.count("\0") > max(8, len(text) // 20):
        return NotMine("not a text file")
    candidate = Candidate(source, text, len(head) < _HEAD, folders.profiles(source))
    if not candidate.lines:
        return NotMine("the file is empty")
    closest: NotMine | None = None
    for detector in DETECTORS:
        found = detector(candidate)
        if isinstance(found, NotMine):
            closest = closest or found
        elif found is not None:
            return found
    return closest or NotMine("no known format")


def forced(word: str, own: Sequence[Profile]) -> Reader | None:
    """The reader that a FORMAT word names."""
    for reader in _in_order():
        if reader.id == word:
            return reader
    return next((CsvReader(profile) for profile in (*own, *shipped_profiles()) if profile.id == word), None)


def _in_order() -> Iterator[Reader]:
    yield from (JsonLines(), JsonDocument(), Store())
    yield from formats()


def known_formats(own: Sequence[Profile] = ()) -> Iterator[tuple[str, str]]:
    """Every format's id and title, as a help text lists them."""
    for reader in _in_order():
        yield reader.id, reader.title
    for profile in (*own, *shipped_profiles()):
        yield profile.id, profile.title


def _parsed(line: str) -> object:
    try:
        return parse_json(line)
    except BrokenJson:
        return None
