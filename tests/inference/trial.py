"""One trial: an engine is asked what the reference was asked, and has to give the same. What differs is cut down and written out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from generated import DEFINITION
from making import DAY, everything
from recommending_tables import book, reader_of
from shrinking import shrunk
from spelling import spelled

from countermove.brief import brief
from countermove.errors import CountermoveError
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.inference.engines import infer
from countermove.rulebook.rule import Rule

REFUSED = "refused: a conclusion that its kind does not allow, or two by one id"

Ask = Callable[[str, list[Rule], list[Fact]], object]
"""What an engine, by name, makes of rules and facts."""


def matches_of(engine: str, rules: Iterable[Rule], facts: Iterable[Fact], as_of: date = DAY) -> object:
    """All that is inferred, but for the engine's name."""
    return _told(lambda: everything(infer(book(rules), facts, as_of, engine)))


def briefing_of(engine: str, rules: Iterable[Rule], facts: Iterable[Fact], as_of: date = DAY) -> object:
    """The briefing's bytes, but for the engine's name."""
    return _told(lambda: briefed(engine, rules, facts, as_of))


def briefed(engine: str, rules: Iterable[Rule], facts: Iterable[Fact], as_of: date = DAY) -> str:
    """The briefing as JSON without the engine's name. Raises what the engine raises."""
    made = brief(FactSet.of(facts), book(rules), as_of=as_of, audience=reader_of(rules), engine=engine)
    assert made.engine == engine
    return made.model_copy(update={"engine": ""}).render("json")


def _told(ask: Callable[[], object]) -> object:
    """The answer; or, where there is none, why. An engine that breaks down in its own way has not given the same."""
    try:
        return ask()
    except CountermoveError:
        return REFUSED
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def check_agreement(
    engine: str, rules: list[Rule], facts: list[Fact], ask: Ask = matches_of, tries: int = 1500
) -> None:
    """Raise AssertionError, with the smallest example found, where the engine gives anything else than the reference."""

    def differ(some: list[Rule], few: list[Fact]) -> bool:
        expected = ask(DEFINITION, some, few)
        return not _broken(expected) and ask(engine, some, few) != expected

    expected = ask(DEFINITION, rules, facts)
    assert not _broken(expected), f"the reference itself: {expected}\n{spelled(rules, facts)}"
    if ask(engine, rules, facts) != expected:
        rules, facts = shrunk(rules, facts, differ, tries)
        expected, found = ask(DEFINITION, rules, facts), ask(engine, rules, facts)
        raise AssertionError(f"{engine} differs\n{difference(expected, found)}\n{spelled(rules, facts)}")


def _broken(answer: object) -> bool:
    return isinstance(answer, str) and answer != REFUSED and not answer.startswith("{")


def difference(expected: object, found: object) -> str:
    """Where two answers differ, part by part."""
    if isinstance(expected, dict) and isinstance(found, dict):
        parts = [f"{part}:\n{_both(expected[part], found[part])}" for part in expected if expected[part] != found[part]]
        return "\n".join(parts)
    return _both(expected, found)


def _both(expected: Any, found: Any) -> str:
    if isinstance(expected, list) and isinstance(found, list):
        return f"  lacking {[e for e in expected if e not in found]}\n  extra {[f for f in found if f not in expected]}"
    return f"  expected {str(expected)[:4000]}\n  found    {str(found)[:4000]}"
