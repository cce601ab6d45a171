"""What ships carry, for whom, and which ships serve others."""

from typing import Literal

from pydantic import Field

from countermove.facts.fact import Day, EntityId, Fact, Flag, Share, Text


class Shipment(Fact):
    """A ship took goods aboard. It says what and where, not whether anybody was allowed to."""

    kind: Literal["shipment"] = "shipment"
    key = ("vessel", "loaded", "goods")
    happened = "loaded"
    vessel: EntityId = Field(description="The ship")
    loaded: Day = Field(description="When the goods came aboard")
    goods: Literal["crude", "petroleum_products", "lng", "grain", "cultural_goods", "defence_goods", "other_goods"] = (
        Field(description="What was loaded")
    )
    port: Text | None = Field(None, description="Where it was loaded", examples=["Sevastopol"])
    from_country: EntityId | None = Field(None, description="Country of the port of loading", examples=["iso3166:RU"])
    to_country: EntityId | None = Field(None, description="Country it was bound for", examples=["iso3166:SY"])
    origin_country: EntityId | None = Field(None, description="Where the goods come from", examples=["iso3166:UA"])
    occupied_territory: Flag | None = Field(
        None, description="Whether the goods were taken from territory of Ukraine under Russian occupation"
    )
    annex: Literal["XI", "XX", "XXI", "XXIII"] | None = Field(
        None, description="Annex of Regulation (EU) No 833/2014 that the goods stand in, where one of these four"
    )


class ShipService(Fact):
    """A ship served another one at sea or at anchor: fuel, tow, supplies, crew. A transfer of cargo is a kind of its own."""

    kind: Literal["ship_service"] = "ship_service"
    key = ("provider", "served", "date", "service")
    happened = "date"
    provider: EntityId = Field(description="The ship that served")
    served: EntityId = Field(description="The ship that was served")
    date: Day = Field(description="When")
    service: Literal["bunkering", "towage", "supplies", "crew_change", "repair"] = Field(description="With what")
    rescue: Flag | None = Field(None, description="Whether it was help in danger", examples=[False])
    area: Text | None = Field(None, description="Where", examples=["Gulf of Finland"])


class TradeShare(Fact):
    """How much of what a ship loaded over a time was Russian oil, or oil under anybody's sanctions, by a tracker's count."""

    kind: Literal["trade_share"] = "trade_share"
    key = ("vessel", "trade", "since")
    happened = "since"
    vessel: EntityId = Field(description="The ship")
    trade: Literal["russian_oil", "sanctioned_oil"] = Field(description="Which oil is counted")
    share: Share = Field(description="Share of its loadings", json_schema_extra={"unit": "%"})
    since: Day | None = Field(None, description="First day that is counted")
    until: Day | None = Field(None, description="Last day that is counted")


KINDS = (Shipment, ShipService, TradeShare)
