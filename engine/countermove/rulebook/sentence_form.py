"""The form of a sentence in a rule: text, shown fields in `{{ }}`, and parts in `[ ]` that are left out where one is not known.

Jinja only parses what stands in the braces; the few forms that are allowed are checked here, and worked out in `wording`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, TemplateSyntaxError, nodes

from countermove.rulebook.filters import FILTERS, NUMBERS, Filter
from countermove.rulebook.wording_error import WordingError

ORDERED = ("lt", "lteq", "gt", "gteq")
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Getattr, nodes.Name, nodes.Const, nodes.Or, nodes.And, nodes.Not,
    nodes.Compare, nodes.Operand, nodes.CondExpr, nodes.Filter,
)  # fmt: skip
TOO_DEEP = "the sentence is nested too deeply: write it in a simpler way"
_BRACKET = re.compile(r"([\[\]])")
_PARSER = Environment()  # noqa: S701 - it only parses, and never renders


@dataclass(frozen=True)
class Optional:
    """What stands in square brackets."""

    parts: tuple[str | nodes.Node, ...]

    @property
    def shown(self) -> list[nodes.Node]:
        """What is shown in it: if one of these is not known, all of it is left out."""
        return [part for part in self.parts if not isinstance(part, str)]


Part = str | nodes.Node | Optional


@cache
def parts_of(template: str) -> tuple[Part, ...]:
    """The parts of a sentence, in order. Raises WordingError where it is more than the language allows."""
    try:
        tree = _PARSER.parse(template)
        _check(tree)
        return tuple(_bracketed(tree))
    except TemplateSyntaxError as error:
        if "'$'" in str(error.message):
            raise WordingError("a name has no dollar inside {{ }}: write {{ alias.field }}") from None
        raise WordingError(f"the sentence does not parse: {error.message}") from None
    except RecursionError:
        raise WordingError(TOO_DEEP) from None


def _bracketed(tree: nodes.Template) -> Iterator[Part]:
    inside: list[str | nodes.Node] | None = None
    for part in _bits(tree):
        if part == "[":
            if inside is not None:
                raise WordingError(
                    "a part in [ ] holds no other: write them one after the other, or {{ '[' }} for the sign itself"
                )
            inside = []
        elif part == "]":
            if inside is None:
                raise WordingError(
                    "a bracket is closed that was not opened: write [ before it, or {{ ']' }} for the sign itself"
                )
            yield _optional(inside)
            inside = None
        elif inside is None:
            yield part
        else:
            inside.append(part)
    if inside is not None:
        raise WordingError("a bracket is opened and not closed: write ] after it, or {{ '[' }} for the sign itself")


def _bits(tree: nodes.Template) -> Iterator[str | nodes.Node]:
    """Text between brackets, each bracket by itself, and what stands in braces. A bracket within braces is no bracket."""
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            if isinstance(node, nodes.TemplateData):
                yield from filter(None, _BRACKET.split(node.data))
            else:
                yield node


def _optional(parts: list[str | nodes.Node]) -> Optional:
    optional = Optional(tuple(parts))
    if not any(isinstance(node, nodes.Getattr) for shown in optional.shown for node in walk(shown)):
        text = "".join(part for part in parts if isinstance(part, str)).strip()
        message = f"the part in brackets shows no field, so it would never be left out: [{text}]"
        raise WordingError(f"{message}: take the brackets away, or write {{{{ '[' }}}} for the sign itself")
    if all(isinstance(shown, nodes.Or) and isinstance(shown.right, nodes.Const) for shown in optional.shown):
        raise WordingError("the part in brackets has words for what is not known, so it would never be left out")
    return optional


def _check(tree: nodes.Template) -> None:
    for node in walk(tree):
        if not isinstance(node, _ALLOWED):
            raise WordingError(
                f"a sentence cannot hold {type(node).__name__.lower()}s, only fields, or, if, and simple filters"
            )
        if isinstance(node, nodes.Filter):
            _check_filter(node)
        if isinstance(node, nodes.Compare) and any(operand.op in ORDERED for operand in node.ops):
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
    known = FILTERS.get(node.name)
    if known is None:
        raise WordingError(f"there is no filter '{node.name}': {', '.join(FILTERS)}")
    given = [argument.value if isinstance(argument, nodes.Const) else None for argument in node.args]
    if not known.takes(given):
        raise WordingError(f"'{node.name}' is written {known.written}")
    for leaf in _leaves(node.node):
        if not _fits(known, leaf):
            raise WordingError(f"'{node.name}' asks for {known.wants}: write {{{{ alias.field {known.written} }}}}")


def _leaves(node: nodes.Node | None) -> Iterator[nodes.Node]:
    """What the value of an expression can come from."""
    if isinstance(node, nodes.Or | nodes.And):
        yield from (*_leaves(node.left), *_leaves(node.right))
    elif isinstance(node, nodes.CondExpr):
        yield from (*_leaves(node.expr1), *_leaves(node.expr2))
    elif node is not None:
        yield node


def _fits(filter: Filter, leaf: nodes.Node) -> bool:
    """Whether a filter can stand behind a constant, a comparison or another filter; of a field the reader of rules knows more."""
    if isinstance(leaf, nodes.Getattr) or filter.wants == "anything":
        return True
    if isinstance(leaf, nodes.Filter):
        return leaf.name not in FILTERS or filter.follows(FILTERS[leaf.name])
    if isinstance(leaf, nodes.Const):
        number = isinstance(leaf.value, int | float) and not isinstance(leaf.value, bool)
        return (
            number if filter.wants == "a number" else filter.wants == "text or a list" and isinstance(leaf.value, str)
        )
    return False


def _check_numbers(compare: nodes.Compare) -> None:
    constants = [node.value for node in compare.find_all(nodes.Const)]
    words = [node.name for node in compare.find_all(nodes.Filter) if node.name not in NUMBERS]
    if words or any(isinstance(value, bool) or not isinstance(value, int | float) for value in constants):
        raise WordingError("only numbers can be compared with <, <=, > and >=")


def walk(node: nodes.Node) -> Iterator[nodes.Node]:
    """The node and all below it."""
    yield node
    for child in node.iter_child_nodes():
        yield from walk(child)
