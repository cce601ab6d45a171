"""Names the sentences of rules that read badly, by trying them out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import nodes

from countermove.audit.finding import Finding
from countermove.audit.known_fields import KnownFields
from countermove.audit.sentence_trials import Sentence, Trial, Trials, sentences_of
from countermove.rulebook.rule import Rule
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.sentence_form import Optional, parts_of
from countermove.rulebook.wording import names_used

_ARTEFACTS = (
    ("L11", re.compile(r"\(\s*\)|\[\s*\]|“\s*”"), "brackets or quotation marks with nothing between them"),
    (
        "L11",
        re.compile(r"\s[,;:.)](?:\s|\Z)|[,;:]\s*[,;:.](?:\s|\Z)|(?<!\.)\.\.(?!\.)|\(\s"),
        "a comma or stop out of place",
    ),
    ("L11", re.compile(r"\b(?!had\b|that\b)([^\W\d_]{2,})\s+\1\b", re.IGNORECASE), "a doubled word"),
    (
        "L12",
        re.compile(r"\b1\s+(?!(?:less|across|always|as|has|is|was)\b)[a-z-]*[^\Ws]s\b|\bone of 1\b"),
        "a plural after 1",
    ),
    ("L13", re.compile(r"\bon May 2025\b|\bin 5 May 2025\b"), "a date that does not fit its “on” or “in”"),
)


_MEND = {
    "L12": "write {{ n.count | counted('ship', 'ships') }}",
    "L13": "write {{ alias.date | on }}, which finds the right one",
}


def sentence_findings(rulebook: Rulebook, rules: list[Rule]) -> Iterator[Finding]:
    """L06 no stop, or one too many · L09 a reason that shows no field · L10 something shown that can be unknown · L11 gaps and
    doubled words · L12 a plural after one · L13 “on May 2025”, “in 5 May 2025”."""
    known = KnownFields(rules)
    trials = Trials(rulebook, known)
    for rule in rules:
        for sentence in sentences_of(rule):
            yield from _of_one(trials, rule, sentence)


def _of_one(trials: Trials, rule: Rule, sentence: Sentence) -> Iterator[Finding]:
    called = f"the {sentence.part} of '{rule.id}'"
    if sentence.part.startswith("because") and not names_used(sentence.template):
        yield Finding("L09", f"{called} shows no field", rule.location, "say what is known: {{ alias.field }}")
    lacking = trials.may_be_unknown(rule, sentence.template)
    for alias, field in lacking:
        if (alias, field) in _bare(sentence.template, set(lacking)):
            message = f"{called} shows {alias}.{field}, which is not always known"
            yield Finding("L10", message, rule.location, "put it in [ ], or write `or` and other words behind it")
    seen: set[str] = set()
    for trial in trials.of(rule, sentence):
        for code, pattern, what in _ARTEFACTS:
            found = pattern.search(trial.text)
            if found and what not in seen:
                seen.add(what)
                where = f" where {trial.unknown} is not known" if trial.unknown else ""
                near = trial.text[max(found.start() - 30, 0) : found.end() + 20]
                yield Finding(
                    code, f"{called} has {what}{where}: …{near}…", rule.location, _MEND.get(code, "mend the sentence")
                )
        yield from _ending(sentence, trial, called, rule, seen)


def _ending(sentence: Sentence, trial: Trial, called: str, rule: Rule, seen: set[str]) -> Iterator[Finding]:
    where = f" where {trial.unknown} is not known" if trial.unknown else ""
    if "end" in seen:
        return
    if not trial.text:
        seen.add("end")
        yield Finding("L06", f"{called} is empty{where}", rule.location, "say something that is always known")
    elif sentence.ends and not trial.text.endswith((".", "!", "?", ".”", "!”", "?”")):
        seen.add("end")
        yield Finding("L06", f"{called} does not end{where}", rule.location, "end it with a full stop")
    elif not sentence.ends and trial.text.endswith("."):
        seen.add("end")
        hint = "leave it out: it is an order, or part of a sentence"
        yield Finding("L06", f"{called} ends with a full stop", rule.location, hint)


def _bare(template: str, lacking: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """What is shown outside brackets and prints as "not known" where it is unknown."""
    found: set[tuple[str, str]] = set()
    for part in parts_of(template):
        if not isinstance(part, str | Optional):
            found |= _bare_in(part, lacking)
    return found


def _bare_in(node: nodes.Node | None, lacking: set[tuple[str, str]]) -> set[tuple[str, str]]:
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return {(node.node.name, node.attr)} & lacking
    if isinstance(node, nodes.Or):
        return _bare_in(node.right, lacking) if _bare_in(node.left, lacking) else set()
    if isinstance(node, nodes.Filter):
        return set() if node.name in ("on", "counted") else _bare_in(node.node, lacking)
    if isinstance(node, nodes.CondExpr):
        tested = {(n.node.name, n.attr) for n in node.test.find_all(nodes.Getattr) if isinstance(n.node, nodes.Name)}
        if isinstance(node.test, nodes.Getattr) and isinstance(node.test.node, nodes.Name):
            tested.add((node.test.node.name, node.test.attr))
        return (_bare_in(node.expr1, lacking) | _bare_in(node.expr2, lacking)) - tested
    return set()
