"""Routes, trade and ties: what a policy of corridors is made of, and who knows the region."""

from typing import Literal

from pydantic import Field

from countermove.facts.fact import Day, EntityId, Fact, Flag, Number, Position, Text


class CorridorDeal(Fact):
    """A step in the making of a transport or energy route. One project has one fact a stage, or a rival figure."""

    kind: Literal["corridor_deal"] = "corridor_deal"
    key = ("project", "stage", "stage_date")
    happened = "stage_date"
    project: Text = Field(description="The project", examples=["Rasht-Astara railway"])
    corridor: Text = Field(description="The corridor it belongs to", examples=["INSTC"])
    countries: tuple[EntityId, ...] = Field((), description="Countries it runs through or serves")
    parties: tuple[Text, ...] = Field((), description="Who signed or builds")
    mode: (
        Literal["rail", "road", "waterway", "sea_route", "port", "gas_pipeline", "oil_pipeline", "naval_base", "mixed"]
        | None
    ) = Field(None, description="What kind of route it is; mixed where goods change between ship, rail and road")
    stage: Literal[
        "announced", "talks", "feasibility", "agreed", "construction", "operating", "stalled", "cancelled"
    ] = Field(description="How far it is")
    stage_date: Day | None = Field(None, description="When it was so far")
    value: Number | None = Field(None, description="Cost or loan", ge=0, json_schema_extra={"unit": "USD"})
    length_km: Number | None = Field(None, description="Length", ge=0, json_schema_extra={"unit": "km"})
    capacity: Text | None = Field(None, description="Capacity as the source gives it")
    sanctioned_party: Flag | None = Field(
        None, description="Whether a party is known to be listed; absent where not checked"
    )
    position: Position | None = Field(None, description="A point on it", json_schema_extra={"unit": "degrees WGS 84"})
    summary: Text | None = Field(None, description="In one sentence")


class Dependence(Fact):
    """One country's trade with, or share of supply from, another. Values of differing definitions are not comparable."""

    kind: Literal["dependence"] = "dependence"
    key = ("country", "counterpart", "measure", "period", "definition")
    happened = "period"
    country: EntityId = Field(description="Who depends")
    counterpart: EntityId = Field(description="On whom")
    measure: Text = Field(
        description="What is measured", examples=["trade_usd_bn", "crude_import_share"], pattern=r"^[a-z0-9_]+$"
    )
    period: Day = Field(description="Over which time")
    value: Number = Field(description="The value, in `unit`")
    unit: Text = Field(description="Unit of the value", examples=["percent", "USD bn"])
    definition: Text | None = Field(None, description="What exactly is counted, by whom")
    better: Text | None = Field(None, description="Id of the fact that gives the better supported version")


class DiplomaticEvent(Fact):
    """A visit, summit, agreement, statement or other step between states."""

    kind: Literal["diplomatic_event"] = "diplomatic_event"
    key = ("type", "date", "countries")
    happened = "date"
    foreseen = True
    type: Literal[
        "visit",
        "summit",
        "vote",
        "agreement",
        "statement",
        "decision",
        "talks",
        "recognition",
        "request",
        "context",
        "expulsion",
    ] = Field(description="What kind of step")
    date: Day = Field(description="When")
    end: Day | None = Field(None, description="Until when")
    countries: tuple[EntityId, ...] = Field((), description="States that took part")
    bodies: tuple[Text, ...] = Field((), description="Organisations that took part", examples=[["EU", "EAEU"]])
    actors: tuple[Text, ...] = Field((), description="Persons or offices that took part")
    by: EntityId | None = Field(None, description="State that took the step, where one acts upon another")
    subject: Text | None = Field(None, description="What it was about", examples=["Taiwan", "rail"])
    summary: Text | None = Field(None, description="In one sentence")
    better: Text | None = Field(None, description="Id of the fact that gives the better supported version")


class Vote(Fact):
    """How a state voted on a resolution."""

    kind: Literal["vote"] = "vote"
    key = ("resolution", "country")
    happened = "date"
    resolution: Text = Field(description="Number of the resolution", examples=["ES-11/7"])
    country: EntityId = Field(description="Who voted")
    choice: Literal["yes", "no", "abstain", "absent"] = Field(description="How")
    date: Day | None = Field(None, description="When")
    subject: Text | None = Field(None, description="What it was about")


class EconomicIndicator(Fact):
    """A figure of a country's economy."""

    kind: Literal["economic_indicator"] = "economic_indicator"
    key = ("country", "measure", "period")
    happened = "period"
    country: EntityId = Field(description="Whose economy")
    measure: Text = Field(description="What is measured", examples=["gdp_growth"], pattern=r"^[a-z0-9_]+$")
    period: Day = Field(description="Over which time")
    value: Number | None = Field(None, description="The value, in `unit`; absent where the source only describes it")
    unit: Text | None = Field(None, description="Unit of the value", examples=["percent"])
    summary: Text | None = Field(None, description="In one sentence")


class Expertise(Fact):
    """An envoy, mission, task force or desk that knows a region or subject."""

    kind: Literal["expertise"] = "expertise"
    key = ("name", "started")
    happened = "started"
    foreseen = True
    name: Text = Field(description="Name of the body or office")
    region: Text = Field(description="Region or subject", examples=["Central Asia"])
    owner: Text | None = Field(None, description="Who runs it")
    started: Day | None = Field(None, description="Begin")
    ended: Day | None = Field(None, description="End, or end of the mandate")
    status: Literal["active", "planned", "reduced", "ended"] | None = Field(
        None, description="How it stands; absent where unclear"
    )
    mandate: Text | None = Field(None, description="What it is to do")
    languages: tuple[Text, ...] = Field((), description="Working languages, ISO 639")
    covers_economics: Flag | None = Field(None, description="Whether its mandate names trade, transport or energy")


KINDS = (CorridorDeal, Dependence, DiplomaticEvent, Vote, EconomicIndicator, Expertise)
