"""Parameters: numbers and words that law or policy sets, by date and jurisdiction, each with its source."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, get_args

from pydantic import Field

from countermove.facts.time import PartialDate
from countermove.rulebook.document import Citation, Document, Name, Prose, Verified

Place = Literal["eu", "uk", "us", "nato", "ca", "au", "jp"]
JURISDICTIONS: tuple[str, ...] = get_args(Place)


class DatedValue(Document):
    """A value and the days on which it holds, `from` and `until` included."""

    value: Any = Field(description="A number, text, list, or (for the program's own tables) a mapping")
    valid_from: PartialDate = Field(alias="from", description="First day on which it holds")
    until: PartialDate | None = Field(None, description="Last day on which it holds; absent while it does")
    valid_until: PartialDate | None = Field(
        None, description="Until when the value is known to be right; after that it is stale"
    )
    jurisdiction: Place | None = Field(None, description="Where it holds; everywhere if absent")
    verified: Verified = Field(description="Whether the value was read in the source: yes, partly, no")
    citations: tuple[Citation, ...] = Field((), description="Where it comes from")
    note: Prose | None = Field(None, description="Limits, doubts, what was looked for and not found")


class Parameter(Document):
    """A named value. Rules refer to it as `$parameters.name`."""

    name: Name = Field(description="Name; the file's stem with underscores for hyphens")
    title: Prose = Field(description="What it is")
    unit: Prose = Field(description="Unit, or 'word', 'date', 'table'")
    reasoning: Prose | None = Field(None, description="Why this value, where no text sets it")
    values: tuple[DatedValue, ...] = Field(min_length=1, description="The values")

    def at(self, day: date, jurisdiction: str | None = None) -> DatedValue | None:
        """The value that holds on a day: that of the jurisdiction, else the general one; the latest begun where two overlap."""
        standing = [
            v for v in self.values
            if v.valid_from.first <= day and (v.until is None or day <= v.until.last) and v.jurisdiction in (jurisdiction, None)
        ]  # fmt: skip
        return max(standing, key=lambda v: (v.jurisdiction is not None, v.valid_from.first), default=None)

    def stale(self, value: DatedValue, day: date) -> bool:
        """Whether the value is past the day until which it is known to be right."""
        return value.valid_until is not None and day > value.valid_until.last
