"""The made-up facts: the same each time, valid, and enough for the rules to fire."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from benchmarks import eleven_facts, shipped_facts
from countermove.facts.identity import check_id
from countermove.inference.engines import infer
from countermove.reading.background import with_countries
from countermove.reading.facts_source import read_facts
from countermove.reading.rulebook_reader import load_rulebook


@pytest.mark.parametrize("facts", [eleven_facts, shipped_facts])
def test_the_same_seed_gives_the_same_facts(facts: object) -> None:
    made = [list(facts.lines(500)) for _ in range(2)]  # type: ignore[attr-defined]
    assert made[0] == made[1]
    assert len(made[0]) == 500


def test_facts_beyond_the_size_go_on_where_it_ends() -> None:
    assert list(islice(eleven_facts.lines(300, 50), 300)) == list(eleven_facts.lines(300))


@pytest.mark.parametrize("number", [0, 1, 499_999, 500_000, 599_999])
def test_ships_have_numbers_with_true_check_digits(number: int) -> None:
    assert check_id(eleven_facts.ship_id(number)) == eleven_facts.ship_id(number)


def test_no_two_ships_have_one_number() -> None:
    assert len({eleven_facts.ship_id(number) for number in range(600_000)}) == 600_000


def test_shipped_rules_fire_on_a_good_part_of_the_facts(tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    shipped_facts.write(path, 3000)
    facts = with_countries(read_facts(path, strict=True))
    rulebook = load_rulebook()
    matches = infer(rulebook, facts.facts, eleven_facts.AS_OF, "network").matches
    assert len(matches) > 300
    assert len({match.rule for match in matches}) > len(rulebook.rules) / 3
    assert any(len(fact.evidence) > 1 for fact in facts)
    assert any(fact.contested for fact in facts)
