"""Facts with evidence, and what the rules of a small rulebook make of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from countermove.assessment.assess import Assessment, assess
from countermove.assessment.confidence import Confidences
from countermove.assessment.recommendation import Recommendation
from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.facts.registry import KINDS
from countermove.inference.match import Inference
from countermove.inference.reference import infer
from small_rulebook import SmallRulebook

DAY = date(2026, 1, 1)
SHIP, OTHER = "imo:9256054", "imo:9256078"


def evidence(grade: str, origin: str = "a register", **more: Any) -> Evidence:
    """A piece of evidence by its grade, such as B2."""
    return Evidence.model_validate(
        {
            "source": f"{origin}, {grade}",
            "origin": origin,
            "reliability": grade[0],
            "credibility": int(grade[1]),
            **more,
        }
    )


def fact(kind: str, *pieces: Evidence, **values: Any) -> Fact:
    """A fact of a kind; without evidence it rests on one piece of grade B2."""
    return KINDS[kind].model_validate({"kind": kind, "evidence": pieces or (evidence("B2"),), **values})


def ship(id: str = SHIP, *pieces: Evidence, **values: Any) -> Fact:
    return fact("vessel", *pieces, **{"id": id, "name": "EXAMPLE", **values})


def inferred(book: SmallRulebook, facts: Iterable[Fact], as_of: date = DAY) -> Inference:
    """What the rules make of the facts, by the reference evaluator."""
    return infer(book.load(), FactSet.of(facts).facts, as_of)


def assessed(book: SmallRulebook, facts: Iterable[Fact], *, audience: str = "eu", as_of: date = DAY) -> Assessment:
    return assess(inferred(book, facts, as_of), book.load(), audience)


def only(book: SmallRulebook, facts: Iterable[Fact], **more: Any) -> Recommendation:
    """The one recommendation that is made."""
    (recommendation,) = assessed(book, facts, **more).recommendations
    return recommendation


def confidences(book: SmallRulebook, facts: Iterable[Fact]) -> Confidences:
    return Confidences(inferred(book, facts), book.load())
