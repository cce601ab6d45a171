"""The filters of sentences: what each asks for, gives, and does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from countermove.rulebook.shown import counted_in_words, in_words, on_in_words

Wanted = Literal["anything", "a number", "text or a list", "a list", "a date", "a choice"]
"""What a sentence asks of a field."""


@dataclass(frozen=True)
class Filter:
    """A filter. `apply` gets a value that is known, and the arguments; `unknown` is what is said where it is not."""

    name: str
    wants: Wanted
    gives: Literal["text", "a number", "words of each"]
    written: str
    takes: Callable[[Sequence[Any]], bool]
    apply: Callable[..., Any]
    unknown: Callable[..., str] | None = None

    def follows(self, other: Filter) -> bool:
        """Whether it can stand behind another filter."""
        fitting = {"a number": ("a number",), "text or a list": ("text",), "a list": ("words of each",)}
        return self.wants == "anything" or other.gives in fitting.get(self.wants, ())


def _no_words(given: Sequence[Any]) -> bool:
    return not given


def _texts(most: int, least: int) -> Callable[[Sequence[Any]], bool]:
    return lambda given: least <= len(given) <= most and all(isinstance(value, str) for value in given)


def _two_forms(given: Sequence[Any]) -> bool:
    return _texts(2, 2)(given) and all(value.strip() for value in given)


def _digits(given: Sequence[Any]) -> bool:
    return not given or (len(given) == 1 and type(given[0]) is int and 0 <= given[0] <= 9)


def _round(value: Any, digits: int = 0) -> Any:
    return round(float(value), digits) if isinstance(value, int | float) else value


def _worded(value: Any, table: Any) -> Any:
    several = isinstance(value, tuple | list)
    words = [table.worded(str(one)) for one in (value if several else [value])]
    known = tuple(word for word in words if word)
    return (known or None) if several else words[0]


def _joined(values: Any, by: str = ", ") -> Any:
    several = values if isinstance(values, tuple | list) else [values]
    return by.join(in_words(value) for value in several) if several else None


FILTERS: Mapping[str, Filter] = {
    filter.name: filter
    for filter in (
        Filter("on", "a date", "text", "| on", _no_words, on_in_words, lambda: on_in_words(None)),
        Filter(
            "counted", "a number", "text", '| counted("ship", "ships")', _two_forms, counted_in_words,
            lambda one, many: counted_in_words(None, one, many),
        ),
        Filter("worded", "a choice", "words of each", '| worded("table-id")', _texts(1, 1), _worded),
        Filter(
            "join", "a list", "text", "| join(', ')", _texts(1, 0),
            _joined,
        ),
        Filter("length", "text or a list", "a number", "| length", _no_words, len),
        Filter("round", "a number", "a number", "| round(1)", _digits, _round),
        Filter("lower", "anything", "text", "| lower", _no_words, lambda value: in_words(value).lower(), lambda: in_words(None)),
        Filter(
            "upper", "anything", "text", "| upper", _no_words, lambda value: in_words(value).upper(),
            lambda: in_words(None).upper(),
        ),
    )
}  # fmt: skip
"""Name → filter."""

NUMBERS = tuple(name for name, filter in FILTERS.items() if filter.gives == "a number")
"""The filters whose result can be compared with <, <=, > and >=."""
