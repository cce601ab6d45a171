"""Parts in square brackets, dates, counts and words of choices in sentences; and how the pieces are joined."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from countermove.facts.time import PartialDate
from countermove.rulebook.phrases import PhraseTable
from countermove.rulebook.shown import Shown
from countermove.rulebook.wording import WordingError, names_used, render

STAGE = PhraseTable.model_validate(
    {
        "id": "is-at",
        "title": "T",
        "for": ["corridor_deal.stage"],
        "words": {"talks": "is under discussion", "agreed": "is agreed"},
    }
)
SOURCE = PhraseTable.model_validate(
    {"id": "source-of", "title": "T", "for": ["market_stake.sector"], "words": {"gas": "gas"}}
)
WHOSE = PhraseTable.model_validate(
    {"id": "whose", "title": "T", "for": ["x.y"], "words": {"EU": "the EU", "UK": "the United Kingdom"}, "others": "another"}
)  # fmt: skip
PHRASES = {table.id: table for table in (STAGE, SOURCE, WHOSE)}
DAY = PartialDate.parse("2025-05-05")


def said(template: str, **fields: Any) -> str:
    """The sentence about one fact, `e`, whose fields are given."""
    names_used(template)  # what is rendered has passed the check
    shown = {name: Shown(value, value) if type(value) is str else value for name, value in fields.items()}
    return render(template, {"e": shown}, PHRASES)


def whole(text: str) -> Shown:
    return Shown(text, text, True)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"date": DAY, "place": "Kiel", "asset": "a cable"}, "The damage to a cable on 5 May 2025 (Kiel) is one."),
        ({"date": DAY, "place": "Kiel"}, "The damage on 5 May 2025 (Kiel) is one."),
        ({"date": DAY}, "The damage on 5 May 2025 is one."),
        ({"date": DAY, "place": ""}, "The damage on 5 May 2025 is one."),
        ({"date": DAY, "place": ()}, "The damage on 5 May 2025 is one."),
        ({}, "The damage is one."),
    ],
)
def test_a_part_in_brackets_is_left_out_when_something_in_it_is_not_known(
    fields: dict[str, Any], sentence: str
) -> None:
    assert said("The damage[ to {{ e.asset }}][ {{ e.date | on }}][ ({{ e.place }})] is one.", **fields) == sentence


def test_all_of_a_part_goes_when_one_of_several_is_not_known() -> None:
    template = "It grew[ from {{ e.first }} to {{ e.last }}]."
    assert said(template, first=3, last=7) == "It grew from 3 to 7."
    assert said(template, first=3) == said(template, last=7) == "It grew."


def test_zero_and_no_are_known() -> None:
    assert said("Found[: {{ e.count }}][, {{ e.flag }}].", count=0, flag=False) == "Found: 0, no."


def test_a_part_that_would_print_nothing_is_left_out() -> None:
    template = "Attributed to Russia[ (named: {{ e.who if e.who != 'Russia' }})]."
    assert said(template, who="GRU") == "Attributed to Russia (named: GRU)."
    assert said(template, who="Russia") == said(template) == "Attributed to Russia."


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("a [b] c {{ e.x }}", "shows no field"),
        ("a [{{ 'b' }}] c", "shows no field"),
        ("a [{{ e.x or 'b' }}] c", "never be left out"),
        ("a [{{ e.x }}", "opened and not closed"),
        ("a {{ e.x }}] b", "closed that was not opened"),
        ("a [b [{{ e.x }}]]", "holds no other"),
        ("{{ e.x | counted('ship') }}", '\\| counted\\("ship", "ships"\\)'),
        ("{{ e.x | counted('ship', '') }}", "is written"),
        ("{{ e.x | counted(e.one, e.many) }}", "is written"),
        ("{{ e.x | on(1) }}", "is written"),
        ("{{ e.x | worded }}", "is written"),
        ("{{ e.x | worded(e.y) }}", "is written"),
        ("{{ 'x' | on }}", "asks for a date"),
        ("{{ e.x | upper | on }}", "asks for a date"),
        ("{{ (e.x or 'never') | on }}", "asks for a date"),
        ("{{ 'x' | worded('is-at') }}", "asks for a choice"),
        ("{{ (e.x == 1) | counted('ship', 'ships') }}", "asks for a number"),
        ("{{ e.x | counted('a', 'b') | round }}", "asks for a number"),
        ("{{ e.x | upper | join(' and ') }}", "asks for a list"),
        ("{{ 'a' if e.x | counted('a', 'b') < 3 else 'b' }}", "only numbers"),
    ],
)
def test_what_is_no_sentence(template: str, message: str) -> None:
    with pytest.raises(WordingError, match=message):
        names_used(template)


def test_brackets_can_be_written_as_signs() -> None:
    assert said("He said: stop {{ '[' }}sic{{ ']' }} the {{ e.x }}.", x="ship") == "He said: stop [sic] the ship."


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2025-05-05", "on 5 May 2025"), ("2025-05", "in May 2025"), ("2025", "in 2025"),
        ("2025-05-01/2025-06-03", "between 1 May 2025 and 3 June 2025"),
        ("2025-H1", "in the first half of 2025"), ("2025-Q4", "in the last quarter of 2025"), ("2025-04/2025-06", "in the second quarter of 2025"),
        ("2025-01-01/2025-03-30", "between 1 January 2025 and 30 March 2025"), ("2025-02/2025-03", "between 1 February 2025 and 31 March 2025"),
        ("2024-01/2025-03", "between 1 January 2024 and 31 March 2025"), ("2024-07/2025-12", "between 1 July 2024 and 31 December 2025"),
    ],
)  # fmt: skip
def test_on(date: str, words: str) -> None:
    assert said("Damaged {{ e.date | on }}.", date=PartialDate.parse(date)) == f"Damaged {words}."


def test_on_a_moment_and_on_nothing() -> None:
    moment = datetime(2025, 5, 5, 3, 10, tzinfo=UTC)
    assert said("Silent {{ e.start | on }}.", start=moment) == "Silent on 5 May 2025 at 03:10 UTC."
    assert said("Silent {{ e.start | on }}.") == "Silent on a day that is not known."
    assert said("Silent {{ (e.start | on) or 'at some time' }}.") == "Silent at some time."


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "No ships"), (1, "One ship"), (1.0, "One ship"), (2, "Two ships"), (9, "Nine ships"), (10, "10 ships"), (1234, "1,234 ships"),
        (2.5, "2.5 ships"), (0.999, "One ship"), (-1, "-1 ships"), (None, "An unknown number of ships"),
    ],
)  # fmt: skip
def test_counted(count: float | None, words: str) -> None:
    assert said("{{ e.count | counted('ship', 'ships') }}", count=count) == words


def test_a_rounded_number_and_a_length_can_be_counted() -> None:
    assert said("silent for {{ e.h | round(0) | counted('hour', 'hours') }}", h=14.4) == "Silent for 14 hours"
    assert said("{{ e.names | length | counted('name', 'names') }}", names=("A", "B")) == "Two names"


def test_worded() -> None:
    assert said("It {{ e.stage | worded('is-at') }}.", stage=Shown("talks", "talks")) == "It is under discussion."
    assert said("It {{ e.stage | worded('is-at') }}.") == "It not known."
    assert said("Listed by {{ e.by | worded('whose') }}.", by=("EU", "UK", "CZ")) == (
        "Listed by the EU, the United Kingdom and another."
    )


def test_worded_lists_can_be_joined_otherwise() -> None:
    assert said("{{ e.by | worded('whose') | join('; ') }}", by=("EU", "UK")) == "The EU; the United Kingdom"
    assert said("{{ e.stage | worded('is-at') | join('; ') }}", stage="talks") == "Is under discussion"


def test_what_a_table_has_no_words_for_is_not_known() -> None:
    template = "Regulate it[ and find a second source of {{ e.sector | worded('source-of') }}]"
    assert said(template, sector="gas") == "Regulate it and find a second source of gas"
    assert said(template, sector="rail") == said(template) == "Regulate it"
    assert said("{{ e.sector | worded('source-of') or 'something else' }}", sector="rail") == "Something else"


@pytest.mark.parametrize(
    ("template", "fields", "sentence"),
    [
        ("one [of {{ e.x }}], two", {}, "One, two"),
        ("one [({{ e.x }})].", {}, "One."),
        ("one {{ e.x if e.x else '' }}, two {{ e.y if e.y else '' }}.", {}, "One, two."),
        ("hit[ ({{ e.x }})] again", {"x": "Langen (air traffic control)"}, "Hit (Langen [air traffic control]) again"),
        ("hit {{ e.y }} {{ e.x }}", {"x": "b (c)", "y": "a ("}, "Hit a ( b (c)"),
        ("hit {{ e.x }} (again)", {"x": "Langen (air traffic control)"}, "Hit Langen (air traffic control) (again)"),
        ("owned by {{ e.x }}.", {"x": "Acme Co."}, "Owned by Acme Co."),
        ("owned by {{ e.x }}, once", {"x": "Acme Co."}, "Owned by Acme Co., once"),
        ("he asked {{ e.x }}.", {"x": "why?"}, "He asked why?"),
        ("and so on {{ e.x }}...", {"x": "then"}, "And so on then..."),
        ("{{ e.x }} hides", {"x": "the ship"}, "The ship hides"),
        ("{{ e.x }} hides", {"x": "élan"}, "Élan hides"),
        ("{{ e.x }} hides", {"x": "rrn[.]media"}, "rrn[.]media hides"),
        ("{{ e.x }} hides", {"x": "telegram:x"}, "telegram:x hides"),
        ("It broke. {{ e.x }} lay near.", {"x": "a ship"}, "It broke. A ship lay near."),
        ("It is in Art. {{ e.x }} lay near.", {"x": "three"}, "It is in Art. three lay near."),
        ("Built in 2003. {{ e.x }} owns it.", {"x": "the bank"}, "Built in 2003. The bank owns it."),
        ("a  line\n broken {{ e.x }} .", {"x": "here"}, "A line broken here."),
    ],
)
def test_joints(template: str, fields: dict[str, Any], sentence: str) -> None:
    assert said(template, **fields) == sentence


@pytest.mark.parametrize("summary", ["the cable broke", "the cable broke.", "The cable broke."])
@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("It is known. {{ e.s }} More follows.", "It is known. The cable broke. More follows."),
        ("It is known.[ {{ e.s }}] More follows.", "It is known. The cable broke. More follows."),
        ("It is known. {{ e.s }}", "It is known. The cable broke."),
        ("It is known.[ {{ e.s }}]", "It is known. The cable broke."),
        ("It is known. {{ e.s }}.", "It is known. The cable broke."),
        ("It is known. {{ e.s }}; more follows.", "It is known. The cable broke; more follows."),
        ("{{ e.s }} (reported)", "The cable broke (reported)"),
    ],
)
def test_a_summary_is_a_sentence_with_one_stop(template: str, sentence: str, summary: str) -> None:
    if template.endswith("(reported)") and summary.endswith("."):
        sentence = sentence.replace("broke (", "broke. (")
    assert said(template, s=whole(summary)) == sentence


def test_a_condition_gets_no_capital() -> None:
    assert render("the flag state asks", {}, begins=False) == "the flag state asks"


def test_a_use_tells_its_table_and_whether_other_words_stand_by() -> None:
    uses = names_used(
        "{{ a.x | worded('t') }}[ {{ b.x | worded('t') }}]{{ c.x | worded('t') or 'so' }}{{ d.x | on }}[{{ f.x }}]"
    )
    assert [(use.alias, use.wanted, use.table, use.sheltered) for use in uses] == [
        ("a", "a choice", "t", False), ("b", "a choice", "t", True), ("c", "a choice", "t", True), ("d", "a date", "", False),
        ("f", "anything", "", False),
    ]  # fmt: skip


def test_plain_sentences_are_read_the_same_with_and_without_the_parser() -> None:
    plain = "A {{ a.x }}[, {{ b.y or c.z }} and {{ d.w }}]."
    parsed = f"{plain}{{{{ '' }}}}"  # what stands in quotes is not plain
    assert names_used(plain) == names_used(parsed)
