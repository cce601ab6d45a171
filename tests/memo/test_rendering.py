"""The three formats: the same bytes every time, the same sentences, safe to open, and no template that can call what it likes."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from itertools import pairwise

import jsonschema  # type: ignore[import-untyped]
import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError
from markup_trees import MAKES_MORE_THAN_TEXT, html_links, html_tree, html_words, markdown_tree, markdown_words
from sample_briefing import sample_briefing

from countermove import resources
from countermove.errors import UsageError
from countermove.memo.briefing import Briefing
from countermove.memo.rendering import FORMATS, environment, spans

SAMPLE = sample_briefing()


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_briefing_gives_the_same_bytes(format: str) -> None:
    assert SAMPLE.render(format) == sample_briefing().render(format)
    assert SAMPLE.render(format).endswith("\n")


def test_an_unknown_format_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(UsageError, match="markdown, html, json"):
        SAMPLE.render("pdf")


def test_json_is_the_briefing_by_its_schema_and_is_read_back_the_same() -> None:
    text = SAMPLE.render("json")
    jsonschema.validate(json.loads(text), Briefing.model_json_schema(mode="serialization"))
    assert Briefing.model_validate_json(text) == SAMPLE


def test_markdown_and_html_say_the_same_sentences() -> None:
    in_markdown, in_html = markdown_words(SAMPLE.render("markdown")), html_words(SAMPLE.render("html"))
    sentences = [*SAMPLE.bottom_line, SAMPLE.decision, *SAMPLE.notes, *SAMPLE.to_recheck, *SAMPLE.more_items]
    sentences += [part for r in SAMPLE.recommendations for part in (r.headline, r.because, r.target.name, r.target.id)]
    sentences += (
        [gap.text for gap in SAMPLE.gaps]
        + [absence.text for absence in SAMPLE.absences]
        + [claim.text for claim in SAMPLE.contested]
    )
    for other in SAMPLE.for_others:
        sentences += [
            other.heading,
            other.first.text,
            other.why.text,
            other.no_part,
            *(actor.owner for actor in other.actors),
        ]
    for item in SAMPLE.items:
        claims = (
            *([item.why_all] if item.why_all else []),
            *item.why_now,
            *item.evidence,
            *item.caveats,
            *item.withheld,
        )
        sentences += [
            item.heading,
            item.do,
            item.owner,
            item.how_sure,
            *item.allies,
            *item.risks,
            *item.withdraw,
            *(c.text for c in claims),
        ]
        sentences += [text for option in item.options for text in (option.what, option.cost) if option.name != "this"]
        sentences += [text for i in item.instruments for text in (i.name, i.does, i.legal_basis, i.limits, i.status)]
    sentences += [line.strip() for trace in SAMPLE.traces for line in trace.lines[1:]]
    for sentence in sentences:
        assert sentence in in_markdown
        assert sentence in in_html


def test_sections_come_in_the_order_of_the_design() -> None:
    order = [
        "Bottom line",
        "Decision asked for",
        "Priorities",
        "Recommendations",
        "For others",
        "What we do not know",
        "Sources",
    ]
    order += ["Annex A", "Annex B", "Annex C", "Annex D", "Annex E", "Annex F"]
    markdown_heads = re.findall(r"^## ([^:\n]*)", SAMPLE.render("markdown"), re.MULTILINE)
    html_heads = re.findall(r"<h2[^>]*>([^:<]*)", SAMPLE.render("html"))
    assert markdown_heads == order
    assert html_heads == order


def test_headings_go_down_one_level_at_a_time() -> None:
    for heads in (
        [int(tag[1]) for kind, tag in markdown_tree(SAMPLE.render("markdown")) if kind == "heading_open"],
        [
            int(tag[1][1])
            for tag in html_tree(SAMPLE.render("html"))
            if tag[0] == "start" and re.fullmatch("h[1-6]", tag[1])
        ],
    ):
        assert heads[0] == 1
        assert heads.count(1) == 1
        assert all(later - earlier <= 1 for earlier, later in pairwise(heads))


def test_every_link_within_the_page_leads_somewhere_and_no_id_is_given_twice() -> None:
    html = SAMPLE.render("html")
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in html_links(html) if link.startswith("#")} <= set(ids)
    assert set(re.findall(r'aria-labelledby="([^"]+)"', html)) <= set(ids)


def test_sources_and_citations_are_linked_both_ways() -> None:
    links = html_links(SAMPLE.render("html"))
    assert "#source-1" in links
    assert "#item-1" in links


def test_the_marking_stands_at_the_beginning_and_end_of_both() -> None:
    lines = SAMPLE.render("markdown").strip().splitlines()
    assert markdown_words(lines[0]) == markdown_words(lines[-1]) == "TLP:AMBER+STRICT"
    html = SAMPLE.render("html")
    assert html.count("<p><span>TLP:AMBER+STRICT</span></p>") == 2
    assert 'class="marking amber"' in html


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    html = SAMPLE.render("html")
    tags = {tag[1] for tag in html_tree(html) if tag[0] == "start"}
    assert not tags & {"script", "img", "iframe", "link", "object", "embed", "form", "base", "svg"}
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", html)
    assert "url(" not in html
    assert "@import" not in html


def test_the_security_policy_admits_the_style_sheet_that_is_there_and_nothing_else() -> None:
    html = SAMPLE.render("html")
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in html


@pytest.mark.parametrize("format", ["markdown", "html"])
@pytest.mark.parametrize(
    "template",
    ["{{ memo.save('x') }}", "{{ memo.model_dump() }}", "{{ memo.title.upper() }}", "{{ ''.join(['a']) }}", "{{ memo.__class__ }}",
     "{{ memo.items.append(1) }}", "{{ cited.__globals__ }}"],
)  # fmt: skip
def test_a_template_cannot_call_methods_or_reach_into_objects(format: str, template: str) -> None:
    with pytest.raises((SecurityError, UndefinedError, TypeError)):
        environment(format).from_string(template).render(memo=SAMPLE)


@pytest.mark.parametrize("format", ["markdown", "html"])
@pytest.mark.parametrize(
    "template",
    ["{{ nothing }}", "{{ memo.nothing }}", "{{ memo.sources[1].url }}", "{{ memo.save }}", "{{ 'a' if false }}"],
)
def test_what_is_not_there_is_an_error_and_not_a_word(format: str, template: str) -> None:
    with pytest.raises((UndefinedError, TypeError)):
        environment(format).from_string(template).render(memo=SAMPLE)


@pytest.mark.parametrize(
    "template",
    ["{{ evil }}", "{{ '' ~ evil }}", "{{ evil ~ cited([1]) }}", "{{ cited([1]) ~ evil }}", "{{ evil|first_sentence }}", "{{ evil|sentence }}",
     "{{ [evil]|listed }}", "{% set a %}{{ evil }}{% endset %}{{ a }}", "{% macro a(b) %}{{ b }}{% endmacro %}{{ a(evil) }}",
     "{% macro a() %}{{ caller() }}{% endmacro %}{% call a() %}{{ evil }}{% endcall %}", "{{ evil if true else '' }}"],
)  # fmt: skip
def test_nothing_that_a_template_can_do_to_a_value_takes_its_escaping_away(template: str) -> None:
    evil = "a <b>*bold*</b> [a](http://x.org)"
    in_html = environment("html").from_string(template).render(evil=evil)
    assert not {tag[1] for tag in html_tree(in_html)} & {"b"}
    in_markdown = environment("markdown").from_string(template).render(evil=evil)
    assert not {kind for kind, _ in markdown_tree(in_markdown)} & {*MAKES_MORE_THAN_TEXT, "em_open"}


def test_no_template_asks_for_escaping_to_be_off_and_no_filter_could_do_it() -> None:
    for path in resources.folder("templates").rglob("*.jinja"):
        assert not re.search(r"\|\s*safe\b|autoescape", path.read_text(encoding="utf-8")), path.name
    for format in ("markdown", "html"):
        assert set(environment(format).filters) == {"first_sentence", "sentence", "fixed", "short", "listed", "length"}


def test_numbers_of_sources_are_joined_to_spans() -> None:
    assert spans([1, 2, 3, 5, 6, 9]) == [(1, 3), (5, 5), (6, 6), (9, 9)]
    assert spans([]) == []
    assert "[1, 2]" in SAMPLE.render("markdown")
