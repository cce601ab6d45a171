"""What ships do, and what is done about them."""

from typing import Literal

from pydantic import Field

from countermove.facts.fact import Day, EntityId, Fact, Flag, Moment, Number, Position, Text, Whole


class AisGap(Fact):
    """A stretch of time in which a ship's AIS transponder was not heard although it should have been."""

    kind: Literal["ais_gap"] = "ais_gap"
    key = ("vessel", "start")
    happened = "start"
    vessel: EntityId = Field(description="The ship")
    start: Moment = Field(description="Last message before the silence, UTC")
    end: Moment | None = Field(None, description="First message after it, UTC")
    hours: Number | None = Field(None, description="Length of the silence", ge=0, json_schema_extra={"unit": "h"})
    distance_km: Number | None = Field(None, description="Way made meanwhile", ge=0, json_schema_extra={"unit": "km"})
    receiver_suspect: Flag | None = Field(None, description="Whether the receivers, not the ship, may have been silent")
    area: Text | None = Field(None, description="Sea area", examples=["Baltic Sea"])
    position: Position | None = Field(
        None, description="Where the ship was heard last", json_schema_extra={"unit": "degrees WGS 84"}
    )


class Sighting(Fact):
    """A ship was seen or heard in an area, once or on several days. It says nothing about what the ship did there."""

    kind: Literal["sighting"] = "sighting"
    key = ("vessel", "areas", "first_seen")
    happened = "first_seen"
    vessel: EntityId = Field(description="The ship")
    first_seen: Day | None = Field(
        None, description="First day, or the span it lies in", examples=["2026-01-15", "2025-02/2025-10"]
    )
    last_seen: Day | None = Field(None, description="Last day, or the span it lies in")
    areas: tuple[Text, ...] = Field((), description="Sea areas", examples=[["Kattegat", "Great Belt"]])
    days: Whole | None = Field(None, description="Days on which it was seen", ge=1, json_schema_extra={"unit": "days"})


class AisSpoofing(Fact):
    """A ship broadcast positions or an identity that were not its own."""

    kind: Literal["ais_spoofing"] = "ais_spoofing"
    key = ("vessel", "start")
    happened = "start"
    vessel: EntityId = Field(description="The ship")
    start: Moment = Field(description="First false message, UTC")
    end: Moment | None = Field(None, description="Last false message, UTC")
    method: Literal["position", "identity", "unknown_method"] | None = Field(None, description="What was falsified")
    area: Text | None = Field(None, description="Sea area claimed or meant")


class ShipToShipTransfer(Fact):
    """Cargo passed from ship to ship."""

    kind: Literal["ship_to_ship_transfer"] = "ship_to_ship_transfer"
    key = ("from_vessel", "to_vessel", "start")
    happened = "start"
    from_vessel: EntityId = Field(description="The ship that gave")
    to_vessel: EntityId = Field(description="The ship that took")
    start: Moment = Field(description="Begin, UTC")
    hours: Number | None = Field(None, description="Length", ge=0, json_schema_extra={"unit": "h"})
    area: Text | None = Field(None, description="Sea area", examples=["Laconian Gulf"])
    announced: Flag | None = Field(None, description="Whether the coastal state had notice")
    dark: Flag | None = Field(None, description="Whether a transponder was off")
    cargo: Text | None = Field(None, description="What was passed")


class PortCall(Fact):
    """A ship called at a port."""

    kind: Literal["port_call"] = "port_call"
    key = ("vessel", "port", "arrived")
    happened = "arrived"
    vessel: EntityId = Field(description="The ship")
    port: Text = Field(description="Name of the port")
    country: EntityId | None = Field(None, description="Country of the port")
    arrived: Day = Field(description="Day of arrival")
    oil_terminal: Flag | None = Field(None, description="Whether the ship went to an oil terminal")
    operation: Literal["loading", "discharging", "bunkering", "waiting", "repair"] | None = Field(
        None, description="What it did there"
    )


class Loitering(Fact):
    """A ship went slowly or to and fro without a reason of navigation."""

    kind: Literal["loitering"] = "loitering"
    key = ("vessel", "start")
    happened = "start"
    vessel: EntityId = Field(description="The ship")
    start: Moment = Field(description="Begin, UTC")
    hours: Number | None = Field(None, description="Length", ge=0, json_schema_extra={"unit": "h"})
    near: EntityId | None = Field(None, description="The infrastructure it stayed near")
    distance_km: Number | None = Field(
        None, description="Least distance from it", ge=0, json_schema_extra={"unit": "km"}
    )
    area: Text | None = Field(None, description="Sea area")
    position: Position | None = Field(
        None, description="Middle of the track", json_schema_extra={"unit": "degrees WGS 84"}
    )


class Encounter(Fact):
    """Two ships lay or went side by side at sea for a time. Whether anything passed between them is not known."""

    kind: Literal["encounter"] = "encounter"
    key = ("vessel", "other", "start")
    happened = "start"
    vessel: EntityId = Field(description="One ship")
    other: EntityId = Field(description="The other ship")
    start: Moment = Field(description="Begin, UTC")
    end: Moment | None = Field(None, description="End, UTC")
    hours: Number | None = Field(None, description="Length", ge=0, json_schema_extra={"unit": "h"})
    distance_km: Number | None = Field(
        None, description="Median distance between them", ge=0, json_schema_extra={"unit": "km"}
    )
    speed_knots: Number | None = Field(None, description="Median speed", ge=0, json_schema_extra={"unit": "kn"})
    area: Text | None = Field(None, description="Sea area")
    position: Position | None = Field(None, description="Where", json_schema_extra={"unit": "degrees WGS 84"})


class FlagChange(Fact):
    """A ship changed its flag."""

    kind: Literal["flag_change"] = "flag_change"
    key = ("vessel", "date")
    happened = "date"
    vessel: EntityId = Field(description="The ship")
    date: Day = Field(description="When")
    before: EntityId | None = Field(None, description="Flag before")
    after: EntityId | None = Field(None, description="Flag after")
    false_flag: Flag | None = Field(None, description="Whether the register denies the ship")


class NameChange(Fact):
    """A ship changed its name."""

    kind: Literal["name_change"] = "name_change"
    key = ("vessel", "date")
    happened = "date"
    vessel: EntityId = Field(description="The ship")
    date: Day = Field(description="When")
    before: Text | None = Field(None, description="Name before")
    after: Text | None = Field(None, description="Name after")


class Insurance(Fact):
    """Cover of a ship against third-party liability. `insurer: none` means known to be uninsured."""

    kind: Literal["insurance"] = "insurance"
    key = ("vessel", "since")
    happened = "since"
    vessel: EntityId = Field(description="The ship")
    insurer: Text | None = Field(None, description="The insurer, or none")
    international_group: Flag | None = Field(
        None, description="Whether the insurer belongs to the International Group of P&I Clubs"
    )
    since: Day | None = Field(None, description="Begin of cover, or of its absence")
    until: Day | None = Field(None, description="End of cover")


class Classification(Fact):
    """A ship's class with a classification society. `society: none` means known to be without class."""

    kind: Literal["classification"] = "classification"
    key = ("vessel", "since")
    happened = "since"
    vessel: EntityId = Field(description="The ship")
    society: Text | None = Field(None, description="The society, or none")
    iacs: Flag | None = Field(None, description="Whether it is a member of IACS")
    since: Day | None = Field(None, description="Since when")


class Inspection(Fact):
    """A port or coastal state inspected a ship or asked for its papers."""

    kind: Literal["inspection"] = "inspection"
    key = ("vessel", "date")
    happened = "date"
    vessel: EntityId = Field(description="The ship")
    date: Day = Field(description="When")
    by: Text | None = Field(None, description="Authority")
    result: Literal["clean", "deficiencies", "refused"] | None = Field(None, description="Outcome")
    scope: Literal["port_state", "flag_state", "coastal_state", "commercial", "boarding"] | None = Field(
        None, description="Whose check it was: a state's, or that of a charterer, terminal or oil major"
    )


class Detention(Fact):
    """A ship was held."""

    kind: Literal["detention"] = "detention"
    key = ("vessel", "start")
    happened = "start"
    vessel: EntityId = Field(description="The ship")
    start: Day = Field(description="Since when")
    end: Day | None = Field(None, description="Until when")
    by: Text | None = Field(None, description="Authority")
    reason: Text | None = Field(None, description="Ground given")


class CargoSale(Fact):
    """A cargo was sold at a price per barrel."""

    kind: Literal["cargo_sale"] = "cargo_sale"
    key = ("vessel", "date", "product")
    happened = "date"
    vessel: EntityId = Field(description="The ship that carried it")
    date: Day = Field(description="When it was sold")
    product: Literal["crude", "product_premium", "product_discount"] = Field(
        description="Class of the price cap it falls in"
    )
    price: Number = Field(description="Price", ge=0, json_schema_extra={"unit": "USD/bbl"})
    origin_country: EntityId | None = Field(None, description="Origin of the oil")
    service_provider_country: EntityId | None = Field(
        None, description="State of an insurer, broker or carrier that served it"
    )


class ShipStatus(Fact):
    """What became of a ship: in service, laid up, sold for scrap, broken up, sunk, or adrift without a crew."""

    kind: Literal["ship_status"] = "ship_status"
    key = ("vessel", "date")
    happened = "date"
    vessel: EntityId = Field(description="The ship")
    date: Day = Field(description="Since when, or when it was found so")
    status: Literal["in_service", "laid_up", "sold_for_scrap", "broken_up", "sunk", "derelict"] = Field(
        description="What became of it"
    )
    place: Text | None = Field(None, description="Where", examples=["Aliaga"])


class Distress(Fact):
    """A ship was in danger and could not help itself: without power, on fire, taking water."""

    kind: Literal["distress"] = "distress"
    key = ("vessel", "date")
    happened = "date"
    vessel: EntityId = Field(description="The ship")
    date: Day = Field(description="When it began")
    cause: Text | None = Field(None, description="What happened", examples=["blackout in a storm"])
    area: Text | None = Field(None, description="Where", examples=["off Sassnitz"])
    brought_in: Flag | None = Field(None, description="Whether a coastal state towed or ordered it in")
    brought_in_by: EntityId | None = Field(None, description="Which state", examples=["iso3166:DE"])


class FalseDocument(Fact):
    """An authority, court, register or insurer found a paper of a ship to be false."""

    kind: Literal["false_document"] = "false_document"
    key = ("vessel", "date", "document")
    happened = "date"
    vessel: EntityId = Field(description="The ship")
    date: Day = Field(description="When it was found")
    document: Literal["registration", "insurance", "class", "cargo", "origin", "log", "other_paper"] = Field(
        description="Which paper"
    )
    by: Text | None = Field(None, description="Who found it")


KINDS = (
    AisGap, Sighting, AisSpoofing, ShipToShipTransfer, PortCall, Loitering, Encounter, FlagChange, NameChange, Insurance, Classification,
    Inspection, Detention, CargoSale, ShipStatus, Distress, FalseDocument,
)  # fmt: skip
