"""The least fixpoints against the definition, over invented graphs; and what must hold of any graph."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from ownership_graphs import DAY, TESTS, blocked, by_definition, graphs, listed_some, nodes, stakes, tests, told_all

from countermove.ownership.chains import Reach
from countermove.ownership.definitions import OwnershipTest
from countermove.ownership.graph import Graph, Told
from countermove.ownership.listed import Listings
from countermove.ownership.spreading import Ranks, spread
from countermove.ownership.working_out import work_out

Stakes = list[tuple[str, str, float | None, float | None, float | None, bool | None]]


def ranks(test: OwnershipTest, told: list[Told], listed: set[str], *, certain: bool) -> Ranks:
    found: Ranks = {}
    spread(test, Graph(told), listed, found, certain=certain)
    return found


@given(graph=graphs, listed=listed_some, test=tests, certain=st.booleans())
def test_what_is_blocked_is_the_least_fixpoint(
    graph: Stakes, listed: set[str], test: OwnershipTest, certain: bool
) -> None:
    told = told_all(graph)
    assert set(ranks(test, told, listed, certain=certain)) == by_definition(test, Graph(told), listed, certain=certain)


@given(graph=graphs, listed=listed_some, test=tests)
def test_what_is_certain_is_possible(graph: Stakes, listed: set[str], test: OwnershipTest) -> None:
    told = told_all(graph)
    assert set(ranks(test, told, listed, certain=True)) <= set(ranks(test, told, listed, certain=False))


@given(graph=graphs, listed=listed_some, test=tests, certain=st.booleans(), data=st.data())
def test_the_order_of_telling_does_not_matter(
    graph: Stakes, listed: set[str], test: OwnershipTest, certain: bool, data: Any
) -> None:
    told = told_all(graph)
    other = data.draw(st.permutations(told))
    assert ranks(test, told, listed, certain=certain) == ranks(test, other, listed, certain=certain)


@given(graph=graphs, listed=listed_some, test=tests, more=stakes)
def test_one_more_stake_of_a_blocked_owner_unblocks_nothing(
    graph: Stakes, listed: set[str], test: OwnershipTest, more: Any
) -> None:
    """A stake of somebody else can, where its share is known: it leaves less for those whose share is not."""
    told = told_all(graph)
    for certain in (True, False):
        before = set(ranks(test, told, listed, certain=certain))
        if any((stake.owner, stake.asset) == more[:2] for stake in told) or not (certain or more[0] in before):
            continue
        after = set(ranks(test, told_all([*graph, more]), listed, certain=certain))
        assert before <= after


@given(graph=graphs, listed=listed_some, test=tests, more=nodes, certain=st.booleans())
def test_one_more_listing_unblocks_nothing(
    graph: Stakes, listed: set[str], test: OwnershipTest, more: str, certain: bool
) -> None:
    told = told_all(graph)
    assert set(ranks(test, told, listed, certain=certain)) <= set(ranks(test, told, listed | {more}, certain=certain))


@given(graph=graphs, listed=st.fixed_dictionaries({test.authority: listed_some for test in TESTS}))
def test_every_fact_rests_on_what_bears_it(graph: Stakes, listed: dict[str, set[str]]) -> None:
    """Its stakes are enough by themselves, and nothing bears itself, however many steps on."""
    told = told_all([(f"register:{owner}", f"register:{asset}", *rest) for owner, asset, *rest in graph])
    listings = Listings(DAY, [blocked(entity, who) for who, some in listed.items() for entity in some])
    doubts = {fact.id: place % 3 for place, fact in enumerate(told)}
    for reach in work_out(TESTS, Graph(told), listings, doubts.__getitem__):
        facts = {fact.id: fact for fact in reach.facts.values()}
        assert {fact.asset for fact in facts.values()} == {asset for asset, rank in reach.possible.items() if rank}
        assert all(fact.certain == (fact.asset in reach.certain) for fact in facts.values())
        for fact in facts.values():
            seen: set[str] = set()
            queue = [fact]
            for at in queue:
                assert not (fact.certain and not at.certain)
                queue += [facts[id] for id in at.above if id not in seen]
                seen.update(at.above)
            assert fact.id not in seen
            assert_enough(reach, told, fact)


def assert_enough(reach: Reach, told: list[Told], fact: Any) -> None:
    """That the stakes of a fact, and the listings and facts on their owners, pass the test without all the rest."""
    alone = [stake for stake in told if stake.id in fact.stakes]
    owners = {stake.owner for stake in alone}
    assert owners <= set(reach.certain if fact.certain else reach.possible)
    assert fact.asset not in owners
    for certain in {fact.certain, False}:
        assert fact.asset in by_definition(reach.test, Graph(alone), owners, certain=certain)
    assert fact.share_at_least <= fact.share_at_most
    assert set(fact.listings) == {reach.listed[owner] for owner in owners if owner in reach.listed}
