"""Holds the article against what ships: which facts carry a paragraph, which rules carry it out, and what fires on its systems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from countermove.audit.article_map import LAST_PARAGRAPH, ArticleMap, Paragraph, System
from countermove.errors import UsageError
from countermove.facts.fact import Fact
from countermove.inference.match import Inference, Match
from countermove.inference.reference import infer
from countermove.rulebook.case import Case
from countermove.rulebook.rule import Caveat, Recommend, Rule
from countermove.rulebook.rulebook import Rulebook

_SOURCE = "source article"
_PLACES = re.compile(r"paragraphs? ((?:\d+(?: to |[-–]|, | and )?)+)", re.IGNORECASE)
_SPAN = re.compile(r"(\d+)(?: to |[-–])(\d+)|(\d+)")


@dataclass(frozen=True, slots=True)
class Carried:
    """A paragraph, the shipped facts that rest on it, the rules that stand for it, and those that only draw on it."""

    paragraph: Paragraph
    facts: tuple[Fact, ...]
    rules: tuple[Rule, ...]
    drawing: tuple[Rule, ...]

    @property
    def bare(self) -> bool:
        """Whether it claims something that is carried by nothing and not said to be left out."""
        return self.paragraph.claims and not (self.facts or self.rules or self.drawing or self.paragraph.left_out)


@dataclass(frozen=True, slots=True)
class Watched:
    """A system, the facts that describe it, and the rules that fire on them, each with the days on which it does."""

    system: System
    facts: tuple[Fact, ...]
    fired: Mapping[str, tuple[date, ...]]
    rules: tuple[Rule, ...]

    @property
    def recommending(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if isinstance(rule.then, Recommend))

    @property
    def warning(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if isinstance(rule.then, Caveat))

    @property
    def missing(self) -> tuple[str, ...]:
        """What it lacks, in words."""
        wanted = (("a fact", self.facts), ("a rule that fires", self.rules), ("a recommendation", self.recommending))
        return tuple(what for what, found in wanted if not found)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole account. `proof` is, for each rule, its first case that fires."""

    days: tuple[date, ...]
    paragraphs: tuple[Carried, ...]
    systems: tuple[Watched, ...]
    proof: Mapping[str, Case]

    @property
    def gaps(self) -> tuple[str, ...]:
        """Paragraphs and systems that something is missing for, each in a sentence."""
        bare = [
            f"paragraph {carried.paragraph.n} has neither fact nor rule nor a reason why"
            for carried in self.paragraphs
            if carried.bare
        ]
        lacking = [f"'{watched.system.id}' lacks {what}" for watched in self.systems for what in watched.missing]
        return (*bare, *lacking)


def article_coverage(
    article: ArticleMap, rulebook: Rulebook, cases: Mapping[str, Sequence[Case]], facts: Iterable[Fact]
) -> Coverage:
    """The account of an article map. Raises UsageError where a system names a fact that does not ship."""
    facts = list(facts)
    days = tuple(day.first for day in article.days)
    by_paragraph = _facts_by_paragraph(facts)
    drawing = {rule.id: _drawn_on(rule) for rule in rulebook.rules.values()}
    living = [rule for rule in rulebook.rules.values() if rule.header.status != "deprecated"]
    carried = []
    for paragraph in article.paragraphs:
        own = tuple(rule for rule in living if rule.header.article.paragraph == paragraph.n)
        also = tuple(rule for rule in living if paragraph.n in drawing[rule.id] and rule not in own)
        carried.append(Carried(paragraph, tuple(by_paragraph.get(paragraph.n, ())), own, also))
    proof = {
        rule: next((case for case in listed if case.document.expect.matches > 0), None)
        for rule, listed in cases.items()
    }
    return Coverage(
        days, tuple(sorted(carried, key=lambda c: c.paragraph.n)), tuple(_watched(article, rulebook, facts, days)),
        {rule: case for rule, case in proof.items() if case},
    )  # fmt: skip


def paragraphs_named(text: str) -> frozenset[int]:
    """The paragraphs that a text names: `paragraphs 34, 46 to 49 and 58`, `paragraphs 1-9`."""
    found: set[int] = set()
    for places in _PLACES.findall(text):
        for first, last, single in _SPAN.findall(places):
            found.update(range(int(first), int(last) + 1) if first else (int(single),))
    return frozenset(n for n in found if n <= LAST_PARAGRAPH)


def _facts_by_paragraph(facts: Iterable[Fact]) -> dict[int, list[Fact]]:
    found: dict[int, list[Fact]] = {}
    for fact in facts:
        named = {
            n for e in fact.evidence if e.source.lower() == _SOURCE and e.locator for n in paragraphs_named(e.locator)
        }
        for n in sorted(named):
            found.setdefault(n, []).append(fact)
    return found


def _drawn_on(rule: Rule) -> frozenset[int]:
    """The paragraphs that a rule's citations and notes name as the article's."""
    texts = [citation.title for citation in rule.header.citations if _SOURCE in citation.title.lower()]
    texts += [sentence for sentence in (rule.header.notes or "").split(". ") if "article" in sentence.lower()]
    return frozenset(n for text in texts for n in paragraphs_named(text))


def _watched(article: ArticleMap, rulebook: Rulebook, facts: Sequence[Fact], days: Sequence[date]) -> Iterator[Watched]:
    known: dict[str, list[Fact]] = {}
    for fact in facts:
        known.setdefault(fact.id, []).append(fact)
    fired: dict[str, dict[str, list[date]]] = {}
    for day in days:
        for id, rules in _rules_by_fact(infer(rulebook, facts, day)).items():
            for rule in rules:
                fired.setdefault(id, {}).setdefault(rule, []).append(day)
    for system in article.systems:
        gone = [id for id in system.facts if id not in known]
        if gone:
            raise UsageError(
                f"'{system.id}' names facts that do not ship: {', '.join(gone)}", hint="mend the ids in article.yaml"
            )
        own = {rule: when for id in system.facts for rule, when in fired.get(id, {}).items()}
        together = {
            rule: tuple(d for d in days if any(d in fired.get(id, {}).get(rule, ()) for id in system.facts))
            for rule in sorted(own)
        }
        yield Watched(
            system,
            tuple(f for id in system.facts for f in known[id]),
            together,
            tuple(rulebook.rules[rule] for rule in together),
        )


def _rules_by_fact(inference: Inference) -> dict[str, set[str]]:
    """For each observed fact, the rules that fire on it or on what is derived from it."""
    found: dict[str, set[str]] = {}
    for match in inference.matches:
        for _, id in _ground(inference, match):
            found.setdefault(id, set()).add(match.rule)
    return found


def _ground(inference: Inference, match: Match) -> set[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    waiting = [match]
    while waiting:
        for key in waiting.pop().fact_keys():
            if key not in seen:
                seen.add(key)
                waiting.extend(inference.derivations.get(key, ()))
    return seen
