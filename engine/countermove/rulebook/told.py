"""What is told to each audience: one thing for all, or a mapping by audience with `others` for those not named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from countermove.rulebook.document import Audience

T = TypeVar("T")
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
OTHERS = "others"
KEYS: tuple[str, ...] = (*AUDIENCES, OTHERS)
_ALL, BY_AUDIENCE = "for all", "by audience"
FORMS = (_ALL, BY_AUDIENCE)
"""Names of the two forms, as they stand in the path of a fault that pydantic finds; no keys of the file."""


class Told(Generic[T]):
    """What each audience is told. It never changes; equal where every audience is told the same."""

    __slots__ = ("by_audience",)

    def __init__(self, by_audience: tuple[T, ...]) -> None:
        """`by_audience` is in the order of `AUDIENCES`."""
        self.by_audience = by_audience

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Told) and self.by_audience == other.by_audience

    def __hash__(self) -> int:
        return hash(self.by_audience)

    def __repr__(self) -> str:
        return f"Told({self.by_audience!r})"

    def __format__(self, how: str) -> str:
        raise TypeError("what is told has to be told to somebody")

    @classmethod
    def all(cls, what: T) -> Told[T]:
        """The same for everybody."""
        return cls((what,) * len(AUDIENCES))

    @classmethod
    def each(cls, given: Mapping[str, T], needed: Collection[str] = AUDIENCES) -> Told[T]:
        """As a file writes it, by audience. `needed` are those who are told at all; what is kept for the rest is never shown.

        Raises ValueError where one of these is told nothing, or nobody is left for `others`.
        """
        if OTHERS in given and all(audience in given for audience in AUDIENCES):
            raise ValueError("every audience has its own, so 'others' are nobody: remove it")
        missing = [audience for audience in AUDIENCES if audience in needed and audience not in given]
        if not given or (OTHERS not in given and missing):
            untold = ", ".join(missing or AUDIENCES)
            raise ValueError(f"nothing is said for {untold}: add 'others:' for all who are not named")
        rest = given[OTHERS] if OTHERS in given else next(iter(given.values()))
        return cls(tuple(given.get(audience, rest) for audience in AUDIENCES))

    def to(self, audience: str) -> T:
        """What one audience is told."""
        return self.by_audience[AUDIENCES.index(audience)]

    def __iter__(self) -> Iterator[T]:
        """Each different thing that is told, in the order of the audiences."""
        found: list[T] = []
        for what in self.by_audience:
            if what not in found:
                found.append(what)
                yield what

    def labelled(self, among: Collection[str] = AUDIENCES) -> Iterator[tuple[str, T]]:
        """Each different thing that some audiences are told, with a note to whom: `EU`, `UK, US`; empty where all are told the same."""
        own = [(audience, self.to(audience)) for audience in AUDIENCES if audience in among]
        said: list[T] = []
        for _, what in own:
            if what not in said:
                said.append(what)
                to = [audience for audience, other in own if other == what]
                yield "" if len(to) == len(own) else named(to), what

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        inner = handler.generate_schema(get_args(source)[0])
        each = core_schema.typed_dict_schema(
            {key: core_schema.typed_dict_field(inner, required=False) for key in KEYS}, extra_behavior="forbid"
        )
        return core_schema.tagged_union_schema(
            {
                _ALL: core_schema.no_info_after_validator_function(cls.all, inner),
                BY_AUDIENCE: core_schema.no_info_after_validator_function(cls.each, each),
            },
            _form,
        )


def named(audiences: Iterable[str]) -> str:
    """Audiences as a list in words: `EU, UK`, and `NATO`."""
    return ", ".join(audience.upper() for audience in audiences)


def _form(given: Any) -> str:
    """Whether something is written once for all or by audience: then each of its keys is an audience or meant to be one."""
    return BY_AUDIENCE if isinstance(given, dict) and not {"what", "cost"} & set(given) else _ALL
