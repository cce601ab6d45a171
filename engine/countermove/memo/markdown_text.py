"""Escapes text for Markdown, so that it stays text: no link, image, heading, list, table cell, tag, code, emphasis or footnote.

Holds for CommonMark and GitHub's dialect, and for programs that make links of bare addresses. Signs that parsers treat in different
orders (table bars, backslashes, angle brackets) become character references, the others get a backslash.
"""

from __future__ import annotations

import re

from countermove.memo.plain_text import one_line

_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\\": "&#92;", "|": "&#124;"}
_SPECIAL = re.compile(
    r"""
      [&<>\\|]                            # become character references
    | [`*~\[\]{}\#^$@]                    # code, emphasis, links, attributes, headings, footnotes, formulas
    | (?<![^\W_])_ | _(?![^\W_])          # emphasis; within a word it is none
    | \.(?=[^\W\d]) | (?<=[wW]{3})\. | :(?=/) | /(?=/)     # bare addresses
    | \A[-+=:(%]                          # lists, rules, underlines, definitions, the target of a link
    """,
    re.VERBOSE,
)
_LIST_NUMBER = re.compile(r"\A(\d{1,9})([.)])")


class OwnMarkdown(str):
    """Markdown that we wrote ourselves: the only text that is not escaped. A sum, slice or join of it is plain text again."""

    __slots__ = ()


def escaped(text: str) -> OwnMarkdown:
    """The text, on one line, with everything that Markdown would read as markup made harmless."""
    return OwnMarkdown(_LIST_NUMBER.sub(r"\1\\\2", _SPECIAL.sub(_harmless, one_line(text))))


def _harmless(found: re.Match[str]) -> str:
    return _REFERENCES.get(found[0]) or f"\\{found[0]}"
