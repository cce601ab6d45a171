"""What lint finds."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.location import Location


@dataclass(frozen=True, slots=True)
class Finding:
    """A weak point: what, where, and what to do about it."""

    code: str
    message: str
    location: Location
    advice: str

    def __str__(self) -> str:
        return f"{self.location}: {self.message} [{self.code}]\n    {self.advice}"
