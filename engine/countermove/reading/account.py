"""The account of what files gave: what became of every record, and what the user should know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType

from countermove.errors import Fault
from countermove.facts.fact import Fact
from countermove.facts.fact_set import InputReport, QuarantinedRecord, SkippedFile
from countermove.reading.outcome import FileFault, Gathered, Outcome, Refused, SetAside, SourceFile, Used
from countermove.reading.own_registers import Grader

_NOTES_A_FILE = 20


@dataclass
class Account:
    """What the files gave so far, in the order in which they were read."""

    facts: list[Fact] = field(default_factory=list)
    inputs: list[InputReport] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    quarantine: list[QuarantinedRecord] = field(default_factory=list)
    skipped: list[SkippedFile] = field(default_factory=list)
    grader: Grader | None = None
    """What a user's registers say of the sources of the file that is read now."""


class FileAccount:
    """What one file gave. It joins the account of all when it is closed."""

    def __init__(self, format: str, source: SourceFile, account: Account) -> None:
        self._format, self._source, self._account = format, source, account
        self._used = self._facts = self._unsourced = self._quarantined = 0
        self._aside: Counter[str] = Counter()
        self._notes: list[str] = []
        self._more_notes = 0
        self._grader = account.grader

    @property
    def is_graded_anew(self) -> bool:
        """Whether a user's register goes for the file, so that every fact of it has to be looked at."""
        return self._grader is not None

    def add(self, outcome: Outcome) -> tuple[Fact, ...]:
        """Take in what became of a record; the facts that it gave."""
        if isinstance(outcome, Used):
            self.add_used(1, len(outcome.facts), outcome.unsourced)
            self._note(outcome.notes)
            return self._graded(outcome.facts)
        if isinstance(outcome, Gathered):
            self.add_used(0, len(outcome.facts), 0)
            self._note(outcome.notes)
            return self._graded(outcome.facts)
        if isinstance(outcome, SetAside):
            self._aside[outcome.reason] += 1
        elif isinstance(outcome, Refused):
            self._quarantined += 1
            self._account.faults.extend(outcome.faults)
            path, format = outcome.origin or (self._source.shown, self._format)
            told = tuple(fault.message for fault in outcome.faults)
            self._account.quarantine.append(
                QuarantinedRecord(
                    path,
                    outcome.line,
                    format,
                    outcome.record,
                    told,
                    outcome.problems,
                    outcome.columns,
                )
            )
        elif isinstance(outcome, FileFault):
            self._account.faults.append(outcome.fault)
        return ()

    def _note(self, notes: Sequence[str]) -> None:
        """Keep the first notes of the file, and count the others."""
        room = _NOTES_A_FILE - len(self._notes)
        self._notes.extend(notes[:room])
        self._more_notes += max(0, len(notes) - room)

    def _graded(self, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        grader = self._grader
        return facts if grader is None else tuple(grader.graded(fact) for fact in facts)

    def add_used(self, records: int, facts: int, unsourced: int) -> None:
        """Take in many records that were used, all at once."""
        self._used += records
        self._facts += facts
        self._unsourced += unsourced

    def __enter__(self) -> FileAccount:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        source, aside = self._source, self._aside.total()
        records = self._used + aside + self._quarantined
        reasons = dict(sorted(self._aside.items()))
        self._account.inputs.append(
            InputReport(source.shown, self._format, records, self._used, aside, self._quarantined, self._facts, reasons)
        )
        self._account.notes.extend(self._notes)
        if self._more_notes:
            self._account.notes.append(f"{source.name}: {self._more_notes} more notes of this kind.")
        if self._unsourced:
            some = "1 fact states no source" if self._unsourced == 1 else f"{self._unsourced} facts state no source"
            self._account.notes.append(
                f"{source.shown}: {some}; the file itself stands as one, graded F 6 (cannot be judged)."
            )


def dropped_records(dropped: Iterable[Fact], faults: Iterable[Fault]) -> Iterator[QuarantinedRecord]:
    """Facts whose id another kind has, as the quarantine keeps them."""
    for fact, fault in zip(dropped, faults, strict=True):
        yield QuarantinedRecord("", 0, "fact", fact.model_dump(mode="json", exclude_none=True), (fault.message,))
