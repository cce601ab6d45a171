"""Lists of domains of an operation, as authorities publish them: one domain a row, made harmless (`a[.]b`), with its date of creation.

Which campaign the domains belong to stands in no row. The name of a file is no statement, so the campaign is left unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from countermove.facts.time import PartialDate
from countermove.reading.candidate import Candidate
from countermove.reading.influence.channels import PAGE, channel_at
from countermove.reading.making import Making
from countermove.reading.outcome import Gathered, Outcome, SetAside, SourceFile
from countermove.reading.tables import TableRow, table

_DOMAIN = frozenset(("domain", "domain name", "domains", "domain names", "nom de domaine", "noms de domaine", "ndd", "fqdn", "hostname", "indicator"))  # fmt: skip
_CREATED = frozenset(("created on", "create date", "creation date", "created", "date created", "registered", "registration date", "registered on", "date de création", "date de creation"))  # fmt: skip
_OTHERS = frozenset(("first seen", "last seen", "type", "comment", "comments", "registrar", "status", "ip", "first_seen", "last_seen"))  # fmt: skip


class DomainList:
    """A table of a domain and a date of creation."""

    id = "domain-list"
    title = "Lists of domains of influence operations, with dates of creation"
    used: Mapping[str, str] = MappingProxyType(
        {"domain, domain name": "media_channel", "created on, create date": "since; the day first"}
    )
    unused: Mapping[str, str] = MappingProxyType(
        {
            "first seen, last seen": "when the publisher saw it, which the model has no field for",
            "type": "whether the row is a domain or a host under one",
            "name of the file": "no statement of whose the domains are",
        }
    )

    def recognises(self, candidate: Candidate) -> bool:
        """By its header, with nothing in it but what such lists have, and domains made harmless below it."""
        return bool(_delimiter(candidate))

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """Every row, then that the campaign is unknown."""
        channels = 0
        with source.path.open("rb") as stream:
            mark = ";" if b";" in stream.readline(4096) else ","
        for row in table(source, delimiter=mark):
            if isinstance(row, TableRow):
                channels += 1
                yield self._outcome(row, source)
            else:
                yield row
        if channels:
            yield Gathered(
                (), (f"{source.name}: the rows do not say whose the domains are; their campaign is left unknown.",)
            )

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """One row again, as cells by column."""
        cells = {str(name): str(value) for name, value in record.items()} if isinstance(record, dict) else {}
        return self._outcome(TableRow(line, cells), source)

    def _outcome(self, row: TableRow, source: SourceFile) -> Outcome:
        making = Making(source, row.line, dict(row.cells))
        name = next((column for column in row.cells if column.casefold() in _DOMAIN), "")
        text = row[name]
        if not text:
            return SetAside(row.line, "a row without a domain")
        found = channel_at(text)
        if found is None or found.platform == PAGE:
            making.problem(name, text, "is no domain")
            return making.outcome()
        created = next((column for column in row.cells if column.casefold() in _CREATED), "")
        since: PartialDate | None = making.cell("day", created, row[created], unreadable="note")
        piece = making.piece("published-domain-list", source=f"List of domains {source.name}")
        making.add("media_channel", piece, id=found.id, name=found.name, platform=found.platform, since=since)
        return making.outcome()


def _delimiter(candidate: Candidate) -> str:
    for mark in (",", ";"):
        header = [cell.casefold() for cell in candidate.cells(mark) if cell]
        if (
            _DOMAIN & set(header)
            and _CREATED & set(header)
            and set(header) <= _DOMAIN | _CREATED | _OTHERS
            and any(re.search(r"\[\.\]|\(\.\)|hxxp", line) for line in candidate.lines[1:50])
        ):
            return mark
    return ""


FORMATS = (DomainList(),)
