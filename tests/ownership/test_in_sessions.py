"""What is blocked through its owners, in live sessions: what changes with it, why, and that a call that fails changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from ownership_graphs import blocked, held, made

from countermove import resources
from countermove.errors import EngineError, UsageError
from countermove.facts.kinds.derived import BlockedOwnership
from countermove.rulebook.rulebook import Rulebook
from countermove.session import Session
from session_trial import DAY, entangled, from_scratch, in_full
from small_rulebook import SmallRulebook

LISTING, UPPER, LOWER = blocked("P"), held("P", "A", 60.0), held("A", "B", 60.0)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory, shipped_folder: Path) -> Rulebook:
    """The rulebook of the trials, with a rule that concludes what cannot be where two blocked companies have names that are spelled alike."""
    real = resources.folder
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "folder", lambda name: shipped_folder if name == "rules" else real(name))
        book = SmallRulebook(tmp_path_factory.mktemp("owners") / "rules")
        book.rule(
            "breaks",
            "- {match: blocked_ownership, as: held, where: {certain: true}}\n- {match: company, as: firm, where: {id: $held.asset}}",
            "conclude: {kind: indicator, name: odd, subject: $firm.name}",
        )
        return entangled(book)


def targets(session: Session) -> set[str]:
    return {r.target.id for r in session.recommendations if r.action == "block-it"}


def test_a_listing_that_comes_and_goes_takes_the_whole_chain_with_it(rules: Rulebook) -> None:
    with Session(rules, as_of=DAY, facts=[UPPER, LOWER]) as session:
        gained = [change for change in session.assert_facts([LISTING]).gained if change.id.startswith("block-it")]
        assert {change.id for change in gained} == {"block-it:register:A", "block-it:register:B"}
        assert all(change.causes == (LISTING.id,) for change in gained)
        assert session.facts.of_kind("blocked_ownership") == ()
        withdrawn = session.retract(UPPER.id).withdrawn
        assert {"block-it:register:A", "block-it:register:B"} <= {change.id for change in withdrawn}
        assert targets(session) == set()


def test_better_evidence_high_up_is_noticed_below(rules: Rulebook) -> None:
    """The fact on B says what it said, and is better borne out."""
    weak = made("ownership", owner="register:P", asset="register:A", share=60.0, evidence=({"source": "A blog", "reliability": "E", "credibility": 5},))  # fmt: skip
    with Session(rules, as_of=DAY, facts=[LISTING, weak, LOWER]) as session:
        strong = {"source": "A register", "reliability": "A", "credibility": 2}
        changes = session.assert_facts([weak.model_copy(update={"evidence": made("ownership", owner="a:1", asset="a:2", evidence=(strong,)).evidence})])  # fmt: skip
        assert "block-it:register:A" in {change.id for change in changes.changed}
        assert in_full(session.recommendations) == in_full(from_scratch(session, rules))


def test_the_day_on_which_a_stake_ends(rules: Rulebook) -> None:
    until = held("P", "A", 60.0, until=date(2025, 6, 15))
    with Session(rules, as_of=DAY, facts=[LISTING, until, LOWER]) as session:
        assert targets(session) == {"register:A", "register:B"}
        changes = session.advance(date(2025, 6, 16))
        gone = [change for change in changes.withdrawn if change.id.startswith("block-it")]
        assert [change.causes for change in gone] == [("2025-06-16",), ("2025-06-16",)]
        assert in_full(session.recommendations) == in_full(from_scratch(session, rules))


@pytest.mark.parametrize("engine", ["network", "durable"])
def test_a_call_that_fails_changes_nothing(rules: Rulebook, engine: str) -> None:
    firms = [made("company", id="register:A", name="A B"), made("company", id="register:B", name="A_B")]
    with Session(rules, as_of=DAY, facts=[LISTING, *firms], engine=engine) as session:
        with pytest.raises(EngineError):
            session.assert_facts([UPPER, LOWER])
        assert targets(session) == set()
        assert {claim.id for claim in session.claims} == {LISTING.id, "register:A", "register:B"}
        session.assert_facts([held("P", "A", 60.0, since=date(2025, 6, 10)), LOWER])
        with pytest.raises(EngineError):
            session.advance(date(2025, 6, 20))
        assert session.as_of == DAY
        assert targets(session) == set()
        session.retract("register:B")
        session.advance(date(2025, 6, 20))
        assert targets(session) == {"register:A", "register:B"}
        assert in_full(session.recommendations) == in_full(from_scratch(session, rules))


def test_what_is_worked_out_cannot_be_given(rules: Rulebook) -> None:
    given = BlockedOwnership(
        asset="register:A", definition="ofac-50-percent", authority="us", certain=True, hinges_above=False, by_control=False,
        share_at_least=60.0, share_at_most=60.0, holders=("register:P",), chain=("-",), stakes=("-",),
    )  # fmt: skip
    with Session(rules, as_of=DAY) as session, pytest.raises(UsageError, match="worked out"):
        session.assert_facts([given])
