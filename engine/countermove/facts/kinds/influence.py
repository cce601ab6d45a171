"""Influence operations, and stakes that give leverage in a neighbour's markets."""

from typing import Any, Literal

from pydantic import Field, field_validator

from countermove.facts.fact import PROSE, Day, EntityId, Fact, Flag, Number, Share, Text, Whole

Conduct = Literal[
    "impersonation", "false_accounts", "false_outlets", "forgery", "staged_scenes", "hidden_sponsor", "hidden_money",
    "vote_buying",
]  # fmt: skip


Lister = Literal["AU", "CA", "CH", "CZ", "EU", "JP", "MD", "NZ", "UA", "UK", "US"]


class InfluenceCampaign(Fact):
    """A set of channels and narratives run to one end. Its author is an `attribution` of its own."""

    kind: Literal["influence_campaign"] = "influence_campaign"
    wordings = PROSE | {"campaign"}
    key = ("campaign", "start")
    happened = "start"
    campaign: Text = Field(description="Name; text of an adversary or of those who watch it")
    aliases: tuple[Text, ...] = Field((), description="Other names")
    part_of: Text | None = Field(
        None, description="Id of the campaign of which this record is another account, or one operation"
    )
    start: Day | None = Field(None, description="First seen")
    end: Day | None = Field(None, description="Last seen; absent while it runs or where not known")
    operator: Text | None = Field(None, description="Who runs it, as attributed")
    operators: tuple[Text, ...] = Field((), description="Those who run it, name by name, as attributed")
    languages: tuple[Text, ...] = Field((), description="Languages used, ISO 639")
    channels: Whole | None = Field(
        None, description="Channels counted; what is counted differs", ge=0, json_schema_extra={"unit": "channels"}
    )
    counted: Literal["sites", "accounts", "operations", "newsrooms"] | None = Field(
        None, description="What the count of channels counts"
    )
    theme: Text | None = Field(None, description="What it says, in the curator's words")
    covert: Flag | None = Field(
        None, description="Whether it hides who speaks; false where it speaks under its own name"
    )
    conduct: tuple[Conduct, ...] = Field((), description="How it deceives, or what money it hides, as the source says")
    sanctioned_by: tuple[Lister, ...] = Field((), description="Whose lists name its operators")
    as_at: Day | None = Field(None, description="Day on which the source found it so")
    summary: Text | None = Field(None, description="In one sentence")

    @field_validator("sanctioned_by", mode="before")
    @classmethod
    def _capitals(cls, value: Any) -> Any:
        """Authorities are written small elsewhere ("eu"); both spellings are the same list."""
        if isinstance(value, list | tuple):
            return [one.strip().upper() if isinstance(one, str) else one for one in value]
        return value


class Narrative(Fact):
    """A claim that a campaign spreads."""

    kind: Literal["narrative"] = "narrative"
    key = ("campaign", "text")
    happened = "first_seen"
    campaign: Text = Field(description="Id of the campaign")
    text: Text = Field(description="The claim; text of an adversary")
    first_seen: Day | None = Field(None, description="When it was first seen")
    false: Flag | None = Field(None, description="Whether a cited check found it false")


class CampaignTarget(Fact):
    """A campaign aims at a country."""

    kind: Literal["campaign_target"] = "campaign_target"
    key = ("campaign", "country")
    campaign: Text = Field(description="Id of the campaign")
    country: EntityId = Field(description="Whom it aims at", examples=["iso3166:MD"])


class CampaignVictim(Fact):
    """A campaign aims at an organisation or person, or passes itself off as one."""

    kind: Literal["campaign_victim"] = "campaign_victim"
    key = ("campaign", "victim", "manner")
    campaign: Text = Field(description="Id of the campaign")
    victim: Text = Field(description="Who is aimed at or imitated, by name", examples=["Example Daily"])
    manner: Literal["targeted", "imitated"] | None = Field(None, description="Whether it is attacked or imitated")
    country: EntityId | None = Field(None, description="Where the victim is at home")


class CheckedClaim(Fact):
    """A claim in the media that somebody who checks claims has looked at and recorded."""

    kind: Literal["checked_claim"] = "checked_claim"
    key = ("checker", "case")
    happened = "date"
    checker: Text = Field(description="Who checked", examples=["EUvsDisinfo"])
    case: Text = Field(description="Number or address of the case")
    claim: Text = Field(description="The claim; text of an adversary")
    date: Day | None = Field(None, description="When it was spread or recorded")
    verdict: Literal["false", "misleading", "unproven", "true"] | None = Field(None, description="What the check found")
    outlets: tuple[Text, ...] = Field((), description="Outlets that carried it")
    countries: tuple[EntityId, ...] = Field((), description="Countries it speaks of")
    languages: tuple[Text, ...] = Field((), description="Languages, by name")


class TechniqueUse(Fact):
    """A campaign uses a technique of the DISARM framework."""

    kind: Literal["technique_use"] = "technique_use"
    key = ("campaign", "technique")
    campaign: Text = Field(description="Id of the campaign")
    technique: Text = Field(description="DISARM code", examples=["T0099"], pattern=r"^T\d{4}(\.\d{3})?$")


class Election(Fact):
    """An election or referendum, past or ahead."""

    kind: Literal["election"] = "election"
    key = ("country", "date")
    country: EntityId = Field(description="Where")
    date: Day = Field(description="Polling day")
    type: Text | None = Field(None, description="What is voted on", examples=["parliamentary"])


class MarketStake(Fact):
    """A holder's position in a sector of another country: a share, a monopoly, a supply position."""

    kind: Literal["market_stake"] = "market_stake"
    key = ("asset", "country", "holder", "since")
    happened = "since"
    foreseen = True
    asset: Text = Field(description="Company, plant, field or network")
    country: EntityId = Field(description="Where it is")
    sector: Text = Field(description="Sector, lower case", examples=["gas"])
    holder: Text = Field(description="Who holds the position")
    holder_country: EntityId | None = Field(None, description="State the holder belongs to", examples=["iso3166:RU"])
    share: Share | None = Field(None, description="Share held", json_schema_extra={"unit": "%"})
    share_of: Literal["capital", "supply"] | None = Field(
        None, description="What the share is of: a company's capital, or the supply of a country's market"
    )
    position: Text | None = Field(None, description="What the stake amounts to", examples=["sole gas supplier"])
    monopoly: Flag | None = Field(None, description="Whether the source calls it a monopoly or the sole supplier")
    since: Day | None = Field(None, description="Since when")
    contract: Day | None = Field(None, description="When a binding contract was signed")
    expires: Day | None = Field(None, description="When the contract or concession runs out")
    status: Literal["planned", "active", "disputed", "administered", "leaving", "ended"] | None = Field(
        None, description="How it stands; disputed by the host state, or administered by it until the sale"
    )
    frozen: Flag | None = Field(None, description="Whether a list freezes it in the host state")
    buyer: Text | None = Field(None, description="Who is to take it over")
    buyer_country: EntityId | None = Field(None, description="State the buyer belongs to", examples=["iso3166:HU"])
    buyer_state_owned: Flag | None = Field(None, description="Whether the buyer belongs to a state other than Russia")
    as_at: Day | None = Field(None, description="Day on which the source found it so")
    summary: Text | None = Field(None, description="In one sentence")


class MarketMove(Fact):
    """A price moved, and when."""

    kind: Literal["market_move"] = "market_move"
    key = ("market", "date")
    happened = "date"
    market: Text = Field(description="Market or security")
    country: EntityId | None = Field(None, description="Where it trades")
    date: Day = Field(description="When")
    percent: Number = Field(description="Move, signed", json_schema_extra={"unit": "%"})


class CulturalProgramme(Fact):
    """An agency of a state runs language, education or culture abroad. Open and lawful unless shown otherwise."""

    kind: Literal["cultural_programme"] = "cultural_programme"
    key = ("agency", "country", "date")
    happened = "date"
    agency: Text = Field(description="Agency", examples=["Rossotrudnichestvo"])
    country: EntityId = Field(description="Where it works")
    date: Day | None = Field(None, description="Announced or begun")
    focus: Text | None = Field(None, description="On what")
    covert: Flag | None = Field(None, description="Whether its sponsor is hidden")
    summary: Text | None = Field(None, description="In one sentence")


KINDS = (
    InfluenceCampaign, Narrative, CampaignTarget, CampaignVictim, CheckedClaim, TechniqueUse, Election, MarketStake, MarketMove, CulturalProgramme,
)  # fmt: skip
