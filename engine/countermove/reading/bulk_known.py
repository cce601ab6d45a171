"""When a fact became known, as SQL: what `Fact.known_from` tells, from the dates of its evidence and of what it tells of."""

from __future__ import annotations

from countermove.facts.registry import KINDS, fields
from countermove.tables.columns import LAST
from countermove.tables.quoting import identifier


def first_published(evidence: str) -> str:
    """When the first piece of evidence was published, as it stands."""
    return f"json_extract_string({evidence}, '$[0].published')"


def earliest(evidence: str, first: str) -> str:
    """The first and last day of the earliest of all pieces, as one text, given what the first piece says; NULL where one is undated."""
    span = f"coalesce({_span('x.published')}, '')"
    spans = f"""list_transform(json_transform({evidence}, '[{{"published":"VARCHAR"}}]'), lambda x: {span})"""
    several = f"nullif(list_min({spans}), '')"
    return f"CASE WHEN contains({evidence}, '}},{{') THEN {several} ELSE {_span(first)} END"


def _span(text: str) -> str:
    month = f"CAST(left({text}, 7) || '-01' AS DATE)"
    return (
        f"CASE strlen({text}) WHEN 10 THEN {text} || {text} "
        f"WHEN 7 THEN {text} || '-01' || strftime(last_day({month}), '%Y-%m-%d') "
        f"WHEN 4 THEN {text} || '-01-01' || {text} || '-12-31' END"
    )


def known_first(first: str, last: str, happened: tuple[str, str], kind: str) -> str:
    """The first day of `known_from`: a report is not taken to be older than what it tells of, a foreseen one only if it is rough."""
    if happened[0] == "NULL":
        return first
    if not KINDS[kind].foreseen:
        return f"CASE WHEN {first} IS NULL OR {first} < {happened[0]} THEN coalesce({happened[0]}, {first}) ELSE {first} END"
    return (
        f"CASE WHEN {first} IS NULL THEN {happened[0]} WHEN {first} < {happened[0]} AND {happened[0]} <= {last} "
        f"THEN {happened[0]} ELSE {first} END"
    )


def told_early(kind: str, as_of: str | None = None) -> str:
    """Whether a row of a table is `Fact.told_early`, as SQL; with a day, also whether it was told by that day and tells of a later one."""
    happened, _ = happened_days(kind)
    if KINDS[kind].foreseen or happened == "NULL":
        return "FALSE"
    published = earliest("evidence", first_published("evidence"))
    first = f"coalesce(reported, CAST(left({published}, 10) AS DATE))"
    last = f"coalesce({identifier('reported' + LAST)}, CAST(right({published}, 10) AS DATE))"
    early = f"coalesce({last} < {happened}, FALSE)"
    return early if as_of is None else f"({happened} > {as_of} AND {first} <= {as_of} AND {early})"


def happened_days(kind: str) -> tuple[str, str]:
    """The first and last day on which a fact of a table happened, as SQL; NULL for a kind of which nothing happens."""
    name = KINDS[kind].happened
    if name is None:
        return "NULL", "NULL"
    if fields(kind)[name].type == "time":
        day = f"CAST({identifier(name)} AS DATE)"
        return day, day
    return identifier(name), identifier(name + LAST)
