"""Which registers are among facts in tables; `assessment.unread` says what that means."""

from __future__ import annotations

from countermove.assessment.unread import WasRead, same_register
from countermove.facts.registers import REGISTERS
from countermove.inference.sql.found import Found
from countermove.tables.database import Database
from countermove.tables.quoting import identifier, literal


def read_in_tables(database: Database, found: Found) -> WasRead:
    """Whether a register is among the facts that count on the day."""
    asked: dict[tuple[str, str], bool] = {}

    def was_read(kind: str, keeper: str) -> bool:
        if (kind, keeper) not in asked:
            field = REGISTERS[kind].keeper
            where = f"{identifier(field)} = {literal(keeper)}" if keeper and field else "TRUE"
            tables = [found.facts[other] for other in same_register(kind) if other in found.facts]
            asked[kind, keeper] = any(
                database.rows(f"SELECT 1 FROM {identifier(table)} WHERE {where} LIMIT 1") for table in tables
            )
        return asked[kind, keeper]

    return was_read
