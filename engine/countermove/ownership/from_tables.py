"""What is blocked through its owners, out of facts in tables, and put back into them.

Of stakes only the few columns that decide are read; facts become objects only where they are listings, or stakes behind something blocked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS
from countermove.ownership.chains import Reach, facts_of, tell
from countermove.ownership.definitions import KIND, asked_for, authorities, tests_on
from countermove.ownership.doubt import doubt_about
from countermove.ownership.from_facts import LISTS
from countermove.ownership.garbage import garbage_left_alone
from countermove.ownership.graph import Graph, Told, told
from countermove.ownership.listed import Listings
from countermove.ownership.working_out import spread_all
from countermove.rulebook.rulebook import Rulebook
from countermove.tables.columns import EVIDENCED_FIRST, KNOWN_FIRST, LAST, NUMBER
from countermove.tables.database import Database
from countermove.tables.fetching import fetch
from countermove.tables.filling import fill
from countermove.tables.quoting import identifier, listed, literal
from countermove.tables.storing import store

_PARTIES = "owners and assets"
_WANTED = "stakes behind what is blocked"


def put_blocked(database: Database, rulebook: Rulebook, as_of: date) -> None:
    """Work out what is blocked as of a day, and have the tables hold it in the place of what was worked out before."""
    if database.has(KIND):
        database.run(f"DELETE FROM {identifier(KIND)}")
    if not database.has("ownership") or not asked_for(rulebook, as_of):
        return
    with garbage_left_alone():
        found = _blocked(database, rulebook, as_of)
    if found:
        store(database, found, first_number=_next_number(database))


def _blocked(database: Database, rulebook: Rulebook, as_of: date) -> list[Fact]:
    tests = tests_on(rulebook, as_of)
    graph = Graph(_stakes(database, as_of))
    listings = Listings(as_of, _listings(database, as_of, authorities(tests)))
    reaches = spread_all(tests, graph, listings)
    doubts = _doubts(database, graph, reaches, as_of)
    for reach in reaches:
        tell(reach, graph, doubts.__getitem__)
    return [*facts_of(reaches)]


def _stakes(database: Database, as_of: date) -> Iterator[Told]:
    columns = ("id", "owner", "asset", "share", "share_at_least", "share_at_most", "control")
    ended = f"coalesce({identifier('until' + LAST)} < {literal(as_of)}, FALSE)"
    query = f"SELECT {listed(map(identifier, columns))} FROM ownership WHERE {_known(as_of)} AND NOT {ended}"
    return (told(*row) for row in database.stream(query))


def _known(as_of: date) -> str:
    """The condition of `facts.as_known`, which the columns on when a fact was known are there for."""
    day = literal(as_of)
    known, evidenced = identifier(KNOWN_FIRST), identifier(EVIDENCED_FIRST)
    told_by = f"{evidenced} IS NULL OR {evidenced} <= {day} OR reported IS NOT NULL"
    return f"({known} IS NULL OR {known} <= {day}) AND ({told_by})"


def _listings(database: Database, as_of: date, whose: frozenset[str]) -> Iterator[Fact]:
    """What the lists say of those who own something, and of what is owned."""
    parties = "SELECT owner AS id FROM ownership UNION SELECT asset FROM ownership"
    database.run(f"CREATE OR REPLACE TEMP TABLE {identifier(_PARTIES)} AS {parties}")
    among = listed(literal(authority) for authority in sorted(whose)) or "NULL"
    for kind in LISTS:
        if database.has(kind):
            about = "subject" if kind == "court_ruling" else "entity"
            rows = database.rows(
                f"SELECT {identifier(NUMBER)} FROM {identifier(kind)} k SEMI JOIN {identifier(_PARTIES)} p ON p.id = k.{about} "
                f"WHERE k.authority IN ({among})"
            )
            yield from fetch(database, kind, [number for (number,) in rows], as_of)


def _doubts(database: Database, graph: Graph, reaches: list[Reach], as_of: date) -> dict[str, int]:
    """The doubt about every stake by which something is blocked, or may be, out of the evidence that was published by the day."""
    ids = {
        id
        for reach in reaches
        for asset, rank in reach.possible.items()
        if rank
        for stake in graph.of_asset[asset]
        if stake.owner in reach.possible
        for id in stake.facts
    }
    fill(database, _WANTED, {"id": "VARCHAR"}, [(id,) for id in sorted(ids)])
    rows = database.rows(f"SELECT o.id, o.evidence FROM ownership o SEMI JOIN {identifier(_WANTED)} w ON w.id = o.id")
    return {id: doubt_about(_pieces(evidence, as_of)) for id, evidence in rows}


def _pieces(evidence: str | None, as_of: date) -> list[Evidence]:
    """The pieces of evidence in a table that count on a day; all, where none does."""
    pieces = [Evidence.model_validate(piece) for piece in (json.loads(evidence) if evidence else ())]
    return [piece for piece in pieces if piece.published is None or piece.published.first <= as_of] or pieces


def _next_number(database: Database) -> int:
    """A number above those of all facts that were given; those that rules concluded have numbers of their own, far above."""
    numbers = [
        database.rows(f"SELECT max({identifier(NUMBER)}) FROM {identifier(kind)}")[0][0]
        for kind, model in KINDS.items()
        if not model.derived and database.has(kind)
    ]
    return max((number for number in numbers if number is not None), default=-1) + 1
