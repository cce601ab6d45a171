"""durable_rules, as it is driven here, joins what there is to join: nothing missing, nothing extra, whatever comes and goes."""

from __future__ import annotations

import gc
import itertools
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any, ClassVar

import pytest
from generated import generated
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import EngineError
from countermove.inference import durable
from countermove.inference.durable import SERIALS, SHARDS, DurableJoiner
from countermove.inference.joiner import Network, Part

PATTERNS = 4
History = list[tuple[int, int, tuple[int, ...]]]


def by_hand(network: Network, present: dict[tuple[int, int], tuple[int, ...]]) -> set[tuple[int, ...]]:
    """The tuples of a network over the facts that are in its patterns, by trying them all."""
    found = set()
    places = [[fact for pattern, fact in present if pattern == part.pattern] for part in network]
    for facts in itertools.product(*places):
        seen: dict[int, int] = {}
        pairs = [
            (variable, value)
            for part, fact in zip(network, facts, strict=True)
            for variable, value in zip(part.variables, present[part.pattern, fact], strict=True)
        ]
        if all(seen.setdefault(variable, value) == value for variable, value in pairs):
            found.add(facts)
    return found


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[int], list[Network]]:
    """How many values each pattern joins by, and networks of one to four parts in which every variable joins two of them."""
    widths = [draw(st.integers(0, 2)) for _ in range(PATTERNS)]
    found = []
    for _ in range(draw(st.integers(1, 4))):
        patterns = draw(st.lists(st.integers(0, PATTERNS - 1), min_size=1, max_size=4))
        parts = [Part(p, tuple(draw(st.permutations(range(3)))[: widths[p]])) for p in patterns]
        found.append(tuple(parts))
    return widths, list(dict.fromkeys(found))


@generated
@given(made=networks(), data=st.data())
def test_a_history_of_coming_and_going(made: tuple[list[int], list[Network]], data: st.DataObject) -> None:
    widths, wanted = made
    present: dict[tuple[int, int], tuple[int, ...]] = {}
    live: list[set[tuple[int, ...]]] = [set() for _ in wanted]
    used = {part.pattern for network in wanted for part in network}
    with closing(DurableJoiner(wanted)) as joiner:
        for _ in range(data.draw(st.integers(0, 12))):
            pattern, fact = data.draw(st.sampled_from(sorted(used))), data.draw(st.integers(0, 4))
            if (pattern, fact) in present:
                joiner.remove(pattern, fact)
                del present[pattern, fact]
                for network, tuples in zip(wanted, live, strict=True):
                    tuples -= {
                        t
                        for t in tuples
                        if any(p.pattern == pattern and f == fact for p, f in zip(network, t, strict=True))
                    }
            else:
                present[pattern, fact] = tuple(data.draw(st.integers(0, 2)) for _ in range(widths[pattern]))
                joiner.add(pattern, fact, present[pattern, fact])
            if data.draw(st.booleans()):
                for number, joined in joiner.joined():
                    assert joined not in live[number]
                    live[number].add(joined)
        for number, joined in joiner.joined():
            assert joined not in live[number]
            live[number].add(joined)
    assert live == [by_hand(network, present) for network in wanted]


def joined(networks: list[Network], facts: History) -> list[tuple[int, tuple[int, ...]]]:
    with closing(DurableJoiner(networks)) as joiner:
        for pattern, fact, values in facts:
            joiner.add(pattern, fact, values)
        return sorted(joiner.joined())


def test_serial_ids_have_no_common_hash() -> None:
    mask, prime = 2**32 - 1, 16777619

    def hashes(digits: str) -> list[int]:
        """FNV-1a of all seven-digit texts that begin so."""
        value = 2166136261
        for digit in digits:
            value = (value ^ ord(digit)) * prime & mask
        found = [value]
        for _ in range(7 - len(digits)):
            found = [(h ^ digit) * prime & mask for h in found for digit in range(48, 58)]
        return found

    starts = range(SERIALS.start // 100_000, SERIALS.stop // 100_000)
    assert (SERIALS.start, SERIALS.stop, len(SERIALS)) == (
        starts.start * 100_000,
        starts.stop * 100_000,
        100_000 * len(starts),
    )
    seen = {h for start in starts for h in hashes(str(start))}
    assert len(seen) == len(SERIALS)
    for other in ("1", *(f"sid-{shard}" for shard in range(SHARDS))):
        value = 2166136261
        for char in other:
            value = (value ^ ord(char)) * prime & mask
        assert value not in seen


def test_more_networks_over_one_pattern_than_a_ruleset_can_take() -> None:
    networks: list[Network] = [(Part(0, (0,)), Part(1 + i, (0,))) for i in range(300)]
    facts: History = [(0, 0, (7,)), *((1 + i, 1, (7,)) for i in range(300))]
    assert joined(networks, facts) == [(i, (0, 1)) for i in range(300)]


def test_a_fact_that_passes_more_tests_at_once_than_the_library_can_follow() -> None:
    fields = range(1, 10)
    networks: list[Network] = [
        (
            Part(0, (0, *(1 if i == one else 10 + i for i in fields))),
            Part(1, (0, *(1 if i == two else 20 + i for i in fields))),
        )
        for one in fields
        for two in fields
    ]
    facts: History = [(0, 0, (7, *fields)), (1, 1, (7, *fields))]
    assert joined(networks, facts) == [(9 * i + i, (0, 1)) for i in range(9)]


def test_more_patterns_than_one_level_can_test() -> None:
    networks: list[Network] = [(Part(2 * i, (0,)), Part(2 * i + 1, (0,))) for i in range(600)]
    facts: History = [(i, i, (i // 2,)) for i in range(1200)]
    assert joined(networks, facts) == [(i, (2 * i, 2 * i + 1)) for i in range(600)]


def test_more_keys_than_a_ruleset_can_have_sids() -> None:
    facts: History = [(i % 2, i, (i // 2,)) for i in range(5000)]
    assert joined([(Part(0, (0,)), Part(1, (0,)))], facts) == [(0, (2 * i, 2 * i + 1)) for i in range(2500)]


def test_as_many_parts_as_a_rule_can_have() -> None:
    network = tuple(Part(i, (i - 1, i) if i else (0,)) for i in range(16))
    facts: History = [(i, i, (5, 5) if i else (5,)) for i in range(16)]
    assert joined([network], facts) == [(0, tuple(range(16)))]


def test_nothing_joined_when_nothing_was_added() -> None:
    assert joined([], []) == []
    assert joined([(Part(0, ()),), ()], []) == []


def test_it_starts_no_threads_and_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    before = threading.active_count()
    assert joined([(Part(0, ()), Part(1, ()))], [(0, 1, ()), (1, 2, ())]) == [(0, (1, 2))]
    assert threading.active_count() == before
    assert capfd.readouterr() == ("", "")


def test_rulesets_are_given_back() -> None:
    core = durable._load()[1]
    handles = []
    for _ in range(3):
        joiner = DurableJoiner([(Part(0, (0,)), Part(1, (0,)))])
        handles += [ruleset._handle for ruleset in joiner._rulesets]
        joiner.add(0, 1, (1,))
        joiner.close()
    gc.collect()
    for handle in handles:
        with pytest.raises(core.error, match="error code: 111"):  # no such ruleset
            core.assert_fact(handle, '{"id":1,"t":1,"o":1}')


@pytest.fixture
def one_ruleset() -> Iterator[DurableJoiner]:
    with closing(DurableJoiner([(Part(0, (0,)), Part(1, (0,)))])) as joiner:
        yield joiner


def test_a_refused_message_is_an_error(one_ruleset: DurableJoiner) -> None:
    one_ruleset._rulesets[0].send((0, 0), 1, (1,))
    one_ruleset._rulesets[0]._serials = iter(SERIALS)  # as if an id were used twice
    with pytest.raises(EngineError, match="refused a message"):
        one_ruleset._rulesets[0].send((0, 0), 2, (1,))


def test_an_unmatched_message_is_an_error(one_ruleset: DurableJoiner) -> None:
    one_ruleset._rulesets[0]._types[0, 0] = 99
    with pytest.raises(EngineError, match="refused a message"):
        one_ruleset._rulesets[0].send((0, 0), 1, (1,))


def test_a_failing_library_is_an_error(one_ruleset: DurableJoiner) -> None:
    with pytest.raises(EngineError, match="failed on a message"):
        one_ruleset._rulesets[0]._call("assert_fact", "{")


class Forgetful:
    """The library's core, but for one message that it takes and does not keep."""

    def __init__(self, core: Any) -> None:
        self._core = core
        self._forgotten: str | None = None

    def assert_fact(self, handle: int, message: str) -> tuple[int, int]:
        if self._forgotten is None and '"t":2' in message:
            self._forgotten = message
            return 0, 0
        return tuple(self._core.assert_fact(handle, message))  # type: ignore[return-value]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._core, name)


def test_a_message_that_is_lost_is_an_error(one_ruleset: DurableJoiner) -> None:
    one_ruleset._rulesets[0]._core = Forgetful(one_ruleset._rulesets[0]._core)
    one_ruleset.add(0, 1, (1,))
    one_ruleset.add(1, 2, (1,))
    with pytest.raises(EngineError, match="holds 1 messages of the 2 that it took"):
        one_ruleset.joined()


def test_running_out_of_serials_is_an_error(one_ruleset: DurableJoiner) -> None:
    one_ruleset._rulesets[0]._serials = iter(())
    one_ruleset.add(0, 1, (1,))
    one_ruleset.add(1, 2, (1,))
    with pytest.raises(EngineError, match="more than 1,500,000 facts"):
        one_ruleset.joined()


def test_a_missing_library_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "durable_rules_engine", None)
    with pytest.raises(EngineError, match="CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject pip install"):
        DurableJoiner([])


def test_every_state_is_deleted_before_its_ruleset(one_ruleset: DurableJoiner) -> None:
    class Noting(Forgetful):
        done: ClassVar[list[tuple[object, ...]]] = []

        def __getattr__(self, name: str) -> Any:
            if name.startswith("delete"):
                return lambda *arguments: self.done.append((name, *arguments))
            return getattr(self._core, name)

    ruleset = one_ruleset._rulesets[0]
    for pattern in (0, 1):
        for value in range(SHARDS):
            one_ruleset.add(pattern, value, (value,))
    assert len(list(one_ruleset.joined())) == SHARDS
    core, ruleset._core = ruleset._core, Noting(ruleset._core)
    one_ruleset.close()
    states = [("delete_state", ruleset._handle, str(shard)) for shard in range(SHARDS)]
    assert Noting.done == [*states, ("delete_ruleset", ruleset._handle)]
    ruleset._core = core


def test_a_fact_is_sent_once_it_has_partners(one_ruleset: DurableJoiner) -> None:
    sent = one_ruleset._rulesets[0]._sent
    one_ruleset.add(0, 1, (7,))
    one_ruleset.add(0, 2, (8,))
    assert (list(one_ruleset.joined()), len(sent)) == ([], 0)
    one_ruleset.add(1, 3, (8,))
    assert (list(one_ruleset.joined()), len(sent)) == ([(0, (2, 3))], 2)
    one_ruleset.add(1, 4, (8,))
    assert (list(one_ruleset.joined()), len(sent)) == ([(0, (2, 4))], 3)
