"""What only the whole file tells: who is named by a link, which entities are ships, and what a later line of a delta takes back.

A line may refer to one that comes later, so the file is gone through once before it is read. What is kept are numbers of eight bytes
for each entity that is named, not the entities.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from countermove.reading.followthemoney.authorities import is_exclusion
from countermove.reading.followthemoney.entity import Entity, entities_in, text_of
from countermove.reading.followthemoney.schemata import LINKS, NAMING
from countermove.reading.json_stream import JsonRecord

WORTH_A_LOOK = tuple(f'"{name}"'.encode() for name in (*sorted(LINKS), "Vessel", "op"))
"""What stands in every line that matters here; the others need not be taken apart."""


class Index:
    """The file as a whole, in small."""

    def __init__(self) -> None:
        self._named: set[int] = set()
        self._ships: set[int] = set()
        self._last: dict[int, int] = {}
        self.withdrawn = 0

    def look(self, records: Iterable[object]) -> Index:
        """Take in some records; what is none is passed over."""
        for record in records:
            if isinstance(record, JsonRecord) and isinstance(record.data, dict):
                self._take(record.number, record.data)
        return self

    def take(self, entity: Entity) -> None:
        """Take in one entity."""
        if entity.schema == "Vessel":
            self._ships.add(_number(entity.id))
            self._named.update(map(_number, entity.get("owner", "operator")))
        elif entity.schema in LINKS and not (entity.schema == "Sanction" and is_exclusion(entity)):
            self._named.update(map(_number, entity.get(*NAMING)))

    def names(self, id: str) -> bool:
        """Whether a listing or a link names the entity."""
        return _number(id) in self._named

    def is_ship(self, id: str) -> bool:
        """Whether the entity is a ship, as far as the file tells."""
        return _number(id) in self._ships

    def is_taken_back(self, id: str, line: int) -> bool:
        """Whether a later line of a delta withdraws the entity or gives it anew."""
        return self._last.get(_number(id), 0) > line

    def _take(self, line: int, data: Mapping[str, Any]) -> None:
        op, inner = text_of(data.get("op")), data.get("entity")
        if op and isinstance(inner, dict):
            if op in ("DEL", "MOD") and (id := text_of(inner.get("id"))):
                self._last[_number(id)] = line
                self.withdrawn += op == "DEL"
            data = inner
        elif "schema" not in data and isinstance(inner, dict):
            data = inner
        for entity in entities_in(data):
            self.take(entity)


def _number(id: str) -> int:
    return int.from_bytes(hashlib.blake2b(id.encode("utf-8", "replace"), digest_size=8).digest())
