"""Who says what a bundle says: makers, reports, grades and markings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countermove.facts.evidence import Evidence
from countermove.reading.country_words import country_code
from countermove.reading.influence import stix_objects
from countermove.reading.influence.publishers import publisher
from countermove.reading.influence.stix_index import Index, Node, key_of
from countermove.reading.influence.stix_ties import Ties
from countermove.reading.making import Making
from countermove.reading.outcome import SourceFile


class Speakers:
    """Evidence for what the objects of one bundle say."""

    def __init__(self, source: SourceFile, index: Index, ties: Ties) -> None:
        self._source, self._index, self._ties = source, index, ties

    def piece(self, making: Making, item: Mapping[str, Any], *others: Node | None, reported: bool = True) -> Evidence:
        """Who says so: the maker of the object, else of the objects given, else of the report that it stands in."""
        key = key_of(str(item["id"]))
        report = (self._ties.report_of(key) or self._ties.only_report) if reported else None
        speaker = self.speaker(
            stix_objects.creator(item), *(node.creator for node in others if node), report.creator if report else ""
        )
        known = publisher(speaker.name if speaker else None)
        title = report.name if report else ""
        name = speaker.name if speaker else ""
        reliability = (speaker and speaker.reliability) or (report and report.reliability) or known.reliability
        grade = stix_objects.credibility(item)
        if grade is None and report:
            grade = report.credibility
        marking = self._index.marking(stix_objects.refs(item, "object_marking_refs"))
        if marking is None and report:
            marking = self._index.marking(report.markings)
        return making.piece(
            "stix-bundle",
            source=f"{name}, {title}" if name and title else name or title or f"STIX bundle {self._source.name}",
            origin=name or title or None,
            reliability=reliability,
            credibility=6 if reliability == "F" else grade or known.credibility,
            published=(report.day if report else None) or stix_objects.day(item, "modified", "created"),
            url=report.url if report else None,
            marking=marking,
        )

    def speaker(self, *ids: str) -> Node | None:
        """The first of these who can speak for a report: an organisation. A user of a platform is no publisher, and no state signs."""
        for id in ids:
            node = self._index.nodes.get(key_of(id)) if id else None
            if (
                node
                and node.name
                and node.kind not in ("individual", "class", "system")
                and not country_code(node.name)
            ):
                return node
        return None
