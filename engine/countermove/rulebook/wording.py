"""Sentences in rules: how they read for one match.

A sentence is text with `{{ alias.field }}`, `or`, comparisons, `a if b else c`, a few filters, and parts in `[ ]` that are left out
where something shown in them is not known. It is checked when the rule is loaded (names and fields must exist), and worked out
here, so loading and rendering someone else's rules runs nothing of theirs.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import nodes

from countermove.rulebook.filters import FILTERS, Wanted
from countermove.rulebook.joints import Piece, joined
from countermove.rulebook.phrases import Phrases
from countermove.rulebook.sentence_form import Optional, parts_of
from countermove.rulebook.sentence_names import Use, names_used
from countermove.rulebook.shown import NOT_KNOWN, Shown, in_words
from countermove.rulebook.wording_error import WordingError

__all__ = ["NOT_KNOWN", "Shown", "Use", "Wanted", "WordingError", "in_words", "names_used", "render"]


def render(template: str, names: Mapping[str, Any], phrases: Phrases | None = None, *, begins: bool = True) -> str:
    """The sentence for one match; `names` maps each alias to its fields, an unknown field being absent or None.

    `begins` is false for a clause that goes on in another sentence: it gets no capital.
    """
    return joined(_Saying(names, phrases or {}).pieces(template), begins)


class _Saying:
    """Works out the parts of a sentence for one match."""

    def __init__(self, names: Mapping[str, Any], phrases: Phrases) -> None:
        self._names = names
        self._phrases = phrases

    def pieces(self, template: str) -> Iterator[Piece]:
        for part in parts_of(template):
            if isinstance(part, Optional):
                values = {id(node): self._value(node) for node in part.shown}
                if all(value is not None and in_words(value) not in ("", NOT_KNOWN) for value in values.values()):
                    yield from (
                        Piece(bit) if isinstance(bit, str) else self._said(bit, values[id(bit)]) for bit in part.parts
                    )
            else:
                yield Piece(part) if isinstance(part, str) else self._said(part, self._value(part))

    def _said(self, node: nodes.Node, value: Any) -> Piece:
        if value is None and isinstance(node, nodes.Filter):
            unknown = FILTERS[node.name].unknown
            return Piece(unknown(*self._arguments(node)) if unknown else NOT_KNOWN, fact=True)
        fact = isinstance(node, nodes.Filter) or type(value) is not str  # what a rule has in quotes comes as plain text
        return Piece(in_words(value), fact, isinstance(value, Shown) and value.whole)

    def _value(self, node: nodes.Node | None) -> Any:
        """The value of an expression; None where it is not known."""
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            return self._names.get(node.node.name, {}).get(node.attr)
        if isinstance(node, nodes.Const):
            return node.value
        if isinstance(node, nodes.Or):
            return self._value(node.left) or self._value(node.right)
        if isinstance(node, nodes.And):
            return self._value(node.left) and self._value(node.right)
        if isinstance(node, nodes.Not):
            return not self._value(node.node)
        if isinstance(node, nodes.CondExpr):
            chosen = node.expr1 if self._value(node.test) else node.expr2
            return self._value(chosen) if chosen else ""
        if isinstance(node, nodes.Compare):
            return self._compared(node)
        if isinstance(node, nodes.Filter):
            value = self._value(node.node)
            return None if value is None else FILTERS[node.name].apply(value, *self._arguments(node))
        raise WordingError(f"a sentence cannot hold {type(node).__name__.lower()}s")

    def _arguments(self, node: nodes.Filter) -> list[Any]:
        given = [self._value(argument) for argument in node.args]
        return [self._phrases[name] for name in given] if node.name == "worded" else given

    def _compared(self, compare: nodes.Compare) -> bool:
        """A chain of comparisons. What is not known is unequal to everything, and neither before nor after anything."""
        left = self._value(compare.expr)
        for operand in compare.ops:
            right = self._value(operand.expr)
            known = left is not None and right is not None
            if not (_COMPARISON[operand.op](left, right) if known else operand.op in ("ne", "notin")):
                return False
            left = right
        return True


_COMPARISON: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "lteq": operator.le, "gt": operator.gt, "gteq": operator.ge,
    "in": lambda a, b: _among(a, b), "notin": lambda a, b: not _among(a, b),
}  # fmt: skip


def _among(value: Any, several: Any) -> bool:
    return value in several if isinstance(value, str) or not isinstance(several, str) else False
