"""Countermove: facts about Russian activity in, prioritised policy recommendations out, each one traceable to its facts and rules.

    import countermove as cm

    rulebook = cm.load_rulebook()
    facts = cm.read_facts("data/")
    briefing = cm.brief(facts, rulebook, as_of=date(2026, 11, 1), audience="eu")
    briefing.save("memo.html")

    with cm.Session(rulebook, as_of=date(2026, 11, 1), facts=facts) as session:
        changes = session.assert_facts(more)

The names below are the whole public interface; everything else may change without notice.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from countermove.brief import brief
from countermove.errors import (
    CountermoveError,
    EngineError,
    Fault,
    InputRejected,
    OutputError,
    RulebookError,
    UsageError,
)

if TYPE_CHECKING:
    __version__: str
    from countermove.facts.evidence import Evidence
    from countermove.facts.fact import Fact
    from countermove.facts.fact_set import FactSet
    from countermove.memo.briefing import Briefing
    from countermove.reading.facts_source import read_facts
    from countermove.reading.rulebook_reader import load_rulebook
    from countermove.rulebook.rulebook import Rulebook
    from countermove.session import Changes, Session

_LAZY = {
    "Briefing": "countermove.memo.briefing",
    "Changes": "countermove.assessment.changes",
    "Evidence": "countermove.facts.evidence",
    "Fact": "countermove.facts.fact",
    "FactSet": "countermove.facts.fact_set",
    "Rulebook": "countermove.rulebook.rulebook",
    "Session": "countermove.session",
    "load_rulebook": "countermove.reading.rulebook_reader",
    "read_facts": "countermove.reading.facts_source",
}

__all__ = [
    "Briefing", "Changes", "CountermoveError", "EngineError", "Evidence", "Fact", "FactSet", "Fault", "InputRejected", "OutputError",
    "Rulebook", "RulebookError", "Session", "UsageError", "brief", "load_rulebook", "read_facts",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Heavy parts are imported when they are first asked for, so that `import countermove` is quick."""
    if name == "__version__":
        return _version()
    if name not in _LAZY:
        raise AttributeError(f"module 'countermove' has no attribute '{name}'")
    value = getattr(import_module(_LAZY[name]), name)
    globals()[name] = value
    return value


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("countermove")
    except PackageNotFoundError:
        return "0+checkout"


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
