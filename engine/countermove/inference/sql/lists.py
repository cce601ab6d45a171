"""Lists of texts: whether something is in them. A list that is NULL is not known."""

from __future__ import annotations

from countermove.inference.sql.terms import Known, Listing, Term, Text
from countermove.inference.sql.truths import ALWAYS, NEVER, Truth, both, either
from countermove.tables.quoting import is_text, literal


def contains(listing: str, item: str) -> Truth:
    """Whether a text is in a list, both as SQL."""
    found = f"list_contains({listing}, {item})"
    return Truth(found, f"NOT {found}")


def contains_value(listing: str, item: Term) -> Truth:
    """Whether an item is in a list: a text of a fact, or a value that is known beforehand."""
    if isinstance(item, Known):
        if not is_text(item.value):
            return Truth(NEVER, f"{listing} IS NOT NULL")
        return contains(listing, literal(str(item.value)))
    if not isinstance(item, Text):
        return Truth(NEVER, f"{listing} IS NOT NULL")
    return _where_both(contains(listing, item.sql), listing, item.sql)


def contains_any(listing: str, options: Term) -> Truth:
    """Whether two lists have an item in common."""
    if isinstance(options, Listing):
        shared = f"array_length(list_filter({listing}, lambda x: list_contains({options.sql}, x)))"
        return _where_both(Truth(f"{shared} > 0", f"{shared} = 0"), listing, options.sql)
    found = [f"list_contains({listing}, {text})" for text in _texts(options)]
    return Truth(either(found), both(f"NOT {one}" for one in found) if found else f"{listing} IS NOT NULL")


def contains_all(listing: str, options: Term) -> Truth:
    """Whether a list has every item of another."""
    if isinstance(options, Listing):
        missing = f"array_length(list_filter({options.sql}, lambda x: NOT list_contains({listing}, x)))"
        return _where_both(Truth(f"{missing} = 0", f"{missing} > 0"), listing, options.sql)
    values = options.value if isinstance(options, Known) and isinstance(options.value, tuple) else ()
    if not all(is_text(value) for value in values):
        return Truth(NEVER, f"{listing} IS NOT NULL")
    found = [f"list_contains({listing}, {text})" for text in _texts(options)]
    held = both(found)
    return Truth(f"{listing} IS NOT NULL" if held == ALWAYS else held, either(f"NOT {one}" for one in found))


def _texts(options: Term) -> list[str]:
    """The texts among values that are known beforehand. Nothing else is ever in a list of texts."""
    values = options.value if isinstance(options, Known) and isinstance(options.value, tuple) else ()
    return [literal(str(value)) for value in dict.fromkeys(values) if is_text(value)]


def _where_both(truth: Truth, one: str, other: str) -> Truth:
    known = (f"{one} IS NOT NULL", f"{other} IS NOT NULL")
    return Truth(both([*known, truth.true]), both([*known, truth.false]))
