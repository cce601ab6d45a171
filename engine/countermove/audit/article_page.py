"""The coverage of the article as a page of Markdown, paragraph by paragraph and system by system."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from countermove.audit.article_coverage import Carried, Coverage, Watched
from countermove.audit.rule_reference import in_cell
from countermove.facts.fact import Fact
from countermove.facts.time import PartialDate
from countermove.rulebook.rule import Caveat, Recommend, Rule
from countermove.rulebook.rulebook import Rulebook

COMMAND = "countermove rules coverage --article -o docs/article-coverage.md"
MARK = f"<!-- Made by `{COMMAND}`. Do not edit: change rules/article.yaml, the rules or the facts and run it again. -->"


def article_page(coverage: Coverage, rulebook: Rulebook) -> str:
    """The page, with links to the rule pages beside it."""
    return (
        "\n".join(
            [MARK, "", *_opening(coverage), *_systems(coverage, rulebook), *_left_out(coverage), *_paragraphs(coverage)]
        )
        + "\n"
    )


def _opening(coverage: Coverage) -> Iterator[str]:
    claims = [carried for carried in coverage.paragraphs if carried.paragraph.claims]
    by_facts = sum(bool(carried.facts) for carried in claims)
    by_rules = sum(bool(carried.rules or carried.drawing) for carried in claims)
    wholly = sum(not (carried.facts or carried.rules or carried.drawing) for carried in claims)
    yield "# What of the article is carried out, and by what"
    yield ""
    yield (
        f"Of the article's {len(coverage.paragraphs)} paragraphs {len(claims)} claim something or ask for a step; the others are headings and "
        f"passages. {by_facts} of them are carried by facts that ship, {by_rules} by rules, and {wholly} by neither, for the reasons given below."
    )
    yield ""
    yield (
        "The gists are ours. A fact counts where its evidence names the paragraph; a rule where it stands for the paragraph or cites it. "
        "The case named with a rule is its first one that fires."
    )
    if coverage.gaps:
        yield from ["", *(f"- **Gap:** {gap}." for gap in coverage.gaps)]


def _systems(coverage: Coverage, rulebook: Rulebook) -> Iterator[str]:
    yield from ("", "## The systems that the article names", "")
    yield (
        f"The shipped examples, put before the rules by the reference engine as of {_days(coverage.days)}. A rule is listed where it fires on one "
        "of the system's facts or on what was derived from it."
    )
    yield from ("", "| System | Paragraphs | Facts | Rules that fire | What is recommended |", "|---|---|---|---|---|")
    for watched in coverage.systems:
        cells = [
            in_cell(watched.system.name), ", ".join(map(str, watched.system.paragraphs)), _names(watched.facts),
            ", ".join(_fired(rule, watched, coverage.days) for rule in watched.rules) or "none", _advice(watched, rulebook),
        ]  # fmt: skip
        yield f"| {' | '.join(cells)} |"


def _left_out(coverage: Coverage) -> Iterator[str]:
    yield from ("", "## What is left out, and why", "", "| Paragraph | Gist | Why |", "|---|---|---|")
    for carried in coverage.paragraphs:
        paragraph = carried.paragraph
        if paragraph.left_out:
            yield f"| {paragraph.n} | {in_cell(paragraph.gist)} | {in_cell(paragraph.left_out)} |"
    silent = [carried.paragraph for carried in coverage.paragraphs if not carried.paragraph.claims]
    yield from ("", f"Headings and passages without a claim: {', '.join(str(paragraph.n) for paragraph in silent)}.")


def _paragraphs(coverage: Coverage) -> Iterator[str]:
    yield from ("", "## Paragraph by paragraph")
    for carried in coverage.paragraphs:
        if carried.paragraph.claims:
            yield from ("", f"### {carried.paragraph.n}. {carried.paragraph.gist}", "")
            yield from _carriers(carried, coverage)


def _carriers(carried: Carried, coverage: Coverage) -> Iterator[str]:
    if carried.facts:
        yield f"- Facts: {_names(carried.facts)}"
    for heading, rules in (("Rules that stand for it:", carried.rules), ("Rules that draw on it:", carried.drawing)):
        if rules:
            yield f"- {heading}"
            yield from (f"  - {_link(rule)}: {rule.header.title}; {_proof(rule, coverage)}" for rule in rules)
    if carried.paragraph.left_out:
        yield f"- Left out: {carried.paragraph.left_out}"


def _proof(rule: Rule, coverage: Coverage) -> str:
    case = coverage.proof.get(rule.id)
    return f"proven by “{case.name}”" if case else "no case fires"


def _advice(watched: Watched, rulebook: Rulebook) -> str:
    actions = {rule.then.action: None for rule in watched.recommending if isinstance(rule.then, Recommend)}
    parts = [f"{' / '.join(rulebook.actions[action].title)} (`{action}`)" for action in actions]
    warned = [f"a warning on {_addressed(rule.then)}" for rule in watched.warning if isinstance(rule.then, Caveat)]
    return in_cell("; ".join([*parts, *dict.fromkeys(warned)]) or "none")


def _addressed(caveat: Caveat) -> str:
    parts = [f"step {step}" for step in caveat.steps]
    parts += ["some actions"] if caveat.actions else []
    parts += ["the state concerned"] if caveat.target else []
    return " and ".join(parts)


def _fired(rule: Rule, watched: Watched, days: Sequence[date]) -> str:
    own = watched.fired[rule.id]
    return _link(rule) if len(own) == len(days) else f"{_link(rule)} ({_days(own)})"


def _days(days: Sequence[date]) -> str:
    return " and ".join(PartialDate.on(day).in_words() for day in days)


def _names(facts: Sequence[Fact]) -> str:
    return ", ".join(f"`{fact.id}`" for fact in facts) or "none"


def _link(rule: Rule) -> str:
    return f"[{rule.id}](rules/{rule.ruleset}/{rule.id}.md)"
