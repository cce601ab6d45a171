"""Shows a rule's sentence to people who do not read braces: ‹ship› for a name, ‹place of event› for a field, ‹one / other› where the
wording depends on a field, [brackets] around what is left out where something shown in it is not known."""

from __future__ import annotations

from jinja2 import nodes

from countermove.rulebook.english import of
from countermove.rulebook.phrases import Phrases
from countermove.rulebook.sentence_form import Optional, parts_of

_COMPARED = {
    "eq": "is",
    "ne": "is not",
    "lt": "is less than",
    "lteq": "is at most",
    "gt": "is more than",
    "gteq": "is at least",
}
_MOST = 4
"""So many words of a phrase table are shown; of a longer one the field is named."""


def sentence_shape(template: str, phrases: Phrases | None = None) -> str:
    """The template in words."""
    shape = _Shape(phrases or {})
    parts = []
    for part in parts_of(template):
        if isinstance(part, Optional):
            parts.append(f"[{''.join(map(shape.part, part.parts))}]")
        else:
            parts.append(shape.part(part))
    return " ".join("".join(parts).split())


class _Shape:
    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def part(self, part: str | nodes.Node) -> str:
        """Text as it stands, fields and choices between ‹ and ›."""
        if isinstance(part, str):
            return part
        if isinstance(part, nodes.Const):
            return str(part.value)
        if isinstance(part, nodes.CondExpr):
            return self._choice(part)
        if isinstance(part, nodes.Filter) and part.name == "on":
            return f"on ‹{self._words(part.node)}›"
        if isinstance(part, nodes.Filter) and part.name == "counted":
            return f"‹{self._words(part.node)}› {self._words(part.args[1])}"
        return f"‹{self._words(part)}›"

    def _choice(self, node: nodes.CondExpr) -> str:
        options, tests = [], []
        rest: nodes.Node | None = node
        while isinstance(rest, nodes.CondExpr):
            options.append(rest.expr1)
            tests.append(rest.test)
            rest = rest.expr2
        nothing_else = isinstance(rest, nodes.Const) and rest.value == ""
        if nothing_else and len(options) == 1 and not isinstance(tests[0], nodes.Compare):
            return self.part(options[0])
        shown = [self._words(option) for option in [*options, *([rest] if rest is not None else [])]]
        return f"‹{' / '.join(text or 'nothing' for text in shown)}›"

    def _words(self, node: nodes.Node | None) -> str:
        if isinstance(node, nodes.Const):
            return str(node.value)
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            return of(node.node.name, node.attr).removeprefix("the ")
        if isinstance(node, nodes.Or):
            left, right = self._words(node.left), self._words(node.right)
            return left if left == right else f"{left}, else {right}"
        if isinstance(node, nodes.And):
            return f"{self._words(node.left)} and {self._words(node.right)}"
        if isinstance(node, nodes.Not):
            return f"not {self._words(node.node)}"
        if isinstance(node, nodes.Filter):
            return self._filtered(node)
        if isinstance(node, nodes.Compare):
            compared = [f"{_COMPARED.get(op.op, op.op)} {self._words(op.expr)}" for op in node.ops]
            return f"{self._words(node.expr)} {' '.join(compared)}"
        if isinstance(node, nodes.CondExpr):
            return self._choice(node).strip("‹›")
        return ""

    def _filtered(self, node: nodes.Filter) -> str:
        inner = self._words(node.node)
        if node.name == "on":
            return f"on {inner}"
        if node.name == "counted":
            return f"{inner} {self._words(node.args[1])}"
        table = self._phrases.get(self._words(node.args[0])) if node.name == "worded" else None
        words = dict.fromkeys([*table.words.values(), *([table.others] if table.others else [])]) if table else {}
        return " / ".join(words) if 0 < len(words) <= _MOST else inner
