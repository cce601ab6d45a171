"""Reads a rule's `when` into clauses."""

from __future__ import annotations

from typing import Any

from countermove.reading.condition_reader import read_where
from countermove.reading.rule_scope import Bound, Scope
from countermove.reading.yaml_source import Path, suggestion
from countermove.rulebook.clause import Absent, Aggregate, AnyOf, Clause, Match
from countermove.rulebook.condition import Condition

_KEYS = {
    "match": ("as", "where"),
    "none": ("where",),
    "count": ("as", "where", "distinct", "at_least", "at_most"),
    "sum": ("of", "as", "where", "at_least", "at_most"),
    "any": (),
}


def read_clauses(scope: Scope, data: Any, path: Path) -> tuple[Clause, ...]:
    """All clauses of a list. Faulty ones are noted in the scope's source and left out."""
    if not isinstance(data, list) or not data:
        scope.source.fault("CM110", "a list of clauses is wanted here", path, "write - match: KIND, as: NAME, where: …")
        scope.unreadable(None)
        return ()
    found = [_clause(scope, item, (*path, i)) for i, item in enumerate(data)]
    return tuple(clause for clause in found if clause is not None)


def _clause(scope: Scope, data: Any, path: Path) -> Clause | None:
    source = scope.source
    heads = [k for k in _KEYS if isinstance(data, dict) and k in data]
    if len(heads) != 1:
        near = suggestion(next(iter(data), ""), list(_KEYS)) if isinstance(data, dict) and not heads else ""
        source.fault(
            "CM110", "a clause is one of match, none, count, sum, any", path, near or "begin it with - match: KIND"
        )
        scope.unreadable(data.get("as") if isinstance(data, dict) else None)
        return None
    head = heads[0]
    for key in data:
        if key != head and key not in _KEYS[head]:
            hint = suggestion(key, _KEYS[head]) or f"it can have: {', '.join(_KEYS[head]) or 'nothing else'}"
            source.fault("CM104", f"'{key}' does not belong into a '{head}' clause", (*path, key), hint, at_key=True)
    if head == "any":
        return _any_of(scope, data["any"], (*path, "any"))
    kind = scope.kind(data[head], (*path, head))
    if kind is None:
        if head == "match" or "as" in data:
            scope.unreadable(data.get("as"))
        return None
    where = read_where(scope, kind, data["where"], (*path, "where")) if "where" in data else ()
    if head == "none":
        return Absent(kind, where, source.where(path))
    if head == "match":
        return _match(scope, kind, where, data, path)
    return _aggregate(scope, head, kind, where, data, path)


def _match(scope: Scope, kind: str, where: tuple[Condition, ...], data: dict[str, Any], path: Path) -> Match | None:
    alias = data.get("as")
    if not isinstance(alias, str):
        scope.source.fault("CM105", "the match has no name", path, f"add as: {kind}")
        scope.unreadable(None)
        return None
    scope.bind(alias, Bound("fact", kind), (*path, "as"))
    return Match(kind, alias, where, scope.source.where(path))


def _aggregate(
    scope: Scope, function: str, kind: str, where: tuple[Condition, ...], data: dict[str, Any], path: Path
) -> Aggregate | None:
    source = scope.source
    alias = data.get("as")
    if alias is not None:
        scope.bind(str(alias), Bound("count" if function == "count" else "sum", kind), (*path, "as"))
    bounds = {key: data[key] for key in ("at_least", "at_most") if key in data}
    resolved: dict[str, Any] = {}
    for key, value in bounds.items():
        resolved[key] = _bound(scope, value, (*path, key))
    if not bounds:
        source.fault("CM105", f"the {function} has no bound", path, "add at_least: or at_most:")
    least, most = resolved.get("at_least"), resolved.get("at_most")
    if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
        source.fault(
            "CM114",
            f"nothing is at least {least} and at most {most}",
            (*path, "at_most"),
            "exchange the two, or leave one out",
        )
    of = "distinct" if function == "count" else "of"
    name = data.get(of)
    if function == "sum" and name is None:
        source.fault("CM105", "the sum does not say of which field", path, "add of: FIELD")
        return None
    if name is not None:
        field = scope.kind_field(kind, str(name), (*path, of))
        if field is None:
            return None
        if field.type in ("list", "position") or (function == "sum" and field.type != "number"):
            wanted = "a number" if function == "sum" else "a plain value"
            source.fault(
                "CM114", f"'{name}' cannot be used here: {wanted} is wanted", (*path, of), "name another field"
            )
            return None
    if not bounds or any(value is None for value in resolved.values()):
        return None
    return Aggregate(kind, function, alias, where, name, **resolved, location=source.where(path))


def _bound(scope: Scope, value: Any, path: Path) -> Any:
    """A bound of a count or sum: a number, or a parameter that is one."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.startswith("$parameters."):
        found = scope.parameter(value.removeprefix("$parameters."), path)
    elif (
        isinstance(value, dict)
        and isinstance(value.get("parameter"), str)
        and not set(value) - {"parameter", "jurisdiction"}
    ):
        found = scope.parameter(value["parameter"], path, value.get("jurisdiction"))
    else:
        scope.source.fault(
            "CM114", "a bound is a number or a parameter", path, "write at_least: 3 or at_least: $parameters.name"
        )
        return None
    if found is None:
        return None
    if found[1].type != "number":
        scope.source.fault(
            "CM114", f"the parameter '{found[0].name}' is not a number", path, "use one that is, or a plain number"
        )
        return None
    return found[0]


def _any_of(scope: Scope, data: Any, path: Path) -> AnyOf | None:
    if not isinstance(data, list) or len(data) < 2:
        scope.source.fault("CM110", "'any' takes at least two lists of clauses", path, "write any: [[…], […]]")
        scope.unreadable(None)
        return None
    scopes = [scope.branch() for _ in data]
    branches = tuple(
        read_clauses(inner, item, (*path, i)) for i, (inner, item) in enumerate(zip(scopes, data, strict=True))
    )
    scope.join(scopes)
    return AnyOf(branches, scope.source.where(path))
