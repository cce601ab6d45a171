"""The one thing that can be wrong with a sentence in itself."""

from __future__ import annotations


class WordingError(ValueError):
    """A sentence is not of the allowed form."""
