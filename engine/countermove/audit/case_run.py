"""Runs the cases of a rulebook: each rule alone, on the facts of the case, by the reference evaluator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from countermove.facts.as_known import as_known
from countermove.facts.fact import Fact
from countermove.inference.fact_base import FactBase
from countermove.inference.match import Match, conclusion
from countermove.inference.reference import matches
from countermove.inference.truth import Context
from countermove.ownership.from_facts import blocked_ownership
from countermove.rulebook.case import Case
from countermove.rulebook.condition import Constant, FieldReference
from countermove.rulebook.rule import Caveat, Conclude, Recommend, Rule
from countermove.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case ended. `problems` says in words what was expected and what came; it is empty where the case holds."""

    case: Case
    matches: int
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.problems


def run_cases(rulebook: Rulebook, cases: Mapping[str, Iterable[Case]]) -> list[Outcome]:
    """Run every case, in order of rule and file."""
    return [run_case(rulebook, rulebook.rules[rule], case) for rule, listed in sorted(cases.items()) for case in listed]


def run_case(rulebook: Rulebook, rule: Rule, case: Case) -> Outcome:
    """Run one case. A rule that is not active is run all the same, so that a draft can be tried; not so outside its `effective` days."""
    as_of = case.document.as_of.first
    base = FactBase((*as_known(case.given, as_of), *blocked_ownership(case.given, rulebook, as_of)))
    found = matches(rule, base, Context(rulebook, as_of)) if rule.header.effective.holds_on(as_of) else []
    expect, problems = case.document.expect, []
    if len(found) != expect.matches:
        problems.append(f"expected {_number(expect.matches, 'match')}, got {len(found)}{_shown(found)}")
    if expect.recommends is not None:
        wanted = sorted((r.action, r.target) for r in expect.recommends)
        problems += _difference("recommendation", wanted, sorted(set(_recommended(rule, found, base))))
    if expect.caveats is not None:
        raised = len(found) if isinstance(rule.then, Caveat) else 0
        if raised != expect.caveats:
            problems.append(f"expected {_number(expect.caveats, 'caveat')}, got {raised}")
    if expect.concludes is not None:
        problems += _concluded(rule, found, base, expect.concludes)
    return Outcome(case, len(found), tuple(problems))


def _recommended(rule: Rule, found: Iterable[Match], base: FactBase) -> Iterable[tuple[str, str]]:
    if isinstance(rule.then, Recommend):
        for match in found:
            target = rule.then.target
            if isinstance(target, Constant):
                yield rule.then.action, str(target.value)
            elif isinstance(target, FieldReference):
                value = getattr(match.names(base)[target.alias], target.field)
                if value is not None:
                    yield rule.then.action, str(value)


def _concluded(
    rule: Rule, found: Iterable[Match], base: FactBase, expected: Iterable[Mapping[str, Any]]
) -> Iterable[str]:
    derived: list[Fact] = []
    if isinstance(rule.then, Conclude):
        derived = [conclusion(rule.then, match.names(base)) for match in found]
    for wanted in expected:
        if not any(all(_same(getattr(fact, name, None), value) for name, value in wanted.items()) for fact in derived):
            got = "; ".join(sorted({fact.id for fact in derived})) or "nothing"
            yield f"expected the fact {', '.join(f'{name} {value}' for name, value in wanted.items())}; got {got}"


def _same(actual: object, wanted: object) -> bool:
    return actual == wanted or str(actual) == str(wanted)


def _difference(what: str, wanted: list[tuple[str, str]], got: list[tuple[str, str]]) -> Iterable[str]:
    for action, target in wanted:
        if (action, target) not in got:
            yield f"expected the {what} {action} on {target}, which was not made"
    for action, target in got:
        if (action, target) not in wanted:
            yield f"got the {what} {action} on {target}, which was not expected"


def _number(count: int, what: str) -> str:
    plural = f"{what}es" if what.endswith("ch") else f"{what}s"
    return f"{count} {what if count == 1 else plural}"


def _shown(found: list[Match]) -> str:
    if not found:
        return ""
    shown = ["(" + ", ".join(f"{alias}={id}" for alias, _, id in match.bindings) + ")" for match in found[:5]]
    return ": " + " ".join(shown) + (" …" if len(found) > 5 else "")
