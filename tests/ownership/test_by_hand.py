"""Who is blocked through his owners, by hand: sums, chains, circles, thresholds, unknown shares, lists and dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from ownership_graphs import DAY, blocked, held, letters, made

from countermove import resources
from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.ownership.from_facts import blocked_ownership
from countermove.reading.rulebook_reader import load_rulebook
from countermove.rulebook.rulebook import Rulebook


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook(resources.folder("rules"))


def us(rulebook: Rulebook, facts: Iterable[Fact], as_of: date = DAY) -> dict[str, bool]:
    return letters(blocked_ownership(facts, rulebook, as_of))


def one(rulebook: Rulebook, asset: str, facts: Iterable[Fact], definition: str = "ofac-50-percent") -> Any:
    found = blocked_ownership(facts, rulebook, DAY)
    return next(f for f in found if f.asset == f"register:{asset}" and f.definition == definition)


@pytest.mark.parametrize(("share", "expected"), [(49.99, {}), (50.0, {"C": True}), (50.01, {"C": True})])
def test_half_is_enough_for_the_united_states_and_the_union(rulebook: Rulebook, share: float, expected: object) -> None:
    facts = [blocked("P"), blocked("P", "eu"), held("P", "C", share)]
    assert us(rulebook, facts) == expected
    assert letters(blocked_ownership(facts, rulebook, DAY), "eu-ownership-or-control") == expected


@pytest.mark.parametrize(("share", "expected"), [(49.99, {}), (50.0, {}), (50.01, {"C": True})])
def test_the_united_kingdom_asks_for_more_than_half(rulebook: Rulebook, share: float, expected: object) -> None:
    facts = [blocked("P", "uk"), held("P", "C", share)]
    assert letters(blocked_ownership(facts, rulebook, DAY), "uk-ownership-or-control") == expected


def test_stakes_of_several_owners_add_up(rulebook: Rulebook) -> None:
    facts = [blocked("P"), blocked("Q"), held("P", "C", 25.0), held("Q", "C", 25.0), held("Z", "C", 50.0)]
    found = one(rulebook, "C", facts)
    assert found.certain
    assert found.holders == ("register:P", "register:Q")
    assert (found.share_at_least, found.share_at_most) == (50.0, 50.0)
    assert found.rests_on() == (
        ("ownership", "ownership:register:P/register:C/-"),
        ("ownership", "ownership:register:Q/register:C/-"),
        ("designation", "designation:us/register:P/blocking/2024-01-01"),
        ("designation", "designation:us/register:Q/blocking/2024-01-01"),
    )
    assert us(rulebook, facts[:3]) == {}


def test_thirds_add_up_exactly(rulebook: Rulebook) -> None:
    """10.1 and 39.9 are no sum of binary fractions."""
    assert us(rulebook, [blocked("P"), blocked("Q"), held("P", "C", 10.1), held("Q", "C", 39.9)]) == {"C": True}
    assert us(rulebook, [blocked("P"), blocked("Q"), held("P", "C", 10.1), held("Q", "C", 39.8999)]) == {}


def test_the_united_kingdom_does_not_add_up_but_asks(rulebook: Rulebook) -> None:
    """Whether the holders act together is in no register."""
    facts = [blocked("P", "uk"), blocked("Q", "uk"), held("P", "C", 30.0), held("Q", "C", 30.0)]
    assert letters(blocked_ownership(facts, rulebook, DAY), "uk-ownership-or-control") == {"C": False}


def test_the_test_is_applied_at_every_level_and_shares_are_not_multiplied(rulebook: Rulebook) -> None:
    facts = [blocked("P"), held("P", "A", 50.0), held("A", "B", 50.0), held("B", "C", 50.0)]
    assert us(rulebook, facts) == {"A": True, "B": True, "C": True}
    found = one(rulebook, "C", facts)
    assert found.holders == ("register:P",)
    assert found.through == ("register:A", "register:B")
    assert found.chain == (
        "register:P holds 50 % of register:A",
        "register:A holds 50 % of register:B",
        "register:B holds 50 % of register:C",
    )
    assert found.above == ("blocked_ownership:register:B/ofac-50-percent",)


def test_a_chain_breaks_below_the_line(rulebook: Rulebook) -> None:
    assert us(rulebook, [blocked("P"), held("P", "A", 49.0), held("A", "B", 100.0)]) == {}


def test_sums_go_on_down_the_chain(rulebook: Rulebook) -> None:
    """Two owners reach A only together; A and a third reach B only together."""
    facts = [
        *map(blocked, "PQR"), held("P", "A", 30.0), held("Q", "A", 20.0), held("A", "B", 30.0), held("R", "B", 20.0),
    ]  # fmt: skip
    assert us(rulebook, facts) == {"A": True, "B": True}
    assert one(rulebook, "B", facts).holders == ("register:P", "register:Q", "register:R")


def test_a_diamond_counts_both_sides(rulebook: Rulebook) -> None:
    facts = [blocked("P"), held("P", "A", 60.0), held("P", "B", 60.0), held("A", "C", 25.0), held("B", "C", 25.0)]
    assert us(rulebook, facts) == {"A": True, "B": True, "C": True}


def test_a_circle_does_not_lift_itself(rulebook: Rulebook) -> None:
    """A and B own each other; the listed person holds too little of either."""
    facts = [blocked("P"), held("P", "A", 30.0), held("B", "A", 70.0), held("A", "B", 100.0)]
    assert us(rulebook, facts) == {}
    assert us(rulebook, [*facts, held("P", "B", 50.0)]) == {"A": True, "B": True}


def test_its_own_shares_lift_nothing(rulebook: Rulebook) -> None:
    assert us(rulebook, [blocked("P"), held("P", "A", 20.0), held("A", "A", 40.0)]) == {}
    assert us(rulebook, [blocked("A"), held("A", "A", 100.0)]) == {}


def test_what_is_listed_itself_has_no_fact(rulebook: Rulebook) -> None:
    assert us(rulebook, [blocked("P"), blocked("A"), held("P", "A", 100.0), held("A", "P", 100.0)]) == {}


def test_an_unknown_share_is_what_the_known_ones_leave(rulebook: Rulebook) -> None:
    facts = [blocked("P"), held("P", "A"), held("Z", "A", 50.0)]
    found = one(rulebook, "A", facts)
    assert not found.certain
    assert (found.share_at_least, found.share_at_most) == (0, 50.0)
    assert us(rulebook, [*facts, held("Y", "A", 0.1)]) == {}


def test_two_unknown_shares_are_together_what_is_left(rulebook: Rulebook) -> None:
    facts = [blocked("P"), blocked("Q"), held("P", "A"), held("Q", "A"), held("Z", "A", 40.0)]
    assert one(rulebook, "A", facts).share_at_most == 60.0


def test_a_known_and_an_unknown_share(rulebook: Rulebook) -> None:
    """Enough is known: the unknown one changes nothing. Not enough: it may be the rest."""
    assert us(rulebook, [blocked("P"), blocked("Q"), held("P", "A", 50.0), held("Q", "A")]) == {"A": True}
    found = one(rulebook, "A", [blocked("P"), blocked("Q"), held("P", "A", 40.0), held("Q", "A")])
    assert not found.certain
    assert not found.hinges_above
    assert (found.share_at_least, found.share_at_most) == (40.0, 100.0)
    assert set(found.holders) == {"register:P", "register:Q"}


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"share_at_least": 51.0}, {"A": True}),
        ({"share_at_least": 25.0, "share_at_most": 50.0}, {"A": False}),
        ({"share_at_least": 25.0, "share_at_most": 49.0}, {}),
        ({"share_at_most": 75.0}, {"A": False}),
    ],
)
def test_bands(rulebook: Rulebook, bounds: dict[str, float], expected: dict[str, bool]) -> None:
    assert us(rulebook, [blocked("P"), held("P", "A", **bounds)]) == expected


def test_what_hangs_on_an_open_owner_says_so(rulebook: Rulebook) -> None:
    facts = [blocked("P"), held("P", "A"), held("A", "B", 100.0)]
    assert us(rulebook, facts) == {"A": False, "B": False}
    assert not one(rulebook, "A", facts).hinges_above
    assert one(rulebook, "B", facts).hinges_above


def test_one_stake_told_twice_counts_once(rulebook: Rulebook) -> None:
    facts = [blocked("P"), held("P", "A", 30.0, since=date(2020, 1, 1)), held("P", "A", 30.0, since=date(2021, 1, 1))]
    assert us(rulebook, facts) == {}


def test_two_that_differ_leave_it_open(rulebook: Rulebook) -> None:
    facts = [blocked("P"), held("P", "A", 30.0, since=date(2020, 1, 1)), held("P", "A", 60.0, since=date(2021, 1, 1))]
    assert us(rulebook, facts) == {"A": False}
    band = held("P", "A", share_at_least=50.0, share_at_most=75.0, since=date(2020, 1, 1))
    exact = held("P", "A", 60.0, since=date(2021, 1, 1))
    assert one(rulebook, "A", [blocked("P"), band, exact]).share_at_most == 60.0


def test_control_counts_for_the_union_and_the_kingdom_alone(rulebook: Rulebook) -> None:
    lists = [blocked("P", who) for who in ("us", "eu", "uk")]
    found = blocked_ownership([*lists, held("P", "A", 10.0, control=True), held("A", "B", 100.0)], rulebook, DAY)
    assert letters(found) == {}
    assert letters(found, "eu-ownership-or-control") == {"A": True, "B": True}
    assert letters(found, "uk-ownership-or-control") == {"A": True, "B": True}
    assert [f.by_control for f in found if f.asset == "register:A"] == [True, True]  # type: ignore[attr-defined]
    denied = held("P", "A", 10.0, control=False, since=date(2020, 1, 1))
    contested = blocked_ownership([*lists, held("P", "A", 10.0, control=True), denied], rulebook, DAY)
    assert letters(contested, "eu-ownership-or-control") == {"A": False}
    assert letters(blocked_ownership([*lists, denied], rulebook, DAY), "eu-ownership-or-control") == {}


@pytest.mark.parametrize(
    ("stake", "stands"),
    [
        ({"until": date(2026, 5, 31)}, False),
        ({"until": date(2026, 6, 1)}, True),
        ({"until": "2026-06"}, True),
        ({"since": date(2026, 6, 2)}, False),
        ({"since": date(2026, 6, 1)}, True),
        ({"reported": date(2026, 7, 1)}, False),
    ],
)
def test_stakes_of_another_day_do_not_count(rulebook: Rulebook, stake: dict[str, Any], stands: bool) -> None:
    assert us(rulebook, [blocked("P"), held("P", "A", 60.0, **stake)]) == ({"A": True} if stands else {})


@pytest.mark.parametrize(
    ("more", "stands"),
    [
        ([], True),
        ([made("delisting", entity="register:P", authority="us", date=date(2025, 1, 1))], False),
        ([made("delisting", entity="register:P", authority="eu", date=date(2025, 1, 1))], True),
        ([made("delisting", entity="register:P", authority="us", date=date(2023, 1, 1))], True),
        ([made("delisting", entity="register:P", authority="us", date=date(2026, 6, 2))], True),
        ([made("delisting", entity="register:P", authority="us")], True),
    ],
)
def test_a_delisting_frees_what_was_owned(rulebook: Rulebook, more: list[Fact], stands: bool) -> None:
    assert us(rulebook, [blocked("P"), held("P", "A", 60.0), *more]) == ({"A": True} if stands else {})


@pytest.mark.parametrize(
    ("ruling", "stands"),
    [
        ({"outcome": "annulled", "final": True}, False),
        ({"outcome": "annulled", "final": False}, True),
        ({"outcome": "annulled"}, True),
        ({"outcome": "suspended", "final": True}, True),
    ],
)
def test_only_a_final_annulment_frees(rulebook: Rulebook, ruling: dict[str, Any], stands: bool) -> None:
    court = made(
        "court_ruling", subject="register:P", court="A court", date=date(2025, 1, 1), measure="listing", authority="us", **ruling
    )  # fmt: skip
    assert us(rulebook, [blocked("P"), held("P", "A", 60.0), court]) == ({"A": True} if stands else {})


@pytest.mark.parametrize(
    ("listing", "stands"),
    [
        ({"measure": "asset_freeze"}, True),
        ({"measure": "travel_ban"}, False),
        ({"measure": None}, False),
        ({"until": date(2026, 5, 1)}, False),
        ({"until": date(2026, 6, 1)}, True),
        ({"date": date(2026, 6, 2)}, False),
    ],
)
def test_only_a_freeze_in_force_reaches_what_is_owned(
    rulebook: Rulebook, listing: dict[str, Any], stands: bool
) -> None:
    assert us(rulebook, [blocked("P", **listing), held("P", "A", 60.0)]) == ({"A": True} if stands else {})


def test_before_a_test_had_its_figure_nothing_follows_from_it(rulebook: Rulebook) -> None:
    facts = [blocked("P", "eu", date=date(2020, 1, 1)), held("P", "A", 60.0)]
    assert blocked_ownership(facts, rulebook, date(2024, 7, 2)) == []
    assert letters(blocked_ownership(facts, rulebook, date(2024, 7, 3)), "eu-ownership-or-control") == {"A": True}


def test_it_rests_on_the_best_borne_out_stakes_that_are_enough(rulebook: Rulebook) -> None:
    """A rumour of a larger stake takes no place from a register's."""
    register = (Evidence(source="A register", reliability="A", credibility=2),)
    rumour = (Evidence(source="A rumour", reliability="E", credibility=5),)
    facts = [*map(blocked, "PQ"), held("P", "A", 55.0, evidence=register), held("Q", "A", 80.0, evidence=rumour)]
    found = one(rulebook, "A", facts)
    assert found.stakes == ("ownership:register:P/register:A/-",)
    assert (found.share_at_least, found.share_at_most) == (55.0, 100.0)


def test_long_chains_stay_readable(rulebook: Rulebook) -> None:
    """A chain of two hundred companies is followed to its end; of its steps the nearest are told."""
    chain = [held("P" if not n else f"C{n}", f"C{n + 1}", 100.0) for n in range(200)]
    found = one(rulebook, "C200", [blocked("P"), *chain])
    assert found.certain
    assert found.holders == ("register:P",)
    assert len(found.chain) == 25
    assert found.chain[0] == "Steps further up are left out"
    assert found.chain[-1] == "register:C199 holds 100 % of register:C200"
