"""The id of a derived fact in SQL, as `fact.natural_id` makes it. What SQL cannot write as Python does is left NULL, for Python."""

from __future__ import annotations

from countermove.inference.sql.numbers import as_double
from countermove.inference.sql.terms import Form, Number
from countermove.tables.quoting import literal

MOST = 120
"""Longer ids end in a digest."""


def text_part(column: str) -> str:
    """A text of a fact as a part of an id: plain ASCII without control characters, single spaces as underscores."""
    plain = f"bit_length({column}) = 8 * length({column}) AND NOT regexp_matches({column}, {literal(_ODD)})"
    return f"CASE WHEN {column} IS NULL THEN '-' WHEN {plain} THEN replace({column}, ' ', '_') END"


def number_part(column: str, form: Form) -> str:
    """A number as a part of an id, where it is whole and not so large that Python would write it with an exponent."""
    if form == "double":
        whole = f"{column} <> {literal(0.0)} AND abs({column}) < {literal(1e15)} AND trunc({column}) = {column}"
        text = f"CAST(CAST(CASE WHEN abs({column}) < {literal(1e15)} THEN trunc({column}) END AS BIGINT) AS VARCHAR)"
    else:
        whole, text = f"{column} BETWEEN {-(10**15)} AND {10**15}", f"CAST({column} AS VARCHAR)"
    return f"CASE WHEN {column} IS NULL THEN '-' WHEN {whole} THEN {text} || '.0' END"


def number_key(column: str, form: Form) -> str:
    """A number as a text that Python reads back as the same float."""
    return f"CAST({as_double(Number(column, form))} AS VARCHAR)"


def whole_id(kind: str, parts: list[str]) -> str:
    """The id from its parts; NULL where one is NULL."""
    text = " || '/' || ".join(f"({part})" for part in parts)
    return f"{literal(kind + ':')} || {text}"


def shortened(text: str) -> str:
    """The id as it is, or its beginning and a digest where it is long. `text` is a column."""
    return f"CASE WHEN length({text}) <= {MOST} THEN {text} ELSE substr({text}, 1, 100) || '~' || substr(sha256({text}), 1, 16) END"


def doubtful(column: str) -> str:
    """Whether another text might come to the same id: by what stands between parts, or for a space or a part that is missing."""
    return f"regexp_matches({column}, {literal(_DOUBTFUL)})"


_DOUBTFUL = "[/_ ]|^-$"
_ODD = "[\\x00-\\x1f]|  |^ | $"
