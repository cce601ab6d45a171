"""Checks a rule's sentences as they are read: names and fields exist, filters stand on fields they fit, tables have the words."""

from __future__ import annotations

from typing import Any

from countermove.facts.registry import FieldType
from countermove.reading.phrase_reader import ALL
from countermove.reading.rule_scope import Scope
from countermove.reading.yaml_source import Path, suggestion
from countermove.rulebook.typing import IN_WORDS
from countermove.rulebook.wording import Use, WordingError, names_used


def check_sentence(scope: Scope, template: Any, path: Path) -> str | None:
    """The sentence; None with the faults noted."""
    if not isinstance(template, str) or not template.strip():
        scope.source.fault("CM124", "a sentence is wanted here", path, "write text in quotes")
        return None
    faults = len(scope.source.faults)
    try:
        for use in names_used(template):
            found = scope.reference(f"${use.alias}.{use.field}", path)
            if found and not _suits(found[1], use):
                message = f"{use.wanted} is wanted here, but '{use.alias}.{use.field}' is {IN_WORDS[found[1].type]}"
                scope.source.fault("CM124", message, path, "show it as it is, or use another field")
            elif found and use.table:
                _check_table(scope, use, found[1], path)
    except WordingError as error:
        scope.source.fault("CM124", str(error), path)
    return template if len(scope.source.faults) == faults else None


def _suits(field: FieldType, use: Use) -> bool:
    item = field.item or field
    fitting = {
        "a number": field.type == "number",
        "a list": field.type == "list",
        "text or a list": field.type == "list" or field.is_text,
        "a date": field.is_time,
        "a choice": item.type in ("choice", "text"),
    }
    return fitting.get(use.wanted, True)


def _check_table(scope: Scope, use: Use, field: FieldType, path: Path) -> None:
    if use.table in scope.broken or ALL in scope.broken:
        return
    table = scope.phrases.get(use.table)
    if table is None:
        hint = suggestion(use.table, list(scope.phrases)) or "the tables stand in rules/phrases.yaml"
        scope.source.fault("CM124", f"there is no phrase table '{use.table}'", path, hint)
        return
    called = f"{scope.names[use.alias].kind}.{use.field}"
    if called not in table.meant_for:
        message = f"the phrase table '{use.table}' is meant for {', '.join(table.meant_for)}, not for {called}"
        hint = f"use another table, or add {called} to its 'for:'"
        missing = [choice for choice in (field.item or field).choices if choice not in table.words]
        if missing and not table.others:
            hint += f" and words for {', '.join(missing)}"
        scope.source.fault("CM124", message, path, hint)
    elif (field.item or field).type == "text" and not table.others and not use.sheltered:
        message = f"the phrase table '{use.table}' has no words for every {use.field}: it is free text"
        scope.source.fault(
            "CM124", message, path, "put it in [ ], write `or` and other words behind it, or give the table 'others:'"
        )
