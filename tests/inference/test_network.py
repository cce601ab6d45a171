"""The joiner in plain Python joins what there is to join, whatever comes and goes."""

from __future__ import annotations

import pytest
from generated import generated
from hypothesis import given
from hypothesis import strategies as st
from making import fact, inferred, rule, tuples
from test_durable_joiner import History, by_hand, networks

from countermove.inference.joiner import Network, Part
from countermove.inference.network import NetworkJoiner


@generated
@given(made=networks(), data=st.data())
def test_a_history_of_coming_and_going(made: tuple[list[int], list[Network]], data: st.DataObject) -> None:
    widths, wanted = made
    present: dict[tuple[int, int], tuple[int, ...]] = {}
    live: list[set[tuple[int, ...]]] = [set() for _ in wanted]
    used = {part.pattern for network in wanted for part in network}
    joiner = NetworkJoiner(wanted)

    def look() -> None:
        for number, facts in joiner.joined():
            assert facts not in live[number]
            live[number].add(facts)

    for _ in range(data.draw(st.integers(0, 16))):
        pattern, fact = data.draw(st.sampled_from(sorted(used))), data.draw(st.integers(0, 4))
        if (pattern, fact) in present:
            joiner.remove(pattern, fact)
            del present[pattern, fact]
            for network, found in zip(wanted, live, strict=True):
                found -= {
                    facts for facts in found
                    if any(p.pattern == pattern and f == fact for p, f in zip(network, facts, strict=True))
                }  # fmt: skip
        else:
            present[pattern, fact] = tuple(data.draw(st.integers(0, 2)) for _ in range(widths[pattern]))
            joiner.add(pattern, fact, present[pattern, fact])
        if data.draw(st.booleans()):
            look()
    look()
    assert live == [by_hand(network, present) for network in wanted]


def joined(networks: list[Network], facts: History) -> list[tuple[int, tuple[int, ...]]]:
    joiner = NetworkJoiner(networks)
    for pattern, number, values in facts:
        joiner.add(pattern, number, values)
    return sorted(joiner.joined())


def test_two_values_of_one_fact_that_stand_for_one_variable() -> None:
    one: Network = (Part(0, (0, 0)),)
    two: Network = (Part(0, (0, 0)), Part(1, (0,)))
    facts: History = [(0, 1, (5, 5)), (0, 2, (5, 6)), (1, 3, (5,))]
    assert joined([one, two], facts) == [(0, (1,)), (1, (1, 3))]
    assert joined([two], facts[::-1]) == [(0, (1, 3))]


def test_a_fact_beside_itself_is_found_once() -> None:
    chain: Network = (Part(0, (0, 1)), Part(0, (1, 2)), Part(0, (2, 3)))
    assert joined([chain], [(0, 1, (7, 7))]) == [(0, (1, 1, 1))]
    assert joined([(Part(0, (0,)), Part(0, (0,)))], [(0, 1, (7,)), (0, 2, (7,))]) == [
        (0, (1, 1)), (0, (1, 2)), (0, (2, 1)), (0, (2, 2)),
    ]  # fmt: skip


def test_a_tuple_goes_with_a_fact_that_leaves_before_it_was_told() -> None:
    joiner = NetworkJoiner([(Part(0, (0,)), Part(1, (0,)))])
    joiner.add(0, 1, (7,))
    joiner.add(1, 2, (7,))
    joiner.add(1, 3, (7,))
    joiner.remove(1, 2)
    assert joiner.joined() == [(0, (1, 3))]
    assert list(joiner.joined()) == []


def test_nothing_is_kept_of_facts_that_left() -> None:
    joiner = NetworkJoiner([(Part(0, (0,)), Part(1, (0, 1)), Part(2, (1,)))])
    for round_ in range(3):
        for pattern, values in ((0, (round_,)), (1, (round_, 9)), (2, (9,))):
            joiner.add(pattern, round_, values)
        assert len(joiner.joined()) == 1
        for pattern in range(3):
            joiner.remove(pattern, round_)
    assert not any(of.values for of in joiner._patterns.values())
    assert not any(memory for of in joiner._patterns.values() for memory in of.memories.values())


@pytest.mark.parametrize("clauses", [17, 40])
def test_it_takes_more_clauses_than_the_library(clauses: int) -> None:
    text = "when:\n  - {match: ownership, as: a0}\n" + "".join(
        f"  - {{match: ownership, as: a{i}, where: {{owner: $a{i - 1}.asset}}}}\n" for i in range(1, clauses)
    )
    chain = [fact("ownership", id=f"o{i:02}", owner=f"firm:{i}", asset=f"firm:{i + 1}") for i in range(clauses)]
    found = tuples(inferred("network", rule(text), chain))
    assert [len(one) for one in found] == [clauses]
