"""Situations taken from published reporting: what the memo puts first, what it leaves out, and which one fact would turn it round.

Each situation is a pair: `NAME.jsonl` holds the facts with their sources, `NAME.yaml` what happened, what a specialist would advise
and why. More than half are traps: the first thought is wrong. Both the reference engine and the default one are asked.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator

from countermove.assessment.recommendation import Recommendation
from countermove.brief import weigh
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.facts.registry import KINDS
from countermove.reading.facts_source import read_facts
from countermove.reading.rulebook_reader import load_rulebook
from countermove.reading.yaml_source import YamlSource
from countermove.rulebook.rulebook import Rulebook

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in HERE.glob("*.yaml"))
Prose = Annotated[str, Field(min_length=40, max_length=700)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Advice(Part):
    """An action, on a target if one is named. `only_if` is a piece of the condition under which alone it holds."""

    action: str
    target: str | None = None
    only_if: str | None = None

    def is_given(self, by: Recommendation) -> bool:
        return by.action == self.action and self.target in (None, by.target.id)


class Source(Part):
    title: str
    url: Annotated[str, Field(pattern=r"^https?://")]


class Expected(Part):
    in_order: bool = False
    advised: tuple[Advice, ...]
    not_advised: Annotated[tuple[Advice, ...], Field(min_length=1)]


class FieldOfFact(Part):
    fact: str
    field: str


class NewValue(FieldOfFact):
    value: str | bool | int | float


class Change(Part):
    """The smallest change of one fact: exactly one of the four."""

    drop: str | None = None
    forget: FieldOfFact | None = None
    set: NewValue | None = None
    add: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _one(self) -> Change:
        if sum(part is not None for part in (self.drop, self.forget, self.set, self.add)) != 1:
            raise ValueError("give exactly one of drop, forget, set, add")
        return self


class Reverse(Part):
    change: Change
    advised: tuple[Advice, ...]
    not_advised: Annotated[tuple[Advice, ...], Field(min_length=1)]


class Situation(Part):
    title: str
    step: Literal[1, 2, 3, 4]
    trap: str | None = None
    what_happened: Prose
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    background: tuple[Source, ...] = ()
    """Pages that `what_happened` and `why` lean on and that no fact rests on, mostly because they came later."""
    as_of: date
    audience: Literal["eu", "uk", "us", "nato"]
    expect: Expected
    reverse: Reverse
    why: Prose


@cache
def rulebook() -> Rulebook:
    return load_rulebook()


@cache
def situation(name: str) -> Situation:
    source = YamlSource.of_file(f"{name}.yaml", HERE / f"{name}.yaml")
    read = source.validate(Situation, source.data)
    assert not source.faults, "\n".join(str(fault) for fault in source.faults)
    assert read is not None
    return read


@cache
def facts(name: str) -> FactSet:
    return read_facts(HERE / f"{name}.jsonl", strict=True)


def advice(name: str, given: FactSet, engine: str) -> tuple[Recommendation, ...]:
    told = situation(name)
    return weigh(given, rulebook(), as_of=told.as_of, audience=told.audience, engine=engine).assessment.recommendations


def top_items(recommendations: tuple[Recommendation, ...], count: int) -> list[str]:
    """The first items of the memo, which groups by action: an item has the rank of its best target."""
    return list(dict.fromkeys(r.action for r in recommendations))[:count]


def missing(wanted: tuple[Advice, ...], recommendations: tuple[Recommendation, ...]) -> list[Advice]:
    return [
        piece for piece in wanted
        if not any(piece.is_given(r) and (piece.only_if or "") in (r.only_if or "") for r in recommendations)
    ]  # fmt: skip


def unwanted(refused: tuple[Advice, ...], recommendations: tuple[Recommendation, ...]) -> list[str]:
    return [r.headline for r in recommendations if any(piece.is_given(r) for piece in refused)]


def changed(given: FactSet, change: Change) -> FactSet:
    """The facts with the one change made. Raises StopIteration where the fact that it names does not exist."""
    if change.add is not None:
        kind = KINDS[change.add["kind"]]
        return replace(given, facts=(*given.facts, kind.model_validate(change.add)))
    name = change.drop or (change.forget or change.set or FieldOfFact(fact="", field="")).fact
    fact = next(fact for fact in given.facts if fact.id == name)
    others = tuple(other for other in given.facts if other is not fact)
    return replace(given, facts=others if change.drop else (*others, with_field(fact, change)))


def with_field(fact: Fact, change: Change) -> Fact:
    data = fact.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    if change.forget:
        del data[change.forget.field]
    if change.set:
        data[change.set.field] = change.set.value
    return type(fact).model_validate({"kind": fact.kind, **data})


@pytest.mark.parametrize("engine", ["reference", "auto"])
@pytest.mark.parametrize("name", NAMES)
def test_the_memo_puts_first_what_a_specialist_would(name: str, engine: str) -> None:
    expected = situation(name).expect
    recommendations = advice(name, facts(name), engine)
    wanted = list(dict.fromkeys(piece.action for piece in expected.advised))
    first = top_items(recommendations, len(wanted))
    assert (first == wanted) if expected.in_order else (sorted(first) == sorted(wanted))
    assert missing(expected.advised, recommendations) == []
    assert unwanted(expected.not_advised, recommendations) == []


@pytest.mark.parametrize("engine", ["reference", "auto"])
@pytest.mark.parametrize("name", NAMES)
def test_one_fact_turns_the_advice_round(name: str, engine: str) -> None:
    reverse = situation(name).reverse
    recommendations = advice(name, changed(facts(name), reverse.change), engine)
    assert missing(reverse.advised, recommendations) == []
    assert unwanted(reverse.not_advised, recommendations) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_has_a_source_that_was_read(name: str) -> None:
    cited = {source.url for source in situation(name).sources}
    for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        for piece in fact["evidence"]:
            assert piece["accessed"] == "2026-11-22", fact["id"]
            assert piece.get("url") or (piece["reliability"], piece["credibility"]) == ("F", 6), fact["id"]
    used = {piece.url for fact in facts(name).facts for piece in fact.evidence}
    assert cited <= used, "a source is named that no fact rests on"


@pytest.mark.parametrize("name", NAMES)
def test_every_action_that_is_named_exists(name: str) -> None:
    told = situation(name)
    named = (*told.expect.advised, *told.expect.not_advised, *told.reverse.advised, *told.reverse.not_advised)
    assert {piece.action for piece in named} <= set(rulebook().actions)


def test_there_are_at_least_three_situations_for_each_step_and_four_traps() -> None:
    told = [situation(name) for name in NAMES]
    steps = Counter(one.step for one in told)
    assert all(steps[step] >= 3 for step in (1, 2, 3, 4))
    assert sum(one.trap is not None for one in told) >= 4
