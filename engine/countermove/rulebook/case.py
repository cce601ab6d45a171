"""Cases: facts given to one rule, and what is expected of it. They stand beside the rule and are its specification."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, Strict

from countermove.facts.fact import Fact
from countermove.facts.time import PartialDate
from countermove.location import Location
from countermove.rulebook.document import Document, Prose


class Recommended(Document):
    """A recommendation that the rule must make."""

    action: Prose
    target: Prose


class Expected(Document):
    """What the rule must do with the given facts."""

    matches: Annotated[int, Strict(), Field(ge=0)] = Field(description="Number of matches")
    recommends: tuple[Recommended, ...] | None = Field(
        None, description="The recommendations made, all of them, in any order"
    )
    concludes: tuple[dict[str, Any], ...] | None = Field(
        None, description="Derived facts, each by the fields that matter"
    )
    caveats: Annotated[int, Strict(), Field(ge=0)] | None = Field(None, description="Number of caveats raised")


class CaseDocument(Document):
    """One case as it stands in a file."""

    name: Prose = Field(description="What it shows, as the rest of a sentence that begins with the rule's title")
    as_of: PartialDate = Field(description="The day on which the rule is asked")
    given: tuple[dict[str, Any], ...] = Field(description="The facts; they need no evidence")
    expect: Expected


@dataclass(frozen=True, slots=True)
class Case:
    """A case with its facts, and where it stands."""

    rule: str
    document: CaseDocument
    given: tuple[Fact, ...]
    location: Location

    @property
    def name(self) -> str:
        return self.document.name
