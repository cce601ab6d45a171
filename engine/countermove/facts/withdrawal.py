"""What is left of a fact when one of its sources is withdrawn."""

from __future__ import annotations

from countermove.facts.evidence import Evidence
from countermove.facts.fact import Alternative, Fact
from countermove.facts.merge import FORMERLY, claims_of, listed, settle


def speaks_for(piece: Evidence, source: str) -> bool:
    """Whether a piece of evidence is a source's word: given by it, or a report that comes from it in the end.

    However a name is spaced and capitalised, it is one name, as it is for origins.
    """
    name = folded(source)
    return folded(piece.source) == name or piece.origin_key == name


def folded(name: str) -> str:
    """A source's name as it is compared."""
    return " ".join(name.split()).casefold()


def without_source(fact: Fact, source: str) -> Fact | None:
    """The fact without a source's evidence; None where nothing else bears it; itself where the source does not speak for it.

    A value that other sources contradict, and that this source alone gave, goes with it: the best supported of the others takes
    its place. Of a value on which all agree, it is not known which source gave it, so it stays while one source is left.
    """
    gone = {piece for piece in fact.evidence if speaks_for(piece, source)}
    for other in fact.alternatives:
        gone.update(piece for piece in other.evidence if speaks_for(piece, source))
    if not gone:
        return fact
    left = tuple(piece for piece in fact.evidence if piece not in gone)
    if fact.evidence and not left:
        return None
    values: dict[str, object] = {"evidence": left}
    alternatives: list[Alternative] = []
    for field in sorted({other.field for other in fact.alternatives}):
        value, beside = _settled(fact, field, frozenset(gone))
        values[field] = value
        alternatives += beside
    values["alternatives"] = tuple(sorted(alternatives, key=lambda other: (other.field, other.value)))
    return fact.model_copy(update=values)


def _settled(fact: Fact, field: str, gone: frozenset[Evidence]) -> tuple[object, list[Alternative]]:
    """The value of a contested field that the evidence left bears best, and the other values that it bears."""
    claims = []
    for value, pieces in claims_of([fact], field):
        left = tuple(piece for piece in pieces if piece not in gone)
        if left or not pieces:
            claims.append((value, left))
    if not claims:
        return getattr(fact, field), []
    former = FORMERLY.get(field)
    known = former if former in type(fact).model_fields else None
    return settle(field, claims, listed([fact], known) if known else frozenset())
