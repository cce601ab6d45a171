"""Who owns and runs what, and who has been listed by whom."""

from typing import Literal

from pydantic import Field

from countermove.facts.fact import PROSE, Day, EntityId, Fact, Flag, Share, Text

Authority = Literal["eu", "uk", "us", "un", "ch", "ca", "au", "nz", "jp", "ua"]
Measure = Literal[
    "transport_ban", "asset_freeze", "blocking", "travel_ban", "export_control", "financial_restriction", "services_ban",
    "investment_ban", "broadcast_ban", "transaction_ban",
]  # fmt: skip


class Designation(Fact):
    """An authority has put someone or something on a list. A measure that the source does not tell is unknown."""

    kind: Literal["designation"] = "designation"
    key = ("authority", "entity", "measure", "date")
    happened = "date"
    entity: EntityId = Field(description="Who or what is listed")
    authority: Authority = Field(description="Whose list it is")
    measure: Measure | None = Field(None, description="What the listing does")
    date: Day | None = Field(None, description="Date of the listing")
    until: Day | None = Field(None, description="Date of the delisting or end")
    programme: Text | None = Field(None, description="Programme or regime", examples=["EU-RUS"])
    legal_act: Text | None = Field(None, description="Act and annex", examples=["32014R0833 annex XLII"])
    criterion: Text | None = Field(
        None, description="Ground for the listing, as a letter or short code", examples=["3s(2)(b)"]
    )
    reason: Text | None = Field(None, description="Reasons that the authority gave")


class Delisting(Fact):
    """An authority has taken someone or something off a list."""

    kind: Literal["delisting"] = "delisting"
    key = ("authority", "entity", "date")
    happened = "date"
    entity: EntityId = Field(description="Who or what")
    authority: Authority = Field(description="Whose list")
    date: Day | None = Field(None, description="When")
    reason: Text | None = Field(None, description="Ground given")


class CatalogueEntry(Fact):
    """A catalogue of ships (not a sanctions list) holds an entry on a ship."""

    kind: Literal["catalogue_entry"] = "catalogue_entry"
    key = ("catalogue", "vessel")
    vessel: EntityId = Field(description="The ship")
    catalogue: Text = Field(description="Which catalogue", examples=["gur"])
    status: Literal["listed", "withdrawn"] | None = Field(None, description="Whether the catalogue still lists it")
    entry: Text | None = Field(None, description="Number of the entry")


class Ownership(Fact):
    """Someone holds a share of something."""

    kind: Literal["ownership"] = "ownership"
    key = ("owner", "asset", "since")
    happened = "since"
    owner: EntityId = Field(description="Who holds")
    asset: EntityId = Field(description="What is held")
    share: Share | None = Field(None, description="Share held", json_schema_extra={"unit": "%"})
    share_at_least: Share | None = Field(
        None, description="Least share it can be, where only a band is told", json_schema_extra={"unit": "%"}
    )
    share_at_most: Share | None = Field(
        None, description="Largest share it can be, where only a band is told", json_schema_extra={"unit": "%"}
    )
    control: Flag | None = Field(
        None, description="Whether the source finds that the holder directs it, by votes, appointments or otherwise"
    )
    since: Day | None = Field(None, description="Since when")
    until: Day | None = Field(None, description="Until when")


class Management(Fact):
    """Someone manages, operates or charters a ship or company."""

    kind: Literal["management"] = "management"
    key = ("manager", "asset", "role", "since")
    happened = "since"
    manager: EntityId = Field(description="Who manages")
    asset: EntityId = Field(description="What is managed")
    role: Literal["technical_manager", "commercial_manager", "operator", "charterer", "ism_manager"] | None = Field(
        None, description="In which role"
    )
    since: Day | None = Field(None, description="Since when")
    until: Day | None = Field(None, description="Until when")


class Directorship(Fact):
    """A person sits on a company's board or runs it."""

    kind: Literal["directorship"] = "directorship"
    key = ("person", "company", "since")
    happened = "since"
    person: EntityId = Field(description="Who")
    company: EntityId = Field(description="Where")
    role: Text | None = Field(None, description="Office")
    since: Day | None = Field(None, description="Since when")
    until: Day | None = Field(None, description="Until when")


class Incorporation(Fact):
    """A company is registered in a jurisdiction."""

    kind: Literal["incorporation"] = "incorporation"
    key = ("company", "jurisdiction")
    happened = "date"
    company: EntityId = Field(description="The company")
    jurisdiction: EntityId = Field(description="Where it is registered")
    date: Day | None = Field(None, description="When it was registered")
    offshore: Flag | None = Field(None, description="Whether the jurisdiction is offshore by a cited list")
    agent: Text | None = Field(None, description="Registered agent")


class PriceCapAttestation(Fact):
    """Someone attested that a cargo was sold at or below the price cap."""

    kind: Literal["price_cap_attestation"] = "price_cap_attestation"
    key = ("vessel", "date")
    happened = "date"
    vessel: EntityId = Field(description="The ship")
    date: Day = Field(description="When")
    by: Text | None = Field(None, description="Who attested")
    itemised: Flag | None = Field(None, description="Whether ancillary costs were itemised")


class MistakenIdentity(Fact):
    """A record or a listing names one ship, company or person and means another, or uses a number that is not its own."""

    kind: Literal["mistaken_identity"] = "mistaken_identity"
    key = ("entity", "date")
    happened = "date"
    wordings = PROSE | {"by"}
    entity: EntityId = Field(description="Who or what is named by mistake")
    meant: EntityId | None = Field(None, description="Who or what is meant, where known")
    authority: Authority | None = Field(None, description="Whose list makes the mistake; absent where it is no list")
    ground: Literal["wrong_number", "same_name", "number_borrowed"] = Field(
        description="A wrong number in the record, two that share a name, or another ship that showed this one's number"
    )
    date: Day = Field(description="When it was found")
    by: Text | None = Field(None, description="Who found it")
    established: Flag | None = Field(
        None, description="True where an authority, court or register found it so; false where the owner alone says it"
    )


class CourtRuling(Fact):
    """A court decided on a measure against a ship, company or person."""

    kind: Literal["court_ruling"] = "court_ruling"
    key = ("subject", "court", "date")
    happened = "date"
    subject: EntityId = Field(description="Whom or what the measure was against")
    court: Text = Field(description="Which court")
    country: EntityId | None = Field(None, description="Whose court; absent for a court of the Union")
    date: Day = Field(description="When")
    measure: Literal["listing", "confiscation", "detention", "fine"] = Field(description="What was before the court")
    outcome: Literal["upheld", "suspended", "annulled"] = Field(description="What it decided")
    authority: Authority | None = Field(None, description="Whose list, where a listing was before the court")
    final: Flag | None = Field(None, description="Whether no appeal is open")


class Licence(Fact):
    """An authority allowed dealings that its sanctions bar otherwise, for a time."""

    kind: Literal["licence"] = "licence"
    key = ("entity", "authority", "number")
    happened = "since"
    entity: EntityId = Field(description="Whom or what it covers")
    authority: Authority = Field(description="Whose licence")
    number: Text | None = Field(None, description="Its number", examples=["General License 127"])
    since: Day | None = Field(None, description="First day")
    until: Day | None = Field(None, description="Last day, as issued or last extended")
    purpose: Text | None = Field(None, description="What it allows, in short")


class RiskMark(Fact):
    """A register marks somebody or something with a topic of risk. It is no listing and no finding."""

    kind: Literal["risk_mark"] = "risk_mark"
    key = ("publisher", "entity", "mark")
    publisher: Text = Field(description="Who keeps the register", examples=["opensanctions"])
    entity: EntityId = Field(description="Who or what is marked")
    mark: Text = Field(description="The topic, in the register's word", examples=["mare.shadow"])
    date: Day | None = Field(None, description="When it was first marked")


KINDS = (
    Designation,
    Delisting,
    CatalogueEntry,
    Ownership,
    Management,
    Directorship,
    Incorporation,
    PriceCapAttestation,
    MistakenIdentity,
    CourtRuling,
    Licence,
    RiskMark,
)
