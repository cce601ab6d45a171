"""Which networks go together, where a library can take only so many in one piece.

Networks in one pack that share a pattern share its messages. They can do so if they spread its facts by the same key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from countermove.inference.joiner import Network
from countermove.inference.waiting_room import Key, keys

Slot = tuple[int, int]
"""A pattern, and which of its places in one network: a fact that stands in two places is sent as two messages."""


def slots(network: Network) -> list[Slot]:
    """The slots of a network's parts."""
    before: Counter[int] = Counter()
    found = []
    for part in network:
        found.append((part.pattern, before[part.pattern]))
        before[part.pattern] += 1
    return found


class Pack:
    """Networks by number, and the type of message and the key of each slot."""

    def __init__(self) -> None:
        self.networks: dict[int, Network] = {}
        self.types: dict[Slot, int] = {}
        self.keys: dict[Slot, Key] = {}
        self._uses: Counter[Slot] = Counter()

    def has_room(self, keyed: Mapping[Slot, Key], most_types: int, most_sharing: int) -> bool:
        """Whether one more network keeps within the limits and spreads facts as the others do."""
        return len(self.keys.keys() | keyed.keys()) <= most_types and all(
            self._uses[slot] < most_sharing and self.keys.get(slot, key) == key for slot, key in keyed.items()
        )

    def put(self, number: int, network: Network, keyed: Mapping[Slot, Key]) -> None:
        """Take a network in."""
        self.networks[number] = network
        self.keys.update(keyed)
        for slot in keyed:
            self.types.setdefault(slot, len(self.types) + 1)
        self._uses.update(keyed.keys())


def packs(networks: Sequence[Network], most_types: int, most_sharing: int) -> list[Pack]:
    """The networks in as few packs as will do: so many types of messages in one, so many networks that share a type."""
    found: list[Pack] = []
    for number, network in enumerate(networks):
        if not network:
            continue
        keyed = dict(zip(slots(network), keys(network), strict=True))
        pack = next((pack for pack in found if pack.has_room(keyed, most_types, most_sharing)), None)
        if pack is None:
            pack = Pack()
            found.append(pack)
        pack.put(number, network, keyed)
    return found
