"""A rulebook for one test: its files are written to a folder and read from there, so that every test shows all its rules say."""

from __future__ import annotations

import shutil
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

from countermove import resources
from countermove.errors import Fault, RulebookError
from countermove.reading.rulebook_reader import load_rulebook
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.told import AUDIENCES

HEADER = {
    "title": "A pattern is there",
    "status": "active",
    "owner": "test desk",
    "reviewed": "{on: 2026-01-01, valid_until: 2027-01-01}",
    "effective": "{from: 2020-01-01}",
    "article": "{step: 2, paragraph: 56}",
    "citations": "[{id: source, title: A source, accessed: 2026-01-01}]",
    "known_gaps": "[It sees nothing else.]",
}
SHIP = "- {match: vessel, as: ship}"
RECOMMEND = """
recommend:
  action: inspect-insurance-and-flag
  target: $ship.id
  headline: "Inspect {{ ship.name }}"
  because: "{{ ship.name }} is a ship."
  impact: 3
  urgency: {steady: 0.5}
"""
ACTION = """
id: {id}
title: Do it
heading: "Do it to {{targets}}"
plural: ships
family: {family}
restrains: {restrains}
instruments: {instruments}
owner: {owner}
no_part: {no_part}
nothing: {{what: Nothing is done., cost: It goes on.}}
risks: [It may go wrong.]
withdraw: [Proof to the contrary.]
"""
INSTRUMENT = """
id: {id}
name: A power
steps: [2]
jurisdiction: eu
does: Something.
legal_basis: Act 1
addressee: Somebody
must_agree: Nobody
lead_time: A day
reversibility: Easy
limits: Many
acts: {acts}
verified: "no"
"""


TABLES = ("confidence-levels", "evidence-grades", "leverage", "priority-bands", "priority-exponents", "urgency-unknown")


def small_shipped(folder: Path) -> Path:
    """A stand-in for the shipped rulebook: its tables, one action, one instrument. Reading the whole of it takes ten times as long."""
    (folder / "parameters").mkdir(parents=True)
    for name in TABLES:
        shutil.copy(resources.folder("rules") / f"parameters/{name}.yaml", folder / "parameters")
    small = SmallRulebook(folder)
    small.instrument("eu-vessel-listing-3s", "with_allies")
    small.action("inspect-insurance-and-flag", instruments="{eu: [eu-vessel-listing-3s]}")
    return folder


def _mapping(values: dict[str, str]) -> str:
    return f"{{{', '.join(f'{key}: {value}' for key, value in values.items())}}}"


class SmallRulebook:
    """Writes the files of a rulebook. Everything that is not said is in order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("rulebook.yaml", 'version: "1"\ntitle: A small rulebook')
        self.write(
            "sample/ruleset.yaml",
            "id: sample\ntitle: Samples\narticle: {step: 2, paragraph: 56}\nscope: Tests\nowner: test desk",
        )

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).strip("\n") + "\n", encoding="utf-8")
        return path

    def rule(
        self,
        id: str = "a-rule",
        when: str = SHIP,
        then: str = RECOMMEND,
        *,
        cases: str = "",
        ruleset: str = "sample",
        **header: str | None,
    ) -> Path:
        """A rule file. `header` replaces keys; None leaves one out. The clauses begin on the line after `when:`, see `line_of`."""
        lines = {"id": id, **HEADER, **header}
        parts = [f"{key}: {value}" for key, value in lines.items() if value is not None]
        parts += ["when:", indent(dedent(when).strip("\n"), "  "), "then:", indent(dedent(then).strip("\n"), "  ")]
        if cases:
            self.write(f"{ruleset}/{id}.cases.yaml", cases)
        return self.write(f"{ruleset}/{id}.yaml", "\n".join(parts))

    def action(
        self,
        id: str,
        *,
        family: str = "measure",
        restrains: str = "[]",
        instruments: str = "{eu: []}",
        no_part: str = "",
    ) -> None:
        """An action file. `no_part` names audiences that have no part in it; the others have."""
        without = no_part.split()
        self.write(
            f"instruments/actions/{id}.yaml",
            ACTION.format(
                id=id, family=family, restrains=restrains, instruments=instruments,
                owner=_mapping({audience: f"Office of {audience}" for audience in AUDIENCES if audience not in without}),
                no_part=_mapping({audience: f"It is not for {audience}." for audience in without}),
            ),
        )  # fmt: skip

    def instrument(self, id: str, acts: str) -> None:
        self.write(f"instruments/{id}.yaml", INSTRUMENT.format(id=id, acts=acts))

    def parameter(self, name: str, values: str, unit: str = "days") -> Path:
        """A parameter; `values` is the list of values as it stands in the file."""
        text = f"name: {name}\ntitle: A figure\nunit: {unit}\nvalues:\n{indent(dedent(values).strip(chr(10)), '  ')}"
        return self.write(f"parameters/{name.replace('_', '-')}.yaml", text)

    def constant(self, name: str, value: Any, unit: str = "days") -> None:
        """A parameter with one value for all time."""
        self.parameter(name, f'- {{value: {value}, from: 2000-01-01, verified: "no"}}', unit)

    def load(self) -> Rulebook:
        return load_rulebook(self.folder)

    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with it; empty where it loads."""
        try:
            self.load()
        except RulebookError as error:
            return error.faults
        return ()
