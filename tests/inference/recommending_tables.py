"""A rulebook that briefings can be made by: generated rules, a few actions and instruments, and the tables of the shipped one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import yaml
from pools import PARAMETERS

from countermove import resources
from countermove.rulebook.instrument import Action, Instrument
from countermove.rulebook.parameter import Parameter
from countermove.rulebook.rule import Rule, RuleSet
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.told import AUDIENCES
from small_rulebook import ACTION, INSTRUMENT, TABLES

ACTIONS = {"inspect": ["hold", "inspect"], "hold": [], "wait": ["inspect"], "ask": [], "stop": ["wait"]}
"""Action → what it speaks against; two of them do in a circle with themselves or through others."""

WITHOUT = {"ask": "uk", "wait": "us", "inspect": "nato"}
"""Action → who has no part in it."""


def reader_of(rules: Iterable[Rule]) -> str:
    """The audience for which a memo by these rules is made: each in its turn."""
    return AUDIENCES[len(list(rules)) % len(AUDIENCES)]


@cache
def _tables() -> dict[str, Parameter]:
    folder = resources.folder("rules") / "parameters"
    read = [yaml.safe_load((folder / f"{name}.yaml").read_text(encoding="utf-8")) for name in TABLES]
    return {data["name"]: Parameter.model_validate(data) for data in read}


@cache
def _actions() -> dict[str, Action]:
    families = ["measure", "measure", "restrain", "collect", "engage"]
    made = {}
    for (name, restrains), family in zip(ACTIONS.items(), families, strict=True):
        instruments = "{eu: [power], uk: [alliance], us: []}" if name != "ask" else "{eu: []}"
        without = WITHOUT.get(name, "")
        text = ACTION.format(
            id=name, family=family, restrains=f"[{', '.join(restrains)}]", instruments=instruments,
            owner=f"{{{', '.join(f'{a}: Somebody' for a in AUDIENCES if a != without)}}}",
            no_part=f"{{{without}: It is not for them.}}" if without else "{}",
        )  # fmt: skip
        made[name] = Action.model_validate(yaml.safe_load(text))
    return made


@cache
def _instruments() -> dict[str, Instrument]:
    texts = {"power": "alone", "alliance": "with_allies"}
    read = {name: yaml.safe_load(INSTRUMENT.format(id=name, acts=acts)) for name, acts in texts.items()}
    return {name: Instrument.model_validate(data) for name, data in read.items()}


def book(rules: Iterable[Rule]) -> Rulebook:
    """A rulebook of generated rules, in this order, that briefings can be made by."""
    article = {"step": 2, "paragraph": 56}
    ruleset = RuleSet.model_validate(
        {"id": "tests", "title": "Tests", "article": article, "scope": "Tests", "owner": "test"}
    )
    parameters = {p.name: p for p in PARAMETERS} | _tables()
    by_id = {rule.id: rule for rule in rules}
    return Rulebook("test", "0" * 64, by_id, {"tests": ruleset}, parameters, _actions(), _instruments())
