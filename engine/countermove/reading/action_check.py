"""Checks of actions beyond their form: every audience has a part or a reason why it has none."""

from __future__ import annotations

import re

from countermove.reading.yaml_source import YamlSource
from countermove.rulebook.instrument import Action
from countermove.rulebook.told import AUDIENCES, Told

_SLOT = re.compile(r"\{([^{}]*)\}")
_SLOTS = ("count", "first", "last")


def check_action(source: YamlSource, action: Action) -> None:
    """Note every audience that an action forgets or names on both sides, and instruments of one that has no part."""
    for audience in AUDIENCES:
        if audience in action.owner and audience in action.no_part:
            message = f"'{audience}' stands under owner and under no_part"
            source.fault("CM132", message, ("no_part", audience), "keep it in one of the two", at_key=True)
        elif audience not in action.owner and audience not in action.no_part:
            hint = f"add it to owner, or say why under no_part: {{{audience}: The Alliance lists nobody.}}"
            source.fault("CM132", f"nothing is said of '{audience}'", ("owner",), hint)
        elif audience in action.no_part and action.instruments.get(audience):
            message = f"'{audience}' has no part in this, so it uses no instrument"
            hint = "leave the list empty, or name its owner"
            source.fault("CM132", message, ("instruments", audience), hint)
    for rule, told in action.grounds_many.items():
        for text in told:
            for slot in _SLOT.findall(text):
                if slot not in _SLOTS:
                    message = f"'{{{slot}}}' is not filled here"
                    source.fault("CM132", message, ("grounds_many", rule), "use {count}, {first} and {last}")


def wants_dates(told: Told[str]) -> bool:
    """Whether the sentence on all targets tells a date."""
    return any(slot != "count" for text in told for slot in _SLOT.findall(text))
