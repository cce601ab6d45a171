"""Phrase tables: the words that sentences use for the choices of a field (`rules/phrases.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from countermove.rulebook.document import Document, Prose, Slug


class PhraseTable(Document):
    """Words for what a field can hold. A sentence writes `{{ deal.stage | worded("is-at-stage") }}`."""

    id: Slug = Field(description="The key under which it stands")
    title: Prose = Field(description="Where the words fit, as an example sentence or in a few words")
    meant_for: tuple[Prose, ...] = Field(
        alias="for", min_length=1, description="The fields it has words for, as kind.field"
    )
    words: Mapping[str, Prose] = Field(
        min_length=1, description="Choice → words; all choices, unless there is `others`"
    )
    others: Prose | None = Field(None, description="Words for what is known and stands not among `words`")

    def worded(self, value: str) -> str | None:
        """The words for a value; None where the table has none."""
        return self.words.get(value, self.others)


Phrases = Mapping[str, PhraseTable]
"""Id → table."""
