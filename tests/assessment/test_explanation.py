"""The explanation of a recommendation: from its sentence over rules and facts down to the sources."""

from __future__ import annotations

from collections.abc import Sequence

from iso3166 import countries_by_alpha2
from judged_facts import OTHER, SHIP, evidence, fact, inferred, ship

from countermove.assessment.assess import assess
from countermove.assessment.explanation import fact_line, trace_lines
from countermove.facts.fact import Fact
from countermove.facts.naming import Names
from small_rulebook import RECOMMEND, SmallRulebook
from small_rulebook import SHIP as A_SHIP

GAP = fact(
    "ais_gap",
    evidence("C3", "A monitor", locator="row 7", published="2025-12-02"),
    vessel=SHIP,
    start="2025-12-01T00:00:00Z",
    hours=14,
)
COUNTRIES = sorted(countries_by_alpha2)[:30]
WHEN = f"{A_SHIP}\n- {{match: ais_gap, as: gap, where: {{vessel: $ship.id}}}}"


def lines(book: SmallRulebook, facts: Sequence[Fact]) -> list[str]:
    inference, rulebook = inferred(book, facts), book.load()
    (recommendation,) = assess(inference, rulebook, "eu").recommendations
    return list(trace_lines(recommendation, inference, rulebook, Names(inference.base)))


def test_the_whole_of_it(book: SmallRulebook) -> None:
    book.constant("leverage", "{alone: 1.0, with_allies: 0.7, swing_state: 0.4}", "table")
    book.constant("priority_exponents", "{impact: 1.0, urgency: 0.5, confidence: 1.0, leverage: 0.5}", "table")
    book.constant("priority_bands", "{act_now: 2.0, this_month: 1.2, prepare: 0.6, watch: 0.0}", "table")
    book.rule("one", WHEN, "conclude: {kind: indicator, name: dark, about: $ship.id}", title="A ship falls silent")
    book.rule(
        "two", f"{A_SHIP}\n- {{match: indicator, as: sign, where: {{about: $ship.id}}}}", title="A ship goes dark"
    )
    assert lines(book, [ship(SHIP, evidence("B2", "A register")), GAP]) == [
        "Inspect EXAMPLE",
        "  priority 1.0205 (prepare) = impact 3^1 · urgency 0.5^0.5 · confidence 0.575^1 · leverage 0.7^0.5",
        "  confidence moderate, 0.50 to 0.65: its least supported fact rests on one origin",
        "  because EXAMPLE is a ship.",
        "    rule two: A ship goes dark (article paragraph 56)",
        f"      ship: vessel EXAMPLE [{SHIP}]",
        "        source: A register, B2, grade B2",
        f"      sign: indicator dark: about {SHIP} [indicator:dark/{SHIP}/-/-/-]",
        "        rule one: A ship falls silent (article paragraph 56)",
        f"          gap: ais gap: vessel EXAMPLE, start 1 December 2025 at 00:00 UTC, hours 14 h [{GAP.id}]",
        "            source: A monitor, C3, grade C3, row 7, 2 December 2025",
        f"          ship: vessel EXAMPLE [{SHIP}]",
        "            source: A register, B2, grade B2",
    ]


def test_every_way_down_ends_in_sources(book: SmallRulebook) -> None:
    """A line that names an observed fact is followed by its source, one level further in."""
    book.rule(when=WHEN)
    shown = lines(book, [ship(), GAP])
    for line, after in zip(shown, [*shown[1:], ""], strict=True):
        if line.endswith("]"):
            assert after.strip().startswith("source: ")
            assert len(after) - len(after.lstrip()) > len(line) - len(line.lstrip())


def test_counted_facts_are_told(book: SmallRulebook) -> None:
    book.rule(
        when=f"{A_SHIP}\n- {{count: ais_gap, where: {{vessel: $ship.id}}, at_least: 1}}\n- {{count: ais_gap, as: gaps, at_least: 1}}"
    )
    shown = [line.strip() for line in lines(book, [ship(), GAP])]
    assert sum(line.startswith("counted: ais gap") for line in shown) == 1
    assert sum(line.startswith("gaps: ais gap") for line in shown) == 1


def test_many_facts_are_counted_not_listed(book: SmallRulebook) -> None:
    book.rule(when=f"{A_SHIP}\n- {{count: port_call, as: calls, at_least: 1}}")
    calls = [fact("port_call", vessel=SHIP, port=f"P{i}", arrived="2025-06-01") for i in range(40)]
    shown = [line.strip() for line in lines(book, [ship(), *calls])]
    assert "and 29 more facts" in shown
    assert sum(line.startswith("calls:") for line in shown) == 11


def test_what_is_held_back_is_told_with_its_reasons(book: SmallRulebook) -> None:
    book.action("stand-down", restrains="[inspect-insurance-and-flag]")
    book.rule("one", title="A ship is to be inspected")
    book.rule("two", then=RECOMMEND.replace("inspect-insurance-and-flag", "stand-down").replace("Inspect", "Leave"))
    shown = lines(book, [ship()])
    assert shown[0] == "Leave EXAMPLE"
    start = shown.index("  speaks against: Inspect EXAMPLE")
    assert any("rule one: A ship is to be inspected" in line for line in shown[start:])


def test_facts_that_bear_each_other_are_told_once(book: SmallRulebook) -> None:
    sign = "conclude: {kind: indicator, name: %s, about: $ship.id}"
    look = f"{A_SHIP}\n- {{match: indicator, as: sign, where: {{name: %s, about: $ship.id}}}}"
    book.rule("start", WHEN, sign % "first")
    book.rule("there", look % "first", sign % "second")
    book.rule("back", look % "second", sign % "first")
    book.rule("then", look % "second", RECOMMEND)
    shown = [line.strip() for line in lines(book, [ship(), GAP])]
    for rule in ("start", "there", "back", "then"):
        assert sum(line.startswith(f"rule {rule}:") for line in shown) == 1


def test_a_fact_line_is_harmless(book: SmallRulebook) -> None:
    channel = fact(
        "media_channel", id="telegram:x", name="see https://evil.example\n\x1b[31m\u202e", platform="telegram"
    )
    assert (
        fact_line(channel, Names([channel]))
        == "media channel see hxxps://evil[.]example [31m: platform telegram [telegram:x]"
    )


def test_a_circle_with_very_many_ways_ends(book: SmallRulebook) -> None:
    """A fact that follows from itself in very many ways: told once, and of the ways the first."""
    book.rule("first", A_SHIP, f"conclude: {{kind: control, holder: $ship.id, asset: '{OTHER}', definition: test}}")
    book.rule(
        "circle",
        "- {match: control, as: own}\n- {match: country, as: one}\n- {match: country, as: other}",
        "conclude: {kind: control, holder: $own.holder, asset: $own.asset, definition: test}",
        distinct="false",
    )
    book.rule("told", f"{A_SHIP}\n- {{match: control, as: own, where: {{holder: $ship.id}}}}")
    states = [fact("country", id=f"iso3166:{code}", name=code) for code in COUNTRIES]
    shown = [line.strip() for line in lines(book, [ship(), *states])]
    ways = len(COUNTRIES) ** 2 + 1
    assert f"and in {ways - 12} more ways" in shown
    assert len(shown) < 200
