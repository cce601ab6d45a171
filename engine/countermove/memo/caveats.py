"""What the caveats of a memo rest on: a recommendation carries a caveat's text, the facts behind it are found here."""

from __future__ import annotations

from collections.abc import Mapping

from countermove.assessment.basis import facts_behind
from countermove.assessment.sentences import Sentences
from countermove.facts.fact import Fact
from countermove.facts.naming import Names
from countermove.inference.match import Inference
from countermove.rulebook.rule import Caveat
from countermove.rulebook.rulebook import Rulebook

CaveatFacts = Mapping[str, tuple[Fact, ...]]
"""The text of a caveat → the facts of every match that gives it."""


def caveat_facts(inference: Inference, rulebook: Rulebook, names: Names) -> CaveatFacts:
    """The facts behind every caveat of a run."""
    sentences = Sentences(names)
    found: dict[str, dict[tuple[str, str], Fact]] = {}
    for match in inference.matches:
        then = rulebook.rules[match.rule].then
        if isinstance(then, Caveat):
            facts = found.setdefault(sentences.fill(then.text, match.names(inference.base)), {})
            facts.update({(kind, id): inference.base.get(kind, id) for kind, id in facts_behind(inference, match)})
    return {text: tuple(facts.values()) for text, facts in found.items()}
