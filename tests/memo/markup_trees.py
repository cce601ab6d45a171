"""The markup of a Markdown or HTML text as a list to compare, and its words as a reader sees them."""

from __future__ import annotations

from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("gfm-like")
MAKES_MORE_THAN_TEXT = {
    "link_open", "image", "html_block", "html_inline", "code_inline", "code_block", "fence", "hardbreak", "s_open", "blockquote_open", "hr",
}  # fmt: skip


def markdown_tokens(text: str) -> list[Token]:
    """Block and inline tokens in order, by CommonMark with tables, strike-through and bare addresses made links."""
    return [
        token
        for block in _PARSER.parse(text)
        for token in ([block, *block.children] if block.children is not None else [block])
    ]


def markdown_tree(text: str) -> list[tuple[str, str]]:
    """Kind and tag of every token but runs of text, which count as one."""
    tree: list[tuple[str, str]] = []
    for token in markdown_tokens(text):
        if not (token.type == "text" and tree and tree[-1][0] == "text"):
            tree.append((token.type, token.tag))
    return tree


def markdown_words(text: str) -> str:
    """What a reader of the rendered Markdown sees, on one line."""
    shown = [
        " " if t.type == "softbreak" else t.content if t.type == "text" else " " if t.block else ""
        for t in markdown_tokens(text)
        if t.type != "inline"
    ]
    return " ".join("".join(shown).split())


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tree: list[tuple[str, ...]] = []
        self.words: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tree.append(("start", tag, *(f"{name}={value}" for name, value in attrs)))
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        self.tree.append(("end", tag))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.tree.append(("comment",))

    def handle_decl(self, decl: str) -> None:
        self.tree.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.tree.append(("instruction",))

    def unknown_decl(self, data: str) -> None:
        self.tree.append(("unknown",))


def _page(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    page.close()
    return page


def html_tree(text: str) -> list[tuple[str, ...]]:
    """Every tag with all its attributes and their values, in order."""
    return _page(text).tree


def html_links(text: str) -> list[str]:
    """Every address that the page links to."""
    return _page(text).links


def html_words(text: str) -> str:
    """What a reader of the page sees, on one line."""
    return " ".join("".join(_page(text).words).split())
