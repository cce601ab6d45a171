"""A value of a profile: where it comes from in a record, and what is done with it. `docs/profiles.md` explains each word.

A value is the name of a column, or a mapping. It begins with exactly one of `column`, `constant`, `template` ("{column} …" with
columns or named values, unknown where one of them is), `first_of` (the first value that is known), `all_of` (lists united), `point` (latitude and
longitude), `element` (of `each`: `true`, or the path of a field in it), `use`. What follows is done in this order, and all of it is
optional: `when` (conditions on columns without which the value is unknown), `first` (of a list), `blank` (words that mean
unknown), `capture` (a pattern with one group; several different hits are unknown, or a list with `every: true`), `split` (with `quoted: true`,
elements may stand in quotation marks that keep the character), `not_in` (drop
elements that stand in another column), `map` with `otherwise` (keep, unknown, note; without it an unlisted word refuses the row),
`prefix`, `suffix`, `as` (a type of cell_types.py), `factor`, `decimals`, `join`. `unreadable` says what becomes of a cell that
cannot be read: refuse (the row is quarantined; the default), unknown, or note.

An empty cell is unknown, and an unknown field is left out of the fact. A cell that holds a list gives a list.
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

Scalar = StrictBool | StrictInt | StrictFloat | StrictStr
Column = Annotated[StrictStr, Field(min_length=1)]
ELEMENT = "element"
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


def _pair(items: Any) -> Any:
    if len(items) != 2:
        raise ValueError("a point has two parts: latitude and longitude")
    return items


class Strict(BaseModel):
    """Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _words(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(map(_word, data))
    return (_word(data),) if isinstance(data, (str, bool, int)) else data


def _word(data: Any) -> Any:
    """A word as a cell holds it: JSON's true, false and whole numbers may be written without quotes."""
    return str(data).lower() if isinstance(data, bool) else str(data) if isinstance(data, int) else data


Words = Annotated[tuple[StrictStr, ...], BeforeValidator(_words)]


class ColumnTest(Strict):
    """A condition on one column; all that are given must hold."""

    equals: Words | None = None
    differs: Words | None = None
    blank: StrictBool | None = None
    readable_as: Annotated[StrictStr, AfterValidator(_type)] | None = None
    unreadable_as: Annotated[StrictStr, AfterValidator(_type)] | None = None


def _equals(data: Any) -> Any:
    return {"equals": data} if isinstance(data, (str, bool, int, list)) else data


When = dict[str, Annotated[ColumnTest, BeforeValidator(_equals)]]


def _column(data: Any) -> Any:
    return {"column": data} if isinstance(data, str) else data


def _element(data: Any) -> Any:
    if data is True:
        return ""
    if data == "" or not isinstance(data, str):
        raise ValueError("write 'true' for the element itself, or the path of a field in it")
    return data


ValueOrColumn = Annotated["Value", BeforeValidator(_column)]


class Value(Strict):
    """Where a value comes from, and what is done with it."""

    column: Column | None = None
    constant: Scalar | None = None
    template: StrictStr | None = None
    first_of: tuple[ValueOrColumn, ...] | None = None
    all_of: tuple[ValueOrColumn, ...] | None = None
    point: Annotated[tuple[ValueOrColumn, ...], AfterValidator(_pair)] | None = None
    element: Annotated[StrictStr | None, BeforeValidator(_element)] = None
    """The path of a field in the element; empty where the element itself is meant."""
    use: StrictStr | None = None

    when: When = {}
    first: StrictBool = False
    blank: tuple[StrictStr, ...] = ()
    capture: Annotated[StrictStr, AfterValidator(_pattern)] | None = None
    every: StrictBool = False
    split: StrictStr | None = Field(None, min_length=1)
    quoted: StrictBool = False
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
        if self.quoted and len(self.split or "") != 1:
            raise ValueError("'quoted' goes with 'split' by one character")
        if self.otherwise and self.map is None:
            raise ValueError("'otherwise' goes with 'map'")
        if (self.factor is not None or self.decimals is not None) and self.as_ != "number":
            raise ValueError("'factor' and 'decimals' go with 'as: number'")
        return self


Value.model_rebuild()


def is_of_element(name: str) -> bool:
    """Whether a name in a template or condition is the element of `each`, or a field of it."""
    return name == ELEMENT or name.startswith(f"{ELEMENT}.")


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
