"""How long it takes to work out what is blocked over a million stakes in tables: `python -m benchmarks.ownership [STAKES]`.

The graph is made up: companies over ten levels, most with one to three owners, some in circles, a fifth of the shares unknown; one person
in fifty is listed. What is measured is all of it, from the tables back into the tables, for the three tests together.
"""

from __future__ import annotations

import resource
import sys
from datetime import date
from time import perf_counter, process_time

from countermove import resources
from countermove.ownership.from_tables import put_blocked
from countermove.reading.rulebook_reader import load_rulebook
from countermove.tables.database import Database

DAY = date(2026, 11, 1)
MILLION = 1_000_000
_EVIDENCE = '[{"source":"A register","reliability":"B","credibility":2,"published":"2025-01-01"}]'


def fill(database: Database, stakes: int) -> None:
    """Put stakes and listings into the tables: nodes are numbers, those below a twentieth of the stakes are persons."""
    persons = stakes // 20
    database.create_kind("ownership")
    database.create_kind("designation")
    owner = f"CASE WHEN h1 % 100 < 40 THEN h2 % {persons} ELSE {persons} + h2 % (1 + i * 6 // 10) END"
    asset = f"CASE WHEN h3 % 1000 = 0 THEN {persons} + h4 % 1000 ELSE {persons} + i * 6 // 10 + h4 % 3 END"
    share = "CASE WHEN h5 % 5 = 0 THEN NULL ELSE [10.0, 25.0, 30.0, 50.0, 60.0, 100.0][1 + h5 % 6] END"
    hashes = ", ".join(f"CAST(hash(i * 10 + {n}) % 1000000007 AS BIGINT) AS h{n}" for n in range(1, 6))
    own = "n, id, owner, asset, share, known__first, evidenced__first, evidence"
    day = "DATE '2025-01-01'"
    database.run(
        f"INSERT INTO ownership ({own}) SELECT i, 'ownership:' || i, 'register:' || ({owner}), 'register:' || ({asset}), {share}, "
        f"{day}, {day}, '{_EVIDENCE}' FROM (SELECT i, {hashes} FROM range({stakes}) t(i))"
    )
    listing = "n, id, entity, authority, measure, date, date__last, known__first, evidenced__first, evidence"
    database.run(
        f"INSERT INTO designation ({listing}) SELECT {stakes} + i, 'designation:' || i, 'register:' || (i * 50 // 3), "
        f"['us', 'eu', 'uk'][1 + i % 3], 'asset_freeze', {day}, {day}, {day}, {day}, '{_EVIDENCE}' FROM range({persons * 3 // 50}) t(i)"
    )


def main(stakes: int = MILLION) -> None:
    """Measure once and print it."""
    rulebook = load_rulebook(resources.folder("rules"))
    with Database() as database:
        fill(database, stakes)
        start, busy = perf_counter(), process_time()
        put_blocked(database, rulebook, DAY)
        seconds, busy = perf_counter() - start, process_time() - busy
        found = database.rows(
            "SELECT definition, certain, count(*) FROM blocked_ownership GROUP BY ALL ORDER BY definition, certain DESC"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{stakes:,} stakes: {seconds:.1f} s ({busy:.1f} s of processor time), {peak:,.0f} MB at most")
    for definition, certain, count in found:
        print(f"  {definition}: {count:,} {'certain' if certain else 'open'}")


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:2]))
