"""In which order rules run, so that `none`, `count` and `sum` only look at what is complete."""

from __future__ import annotations

import pytest

from countermove.rulebook.rule import Rule
from countermove.rulebook.strata import forbidden_cycle, strata
from small_rulebook import SHIP, SmallRulebook


def concludes(name: str) -> str:
    return f"conclude: {{kind: indicator, name: {name}, about: $ship.id}}"


def looks(clause: str, name: str) -> str:
    rest = {"match": ", as: sign", "none": "", "count": ", at_least: 1"}[clause]
    return f"{SHIP}\n- {{{clause}: indicator{rest}, where: {{name: {name}, about: $ship.id}}}}"


def rules(book: SmallRulebook) -> list[Rule]:
    return list(book.load().rules.values())


def layers(book: SmallRulebook) -> list[list[str]]:
    return [[rule.id for rule in layer] for layer in strata(rules(book))]


def test_no_rules() -> None:
    assert strata([]) == []


def test_plain_matches_share_a_layer(book: SmallRulebook) -> None:
    book.rule("one", SHIP, concludes("first"))
    book.rule("two", looks("match", "first"), concludes("second"))
    assert layers(book) == [["one", "two"]]


@pytest.mark.parametrize("clause", ["none", "count"])
def test_what_looks_at_absence_or_number_runs_after_what_it_looks_at(book: SmallRulebook, clause: str) -> None:
    book.rule("a-last", looks(clause, "second"), concludes("third"))
    book.rule("b-middle", looks(clause, "first"), concludes("second"))
    book.rule("c-first", SHIP, concludes("first"))
    assert layers(book) == [["c-first"], ["b-middle"], ["a-last"]]


def test_a_match_carries_the_layer_on(book: SmallRulebook) -> None:
    book.rule("one", SHIP, concludes("first"))
    book.rule("two", looks("none", "first"), concludes("second"))
    book.rule("three", looks("match", "second"), concludes("third"))
    assert layers(book) == [["one"], ["three", "two"]]


def test_another_name_is_another_kind(book: SmallRulebook) -> None:
    book.rule("one", looks("none", "second"), concludes("first"))
    book.rule("two", SHIP, concludes("third"))
    assert layers(book) == [["one", "two"]]


def test_a_clause_inside_any_counts(book: SmallRulebook) -> None:
    book.rule("one", SHIP, concludes("first"))
    either = "- any:\n  - [{none: indicator, where: {name: first}}]\n  - [{none: company}]"
    book.rule("two", f"{SHIP}\n{either}", concludes("second"))
    assert layers(book) == [["one"], ["two"]]


def test_a_circle_of_matches_is_one_layer(book: SmallRulebook) -> None:
    book.rule("one", looks("match", "second"), concludes("first"))
    book.rule("two", looks("match", "first"), concludes("second"))
    assert layers(book) == [["one", "two"]]
    assert forbidden_cycle(rules(book)) is None


def test_a_forbidden_cycle_is_found_with_every_rule_on_it(book: SmallRulebook) -> None:
    book.rule("one", looks("match", "third"), concludes("first"))
    book.rule("two", looks("match", "first"), concludes("second"))
    book.rule("three", SHIP, concludes("third"))
    book.rule("aside", SHIP, concludes("aside"))
    sound = rules(book)
    book.rule("other", looks("none", "second"), concludes("third"))
    looped = [*sound, _read_alone(book)]
    assert forbidden_cycle(looped) == ["other", "one", "two"]
    with pytest.raises(ValueError, match="cycle"):
        strata(looped)


def _read_alone(book: SmallRulebook) -> Rule:
    """The last rule, read in a rulebook where its cycle is not closed."""
    for name in ("one", "two", "three", "aside"):
        (book.folder / f"sample/{name}.yaml").unlink()
    return rules(book)[0]
