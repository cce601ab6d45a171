"""Instruments (what the law or an arrangement lets somebody do) and actions (what a rule recommends, and by which instruments)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from countermove.facts.time import PartialDate
from countermove.rulebook.document import Audience, Citation, Document, Prose, Slug, Verified

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

    what: Prose = Field(description="The course")
    cost: Prose = Field(description="What it costs or risks")


class Action(Document):
    """Something that can be recommended."""

    id: Slug = Field(description="The file's stem")
    title: Prose = Field(description="An order in a few words, without the target: 'Inspect for insurance and flag'")
    heading: Prose = Field(description="With {count} and {targets}: 'Inspect {targets} for insurance and flag'")
    heading_many: Prose | None = Field(
        None,
        description="The heading for several targets with {count}, where the other would read badly: 'Open a channel with {count} governments'",
    )
    plural: Prose = Field(description="What several targets are called: 'listed ships'")
    family: Literal["measure", "restrain", "verify", "correct", "collect", "refer", "engage"] = Field(
        "measure",
        description="Measures act on somebody; engage is diplomacy and expertise; the others advise restraint or finding out first",
    )
    restrains: tuple[Slug, ...] = Field((), description="Actions that this advice speaks against on the same target")
    instruments: Mapping[Audience, tuple[Slug, ...]] = Field(
        description="For each audience, the instruments it would use, best first"
    )
    owner: Mapping[Audience, Prose] = Field(description="For each audience, who would carry it out")
    weaker: Option | None = Field(None, description="A weaker course")
    stronger: Option | None = Field(None, description="A stronger course")
    nothing: Option = Field(description="What happens if nothing is done")
    risks: tuple[Prose, ...] = Field(min_length=1, description="Risks, Russia's likely answer among them")
    withdraw: tuple[Prose, ...] = Field(min_length=1, description="What would withdraw the recommendation")
