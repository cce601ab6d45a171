"""Facts that only rules conclude. Each rests on the match behind it."""

from typing import Literal

from pydantic import Field

from countermove.facts.fact import EntityId, Fact, Number, Text


class Indicator(Fact):
    """A red flag or other sign that a rule has found, for further rules to build on."""

    kind: Literal["indicator"] = "indicator"
    derived = True
    key = ("name", "about", "country", "subject", "value")
    name: Text = Field(description="Which sign", examples=["dark-activity"], pattern=r"^[a-z0-9-]+$")
    about: Text | None = Field(None, description="Id of the entity, incident or campaign it is about")
    country: EntityId | None = Field(None, description="Country it concerns")
    subject: Text | None = Field(None, description="What else tells it apart: a corridor, a sector, a region")
    value: Number | None = Field(None, description="A figure, where the sign has one")


class Control(Fact):
    """Someone owns or controls something, by a named definition, over the whole chain."""

    kind: Literal["control"] = "control"
    derived = True
    key = ("holder", "asset", "definition")
    holder: EntityId = Field(description="Who controls")
    asset: EntityId = Field(description="What is controlled")
    definition: Text = Field(description="By whose test", examples=["ofac-50-percent", "eu-ownership-or-control"])


class Assessment(Fact):
    """A judgement about a region, corridor or country that rules build recommendations on."""

    kind: Literal["assessment"] = "assessment"
    derived = True
    key = ("name", "about", "country", "subject")
    name: Text = Field(description="Which judgement", pattern=r"^[a-z0-9-]+$")
    about: Text | None = Field(None, description="Id of what it is about")
    country: EntityId | None = Field(None, description="Country it concerns")
    subject: Text | None = Field(None, description="What else tells it apart")


KINDS = (Indicator, Control, Assessment)
