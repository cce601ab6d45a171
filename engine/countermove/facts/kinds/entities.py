"""Who and what facts are about. An entity's id is its canonical id; a name alone never makes two entities one."""

from typing import Literal

from pydantic import Field

from countermove.facts.fact import PROSE, Day, EntityId, Fact, Flag, Number, Position, Text, Whole


class Vessel(Fact):
    """A ship. Its id is `imo:` and the ship number, or `mmsi:` where it has none."""

    kind: Literal["vessel"] = "vessel"
    wordings = PROSE | {"type"}  # one register says tanker where another says crude oil tanker
    name: Text | None = Field(None, description="Name now", examples=["EXAMPLE STAR"])
    former_names: tuple[Text, ...] = Field((), description="Names before, newest first where known")
    imo: Text | None = Field(None, description="IMO ship number, seven digits", pattern=r"^\d{7}$")
    mmsi: Text | None = Field(None, description="Radio identity held now, nine digits", pattern=r"^\d{9}$")
    former_mmsi: tuple[Text, ...] = Field((), description="Radio identities held before")
    call_sign: Text | None = Field(None, description="Radio call sign")
    flag: EntityId | None = Field(None, description="Flag state", examples=["iso3166:PA"])
    type: Text | None = Field(
        None,
        description="Type of ship, lower case with underscores",
        examples=["crude_oil_tanker"],
        pattern=r"^[a-z0-9_]+$",
    )
    built: Whole | None = Field(None, description="Year of build", ge=1800, le=2100)
    deadweight: Number | None = Field(None, description="Deadweight", ge=0, json_schema_extra={"unit": "t"})
    same_as: tuple[EntityId, ...] = Field((), description="Other ids of the same ship")


class Company(Fact):
    """A company or other organisation. Its id is `lei:`, `inn:`, `ogrn:`, `imo-company:` or a register's own number."""

    kind: Literal["company"] = "company"
    wordings = PROSE | {"name"}
    name: Text | None = Field(None, description="Name")
    aliases: tuple[Text, ...] = Field((), description="Other names")
    country: EntityId | None = Field(None, description="Country it is established in", examples=["iso3166:AE"])
    sector: Text | None = Field(None, description="Business sector")
    founded: Day | None = Field(None, description="Date of establishment")
    same_as: tuple[EntityId, ...] = Field((), description="Other ids of the same organisation")


class Person(Fact):
    """A natural person, kept only where a designation or a graded attribution of a role names them."""

    kind: Literal["person"] = "person"
    wordings = PROSE | {"name"}  # names are put into other letters in many ways
    name: Text | None = Field(None, description="Name")
    aliases: tuple[Text, ...] = Field((), description="Other names")
    role: Text | None = Field(None, description="Office or function")
    country: EntityId | None = Field(None, description="Nationality")
    same_as: tuple[EntityId, ...] = Field((), description="Other ids of the same person")


class MediaChannel(Fact):
    """A site, account or outlet that carries content. Its id is `domain:` or a platform's own."""

    kind: Literal["media_channel"] = "media_channel"
    wordings = PROSE | {"name", "campaign"}  # each who writes of a network has an id of his own for it
    name: Text | None = Field(None, description="Name or handle; text of an adversary")
    platform: Text | None = Field(None, description="Platform or medium", examples=["website", "telegram"])
    operator: Text | None = Field(None, description="Who runs it, as attributed")
    imitates: Text | None = Field(None, description="The outlet it passes itself off as")
    parody: Flag | None = Field(
        None, description="Whether it is parody that says so, or that no reader takes for the original"
    )
    campaign: Text | None = Field(None, description="Id of the campaign it belongs to")
    country: EntityId | None = Field(None, description="Where its audience is", examples=["iso3166:MD"])
    since: Day | None = Field(None, description="When the site was registered or the account opened")


class Infrastructure(Fact):
    """A cable, pipeline, port, plant or other asset that can be damaged or watched."""

    kind: Literal["infrastructure"] = "infrastructure"
    name: Text | None = Field(None, description="Name")
    type: Text | None = Field(None, description="What it is", examples=["submarine_cable", "gas_pipeline"])
    countries: tuple[EntityId, ...] = Field((), description="Countries it serves")
    position: Position | None = Field(None, description="A point on it", json_schema_extra={"unit": "degrees WGS 84"})


class Country(Fact):
    """A state as it stands towards the policy: its id is `iso3166:` and the two-letter code."""

    kind: Literal["country"] = "country"
    name: Text | None = Field(None, description="Short name")
    region: Text | None = Field(None, description="Region of the world", examples=["Central Asia"])
    groups: tuple[Text, ...] = Field((), description="Groups it belongs to", examples=[["EU", "NATO", "swing_state"]])
    languages: tuple[Text, ...] = Field(
        (), description="Languages that its officials work in, by name", examples=[["Kazakh", "Russian"]]
    )
    capital: Text | None = Field(None, description="Seat of government", examples=["Astana"])


class Technique(Fact):
    """A technique of the DISARM framework: how influence operations are run. Its id is `disarm:` and the code."""

    kind: Literal["technique"] = "technique"
    wordings = PROSE | {"name", "tactic"}
    name: Text | None = Field(None, description="Name in the framework")
    tactic: Text | None = Field(None, description="Tactic it serves, as the framework words it")
    retired: Flag | None = Field(None, description="Whether the framework has given the code up")


class Alias(Fact):
    """A name that somebody or something goes or went by. A name never makes two entities one."""

    kind: Literal["alias"] = "alias"
    key = ("entity", "name", "since")
    happened = "since"
    entity: EntityId = Field(description="Who or what")
    name: Text = Field(description="The name")
    quality: Literal["name", "former", "strong", "weak"] | None = Field(
        None, description="The name itself, a former one, an alias that tells well, or one that tells little"
    )
    since: Day | None = Field(None, description="First day on which it was used")
    until: Day | None = Field(None, description="Last day on which it was used")


KINDS = (Vessel, Company, Person, MediaChannel, Infrastructure, Country, Technique, Alias)
