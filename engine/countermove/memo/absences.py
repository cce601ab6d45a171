"""What the memo's items owe to registers that nobody gave: “Items 2 and 5 rest on there being no EU listing; no EU sanctions list is among
the inputs.”"""

from __future__ import annotations

from collections.abc import Sequence

from countermove.assessment.basis import rules_behind
from countermove.assessment.groups import Group
from countermove.assessment.unread import Unread, UnreadByRule
from countermove.facts.naming import and_joined
from countermove.facts.registers import REGISTERS
from countermove.inference.match import Inference
from countermove.memo.briefing import AbsencePart


def absences(
    groups: Sequence[Group], shown: int, unread: UnreadByRule, inference: Inference
) -> tuple[AbsencePart, ...]:
    """One sentence a register; those first that bear on most of the items shown, which are numbered from 1."""
    rules: dict[Unread, dict[str, None]] = {}
    items: dict[Unread, dict[int, None]] = {}
    for number, group in enumerate(groups, start=1):
        for rule in dict.fromkeys(rule for each in group.kept for rule in rules_behind(each, inference)):
            for register in unread.get(rule, ()):
                rules.setdefault(register, {})[rule] = None
                items.setdefault(register, {})[number] = None
    parts = [
        AbsencePart(
            text=_sentence(register, concerned), kind=register.kind, keeper=register.keeper or None, items=concerned,
            rules=tuple(sorted(rules[register])),
        )
        for register in rules
        for concerned in [tuple(number for number in items[register] if number <= shown)]
    ]  # fmt: skip
    return tuple(sorted(parts, key=lambda part: (-len(part.items), part.kind, part.keeper or "")))


def _sentence(register: Unread, items: tuple[int, ...]) -> str:
    described = REGISTERS[register.kind]
    whose = f"{register.keeper.upper()} " if register.keeper else ""
    if items:
        who = f"Item{'s' if len(items) > 1 else ''} {and_joined([str(number) for number in items])}"
    else:
        who = "Further items"
    rests = "rests" if len(items) == 1 else "rest"
    return f"{who} {rests} on there being no {whose}{described.entry}; no {whose}{described.name} is among the inputs."
