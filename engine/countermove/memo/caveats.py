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


def caveat_facts(inference: Inference, rulebook: Rulebook, names: Names, audience: str) -> CaveatFacts:
    """The facts behind every caveat of a run that an audience is told."""
    sentences = Sentences(names, rulebook.phrases)
    found: dict[str, dict[tuple[str, str], Fact]] = {}
    for match in inference.matches:
        rule = rulebook.rules[match.rule]
        if isinstance(rule.then, Caveat) and audience in rule.header.audiences:
            text = sentences.fill(rule.then.text.to(audience), match.names(inference.base))
            facts = found.setdefault(text, {})
            facts.update({(kind, id): inference.base.get(kind, id) for kind, id in facts_behind(inference, match)})
    return {text: tuple(facts.values()) for text, facts in found.items()}
