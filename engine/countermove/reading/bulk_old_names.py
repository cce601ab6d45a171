"""Names that have had their time, for facts in tables: what `old_names` settles, with objects only for the things that it concerns."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.facts.old_names import old_names, without_old_names
from countermove.facts.shared_ids import BEARERS
from countermove.tables.database import Database
from countermove.tables.fetching import fetch
from countermove.tables.quoting import identifier, literal
from countermove.tables.storing import store_numbered

_CONTESTED = '"field":"name"'
"""Found in what is told of other values only where names differ: within texts, quotation marks are escaped."""


def settle_names(database: Database, kinds: Sequence[str]) -> None:
    """Let former names that aliases tell of contradict no present one."""
    if "alias" not in kinds:
        return
    former = "SELECT entity FROM alias WHERE quality = 'former' OR until IS NOT NULL"
    for kind in kinds:
        if kind not in BEARERS:
            continue
        things = f"SELECT id, n FROM {identifier(kind)} WHERE contains(alternatives, {literal(_CONTESTED)}) AND id IN ({former})"
        numbers = sorted(n for _, n in database.rows(things))
        if not numbers:
            continue
        told = database.rows(
            f"SELECT n FROM alias WHERE (quality = 'former' OR until IS NOT NULL) AND entity IN (SELECT id FROM ({things}))"
        )
        names = old_names(fetch(database, "alias", [n for (n,) in told]))
        facts = zip(numbers, fetch(database, kind, numbers), strict=True)
        settled = [(number, without_old_names(fact, names.get(fact.id, ()))) for number, fact in facts]
        database.run(f"DELETE FROM {identifier(kind)} WHERE n IN (SELECT unnest($1))", [numbers])
        store_numbered(database, settled, unfinished=True)
