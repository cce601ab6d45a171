"""Every engine gives what the reference gives, on rulebooks and facts that nobody thought of."""

from __future__ import annotations

from generated import generated
from hypothesis import given
from hypothesis import strategies as st
from making import DAY, everything, rulebook
from strategies import PARAMETERS, cases

from countermove.errors import EngineError
from countermove.facts.fact import Fact
from countermove.inference.engines import infer
from countermove.rulebook.rule import Rule


def outcome(engine: str, rules: list[Rule], facts: list[Fact]) -> object:
    try:
        return everything(infer(rulebook(rules, PARAMETERS), facts, DAY, engine))
    except EngineError:
        return "a conclusion that its kind does not allow"


@generated
@given(case=cases(), shuffle=st.randoms(use_true_random=False))
def test_durable_gives_what_the_reference_gives_in_whatever_order(
    case: tuple[list[Rule], list[Fact]], shuffle: object
) -> None:
    rules, facts = case
    expected = outcome("reference", rules, facts)
    assert outcome("durable", rules, facts) == expected
    shuffle.shuffle(rules)  # type: ignore[attr-defined]
    shuffle.shuffle(facts)  # type: ignore[attr-defined]
    assert outcome("durable", rules, facts) == expected
    assert outcome("reference", rules, facts) == expected
