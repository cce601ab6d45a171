"""What a live inference tells of each kind of change: one example each, for both joiners."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from generated import joiners
from making import DAY, everything, fact, made, parameter, rule, rulebook

from countermove.errors import EngineError, UsageError
from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.facts.time import PartialDate
from countermove.inference.live import Change, Delta, LiveInference
from countermove.inference.reference import infer
from countermove.rulebook.clause import Match
from countermove.rulebook.condition import Constant, FieldReference
from countermove.rulebook.parameter import Parameter
from countermove.rulebook.rule import Caveat, Conclude, Rule
from countermove.rulebook.told import Told

Open = Callable[..., LiveInference]
ANYTHING = Conclude("assessment", {"name": Constant("found")})
"""What a rule concludes of which only the `when` matters."""


@pytest.fixture(params=joiners())
def joiner(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[True, False], ids=["concluding", "not concluding"])
def live(joiner: str, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Opens live inferences by rules and parameters, and closes them. Where no fact is concluded it has shorter ways."""
    opened: list[LiveInference] = []

    def open_(*rules: Rule, parameters: Iterable[Parameter] = (), as_of: date = DAY) -> LiveInference:
        if not request.param:
            rules = tuple(
                replace(rule, then=Caveat(Told.all("Mind."))) if rule.then == ANYTHING else rule for rule in rules
            )
        opened.append(LiveInference(rulebook(rules, parameters), as_of, joiner))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


def told(delta: Delta) -> dict[str, list[tuple[tuple[str, ...], object]]]:
    """The ids and the cause of each change; lists that are empty are left out."""

    def of(changes: tuple[Change, ...]) -> list[tuple[tuple[str, ...], object]]:
        return [(tuple(id for _, _, id in change.match.bindings), change.cause) for change in changes]

    return {name: of(changes) for name, changes in delta._asdict().items() if changes}


def ship(id: str, **more: Any) -> Fact:
    return fact("vessel", id=id, **more)


def listing(id: str, entity: str, **more: Any) -> Fact:
    return fact("designation", id=id, entity=entity, authority="eu", **more)


def gap(id: str, vessel: str = "ship:a", hours: float = 1, **more: Any) -> Fact:
    return fact("ais_gap", **{"id": id, "vessel": vessel, "start": "2024-01-01T00:00:00Z", "hours": hours, **more})


A, L, M = ("vessel", "ship:a"), ("designation", "l"), ("designation", "m")
UNLISTED = rule("when: [{match: vessel, as: ship}, {none: designation, where: {entity: $ship.id}}]")


def test_a_block_comes_is_lifted_and_comes_again(live: Open) -> None:
    one = live(UNLISTED)
    assert told(one.assert_facts([ship("ship:a")])) == {"gained": [(("ship:a",), A)]}
    assert told(one.assert_facts([listing("l", "ship:a")])) == {"lost": [(("ship:a",), L)]}
    assert told(one.assert_facts([listing("m", "ship:a")])) == {}
    assert told(one.retract([L])) == {}
    assert told(one.retract([M])) == {"gained": [(("ship:a",), M)]}
    assert told(one.assert_facts([listing("l", "ship:a")])) == {"lost": [(("ship:a",), L)]}
    assert told(one.assert_facts([listing("l", "ship:b")])) == {"gained": [(("ship:a",), L)]}  # another version of it


def test_a_block_that_asks_for_more_than_what_is_joined(live: Open) -> None:
    later = rule(
        "when: [{match: ais_gap, as: gap}, {none: detention, where: {vessel: $gap.vessel, start: {after: $gap.start}}}]"
    )
    one = live(later)
    held = [fact("detention", id=str(day), vessel="ship:a", start=f"2024-01-{day:02}") for day in (1, 2)]
    one.assert_facts([gap("g", start="2024-01-01T12:00:00Z"), held[0]])
    assert told(one.assert_facts([held[1]])) == {"lost": [(("g",), ("detention", "2"))]}
    assert told(one.retract([("detention", "1")])) == {}
    assert told(one.retract([("detention", "2")])) == {"gained": [(("g",), ("detention", "2"))]}


@pytest.mark.parametrize("check", ["", ", hours: {gte: $ship.built}"])
def test_a_count_crosses_its_bounds_both_ways(live: Open, check: str) -> None:
    some = rule(
        f"when: [{{match: vessel, as: ship}}, {{count: ais_gap, as: gaps, where: {{vessel: $ship.id{check}}}, at_least: 2, at_most: 3}}]"
    )
    one = live(some)
    one.assert_facts([ship("ship:a", built=1999), gap("g1", hours=2000)])
    key = {i: ("ais_gap", f"g{i}") for i in range(1, 5)}
    assert told(one.assert_facts([gap("g2", hours=2000)])) == {"gained": [(("ship:a",), key[2])]}
    delta = one.assert_facts([gap("g3", hours=2000)])
    assert told(delta) == {"changed": [(("ship:a",), key[3])]}
    assert [(total.value, total.facts) for _, total in delta.changed[0].match.totals] == [(3, ("g1", "g2", "g3"))]
    assert told(one.assert_facts([gap("g4", hours=2000)])) == {"lost": [(("ship:a",), key[4])]}
    assert told(one.retract([key[1]])) == {"gained": [(("ship:a",), key[1])]}
    assert told(one.retract([key[2]])) == {"changed": [(("ship:a",), key[2])]}
    assert told(one.retract([key[3]])) == {"lost": [(("ship:a",), key[3])]}
    assert told(one.retract([A])) == {}


def test_a_sum_follows_its_facts(live: Open) -> None:
    long = rule(
        "when: [{match: vessel, as: ship}, {sum: ais_gap, of: hours, as: silent, where: {vessel: $ship.id}, at_least: 10}]"
    )
    one = live(long)
    one.assert_facts([ship("ship:a"), gap("g1", hours=6)])
    assert told(one.assert_facts([gap("g2", hours=4)])) == {"gained": [(("ship:a",), ("ais_gap", "g2"))]}
    delta = one.assert_facts([gap("g2", hours=5)])
    assert told(delta) == {"changed": [(("ship:a",), ("ais_gap", "g2"))]}
    assert delta.changed[0].match.totals[0][1].value == 11
    noted = one.assert_facts(
        [gap("g1", hours=6, note="Receiver checked")]
    )  # the sum is the same, what it rests on is not
    assert told(noted) == {"changed": [(("ship:a",), ("ais_gap", "g1"))]}
    assert told(one.assert_facts([gap("g1", vessel="ship:b", hours=6)])) == {"lost": [(("ship:a",), ("ais_gap", "g1"))]}


def test_a_window_closes_as_the_day_moves_on(live: Open) -> None:
    fresh = rule("when: [{match: ais_gap, as: gap, where: {start: {within: {days: 30, before: $as_of}}}}]")
    one = live(fresh, as_of=date(2024, 1, 31))
    one.assert_facts([gap("g1"), gap("g2", start="2024-01-20T00:00:00Z"), gap("g3", start="2024-02-05T00:00:00Z")])
    assert told(one.advance(date(2024, 1, 31))) == {}
    assert told(one.advance(date(2024, 2, 1))) == {"lost": [(("g1",), None)]}
    assert told(one.advance(date(2024, 2, 5))) == {"gained": [(("g3",), None)]}
    assert told(one.advance(date(2024, 6, 30))) == {"lost": [(("g2",), None), (("g3",), None)]}
    assert len(list(one.base.of_kind("ais_gap"))) == 3


def test_parameters_and_rules_have_their_days(live: Open) -> None:
    limit = parameter("limit", {"value": 5, "until": "2024-01-31"}, {"value": 2, "from": "2024-02-01"})
    by_limit = rule("when: [{match: ais_gap, as: gap, where: {hours: {gte: $parameters.limit}}}]", limit)
    later = rule("when: [{match: ais_gap, as: gap}]", id="later")
    later = Rule(
        later.header.model_copy(update={"effective": later.header.effective.model_copy(update={"valid_from": PartialDate.parse("2024-03")})}),
        "tests", later.when, later.then, later.location,
    )  # fmt: skip
    one = live(by_limit, later, parameters=[limit], as_of=date(2024, 1, 31))
    assert told(one.assert_facts([gap("g", hours=3)])) == {}
    assert told(one.advance(date(2024, 2, 1))) == {"gained": [(("g",), None)]}
    delta = one.advance(date(2024, 3, 1))
    assert [change.match.rule for change in delta.gained] == ["later"]


def test_a_fact_waits_until_it_is_known(live: Open) -> None:
    one = live(UNLISTED)
    one.assert_facts([ship("ship:a")])
    assert told(one.assert_facts([listing("l", "ship:a", reported="2024-07-02")])) == {}
    assert "designation" not in {fact.kind for fact in one.base}
    assert told(one.advance(date(2024, 7, 1))) == {}
    assert told(one.advance(date(2024, 7, 2))) == {"lost": [(("ship:a",), None)]}
    assert told(one.assert_facts([listing("l", "ship:a", reported="2025")])) == {"gained": [(("ship:a",), L)]}
    assert told(one.retract([L])) == {}  # while it waits
    assert told(one.advance(date(2026, 1, 1))) == {}


def test_evidence_counts_once_it_is_published(live: Open) -> None:
    one = live(UNLISTED, as_of=date(2024, 6, 30))
    early, late = (Evidence(source=day, published=PartialDate.parse(day)) for day in ("2024-06-01", "2024-07-01"))
    assert told(one.assert_facts([ship("ship:a", evidence=[late])])) == {}
    assert told(one.assert_facts([ship("ship:a", evidence=[early, late])])) == {"gained": [(("ship:a",), A)]}
    assert one.base.get("vessel", "ship:a").evidence == (early,)
    assert told(one.assert_facts([ship("ship:a", evidence=[early, late, late])])) == {}  # nothing that is known yet
    assert told(one.advance(date(2024, 7, 1))) == {"changed": [(("ship:a",), None)]}
    assert one.base.get("vessel", "ship:a").evidence == (early, late, late)


def test_another_version_of_a_fact(live: Open) -> None:
    tankers = rule("when: [{match: vessel, as: ship, where: {type: crude_oil_tanker}}]")
    one = live(tankers)
    one.assert_facts([ship("ship:a", type="crude_oil_tanker")])
    assert told(one.assert_facts([ship("ship:a", type="crude_oil_tanker")])) == {}
    assert told(one.assert_facts([ship("ship:a", type="crude_oil_tanker", name="X")])) == {
        "changed": [(("ship:a",), A)]
    }
    assert told(one.assert_facts([ship("ship:a", type="tug")])) == {"lost": [(("ship:a",), A)]}
    assert told(one.assert_facts([ship("ship:a", type="tug"), ship("ship:a", type="crude_oil_tanker")])) == {
        "gained": [(("ship:a",), A)]
    }
    assert one.base.get("vessel", "ship:a").name is None  # type: ignore[attr-defined]


SIGN = """
when: [{match: %s, as: x}]
then: {conclude: {kind: indicator, name: seen, about: $x.%s}}
"""
SEEN = rule("when: [{match: indicator, as: sign, where: {name: seen}}]", id="seen")


def test_a_derived_fact_stands_while_one_match_bears_it(live: Open) -> None:
    one = live(
        rule(SIGN % ("ais_gap", "vessel"), id="by-gap"), rule(SIGN % ("designation", "entity"), id="by-listing"), SEEN
    )
    key = ("indicator", "indicator:seen/ship:a/-/-/-")
    delta = one.assert_facts([gap("g")])
    assert [change.match.rule for change in delta.gained] == ["by-gap", "seen"]
    delta = one.assert_facts([listing("l", "ship:a")])
    assert told(delta) == {"gained": [(("l",), L)], "changed": [((key[1],), L)]}
    assert told(one.retract([("ais_gap", "g")])) == {
        "lost": [(("g",), ("ais_gap", "g"))], "changed": [((key[1],), ("ais_gap", "g"))],
    }  # fmt: skip
    assert [match.rule for match in one.inference().derivations[key]] == ["by-listing"]
    with pytest.raises(UsageError, match="is concluded by rules"):
        one.retract([key])
    delta = one.retract([L])
    assert told(delta) == {"lost": [(("l",), L), ((key[1],), L)]}
    assert (list(one.base), one.inference().derivations) == ([], {})


def test_a_fact_given_goes_before_one_concluded(live: Open) -> None:
    one = live(rule(SIGN % ("ais_gap", "vessel"), id="by-gap"), SEEN)
    same = fact("indicator", name="seen", about="ship:a", note="given")
    one.assert_facts([gap("g")])
    assert [change.match.rule for change in one.assert_facts([same]).changed] == ["seen"]
    assert one.base.get("indicator", same.id).note == "given"
    assert [change.match.rule for change in one.retract([("indicator", same.id)]).changed] == ["seen"]
    assert one.base.get("indicator", same.id).note is None
    one.assert_facts([same])
    assert [change.match.rule for change in one.retract([("ais_gap", "g")]).lost] == ["by-gap"]
    assert [change.match.rule for change in one.retract([("indicator", same.id)]).lost] == ["seen"]


CHAIN = """
when: [{match: control, as: one}, {match: ownership, as: own, where: {owner: $one.asset}}]
then: {conclude: {kind: control, holder: $one.holder, asset: $own.asset, definition: test}}
"""
START = """
when: [{match: ownership, as: own, where: {share: {gte: 50}}}]
then: {conclude: {kind: control, holder: $own.owner, asset: $own.asset, definition: test}}
"""


def owns(id: str, owner: str, asset: str, share: float) -> Fact:
    return fact("ownership", id=id, owner=f"firm:{owner}", asset=f"firm:{asset}", share=share)


def test_facts_that_only_bear_each_other_go(live: Open) -> None:
    one = live(rule(CHAIN, id="chain"), rule(START, id="start"))
    one.assert_facts([owns("ab", "a", "b", 50), owns("bc", "b", "c", 10), owns("cb", "c", "b", 10)])
    held = [
        "control:firm:a/firm:b/test",
        "control:firm:a/firm:c/test",
    ]  # each follows from the other, the first from `ab` as well
    assert sorted(f.id for f in one.base if f.kind == "control") == held
    assert len(one.inference().derivations["control", held[0]]) == 2
    one.retract([("ownership", "ab")])
    assert [f.kind for f in one.base] == ["ownership", "ownership"]
    assert one.inference().matches == ()
    one.assert_facts([owns("ac", "a", "c", 80)])
    assert sorted(f.id for f in one.base if f.kind == "control") == held


def test_what_blocks_may_be_concluded(live: Open) -> None:
    quiet = rule(
        "when: [{match: vessel, as: ship}, {none: indicator, where: {name: seen, about: $ship.id}}]", id="quiet"
    )
    one = live(rule(SIGN % ("ais_gap", "vessel"), id="by-gap"), quiet)
    assert [c.match.rule for c in one.assert_facts([ship("ship:a")]).gained] == ["quiet"]
    delta = one.assert_facts([gap("g")])
    assert ([c.match.rule for c in delta.gained], [c.match.rule for c in delta.lost]) == (["by-gap"], ["quiet"])
    assert {c.cause for c in (*delta.gained, *delta.lost)} == {("ais_gap", "g")}
    assert [c.match.rule for c in one.retract([("ais_gap", "g")]).gained] == ["quiet"]


def test_a_match_by_two_ways_has_the_totals_of_the_first_that_holds(live: Open) -> None:
    mixed = rule("""
        when:
          - {match: vessel, as: ship}
          - any:
              - [{count: ais_gap, as: gaps, where: {vessel: $ship.id}, at_least: 2}]
              - [{sum: ais_gap, of: hours, as: gaps, where: {vessel: $ship.id}, at_least: 10}]
    """)
    one = live(mixed)
    one.assert_facts([ship("ship:a")])
    (gained,) = one.assert_facts([gap("g1", hours=10)]).gained
    assert gained.match.totals[0][1].function == "sum"
    (changed,) = one.assert_facts([gap("g2", hours=1)]).changed
    assert changed.match.totals[0][1].function == "count"
    (changed,) = one.retract([("ais_gap", "g2")]).changed
    assert changed.match.totals[0][1].function == "sum"


def test_many_at_once_each_with_its_cause(live: Open) -> None:
    listed = rule("when: [{match: vessel, as: ship}, {match: designation, as: z, where: {entity: $ship.id}}]")
    one = live(listed)
    delta = one.assert_facts([listing("l", "ship:a"), ship("ship:a"), ship("ship:b"), listing("m", "ship:b")])
    assert told(delta) == {"gained": [(("ship:a", "l"), A), (("ship:b", "m"), M)]}  # the last one that it needed
    delta = one.change([listing("o", "ship:b")], [L, M])
    assert told(delta) == {
        "gained": [(("ship:b", "o"), ("designation", "o"))], "lost": [(("ship:a", "l"), L), (("ship:b", "m"), M)],
    }  # fmt: skip
    assert told(one.change([listing("o", "ship:b")], [("designation", "o")])) == {}  # taken back and given: it stays


def test_a_conclusion_that_cannot_be_changes_nothing(live: Open) -> None:
    named = made("named", [Match("company", "x")], Conclude("indicator", {"name": FieldReference("x", "name")}))
    one = live(named)
    one.assert_facts([fact("company", id="firm:a", name="good")])
    before = everything(one.inference())
    for facts in ([fact("company", id="firm:b", name="Not Good")], [fact("company", id="firm:a", name="Not Good")]):
        with pytest.raises(EngineError, match="is no indicator"):
            one.assert_facts([fact("company", id="firm:c", name="fine"), *facts])
        assert everything(one.inference()) == before
    waits = fact("company", id="firm:b", name="Not Good", reported="2024-07-01")
    one.assert_facts([waits])
    with pytest.raises(EngineError, match="is no indicator"):
        one.advance(date(2024, 7, 1))
    assert (one.as_of, everything(one.inference())) == (DAY, before)
    one.retract([("company", "firm:b")])
    one.advance(date(2024, 7, 1))
    assert [c.match.bindings[0][2] for c in one.assert_facts([fact("company", id="firm:c", name="fine")]).gained] == [
        "firm:c"
    ]


def test_two_conclusions_under_one_id_change_nothing(live: Open) -> None:
    about = made("about", [Match("company", "x")], Conclude("control", {
        "holder": Constant("firm:x"), "asset": Constant("firm:y"), "definition": FieldReference("x", "name"),
    }))  # fmt: skip
    one = live(about)
    first, second = (fact("company", id=f"firm:{i}", name=name) for i, name in enumerate(("by share", "by_share")))
    one.assert_facts([first])
    with pytest.raises(EngineError, match="two different conclusions"):
        one.assert_facts([second])
    assert everything(one.inference()) == everything(infer(rulebook([about]), [first], DAY))
    one.change([second], [("company", first.id)])
    assert everything(one.inference()) == everything(infer(rulebook([about]), [second], DAY))


def test_wrong_use_is_refused_and_changes_nothing(live: Open) -> None:
    one = live(UNLISTED)
    one.assert_facts([ship("ship:a")])
    with pytest.raises(UsageError, match=r"there is no designation 'l' to take back"):
        one.retract([A, L])
    assert len(one.inference().matches) == 1
    with pytest.raises(UsageError, match="the day cannot go back from 2024-06-30 to 2024-06-29"):
        one.advance(date(2024, 6, 29))
    with pytest.raises(UsageError, match="there is no joiner 'x'"):
        LiveInference(rulebook([UNLISTED]), DAY, "x")
    one.close()
    one.close()
    with pytest.raises(UsageError, match="closed"):
        one.assert_facts([ship("ship:b")])


def test_a_snapshot_stays_as_it_was(live: Open) -> None:
    one = live(UNLISTED)
    one.assert_facts([ship("ship:a")])
    before = one.inference()
    seen = everything(before)
    one.assert_facts([listing("l", "ship:a"), ship("ship:b")])
    assert everything(before) == seen


def test_the_base_keeps_its_order_and_indexes(live: Open) -> None:
    one = live(UNLISTED)
    one.assert_facts([ship("ship:b", name="X"), ship("ship:d", name="X"), listing("ship:b", "ship:b")])
    base = one.base
    assert [f.id for f in base.of_kind("vessel")] == ["ship:b", "ship:d"]
    assert [f.id for f in base._indexed("vessel", "name")["X"]] == ["ship:b", "ship:d"]
    one.assert_facts([ship("ship:c", name="X"), ship("ship:a", name="Y")])
    one.retract([("vessel", "ship:b")])
    assert [f.id for f in base.of_kind("vessel")] == ["ship:a", "ship:c", "ship:d"]
    assert {name: [f.id for f in found] for name, found in base._indexed("vessel", "name").items()} == {
        "X": ["ship:c", "ship:d"], "Y": ["ship:a"],
    }  # fmt: skip
    assert [(f.kind, f.id) for f in base.with_id("ship:b")] == [("designation", "ship:b")]
    with pytest.raises(KeyError):
        base.get("vessel", "ship:b")


def test_a_day_on_which_nothing_moves_costs_no_new_start(live: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = parameter(
        "limit", {"value": 5, "until": "2024-07-31"}, {"value": 5, "from": "2024-08-01", "until": "2024-08-31"}
    )
    long = rule("when: [{match: ais_gap, as: gap, where: {hours: {gte: $parameters.limit}}}]", limit)
    one = live(long, parameters=[limit])
    one.assert_facts([gap("g1", hours=5), gap("g2", hours=6, reported="2024-07-15")])
    with monkeypatch.context() as patched:
        patched.setattr(LiveInference, "_fresh_run", lambda *_: pytest.fail("it started anew"))
        assert told(one.advance(date(2024, 7, 14))) == {}
        assert told(one.advance(date(2024, 8, 1))) == {"gained": [(("g2",), None)]}
    assert one.inference().as_of == date(2024, 8, 1)
    assert told(one.advance(date(2024, 9, 1))) == {"lost": [(("g1",), None), (("g2",), None)]}
