"""From files to facts: what is good is used, what is not is told, and nothing is lost on the way.

`read_facts` takes files and folders in any mix of known formats. A broken record costs only itself; the account of every file
adds up: records = used + set aside + quarantined.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from countermove import resources
from countermove.errors import Fault, InputRejected, UsageError
from countermove.facts.fact_set import FactSet, SkippedFile
from countermove.facts.identity_resolution import reconcile
from countermove.location import Location
from countermove.reading.account import Account, FileAccount, dropped_records
from countermove.reading.fact_formats import Folders, NotMine, detect, folders_with, forced, known_formats
from countermove.reading.outcome import (
    Reader,
    SourceFile,
    printable,
)
from countermove.reading.own_registers import SUFFIX as REGISTER_SUFFIX
from countermove.reading.own_registers import OwnRegisters
from countermove.reading.profile_reader import SUFFIX
from countermove.reading.store_format import MANIFEST, is_store
from countermove.reading.yaml_source import suggestion

__all__ = ["known_formats", "read_facts", "would_read"]

_FORMAT_WORD = re.compile(r"[a-z][a-z0-9-]+\Z")
_SPECIAL = "a pipe, device or socket, not a file"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A file to read: whether it was named itself, and the format asked for."""

    source: SourceFile
    named: bool
    format: str = ""


def read_facts(
    paths: str | Path | Sequence[str | Path], *, strict: bool = False, profiles: Sequence[str | Path] = ()
) -> FactSet:
    """Read facts from files and folders; a path may be `FORMAT:PATH` to force its format.

    `profiles` are files with profiles that count wherever the data stand, as those beside the data do for their folder.
    What cannot be read is reported in the result's faults. Raises InputRejected under `strict` if there is any, and UsageError
    for a format that does not exist.
    """
    account, folder_faults = gather(paths, _take, profiles)
    reconciled = reconcile(account.facts)
    account.faults = [*folder_faults, *account.faults, *reconciled.faults]
    account.quarantine.extend(dropped_records(reconciled.dropped, reconciled.faults))
    if strict and account.faults:
        raise InputRejected(account.faults)
    return FactSet(
        reconciled.facts,
        tuple(account.inputs),
        tuple(account.faults),
        (*account.notes, *reconciled.notes),
        tuple(account.quarantine),
        tuple(account.skipped),
    )


Take = Callable[[Reader, SourceFile, Account], None]
"""What is done with a file whose format is known."""


def gather(
    paths: str | Path | Sequence[str | Path], take: Take, profiles: Sequence[str | Path] = ()
) -> tuple[Account, list[Fault]]:
    """The account of all files that paths stand for, each taken once and in a fixed order, and the faults of profiles beside them."""
    account, folders, registers = Account(), folders_with(profiles), OwnRegisters()
    seen: set[str] = set()
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    tops = _folders_named(given, folders)
    for path in given:
        for wanted in _files(path, account, folders):
            real = os.path.realpath(wanted.source.path)
            if real not in seen:
                seen.add(real)
                account.grader = registers.grader(wanted.source, _top(wanted.source.path, tops))
                _read(wanted, account, folders, take)
    account.notes.extend((*folders.notes(), *registers.notes()))
    return account, [*folders.faults, *registers.faults]


def would_read(paths: Sequence[str | Path], target: str | Path) -> bool:
    """Whether `read_facts` would take facts from a file, or is told by it how to (a profile, a register of sources). Raises UsageError as `read_facts` does."""
    if not os.path.isfile(target):  # noqa: PTH113 (Path.is_file raises where nobody may look)
        return False
    folders, place = Folders(), os.path.realpath(Path(target).parent)
    tops = _folders_named(paths, folders)
    for path in paths:
        for wanted in _files(path, Account(), folders):
            if Path(target).name.endswith(SUFFIX) and os.path.realpath(wanted.source.path.parent) == place:
                return True
            if Path(target).name.endswith(REGISTER_SUFFIX) and _goes_for(target, wanted.source.path, tops):
                return True
            if _is_same(wanted.source.path, target) and (wanted.named or wanted.format or _is_known(wanted, folders)):
                return True
    return False


def _folders_named(paths: Sequence[str | Path], folders: Folders) -> list[Path]:
    """The folders among some paths, those above others first."""
    found = {Path(os.path.abspath(path)) for given in paths if _is_folder(path := _with_format(given, folders)[0])}  # noqa: PTH100 (links stay)
    return sorted(found, key=lambda folder: (len(folder.parts), folder))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _top(file: Path, tops: Sequence[Path]) -> Path:
    """The folder from which on registers of sources go for a file: the highest one named that it is in, else its own."""
    folder = Path(os.path.abspath(file)).parent  # noqa: PTH100 (links stay)
    return next((top for top in tops if folder.is_relative_to(top)), folder)


def _goes_for(target: str | Path, file: Path, tops: Sequence[Path]) -> bool:
    """Whether a register of sources goes for a file."""
    place, folder = Path(os.path.abspath(target)).parent, Path(os.path.abspath(file)).parent  # noqa: PTH100 (links stay)
    return place.is_relative_to(_top(file, tops)) and folder.is_relative_to(place)


def _is_same(path: Path, target: str | Path) -> bool:
    try:
        return path.samefile(target)
    except OSError:
        return False


def _is_known(wanted: _Wanted, folders: Folders) -> bool:
    """Whether a file met in a folder is in a known format. One that cannot be opened may be, so it counts as known."""
    try:
        return not isinstance(detect(wanted.source, folders), NotMine)
    except OSError:
        return True


def _files(given: str | Path, account: Account, folders: Folders) -> Iterator[_Wanted]:
    """The files that a path stands for, in a fixed order."""
    path, word = _with_format(given, folders)
    at = Location(_shown(path))
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        account.faults.append(Fault("CM301", "there is no such file or folder", at, "check the path"))
    except (OSError, ValueError) as error:
        account.faults.append(Fault("CM301", f"this path cannot be read: {_told(error)}", at))
    else:
        if stat.S_ISDIR(mode):
            for found in _below(path, account):
                yield _Wanted(SourceFile(found, _shown(found)), False, word)
        elif stat.S_ISREG(mode):
            yield _Wanted(SourceFile(path, at.path), True, word)
        else:
            account.faults.append(Fault("CM301", f"this is {_SPECIAL}", at, "write its content to a file"))


def _below(folder: Path, account: Account) -> Iterator[Path]:
    """Files below a folder; hidden ones and profiles left out, and of a store only its manifest, which stands for it. What is no file is skipped and told, and never opened."""

    def unreadable(error: OSError) -> None:
        at = Location(_shown(Path(error.filename or folder)))
        account.faults.append(Fault("CM301", f"this folder cannot be read: {_told(error)}", at))

    for place, inner, names in os.walk(folder, onerror=unreadable):
        if MANIFEST in names and is_store(Path(place)):
            inner[:] = []
            yield Path(place, MANIFEST)
            continue
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            path = Path(place) / name
            if name.startswith(".") or name.endswith((SUFFIX, REGISTER_SUFFIX)):
                continue
            if _is_special(path):
                account.skipped.append(SkippedFile(_shown(path), _SPECIAL))
            else:
                yield path


def _is_special(path: Path) -> bool:
    """Whether a pipe, device or socket stands there. What cannot be told shows when the file is opened."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _shown(path: Path) -> str:
    """How messages and memos name a path. The shipped examples have the same names wherever the package lies."""
    try:
        return printable(Path("examples", path.relative_to(resources.folder("examples"))).as_posix())
    except (FileNotFoundError, ValueError):
        return printable(path.as_posix())


def _with_format(given: str | Path, folders: Folders) -> tuple[Path, str]:
    """A path, and the format that stands before it."""
    if isinstance(given, Path):
        return given, ""
    word, colon, rest = given.partition(":")
    try:
        if not colon or not rest or not _FORMAT_WORD.match(word) or Path(given).exists():
            return Path(given), ""
        own = folders.profiles(SourceFile(Path(rest), rest)) if not Path(rest).is_dir() else ()
    except (OSError, ValueError):
        return Path(given), ""
    known = [name for name, _ in known_formats(own)]
    if word not in known:
        raise UsageError(
            f"'{word}' is not a known format", hint=suggestion(word, known) or f"formats: {', '.join(known)}"
        )
    return Path(rest), word


def _read(wanted: _Wanted, account: Account, folders: Folders, take: Take) -> None:
    source = wanted.source
    try:
        if wanted.format:
            reader = forced(wanted.format, folders.profiles(source)) or NotMine(
                f"'{wanted.format}' is not a format of this folder"
            )
        else:
            reader = detect(source, folders)
        if isinstance(reader, NotMine):
            _not_read(wanted, reader.reason, account)
        else:
            folders.reads(reader, source)
            take(reader, source, account)
    except OSError as error:
        account.faults.append(Fault("CM301", f"this file cannot be read: {_told(error)}", source.at()))


def _not_read(wanted: _Wanted, reason: str, account: Account) -> None:
    account.skipped.append(SkippedFile(wanted.source.shown, reason))
    if wanted.named:
        hint = "write FORMAT:PATH to say what it is, or a profile beside it; `countermove facts kinds` shows what facts look like"
        account.faults.append(
            Fault("CM302", f"the format of this file is not known: {reason}", wanted.source.at(), hint)
        )


def _take(reader: Reader, source: SourceFile, account: Account) -> None:
    """Read one file and add it to the account, whatever ends the reading."""
    with FileAccount(reader.id, source, account) as own:
        for outcome in reader.read(source):
            account.facts.extend(own.add(outcome))


def _told(error: Exception) -> str:
    return printable(error.strerror or str(error)) if isinstance(error, OSError) else printable(str(error))
