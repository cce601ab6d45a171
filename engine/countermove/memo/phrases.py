"""Small turns of phrase that the sentences of a memo share."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?][\"”’)\]]*\s+(?=[\"“‘(\[]*[^\W_a-z])")
_ABBREVIATION = re.compile(
    r"(?:\A|[\s(“])(?:[^\W\d_]|St|Dr|Mr|Mrs|Ms|Prof|Gen|Col|Adm|Lt|Capt|Sgt|No|Nos|Art|Arts|Reg|para|paras|approx|ca|cf|vs|etc|e\.g|i\.e"
    r"|Inc|Ltd|Co|Corp|Jr|Sr|U\.S|U\.K|U\.N|E\.U)\.\Z"
)
_SHORTEST = 30


def first_sentence(text: str) -> str:
    """The first sentence, with the next where the first is a mere question or a few words. A text without a clear end comes whole."""
    for end in _END.finditer(text):
        sentence = text[: end.end()].rstrip()
        inside = sentence.count("(") > sentence.count(")") or sentence.count("“") > sentence.count("”")
        if (
            len(sentence) >= _SHORTEST
            and not sentence.endswith("?")
            and not inside
            and not _ABBREVIATION.search(sentence)
        ):
            return sentence
    return text


def first_clause(text: str) -> str:
    """The first sentence, up to a semicolon that stands in no bracket."""
    first = first_sentence(text)
    for end in re.finditer("; ", first):
        clause = first[: end.start()]
        if clause.count("(") == clause.count(")"):
            return clause
    return first


def bare_condition(text: str) -> str:
    """A condition as it goes on after “on the condition that”. It is part of a sentence already: a capital in it is that of a name."""
    text = text.rstrip(".")
    return text[3:] if text[:3] in ("If ", "if ") else text


def lower_first(text: str) -> str:
    """The text as it goes on within a sentence: the first letter small, unless the word is written in capitals."""
    return text[:1].lower() + text[1:] if len(text) > 1 and not text[1].isupper() else text


def upper_first(text: str) -> str:
    """The text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """The text with one full stop at its end."""
    return text if text.endswith(("?", "!", ".”", ".)")) else text.rstrip(".") + "."


def plural(count: int, noun: str) -> str:
    """The noun as it stands after a number: `record` after 1, else `records`."""
    return noun if count == 1 else f"{noun}s"
