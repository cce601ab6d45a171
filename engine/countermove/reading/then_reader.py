"""Reads a rule's `then`: a recommendation, a derived fact, or a caveat."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import ValidationError

from countermove.facts.registry import KINDS, FieldType, fields
from countermove.reading.condition_reader import read_operand
from countermove.reading.rule_scope import Scope
from countermove.reading.sentence_check import check_sentence
from countermove.reading.yaml_source import Path, suggestion
from countermove.rulebook.condition import Constant, FieldReference
from countermove.rulebook.instrument import Action
from countermove.rulebook.rule import Caveat, Conclude, Recommend, Source, Urgency
from countermove.rulebook.told import KEYS, OTHERS, Told
from countermove.rulebook.typing import IN_WORDS

_TEXT = FieldType("target", "text", True)
_DAY = FieldType("date", "day", True)
_RECOMMEND = ("action", "target", "headline", "because", "impact", "urgency", "only_if")
_CAVEAT = ("text", "steps", "actions", "target")
_RECORD = ("id", "reported", "contested_with")
_URGENCY = ({"from", "half_life_days"}, {"deadline", "lead_days"}, {"steady"})


def read_then(
    scope: Scope, actions: Mapping[str, Action], data: Any, path: Path
) -> Recommend | Conclude | Caveat | None:
    """What follows from a match; None with the faults noted."""
    heads = [k for k in ("recommend", "conclude", "caveat") if isinstance(data, dict) and k in data]
    if len(heads) != 1:
        scope.source.fault(
            "CM120", "'then' is one of recommend, conclude, caveat", path, "write then: {recommend: {…}}"
        )
        return None
    head = heads[0]
    allowed = {head, "because"} if head == "conclude" else {head}
    for key in data:
        if key not in allowed:
            scope.source.fault(
                "CM104",
                f"'{key}' does not belong beside '{head}'",
                (*path, key),
                "move it into it, or remove it",
                at_key=True,
            )
    body, here = data[head], (*path, head)
    if not isinstance(body, dict):
        scope.source.fault("CM120", f"'{head}' has parts of its own", here, f"write {head}: {{key: value}}")
        return None
    if head == "recommend":
        return _recommend(scope, actions, body, here)
    if head == "conclude":
        because = data.get("because")
        if because is not None:
            because = check_sentence(scope, because, (*path, "because"))
        return _conclude(scope, body, because, here)
    return _caveat(scope, actions, body, here)


def _recommend(scope: Scope, actions: Mapping[str, Action], data: dict[str, Any], path: Path) -> Recommend | None:
    _keys(scope, data, _RECOMMEND, ("only_if",), path)
    action = _action(scope, actions, data["action"], (*path, "action")) if "action" in data else None
    target = _source(scope, _TEXT, data["target"], (*path, "target")) if "target" in data else None
    without = actions[action].no_part if action else {}
    headline, because, only_if = (
        _told(scope, data[key], (*path, key), without) if key in data else None
        for key in ("headline", "because", "only_if")
    )
    impact = _impact(scope, data["impact"], (*path, "impact")) if "impact" in data else None
    urgency = _urgency(scope, data["urgency"], (*path, "urgency")) if "urgency" in data else None
    if action and target and headline and because and impact and urgency:
        return Recommend(action, target, headline, because, impact, urgency, only_if)
    return None


def _impact(scope: Scope, value: Any, path: Path) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 5:
        return value
    scope.source.fault(
        "CM121", "the impact is a whole number from 1 to 5", path, "the rubric stands in rules/README.md"
    )
    return None


def _urgency(scope: Scope, data: Any, path: Path) -> Urgency | None:
    if not isinstance(data, dict) or set(data) not in _URGENCY:
        hint = "write {from: $a.date, half_life_days: 60}, {deadline: $a.date, lead_days: 90} or {steady: 0.5}"
        scope.source.fault("CM121", "this is no urgency", path, hint)
        return None
    figure = next(key for key in ("half_life_days", "lead_days", "steady") if key in data)
    value = data[figure]
    right = (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and value > 0
        and (figure != "steady" or value <= 1)
    )
    if not right:
        least = "above 0, at most 1" if figure == "steady" else "above 0"
        scope.source.fault("CM121", f"'{figure}' is a number {least}", (*path, figure), "write it in plain digits")
    if figure == "steady":
        return Urgency(steady=value) if right else None
    key = "from" if "from" in data else "deadline"
    when = read_operand(scope, _DAY, data[key], (*path, key))
    if not isinstance(when, FieldReference):
        if when is not None:
            scope.source.fault("CM121", f"'{key}' names a date of a matched fact", (*path, key), "write $alias.field")
        return None
    if not right:
        return None
    if key == "from":
        return Urgency(since=when, half_life_days=data["half_life_days"])
    return Urgency(deadline=when, lead_days=data["lead_days"])


def _conclude(scope: Scope, data: dict[str, Any], because: str | None, path: Path) -> Conclude | None:
    kind = scope.kind(data.get("kind"), (*path, "kind"))
    if kind is None:
        return None
    if not KINDS[kind].derived or KINDS[kind].computed:
        derived = [name for name, model in KINDS.items() if model.derived and not model.computed]
        otherwise = "worked out before they are asked" if KINDS[kind].computed else "observed"
        scope.source.fault(
            "CM122",
            f"rules cannot conclude a '{kind}': it is {otherwise}",
            (*path, "kind"),
            f"conclude one of {', '.join(derived)}",
        )
        return None
    values: dict[str, Source] = {}
    for name, value in data.items():
        if name == "kind":
            continue
        if name in _RECORD:
            hint = "leave it out: the id follows from the other fields"
            scope.source.fault(
                "CM122", f"'{name}' is about the record, and is not concluded", (*path, name), hint, at_key=True
            )
            continue
        field = scope.kind_field(kind, name, (*path, name), at_key=True)
        source = _source(scope, field, value, (*path, name)) if field else None
        if field and source is not None and _certain(scope, kind, field, source, (*path, name)):
            values[name] = source
    _check_constants(scope, kind, values, path)
    for name, field in fields(kind).items():
        if field.required and name not in ("id", *data):
            scope.source.fault("CM105", f"'{name}' is missing", path, f"a {kind} needs it")
    return Conclude(kind, values, because)


def _certain(scope: Scope, kind: str, field: FieldType, source: Source, path: Path) -> bool:
    """Whether a conclusion's value is always there and of the right form, so that no match fails to give its fact."""
    if isinstance(source, Constant):
        return True
    found = scope.reference(f"${source.alias}.{source.field}", path)
    if found is None:
        return False
    if field.name == "name":
        scope.source.fault(
            "CM121", f"the name of the {kind} is written out", path, "write a word such as dark-activity"
        )
    elif field.type == "entity" and found[1].type != "entity":
        scope.source.fault(
            "CM121",
            f"'{field.name}' is {IN_WORDS['entity']}, and not every {source.field} is one",
            path,
            "name a field that holds an id",
        )
    elif field.required and not found[1].required:
        message = f"'{field.name}' has to be known, and '{source.field}' may be unknown"
        scope.source.fault("CM121", message, path, "name a field that every such fact carries")
    else:
        return True
    return False


def _check_constants(scope: Scope, kind: str, values: Mapping[str, Source], path: Path) -> None:
    constants = {name: source.value for name, source in values.items() if isinstance(source, Constant)}
    try:
        KINDS[kind].model_validate({"kind": kind, **constants})
    except ValidationError as error:
        for detail in error.errors():
            if detail["loc"] and detail["loc"][0] in constants:
                name = str(detail["loc"][0])
                scope.source.fault(
                    "CM118",
                    f"'{name}' cannot be {constants[name]!r}: {detail['msg']}",
                    (*path, name),
                    fields(kind)[name].description,
                )


def _caveat(scope: Scope, actions: Mapping[str, Action], data: dict[str, Any], path: Path) -> Caveat | None:
    _keys(scope, data, _CAVEAT, ("steps", "actions", "target"), path)
    text = _told(scope, data["text"], (*path, "text")) if "text" in data else None
    steps = data.get("steps", [])
    if not isinstance(steps, list) or any(type(step) is not int or not 1 <= step <= 4 for step in steps):
        scope.source.fault("CM121", "'steps' lists some of 1, 2, 3, 4", (*path, "steps"), "write steps: [2]")
        return None
    named = data.get("actions", [])
    if not isinstance(named, list):
        scope.source.fault("CM121", "'actions' is a list", (*path, "actions"), "write actions: [one, two]")
        return None
    found = [_action(scope, actions, a, (*path, "actions", i)) for i, a in enumerate(named)]
    target = _source(scope, _TEXT, data["target"], (*path, "target")) if "target" in data else None
    if not (steps or named or "target" in data):
        scope.source.fault("CM105", "the caveat is attached to nothing", path, "add steps:, actions: or target:")
    return Caveat(text, tuple(steps), tuple(a for a in found if a), target) if text else None


def _keys(scope: Scope, data: dict[str, Any], known: tuple[str, ...], optional: tuple[str, ...], path: Path) -> None:
    for key in data:
        if key not in known:
            hint = suggestion(key, known) or f"known keys: {', '.join(known)}"
            scope.source.fault("CM104", f"'{key}' is not a key that belongs here", (*path, key), hint, at_key=True)
    for key in known:
        if key not in data and key not in optional:
            scope.source.fault("CM105", f"'{key}' is missing", path, f"add '{key}:'")


def _action(scope: Scope, actions: Mapping[str, Action], name: Any, path: Path) -> str | None:
    if isinstance(name, str) and name in actions:
        return name
    if isinstance(name, str) and name in scope.broken:
        return None
    hint = suggestion(str(name), list(actions)) or "actions live in rules/instruments/actions, one file each"
    scope.source.fault("CM123", f"there is no action '{name}'", path, hint)
    return None


def _source(scope: Scope, wanted: FieldType, value: Any, path: Path) -> Source | None:
    if isinstance(value, dict):
        scope.source.fault(
            "CM121", "a plain value or a reference is wanted here", path, "write $alias.field or a plain value"
        )
        return None
    operand = read_operand(scope, wanted, value, path)
    if operand is None or isinstance(operand, Constant | FieldReference):
        return operand
    scope.source.fault(
        "CM121", "only fields of matched facts can be used here", path, "write $alias.field or a plain value"
    )
    return None


def _told(scope: Scope, data: Any, path: Path, without: Collection[str] = ()) -> Told[str] | None:
    """A sentence for all, or one for each audience that the rule speaks to, but for those `without` a part."""
    if not isinstance(data, dict):
        sentence = check_sentence(scope, data, path)
        return Told.all(sentence) if sentence else None
    for key in data:
        if key not in KEYS:
            hint = suggestion(key, KEYS) or f"known keys: {', '.join(KEYS)}"
            scope.source.fault("CM104", f"'{key}' is no audience", (*path, key), hint, at_key=True)
        elif key != OTHERS and key not in scope.audiences:
            hint = "add it to audiences:, or remove the sentence"
            scope.source.fault("CM104", f"the rule does not speak to '{key}'", (*path, key), hint, at_key=True)
    needed = [audience for audience in scope.audiences if audience not in without]
    given = {key: check_sentence(scope, template, (*path, key)) for key, template in data.items() if key in KEYS}
    try:
        told = Told.each(given, needed)
    except ValueError as error:
        scope.source.fault("CM124", str(error), path, "write {eu: …, others: …}, or one sentence for all")
        return None
    return Told(tuple(sentence for sentence in told.by_audience if sentence)) if all(told.by_audience) else None
