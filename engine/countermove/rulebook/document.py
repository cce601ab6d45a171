"""Parts that rule, parameter, instrument and action files share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints

from countermove.facts.time import PartialDate

Prose = Annotated[str, StringConstraints(strict=True, min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Name = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]*$")]
Figure = Annotated[float, Strict()]
Audience = Literal["eu", "uk", "us", "nato"]
Verified = Literal["yes", "partly", "no"]


class Document(BaseModel):
    """Base of everything read from the rulebook's files: unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Citation(Document):
    """A published text that a rule, value or instrument rests on."""

    id: Slug = Field(description="Short name of the text")
    title: Prose = Field(description="As a reader would find it")
    url: Prose | None = Field(None, description="Address")
    accessed: PartialDate | None = Field(None, description="When it was read; absent if it was not read")
    supports: Prose | None = Field(None, description="What it supports: when, then, impact, or the value")


class Article(Document):
    """The place in the source article that a rule or rule set carries out."""

    step: Annotated[int, Strict(), Field(ge=1, le=4)] | None = Field(
        None, description="One of the article's four steps"
    )
    paragraph: Annotated[int, Strict(), Field(ge=1, le=60)] = Field(description="Number of the article's paragraph")
