"""Reads phrase tables: words for the choices of fields, checked against the kinds of facts."""

from __future__ import annotations

import re

from countermove.facts.registry import KINDS, FieldType, fields
from countermove.reading.yaml_source import Path, YamlSource, suggestion
from countermove.rulebook.phrases import PhraseTable
from countermove.rulebook.typing import IN_WORDS

ALL = "all phrase tables"
"""Among the broken ids: that a file of tables cannot be read, so nobody knows which there are."""
_SIGNS = re.compile(r"[\[\]{}]")


def read_phrases(source: YamlSource, into: dict[str, PhraseTable], broken: set[str]) -> None:
    """Add the tables of a file; each fault is noted in the source, and the table's id among the broken ones."""
    data = source.data
    if not isinstance(data, dict):
        if not source.faults:
            source.fault(
                "CM110", "phrase tables are a mapping from ids to tables", (), "write table-id: {title, for, words}"
            )
        broken.add(ALL)
        return
    for id, given in data.items():
        faults = len(source.faults)
        if not isinstance(given, dict):
            hint = "write title:, for: and words: below it"
            source.fault("CM110", f"the phrase table '{id}' has parts of its own", (id,), hint, at_key=True)
        elif "id" in given:
            source.fault(
                "CM104", "'id' is not a key that belongs here", (id, "id"), "the key above is the id", at_key=True
            )
        else:
            table = source.validate(PhraseTable, {"id": id, **given}, (id,))
            if table:
                _check(source, table)
                into[id] = table
        if len(source.faults) > faults:
            broken.add(id)


def _check(source: YamlSource, table: PhraseTable) -> None:
    known = {
        choice
        for i, called in enumerate(table.meant_for)
        for choice in _choices(source, table, called, (table.id, "for", i))
    }
    for choice, words in table.words.items():
        path = (table.id, "words", choice)
        if choice not in known:
            hint = suggestion(choice, sorted(known)) or f"the choices: {', '.join(sorted(known))}"
            source.fault("CM124", f"'{choice}' is no choice of {' or '.join(table.meant_for)}", path, hint, at_key=True)
        _check_words(source, words, path)
    if table.others:
        _check_words(source, table.others, (table.id, "others"))


def _check_words(source: YamlSource, words: str, path: Path) -> None:
    if _SIGNS.search(words):
        source.fault(
            "CM124",
            "words of a phrase table are plain words, without brackets and braces",
            path,
            "write what is to be printed",
        )


def _choices(source: YamlSource, table: PhraseTable, called: str, path: Path) -> tuple[str, ...]:
    """The choices of a field that the table is meant for; none where it is free text, or at fault."""
    field = _field(source, called, path)
    if field is None:
        return tuple(table.words)
    if field.type not in ("choice", "text"):
        hint = "tables are for fields that hold one of a few words, or text"
        source.fault("CM124", f"a phrase table cannot be for {called}: it is {IN_WORDS[field.type]}", path, hint)
        return tuple(table.words)
    missing = [choice for choice in field.choices if choice not in table.words]
    if missing and not table.others:
        message = f"the phrase table '{table.id}' has no words for {', '.join(missing)} of {called}"
        source.fault("CM124", message, path, "add them below words:, or words for all of them as others:")
    return field.choices if field.type == "choice" else tuple(table.words)


def _field(source: YamlSource, called: str, path: Path) -> FieldType | None:
    kind, _, name = called.partition(".")
    if kind not in KINDS:
        hint = suggestion(kind, list(KINDS)) or "write kind.field; `countermove facts kinds` lists the kinds"
        source.fault("CM111", f"there is no kind of fact '{kind}'", path, hint)
        return None
    found = fields(kind).get(name)
    if found is None:
        hint = suggestion(name, list(fields(kind))) or f"its fields: {', '.join(fields(kind))}"
        source.fault("CM112", f"the kind '{kind}' has no field '{name}'", path, hint)
        return None
    return found.item or found
