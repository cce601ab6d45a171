"""Positions in the order of time, however many there are and however they stand in the file.

They are sorted a slab at a time and kept in temporary files, which are merged when they are read. A file that is in order already,
as most are, makes one such file and is merged with nothing.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import IO

from countermove.reading.tracks.position import SIZE

_SLAB = 400_000
_MOST_FILES = 48
_BITE = SIZE * 20_000
_LATE = 120
"""Messages come a little late at times: so many seconds of a slab wait for the next one."""


class TimeOrder:
    """Takes positions in any order and gives them back in the order of time. To be used in a `with` statement."""

    def __init__(self, slab: int = _SLAB) -> None:
        self._slab = slab
        self._waiting: list[bytes] = []
        self._files: list[IO[bytes]] = []
        self._last = b""
        self._open = ExitStack()

    def __enter__(self) -> TimeOrder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def add(self, record: bytes) -> None:
        """Take one packed position."""
        self._waiting.append(record)
        if len(self._waiting) >= self._slab:
            self._write()

    def __iter__(self) -> Iterator[bytes]:
        self._waiting.sort()
        return (
            heapq.merge(*(_records(file) for file in self._files), self._waiting)
            if self._files
            else iter(self._waiting)
        )

    def _write(self) -> None:
        """Put what waits into a file: the last one, where it goes on from there."""
        waiting = self._waiting
        waiting.sort()
        late = max(0, int.from_bytes(waiting[-1][:4], "big") - _LATE).to_bytes(4, "big")
        kept = next((n for n in range(len(waiting) - 1, -1, -1) if waiting[n][:4] < late), -1) + 1
        if kept < len(waiting) // 2:
            kept = len(waiting)
        if not self._files or waiting[0] < self._last:
            if len(self._files) >= _MOST_FILES:
                self._unite()
            self._files.append(self._temporary())
        self._last = waiting[kept - 1]
        self._files[-1].write(b"".join(waiting[:kept]))
        self._waiting = waiting[kept:]

    def _unite(self) -> None:
        united = self._temporary()
        for record in heapq.merge(*(_records(file) for file in self._files)):
            united.write(record)
        for file in self._files:
            file.close()
        self._files = [united]

    def _temporary(self) -> IO[bytes]:
        return self._open.enter_context(tempfile.TemporaryFile(prefix="countermove-", buffering=2**20))


def _records(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while bite := file.read(_BITE):
        for at in range(0, len(bite), SIZE):
            yield bite[at : at + SIZE]
