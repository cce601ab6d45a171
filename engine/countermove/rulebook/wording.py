"""Sentence templates in rules: a small, checked part of Jinja that can only show fields of matched facts.

A template is text with `{{ alias.field }}`, `or`, comparisons, `a if b else c`, and a few filters. It is checked when the rule is
loaded (names and fields must exist). Jinja only parses it; the few forms that are allowed are worked out here, so loading and
rendering someone else's rules runs nothing of theirs.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Literal, NamedTuple

from jinja2 import Environment, TemplateSyntaxError, nodes

from countermove.facts.fact import Position
from countermove.facts.time import PartialDate, day_of

NOT_KNOWN = "not known"
_FIELD = re.compile(r"\b([a-z_][a-z0-9_]*)\.([a-z_][a-z0-9_]*)\b(?=[^{}]*\}\})")
_PLAIN = re.compile(
    r"(?:[^{}]|\{\{ ?[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*(?: or [a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*)* ?\}\})*"
)
FILTERS = ("join", "length", "round", "lower", "upper")
_FILTERED: Mapping[str, Wanted] = {"join": "a list", "length": "text or a list", "round": "a number"}
_SHORT = 1_000
_WRITTEN = {"round": "| round(1)", "join": "| join(', ')"}
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
    if len(template) <= _SHORT and _PLAIN.fullmatch(
        template
    ):  # most templates; parsing them as Jinja costs most of the time of loading a rulebook
        return [Use(shown[1], shown[2], "anything") for shown in _FIELD.finditer(template)]
    try:
        tree = _parsed(template)
        _check_form(tree)
        return list(_uses(tree, "anything"))
    except TemplateSyntaxError as error:
        if "'$'" in str(error.message):
            raise WordingError("a name has no dollar inside {{ }}: write {{ alias.field }}") from None
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
            raise WordingError(
                f"a sentence cannot hold {type(node).__name__.lower()}s, only fields, or, if, and simple filters"
            )
        if isinstance(node, nodes.Filter):
            _check_filter(node)
        if isinstance(node, nodes.Compare) and any(operand.op in _ORDERED for operand in node.ops):
            _check_numbers(node)
    shown = set()
    for found in tree.find_all(nodes.Getattr):
        if not isinstance(found.node, nodes.Name):
            raise WordingError("a field has no parts of its own: write alias.field")
        shown.add(id(found.node))
    for name in tree.find_all(nodes.Name):
        if id(name) not in shown:
            raise WordingError(
                f"'{name.name}' alone says nothing: write {name.name}.field, of a count {name.name}.count"
            )


def _check_filter(node: nodes.Filter) -> None:
    if node.name not in FILTERS:
        raise WordingError(f"there is no filter '{node.name}': {', '.join(FILTERS)}")
    wanted = {"round": int, "join": str}.get(node.name)
    given = [arg.value if isinstance(arg, nodes.Const) else None for arg in node.args]
    fitting = all(type(value) is wanted and (not isinstance(value, int) or 0 <= value <= 9) for value in given)
    if len(given) > 1 or not fitting:
        raise WordingError(f"'{node.name}' is written {_WRITTEN.get(node.name, f'| {node.name}')}")


def _check_numbers(compare: nodes.Compare) -> None:
    constants = [node.value for node in compare.find_all(nodes.Const)]
    words = [node.name for node in compare.find_all(nodes.Filter) if node.name not in ("round", "length")]
    if words or any(isinstance(value, bool) or not isinstance(value, int | float) for value in constants):
        raise WordingError("only numbers can be compared with <, <=, > and >=")


def render(template: str, names: Mapping[str, Any]) -> str:
    """The sentence for one match; `names` maps each alias to its fields, an unknown field being absent or None."""
    return " ".join("".join(_said(part, names) for part in _parsed(template).body).split())


def _said(output: nodes.Node, names: Mapping[str, Any]) -> str:
    parts = output.nodes if isinstance(output, nodes.Output) else []
    return "".join(
        part.data if isinstance(part, nodes.TemplateData) else in_words(_value(part, names)) for part in parts
    )


def _value(node: nodes.Node | None, names: Mapping[str, Any]) -> Any:
    """The value of an expression; None where it is not known."""
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return names.get(node.node.name, {}).get(node.attr)
    if isinstance(node, nodes.Const):
        return node.value
    if isinstance(node, nodes.Or):
        return _value(node.left, names) or _value(node.right, names)
    if isinstance(node, nodes.And):
        return _value(node.left, names) and _value(node.right, names)
    if isinstance(node, nodes.Not):
        return not _value(node.node, names)
    if isinstance(node, nodes.CondExpr):
        chosen = node.expr1 if _value(node.test, names) else node.expr2
        return _value(chosen, names) if chosen else ""
    if isinstance(node, nodes.Compare):
        return _compared(node, names)
    if isinstance(node, nodes.Filter):
        return _FILTER[node.name](_value(node.node, names), *(_value(argument, names) for argument in node.args))
    raise WordingError(f"a sentence cannot hold {type(node).__name__.lower()}s")


def _compared(compare: nodes.Compare, names: Mapping[str, Any]) -> bool:
    """A chain of comparisons. What is not known is unequal to everything, and neither before nor after anything."""
    left = _value(compare.expr, names)
    for operand in compare.ops:
        right = _value(operand.expr, names)
        known = left is not None and right is not None
        if not (_COMPARISON[operand.op](left, right) if known else operand.op in ("ne", "notin")):
            return False
        left = right
    return True


def in_words(value: Any) -> str:
    """A value as a sentence shows it: dates in full, numbers with thousands separated, lists with commas."""
    if value is None:
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


_FILTER: Mapping[str, Callable[..., Any]] = {
    "join": lambda values, by=", ": by.join(in_words(v) for v in values) if values else None,
    "length": lambda value: None if value is None else len(value),
    "round": lambda value, digits=0: round(float(value), digits) if isinstance(value, int | float) else value,
    "lower": lambda value: in_words(value).lower(),
    "upper": lambda value: in_words(value).upper(),
}
_COMPARISON: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "lteq": operator.le, "gt": operator.gt, "gteq": operator.ge,
    "in": lambda a, b: _among(a, b), "notin": lambda a, b: not _among(a, b),
}  # fmt: skip


def _among(value: Any, several: Any) -> bool:
    return value in several if isinstance(value, str) or not isinstance(several, str) else False


@cache
def _parsed(template: str) -> nodes.Template:
    return Environment().parse(template)  # noqa: S701 - it is only parsed, never rendered
