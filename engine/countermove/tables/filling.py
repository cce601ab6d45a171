"""Values worked out in Python, on their way into a table: a few with one statement, many through a file that is removed again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from countermove.tables.database import Database
from countermove.tables.quoting import identifier, listed, literal

_FEW = 200


def fill(database: Database, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
    """Make a table with these columns (name → type) and rows of numbers, texts and flags; one that is there already is replaced.

    Raises EngineError as the database does.
    """
    database.run(f"DROP TABLE IF EXISTS {identifier(table)}")
    database.create(table, columns)
    given = list(rows)
    if not given:
        return
    if len(given) <= _FEW:
        marks = "(" + listed("?" for _ in columns) + ")"
        values = [value for row in given for value in row]
        database.run(f"INSERT INTO {identifier(table)} VALUES {listed(marks for _ in given)}", values)
        return
    with database.temporary_file(".jsonl") as path:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(json.dumps(dict(zip(columns, row, strict=True))) + "\n" for row in given)
        types = listed(f"{identifier(name)}: {literal(type)}" for name, type in columns.items())
        database.run(
            f"INSERT INTO {identifier(table)} SELECT * FROM read_json({literal(str(path))}, "
            f"format = 'newline_delimited', columns = {{{types}}})"
        )
