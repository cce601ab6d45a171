"""Puts the pieces of a sentence together, so that what facts bring along does not spoil it.

What a fact says stays as it is: spaces, stops and capitals are mended only where one piece meets the next, and its round brackets are
printed square where they stand within round ones: `(Langen [air traffic control])`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_ENDED = re.compile(r"[.!?…][\"”’]?\Z")
_SENTENCE_ENDED = re.compile(
    r"(?:[^\W_]{3}|[\d%)\]\"”’])(?<!\betc)(?<!\bArt)(?<!\bInc)(?<!\bLtd)(?<!\bNos)[.!?…][\"”’)]?\s\Z"
)
_WORD = re.compile(r"[^\W\d_][^\W\d_’'-]*(?:[’'-][^\W\d_]+)*(?=[.,;:!?)]?(?:\s|\Z))")
_INNER = re.compile(r"\(([^()]*)\)")
_CLOSING = re.compile(r" ?(?=[.,;:!?)](?:[\s.,;:)]|\Z))")


class Piece(NamedTuple):
    """A stretch of a sentence: words of the rule, or what a fact says; `whole` where that is a sentence of its own."""

    text: str
    fact: bool = False
    whole: bool = False


def joined(pieces: Iterable[Piece], begins: bool = True) -> str:
    """The text of the pieces: one space between words, none before a comma or stop, one stop at an end, capitals where sentences begin."""
    said, last, within = "", Piece(""), 0
    for piece in pieces:
        text = " ".join(piece.text.split())
        if not piece.fact:
            text = f"{' ' if piece.text[:1].isspace() else ''}{text}{' ' if text and piece.text[-1:].isspace() else ''}"
        if not text:
            continue
        if not piece.fact:
            within += text.count("(") - text.count(")")
        elif within > 0:
            text = _INNER.sub(r"[\1]", text)
        said, text = _met(said, last, piece, text)
        said, last = said + _begun(said, piece, text, begins), piece if text.strip() else last
    return _closed(said.rstrip(), last, len(said) > len(last.text))


def _met(said: str, last: Piece, piece: Piece, text: str) -> tuple[str, str]:
    """Both sides of a joint without a doubled space, a space before a comma, or a doubled stop."""
    if last.whole:
        said = _after_whole(said, piece, text)
    if not piece.fact and _CLOSING.match(text):
        said, text = said.rstrip(), text.lstrip()
        if text[0] == "." and _ENDED.search(said):
            text = text[1:]
    if said[-1:] in ("", " "):
        text = text.lstrip()
    return said, text


def _after_whole(said: str, piece: Piece, text: str) -> str:
    """A sentence told by a fact ends with a stop where another begins, and without one where the rule's own goes on."""
    next_letter = text.lstrip()[:1]
    if not piece.fact and next_letter in (",", ";", ":"):
        return said[:-1] if said.endswith(".") and not said.endswith("..") else said
    goes_on = not piece.fact and (next_letter.islower() or not next_letter.isalnum())
    separate = text[:1].isspace() or said[-1:].isspace()
    return said if goes_on or not separate or _ENDED.search(said.rstrip()) else f"{said.rstrip()}. "


def _begun(said: str, piece: Piece, text: str, begins: bool) -> str:
    """The text with a capital, if a sentence begins with it. Names such as `rrn[.]media` or `telegram:x` stay as they are."""
    if not (_SENTENCE_ENDED.search(said) if said else begins):
        return text
    return text[:1].upper() + text[1:] if not piece.fact or _WORD.match(text) else text


def _closed(said: str, last: Piece, more: bool) -> str:
    return f"{said}." if last.whole and more and not _ENDED.search(said) else said
