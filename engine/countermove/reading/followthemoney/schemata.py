"""The schemata of FollowTheMoney 4.11 by name, and the properties by which one entity stands inside another.

Names as in https://followthemoney.tech/explorer/schemata/.
"""

from __future__ import annotations

from collections.abc import Mapping

ORGANISATIONS = frozenset(("Company", "LegalEntity", "Organization", "PublicBody"))

LINKS = frozenset(("Control", "Directorship", "Ownership", "Representation", "Risk", "Sanction", "UnknownLink"))

WITHOUT_KIND = frozenset((
    "Address", "Airplane", "Analyzable", "Article", "Asset", "Associate", "Audio", "BankAccount", "Call", "CallForTenders",
    "Contract", "ContractAward", "CourtCase", "CourtCaseParty", "CryptoWallet", "Debt", "Document", "Documentation",
    "EconomicActivity", "Email", "Employment", "Event", "Family", "Folder", "HyperText", "Identification", "Image", "Interest",
    "Interval", "License", "Membership", "Mention", "Message", "Note", "Occupancy", "Package", "Page", "Pages", "Passport",
    "Payment", "PlainText", "Position", "Project", "ProjectParticipant", "RealEstate", "Security", "Similar", "Succession",
    "Table", "TaxRoll", "Territory", "Thing", "Trip", "UserAccount", "Value", "Vehicle", "Video", "Workbook",
))  # fmt: skip

SCHEMATA = WITHOUT_KIND | LINKS | ORGANISATIONS | {"Person", "Vessel"}

ENDS: Mapping[str, tuple[str, str]] = {
    "Control": ("controller", "controlled"),
    "Directorship": ("director", "organization"),
    "Ownership": ("owner", "asset"),
    "Representation": ("agent", "client"),
    "UnknownLink": ("subject", "object"),
}
"""Who stands at the beginning and at the end of a link."""

BACK: Mapping[tuple[str, str], str] = {
    ("Control", "controlledEntities"): "controller",
    ("Control", "controllingEntities"): "controlled",
    ("Directorship", "directorshipDirector"): "director",
    ("Directorship", "directorshipOrganization"): "organization",
    ("Ownership", "ownershipAsset"): "asset",
    ("Ownership", "ownershipOwner"): "owner",
    ("Representation", "agencyClient"): "agent",
    ("Representation", "agentRepresentation"): "client",
    ("Risk", "risks"): "entity",
    ("Sanction", "sanctions"): "entity",
    ("UnknownLink", "unknownLinkFrom"): "object",
    ("UnknownLink", "unknownLinkTo"): "subject",
    ("Vessel", "operatedVehicles"): "operator",
    ("Vessel", "ownedVehicles"): "owner",
}
"""What an entity that stands inside another calls it: (its schema, the property it stands in) → its own property."""

NAMING = ("entity", "owner", "asset", "director", "organization", "controller", "controlled", "subject", "object", "agent",
          "client", "operator")  # fmt: skip
"""Properties that refer to those whom a link names."""
