"""A session after any history says what would be said from scratch about what is left; and its changes tell the differences."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import owners_trial
from countermove import brief, load_rulebook, read_facts, resources
from countermove.facts.fact import Fact
from countermove.rulebook.rulebook import Rulebook
from countermove.session import Changes, Session
from session_trial import DAY, agree, carry_out, claims, entangled, from_scratch, in_full, steps
from small_rulebook import SmallRulebook

tried = settings(
    max_examples=int(os.environ.get("COUNTERMOVE_EXAMPLES", "60")), deadline=None, derandomize="CI" in os.environ
)
History = list[tuple[str, Any]]


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory, shipped_folder: Path) -> Rulebook:
    """The rulebook of the trials, read once."""
    real = resources.folder
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "folder", lambda name: shipped_folder if name == "rules" else real(name))
        return entangled(SmallRulebook(tmp_path_factory.mktemp("entangled") / "rules"))


@tried
@given(start=st.lists(claims, max_size=6), history=st.lists(steps, max_size=6))
def test_every_step_is_told(rules: Rulebook, start: list[Fact], history: History) -> None:
    with Session(rules, as_of=DAY, facts=start) as session:
        for what, argument in history:
            before = session.recommendations
            changes = carry_out(session, what, argument)
            expected = from_scratch(session, rules)
            if changes is not None:
                agree(changes, before, expected)
            assert in_full(session.recommendations) == in_full(expected)


@tried
@given(start=st.lists(claims, max_size=6), history=st.lists(st.tuples(steps, st.booleans()), max_size=8))
def test_changes_tell_what_was_true_then_whenever_they_are_read(
    rules: Rulebook, start: list[Fact], history: list[tuple[tuple[str, Any], bool]]
) -> None:
    """Some changes are let go unread, the others are read in the end, the last first."""
    with Session(rules, as_of=DAY, facts=start) as session:
        kept: list[tuple[Changes, Any, Any]] = []
        before = from_scratch(session, rules)
        for (what, argument), keep in history:
            changes = carry_out(session, what, argument)
            after = from_scratch(session, rules)
            if changes is not None and keep:
                kept.append((changes, before, after))
            before = after
        for changes, was, became in reversed(kept):
            agree(changes, was, became)
        assert in_full(session.recommendations) == in_full(before)


@tried
@given(history=st.lists(steps, max_size=5))
def test_both_joiners_tell_the_same(rules: Rulebook, history: History) -> None:
    with Session(rules, as_of=DAY) as quick, Session(rules, as_of=DAY, engine="durable") as other:
        for what, argument in history:
            one, two = carry_out(quick, what, argument), carry_out(other, what, argument)
            if one is not None and two is not None:
                assert (one.gained, one.changed, one.withdrawn) == (two.gained, two.changed, two.withdrawn)


@tried
@given(start=st.lists(claims, max_size=6), history=st.lists(steps, max_size=3))
def test_the_briefing_is_that_of_what_is_left(rules: Rulebook, start: list[Fact], history: History) -> None:
    with Session(rules, as_of=DAY, facts=start) as session:
        for what, argument in history:
            carry_out(session, what, argument)
        expected = brief(session.claims, rules, as_of=session.as_of, engine="network")
        assert session.briefing().model_dump_json() == expected.model_dump_json()


@tried
@given(start=st.lists(owners_trial.owned, min_size=3, max_size=8), history=st.lists(owners_trial.steps, max_size=5))
def test_what_is_blocked_through_its_owners(rules: Rulebook, start: list[Fact], history: History) -> None:
    """The same of graphs of ownership: steps, changes, both joiners, and the briefing."""
    start = [*owners_trial.listed_owners, *start]
    with (
        Session(rules, as_of=DAY, facts=start) as session,
        Session(rules, as_of=DAY, facts=start, engine="durable") as other,
    ):
        for what, argument in history:
            before = session.recommendations
            one, two = carry_out(session, what, argument), carry_out(other, what, argument)
            expected = from_scratch(session, rules)
            if one is not None and two is not None:
                agree(one, before, expected)
                assert (one.gained, one.changed, one.withdrawn) == (two.gained, two.changed, two.withdrawn)
            assert in_full(session.recommendations) == in_full(expected)
        whole = brief(session.claims, rules, as_of=session.as_of, engine="network")
        assert session.briefing().model_dump_json() == whole.model_dump_json()


@pytest.mark.parametrize("seed", range(3))
def test_the_shipped_rulebook_on_the_example_facts(seed: int) -> None:
    """Half of the examples, then facts that come, go and become known, and sources that are withdrawn."""
    from random import Random

    random, rulebook = Random(seed), load_rulebook()  # noqa: S311 - a fixed choice of examples
    facts = list(read_facts(resources.folder("examples")))
    with Session(rulebook, as_of=date(2025, 6, 1), facts=random.sample(facts, len(facts) // 2)) as session:
        for round in range(4):
            before = session.recommendations
            sources = sorted({piece.source for claim in session.claims for piece in claim.evidence})
            what = (round + seed) % 4
            if what == 0:
                changes = session.assert_facts(random.sample(facts, 20))
            elif what == 1:
                changes = session.retract([claim.id for claim in random.sample(session.claims, 20)])
            elif what == 2:
                changes = session.retract_source(random.choice(sources))
            else:
                changes = session.advance(date(2026, 1 + seed, 1))
            expected = from_scratch(session, rulebook)
            agree(changes, before, expected)
            assert in_full(session.recommendations) == in_full(expected)
        briefing = brief(session.facts, rulebook, as_of=session.as_of, engine="network")
        assert session.briefing().model_dump_json() == briefing.model_dump_json()
