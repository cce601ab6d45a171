"""The names of a sentence are the same at a glance and by the parser, whatever the sentence."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from countermove.rulebook.sentence_names import Use, glance, names_used, parsed
from countermove.rulebook.wording_error import WordingError

FIELD = st.sampled_from(
    ["a.b", "ship.name", "not.x", "or.x", "true.b", "a.or", "n.count", "a.b.c", "a", "7", "A.b", "a.B", "_a.b1"]
)
QUOTED = st.sampled_from(
    ["'x'", '"y"', "''", "' '", "'a.b'", "'it]s'", "'{{'", '"don\'t"', "'a or b.c'", "'x\\'y'", "1"]
)
FILTER = st.one_of(
    st.sampled_from(["on", "on()", "counted('s')", "upper", "round(1)", "worded", "worded()", "worded('t', 'u')", "counted(a.b, 'c')"]),
    st.builds("counted({}, {})".format, QUOTED, QUOTED),
    st.builds("worded({})".format, QUOTED),
)  # fmt: skip
TERM = st.one_of(
    FIELD, QUOTED, st.builds("{} | {}".format, FIELD, FILTER), st.builds("{}|{}|{}".format, FIELD, FILTER, FILTER)
)
SHOWN = st.builds(
    "{{{{{}{}{}}}}}".format,
    st.sampled_from(["", " ", "  ", "\n", "-"]),
    st.lists(TERM, min_size=1, max_size=3).map(" or ".join),
    st.sampled_from(["", " ", " if c.d", " if c.d else 'x'", "\t"]),
)
USUAL = st.sampled_from([
    "{{ a.b }}", "{{ a.b or c.d }}", "{{a.b|on}}", "{{ a.b | on or c.d }}", "{{ a.b | counted('x', \"y's\") }}", "{{ a.b | worded('t') }}",
    "{{ a.b or 'x' }}", "{{ a.b | worded('t') or 'see a.b or c.d' }}", "[ ({{ a.b }})]", "[{{ a.b or 'x' }}{{ c.d }}]",
])  # fmt: skip
ODD = st.one_of(st.sampled_from(["[", "]", "[ ", "]. ", "{", "}", "{#", "#}", "{%", "'"]), SHOWN)
PIECE = st.one_of(USUAL, USUAL, USUAL, st.sampled_from(["text ", ", ", ". ", "\n", "Ж"]), ODD)
SENTENCE = st.lists(PIECE, max_size=7).map("".join)


def by_the_parser(sentence: str) -> list[Use] | None:
    try:
        return parsed(sentence)
    except WordingError:
        return None


@given(sentence=SENTENCE)
@example("[{{ a.b or 'x' }}]")
@example("[{{ a.b or 'x' }}{{ c.d }}]")
@example("[{{ a.b | worded('t') or c.d }}]{{ a.b|worded( \"t\" )or c.d or 'x' }}")
@example("{{ a.b | counted('x', '') }}")
@example("{{ a.b | counted('of a.b', 'of c.d | on') }}")
def test_a_glance_gives_what_the_parser_gives_or_nothing(sentence: str) -> None:
    at_a_glance = glance(sentence)
    assert at_a_glance is None or at_a_glance == by_the_parser(sentence)


@given(sentence=st.lists(st.one_of(st.sampled_from(["text ", ", ", ". "]), USUAL), max_size=6).map("".join))
def test_usual_sentences_need_no_parser(sentence: str) -> None:
    assert glance(sentence) == parsed(sentence)
    assert names_used(sentence) == parsed(sentence)


def test_what_is_no_usual_sentence_is_left_to_the_parser() -> None:
    for sentence in (
        "{{ a.b if c.d }}",
        "{{ '[' }}",
        "[{{ a.b or 'x' }}]",
        "{{ a.b | upper }}",
        "{{ (a.b) }}",
        "{ {{ a.b }}",
    ):
        assert glance(sentence) is None
