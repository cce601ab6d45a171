"""Between peace and war: what happened, and, kept apart from it, who is said to have done it."""

from typing import Literal

from pydantic import Field

from countermove.facts.fact import Day, EntityId, Fact, Flag, Position, Text, Whole

Sector = Literal[
    "energy", "transport", "airport", "digital", "water", "health", "public_administration", "defence", "commerce",
    "other",
]  # fmt: skip


class Incident(Fact):
    """A hostile or suspect act. It says what happened and where, never who did it: that is an `attribution`."""

    kind: Literal["incident"] = "incident"
    key = ("type", "date", "place")
    happened = "date"
    type: Literal[
        "cable_damage", "pipeline_damage", "sabotage", "arson", "gnss_jamming", "drone_incursion", "airspace_violation",
        "cyber_attack", "migration_instrumentalisation", "assassination_plot", "balloon", "shadow_fleet_enforcement",
        "border_incident", "ship_over_infrastructure", "ship_seizure",
    ] = Field(description="What kind of act")  # fmt: skip
    date: Day = Field(description="When it happened or began")
    end: Day | None = Field(None, description="When it ended")
    countries: tuple[EntityId, ...] = Field((), description="Where the harm was")
    place: Text | None = Field(None, description="Place")
    asset: Text | None = Field(None, description="What was hit")
    sector: Sector | None = Field(None, description="What the asset that was hit serves")
    event: Text | None = Field(
        None,
        description="Id of the leading record, where several records tell of one event or one operation",
        examples=["GZ022"],
    )
    number: Whole | None = Field(
        None,
        description="How many drones, balloons or aircraft were counted",
        ge=1,
        examples=[19],
        json_schema_extra={"unit": "craft"},
    )
    vessel: EntityId | None = Field(None, description="A ship that was involved")
    deliberate: Flag | None = Field(None, description="Whether an inquiry found intent; absent where none has ended")
    confirmed: Flag | None = Field(
        None,
        description="Whether wreckage, measurements or tracks bear the report out; false where they contradict it",
    )
    position: Position | None = Field(None, description="Roughly where", json_schema_extra={"unit": "degrees WGS 84"})
    summary: Text | None = Field(None, description="What happened, in one sentence")


class Attribution(Fact):
    """Someone says who did it. Confidence in the author is kept apart from confidence in the event."""

    kind: Literal["attribution"] = "attribution"
    key = ("subject", "actor", "by")
    happened = "date"
    subject: Text = Field(description="Id of the incident or campaign")
    actor: EntityId | None = Field(None, description="The state or entity that is named", examples=["iso3166:RU"])
    actor_name: Text | None = Field(None, description="The author in the source's words")
    by: Text | None = Field(None, description="Who attributes")
    strength: Literal["denied", "none", "suspected", "assessed", "stated", "court"] | None = Field(
        None,
        description="How firmly: from denied or no author named, over suspected and assessed, to stated and found by a court",
    )
    standing: Literal["court", "authority", "service", "researchers", "company", "press", "accused"] | None = Field(
        None,
        description="Who speaks: a court, an authority, an intelligence service, others who look on, or the accused",
    )
    date: Day | None = Field(None, description="When it was attributed")


class Exercise(Fact):
    """A military exercise, or a number of them that a source counts together."""

    kind: Literal["exercise"] = "exercise"
    key = ("name", "date")
    happened = "date"
    foreseen = True
    name: Text = Field(description="Name")
    date: Day = Field(description="Begin, or the period counted")
    end: Day | None = Field(None, description="End")
    participants: tuple[EntityId, ...] = Field((), description="States that took part")
    observers: tuple[EntityId, ...] = Field((), description="States that watched")
    place: Text | None = Field(None, description="Where")
    domains: tuple[Literal["land", "sea", "air", "space", "cyber"], ...] = Field((), description="Services")
    forces: Text | None = Field(None, description="Forces as claimed by the source")
    tally: Whole = Field(
        1, description="How many exercises this record stands for", ge=1, json_schema_extra={"unit": "exercises"}
    )
    summary: Text | None = Field(None, description="In one sentence")


class ConflictEvent(Fact):
    """An act of political violence or unrest, as a register of such events records it. It says nothing of gray-zone conduct."""

    kind: Literal["conflict_event"] = "conflict_event"
    key = ("publisher", "event")
    happened = "date"
    publisher: Text = Field(description="Who keeps the register", examples=["ACLED"])
    event: Text = Field(description="Number of the event in the register")
    date: Day = Field(description="When")
    type: Text | None = Field(None, description="Type, in the register's words")
    actors: tuple[Text, ...] = Field((), description="Those named as acting, in the register's words")
    country: EntityId | None = Field(None, description="Where")
    place: Text | None = Field(None, description="Place")
    fatalities: Whole | None = Field(None, description="Deaths reported", ge=0, json_schema_extra={"unit": "deaths"})
    position: Position | None = Field(None, description="Roughly where", json_schema_extra={"unit": "degrees WGS 84"})
    summary: Text | None = Field(None, description="What happened, in the register's words")


KINDS = (Incident, Attribution, Exercise, ConflictEvent)
