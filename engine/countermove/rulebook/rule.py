"""A rule: what must hold, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, Strict

from countermove.facts.time import PartialDate
from countermove.location import Location
from countermove.rulebook.clause import Clause
from countermove.rulebook.condition import Constant, FieldReference
from countermove.rulebook.document import Article, Audience, Citation, Document, Figure, Prose, Slug
from countermove.rulebook.told import AUDIENCES, Told

Status = Literal["draft", "review", "active", "deprecated"]


class Reviewed(Document):
    """When the rule was last reviewed, and until when that stands."""

    on: PartialDate
    valid_until: PartialDate


class Effective(Document):
    """The days between which `as_of` must fall for the rule to apply, both included."""

    valid_from: PartialDate = Field(alias="from")
    until: PartialDate | None = None

    def holds_on(self, day: date) -> bool:
        return self.valid_from.first <= day and (self.until is None or day <= self.until.last)


class Deprecated(Document):
    """Why a rule is no longer used, and which one took its place."""

    reason: Prose
    successor: Slug | None = None


class Strength(Document):
    """How far the premises bear the conclusion; 1 unless the rule argues otherwise."""

    value: Annotated[float, Strict(), Field(gt=0, le=1)]
    reason: Prose


class RuleSet(Document):
    """`ruleset.yaml`: what the rules of a folder have in common."""

    id: Slug
    title: Prose
    article: Article
    scope: Prose
    owner: Prose


class Header(Document):
    """A rule file without its `when` and `then`."""

    id: Slug = Field(description="The file's stem; never used again for something else")
    title: Prose = Field(description="The pattern, as a plain sentence")
    status: Status = Field(description="Only active rules fire")
    owner: Prose = Field(description="The desk that keeps it")
    reviewed: Reviewed
    effective: Effective
    article: Article = Field(
        description="Step (not for indicators and caveats) and paragraph of the article that it carries out"
    )
    citations: tuple[Citation, ...] = Field(min_length=1)
    audiences: Annotated[tuple[Audience, ...], Field(min_length=1)] = Field(
        AUDIENCES, description="Whom it speaks to: the others' memos hold nothing of it. Left out: all"
    )
    strength: Strength | None = None
    known_gaps: tuple[Prose, ...] = Field(min_length=1, description="What the rule cannot see; never empty")
    deprecated: Deprecated | None = None
    distinct: Annotated[bool, Strict()] = Field(True, description="Whether a fact may stand in one match clause only")
    notes: Prose | None = None


Source = Constant | FieldReference


@dataclass(frozen=True, slots=True)
class Urgency:
    """How urgency is found: halving with age (`from`, `half_life_days`), growing towards a deadline (`deadline`, `lead_days`),
    or steady at a value in (0, 1]."""

    since: FieldReference | None = None
    half_life_days: float | None = None
    deadline: FieldReference | None = None
    lead_days: float | None = None
    steady: float | None = None


@dataclass(frozen=True, slots=True)
class Recommend:
    """An action on a target. `headline` and `because` are templates over the matched facts."""

    action: str
    target: Source
    headline: Told[str]
    because: Told[str]
    impact: int
    urgency: Urgency
    only_if: Told[str] | None = None


@dataclass(frozen=True, slots=True)
class Conclude:
    """A derived fact: its kind and its fields."""

    kind: str
    values: Mapping[str, Source]
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Caveat:
    """A warning that is attached to recommendations: of the given steps, of the given actions, or on the given target."""

    text: Told[str]
    steps: tuple[int, ...] = ()
    actions: tuple[str, ...] = ()
    target: Source | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the engines see it. `then` is what follows from each match."""

    header: Header
    ruleset: str
    when: tuple[Clause, ...]
    then: Recommend | Conclude | Caveat
    location: Location

    @property
    def id(self) -> str:
        return self.header.id

    @property
    def strength(self) -> float:
        return self.header.strength.value if self.header.strength else 1.0


__all__ = [
    "Article", "Caveat", "Citation", "Conclude", "Deprecated", "Effective", "Figure", "Header", "Recommend", "Reviewed", "Rule",
    "RuleSet", "Source", "Status", "Strength", "Urgency",
]  # fmt: skip
