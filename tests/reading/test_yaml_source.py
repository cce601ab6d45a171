"""Strict YAML: what is written is what is meant, every trap is refused, and every fault knows its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermove.reading.yaml_source import YamlSource, suggestion


def read(text: str) -> YamlSource:
    return YamlSource("rule.yaml", text)


def faults(text: str) -> list[tuple[str, int, int]]:
    """(code, line, column) of every fault."""
    return [(f.code, f.location.line, f.location.column) for f in read(text).faults if f.location]


@pytest.mark.parametrize(
    "word",
    ["NO", "no", "Yes", "on", "OFF", "y", "N", "True", "FALSE", "12:30:45", "12:30", "012", "08", "09.5", "1_000", "1_000.5", "0x1F",
     "0o17", "0b11", ".inf", "-.INF", ".nan", "5.", ".5", "1e3", "1.5e3", "12E45", "1e400", "9" * 5000],
)  # fmt: skip
def test_a_word_that_readers_disagree_on_is_refused(word: str) -> None:
    assert faults(f"a: {word}\n") == [("CM109", 1, 4)]


@pytest.mark.parametrize("word", ["NO", "on", "12:30:45", "012", "1_000", ".inf", "null", "~", "", "1e3", "true", "7"])
def test_the_same_word_in_quotes_is_text(word: str) -> None:
    source = read(f"a: \"{word}\"\nb: '{word}'\n")
    assert source.faults == []
    assert source.data == {"a": word, "b": word}


def test_the_hint_says_what_to_write_instead() -> None:
    (fault,) = read("flag: NO\n").faults
    assert "in quotes if it is text" in fault.hint
    assert "true or false" in fault.hint
    assert fault.excerpt == "flag: NO"


@pytest.mark.parametrize("written", ["null", "Null", "NULL", "~"])
def test_null_is_refused(written: str) -> None:
    assert faults(f"a: {written}\n") == [("CM108", 1, 4)]


@pytest.mark.parametrize(("text", "column"), [("a:\nb: 1\n", 3), ("a:\n", 3), ("{a: }\n", 5), ("- \n", 2)])
def test_an_empty_value_is_refused(text: str, column: int) -> None:
    assert faults(text) == [("CM108", 1, column)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("2026-03-01", "2026-03-01"), ("2026-03", "2026-03"), ("2024-01/2024-10", "2024-01/2024-10"),
     ("2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z"), ("imo:9256054", "imo:9256054"), ("$ship.id", "$ship.id"), ("=", "=")],
)  # fmt: skip
def test_dates_and_ids_stay_text(written: str, meant: str) -> None:
    source = read(f"a: {written}\n")
    assert source.faults == []
    assert source.data == {"a": meant}


@pytest.mark.parametrize(
    ("written", "meant"),
    [("7", 7), ("-7", -7), ("+7", 7), ("0", 0), ("0.5", 0.5), ("-0.25", -0.25), ("true", True), ("false", False)],
)
def test_plain_values(written: str, meant: object) -> None:
    source = read(f"a: {written}\n")
    assert source.faults == []
    assert source.data["a"] == meant
    assert type(source.data["a"]) is type(meant)


def test_a_key_may_be_a_word_that_no_value_may_be() -> None:
    assert read("reviewed: {on: 2026-11-22}\n").data == {"reviewed": {"on": "2026-11-22"}}


def test_a_duplicate_key_names_the_line_of_the_first() -> None:
    source = read("a: 1\nb: 2\na: 3\n")
    (fault,) = source.faults
    assert (fault.code, fault.location and fault.location.line, fault.excerpt) == ("CM107", 3, "a: 3")
    assert "first on line 1" in fault.message
    assert source.data == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a: &x 1\n", [(1, 4)]),
        ("a: &x 1\nb: *x\n", [(1, 4), (2, 4)]),
        ("a: &x [*x]\n", [(1, 4), (1, 8)]),
        ("&k a: 1\n", [(1, 1)]),
        ("a: {b: 1}\nc:\n  <<: {b: 2}\n", [(3, 3)]),
        ("a: !!str NO\n", [(1, 4)]),
        ("a: !!int '3'\n", [(1, 4)]),
        ("a: !mine x\n", [(1, 4)]),
        ("a: !!set {x: 1}\n", [(1, 4)]),
        ("a: !!python/object:os.system x\n", [(1, 4)]),
        ("!!python/name:os.system a: 1\n", [(1, 1)]),
        ("a: !!binary aGk=\n", [(1, 4)]),
        ("? [a, b]\n: 1\n", [(1, 3)]),
    ],
)
def test_anchors_tags_and_merge_keys_are_refused(text: str, places: list[tuple[int, int]]) -> None:
    assert faults(text) == [("CM103", line, column) for line, column in places]


def test_aliases_do_not_multiply() -> None:
    """The "billion laughs": each level repeats the one above ten times."""
    levels = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 20)]
    source = read("\n".join(levels))
    assert {f.code for f in source.faults} == {"CM103"}
    assert len(str(source.data)) < 2_000


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused_without_following_it(opening: str) -> None:
    source = read(("" if opening == "- " else "a: ") + opening * 100_000)
    assert [f.message for f in source.faults] == ["this is nested too deeply"]
    assert source.data is None


def test_nesting_as_deep_as_a_rule_needs_is_fine() -> None:
    assert read("a: " + "[" * 30 + "1" + "]" * 30).faults == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a:\n\tb: 1\n", (2, 1)),
        ("a: 'open\n", (2, 1)),
        ("a: [1, 2\nb: 3\n", (2, 2)),
        ("a: 1\n---\nb: 2\n", (2, 1)),
        ("ok: 1\na: x\0y\n", (2, 5)),
        ("ok: 1\na: \x1b[31mred\n", (2, 4)),
        ("a: x\ud800y\n", (1, 5)),
    ],
)
def test_what_is_not_yaml_is_told_with_its_place(text: str, place: tuple[int, int]) -> None:
    assert faults(text) == [("CM101", *place)]


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ("ok: 1\nname: Kovač\n".encode("iso8859-2"), (2, 11)),
        (b"\xef\xbb\xbfname: \xff\n", (1, 7)),
        ("name: x\n".encode("utf-16"), (1, 1)),
    ],
)
def test_bytes_that_are_not_utf8_are_refused_where_they_stand(raw: bytes, place: tuple[int, int]) -> None:
    source = YamlSource.of_bytes("rule.yaml", raw)
    (fault,) = source.faults
    assert fault.code == "CM101"
    assert fault.location
    assert (fault.location.line, fault.location.column) == place
    assert source.data is None


def test_a_byte_order_mark_is_no_fault() -> None:
    assert YamlSource.of_bytes("rule.yaml", b"\xef\xbb\xbfa: 1\r\nb: 2\r\n").data == {"a": 1, "b": 2}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file_is_a_fault(text: str) -> None:
    source = read(text)
    assert [f.code for f in source.faults] == ["CM108" if text == "---\n" else "CM102"]


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    (fault,) = YamlSource.of_file("here.yaml", tmp_path).faults
    assert fault.code == "CM101"
    assert "cannot be read" in fault.message


def test_every_fault_of_a_file_is_reported_in_one_run() -> None:
    assert faults("a: NO\nb: ~\nc: 012\nc: 1\n") == [("CM109", 1, 4), ("CM108", 2, 4), ("CM109", 3, 4), ("CM107", 4, 1)]


def test_an_unreadable_value_is_not_blamed_twice() -> None:
    source = read("a: ~\n")
    source.fault("CM106", "a: should have at least one character", ("a",))
    assert [f.code for f in source.faults] == ["CM108"]


def test_places_of_values_and_keys() -> None:
    source = read("when:\n  - match: vessel\n    where: {type: x, name: y}\n")
    assert str(source.where(("when", 0, "where", "name"))) == "rule.yaml:3:28"
    assert str(source.where_key(("when", 0, "where", "name"))) == "rule.yaml:3:22"
    assert str(source.where(("when", 0, "absent"))) == "rule.yaml:2:5"


def test_messages_cannot_harm_a_terminal() -> None:
    (fault,) = read("a: 1\n\x1b]0;owned\x07: 2\n").faults
    assert "\x1b" not in str(fault)


@pytest.mark.parametrize(("word", "hint"), [("vesel", "did you mean 'vessel'?"), ("qqq", "")])
def test_suggestion(word: str, hint: str) -> None:
    assert suggestion(word, ["vessel", "company"]) == hint


@pytest.mark.parametrize(
    "text",
    [
        "a: &x 1",
        "a: *x",
        "a: !!str 1",
        "[" * 60 + "]" * 60,
        "{a: " * 60 + "1" + "}" * 60,
        "- " * 60 + "x",
        "? " * 60 + "x",
    ],
)
def test_nothing_that_needs_a_closer_look_passes_at_a_glance(text: str) -> None:
    assert YamlSource("x.yaml", text).faults
