"""What every test of reading asks of the account."""

from __future__ import annotations

from countermove.facts.fact_set import FactSet


def adds_up(found: FactSet) -> bool:
    """Whether the account of every file adds up."""
    return all(
        i.records == i.used + i.set_aside + i.quarantined and i.set_aside == sum(i.set_aside_reasons.values())
        for i in found.inputs
    )


def messages(found: FactSet) -> list[str]:
    """What every fault says, without its place."""
    return [fault.message for fault in found.faults]
