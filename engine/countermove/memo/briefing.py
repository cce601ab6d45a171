"""The briefing: everything a memo says, as data. `--format json` is this model, with a published, versioned schema.

Sentences are made once, here and in `compose`; templates only lay them out. Ids are stable: the same recommendation on the same
target keeps its id from one memo to the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from countermove.facts.evidence import Marking
from countermove.rulebook.document import Audience, Verified

SCHEMA_VERSION = "1.3"
OptionName = Literal["this", "less", "more", "nothing"]


class Part(BaseModel):
    """Base of the parts of a briefing."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RulebookImprint(Part):
    version: str
    sha256: str = Field(description="Digest over every file of the rulebook")
    active_rules: int


class Input(Part):
    """What was read from one file: records = used + set_aside + quarantined; a record can give several facts."""

    path: str
    format: str
    records: int
    used: int
    set_aside: int
    quarantined: int
    facts: int
    set_aside_reasons: Mapping[str, int] = Field(default_factory=dict)


class TargetPart(Part):
    kind: str
    id: str
    name: str


class PriorityPart(Part):
    score: float = Field(description="impact^a · urgency^b · confidence^c · leverage^d")
    band: Literal["act now", "this month", "prepare", "watch"]
    factors: Mapping[str, float]
    exponents: Mapping[str, float]


class ConfidencePart(Part):
    """How good the basis is, not how probable an outcome is."""

    level: Literal["high", "moderate", "low"]
    low: float
    high: float
    origins: int = Field(description="Independent origins of the least supported fact behind it")
    contested: bool
    reason: str


class JustificationPart(Part):
    rule: str
    bindings: Mapping[str, str] = Field(description="Name in the rule → fact id")
    facts: tuple[str, ...] = Field(description="Ids of every fact it rests on, derived ones and those behind them")
    because: str
    sources: tuple[int, ...] = Field(description="Numbers of the sources")
    paragraph: int | None = Field(None, description="Paragraph of the source article that the rule carries out")


class WithheldPart(Part):
    """A measure on the same target that this advice speaks against."""

    action: str
    headline: str
    rules: tuple[str, ...]
    sources: tuple[int, ...] = Field(description="Numbers of the sources")


class RecommendationPart(Part):
    id: str
    rank: int
    tied: bool = Field(description="Whether another recommendation has the same score")
    step: int = Field(ge=1, le=4, description="Step of the source article")
    ruleset: str
    rules: tuple[str, ...]
    action: str
    target: TargetPart
    headline: str
    because: str
    only_if: str | None = Field(description="The condition under which alone the advice holds")
    deadline: str | None
    priority: PriorityPart
    confidence: ConfidencePart
    justifications: tuple[JustificationPart, ...]
    instruments: tuple[str, ...]
    caveats: tuple[str, ...]
    withheld: tuple[WithheldPart, ...]


class Claim(Part):
    """A sentence with the numbers of the sources it rests on."""

    text: str
    sources: tuple[int, ...]


class InstrumentPart(Part):
    id: str
    name: str
    jurisdiction: str
    does: str
    legal_basis: str
    addressee: str
    must_agree: str
    lead_time: str
    limits: str
    verified: Verified = Field(description="Whether legal basis and effect were read in the cited source")
    status: str = Field(
        description="Whether the legal basis was checked and when, what rests on memory, whether it may have lapsed"
    )


class OptionPart(Part):
    name: OptionName
    what: str
    cost: str


class Item(Part):
    """One numbered recommendation of the memo: an action with all its targets, placed by the best of them."""

    number: int
    rank: int = Field(description="Rank of its best target")
    action: str
    heading: str
    family: str
    step: int
    band: str
    score: float
    confidence: str = Field(description="Level, or from lowest to highest over its targets")
    owner: str
    deadline: str | None
    only_if: str | None
    do: str
    why_all: Claim | None = Field(description="The ground that all its targets share, where there are several")
    why_now: tuple[Claim, ...] = Field(min_length=1, description="The ground for each of the first targets")
    how_sure: str
    evidence: tuple[Claim, ...]
    instruments: tuple[InstrumentPart, ...]
    allies: tuple[str, ...]
    options: tuple[OptionPart, ...]
    risks: tuple[str, ...]
    withdraw: tuple[str, ...]
    caveats: tuple[Claim, ...]
    withheld: tuple[Claim, ...] = Field(description="Measures on the first targets that this advice speaks against")
    recommendations: tuple[str, ...] = Field(
        min_length=1, description="Ids in order of rank; beyond rank 1,000 only the best"
    )
    targets: int = Field(description="How many targets it has in all")
    last_rank: int = Field(description="Rank of its last target")


class ActorPart(Part):
    """Who carries out, of an audience, what the addressee has no part in."""

    audience: Audience
    called: str = Field(description="The audience in words: 'the EU'")
    owner: str


class ForOthersPart(Part):
    """An action in which the addressee has no part: it is neither ranked nor asked for, and given so that it is known."""

    action: str
    heading: str
    step: int = Field(ge=1, le=4, description="Step of the source article")
    family: str
    targets: int = Field(description="How many targets it has in all")
    first: Claim = Field(description="What is recommended on the target of highest priority")
    why: Claim = Field(description="The ground for it")
    confidence: str = Field(description="Level, or from lowest to highest over its targets")
    no_part: str = Field(description="Why the addressee has no part")
    actors: tuple[ActorPart, ...] = Field(min_length=1, description="Who acts")
    recommendations: tuple[str, ...] = Field(min_length=1, description="Ids of the first, the highest priority first")


class GapPart(Part):
    """What to find out, and what would be recommended then."""

    text: str
    rule: str
    action: str
    kind: str
    field: str
    count: int
    examples: tuple[str, ...]


class AbsencePart(Part):
    """A register that recommendations rest on by its silence, and that is not among the inputs."""

    text: str
    kind: str = Field(description="The kind of record that rules looked for")
    keeper: str | None = Field(description="Whose register: an authority, or the name of a catalogue")
    items: tuple[int, ...] = Field(description="Numbers of the items shown that rest on it; empty where only others do")
    rules: tuple[str, ...] = Field(description="Rules that looked it up")


class Source(Part):
    """A numbered source."""

    number: int
    source: str
    origin: str
    grade: str = Field(description="Admiralty grade, reliability and credibility")
    published: str | None
    accessed: str | None
    url: str | None
    document: str | None
    archived: str | None
    places: tuple[str, ...] = Field(description="Where in the source, the first four places")
    more_places: int = Field(description="How many further places")
    marking: Marking
    facts: int = Field(description="How many of the memo's facts rest on it")


class Trace(Part):
    """Why a recommendation stands, rule by rule, for the annex."""

    recommendation: str
    lines: tuple[str, ...]


class Briefing(Part):
    """A memo as data."""

    schema_version: str = SCHEMA_VERSION
    title: str
    to: str
    sender: str
    as_of: date
    audience: Audience
    marking: Marking = Field(description="The strictest marking of all that the memo shows, TLP 2.0")
    rulebook: RulebookImprint
    engine: str
    inputs: tuple[Input, ...]
    bottom_line: tuple[str, ...]
    decision: str
    items: tuple[Item, ...]
    more_items: tuple[str, ...] = Field(description="Headings of further items, in order of rank")
    recommendations: tuple[RecommendationPart, ...]
    ranked: int = Field(description="How many recommendations were ranked, whether they are kept here or not")
    for_others: tuple[ForOthersPart, ...] = Field(
        description="What is recommended to other audiences and not to this one"
    )
    absences: tuple[AbsencePart, ...] = Field(description="What rests on the silence of registers that were not read")
    gaps: tuple[GapPart, ...]
    contested: tuple[Claim, ...]
    to_recheck: tuple[str, ...] = Field(
        description="Stale parameters and instruments that are unverified or may have lapsed"
    )
    notes: tuple[str, ...] = Field(description="What reading the input left open")
    sources: tuple[Source, ...]
    traces: tuple[Trace, ...]
    facts: Mapping[str, Mapping[str, Any]]

    def save(self, path: str) -> None:
        """Write the memo whole or not at all; the ending says as what: .md, .html, .json or .stix.json. Raises OutputError, UsageError."""
        from countermove.memo.writing import save

        save(self, path)

    def render(self, format: str = "markdown") -> str:
        """The memo as text: `markdown`, `html`, `json` or `stix`. The same briefing gives the same bytes. Raises UsageError."""
        from countermove.memo.rendering import render

        return render(self, format)

    def _repr_html_(self) -> str:
        return self.render("html")

    def _repr_markdown_(self) -> str:
        return self.render("markdown")
