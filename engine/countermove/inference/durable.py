"""Joins by durable_rules. The only file that knows that library, and how it must be driven.

Outside a narrow path durable_rules gives wrong answers without a word, hangs, or ends the process. So it gets small integers alone,
and positive joins by equality alone: each message has its type tested first and an equality last, a serial id of its own, and the
fields that are joined; every return code is checked, and what it holds is counted.
"""

from __future__ import annotations

import json
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from countermove.errors import EngineError
from countermove.facts.fact import Fact
from countermove.inference import batch
from countermove.inference.joiner import Network, Part
from countermove.inference.match import Inference
from countermove.inference.packs import Pack, Slot, packs, slots
from countermove.inference.waiting_room import WaitingRoom
from countermove.rulebook.rulebook import Rulebook

SERIALS = range(3_000_000, 4_500_000)
"""Ids of messages. Two ids with the same 32-bit FNV-1a hash are one fact to the library; among these no two have."""

MOST_PARTS = 16
"""Clauses that a rule of the library can have."""

SHARDS = 16
"""Over how many sids facts are spread: the cost of one more grows with those under its sid, that of a sid with their number (1,023
are the most)."""

MOST_TYPES = 120
"""Types of messages in one ruleset. The library hangs at 512 tests on one level, and each message is held against all."""

MOST_SHARING = 48
"""Networks of a ruleset that share a type. A message that passes 65 tests at once is refused, and 256 rules of one condition crash."""

WORN = 2 / 3
"""What share of its ids a ruleset may use up before facts that come and go should be given to a new joiner."""

_SENTINEL = '{"id":1,"sid":"%s","t":0,"o":1}'


def infer(rulebook: Rulebook, facts: Iterable[Fact], as_of: date) -> Inference:
    """All matches of the rulebook's active rules over the facts known on the day, joined by durable_rules."""
    return batch.infer(rulebook, facts, as_of, engine="durable", make_joiner=DurableJoiner, most_parts=MOST_PARTS)


class DurableJoiner:
    """The protocol `Joiner`, by as many rulesets of the library as its limits ask for."""

    def __init__(self, networks: Sequence[Network]) -> None:
        library, core = _load()
        host = _quiet_host(library)
        self._rulesets: list[_Ruleset] = []
        self._places: dict[int, list[tuple[_Ruleset, Slot]]] = {}
        for pack in packs(networks, MOST_TYPES, MOST_SHARING):
            ruleset = _Ruleset(host, core, f"r{len(self._rulesets)}", pack)
            self._rulesets.append(ruleset)
            for number, network in pack.networks.items():
                self._places[number] = [(ruleset, slot) for slot in slots(network)]
        self._waiting = WaitingRoom({number: networks[number] for number in self._places})

    def add(self, pattern: int, fact: int, values: tuple[int, ...]) -> None:
        """A fact satisfies a pattern, with these values."""
        self._waiting.add(pattern, fact, values)

    def remove(self, pattern: int, fact: int) -> None:
        """A fact no longer satisfies a pattern."""
        self._send()
        self._waiting.remove(pattern, fact)
        for ruleset in self._rulesets:
            ruleset.take_back(pattern, fact)

    def joined(self) -> Iterable[tuple[int, tuple[int, ...]]]:
        """The tuples that have come about since the last call."""
        self._send()
        return [joined for ruleset in self._rulesets for joined in ruleset.joined()]

    @property
    def worn(self) -> bool:
        """Whether ids of messages, of which none is used twice, run low."""
        return any(ruleset.used > WORN * len(SERIALS) for ruleset in self._rulesets)

    def close(self) -> None:
        """Drop the rulesets, and all that they hold."""
        for ruleset in self._rulesets:
            ruleset.close()

    def _send(self) -> None:
        for number, part, facts in self._waiting.released():
            ruleset, slot = self._places[number][part]
            for fact in facts:
                ruleset.send(slot, fact, self._waiting.values[slot[0], fact])


class _Ruleset:
    """One ruleset of the library, with the messages sent to it and not yet taken back."""

    def __init__(self, host: Any, core: Any, name: str, pack: Pack) -> None:
        self._core = core
        self._types, self._keys = pack.types, pack.keys
        self._facts: dict[int, int] = {}
        self._sent: dict[tuple[Slot, int], tuple[int, int]] = {}
        self._serials = iter(SERIALS)
        self.used = 0
        """Ids used so far."""
        self._states: dict[int, int] = {}
        self._touched: dict[int, None] = {}
        self._held: Counter[int] = Counter()
        self._counted: Counter[int] = Counter()
        self._waiting: list[tuple[int, list[int]]] = []
        rules = {f"n{number}": _rule(network, pack.types) for number, network in pack.networks.items()}
        host.register_rulesets({name: {"sentinel": _rule((Part(0, ()),), {(0, 0): 0}), **rules}})
        self._handle = host.get_ruleset(name)._handle

    def send(self, slot: Slot, fact: int, values: tuple[int, ...]) -> None:
        """Have a fact joined, unless it is already."""
        if (slot, fact) in self._sent:
            return
        serial = next(self._serials, None)
        self.used += 1
        if serial is None:
            hint = "choose another engine, or fewer facts"
            raise EngineError(f"durable_rules is to join more than {len(SERIALS):,} facts at once", hint=hint)
        key = self._keys[slot]
        shard = 0 if key is None else values[key] % SHARDS
        if shard not in self._states:
            self._open(shard)
        fields = "".join(f',"f{i}":{value}' for i, value in enumerate(values))
        self._call("assert_fact", f'{{"id":{serial},"sid":"{shard}","t":{self._types[slot]},"o":1{fields}}}')
        self._facts[serial] = fact
        self._sent[slot, fact] = serial, shard
        self._touched[shard] = None
        self._held[shard] += 1

    def take_back(self, pattern: int, fact: int) -> None:
        """Have a fact joined by a pattern no longer, wherever it is."""
        for slot in [slot for slot in self._types if slot[0] == pattern and (slot, fact) in self._sent]:
            self._drain()  # a message taken back may otherwise take results of others with it
            serial, shard = self._sent.pop((slot, fact))
            self._call("retract_fact", f'{{"id":{serial},"sid":"{shard}"}}')
            self._waiting = [(network, serials) for network, serials in self._waiting if serial not in serials]
            del self._facts[serial]
            self._held[shard] -= 1

    def joined(self) -> list[tuple[int, tuple[int, ...]]]:
        self._drain()
        waiting, self._waiting = self._waiting, []
        return [(network, tuple(self._facts[serial] for serial in serials)) for network, serials in waiting]

    def _drain(self) -> None:
        for shard in self._touched:
            for rule, messages in self._results(shard):
                self._waiting.append((int(rule[1:]), [messages[f"m{i}"]["id"] for i in range(len(messages))]))
            if self._held[shard] >= 2 * self._counted[shard]:
                self._count(shard)
        self._touched.clear()

    def _count(self, shard: int) -> None:
        """See that the library holds as many messages as it was sent; done anew whenever their number has doubled."""
        held = self._core.get_facts(self._handle, str(shard)).count('"t":') - 1  # one is the first, of `_open`
        if held != self._held[shard]:
            raise EngineError(f"durable_rules holds {held} messages of the {self._held[shard]} that it took")
        self._counted[shard] = held

    def close(self) -> None:
        for shard in self._states:
            self._core.delete_state(self._handle, str(shard))
        self._core.delete_ruleset(self._handle)

    def _open(self, shard: int) -> None:
        """A state can only be deleted after an action has run in it, so each runs one at once."""
        self._states[shard] = self._call("assert_fact", _SENTINEL % shard)
        if [rule for rule, _ in self._results(shard)] != ["sentinel"]:
            raise EngineError("durable_rules did not answer its first question")

    def _call(self, function: str, message: str) -> int:
        try:
            code, state = getattr(self._core, function)(self._handle, message)
        except self._core.error as error:
            raise EngineError(f"durable_rules failed on a message: {error}") from error
        if code != 0:
            raise EngineError(f"durable_rules refused a message (code {code})")
        return int(state)

    def _results(self, shard: int) -> Iterator[tuple[str, dict[str, Any]]]:
        state = self._states[shard]
        started = self._core.start_action_for_state(self._handle, state)
        result = started[1] if started else None
        while result is not None:
            yield from json.loads(result).items()
            result = self._core.complete_and_start_action(self._handle, state)


def _rule(network: Network, types: Mapping[Slot, int]) -> dict[str, Any]:
    """A network as a rule of the library."""
    first: dict[int, tuple[int, int]] = {}
    clauses = []
    for place, (slot, part) in enumerate(zip(slots(network), network, strict=True)):
        equal = []
        for i, variable in enumerate(part.variables):
            if variable in first:
                other, field = first[variable]
                equal.append({f"f{i}": {f"m{other}": f"f{field}"}})
            else:
                first[variable] = place, i
        always: dict[str, Any] = {"o": {"m0": "o"} if place else 1}
        clauses.append({f"m{place}": {"$and": [{"t": types[slot]}, *(equal or [always])]}})
    return {"all": clauses, "run": lambda context: None}


def _load() -> tuple[Any, Any]:
    """The library's Python module and its core in C."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import durable.engine as library
            import durable_rules_engine as core
    except ImportError as error:
        raise EngineError(
            f"durable_rules is not there or was not built rightly ({error})",
            hint="install it: CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject pip install --force-reinstall durable-rules==2.0.28 "
            "(it needs a C compiler; the setting is for Python 3.13 and later), or choose the engine reference",
        ) from error
    return library, core


def _quiet_host(library: Any) -> Any:
    """A host that starts none of the threads that the library's own would start and never stop."""

    class QuietHost(library.Host):  # type: ignore[misc]
        def _run(self) -> None:
            pass

    return QuietHost()
