"""The whole way of the data in one short function: facts → matches → recommendations → briefing."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from typing_extensions import TypeIs

    from countermove.assessment.assess import Assessment
    from countermove.facts.fact import Fact
    from countermove.facts.fact_set import FactSet
    from countermove.inference.match import Inference
    from countermove.memo.briefing import Briefing
    from countermove.reading.bulk import BulkReading
    from countermove.rulebook.rulebook import Rulebook


def brief(
    facts: FactSet | BulkReading | Iterable[Fact],
    rulebook: Rulebook,
    *,
    as_of: date | None = None,
    audience: str = "eu",
    top: int | None = None,
    engine: str = "auto",
) -> Briefing:
    """A briefing on the facts, by the rulebook, as of a day.

    `as_of` is the day for which the memo is written; where it is not given, the latest day on which a fact was reported. Facts
    reported later do not count. `audience` is one of eu, uk, us, nato. `top` keeps only the items of highest rank.
    `engine` is auto, or one of `countermove.inference.engines`; facts in tables (`read_bulk`) are DuckDB's, whatever it says.
    The same arguments give the same briefing, byte for byte.
    Raises UsageError for an audience or engine that does not exist, or where no day is given and none can be told.
    """
    from countermove.errors import UsageError
    from countermove.memo.compose import compose

    if top is not None and top < 1:
        raise UsageError("'top' counts items from 1", hint="leave it out to keep all")
    known, inference, assessment = weigh(facts, rulebook, as_of=as_of, audience=audience, top=top, engine=engine)
    return compose(known, rulebook, inference, assessment, audience, top)


class Weighed(NamedTuple):
    """The facts with the register of countries, what the rules make of them, and what follows for an audience.

    Of facts in tables there is only the account of their reading, and of the inference what the assessment shows.
    """

    facts: FactSet
    inference: Inference
    assessment: Assessment


def weigh(
    facts: FactSet | BulkReading | Iterable[Fact],
    rulebook: Rulebook,
    *,
    as_of: date | None,
    audience: str,
    top: int | None = None,
    engine: str = "auto",
) -> Weighed:
    """The way from facts to ranked recommendations, without the memo. Arguments and errors as for `brief`."""
    from countermove.assessment.assess import assess
    from countermove.errors import UsageError
    from countermove.facts.fact_set import FactSet
    from countermove.inference.engines import infer
    from countermove.memo.audience import ADDRESSEE
    from countermove.memo.compose import default_as_of
    from countermove.reading.background import with_countries

    if audience not in ADDRESSEE:
        raise UsageError(f"there is no audience '{audience}'", hint=f"one of {', '.join(ADDRESSEE)}")
    if _are_in_tables(facts):
        return _weigh_tables(facts, rulebook, as_of, audience, top)
    given = facts if isinstance(facts, FactSet) else FactSet.of(facts)
    day = as_of or default_as_of(given)
    if day is None:
        raise _no_day()
    known = with_countries(given)
    inference = infer(rulebook, with_blocked(known.facts, rulebook, day), day, engine)
    return Weighed(known, inference, assess(inference, rulebook, audience))


def with_blocked(facts: Sequence[Fact], rulebook: Rulebook, as_of: date) -> Sequence[Fact]:
    """The facts with what follows from them on who is blocked through his owners; the same where nobody is known to own anything."""
    if not any(fact.kind == "ownership" for fact in facts):
        return facts
    from countermove.ownership.definitions import asked_for
    from countermove.ownership.from_facts import blocked_ownership

    if not asked_for(rulebook, as_of):
        return facts
    return (*facts, *blocked_ownership(facts, rulebook, as_of))


def _are_in_tables(facts: FactSet | BulkReading | Iterable[Fact]) -> TypeIs[BulkReading]:
    """Whether they are a `BulkReading`. Where nobody has loaded its module, nobody has made one, and nobody has to wait for it."""
    module = sys.modules.get("countermove.reading.bulk")
    return module is not None and isinstance(facts, module.BulkReading)


def _weigh_tables(
    facts: BulkReading, rulebook: Rulebook, as_of: date | None, audience: str, top: int | None
) -> Weighed:
    from countermove.assessment.bulk.assess_tables import assess_tables
    from countermove.inference.sql.found import find
    from countermove.ownership.from_tables import put_blocked
    from countermove.reading.bulk_background import account, latest_day, with_countries_in_tables

    day = as_of or latest_day(facts)
    if day is None:
        raise _no_day()
    known = with_countries_in_tables(facts)
    put_blocked(known.database, rulebook, day)
    found = find(rulebook, known.database, day)
    inference, assessment = assess_tables(known.database, found, rulebook, audience, top)
    return Weighed(account(known, day), inference, assessment)


def _no_day() -> Exception:
    from countermove.errors import UsageError

    hint = "give --as-of YYYY-MM-DD (as_of= in Python)"
    return UsageError("no day is given, and no fact has a date to take it from", hint=hint)
