"""experta: CLIPS's ideas in pure Python. Its last release is of 2019 and asks for a library that newer Pythons break; see `_mend`.

It has no count, and an EXISTS over three ordered patterns fires for every ship, so the rule that counts is left out.
"""

from __future__ import annotations

import collections
import collections.abc
import json
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.workload import POSITIVE, TESTED, THRESHOLDS, Counts, Stopwatch

TITLE = "experta"
PACKAGES = ("experta", "frozendict")
RULES = (*POSITIVE, "r10")
MOST = 10_000
NOTE = (
    "Facts declared with the fields that the rules look at. Pure Python, last released in 2019; with frozendict 1.2 it needs "
    "`collections.Mapping`, which Python dropped in 3.10 and which is put back here. It has no count, and "
    "EXISTS over several patterns fires for every ship: the last rule is not expressed."
)


def _mend() -> None:
    """Put back the name that frozendict 1.2 looks for."""
    if not hasattr(collections, "Mapping"):
        collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]


def prepare() -> Any:
    _mend()
    import experta
    from experta import MATCH, NOT, Fact, Rule

    kinds = {kind: type(kind, (Fact,), {}) for kind in TESTED}
    found: list[tuple[str, ...]] = []

    def rule(name: str, names: str, *conditions: Any) -> Any:
        """A rule that delivers what it matched; `names` are those of the ids."""
        arguments = ", ".join(names.split())
        space: dict[str, Any] = {"found": found}
        exec(f"def deliver(self, {arguments}): found.append(('{name}', {arguments}))", space)  # noqa: S102 - experta reads the names
        return Rule(*conditions)(space["deliver"])

    def least(value: float) -> Any:
        return experta.P(lambda given: given >= value)

    gap, ship, listing = kinds["ais_gap"], kinds["vessel"], kinds["designation"]
    stake = kinds["ownership"]
    rules = {name: rule(name, "g", gap(id=MATCH.g, hours=least(hours))) for name, hours in THRESHOLDS.items()}
    rules["r06"] = rule(
        "r06", "l s", listing(id=MATCH.l, entity=MATCH.s, authority="eu", measure="transport_ban"), ship(id=MATCH.s)
    )
    rules["r07"] = rule(
        "r07",
        "s g",
        ship(id=MATCH.s, flag="iso3166:PA"),
        gap(id=MATCH.g, vessel=MATCH.s, hours=least(12), receiver_suspect=False),
    )
    rules["r08"] = rule(
        "r08",
        "o w",
        kinds["company"](id=MATCH.o, country="iso3166:RU"),
        stake(id=MATCH.w, owner=MATCH.o, share=least(25)),
    )
    rules["r09"] = rule(
        "r09", "l w c", listing(id=MATCH.l, entity=MATCH.o, authority="eu", measure="asset_freeze"),
        stake(id=MATCH.w, owner=MATCH.o, asset=MATCH.s), kinds["port_call"](id=MATCH.c, vessel=MATCH.s, country="iso3166:RU"),
    )  # fmt: skip
    rules["r10"] = rule(
        "r10", "s l", listing(id=MATCH.l, entity=MATCH.s, authority="uk"), ship(id=MATCH.s),
        NOT(kinds["inspection"](vessel=MATCH.s, result="clean")),
    )  # fmt: skip
    engine = type("Eleven", (experta.KnowledgeEngine,), rules)()
    engine.reset()
    return engine, kinds, found


def bulk(prepared: Any, path: Path, watch: Stopwatch) -> Counts:
    engine, kinds, found = prepared
    with watch.part("loading"), path.open() as lines:
        for line in lines:
            fact = json.loads(line)
            kind = fact["kind"]
            engine.declare(kinds[kind](**{field: fact[field] for field in TESTED[kind]}))
    with watch.part("matching"):
        engine.run()
    return Counter(match[0] for match in found)
