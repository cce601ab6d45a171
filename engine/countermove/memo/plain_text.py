"""Text as any format of a memo shows it: one line, nothing invisible, no address that a program would make a link of.

Names of ships, channels and narratives are written by an adversary. What is taken out here cannot be seen and could only turn the
direction of writing, hide words, or break a line.
"""

from __future__ import annotations

import re
import unicodedata

BLANK = "(blank)"
_INVISIBLE = {"Cc", "Cf", "Cs"}
_MAIL = re.compile(r"(?<=[\w.+:-])@(?=[\w.-])")
_WEB = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?(?::[0-9]{1,5})?(?:[/?#][!#-;=?-\[\]_a-z~]*)?",
    re.IGNORECASE,
)
_LONGEST_ADDRESS = 2000


def one_line(text: str) -> str:
    """The text on one line without control, format and surrogate characters; `name@host` becomes `name[at]host`.

    A text with nothing to see is shown as `(blank)`, so that it leaves no hole in a table or heading.
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(
            c for c in (" " if c.isspace() else c for c in text) if unicodedata.category(c) not in _INVISIBLE
        )
    return _MAIL.sub("[at]", " ".join(text.split())) or BLANK


def web_address(text: str | None) -> str | None:
    """The address, if it may become a link: http or https, a host of plain letters with a dot, nothing to sign in with, no blanks."""
    if text is None or len(text) > _LONGEST_ADDRESS or not _WEB.fullmatch(text):
        return None
    return text
