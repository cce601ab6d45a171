"""Text from facts stays text, whatever it holds: it makes no markup and changes none."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markup_trees import MAKES_MORE_THAN_TEXT, html_links, html_tree, html_words, markdown_tree, markdown_words
from sample_briefing import Words, plainly, sample_briefing

from countermove.memo.markdown_text import OwnMarkdown, escaped
from countermove.memo.plain_text import BLANK, one_line, web_address

NASTY = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</style><script>", "<!-- ", "]]>", "<?php", "\" onmouseover=\"x", "' x='",
    "](http://x)", "[a](http://x)", "![a](http://x)", "[a]: http://x", "[a][b]", "[^1]", "[^1]: x", "[x] task", "(http://x)", ": x", "<http://x.org>",
    "| a | b |", "\\| a", "a \\", "\\", "|---|", "`code`", "```", "~~~", "``` a | b", "# h", "#", "## h ##", "- a", "+ a", "* a", "1. a", "1) a", "123456789. a",
    "> a", "***", "---", "___", "===", "- - -", "*a*", "**a**", "_a_", "__a__", "a_b_c", "a__b", "~~a~~", "~a~", "$a$", "$$a$$", "^a^", "==a==",
    "a\nb", "a\n\nb", "a\r\nb", "\n# h", "\n\n    code", "    code", "\tcode", "a  \nb", "a\u2028b", "a\u2029b", "a\x0bb", "a\x85b",
    "{{ 7*7 }}", "{% raw %}", "{# a #}", "{: .a}", "{%", "javascript:alert(1)", "data:text/html,x", "mailto:a@b.example", "xmpp:a@b.example/c",
    "www.evil.example", "www.", "www.1", "www.^", "WWW.~]", "http://evil.example", "https://evil.example/a?b=c&d=e", "ftp://evil.example", "evil.com", "user@evil.example", "a.bc+@.com", "xmpp:@.com0",
    "//evil.com", "//localhost", "http://localhost", "e\u0301.com", "пример.рф", "evil.xn--p1ai", "1.2.3.4", "http://1.2.3.4", "HTTP://EVIL.EXAMPLE",
    "&lt;script&gt;", "&#60;script&#62;", "&#x3c;b", "&amp;", "&copy;", "&", "&#0;",
    "\u202ereversed\u202c", "\u2066a\u2069", "\u200bzero\u200b", "\ufeff", "soft\u00adhyphen", "\u061c", "\U000e0041tag", "\x00", "\x1b[31m", "\ud800", " ", "",
    "a" * 4000, "Ünïcödé", "北京", "مرحبا", "😀", "a" * 80 + "." + "com",
]  # fmt: skip


@cache
def _harmless() -> tuple[list[tuple[str, str]], list[tuple[str, ...]]]:
    briefing = sample_briefing(plainly, "harmless")
    return markdown_tree(briefing.render("markdown")), html_tree(briefing.render("html"))


def _before(hostile: str) -> Words:
    return lambda label: f"{hostile} {label} of the example is known"


def _after(hostile: str) -> Words:
    return lambda label: f"The {label} of the example is known {hostile}"


def _assert_stays_text(hostile: str) -> None:
    harmless_markdown, harmless_html = _harmless()
    for words in (_before(hostile), _after(hostile)):
        briefing = sample_briefing(words, hostile if web_address(hostile) is None else "harmless")
        markdown, html = briefing.render("markdown"), briefing.render("html")
        tree = markdown_tree(markdown)
        assert not {kind for kind, _ in tree} & MAKES_MORE_THAN_TEXT
        assert tree == harmless_markdown
        assert html_tree(html) == harmless_html
        shown = one_line(words("title"))
        assert shown in markdown_words(markdown)
        assert shown in html_words(html)


@pytest.mark.parametrize("hostile", NASTY, ids=range(len(NASTY)))
def test_a_nasty_string_changes_no_markup(hostile: str) -> None:
    _assert_stays_text(hostile)


_SIGNS = st.sampled_from([*"\\`*_{}[]()<>#+-.!|~^$&@:/=\"'%; \n\t0aé", "http://", "www.", ".com", "&#", "]("])


@settings(max_examples=60, deadline=None)
@given(st.lists(_SIGNS, max_size=14).map("".join))
def test_no_mixture_of_signs_changes_markup(hostile: str) -> None:
    _assert_stays_text(hostile)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=12))
def test_no_random_text_changes_markup(hostile: str) -> None:
    _assert_stays_text(hostile)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=30), st.lists(_SIGNS, max_size=20).map("".join)))
def test_escaped_text_is_read_back_as_it_was(text: str) -> None:
    """In a paragraph, a list item, a heading, in bold and in a table cell."""
    shown = one_line(text)
    for document in (
        f"{escaped(text)}\n",
        f"- {escaped(text)}\n",
        f"## {escaped(text)}\n",
        f"| {escaped(text)} | b |\n|---|---|\n",
    ):
        tree = markdown_tree(document)
        assert not {kind for kind, _ in tree} & MAKES_MORE_THAN_TEXT
        assert [kind for kind, _ in tree].count("text") == (2 if "|---|" in document else 1)
        assert markdown_words(document).removesuffix(" b") == shown


@pytest.mark.parametrize("text", ["", " ", "\x00", "\u200b\u200e", "\ufeff"])
def test_a_text_with_nothing_to_see_leaves_no_hole(text: str) -> None:
    assert one_line(text) == BLANK


def test_own_markdown_put_together_with_text_is_escaped_again() -> None:
    """So that nobody passes text from a fact by adding it to markup of ours."""
    assert not isinstance(OwnMarkdown("**") + "a", OwnMarkdown)
    assert not isinstance(", ".join([OwnMarkdown("a")]), OwnMarkdown)


LINKS = [
    "http://example.org",
    "https://www.example.org/a/b?c=d&e=%20f#g",
    "HTTPS://EXAMPLE.ORG:8443/",
    "https://example.org/@name/1",
]
NO_LINKS = [
    "javascript:alert(1)", "JaVaScRiPt://example.org/%0aalert(1)", "data:text/html;base64,AAAA", "vbscript:x", "file:///etc/passwd", "ftp://example.org",
    "//example.org", "example.org", "http://", "http://localhost/", "http://1.2.3.4/", "http://[::1]/", "https://user:word@example.org/", "https://user@example.org",
    "https://example.org\\@evil.example", "https://example.org/a b", "https://example.org/\na", "https://example.org/\x00", "https://exa\u200bmple.org",
    "https://пример.рф/", "https://example.org/\u202e", "https://example.org/\"x", "https://example.org/<b>", " https://example.org", "https://example.org\t",
    "https://-a.example/", "https://a..example/", "https://example.org/" + "a" * 3000,
]  # fmt: skip


@pytest.mark.parametrize("url", LINKS)
def test_a_plain_web_address_of_a_source_becomes_a_link(url: str) -> None:
    html = sample_briefing(url=url).render("html")
    assert [link for link in html_links(html) if not link.startswith("#")] == [url, url]
    assert html.count('rel="noopener noreferrer nofollow"') == 2


@pytest.mark.parametrize("url", NO_LINKS, ids=range(len(NO_LINKS)))
def test_any_other_address_is_shown_as_text(url: str) -> None:
    html = sample_briefing(url=url).render("html")
    assert [link for link in html_links(html) if not link.startswith("#")] == []
    assert one_line(url) in html_words(html)
