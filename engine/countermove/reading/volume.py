"""How much there is to read: what decides whether facts become objects or go into tables."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

TABLES_FROM_BYTES = 12_000_000
"""From how many bytes of input on the engine auto reads facts into tables: some 40,000 facts, where the lines of network and of bulk
cross in docs/performance.md."""


def are_for_tables(paths: Sequence[str | Path]) -> bool:
    """Whether the files of these paths come to so much that tables are quicker. What cannot be looked at counts nothing here."""
    total = 0
    for path in paths:
        for size in _sizes(path):
            total += size
            if total >= TABLES_FROM_BYTES:
                return True
    return False


def _sizes(path: str | Path) -> list[int]:
    """The sizes of the files of a path, which may have a format before it."""
    found = Path(path)
    if not found.exists() and ":" in str(path):
        found = Path(str(path).partition(":")[2])
    if found.is_file():
        return [found.stat().st_size]
    sizes = []
    for place, folders, names in os.walk(found):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            try:
                sizes.append((Path(place) / name).stat().st_size)
            except OSError:
                continue
    return sizes
