"""What of the article is carried: nothing is forgotten, and what is missing is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from countermove.audit.article_coverage import Coverage, article_coverage, paragraphs_named
from countermove.audit.article_map import ArticleMap, read_article_map
from countermove.cli.article_coverage import shipped_coverage
from countermove.cli.rules_coverage import rules_coverage
from countermove.errors import RulebookError, UsageError
from countermove.reading.case_reader import read_cases
from countermove.reading.rulebook_reader import load_rulebook
from countermove.rulebook.rule import Caveat
from countermove.rulebook.rulebook import Rulebook


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def coverage(rulebook: Rulebook) -> Coverage:
    return shipped_coverage(rulebook, read_cases(rulebook)[0])


def test_every_paragraph_with_a_claim_is_carried_or_left_out_with_a_reason(coverage: Coverage) -> None:
    assert [carried.paragraph.n for carried in coverage.paragraphs] == list(range(1, 61))
    bare = [carried.paragraph.n for carried in coverage.paragraphs if carried.bare]
    assert not bare, f"write a fact, a rule, or `left_out` in rules/article.yaml for paragraphs {bare}"


def test_every_system_has_a_fact_a_rule_and_a_recommendation(coverage: Coverage) -> None:
    lacking = {watched.system.id: watched.missing for watched in coverage.systems if watched.missing}
    assert not lacking
    assert len(coverage.systems) >= 20


def test_headings_carry_nothing(coverage: Coverage) -> None:
    said = [c.paragraph.n for c in coverage.paragraphs if not c.paragraph.claims and (c.facts or c.rules or c.drawing)]
    assert not said, f"something rests on paragraphs {said}, so they are no mere headings"


def test_the_four_steps_and_the_conditions_are_carried_out_by_rules_with_a_proof(coverage: Coverage) -> None:
    for carried in coverage.paragraphs:
        if carried.paragraph.n in (51, 52, 55, 56, 57, 58, 59, 60):
            assert carried.rules, carried.paragraph.n
            assert all(rule.id in coverage.proof for rule in carried.rules)


def test_there_are_at_least_eight_warnings(rulebook: Rulebook) -> None:
    assert sum(isinstance(rule.then, Caveat) for rule in rulebook.rules.values()) >= 8


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("paragraph 10", {10}),
        ("paragraphs 1-9", set(range(1, 10))),
        ("paragraphs 46 and 48", {46, 48}),
        ("Source article, paragraphs 34, 46 to 49 and 58", {34, 46, 47, 48, 49, 58}),
        ("The source article, paragraphs 51 and 52: growth of 3.6 % in 2023", {51, 52}),
        ("Directive 2009/16/EC, Article 16", set()),
        ("paragraph 61", set()),
    ],
)
def test_paragraphs_are_read_from_locators_and_titles(text: str, named: set[int]) -> None:
    assert paragraphs_named(text) == named


def test_a_claim_that_nothing_carries_is_a_gap(rulebook: Rulebook) -> None:
    article = read_article_map()
    paragraph = article.paragraphs[12].model_copy(update={"left_out": None})
    told = article_coverage(_with(article, paragraphs=(paragraph,), systems=()), rulebook, {}, ())
    assert told.gaps == ("paragraph 13 has neither fact nor rule nor a reason why",)


def test_a_system_that_no_rule_watches_is_a_gap(rulebook: Rulebook, coverage: Coverage) -> None:
    article = read_article_map()
    facts = [fact for watched in coverage.systems for fact in watched.facts if fact.id == "article:look-east"]
    system = article.systems[0].model_copy(update={"facts": ("article:look-east",)})
    told = article_coverage(_with(article, paragraphs=(), systems=(system,)), rulebook, {}, facts)
    assert told.gaps == ("'northern-sea-route' lacks a rule that fires", "'northern-sea-route' lacks a recommendation")


def test_a_fact_that_does_not_ship_is_refused(rulebook: Rulebook) -> None:
    article = read_article_map()
    with pytest.raises(UsageError, match="names facts that do not ship"):
        article_coverage(_with(article, paragraphs=(), systems=article.systems[:1]), rulebook, {}, ())


def test_faults_of_the_map_are_told_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "article.yaml").write_text(
        'title: Example\ndays: ["2025"]\nparagraphs:\n'
        "  - {n: 1, gist: Something happens, claims: true}\n  - {n: 1, gist: Again, claims: true}\nsystems: []\n",
        encoding="utf-8",
    )
    with pytest.raises(RulebookError) as caught:
        read_article_map([tmp_path])
    told = str(caught.value)
    assert "article.yaml:2:8: '2025' is not one day" in told
    assert "paragraphs are missing: 2, 3" in told
    assert "article.yaml:5:5: 1 stands 2 times" in told


def test_the_account_is_given_as_json_too(coverage: Coverage) -> None:
    result = CliRunner().invoke(rules_coverage, ["--article", "--json"])
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert [entry["n"] for entry in told["paragraphs"]] == list(range(1, 61))
    assert [entry["id"] for entry in told["systems"]] == [watched.system.id for watched in coverage.systems]
    assert told["gaps"] == []


@pytest.mark.parametrize("arguments", [["-o", "page.md"], ["--article", "--json", "-o", "page.md"]])
def test_only_the_page_of_the_article_goes_to_a_file(arguments: list[str]) -> None:
    result = CliRunner().invoke(rules_coverage, arguments)
    assert result.exit_code != 0
    assert "rules coverage --article -o FILE" in str(result.exception)


def _with(article: ArticleMap, **changes: object) -> ArticleMap:
    return article.model_copy(update=changes)
