"""Names the weak points of a rulebook that loads without a fault. One check is one function; each finding has a stable code.

L01 cases missing · L02 a threshold without a case on each side · L03 an indicator that nothing concludes, or nothing uses ·
L04 an action that no rule recommends · L06, L09 to L12 sentences that read badly (`lint_sentences`) ·
L07 no source that was read · L08 the review has run out (only where a day is given)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from countermove.audit.finding import Finding
from countermove.audit.lint_sentences import sentence_findings
from countermove.facts.registry import KINDS
from countermove.inference.truth import Context, holds
from countermove.location import Location
from countermove.rulebook.case import Case
from countermove.rulebook.clause import Simple, walk
from countermove.rulebook.condition import Condition
from countermove.rulebook.prose import Prose
from countermove.rulebook.rule import Conclude, Recommend, Rule
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.strata import edges

__all__ = ["CHECKS", "Finding", "lint"]
Cases = Mapping[str, Sequence[Case]]
_ORDERED = ("lt", "lte", "gt", "gte", "between", "before", "after", "within", "near")


def lint(rulebook: Rulebook, cases: Cases, today: date | None = None) -> list[Finding]:
    """All findings, in order of place."""
    found = [finding for check in CHECKS for finding in check(rulebook, cases)]
    if today:
        found += _overdue(rulebook, today)
    return sorted(found, key=lambda f: (f.location, f.code, f.message))


def _living(rulebook: Rulebook) -> Iterator[Rule]:
    return (rule for rule in rulebook.rules.values() if rule.header.status != "deprecated")


def _cases_missing(rulebook: Rulebook, cases: Cases) -> Iterator[Finding]:
    for rule in _living(rulebook):
        own = cases.get(rule.id, ())
        for what, present in (
            ("a case that fires", any(c.document.expect.matches > 0 for c in own)),
            ("a case that stays silent", any(c.document.expect.matches == 0 for c in own)),
        ):
            if not present:
                yield Finding(
                    "L01",
                    f"'{rule.id}' has no {what.removeprefix('a ')}",
                    rule.location,
                    f"add {what} to {rule.id}.cases.yaml",
                )


def _thresholds(rulebook: Rulebook, cases: Cases) -> Iterator[Finding]:
    for rule in _living(rulebook):
        for clause in walk(rule.when):
            for condition in clause.where:
                if condition.operator in _ORDERED and not list(condition.references()):
                    sides = _sides(rulebook, clause.kind, condition, cases.get(rule.id, ()))
                    for side, word in ((True, "meets"), (False, "misses")):
                        if side not in sides:
                            message = f"no case of '{rule.id}' {word} the threshold: {Prose(rulebook.parameters).condition(clause.kind, condition)}"
                            yield Finding(
                                "L02", message, condition.location or rule.location, "add a case on that side of it"
                            )


def _sides(rulebook: Rulebook, kind: str, condition: Condition, cases: Sequence[Case]) -> set[bool | None]:
    sides: set[bool | None] = set()
    for case in cases:
        context = Context(rulebook, case.document.as_of.first)
        sides |= {holds(condition, fact, {}, context) for fact in case.given if fact.kind == kind}
    return sides


def _indicators(rulebook: Rulebook, cases: Cases) -> Iterator[Finding]:
    feeding = {feeds for feeds, _, _ in edges(_living(rulebook))}
    for rule in _living(rulebook):
        if isinstance(rule.then, Conclude) and rule.id not in feeding:
            yield Finding(
                "L03",
                f"no rule uses what '{rule.id}' concludes",
                rule.location,
                "let a rule match it, or retire the rule",
            )
        for clause in walk(rule.when):
            if _by_rules(clause.kind) and not _fed(rulebook, rule, clause):
                message = f"'{rule.id}' looks for a derived fact that no rule concludes: {Prose(rulebook.parameters).clause(clause)}"
                yield Finding(
                    "L03",
                    message,
                    clause.location or rule.location,
                    "write the rule that concludes it, or mend its name",
                )


def _by_rules(kind: str) -> bool:
    """Whether only rules conclude facts of a kind."""
    return KINDS[kind].derived and not KINDS[kind].computed


def _fed(rulebook: Rulebook, rule: Rule, clause: Simple) -> bool:
    """Whether a rule concludes what one clause of a rule looks for."""
    alone = replace(rule, when=(clause,))
    others = [alone if other.id == rule.id else replace(other, when=()) for other in _living(rulebook)]
    return any(True for _ in edges(others))


def _actions(rulebook: Rulebook, cases: Cases) -> Iterator[Finding]:
    used = {rule.then.action for rule in rulebook.rules.values() if isinstance(rule.then, Recommend)}
    for action in rulebook.actions.values():
        if action.id not in used | rulebook.borrowed:
            place = Location(f"instruments/actions/{action.id}.yaml")
            yield Finding(
                "L04", f"no rule recommends the action '{action.id}'", place, "write the rule, or remove the action"
            )


def _sentences(rulebook: Rulebook, cases: Cases) -> Iterator[Finding]:
    return sentence_findings(rulebook, list(_living(rulebook)))


def _sources(rulebook: Rulebook, cases: Cases) -> Iterator[Finding]:
    for rule in _living(rulebook):
        if not any(citation.accessed for citation in rule.header.citations):
            yield Finding(
                "L07",
                f"'{rule.id}' cites nothing that was read",
                rule.location,
                "read a source and add accessed:, or say why not in notes",
            )


def _overdue(rulebook: Rulebook, today: date) -> Iterator[Finding]:
    for rule in _living(rulebook):
        if rule.header.reviewed.valid_until.last < today:
            until = rule.header.reviewed.valid_until.in_words()
            yield Finding(
                "L08", f"the review of '{rule.id}' stood until {until}", rule.location, "review it and set reviewed:"
            )


CHECKS: tuple[Callable[[Rulebook, Cases], Iterator[Finding]], ...] = (
    _cases_missing, _thresholds, _indicators, _actions, _sentences, _sources,
)  # fmt: skip
