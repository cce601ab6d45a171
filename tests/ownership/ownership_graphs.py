"""Invented graphs of ownership for the trials, and the definition of what is blocked in them, as plainly as it can be said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS
from countermove.ownership.definitions import OwnershipTest
from countermove.ownership.graph import WHOLE, Graph, Told, told, units

DAY = date(2026, 6, 1)
US = OwnershipTest("ofac-50-percent", "us", units(50), True, True, False)
EU = OwnershipTest("eu-ownership-or-control", "eu", units(50), True, True, True)
UK = OwnershipTest("uk-ownership-or-control", "uk", units(50), False, False, True)
TESTS = (US, EU, UK)


def made(kind: str, **values: Any) -> Fact:
    """A fact of a kind; what is None is left out."""
    return KINDS[kind].model_validate({"kind": kind, **{name: v for name, v in values.items() if v is not None}})


def held(owner: str, asset: str, share: float | None = None, **more: Any) -> Fact:
    """A stake. Letters are told as ids of a register."""
    return made("ownership", owner=f"register:{owner}", asset=f"register:{asset}", share=share, **more)


def blocked(entity: str, authority: str = "us", **more: Any) -> Fact:
    """A listing that freezes."""
    values = {"measure": "blocking", "date": date(2024, 1, 1), **more}
    return made("designation", entity=f"register:{entity}", authority=authority, **values)


def told_all(stakes: Iterable[tuple[str, str, float | None, float | None, float | None, bool | None]]) -> list[Told]:
    """Stakes as a graph takes them: owner, asset, share, least, most, control."""
    return [told(f"own-{number}", *stake) for number, stake in enumerate(stakes)]


def by_definition(test: OwnershipTest, graph: Graph, listed: Iterable[str], *, certain: bool) -> set[str]:
    """What is blocked, by looking at everything again and again until a look finds nothing more."""
    found = set(listed)
    passes: Callable[[OwnershipTest, Graph, str, set[str]], bool] = _surely if certain else _possibly
    while True:
        more = {asset for asset in graph.of_asset if asset not in found and passes(test, graph, asset, found)}
        if not more:
            return found
        found.add(min(more))  # one by one: in which order must not matter


def _surely(test: OwnershipTest, graph: Graph, asset: str, found: set[str]) -> bool:
    stakes = [stake for stake in graph.of_asset[asset] if stake.owner in found]
    shares = [sum(stake.low for stake in stakes)] if test.adds_up else [stake.low for stake in stakes]
    return any(map(test.reached, shares)) or (test.control and any(stake.controls for stake in stakes))


def _possibly(test: OwnershipTest, graph: Graph, asset: str, found: set[str]) -> bool:
    inside = [stake for stake in graph.of_asset[asset] if stake.owner in found]
    outside = [stake for stake in graph.of_asset[asset] if stake.owner not in found]
    left = WHOLE - sum(stake.low for stake in outside)
    share = max(sum(s.low for s in inside), min(sum(s.high for s in inside), left))
    return bool(inside) and (test.reached(share) or (test.control and any(stake.may_control for stake in inside)))


nodes = st.sampled_from("ABCDEFGH")
shares = st.sampled_from([None, None, 10.0, 25.0, 30.0, 49.99, 50.0, 50.01, 60.0, 100.0])
stakes = st.tuples(
    nodes, nodes, shares, st.sampled_from([None, None, 25.0, 51.0]), st.sampled_from([None, None, 49.0, 75.0]),
    st.sampled_from([None, None, None, True, False]),
)  # fmt: skip
graphs = st.lists(stakes, max_size=16)
listed_some = st.sets(nodes, max_size=3)
tests = st.sampled_from(TESTS)


def letters(facts: Sequence[Fact], definition: str = "ofac-50-percent") -> dict[str, bool]:
    """The assets that are blocked by a test, by letter, each with whether that is certain."""
    return {f.asset.removeprefix("register:"): f.certain for f in facts if f.definition == definition}  # type: ignore[attr-defined]
