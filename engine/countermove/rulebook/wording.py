"""Sentence templates in rules: a small, checked part of Jinja that can only show fields of matched facts.

A template is text with `{{ alias.field }}`, `or`, comparisons, `a if b else c`, and a few filters. It is checked when the rule is
loaded (names and fields must exist) and runs in Jinja's sandbox, so loading and rendering someone else's rules runs nothing of
theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from countermove.facts.fact import Position
from countermove.facts.time import PartialDate, day_of

NOT_KNOWN = "not known"
_FIELD = re.compile(r"\b([a-z_][a-z0-9_]*)\.([a-z_][a-z0-9_]*)\b(?=[^{}]*\}\})")
_PLAIN = re.compile(r"(?:[^{}]|\{\{ ?[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*(?: or [a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*)* ?\}\})*")
FILTERS = ("join", "length", "round", "lower", "upper")
_FILTERED: Mapping[str, Wanted] = {"join": "a list", "length": "text or a list", "round": "a number"}
_ORDERED = ("lt", "lteq", "gt", "gteq")
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Getattr, nodes.Name, nodes.Const, nodes.Or, nodes.And, nodes.Not,
    nodes.Compare, nodes.Operand, nodes.CondExpr, nodes.Filter,
)  # fmt: skip


Wanted = Literal["anything", "a number", "text or a list", "a list"]


class WordingError(ValueError):
    """A template is not of the allowed form."""


class Use(NamedTuple):
    """An `alias.field` in a template, and what it has to be there."""

    alias: str
    field: str
    wanted: Wanted


def names_used(template: str) -> list[Use]:
    """Every `alias.field` that a template shows, compares or filters. Raises WordingError where it is more than the language allows."""
    if _PLAIN.fullmatch(template):  # most templates; parsing them as Jinja costs most of the time of loading a rulebook
        return [Use(shown[1], shown[2], "anything") for shown in _FIELD.finditer(template)]
    try:
        tree = _environment().parse(template)
        _check_form(tree)
        _compiled(template)
        return list(_uses(tree, "anything"))
    except TemplateSyntaxError as error:
        raise WordingError(f"the sentence does not parse: {error.message}") from None
    except RecursionError:
        raise WordingError("the sentence is nested too deeply: write it in a simpler way") from None


def _uses(node: nodes.Node, wanted: Wanted) -> Iterator[Use]:
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        yield Use(node.node.name, node.attr, wanted)
    elif isinstance(node, nodes.CondExpr):
        yield from _uses(node.test, "anything")
        yield from _uses(node.expr1, wanted)
        if node.expr2:
            yield from _uses(node.expr2, wanted)
    elif isinstance(node, nodes.Compare):
        ordered = any(operand.op in _ORDERED for operand in node.ops)
        yield from _uses(node.expr, "a number" if ordered else "anything")
        for operand in node.ops:
            among: Wanted = "text or a list" if operand.op in ("in", "notin") else "anything"
            yield from _uses(operand.expr, "a number" if ordered else among)
    else:
        inner: Wanted = _FILTERED.get(node.name, "anything") if isinstance(node, nodes.Filter) else wanted
        for child in node.iter_child_nodes():
            yield from _uses(child, inner)


def _check_form(tree: nodes.Template) -> None:
    for node in _walk(tree):
        if not isinstance(node, _ALLOWED):
            raise WordingError(f"a sentence cannot hold {type(node).__name__.lower()}s, only fields, or, if, and simple filters")
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            raise WordingError(f"there is no filter '{node.name}': {', '.join(FILTERS)}")
        if isinstance(node, nodes.Compare) and any(operand.op in _ORDERED for operand in node.ops):
            _check_numbers(node)
    shown = set()
    for found in tree.find_all(nodes.Getattr):
        if not isinstance(found.node, nodes.Name):
            raise WordingError("a field has no parts of its own: write alias.field")
        shown.add(id(found.node))
    for name in tree.find_all(nodes.Name):
        if id(name) not in shown:
            raise WordingError(f"'{name.name}' alone says nothing: write {name.name}.field")


def _check_numbers(compare: nodes.Compare) -> None:
    constants = [node.value for node in compare.find_all(nodes.Const)]
    words = [node.name for node in compare.find_all(nodes.Filter) if node.name not in ("round", "length")]
    if words or any(isinstance(value, bool) or not isinstance(value, int | float) for value in constants):
        raise WordingError("only numbers can be compared with <, <=, > and >=")


def render(template: str, names: Mapping[str, Any]) -> str:
    """The sentence for one match; `names` maps each alias to its fields, an unknown field being absent or None."""
    return " ".join(_compiled(template).render(names).split())


def in_words(value: Any) -> str:
    """A value as a sentence shows it: dates in full, numbers with thousands separated, lists with commas."""
    if value is None or isinstance(value, Undefined):
        return NOT_KNOWN
    if isinstance(value, Shown):
        return value.words
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, PartialDate):
        return value.in_words()
    if isinstance(value, datetime):
        return f"{day_of(value).in_words()} at {value:%H:%M} UTC"
    if isinstance(value, Position):
        return f"{abs(value.lat):.2f}° {'N' if value.lat >= 0 else 'S'}, {abs(value.lon):.2f}° {'E' if value.lon >= 0 else 'W'}"
    if isinstance(value, float):
        value = round(value, 2)
        return f"{int(value):,}" if value == int(value) else f"{value:,}"
    if isinstance(value, int):
        return f"{value:,}" if abs(value) >= 10_000 else str(value)
    if isinstance(value, tuple | list):
        parts = [in_words(v) for v in value]
        return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts) if parts else NOT_KNOWN
    return str(value)


class Shown(str):
    """A text that is compared as it stands in the fact, and printed in words: an id as a name, a choice without underscores."""

    words: str

    def __new__(cls, text: str, words: str) -> Shown:
        shown = super().__new__(cls, text)
        shown.words = words
        return shown


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


class _Unknown(Undefined):
    """An unknown field: false in conditions, "not known" where it is shown, unequal to everything, before and after nothing."""

    def _never(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True

    __hash__ = Undefined.__hash__
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = _never  # type: ignore[assignment]


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(finalize=in_words, undefined=_Unknown, autoescape=False)
    environment.filters = {
        "join": lambda values, by=", ": by.join(in_words(v) for v in values) if values else NOT_KNOWN,
        "length": lambda value: value if isinstance(value, Undefined) else len(value),
        "round": lambda value, digits=0: round(float(value), digits) if isinstance(value, int | float) else value,
        "lower": lambda value: in_words(value).lower(),
        "upper": lambda value: in_words(value).upper(),
    }
    environment.globals.clear()
    return environment


@cache
def _compiled(template: str) -> Any:
    return _environment().from_string(template)
