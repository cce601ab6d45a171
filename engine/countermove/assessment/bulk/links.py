"""The facts from which others were worked out, fetched from their tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from countermove.facts.fact import Fact
from countermove.tables.database import Database
from countermove.tables.fetching import fetch_ids


def with_links(database: Database, facts: Iterable[Fact], as_of: date) -> dict[tuple[str, str], Fact]:
    """These facts by kind and id, with all from which they were worked out, step by step up to observed ones."""
    found = {(fact.kind, fact.id): fact for fact in facts}
    fresh = list(found.values())
    while fresh:
        wanted: dict[str, set[str]] = {}
        for fact in fresh:
            for kind, id in fact.rests_on():
                if (kind, id) not in found:
                    wanted.setdefault(kind, set()).add(id)
        fresh = [fact for kind, ids in sorted(wanted.items()) for fact in fetch_ids(database, kind, ids, as_of)]
        found.update({(fact.kind, fact.id): fact for fact in fresh})
    return found
