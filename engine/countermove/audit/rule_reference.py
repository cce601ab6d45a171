"""The rule reference: one page a rule, one index a rule set, one index of all. Made from the rules, never edited by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from countermove.audit.rule_page import rule_page
from countermove.rulebook.case import Case
from countermove.rulebook.prose import effect_in_short
from countermove.rulebook.rule import Rule, RuleSet
from countermove.rulebook.rulebook import Rulebook

COMMAND = "countermove rules show --all -o docs/rules"
MARK = f"<!-- Made by `{COMMAND}`. Do not edit: change the rule and run it again. -->"
_INDEX = "README.md"

Cases = Mapping[str, Sequence[Case]]


def reference_pages(rulebook: Rulebook, cases: Cases) -> dict[str, str]:
    """Every page of the reference: its path below the folder of the reference → its text."""
    pages = {_INDEX: _page(_overview(rulebook, cases))}
    for ruleset in _rulesets(rulebook):
        own = _rules_of(rulebook, ruleset)
        pages[f"{ruleset.id}/{_INDEX}"] = _page(_index(rulebook, ruleset, own, cases))
        for rule in own:
            pages[f"{ruleset.id}/{rule.id}.md"] = _page(rule_page(rulebook, rule, cases.get(rule.id, ()), _link))
    return pages


def is_generated(text: str) -> bool:
    """Whether a page is one of ours, so that it may be replaced or removed."""
    return text.startswith("<!-- Made by `countermove ")


def in_cell(text: str) -> str:
    """Text for a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")


def _overview(rulebook: Rulebook, cases: Cases) -> list[str]:
    rules = list(rulebook.rules.values())
    lines = [
        "# The rules in plain English", "",
        f"Rulebook {rulebook.version}: {len(rules)} rules in {len(rulebook.rulesets)} sets, with {sum(len(cases.get(r.id, ())) for r in rules)} cases. "
        "Each rule has a page that says what it asks, what follows, what it rests on, what it cannot see and by which cases it is tested. "
        "In its sentences ‹…› stands for what the facts say, and […] is left out where something in it is not known.", "",
        "| Rule set | What it is | Step | Paragraph | Rules | Cases |", "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for ruleset in _rulesets(rulebook):
        own = _rules_of(rulebook, ruleset)
        tested = sum(len(cases.get(rule.id, ())) for rule in own)
        step = ruleset.article.step or "all"
        lines.append(
            f"| [{ruleset.id}]({ruleset.id}/{_INDEX}) | {in_cell(ruleset.title)} | {step} | {ruleset.article.paragraph} | {_number(own)} | {tested} |"
        )
    lines += [
        "", "Step and paragraph are the places in the source article that a set carries out. How a rule file is written stands in "
        "the folder of rules (`rules/README.md`); which paragraph is carried by what, in [article-coverage.md](../article-coverage.md).",
    ]  # fmt: skip
    return lines


def _index(rulebook: Rulebook, ruleset: RuleSet, own: Sequence[Rule], cases: Cases) -> list[str]:
    step = f"Step {ruleset.article.step}" if ruleset.article.step else "All steps"
    lines = [
        f"# {ruleset.title}", "",
        f"Rule set {ruleset.id}. {step}, paragraph {ruleset.article.paragraph} of the article. Kept by the {ruleset.owner}. [All rule sets](../{_INDEX})", "",
        ruleset.scope, "",
        "| Rule | What follows | Paragraph | Cases |", "|---|---|---|---|",
    ]  # fmt: skip
    for rule in own:
        status = "" if rule.header.status == "active" else f" ({rule.header.status})"
        place = rule.header.article.paragraph
        lines.append(
            f"| [{in_cell(rule.header.title)}]({rule.id}.md){status} | {effect_in_short(rule)} | {place} | {len(cases.get(rule.id, ()))} |"
        )
    return lines


def _rulesets(rulebook: Rulebook) -> list[RuleSet]:
    """In the order of the article's steps; those that serve all steps last."""
    return sorted(rulebook.rulesets.values(), key=lambda ruleset: (ruleset.article.step or 9, ruleset.id))


def _rules_of(rulebook: Rulebook, ruleset: RuleSet) -> list[Rule]:
    return [rule for rule in rulebook.rules.values() if rule.ruleset == ruleset.id]


def _number(own: Sequence[Rule]) -> str:
    other = Counter(rule.header.status for rule in own if rule.header.status != "active")
    return f"{len(own)}" + "".join(f", {count} {status}" for status, count in sorted(other.items()))


def _link(rule: Rule) -> str:
    return f"[{rule.id}](../{rule.ruleset}/{rule.id}.md)"


def _page(lines: Sequence[str]) -> str:
    return "\n".join([MARK, "", *lines]) + "\n"
