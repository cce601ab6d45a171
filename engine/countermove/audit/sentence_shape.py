"""Shows a rule's sentence template to people who do not read Jinja: ‹ship› for a name, ‹built of ship› for a field, ‹one / other›
where the wording depends on a field."""

from __future__ import annotations

from jinja2 import Environment, nodes

from countermove.audit.rule_words import of

_COMPARED = {
    "eq": "is",
    "ne": "is not",
    "lt": "is less than",
    "lteq": "is at most",
    "gt": "is more than",
    "gteq": "is at least",
}


def sentence_shape(template: str) -> str:
    """The template in words. A part that is printed only where a field is known is shown as if it were."""
    tree = Environment().parse(template)  # noqa: S701 - it is parsed and never rendered
    parts = [_part(node) for output in tree.find_all(nodes.Output) for node in output.nodes]
    return " ".join("".join(parts).split())


def _part(node: nodes.Node) -> str:
    if isinstance(node, nodes.TemplateData):
        return str(node.data)
    if isinstance(node, nodes.Const):
        return str(node.value)
    if isinstance(node, nodes.CondExpr):
        return _choice(node)
    return f"‹{_words(node)}›"


def _choice(node: nodes.CondExpr) -> str:
    options, tests = [], []
    rest: nodes.Node | None = node
    while isinstance(rest, nodes.CondExpr):
        options.append(rest.expr1)
        tests.append(rest.test)
        rest = rest.expr2
    if (
        isinstance(rest, nodes.Const)
        and rest.value == ""
        and len(options) == 1
        and not isinstance(tests[0], nodes.Compare)
    ):
        return _part(options[0])
    shown = [_bare(option) for option in [*options, *([rest] if rest is not None else [])]]
    return f"‹{' / '.join(text or 'nothing' for text in shown)}›"


def _bare(node: nodes.Node) -> str:
    return str(node.value) if isinstance(node, nodes.Const) else _words(node)


def _words(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return of(node.node.name, node.attr).removeprefix("the ")
    if isinstance(node, nodes.Or):
        left, right = _words(node.left), _bare(node.right)
        return left if left == right else f"{left}, else {right}"
    if isinstance(node, nodes.And):
        return f"{_words(node.left)} and {_words(node.right)}"
    if isinstance(node, nodes.Not):
        return f"not {_words(node.node)}"
    if isinstance(node, nodes.Filter) and node.node is not None:
        return _words(node.node)
    if isinstance(node, nodes.Compare):
        return f"{_words(node.expr)} " + " ".join(f"{_COMPARED.get(op.op, op.op)} {_bare(op.expr)}" for op in node.ops)
    if isinstance(node, nodes.CondExpr):
        return _choice(node).strip("‹›")
    return _bare(node)
