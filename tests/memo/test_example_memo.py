"""The memo on the facts that ship with the package: what holds whatever rules and facts say in detail."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from markup_trees import MAKES_MORE_THAN_TEXT, html_links, html_words, markdown_tree, markdown_words

from countermove import resources
from countermove.brief import brief
from countermove.memo.briefing import Briefing, Claim
from countermove.memo.plain_text import one_line
from countermove.reading.facts_source import read_facts
from countermove.reading.rulebook_reader import load_rulebook


@pytest.fixture(scope="module")
def memo() -> Briefing:
    return brief(read_facts(resources.folder("examples")), load_rulebook(), engine="reference")


def _claims(memo: Briefing) -> Iterator[Claim]:
    for item in memo.items:
        yield from (*item.why_now, *item.evidence, *item.caveats, *item.withheld)
    yield from memo.contested


def test_the_body_stays_short(memo: Briefing) -> None:
    text = memo.render("markdown")
    body = markdown_words(text[text.index("## Bottom line") : text.index("## Sources")])
    assert len(body.split()) <= 2_000


def test_the_bottom_line_has_three_sentences_and_the_decision_one(memo: Briefing) -> None:
    assert len(memo.bottom_line) == 3
    assert memo.decision.startswith("Approve")
    assert all(line.endswith(".") for line in (*memo.bottom_line, memo.decision))


@pytest.mark.parametrize("audience", ["eu", "uk", "us", "nato"])
def test_nobody_is_asked_to_decide_on_what_he_has_no_part_in(audience: str) -> None:
    rulebook = load_rulebook()
    memo = brief(read_facts(resources.folder("examples")), rulebook, audience=audience, engine="reference")
    named = {item.heading for item in memo.items} | {r.headline for r in memo.recommendations}
    assert any(memo.title.lower().endswith(name.lower()) for name in named)
    for recommendation in memo.recommendations:
        assert audience in rulebook.actions[recommendation.action].owner
    assert memo.for_others or audience == "eu"
    for part in memo.for_others:
        action = rulebook.actions[part.action]
        assert part.no_part == next(reason for other, reason in action.no_part.items() if other == audience)
        assert {actor.audience: actor.owner for actor in part.actors} == dict(action.owner)
    assert not {gap.action for gap in memo.gaps} & {id for id, a in rulebook.actions.items() if audience in a.no_part}


def test_every_claim_has_sources_that_are_listed(memo: Briefing) -> None:
    listed = {source.number for source in memo.sources}
    assert listed == set(range(1, len(memo.sources) + 1))
    for claim in _claims(memo):
        assert claim.sources, claim.text
        assert set(claim.sources) <= listed
    for recommendation in memo.recommendations:
        for justification in recommendation.justifications:
            assert justification.sources
            assert set(justification.sources) <= listed


def test_a_disagreement_is_told_once(memo: Briefing) -> None:
    told = [frozenset(re.findall(r"“[^”]+”", claim.text)) for claim in memo.contested]
    told = [versions for versions in told if versions]
    assert len(told) == len(set(told))


def test_markdown_and_html_tell_every_recommendation(memo: Briefing) -> None:
    in_markdown, in_html = markdown_words(memo.render("markdown")), html_words(memo.render("html"))
    for sentence in [
        *memo.bottom_line,
        memo.decision,
        *(part for r in memo.recommendations for part in (r.headline, r.because)),
    ]:
        assert one_line(sentence) in in_markdown
        assert one_line(sentence) in in_html


def test_no_fact_of_the_example_makes_markup(memo: Briefing) -> None:
    assert not {kind for kind, _ in markdown_tree(memo.render("markdown"))} & MAKES_MORE_THAN_TEXT
    assert all(link.startswith(("#", "https://", "http://")) for link in html_links(memo.render("html")))
    known = {address for source in memo.sources for address in (source.url, source.archived)}
    assert {link for link in html_links(memo.render("html")) if not link.startswith("#")} <= known


def test_top_keeps_the_first_items_alone_and_audiences_name_their_own() -> None:
    facts, rulebook = read_facts(resources.folder("examples")), load_rulebook()
    for audience in ("eu", "uk", "us", "nato"):
        memo = brief(facts, rulebook, audience=audience, top=2, engine="reference")
        assert len(memo.items) == 2
        assert {r.id for r in memo.recommendations} == {id for item in memo.items for id in item.recommendations}
        for format in ("markdown", "html", "json"):
            assert memo.render(format)
