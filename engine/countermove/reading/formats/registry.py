"""Which formats in code there are: every module of this folder that defines FORMATS, found by looking, never by a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol

from countermove.reading import formats as folder
from countermove.reading.candidate import Candidate
from countermove.reading.outcome import Outcome, SourceFile


class Format(Protocol):
    """One format: how it is told, what of it is used and what not, and the reading of it."""

    @property
    def id(self) -> str:
        """The word before the colon in FORMAT:PATH."""
        ...

    @property
    def title(self) -> str: ...

    @property
    def used(self) -> Mapping[str, str]:
        """Field of the format → what it becomes, in few words."""
        ...

    @property
    def unused(self) -> Mapping[str, str]:
        """Field of the format → why it is left out."""
        ...

    def recognises(self, candidate: Candidate) -> bool:
        """Whether a file is of this format, by its content alone."""
        ...

    def read(self, source: SourceFile) -> Iterator[Outcome]: ...

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """One record out of the quarantine, mended; `line` is where it stood in the file."""
        ...


@cache
def formats() -> tuple[Format, ...]:
    """Every format in code, in the order of its id."""
    found: list[Format] = []
    for info in iter_modules(folder.__path__):
        found.extend(getattr(import_module(f"{folder.__name__}.{info.name}"), "FORMATS", ()))
    return tuple(sorted(found, key=lambda format: format.id))
