"""Three rules are fixed by agreement with their users: what they ask, what they recommend, and nothing beyond."""

import pytest

from countermove import load_rulebook
from countermove.rulebook.prose import Prose
from countermove.rulebook.rule import Recommend

FIXED = {
    "listed-vessel-going-dark": (
        "inspect-insurance-and-flag",
        [
            ("vessel", []),
            ("designation", ["authority", "entity"]),
            ("ais_gap", ["receiver_suspect", "start", "vessel"]),
        ],
    ),
    "listed-by-us-not-by-eu": (
        "align-eu-listing",
        [
            ("vessel", []),
            ("catalogue_entry", ["status", "vessel"]),
            ("designation", ["authority", "entity"]),
            ("designation", ["authority", "entity"]),
        ],
    ),
    "dark-but-unlisted": (
        "propose-eu-listing",
        [
            ("vessel", []),
            ("catalogue_entry", ["vessel"]),
            ("ais_gap", ["receiver_suspect", "vessel"]),
            ("designation", ["authority", "entity"]),
        ],
    ),
}


@pytest.mark.parametrize("rule_id", FIXED)
def test_the_rule_asks_what_was_agreed_and_nothing_else(rule_id: str) -> None:
    rulebook = load_rulebook()
    rule = rulebook.rules[rule_id]
    action, clauses = FIXED[rule_id]
    assert isinstance(rule.then, Recommend)
    assert rule.then.action == action
    assert rule.ruleset == "sanctions"
    found = [(clause.kind, sorted(condition.field for condition in clause.where)) for clause in rule.when]  # type: ignore[union-attr]
    assert found == clauses, "\n".join(Prose(rulebook.parameters).clauses(rule.when))
