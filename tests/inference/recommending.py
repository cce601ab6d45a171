"""What rules at random recommend and warn of."""

from __future__ import annotations

from random import Random
from typing import Any

from recommending_tables import ACTIONS
from scope import Scope

from countermove.facts.registry import fields
from countermove.rulebook.condition import Constant, FieldReference
from countermove.rulebook.rule import Caveat, Recommend, Source, Urgency
from countermove.rulebook.told import AUDIENCES, Told


def sentences(by: Random, scope: Scope) -> str:
    """A sentence that shows some fields of the facts, and the totals."""
    shown = [
        f"{{{{ {alias}.{name} }}}}"
        for alias, kind in scope.kinds.items()
        for name, described in fields(kind).items()
        if described.type != "list"
    ]
    words = by.choices(shown, k=by.randint(1, 2))
    words += [f"{function} {{{{ {alias}.{function} }}}}" for alias, (function, _) in scope.totals.items()]
    return f"Look at {', '.join(words)}."


def told(by: Random, scope: Scope) -> Told[str]:
    """A sentence for all, or now and then one of its own for some audience."""
    if by.random() < 0.8:
        return Told.all(sentences(by, scope))
    return Told.each({by.choice(AUDIENCES): sentences(by, scope), "others": sentences(by, scope)})


def urgencies(by: Random, scope: Scope) -> Urgency:
    """Of each sort."""
    times = scope.references("time")
    sort = by.choice(["steady", "since", "deadline"] if times else ["steady"])
    if sort == "steady":
        return Urgency(steady=by.choice([1, 0.5, 1e-9]))
    days = by.choice([1, 60, 0.5])
    when = by.choice(times)
    return Urgency(since=when, half_life_days=days) if sort == "since" else Urgency(deadline=when, lead_days=days)


def _targets(scope: Scope) -> list[Source]:
    """Constants, and mostly what is an entity."""
    entities: list[Any] = scope.fields(lambda described: described.type == "entity")
    texts: list[FieldReference] = scope.references("text")
    return [Constant("ship:a"), Constant("iso3166:PA"), *entities * 3, *texts]


def recommendations(by: Random, scope: Scope) -> Recommend:
    """An action on some target."""
    return Recommend(
        by.choice(list(ACTIONS)),
        by.choice(_targets(scope)),
        told(by, scope),
        told(by, scope),
        by.randint(1, 5),
        urgencies(by, scope),
        told(by, scope) if by.random() < 0.5 else None,
    )


def caveats(by: Random, scope: Scope) -> Caveat:
    """A warning on some recommendations."""
    return Caveat(
        told(by, scope),
        by.choice([(), (2,), (1, 3)]),
        tuple(by.sample(list(ACTIONS), by.randint(0, 2))),
        by.choice(_targets(scope)) if by.random() < 0.5 else None,
    )
