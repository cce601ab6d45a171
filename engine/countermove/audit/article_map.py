"""The source article in our own words (`rules/article.yaml`): what each paragraph claims, which systems it names, what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field, Strict

from countermove import resources
from countermove.errors import RulebookError, UsageError
from countermove.facts.time import PartialDate
from countermove.reading.yaml_source import YamlSource
from countermove.rulebook.document import Document, Prose, Slug

LAST_PARAGRAPH = 60
_FILE = "article.yaml"

Number = Annotated[int, Strict(), Field(ge=1, le=LAST_PARAGRAPH)]


class Paragraph(Document):
    """One paragraph: its gist in a few words, and what of it nothing carries."""

    n: Number
    gist: Prose = Field(description="In our own words; no sentence of the article is copied")
    claims: Annotated[bool, Strict()] = Field(
        description="Whether it claims something or asks for a step; not so headings and passages"
    )
    left_out: Prose | None = Field(None, description="What is carried by no fact and no rule, and why")


class System(Document):
    """Something that the article names and the rulebook has to watch: a route, an agency, a dependence, a condition."""

    id: Slug
    name: Prose
    paragraphs: tuple[Number, ...] = Field(min_length=1)
    facts: tuple[Prose, ...] = Field(min_length=1, description="Ids of shipped facts that describe it")


class ArticleMap(Document):
    """The whole of `article.yaml`. `days` are those on which the shipped facts are put before the rules."""

    title: Prose
    days: tuple[PartialDate, ...] = Field(min_length=1)
    paragraphs: tuple[Paragraph, ...]
    systems: tuple[System, ...]


def read_article_map(folders: Sequence[str | Path] = ()) -> ArticleMap:
    """The map in the first of the folders of rules that has one; the shipped one where none has.

    Raises UsageError where there is none at all, RulebookError with every fault.
    """
    for folder in [*map(Path, folders), resources.folder("rules")]:
        file = folder / _FILE
        if file.is_file():
            return _read(YamlSource.of_bytes(file.as_posix(), file.read_bytes()))
    raise UsageError(f"there is no {_FILE} in the folder of rules", hint="reinstall the package, or write one")


def _read(source: YamlSource) -> ArticleMap:
    found = source.validate(ArticleMap, source.data) if source.data is not None else None
    if found:
        _check_numbers(source, [paragraph.n for paragraph in found.paragraphs])
        _check_twice(source, "systems", [system.id for system in found.systems])
        for place, day in enumerate(found.days):
            if not day.exact:
                source.fault("CM140", f"'{day}' is not one day", ("days", place), "write YYYY-MM-DD")
    if found is None or source.faults:
        raise RulebookError(source.faults)
    return found


def _check_numbers(source: YamlSource, numbers: list[int]) -> None:
    missing = sorted(set(range(1, LAST_PARAGRAPH + 1)) - set(numbers))
    if missing:
        source.fault(
            "CM140", f"paragraphs are missing: {', '.join(map(str, missing))}", ("paragraphs",), "add an entry for each"
        )
    _check_twice(source, "paragraphs", numbers)


def _check_twice(source: YamlSource, part: str, names: Iterable[str | int]) -> None:
    names = list(names)
    for name, count in Counter(names).items():
        if count > 1:
            source.fault(
                "CM127",
                f"{name} stands {count} times",
                (part, len(names) - 1 - names[::-1].index(name)),
                "keep one of them",
            )
