"""Where something stands in a file: the `path:line:column` of every message."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Location:
    """A place in a text file. Lines and columns count from 1; 0 means that only the file (or line) is known."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)
