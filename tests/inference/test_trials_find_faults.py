"""The trials are tried: each of these faults, one at a time in an engine that is otherwise right, is found by them.

A fault is put into the reference while it plays the engine; what it gave without the fault is what is expected.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from histories import history
from live_trial import check_history
from making import DAY, everything
from recommending_tables import book
from recomputing import Recomputing
from shrinking import shrunk
from strategies import Case, case, numbered

from countermove.errors import EngineError
from countermove.facts.as_known import as_known
from countermove.facts.fact import Fact
from countermove.facts.time import PartialDate
from countermove.inference import reference, truth
from countermove.inference.live import Delta
from countermove.rulebook.clause import branches

MOST = 4000
"""So many examples at most may go by until a fault shows."""

Fault = tuple[Any, str, Any]


def operator(name: str, test: Callable[..., Any]) -> Fault:
    """Another meaning of one operator."""
    return truth, "_TESTS", {**truth._TESTS, name: test}


_equal, _less, _more, _not = truth._equal, truth._less, truth._more, truth._not


def _on_first_days(a: Any, b: Any) -> Any:
    return a.first == truth.day_of(truth._as_time(b)).first if isinstance(a, PartialDate) else _equal(a, b)


def _as_floats(a: Any, b: Any) -> Any:
    numbers = isinstance(a, int | float) and isinstance(b, int | float) and abs(b) < 1e300
    return float(a) == float(b) if numbers else _equal(a, b)


def _lowered(a: Any, b: Any) -> Any:
    return _equal(a.lower(), b.lower()) if isinstance(a, str) and isinstance(b, str) else _equal(a, b)


def _counts_unknown(clause: Any, satisfying: Iterable[Fact]) -> Any:
    total = reference_aggregate(clause, facts := list(satisfying))
    return (
        replace(total, value=len(facts))
        if clause.function == "count" and clause.field is None
        else replace(total, facts=tuple(sorted(f.id for f in facts)))
    )


reference_aggregate, reference_bounds, reference_matches = reference.aggregate, reference.in_bounds, reference.matches


def _known_by_evidence_or_not(facts: Iterable[Fact], as_of: date) -> Iterator[Fact]:
    for fact in facts:
        known = fact.known_from()
        if known is None or known.first <= as_of:
            yield fact


FAULTS: dict[str, Fault] = {
    "lt lets equals through": operator("lt", lambda a, b: _not(_more(a, b))),
    "lte stops equals": operator("lte", _less),
    "gt lets equals through": operator("gt", lambda a, b: _not(_less(a, b))),
    "gte stops equals": operator("gte", _more),
    "before lets the day through": operator("before", lambda a, b: _not(_more(a, b))),
    "after lets the day through": operator("after", lambda a, b: _not(_less(a, b))),
    "between leaves its ends out": operator("between", lambda a, low, high: truth._all([_more(a, low), _less(a, high)])),
    "ne takes unknown for different": operator("ne", lambda a, b: _equal(a, b) is not True),
    "not_in takes unknown for out": operator("not_in", lambda a, options: truth._in(a, options) is not True),
    "contains_all is contains_any": operator("contains_all", lambda a, options: truth._any([truth._in(i, options) for i in a])),
    "starts_with lowers": operator("starts_with", lambda a, b: a.lower().startswith(b.lower())),
    "ends_with lowers": operator("ends_with", lambda a, b: a.lower().endswith(b.lower())),
    "contains_text lowers": operator("contains_text", lambda a, b: b.lower() in a.lower()),
    "contains_text looks at case": operator("contains_text", lambda a, b: b in a),
    "near leaves its edge out": operator("near", lambda a, b, km: truth.distance_km(a, b) < km),
    "near is flat": operator("near", lambda a, b, km: math.hypot(a.lat - b.lat, a.lon - b.lon) * 111.2 <= km),
    "rough days are their first day": (truth, "_equal", _on_first_days),
    "whole numbers are floats": (truth, "_equal", _as_floats),
    "text is equal whatever its case": (truth, "_equal", _lowered),
    "within leaves its ends out": (
        truth, "_within", lambda value, days, at, side: truth._all([
            _more(value, at if side == "after" else truth._moved(truth._as_time(at), -days)),
            _less(value, at if side == "before" else truth._moved(truth._as_time(at), days)),
        ]),
    ),
    "an empty list is known": (truth, "value_of", getattr),
    "days are not cut to whole ones": (
        truth, "_moved", lambda value, days: _moved(value, math.floor(days) if isinstance(value, PartialDate) and abs(days) < 1e6 else days)
    ),
    "a parameter at a rough date is read on its first day": (truth, "_days_of_change", lambda parameter, span: [span.first]),
    "a parameter is read on its day whatever the fact's": (
        truth.Context, "parameter", lambda self, asked, names: self._value_on(asked, self.as_of)
    ),
    "evidence published later counts": (reference, "as_known", _known_by_evidence_or_not),
    "what is known later counts": (reference, "as_known", lambda facts, as_of: facts),
    "sums are rounded on the way": (reference, "_sum", sum),
    "a fact whose field is unknown is counted": (reference, "aggregate", _counts_unknown),
    "distinct values are counted as facts": (
        reference, "aggregate", lambda clause, found: reference_aggregate(
            clause if clause.function == "sum" else replace(clause, field=None), found
        ),
    ),
    "bounds leave their ends out": (
        reference, "in_bounds", lambda clause, value, context: reference_bounds(clause, value + 1e-9, context)
        and reference_bounds(clause, value - 1e-9, context),
    ),
    "a bound without a value lets all through": (
        reference, "in_bounds", lambda clause, value, context: reference_bounds(
            replace(clause, **{
                name: None for name in ("at_least", "at_most")
                if not isinstance(getattr(clause, name), int | float | None)
                and truth.resolve(getattr(clause, name), {}, context) is None
            }), value, context,
        ),
    ),
    "a fact may stand in two clauses always": (
        reference, "matches", lambda rule, base, context: reference_matches(
            replace(rule, header=rule.header.model_copy(update={"distinct": False})), base, context
        ),
    ),
    "a fact may never stand in two clauses": (
        reference, "matches", lambda rule, base, context: reference_matches(
            replace(rule, header=rule.header.model_copy(update={"distinct": True})), base, context
        ),
    ),
    "only the first branch of any is tried": (reference, "branches", lambda clauses: branches(clauses)[:1]),
    "only the last branch of any is tried": (reference, "branches", lambda clauses: branches(clauses)[-1:]),
    "rules run once, in their order": (reference, "strata", lambda rules: [[rule] for rule in rules]),
}  # fmt: skip
_moved = truth._moved


@contextmanager
def wrong(fault: Fault) -> Iterator[None]:
    """While it lasts, the reference has the fault."""
    with pytest.MonkeyPatch.context() as patch:
        module, name, other = fault
        patch.setattr(module, name, other)
        if name == "value_of":
            patch.setattr(reference, name, other)
        if name == "_equal":
            patch.setattr(truth, "_TESTS", {**truth._TESTS, "eq": other, "ne": lambda a, b: _not(other(a, b))})
        yield


def answer(example: Case) -> object:
    rules, facts = example
    try:
        return everything(reference.infer(book(rules), facts, DAY))
    except EngineError:
        return None


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_an_engine_is_found(name: str) -> None:
    for number in range(MOST):
        example = case(numbered(number))
        right = answer(example)
        with wrong(FAULTS[name]):
            if answer(example) != right:
                return
    pytest.fail(f"{MOST} examples do not tell that {name}")


class KeepsWhatIsTakenBack(Recomputing):
    def retract(self, keys: Iterable[tuple[str, str]]) -> Delta:
        return Delta((), (), ())


class KeepsTheFirstVersion(Recomputing):
    def assert_facts(self, facts: Iterable[Fact]) -> Delta:
        return super().assert_facts(fact for fact in facts if (fact.kind, fact.id) not in self.facts)


class ForgetsWhatWaits(Recomputing):
    def assert_facts(self, facts: Iterable[Fact]) -> Delta:
        return super().assert_facts(list(as_known(facts, self.as_of)))


class StandsStill(Recomputing):
    def advance(self, as_of: date) -> Delta:
        return Delta((), (), ())


class TellsNothingOfChanges(Recomputing):
    def _moved(self, cause: tuple[str, str] | None) -> Delta:
        return replace(super()._moved(cause), changed=())


class TellsNoLosses(Recomputing):
    def _moved(self, cause: tuple[str, str] | None) -> Delta:
        return replace(super()._moved(cause), lost=())


@pytest.mark.parametrize(
    "faulty",
    [KeepsWhatIsTakenBack, KeepsTheFirstVersion, ForgetsWhatWaits, StandsStill, TellsNothingOfChanges, TellsNoLosses],
)
def test_a_fault_of_live_inference_is_found(faulty: Any) -> None:
    with pytest.raises(AssertionError, match="history:"):
        _try_all(faulty, 500)


def test_what_starts_from_scratch_is_not_blamed() -> None:
    _try_all(Recomputing, 30)


def _try_all(make: Any, count: int) -> None:
    for number in range(count):
        check_history(history(numbered(number)), make, every_step=True)


def test_a_difference_is_cut_down_to_what_makes_it() -> None:
    rules, facts = next(example for n in range(500) if len(answer_of(example := case(numbered(n)))) > 3)
    small_rules, small_facts = shrunk(rules, facts, lambda some, few: bool(answer_of((some, few))))
    assert (len(small_rules), len(small_facts), len(small_rules[0].when)) == (1, 1, 1)
    assert small_rules[0].when[0].where == ()  # type: ignore[union-attr]


def answer_of(example: Case) -> list[object]:
    found = answer(example)
    return found["matches"] if isinstance(found, dict) else []
