"""The rules that ship: their cases hold, lint finds nothing, and the article's four steps are carried out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

import pytest

from countermove import resources
from countermove.audit.case_run import run_cases
from countermove.audit.lint import lint
from countermove.errors import Fault
from countermove.facts.registry import KINDS
from countermove.reading.case_reader import read_cases
from countermove.reading.rulebook_reader import load_rulebook
from countermove.rulebook.case import Case
from countermove.rulebook.condition import Constant
from countermove.rulebook.rule import Conclude, Recommend
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.strata import edges

FOLDER = resources.folder("rules")
IDS = sorted(
    path.stem for path in FOLDER.glob("*/*.yaml")
    if path.parent.name not in ("parameters", "instruments") and path.name != "ruleset.yaml" and not path.name.endswith(".cases.yaml")
)  # fmt: skip


@cache
def rulebook() -> Rulebook:
    return load_rulebook()


@cache
def cases() -> tuple[Mapping[str, Sequence[Case]], Sequence[Fault]]:
    return read_cases(rulebook())


@pytest.mark.parametrize("rule", IDS)
def test_the_cases_hold(rule: str) -> None:
    listed = cases()[0][rule]
    problems = [
        f"{o.case.location}: {o.case.name}: {'; '.join(o.problems)}"
        for o in run_cases(rulebook(), {rule: listed})
        if not o.holds
    ]
    assert problems == []
    assert {case.document.expect.matches > 0 for case in listed} == {True, False}


def test_the_case_files_have_no_fault() -> None:
    assert cases()[1] == []


def test_every_case_file_belongs_to_a_rule() -> None:
    assert {path.name.removesuffix(".cases.yaml") for path in FOLDER.glob("*/*.cases.yaml")} == set(IDS)


def test_lint_finds_nothing() -> None:
    assert [str(finding) for finding in lint(rulebook(), cases()[0])] == []


def test_there_are_enough_of_them() -> None:
    active = [rule for rule in rulebook().rules.values() if rule.header.status == "active"]
    steps = Counter(rulebook().step(rule) for rule in active if isinstance(rule.then, Recommend))
    sets = Counter(rule.ruleset for rule in active)
    assert len(active) >= 70
    assert all(steps[step] >= 12 for step in (1, 2, 3, 4)), steps
    assert sets["indicators"] >= 15
    assert sets["caveats"] >= 8


def test_rules_chain_on_indicators() -> None:
    rules = list(rulebook().rules.values())
    fed = {source for source, target, _ in edges(rules) if source != target}
    names = {
        rule.then.values["name"]
        for rule in rules
        if isinstance(rule.then, Conclude) and rule.id in fed and "name" in rule.then.values
    }
    assert len({name.value for name in names if isinstance(name, Constant)}) >= 4


@pytest.mark.parametrize(
    ("rule", "action"),
    [
        ("listed-vessel-going-dark", "inspect-insurance-and-flag"),
        ("listed-by-us-not-by-eu", "align-eu-listing"),
        ("dark-but-unlisted", "propose-eu-listing"),
    ],
)
def test_rules_that_others_rely_on_by_id(rule: str, action: str) -> None:
    found = rulebook().rules[rule]
    assert found.header.status == "active"
    assert isinstance(found.then, Recommend)
    assert found.then.action == action
    assert rulebook().step(found) == 2


@pytest.mark.parametrize("rule", IDS)
def test_a_rule_cites_a_source_and_names_what_it_cannot_see(rule: str) -> None:
    header = rulebook().rules[rule].header
    assert header.citations
    assert header.known_gaps
    assert header.reviewed.on.first <= header.reviewed.valid_until.last


def test_every_kind_of_derived_fact_is_concluded() -> None:
    concluded = {rule.then.kind for rule in rulebook().rules.values() if isinstance(rule.then, Conclude)}
    assert concluded <= {name for name, kind in KINDS.items() if kind.derived}
    assert {"indicator", "control"} <= concluded


@pytest.mark.parametrize("name", ["rules", "templates", "examples"])
def test_no_path_of_somebodys_machine_ships(name: str) -> None:
    places = re.compile(r"(?:/home/|/Users/|/root/|/work/|/tmp/|[A-Z]:\\\\)")
    folder = resources.folder(name)
    found = [
        f"{path.relative_to(folder)}: {line.strip()[:80]}"
        for path in sorted(folder.rglob("*")) if path.is_file()
        for line in path.read_text(encoding="utf-8").splitlines() if places.search(line)
    ]  # fmt: skip
    assert found == []


@pytest.mark.parametrize("rule", IDS)
def test_a_rule_that_recommends_or_concludes_argues_its_strength(rule: str) -> None:
    if isinstance(rulebook().rules[rule].then, Recommend | Conclude):
        strength = rulebook().rules[rule].header.strength
        assert strength is not None
        assert strength.reason
