"""Which fields a sentence uses, and what each has to be.

Most sentences are read at a glance, without a parser: parsing them all costs most of the time of loading a rulebook. What is not of
a usual form is parsed; both ways give the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from jinja2 import nodes

from countermove.rulebook.filters import FILTERS, Wanted
from countermove.rulebook.sentence_form import ORDERED, TOO_DEEP, Optional, parts_of
from countermove.rulebook.wording_error import WordingError

_WORD = r"[a-z_][a-z0-9_]*"
_RESERVED = r"(?!(?:and|or|not|if|else|in|is|true|false|none)\b)"
_QUOTED = r"""(?:'[^'\\{}\[\]]*'|"[^"\\{}\[\]]*")"""
_WORDS = r"""(?:'\s*[^\s'\\{}\[\]][^'\\{}\[\]]*'|"\s*[^\s"\\{}\[\]][^"\\{}\[\]]*")"""
_FILTER = rf"on|counted\(\s*{_WORDS}\s*,\s*{_WORDS}\s*\)|worded\(\s*{_QUOTED}\s*\)"
_FIELD = rf"\b{_RESERVED}({_WORD})\.({_WORD})(?:\s*\|\s*({_FILTER}))?"
_FIELD_ALONE = rf"\b{_RESERVED}{_WORD}\.{_WORD}(?:\s*\|\s*(?:{_FILTER}))?"
_SHOWN = re.compile(rf"\{{\{{\s*({_FIELD_ALONE}(?:\s+or\s+{_FIELD_ALONE})*)(\s+or\s+{_QUOTED})?\s*\}}\}}")
_EACH = re.compile(_FIELD)
_TEXT = re.compile(r"[^{}\[\]]+")
_SHORT = 1_000


class Use(NamedTuple):
    """An `alias.field` in a sentence, and what it has to be there."""

    alias: str
    field: str
    wanted: Wanted
    table: str = ""
    """The phrase table that has to have words for it."""
    sheltered: bool = False
    """Whether the sentence reads well where the table has none: in a part in brackets, or with `or` behind."""


def names_used(template: str) -> list[Use]:
    """Every `alias.field` that a template shows, compares or filters. Raises WordingError where it is more than the language allows."""
    at_a_glance = glance(template)
    return parsed(template) if at_a_glance is None else at_a_glance


def glance(template: str) -> list[Use] | None:
    """The names of a sentence of a usual form: `a.b`, filtered by on, counted or worded, with `or`, in [ ] or not. None for others."""
    if len(template) > _SHORT:  # the parser finds out whether it is nested too deeply
        return None
    uses: list[Use] = []
    at, inside, may_go = 0, False, False
    while at < len(template):
        text = _TEXT.match(template, at)
        if text:
            at = text.end()
            continue
        if template[at] in "[]":
            opens = template[at] == "["
            if opens == inside or not (opens or may_go):
                return None
            inside, may_go, at = opens, False, at + 1
            continue
        shown = _SHOWN.match(template, at)
        if shown is None:
            return None
        uses += _glanced(shown[1], inside, other_words=shown[2] is not None)
        may_go, at = may_go or shown[2] is None, shown.end()
    return None if inside else uses


def _glanced(fields: str, inside: bool, other_words: bool) -> Iterator[Use]:
    found = _EACH.findall(fields)
    for place, (alias, field, filtered) in enumerate(found, start=1):
        filter, _, argument = filtered.partition("(")
        table = argument.rstrip(")").strip()[1:-1] if filter == "worded" else ""
        sheltered = bool(table) and (inside or other_words or place < len(found))
        yield Use(alias, field, FILTERS[filter].wants if filter else "anything", table, sheltered)


def parsed(template: str) -> list[Use]:
    """The names of any sentence."""
    try:
        return [
            use
            for part in parts_of(template)
            for shown in (part.shown if isinstance(part, Optional) else [] if isinstance(part, str) else [part])
            for use in _uses(shown, "anything", "", isinstance(part, Optional))
        ]
    except RecursionError:
        raise WordingError(TOO_DEEP) from None


def _uses(node: nodes.Node | None, wanted: Wanted, table: str, sheltered: bool) -> Iterator[Use]:
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        yield Use(node.node.name, node.attr, wanted, table, sheltered and bool(table))
    elif isinstance(node, nodes.CondExpr):
        yield from _uses(node.test, "anything", "", sheltered)
        yield from _uses(node.expr1, wanted, table, sheltered)
        yield from _uses(node.expr2, wanted, table, sheltered)
    elif isinstance(node, nodes.Compare):
        ordered = any(operand.op in ORDERED for operand in node.ops)
        yield from _uses(node.expr, "a number" if ordered else "anything", "", sheltered)
        for operand in node.ops:
            among: Wanted = "text or a list" if operand.op in ("in", "notin") else "anything"
            yield from _uses(operand.expr, "a number" if ordered else among, "", sheltered)
    elif isinstance(node, nodes.Filter):
        named = str(node.args[0].value) if node.name == "worded" else ""  # type: ignore[attr-defined]  # the form is checked
        yield from _uses(node.node, FILTERS[node.name].wants, named, sheltered)
    elif isinstance(node, nodes.Or):
        yield from _uses(node.left, wanted, table, True)
        yield from _uses(node.right, wanted, table, sheltered)
    elif node is not None:
        for child in node.iter_child_nodes():
            yield from _uses(child, wanted, table, sheltered)
