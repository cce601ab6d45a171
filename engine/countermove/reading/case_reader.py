"""Reads the cases that stand beside the rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from countermove.errors import Fault
from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS
from countermove.reading.yaml_source import YamlSource, suggestion
from countermove.rulebook.case import Case, CaseDocument
from countermove.rulebook.rulebook import Rulebook


def read_cases(rulebook: Rulebook) -> tuple[dict[str, list[Case]], list[Fault]]:
    """The cases of every rule of a rulebook, by rule id, and the faults of the case files. A rule without a file has no cases."""
    cases: dict[str, list[Case]] = {}
    faults: list[Fault] = []
    for rule in rulebook.rules.values():
        path = Path(rule.location.path)
        file = path.with_name(f"{path.stem}.cases.yaml")
        if not file.is_file():
            cases[rule.id] = []
            continue
        source = YamlSource.of_file(str(file), file)
        cases[rule.id] = list(_cases(source, rule.id))
        faults += source.faults
    return cases, faults


def _cases(source: YamlSource, rule: str) -> Iterable[Case]:
    if not isinstance(source.data, list):
        if not source.faults:
            source.fault("CM130", "a case file is a list of cases", (), "write - name: …")
        return
    names: set[str] = set()
    for i, data in enumerate(source.data):
        document = source.validate(CaseDocument, data, (i,))
        if document is None:
            continue
        if document.name in names:
            source.fault("CM127", f"two cases are called '{document.name}'", (i, "name"), "give each a name of its own")
        if not document.as_of.exact:
            source.fault("CM130", "a case is asked on one day", (i, "as_of"), "write YYYY-MM-DD")
        names.add(document.name)
        facts = [_fact(source, given, (i, "given", j)) for j, given in enumerate(document.given)]
        _check_apart(source, facts, i)
        if all(facts):
            yield Case(rule, document, tuple(fact for fact in facts if fact), source.where((i,)))


def _check_apart(source: YamlSource, facts: Sequence[Fact | None], case: int) -> None:
    """Each fact of a case is a fact of its own: of two with one key only the first would count."""
    seen: set[tuple[str, str]] = set()
    for j, fact in enumerate(facts):
        if fact and (fact.kind, fact.id) in seen:
            hint = "let them differ in what tells the kind's facts apart, or remove one"
            source.fault("CM127", f"two facts of this case are one and the same, '{fact.id}'", (case, "given", j), hint)
        elif fact:
            seen.add((fact.kind, fact.id))


def _fact(source: YamlSource, data: dict[str, Any], path: tuple[str | int, ...]) -> Fact | None:
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        hint = suggestion(str(kind), list(KINDS)) or "`countermove facts kinds` lists them"
        source.fault("CM111", f"there is no kind of fact '{kind}'", (*path, "kind"), hint)
        return None
    try:
        return KINDS[kind].model_validate(data)
    except ValidationError as error:
        for detail in error.errors():
            name = str(detail["loc"][0]) if detail["loc"] else ""
            surplus = detail["type"] == "extra_forbidden"
            hint = suggestion(name, list(KINDS[kind].model_fields)) if surplus else ""
            message = detail["msg"].removeprefix("Value error, ")
            source.fault(
                "CM131",
                f"{kind}.{name}: {message}" if name else f"{kind}: {message}",
                (*path, *detail["loc"]),
                hint,
                at_key=surplus,
            )
    return None
