"""Many facts at once: from files to typed tables, with the same account as `read_facts` gives and the same facts.

JSON lines are read by the database itself (bulk_lines.py), and so are stores (bulk_store.py); every other format goes through its own reader,
and so does a file whose sources a user's register grades anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from countermove.errors import Fault, InputRejected
from countermove.facts.fact import Fact
from countermove.facts.fact_set import InputReport, QuarantinedRecord, SkippedFile
from countermove.reading.account import Account, FileAccount, dropped_records
from countermove.reading.bulk_lines import LineReading
from countermove.reading.bulk_reconcile import present, reconcile_tables
from countermove.reading.bulk_store import read_store
from countermove.reading.facts_source import gather
from countermove.reading.json_facts import JsonLines
from countermove.reading.outcome import Reader, SourceFile
from countermove.reading.store_reader import Store
from countermove.tables.database import Database
from countermove.tables.quoting import identifier
from countermove.tables.storing import store_numbered

FEW_BYTES = 1_000_000
"""Files of JSON lines up to this size are read faster one by one."""

_AT_ONCE = 20_000

_NO_TIDYING = "SET checkpoint_threshold = '1TB'"
"""Tables in memory are not written over anew after changes: that would stop everything for longer than it ever saves."""


@dataclass(frozen=True)
class BulkReading:
    """Facts in the tables of a database, merged and reconciled, with the account of the reading that `FactSet` has too."""

    database: Database
    inputs: tuple[InputReport, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    quarantine: tuple[QuarantinedRecord, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()

    @property
    def kinds(self) -> Sequence[str]:
        """The kinds of which there are facts, in their fixed order."""
        return [kind for kind in present(self.database) if self.count(kind)]

    def count(self, kind: str) -> int:
        """How many facts of a kind there are."""
        if not self.database.has(kind):
            return 0
        return int(self.database.rows(f"SELECT count(*) FROM {identifier(kind)}")[0][0])

    def __len__(self) -> int:
        return sum(self.count(kind) for kind in present(self.database))


def read_bulk(paths: str | Path | Sequence[str | Path], database: Database, *, strict: bool = False) -> BulkReading:
    """Read facts from files and folders into the tables of an empty database. Paths and result are those of `read_facts`.

    What cannot be read is reported in the result's faults. Raises InputRejected under `strict` if there is any, UsageError for a
    format that does not exist, and EngineError as the database does.
    """
    database.run(_NO_TIDYING)
    tables = _Tables(database)
    account, folder_faults = gather(paths, tables.take)
    settled = reconcile_tables(database)
    faults = (*folder_faults, *account.faults, *settled.faults)
    account.quarantine.extend(dropped_records(settled.dropped, settled.faults))
    if strict and faults:
        raise InputRejected(faults)
    return BulkReading(
        database,
        tuple(account.inputs),
        faults,
        (*account.notes, *settled.notes),
        tuple(account.quarantine),
        tuple(account.skipped),
    )


class _Tables:
    """The tables that files are read into, one after the other."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._next = 0

    def take(self, reader: Reader, source: SourceFile, account: Account) -> None:
        """Read one file into the tables and add it to the account, whatever ends the reading."""
        with FileAccount(reader.id, source, account) as own:
            if own.is_graded_anew:
                self._one_by_one(reader, source, own)
                return
            if isinstance(reader, JsonLines) and source.path.stat().st_size > FEW_BYTES:
                self._next = LineReading(self._database, source, own, self._next).read()
                return
            if isinstance(reader, Store):
                self._next = read_store(self._database, source, own, self._next)
                return
            self._one_by_one(reader, source, own)

    def _one_by_one(self, reader: Reader, source: SourceFile, own: FileAccount) -> None:
        facts = (fact for outcome in reader.read(source) for fact in own.add(outcome))
        while some := list(islice(facts, _AT_ONCE)):
            self._store(some)

    def _store(self, facts: Sequence[Fact]) -> None:
        numbered: Iterator[tuple[int, Fact]] = zip(count(self._next), facts)
        store_numbered(self._database, numbered, unfinished=True)
        self._next += len(facts)
