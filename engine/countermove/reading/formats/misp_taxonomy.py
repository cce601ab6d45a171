"""Taxonomies of MISP: words to tag with, all of them set aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from countermove.reading.candidate import Candidate
from countermove.reading.json_stream import JsonRecord, items
from countermove.reading.outcome import Outcome, SetAside, SourceFile


class Taxonomy:
    """Machine tags: words and their meaning."""

    id = "misp-taxonomy"
    title = "Taxonomies of MISP (machine tags)"
    used: Mapping[str, str] = MappingProxyType({})
    unused: Mapping[str, str] = MappingProxyType(
        {"predicates, values": "vocabulary; what tlp and admiralty-scale mean, the reader of events knows"}
    )

    def recognises(self, candidate: Candidate) -> bool:
        """By its namespace and predicates."""
        found = candidate.json_values
        return (
            "namespace" in found and ("predicates" in found or "values.item.predicate" in found) and "version" in found
        )

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """Every predicate and every entry is set aside."""
        for part in ("predicates", "values"):
            for record in items(source, part):
                if not isinstance(record, JsonRecord):
                    yield record
                elif part == "predicates":
                    yield self.reread(None, 0, source)
                else:
                    entries = record.data.get("entry") if isinstance(record.data, dict) else None
                    for _ in entries if isinstance(entries, list) else [record.data]:
                        yield self.reread(None, 0, source)

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """An entry again."""
        return SetAside(line, "vocabulary of a taxonomy")


FORMATS = (Taxonomy(),)
