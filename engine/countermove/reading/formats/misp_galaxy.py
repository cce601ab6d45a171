"""Galaxy clusters of MISP: the techniques of DISARM, and vocabulary that makes no claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from countermove.reading.candidate import Candidate
from countermove.reading.influence import disarm_codes
from countermove.reading.json_stream import JsonRecord, items
from countermove.reading.making import Making
from countermove.reading.outcome import Gathered, Outcome, SetAside, SourceFile


class Galaxy:
    """Clusters of a galaxy: techniques of DISARM, and vocabulary."""

    id = "misp-galaxy"
    title = "Galaxy clusters of MISP"
    used: Mapping[str, str] = MappingProxyType(
        {"values of disarm-techniques": "technique; id by meta.external_id, name by value, tactic by kill_chain"}
    )
    unused: Mapping[str, str] = MappingProxyType(
        {
            "other galaxies (actors, countermeasures, detections, sectors, regions)": "vocabulary that says of nobody what they did",
            "amitt": "the framework that DISARM has taken the place of",
            "description, refs, related": "text and links of the framework",
        }
    )

    def recognises(self, candidate: Candidate) -> bool:
        """By the fields that all clusters have."""
        found = candidate.json_values
        return (
            "values.item.value" in found
            and "namespace" not in found
            and {"authors", "category", "uuid"} <= found.keys()
        )

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """Every value of the cluster."""
        first = next(items(source, "type"), None)
        kind = str(first.data) if isinstance(first, JsonRecord) else ""
        retired = set()
        for record in items(source, "values"):
            if not isinstance(record, JsonRecord):
                yield record
                continue
            outcome, code = self._outcome(record.data, source, record.number, kind)
            if code and disarm_codes.standing(code) == "retired":
                retired.add(code)
            yield outcome
        if retired:
            told = f"{source.name}: codes marked as given up ({disarm_codes.release()}): {len(retired)}."
            yield Gathered((), (told,))

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """One value of the techniques again: only they can be refused."""
        return self._outcome(record, source, 0, "disarm-techniques")[0]

    def _outcome(self, value: Any, source: SourceFile, number: int, kind: str) -> tuple[Outcome, str]:
        if kind != "disarm-techniques":
            framework = kind.startswith(("amitt", "misinfosec"))
            reason = (
                "a technique of AM!TT, which DISARM has taken the place of" if framework else "vocabulary of a galaxy"
            )
            return SetAside(0, reason), ""
        making = Making(source, 0, value, f"value {number}")
        meta = value.get("meta") if isinstance(value, dict) else None
        given = meta.get("external_id") if isinstance(meta, dict) else None
        text = given if isinstance(given, str) else ""
        code = disarm_codes.code_in(text)
        if not code:
            making.problem("meta.external_id", text, "is no code of a technique")
            return making.outcome(), ""
        chain = meta.get("kill_chain") if isinstance(meta, dict) else None
        tactic = (
            next((each.rpartition(":")[2] for each in chain if isinstance(each, str)), None)
            if isinstance(chain, list)
            else None
        )
        making.add(
            "technique",
            making.piece("disarm-framework"),
            id=f"disarm:{code}",
            name=value.get("value"),
            tactic=tactic,
            retired={"current": False, "retired": True}.get(disarm_codes.standing(code)),
        )
        return making.outcome(), code


FORMATS = (Galaxy(),)
