"""A profile: how one CSV or JSON format becomes facts, written as data. `docs/profiles.md` explains it with examples.

The head tells what the files look like:

    id, title           its name (the word before the colon in FORMAT:PATH), and what the files are
    form                csv (where not given), json (one document) or json-lines
    records             json: the path of the list that holds the records; the document itself where not given
    columns             csv without a header: the names of its columns
    recognise           columns that a file must have to be of this format; in JSON, dotted paths into a record
    recognise_values    patterns that the first values of a column must match
    optional            further columns that are read where a file has them
    spellings           other names that a column has in some files
    file                pattern that the file's name must match, for headers too plain to tell (optional)
    delimiter, encoding `,` and utf-8 where not given
    skip_lines          lines before the header
    blank               words that mean unknown in every cell

The body tells what the records become:

    unused              columns of the format that are left, each with the reason
    source_register     the id of a source in the register (sources.yaml), from which evidence has its source and grades
    evidence            the fields of the evidence of every fact; `locator` is filled with file and line
    values              values that several places use, by name (`{use: NAME}`)
    set_aside           records to leave out, each with a reason: `when` conditions on columns
    facts               templates: `kind`, `when`, `each` (a list; one fact an element), `fields`, `evidence` (overrides)
                        or `evidence_instead` (replaces all of it)
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StrictInt, StrictStr, model_validator

from countermove.reading.profile_value import Column, Strict, Value, ValueOrColumn, When

__all__ = ["HEAD_KEYS", "Profile", "ProfileHead", "SetAsideRule", "Template", "Value"]

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Form = Literal["csv", "json", "json-lines"]
_OF_CSV = ("columns", "delimiter", "encoding", "skip_lines")


def _some(items: Any) -> Any:
    if not items:
        raise ValueError("this is empty: give at least one")
    return items


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"'{text}' is no pattern: {error}") from None
    return text


class SetAsideRule(Strict):
    """Records that the format holds and that are no facts for us."""

    when: Annotated[When, AfterValidator(_some)]
    reason: StrictStr = Field(min_length=3)


class Template(Strict):
    """One fact of a record, or one for each element of `each`."""

    kind: StrictStr
    when: When = Field(default_factory=dict)
    each: ValueOrColumn | None = None
    fields: dict[str, ValueOrColumn]
    evidence: dict[str, ValueOrColumn] = Field(default_factory=dict)
    evidence_instead: dict[str, ValueOrColumn] = Field(default_factory=dict)


class ProfileHead(Strict):
    """What files of a format look like."""

    id: Word
    title: StrictStr
    form: Form = "csv"
    records: StrictStr = ""
    columns: tuple[Column, ...] = ()
    recognise: tuple[Column, ...] = ()
    recognise_values: dict[Column, Annotated[StrictStr, AfterValidator(_pattern)]] = Field(default_factory=dict)
    optional: tuple[Column, ...] = ()
    spellings: dict[Column, tuple[Column, ...]] = Field(default_factory=dict)
    file: StrictStr | None = None
    delimiter: StrictStr = Field(",", min_length=1, max_length=1)
    encoding: Literal["utf-8", "cp1252", "cp1251", "iso-8859-1", "utf-16"] = "utf-8"
    skip_lines: StrictInt = Field(0, ge=0, le=1000)
    blank: tuple[StrictStr, ...] = ()

    @model_validator(mode="after")
    def _one_form(self) -> ProfileHead:
        if self.form != "csv":
            for name in _OF_CSV:
                if name in self.model_fields_set:
                    raise ValueError(f"'{name}' goes with 'form: csv'")
        if self.records and self.form != "json":
            raise ValueError("'records' goes with 'form: json'")
        if self.columns:
            if self.recognise:
                raise ValueError(
                    "'columns' is for files without a header, 'recognise' for those with one: give one of them"
                )
            if not self.recognise_values:
                raise ValueError("a file without a header is told by its values: add 'recognise_values'")
            if len(set(self.columns)) != len(self.columns):
                raise ValueError("a name stands twice under 'columns'")
        elif not self.recognise:
            raise ValueError("'recognise' is missing or empty: name the columns that tell such a file from others")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Every column that may be read."""
        return tuple(dict.fromkeys((*self.columns, *self.recognise, *self.optional)))


HEAD_KEYS = frozenset(ProfileHead.model_fields)


class Profile(ProfileHead):
    """A format: what its files look like, and what its records become."""

    unused: dict[Column, Annotated[StrictStr, Field(min_length=3)]] = Field(default_factory=dict)
    source_register: StrictStr | None = None
    evidence: dict[str, ValueOrColumn] = Field(default_factory=dict)
    values: dict[str, ValueOrColumn] = Field(default_factory=dict)
    set_aside: tuple[SetAsideRule, ...] = ()
    facts: Annotated[tuple[Template, ...], AfterValidator(_some)]
