"""Order of arrival, order of the rules, and how facts are split into files change nothing that is inferred or said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from generated import DEFINITION, engines, examples
from hypothesis import given
from making import DAY
from recommending_tables import book, reader_of
from spelling import as_fact, spelled
from strategies import Case, cases, randoms
from trial import briefing_of, difference, matches_of

from countermove.brief import brief
from countermove.facts.fact import Fact
from countermove.reading.facts_source import read_facts
from countermove.rulebook.rule import Rule

EVERY_ENGINE = [DEFINITION, *engines()]
Item = TypeVar("Item")
EVIDENCE = {"source": "Register", "reliability": "B", "credibility": 2}


def shuffled(items: Sequence[Item], by: Random) -> list[Item]:
    return by.sample(items, len(items))


@pytest.mark.parametrize("engine", EVERY_ENGINE)
@examples(share=0.5)
@given(case=cases(), by=randoms())
def test_facts_and_rules_in_any_order_give_the_same(engine: str, case: Case, by: Random) -> None:
    rules, facts = case
    found = matches_of(engine, shuffled(rules, by), shuffled(facts, by))
    expected = matches_of(DEFINITION, rules, facts)
    assert found == expected, difference(expected, found) + "\n" + spelled(rules, facts)


@pytest.mark.parametrize("engine", EVERY_ENGINE)
@examples(share=0.1)
@given(case=cases(), by=randoms())
def test_facts_and_rules_in_any_order_give_the_same_briefing(engine: str, case: Case, by: Random) -> None:
    rules, facts = case
    found = briefing_of(engine, shuffled(rules, by), shuffled(facts, by))
    assert found == briefing_of(DEFINITION, rules, facts), spelled(rules, facts)


@pytest.mark.parametrize("engine", EVERY_ENGINE)
@examples(share=0.05)
@given(case=cases(), by=randoms())
def test_files_split_and_named_otherwise_give_the_same_briefing(engine: str, case: Case, by: Random) -> None:
    rules, facts = case
    twice = by.choice(facts)
    expected = _from_files(engine, rules, [[as_written(fact) for fact in [*facts, twice]]], ["facts"])
    names = [f"{letter}-{i}" for i, letter in enumerate(shuffled("zyxab", by))]
    files: list[list[str]] = [[] for _ in names]
    for fact in shuffled([*facts, twice], by):
        files[by.randrange(len(files))].append(as_written(fact))
    assert _from_files(engine, shuffled(rules, by), files, names) == expected, spelled(rules, facts)


def as_written(fact: Fact) -> str:
    """A fact as a line of a file; where it names no evidence the file would be its source, so it gets some."""
    return json.dumps({"evidence": [EVIDENCE], **as_fact(fact)})


def _from_files(engine: str, rules: list[Rule], files: Sequence[Sequence[str]], names: Sequence[str]) -> str:
    """The briefing on files, without what names them: the inputs, the notes on what was refused, and the engine."""
    with TemporaryDirectory() as folder:
        for name, lines in zip(names, files, strict=True):
            if lines:
                (Path(folder) / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        facts = read_facts(Path(folder))
    made = brief(facts, book(rules), as_of=DAY, audience=reader_of(rules), engine=engine)
    return made.model_copy(update={"engine": "", "inputs": (), "notes": ()}).render("json")
