"""What the memo asks to have checked again: values that may be out of date, and those behind its advice that were read in part only."""

from __future__ import annotations

from datetime import date

import pytest

from countermove.assessment.assess import assess
from countermove.facts.registry import KINDS
from countermove.inference.reference import infer
from countermove.memo.doubts import to_recheck
from small_rulebook import SmallRulebook

DATED = '- {value: 44.1, from: 2026-02-01, valid_until: 2026-07-31, verified: "yes"}'
PARTLY = "- {value: 44.1, from: 2026-02-01, verified: partly}"
READ = '- {value: 44.1, from: 2026-02-01, verified: "yes"}'
STALE = "The parameter “A figure” (EU) is stale: 44.1 USD per barrel is confirmed until 31 July 2026 only."
IN_PART = "The parameter “A figure” (EU): 44.1 USD per barrel is verified in part only."


def asked(book: SmallRulebook, values: str, condition: str, unit: str = "USD per barrel") -> tuple[str, ...]:
    """The lines for one rule with a condition on the figure, and one ship of 100 tonnes."""
    book.parameter("figure", values, unit)
    book.rule(when=f"- {{match: vessel, as: ship, where: {{{condition}: {{parameter: figure, jurisdiction: eu}}}}}}}}")
    rulebook = book.load()
    ship = KINDS["vessel"].model_validate(
        {"kind": "vessel", "id": "mmsi:200000001", "flag": "iso3166:PA", "deadweight": 100}
    )
    inference = infer(rulebook, [ship], date(2026, 11, 1))
    return to_recheck(rulebook, (), assess(inference, rulebook, "eu").recommendations, inference)


@pytest.mark.parametrize(("values", "told"), [(DATED, (STALE,)), (PARTLY, (IN_PART,)), (READ, ())])
def test_what_is_out_of_date_or_read_in_part(book: SmallRulebook, values: str, told: tuple[str, ...]) -> None:
    assert asked(book, values, "deadweight: {gte") == told


@pytest.mark.parametrize(("values", "told"), [(DATED, (STALE,)), (PARTLY, ())])
def test_a_value_in_part_counts_only_behind_advice(book: SmallRulebook, values: str, told: tuple[str, ...]) -> None:
    assert asked(book, values, "deadweight: {lte") == told


def test_a_list_is_not_printed(book: SmallRulebook) -> None:
    values = '- {value: ["iso3166:PA", "iso3166:LR"], from: 2026-02-01, verified: partly}'
    found = asked(book, values, "flag: {in", "list of ISO 3166-1 ids")
    assert found == ("The parameter “A figure” (EU): its list is verified in part only.",)
