"""Lines of a file, one after the other, none of them longer than memory should hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

LONGEST = 16 * 2**20
"""A line of more bytes is not read: no record of any format comes near it."""

_BITE = 2**20


def bounded_lines(stream: BinaryIO, longest: int = LONGEST) -> Iterator[tuple[int, bytes | None]]:
    """Every line with its number, its end included; None in the place of one that is too long."""
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) > longest and not line.endswith(b"\n"):
            while (rest := stream.readline(_BITE)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line


def too_long(longest: int = LONGEST) -> str:
    """Why a line was not read."""
    return f"this line is longer than {longest // 2**20} MB"
