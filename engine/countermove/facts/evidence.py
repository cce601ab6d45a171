"""What a fact rests on: sources with Admiralty grades.

The grades are NATO's (AJP-2.1): reliability A to F belongs to the source, credibility 1 to 6 to the item. F and 6 mean "cannot
be judged", not "worst". Handling markings are TLP 2.0 (FIRST).
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from countermove.facts.time import PartialDate

Line = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=4000)]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal[1, 2, 3, 4, 5, 6]
Marking = Literal["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]

MARKINGS: tuple[Marking, ...] = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
"""From the least to the most restrictive."""


class Evidence(BaseModel):
    """One source's word for a fact."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Line = Field(description="Who says so: publisher and title, as a reader would cite it")
    origin: Line | None = Field(
        None, description="Where the report comes from in the end; the source itself where not given"
    )
    reliability: Reliability = Field("F", description="Admiralty grade of the source, A to F; F cannot be judged")
    credibility: Credibility = Field(6, description="Admiralty grade of the item, 1 to 6; 6 cannot be judged")
    url: Line | None = Field(None, description="Address of the page or file read")
    document: Line | None = Field(None, description="Document, where there is no address")
    locator: Line | None = Field(None, description="Where in the source: paragraph, annex entry, file and line")
    published: PartialDate | None = Field(None, description="Date of the source")
    accessed: PartialDate | None = Field(None, description="When it was read")
    archived: Line | None = Field(None, description="Address of an archived copy")
    marking: Marking = Field("TLP:CLEAR", description="Handling marking, TLP 2.0")

    @property
    def independent_of(self) -> str:
        """The origin that counts once, however many sources repeat it."""
        return self.origin or self.source

    @property
    def origin_key(self) -> str:
        """The origin as it is counted: however its name is spaced and capitalised, it is one."""
        return " ".join(self.independent_of.split()).casefold()
