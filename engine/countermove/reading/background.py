"""What every memo may take as known: the countries with their regions and groups, from the register that ships."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from countermove import resources
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet, InputReport
from countermove.facts.registry import KINDS
from countermove.reading.facts_source import read_facts

_LABEL = "shipped register of countries"


def with_countries(facts: FactSet) -> FactSet:
    """The facts, and every country of the shipped register that they do not describe themselves; the register is one more input."""
    added, report = other_countries({fact.id for fact in facts.of_kind("country")})
    if not added:
        return facts
    order = {kind: place for place, kind in enumerate(KINDS)}
    everything = sorted((*facts.facts, *added), key=lambda fact: (order[fact.kind], fact.id))
    return replace(facts, facts=tuple(everything), inputs=(*facts.inputs, report))


def other_countries(described: Collection[str]) -> tuple[list[Fact], InputReport]:
    """The countries of the shipped register but for those described already, by id, and the account of it as an input."""
    register = read_facts(resources.folder("examples") / "countries")
    added = [fact for fact in register.facts if fact.id not in described]
    total = sum(report.records for report in register.inputs)
    aside = {"described by another input": total - len(added)} if total > len(added) else {}
    return added, InputReport(
        path=_LABEL, format="json-lines", records=total, used=len(added), set_aside=total - len(added), quarantined=0,
        facts=len(added), set_aside_reasons=aside,
    )  # fmt: skip
