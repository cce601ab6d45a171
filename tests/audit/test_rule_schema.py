"""The JSON Schema of rule files: a valid schema, that every shipped rule conforms to and a broken one does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from countermove import resources
from countermove.audit.rule_schema import rule_schema
from countermove.facts.registry import KINDS
from countermove.reading.yaml_source import YamlSource
from small_rulebook import RECOMMEND, SHIP, SmallRulebook

SHIPPED = sorted(
    path for path in resources.folder("rules").glob("*/*.yaml")
    if path.parent.name not in ("parameters", "instruments") and path.name != "ruleset.yaml" and not path.name.endswith(".cases.yaml")
)  # fmt: skip


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = rule_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def data(path: Path) -> Any:
    return YamlSource.of_file(path.name, path).data


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_rule_conforms(validator: Draft202012Validator, path: Path) -> None:
    assert [error.message for error in validator.iter_errors(data(path))] == []


def test_there_are_shipped_rules() -> None:
    assert len(SHIPPED) >= 24


@pytest.mark.parametrize(
    ("when", "then", "header"),
    [
        ("- {match: vesel, as: ship}", RECOMMEND, {}),
        ("- {match: vessel}", RECOMMEND, {}),
        ("- {match: vessel, as: ship, were: {}}", RECOMMEND, {}),
        ("- {match: vessel, as: ship, where: {nam: A}}", RECOMMEND, {}),
        ("- {match: vessel, as: ship, where: {built: old}}", RECOMMEND, {}),
        ("- {match: vessel, as: ship, where: {built: {contains: 3}}}", RECOMMEND, {}),
        ("- {match: designation, as: ship, where: {authority: uu}}", RECOMMEND, {}),
        ("- {any: [[{none: company}]]}", RECOMMEND, {}),
        (SHIP, RECOMMEND.replace("impact: 3", "impact: 6"), {}),
        (SHIP, RECOMMEND.replace("{steady: 0.5}", "{steady: 2}"), {}),
        (SHIP, RECOMMEND.replace("target:", "tarjet:"), {}),
        (SHIP, "conclude: {kind: vessel, id: imo:9256054}", {}),
        (SHIP, RECOMMEND, {"status": "activ"}),
        (SHIP, RECOMMEND, {"title": None}),
        (SHIP, RECOMMEND, {"known_gaps": "[]"}),
        (SHIP, RECOMMEND, {"colour": "red"}),
    ],
)
def test_a_broken_rule_does_not_conform(
    validator: Draft202012Validator, book: SmallRulebook, when: str, then: str, header: dict[str, str | None]
) -> None:
    assert not validator.is_valid(data(book.rule(when=when, then=then, **header)))


@pytest.mark.parametrize(
    "where",
    [
        "{built: 2000}", "{built: {gte: 2000, lt: 2010}}", "{built: $parameters.oldest}", "{built: {between: [2000, 2010]}}",
        "{built: {gte: {ref: $other.built, plus: 10}}}", "{built: {gte: {parameter: oldest, jurisdiction: eu, at: $sale.date}}}",
        "{former_names: {contains: OLD}}", "{former_names: {contains_any: [OLD]}}", "{former_names: {contains_any: $parameters.names}}",
        "{name: {in: [A, B]}}", "{name: {known: false}}", "{name: {starts_with: A}}", "{id: $other.vessel}",
        "{reported: {within: {days: 30, before: $as_of}}}", "{reported: {within: {days: $parameters.days, around: 2026-01-01}}}",
    ],
)  # fmt: skip
def test_every_form_of_condition_conforms(validator: Draft202012Validator, book: SmallRulebook, where: str) -> None:
    rule = data(book.rule(when=f"- {{match: vessel, as: ship, where: {where}}}"))
    assert [error.message for error in validator.iter_errors(rule)] == []


def test_it_knows_every_kind() -> None:
    assert {f"where.{kind}" for kind in KINDS} <= rule_schema()["$defs"].keys()


def test_it_describes_the_fields() -> None:
    hours = rule_schema()["$defs"]["where.ais_gap"]["properties"]["hours"]
    assert "in h" in hours["description"]
