"""Phrase tables: what is wrong with one, and with its use in a sentence; where a rulebook's tables come from."""

from __future__ import annotations

from pathlib import Path

import pytest
from fault_check import check, one

from countermove import resources
from countermove.reading.phrase_reader import read_phrases
from countermove.reading.yaml_source import YamlSource
from countermove.rulebook.phrases import PhraseTable
from small_rulebook import SmallRulebook

DEAL = "- {match: corridor_deal, as: deal}"
STAGES = ("announced", "talks", "feasibility", "agreed", "construction", "operating", "stalled", "cancelled")
WORDS = "".join(f"    {stage}: has come to {stage}\n" for stage in STAGES)
TABLE = f"at-stage:\n  title: How far it is\n  for: [corridor_deal.stage]\n  words:\n{WORDS}"
CAVEAT = "caveat:\n  text: >-\n    The deal {{{{ {} }}}}.\n  steps: [4]"


def sentence(book: SmallRulebook, shown: str, when: str = DEAL) -> Path:
    return book.rule(when=when, then=CAVEAT.format(shown))


def test_a_table_is_read_and_used(book: SmallRulebook) -> None:
    book.write("phrases.yaml", TABLE)
    sentence(book, "deal.stage | worded('at-stage')")
    assert book.load().phrases["at-stage"].worded("talks") == "has come to talks"


@pytest.mark.parametrize(
    ("old", "new", "code", "marker", "message", "hint"),
    [
        ("    talks: has come to talks\n", "", "CM124", "corridor_deal.stage", "no words for talks of corridor_deal.stage", "others:"),
        ("    talks: has come to talks\n", "    talks: has come to talks\n    talk: has\n", "CM124", "talk: has", "'talk' is no choice", "'talks'"),
        ("has come to talks", "has come to [talks]", "CM124", "has come to [talks]", "plain words", "what is to be printed"),
        ("has come to talks", '"{{ deal.project }} talks"', "CM124", '"{{', "plain words", "what is to be printed"),
        ("corridor_deal.stage", "corridor_del.stage", "CM111", "corridor_del.stage", "no kind of fact 'corridor_del'", "'corridor_deal'"),
        ("corridor_deal.stage", "corridor_deal.stag", "CM112", "corridor_deal.stag", "no field 'stag'", "'stage'"),
        ("corridor_deal.stage", "corridor_deal.value", "CM124", "corridor_deal.value", "it is a number", "one of a few words"),
        ("  title: How far it is\n", "", "CM105", "for:", "'title' is missing", "title"),
        ("  words:", "  other: else\n  words:", "CM104", "other", "'other' is not a key", "'others'"),
        ("  title:", "  id: at-stage\n  title:", "CM104", "id: at-stage", "'id' is not a key", "the key above"),
    ],
)  # fmt: skip
def test_faults_of_tables(
    book: SmallRulebook, old: str, new: str, code: str, marker: str, message: str, hint: str
) -> None:
    assert old in TABLE
    path = book.write("phrases.yaml", TABLE.replace(old, new, 1))
    sentence(book, "deal.stage | worded('at-stage')")  # whoever uses it is not blamed too
    check(one(book), path, code, marker, message, hint)


@pytest.mark.parametrize("text", ["- a list", "at-stage: a word", "just text"])
def test_tables_that_are_none(book: SmallRulebook, text: str) -> None:
    book.write("phrases.yaml", text)
    sentence(book, "deal.stage | worded('at-stage')")
    assert [fault.code for fault in book.faults()] == ["CM110"]


@pytest.mark.parametrize(
    ("shown", "message", "hint"),
    [
        ("deal.stage | worded('at-stag')", "no phrase table 'at-stag'", "'at-stage'"),
        ("deal.project | worded('at-stage')", "not for corridor_deal.project", "corridor_deal.project"),
        ("deal.mode | worded('at-stage')", "not for corridor_deal.mode", "words for rail"),
        ("deal.value | worded('at-stage')", "a choice is wanted here, but 'deal.value' is a number", "another field"),
        ("deal.stage | on", "a date is wanted here, but 'deal.stage' is one of a few words", "another field"),
        ("deal.stage | counted('x', 'y')", "a number is wanted here", "another field"),
        ("deal.stag | worded('at-stage')", "no field 'stag'", "'stage'"),
    ],
)
def test_faults_of_their_use(book: SmallRulebook, shown: str, message: str, hint: str) -> None:
    book.write("phrases.yaml", TABLE)
    path = sentence(book, shown)
    code = "CM112" if "no field" in message else "CM124"
    check(one(book), path, code, ">-", message, hint)


FREE = "goods:\n  title: What is bought\n  for: [dependence.measure]\n  words:\n    gas_share: gas\n"
NEED = "- {match: dependence, as: need}"


@pytest.mark.parametrize(
    ("shown", "others", "fits"),
    [
        ("need.measure | worded('goods')", "", False),
        ("need.measure | worded('goods') or 'something'", "", True),
        ("need.measure | worded('goods')", "  others: something\n", True),
    ],
)
def test_free_text_needs_words_for_the_rest(book: SmallRulebook, shown: str, others: str, fits: bool) -> None:
    book.write("phrases.yaml", FREE + others)
    path = sentence(book, shown, NEED)
    if fits:
        assert book.faults() == ()
    else:
        check(one(book), path, "CM124", ">-", "free text", "others:")


def test_in_brackets_the_rest_is_left_out(book: SmallRulebook) -> None:
    book.write("phrases.yaml", FREE)
    book.rule(when=NEED, then="caveat: {text: \"It buys[ {{ need.measure | worded('goods') }}].\", steps: [4]}")
    assert book.faults() == ()


def test_shipped_tables_serve_rulebooks_that_have_none(book: SmallRulebook) -> None:
    (resources.folder("rules") / "phrases.yaml").write_text(TABLE, encoding="utf-8")
    try:
        sentence(book, "deal.stage | worded('at-stage')")
        shipped = book.load()
        book.write("phrases.yaml", TABLE.replace("has come to", "stands at"))
        own = book.load()
    finally:
        (resources.folder("rules") / "phrases.yaml").unlink()
    assert shipped.phrases["at-stage"].worded("talks") == "has come to talks"
    assert own.phrases["at-stage"].worded("talks") == "stands at talks"
    assert shipped.sha256 != own.sha256


def test_the_shipped_tables_are_in_order() -> None:
    source = YamlSource.of_file("phrases.yaml", resources.folder("rules") / "phrases.yaml")
    tables: dict[str, PhraseTable] = {}
    read_phrases(source, tables, set())
    assert source.faults == []
    assert len(tables) >= 30
    printed = [words for table in tables.values() for words in [*table.words.values(), table.others or "x"]]
    assert [words for words in printed if "_" in words or words != " ".join(words.split())] == []
