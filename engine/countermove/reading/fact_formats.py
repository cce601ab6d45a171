"""Which formats there are, and which one a file has. The format is told from the content; a name's ending decides nothing.

A format is one entry of DETECTORS: a function that looks at the beginning of a file and returns the reader for it, or None, or says
why it is none of its own. There is no other place that knows the formats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from countermove.errors import Fault
from countermove.facts.registry import KINDS
from countermove.reading.candidate import Candidate
from countermove.reading.formats.registry import Format, formats
from countermove.reading.json_facts import BrokenJson, JsonDocument, JsonLines, parse_json
from countermove.reading.no_facts import why_no_facts
from countermove.reading.outcome import Reader, SourceFile, printable
from countermove.reading.profile_formats import ProfileFormat, fitting, format_of, own_formats, shipped_formats
from countermove.reading.profile_reader import read_profile
from countermove.reading.quarantine_file import Quarantine, is_quarantine
from countermove.reading.store_format import is_manifest
from countermove.reading.store_reader import Store
from countermove.reading.told_at_once import described_whole, is_headed_text, is_lines_of_facts

_HEAD = 65536
_SAMPLE = 50
_KIND = re.compile(r'"kind"\s*:\s*"([^"\\]*)"')
_UNOPENED = (
    (b"PK\x03\x04", "an archive or an Office file"),
    (b"PK\x05\x06", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"BZh", "an archive"),
    (b"\xfd7zXZ\x00", "an archive"),
    (b"7z\xbc\xaf\x27\x1c", "an archive"),
    (b"\x28\xb5\x2f\xfd", "an archive"),
    (b"Rar!\x1a\x07", "an archive"),
    (b"\xd0\xcf\x11\xe0", "an Office file"),
    (b"%PDF-", "a PDF"),
)
"""How files begin that are never opened: what an archive unpacks to has no bounds, and what an Office file holds is no table."""

_ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass
class Folders:
    """The profiles that stand beside the data, folder by folder, each read once. Those that are given count for every folder."""

    given: tuple[ProfileFormat, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    _known: dict[Path, tuple[ProfileFormat, ...]] = field(default_factory=dict)
    _read: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """The files that were read by a profile beside them, by the profile's folder and id."""

    def profiles(self, source: SourceFile) -> tuple[ProfileFormat, ...]:
        """A user's own profiles for a file: those given, and those in its folder."""
        folder = source.path.parent
        if folder not in self._known:
            profiles, faults = own_formats(folder, str(Path(source.shown).parent), shipped_ids())
            named = {profile.id for profile in self.given}
            self._known[folder] = (*self.given, *(profile for profile in profiles if profile.id not in named))
            self.faults.extend(faults)
        return self._known[folder]

    def reads(self, reader: Reader, source: SourceFile) -> None:
        """Take down that a file is read, for the case that a profile beside it does."""
        own = self._known.get(source.path.parent, ())
        if isinstance(reader, ProfileFormat) and reader in own and reader not in self.given:
            self._read.setdefault((str(Path(source.shown).parent), reader.id), []).append(source.shown)

    def notes(self) -> list[str]:
        """Which files were read by profiles beside them: such a profile came with the data, and grades it."""
        told = []
        for (folder, id), files in sorted(self._read.items()):
            what = files[0] if len(files) == 1 else f"{len(files)} files in {folder}"
            told.append(
                f"{what}: read by the profile '{id}' beside the data, which itself says who speaks and with what grades."
            )
        return told


def shipped_ids() -> Container[str]:
    """The ids of the formats that come with the program, listed only when one is asked for: that loads every format."""
    return _ShippedIds()


class _ShippedIds:
    def __contains__(self, id: object) -> bool:
        return any(name == id for name, _ in known_formats())


def folders_with(profiles: Sequence[str | Path]) -> Folders:
    """Folders for which the profiles in some files count, wherever these files stand."""
    folders = Folders()
    for path in profiles:
        profile, faults = read_profile(Path(path), printable(str(path)), shipped_ids())
        folders.faults.extend(faults)
        if profile:
            folders.given += (format_of(profile),)
    return folders


@dataclass(frozen=True)
class NotMine:
    """Why a file that looks like a format is not read as it."""

    reason: str


@dataclass(frozen=True)
class Ambiguous(NotMine):
    """Several formats would read the file, and nothing tells which is meant."""


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
    if not candidate.is_json:
        return None
    native = "facts" in candidate.json_values or any(word in KINDS for word in _KIND.findall(candidate.text))
    return JsonDocument() if native else NotMine("JSON without facts (no 'kind' that is known)")


def _quarantine(candidate: Candidate) -> Detected:
    return Quarantine(_all, candidate.own) if is_quarantine(candidate) else None


def _own(candidate: Candidate) -> Detected:
    return _only(fitting(candidate.own, candidate))


def _at_once(candidate: Candidate) -> Detected:
    return JsonLines() if is_lines_of_facts(candidate) else described_whole(candidate)


def _in_code(candidate: Candidate) -> Detected:
    if is_headed_text(candidate):
        return None
    return _only([format for format in formats() if format.recognises(candidate)])


def _json_by_profile(candidate: Candidate) -> Detected:
    if not candidate.is_json:
        return None
    return _only(fitting((format for format in shipped_formats() if format.head.form != "csv"), candidate))


def _table(candidate: Candidate) -> Detected:
    found = _only(fitting((format for format in shipped_formats() if format.head.form == "csv"), candidate))
    if found is None and not candidate.is_json and any(mark in candidate.lines[0] for mark in ",;\t"):
        return NotMine("a table whose header fits no profile")
    return found


def _only(found: Sequence[Format]) -> Detected:
    if len(found) > 1:
        ids = ", ".join(format.id for format in found)
        return Ambiguous(f"it fits several formats ({ids}): write FORMAT:PATH")
    return found[0] if found else None


def _store(candidate: Candidate) -> Detected:
    return Store() if is_manifest(candidate.text) else None


DETECTORS: tuple[Callable[[Candidate], Detected], ...] = (
    _store,
    _quarantine,
    _own,
    _at_once,
    _in_code,
    _json_by_profile,
    _json_lines,
    _json_document,
    _table,
)
"""Asked in this order; the first that knows a file reads it. A user's own profile goes before every shipped format."""


def detect(source: SourceFile, folders: Folders) -> Reader | NotMine:
    """The reader for a file, or why there is none."""
    with source.path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip():
        return NotMine("the file is empty")
    for mark, name in _UNOPENED:
        if head.startswith(mark):
            return NotMine(f"{name}, which is not opened: unpack it, or save its table as CSV")
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
        if isinstance(found, Ambiguous):
            return found
        if isinstance(found, NotMine):
            closest = closest or found
        elif found is not None:
            return found
    reason = why_no_facts(candidate)
    return NotMine(reason) if reason else closest or NotMine("no known format")


def forced(word: str, own: Sequence[ProfileFormat]) -> Reader | None:
    """The reader that a FORMAT word names."""
    return next((reader for reader in _all(own) if reader.id == word), None)


def known_formats(own: Sequence[ProfileFormat] = ()) -> Iterator[tuple[str, str]]:
    """Every format's id and title, as a help text lists them."""
    for reader in _all(own):
        yield reader.id, reader.title


def _all(own: Sequence[ProfileFormat]) -> Iterator[Reader]:
    yield from (JsonLines(), JsonDocument(), Store(), Quarantine(_all, own))
    yield from formats()
    yield from own
    yield from shipped_formats()


def _parsed(line: str) -> object:
    try:
        return parse_json(line)
    except BrokenJson:
        return None
