"""Writes a product whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from countermove.errors import OutputError, UsageError

if TYPE_CHECKING:
    from countermove.memo.briefing import Briefing

FORMATS = {
    ".stix.json": "stix", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".json": "json",
}  # fmt: skip
"""Endings and what they stand for; the first that a name ends in counts."""


def format_of(path: str | Path) -> str:
    """The format that a file's ending stands for. Raises UsageError."""
    name = Path(path).name.lower()
    for ending, format in FORMATS.items():
        if name.endswith(ending) and name != ending:
            return format
    raise UsageError(
        f"'{path}' does not say its format", hint="end it in .md, .html, .json or .stix.json, or give --format"
    )


def save(briefing: Briefing, path: str | Path, format: str | None = None) -> None:
    """Render and write. Raises OutputError where the file cannot be written; what was there before then stays as it was."""
    write_whole(path, briefing.render(format or format_of(path)))


def write_whole(path: str | Path, text: str) -> None:
    """Write text beside its place and move it there, so that nobody ever sees half of it.

    A symbolic link stays, and the file that it leads to is replaced. Raises OutputError, also for a place that holds anything
    but a file.
    """
    target = Path(os.path.realpath(path))
    unfinished: Path | None = None
    try:
        _refuse_special(target)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        unfinished = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        unfinished.chmod(0o644)
        unfinished.replace(target)
        unfinished = None
    except (OSError, UnicodeEncodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it holds characters that no file can hold"
        raise OutputError(f"'{path}' could not be written: {reason or error}", hint="give another place") from None
    finally:
        if unfinished:
            unfinished.unlink(missing_ok=True)


def _refuse_special(target: Path) -> None:
    """Raises OSError where a folder, a device, a pipe or a socket stands, which moving a file there would destroy."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, f"{'a folder' if stat.S_ISDIR(mode) else 'a device, pipe or socket'} stands there")
