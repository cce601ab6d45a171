"""The base of every kind of fact.

A field that is absent is *unknown*. Null is refused: it would be a second way of saying so, or a hidden "none".
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, NamedTuple, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    Strict,
    model_validator,
)

from countermove.facts.evidence import Evidence, Line
from countermove.facts.identity import check_id
from countermove.facts.time import PartialDate, day_of, to_moment

EntityId = Annotated[str, Strict(), AfterValidator(check_id), Field(json_schema_extra={"format": "entity-id"})]
Text = Line
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Share = Annotated[float, Strict(), Field(ge=0, le=100, allow_inf_nan=False)]
Whole = Annotated[int, Strict(), Field(ge=-(2**63), lt=2**63)]
Flag = Annotated[bool, Strict()]
Day = PartialDate
Moment = Annotated[
    datetime,
    BeforeValidator(to_moment),
    PlainSerializer(lambda t: t.astimezone(UTC).isoformat().replace("+00:00", "Z"), return_type=str),
]


class Position(NamedTuple):
    """A place on Earth, WGS 84, in degrees."""

    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]


class Alternative(BaseModel):
    """A value that another source gives for a field of a fact: kept beside the better supported one, never lost."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: Text = Field(description="The field that is contested")
    value: Text = Field(description="The other value, as text")
    evidence: tuple[Evidence, ...] = Field((), description="Who gives it")


PROSE = frozenset({"summary", "reason", "note", "mandate", "theme", "role"})
"""Fields that hold prose, whatever the kind."""


class Fact(BaseModel):
    """Something that is known, with what it rests on. Subclasses are the kinds; each names its natural key.

    `kind` of every subclass is a literal. `id` is made from the natural key where it is not given; an entity's id is its
    canonical id. `reported` is when it became known; where absent, the earliest evidence tells, then the date of the event.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)

    key: ClassVar[tuple[str, ...]] = ()
    """Names of the fields that tell one fact of the kind from another; empty for entities, whose id does."""
    happened: ClassVar[str | None] = None
    """The field that says when it happened or began."""
    foreseen: ClassVar[bool] = False
    """Whether `happened` may lie ahead of the day on which it is known: what is planned, called or granted for later.

    Of all other kinds a record that tells of a later day is a slip or a forecast, and counts from that day only.
    """
    wordings: ClassVar[frozenset[str]] = PROSE
    """Fields in which two sources differ in wording without contradicting each other."""
    derived: ClassVar[bool] = False
    """Whether facts of this kind are never given, but follow from others."""
    computed: ClassVar[bool] = False
    """Whether facts of this kind are worked out before the rules are asked, and concluded by none."""

    kind: str
    id: Text = ""
    reported: Day | None = Field(None, description="When it became known")
    contested_with: tuple[Text, ...] = Field((), description="Ids of facts that give another version")
    note: Text | None = Field(None, description="Limits of the record, in the curator's words")
    evidence: tuple[Evidence, ...] = Field((), description="What it rests on; at least one piece when read from a file")
    alternatives: tuple[Alternative, ...] = Field(
        (), description="Other values that other sources give, with their evidence"
    )

    @model_validator(mode="before")
    @classmethod
    def _no_nulls(cls, data: Any) -> Any:
        if isinstance(data, dict):
            for name, value in data.items():
                if value is None:
                    raise ValueError(
                        f"'{name}' is null: leave the field out if it is unknown, write none if there is none"
                    )
        return data

    @model_validator(mode="after")
    def _alternatives_fit(self) -> Self:
        """Another value has to be one that its field could have: it may become the value when sources are weighed."""
        if self.alternatives:
            from countermove.facts.alternatives import problem

            for other in self.alternatives:
                found = problem(self.kind, other.field, other.value)
                if found:
                    raise ValueError(f"alternatives: {found}")
        return self

    def model_post_init(self, context: Any, /) -> None:
        if not self.key:
            check_id(self.id)
        elif not self.id:
            object.__setattr__(self, "id", natural_id(self))

    @property
    def contested(self) -> bool:
        """Whether another version is on record: in another fact, or in a value (not mere wording) of this one."""
        return bool(self.contested_with) or any(other.field not in self.wordings for other in self.alternatives)

    def rests_on(self) -> tuple[tuple[str, str], ...]:
        """Kind and id of the facts from which this one was worked out; it is as good as the weakest of them. Empty of all but `computed` kinds."""
        return ()

    def known_from(self) -> PartialDate | None:
        """When the fact became known: when it was told, but not before it happened, unless its kind is one that is foreseen.

        A report known only to the month or year is not taken to be older than what it tells of. None where nothing tells: then it
        may have been known all along.
        """
        known, happened = self.told_on(), self.happened_on()
        if known and happened and known.first < happened.first:
            if not self.foreseen:
                return PartialDate(happened.first, max(happened.first, known.last))
            if not known.exact and happened.first <= known.last:
                return PartialDate(happened.first, known.last)
        return known or happened

    def told_early(self) -> bool:
        """Whether it was told wholly before it is said to have happened, though nothing of its kind is foreseen."""
        told, happened = self.told_on(), self.happened_on()
        return bool(not self.foreseen and told and happened and told.last < happened.first)

    def told_on(self) -> PartialDate | None:
        """When somebody told it: `reported`, else the earliest evidence where all of it is dated; None where nothing says."""
        return self.reported or self._first_published()

    def happened_on(self) -> PartialDate | None:
        """The day (or span) on which it happened or began; None where that is not known, or nothing of the kind happens."""
        when = getattr(self, self.happened, None) if self.happened else None
        return day_of(when) if when is not None else None

    def _first_published(self) -> PartialDate | None:
        """The earliest date of the evidence, where all of it is dated."""
        published = [e.published for e in self.evidence]
        dated = [p for p in published if p]
        if not dated or len(dated) < len(published):
            return None
        return min(dated, key=lambda p: (p.first, p.last))


def natural_id(fact: Fact) -> str:
    """The id made from the natural key: readable where short, a digest at the end where long."""
    parts = []
    for name in fact.key:
        value = getattr(fact, name)
        if isinstance(value, datetime):
            value = value.strftime("%Y%m%dT%H%M%SZ") if not value.microsecond else value.isoformat()
        elif isinstance(value, tuple):
            value = "+".join(str(v) for v in value)
        parts.append("-" if value is None else "_".join(str(value).split()))
    text = f"{fact.kind}:" + "/".join(parts)
    return text if len(text) <= 120 else f"{text[:100]}~{hashlib.sha256(text.encode()).hexdigest()[:16]}"
