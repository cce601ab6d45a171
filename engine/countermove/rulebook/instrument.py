"""Instruments (what the law or an arrangement lets somebody do) and actions (what a rule recommends, and by which instruments)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from countermove.facts.time import PartialDate
from countermove.rulebook.document import Audience, Citation, Document, Prose, Slug, Verified
from countermove.rulebook.told import AUDIENCES, Told

Listed = Annotated[tuple[Prose, ...], Field(min_length=1)]
Jurisdiction = Literal["eu", "uk", "us", "nato", "coalition", "national"]


class Instrument(Document):
    """A legal power or standing arrangement."""

    id: Slug = Field(description="The file's stem")
    name: Prose = Field(description="What it is called")
    steps: tuple[Annotated[int, Field(ge=1, le=4)], ...] = Field(description="Steps of the article it serves")
    jurisdiction: Jurisdiction = Field(
        description="Whose it is; national and coalition instruments are open to every audience"
    )
    does: Prose = Field(description="What it does")
    legal_basis: Prose = Field(description="Act, article and paragraph")
    addressee: Prose = Field(description="Who uses it")
    must_agree: Prose = Field(description="Who has to agree")
    lead_time: Prose = Field(description="How long it takes")
    reversibility: Prose = Field(description="How easily it is undone")
    cost: Prose | None = Field(None, description="What it costs")
    limits: Prose = Field(description="What it cannot do")
    acts: Literal["alone", "with_allies", "swing_state"] = Field(
        description="How far the addressee can act without others"
    )
    verified: Verified = Field(description="Whether legal basis and effect were read in the cited source")
    checked: PartialDate | None = Field(None, description="When the legal basis was checked")
    unverified: Prose | None = Field(None, description="What still rests on memory or was not found")
    valid_until: PartialDate | None = Field(
        None, description="Until when it is known to stand; after that it must be re-checked"
    )
    citations: tuple[Citation, ...] = Field((), description="Sources")


class Option(Document):
    """A weaker or stronger course beside the one recommended, or doing nothing."""

    what: Told[Prose] = Field(description="The course")
    cost: Told[Prose] = Field(description="What it costs or risks")


class Action(Document):
    """Something that can be recommended. Its texts are the same for all, or differ by audience."""

    id: Slug = Field(description="The file's stem")
    title: Told[Prose] = Field(
        description="An order in a few words, without the target: 'Inspect for insurance and flag'"
    )
    heading: Told[Prose] = Field(description="With {count} and {targets}: 'Inspect {targets} for insurance and flag'")
    heading_many: Told[Prose] | None = Field(
        None,
        description="The heading for several targets with {count}, where the other would read badly: 'Open a channel with {count} governments'",
    )
    plural: Told[Prose] = Field(description="What several targets are called: 'listed ships'")
    grounds_many: Mapping[Slug, Told[Prose]] = Field(
        default_factory=dict,
        description="By rule, what is said of several targets that it justifies, every one: with {count}, and {first} and {last}, the first and the last of the dates from which its urgency counts",
    )
    family: Literal["measure", "restrain", "verify", "correct", "collect", "refer", "engage"] = Field(
        "measure",
        description="Measures act on somebody; engage is diplomacy and expertise; the others advise restraint or finding out first",
    )
    restrains: tuple[Slug, ...] = Field((), description="Actions that this advice speaks against on the same target")
    instruments: Mapping[Audience, tuple[Slug, ...]] = Field(
        description="For each audience, the instruments it would use, best first"
    )
    owner: Mapping[Audience, Prose] = Field(
        min_length=1, description="For each audience that has a part, who would carry it out"
    )
    no_part: Mapping[Audience, Prose] = Field(
        default_factory=dict, description="For each audience that has none, why: 'The Alliance lists nobody.'"
    )
    weaker: Told[Option] | None = Field(None, description="A weaker course")
    stronger: Told[Option] | None = Field(None, description="A stronger course")
    nothing: Told[Option] = Field(description="What happens if nothing is done")
    risks: Told[Listed] = Field(description="Risks, Russia's likely answer among them")
    withdraw: Told[Listed] = Field(description="What would withdraw the recommendation")

    def has_part(self, audience: str) -> bool:
        """Whether an audience carries the action out, alone or among others."""
        return audience in self.owner

    def speaker(self, audience: str) -> str:
        """The audience whose texts are shown to an audience: its own, or, where it has no part, those of the first that has."""
        return audience if self.has_part(audience) else next(other for other in AUDIENCES if other in self.owner)
