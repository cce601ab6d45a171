"""Facts that only rules conclude, each resting on the match behind it; and what is worked out before them, resting on other facts."""

from typing import Literal

from pydantic import Field

from countermove.facts.fact import EntityId, Fact, Flag, Number, Share, Text


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


class BlockedOwnership(Fact):
    """Something is blocked or frozen through its owners, or may be.

    By one authority's test. Nobody gives it and no rule concludes it: it is worked out over all stakes before the rules are asked
    (docs/ownership.md).
    """

    kind: Literal["blocked_ownership"] = "blocked_ownership"
    derived = True
    computed = True
    key = ("asset", "definition")
    asset: EntityId = Field(description="What is held")
    definition: Literal["ofac-50-percent", "eu-ownership-or-control", "uk-ownership-or-control"] = Field(
        description="By whose test"
    )
    authority: Literal["us", "eu", "uk"] = Field(description="Whose list and whose test")
    certain: Flag = Field(description="Whether it passes the test whatever is not known; false where it may pass")
    hinges_above: Flag = Field(
        description="Whether it may pass only because that is open for one of its owners as well"
    )
    by_control: Flag = Field(description="Whether it passes by control alone, without the share")
    share_at_least: Share = Field(
        description="Least share that blocked owners hold, of the stakes it rests on", json_schema_extra={"unit": "%"}
    )
    share_at_most: Share = Field(
        description="Largest share that owners blocked, or possibly so, can hold", json_schema_extra={"unit": "%"}
    )
    holders: tuple[EntityId, ...] = Field(min_length=1, description="The listed persons and companies at the roots")
    through: tuple[EntityId, ...] = Field((), description="Companies between them and the asset, from the top")
    chain: tuple[Text, ...] = Field(min_length=1, description="Each step, from the top")
    stakes: tuple[Text, ...] = Field(min_length=1, description="Ids of the ownership facts it rests on at this level")
    listings: tuple[Text, ...] = Field((), description="Ids of the listings of those among its owners who are listed")
    above: tuple[Text, ...] = Field((), description="Ids of the facts of this kind on those who are blocked in turn")

    def rests_on(self) -> tuple[tuple[str, str], ...]:
        found = [("ownership", id) for id in self.stakes] + [("designation", id) for id in self.listings]
        return (*found, *((self.kind, id) for id in self.above))


KINDS = (Indicator, Control, Assessment, BlockedOwnership)
