"""A profile: how one CSV format becomes facts, written as data. `docs/profiles.md` explains it with an example.

    id, title           its name (the word before the colon in FORMAT:PATH), and what the files are
    recognise           columns that a file must have to be of this format
    optional            further columns that are read where a file has them
    file                pattern that the file's name must match, for headers too plain to tell (optional)
    delimiter           `,` where not given
    evidence            the fields of the evidence of every fact; `locator` is filled with file and line
    values              values that several places use, by name (`{use: NAME}`)
    set_aside           rows to leave out, each with a reason: `when` conditions on columns
    facts               templates: `kind`, `when`, `each` (a list; one fact an element), `fields`, `evidence` (overrides)
                        or `evidence_instead` (replaces all of it)

A value is the name of a column, or a mapping. It begins with exactly one of `column`, `constant`, `template` ("{column} …" with
columns or named values, unknown where one of them is), `first_of` (the first value that is known), `all_of` (lists united), `point` (latitude and
longitude), `element` (of `each`), `use`. What follows is done in this order, and all of it is optional: `when` (conditions on
columns without which the value is unknown), `blank` (words that mean
unknown), `capture` (a pattern with one group; several different hits are unknown, or a list with `every: true`), `split`, `not_in` (drop
elements that stand in another column), `map` with `otherwise` (keep, unknown, note; without it an unlisted word refuses the row),
`prefix`, `suffix`, `as` (a type of cell_types.py), `factor`, `decimals`, `join`. `unreadable` says what becomes of a cell that
cannot be read: refuse (the row is quarantined; the default), unknown, or note.

An empty cell is unknown, and an unknown field is left out of the fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    model_validator,
)

from countermove.reading.cell_types import TYPES

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Scalar = StrictBool | StrictInt | StrictFloat | StrictStr
Column = Annotated[StrictStr, Field(min_length=1)]
_ORIGINS = ("column", "constant", "template", "first_of", "all_of", "point", "element", "use")
PLACE = re.compile(r"\{([^{}]+)\}")


def _pattern(text: str) -> str:
    try:
        groups = re.compile(text).groups
    except re.error as error:
        raise ValueError(f"'{text}' is no pattern: {error}") from None
    if groups != 1:
        raise ValueError(f"'{text}' must have exactly one group in parentheses")
    return text


def _type(name: str) -> str:
    if name not in TYPES:
        raise ValueError(f"'{name}' is no type of a cell; types: {', '.join(TYPES)}")
    return name


def _some(items: Any) -> Any:
    if not items:
        raise ValueError("this is empty: give at least one")
    return items


def _pair(items: Any) -> Any:
    if len(items) != 2:
        raise ValueError("a point has two parts: latitude and longitude")
    return items


class Strict(BaseModel):
    """Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _words(data: Any) -> Any:
    return (data,) if isinstance(data, str) else data


Words = Annotated[tuple[StrictStr, ...], BeforeValidator(_words)]


class ColumnTest(Strict):
    """A condition on one column; all that are given must hold."""

    equals: Words | None = None
    differs: Words | None = None
    blank: StrictBool | None = None
    readable_as: Annotated[StrictStr, AfterValidator(_type)] | None = None
    unreadable_as: Annotated[StrictStr, AfterValidator(_type)] | None = None


def _equals(data: Any) -> Any:
    return {"equals": data} if isinstance(data, str) else {"equals": tuple(data)} if isinstance(data, list) else data


When = dict[str, Annotated[ColumnTest, BeforeValidator(_equals)]]


def _column(data: Any) -> Any:
    return {"column": data} if isinstance(data, str) else data


ValueOrColumn = Annotated["Value", BeforeValidator(_column)]


class Value(Strict):
    """Where a value comes from, and what is done with it."""

    column: Column | None = None
    constant: Scalar | None = None
    template: StrictStr | None = None
    first_of: tuple[ValueOrColumn, ...] | None = None
    all_of: tuple[ValueOrColumn, ...] | None = None
    point: Annotated[tuple[ValueOrColumn, ...], AfterValidator(_pair)] | None = None
    element: Literal[True] | None = None
    use: StrictStr | None = None

    when: When = {}
    blank: tuple[StrictStr, ...] = ()
    capture: Annotated[StrictStr, AfterValidator(_pattern)] | None = None
    every: StrictBool = False
    split: StrictStr | None = Field(None, min_length=1)
    not_in: Column | None = None
    map: dict[str, Scalar] | None = None
    otherwise: Literal["keep", "unknown", "note"] | None = None
    prefix: StrictStr = ""
    suffix: StrictStr = ""
    as_: Annotated[StrictStr, AfterValidator(_type)] | None = Field(None, alias="as")
    factor: StrictInt | StrictFloat | None = None
    decimals: StrictInt | None = Field(None, ge=0, le=12)
    join: StrictStr | None = None
    unreadable: Literal["refuse", "unknown", "note"] = "refuse"

    @model_validator(mode="after")
    def _one_origin(self) -> Value:
        given = [name for name in _ORIGINS if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"a value begins with exactly one of {', '.join(_ORIGINS)}")
        if self.every and not self.capture:
            raise ValueError("'every' goes with 'capture'")
        if self.otherwise and self.map is None:
            raise ValueError("'otherwise' goes with 'map'")
        if (self.factor is not None or self.decimals is not None) and self.as_ != "number":
            raise ValueError("'factor' and 'decimals' go with 'as: number'")
        return self


class SetAsideRule(Strict):
    """Rows that the format holds and that are no facts for us."""

    when: Annotated[When, AfterValidator(_some)]
    reason: StrictStr = Field(min_length=3)


class Template(Strict):
    """One fact of a row, or one for each element of `each`."""

    kind: StrictStr
    when: When = {}
    each: ValueOrColumn | None = None
    fields: dict[str, ValueOrColumn]
    evidence: dict[str, ValueOrColumn] = {}
    evidence_instead: dict[str, ValueOrColumn] = {}


class Profile(Strict):
    """A CSV format."""

    id: Word
    title: StrictStr
    recognise: Annotated[tuple[Column, ...], AfterValidator(_some)]
    optional: tuple[Column, ...] = ()
    file: StrictStr | None = None
    delimiter: StrictStr = Field(",", min_length=1, max_length=1)
    encoding: Literal["utf-8", "cp1252", "cp1251", "iso-8859-1", "utf-16"] = "utf-8"
    evidence: dict[str, ValueOrColumn]
    values: dict[str, ValueOrColumn] = {}
    set_aside: tuple[SetAsideRule, ...] = ()
    facts: Annotated[tuple[Template, ...], AfterValidator(_some)]


Value.model_rebuild()


def parts_of(value: Value) -> Iterator[tuple[tuple[str | int, ...], Value]]:
    """A value and every value inside it, with the path that leads there."""
    yield (), value
    for name in ("first_of", "all_of", "point"):
        for place, part in enumerate(getattr(value, name) or ()):
            for path, inner in parts_of(part):
                yield (name, place, *path), inner


def columns_of(value: Value) -> Iterator[str]:
    """The columns that a value reads itself, not counting the values inside it."""
    if value.column:
        yield value.column
    if value.not_in:
        yield value.not_in
