"""What a table of matches holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Total = tuple[str, str]
"""(function, kind) of a total"""


@dataclass(frozen=True, slots=True)
class MatchTable:
    """The matches of a rule that bind the same names.

    Columns: `a ALIAS` (BIGINT), the number of the fact; for each total `v ALIAS`, its value (a number of whatever type: BIGINT,
    DECIMAL(38, 0) or DOUBLE) and `f ALIAS` (BIGINT[]), the numbers of the facts that went into it, in order; and `d`
    (BIGINT), the number of the fact that follows, where the rule concludes one. Rows are in no order.
    """

    rule: str
    table: str
    aliases: Mapping[str, str]
    """Alias → kind."""
    totals: Mapping[str, Total]
    """Alias → (function, kind); `#2` and the like where it has none."""
    concluded: bool
    count: int
    shared: Mapping[str, str] = field(default_factory=dict)
    """Totals that are the same for all matches, by alias, with the table of one row that has `v` and `f`: their own `f ALIAS` is NULL."""
