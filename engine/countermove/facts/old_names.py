"""Names that have had their time: what an alias tells of a former name does not contradict the present one.

An alias is a former name where its source says so, or says until when it was used. The name that stays is then the best supported of the
others. This makes nothing one thing: it is asked after everything else, of the thing that goes by the alias's entity.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from countermove.facts.fact import Fact
from countermove.facts.kinds.entities import Alias
from countermove.facts.merge import FORMERLY, claims_of, folded_value, listed, settle
from countermove.facts.shared_ids import BEARERS


def old_name(fact: Fact) -> tuple[str, str] | None:
    """Whose former name a fact tells, and the name, folded; None where it tells of none."""
    if not isinstance(fact, Alias) or not (fact.quality == "former" or fact.until):
        return None
    return fact.entity, folded_value(fact.name)


def old_names(facts: Iterable[Fact]) -> Mapping[str, set[str]]:
    """The former names that facts tell, by the thing that had them."""
    found: dict[str, set[str]] = {}
    for fact in facts:
        if told := old_name(fact):
            found.setdefault(told[0], set()).add(told[1])
    return found


def has_other_names(fact: Fact) -> bool:
    """Whether sources give a thing different names."""
    return fact.kind in BEARERS and any(other.field == "name" for other in fact.alternatives)


def without_old_names(fact: Fact, names: Collection[str]) -> Fact:
    """The fact without contradiction by names that have had their time."""
    if not names or not has_other_names(fact):
        return fact
    known = FORMERLY["name"]
    former = listed([fact], known) if known in type(fact).model_fields else frozenset()
    name, beside = settle("name", claims_of([fact], "name"), former | frozenset(names))
    others = [other for other in fact.alternatives if other.field != "name"] + beside
    alternatives = tuple(sorted(others, key=lambda other: (other.field, other.value)))
    if alternatives == fact.alternatives and name == fact.model_dump(include={"name"})["name"]:
        return fact
    return fact.model_copy(update={"name": name, "alternatives": alternatives})
