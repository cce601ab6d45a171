"""The draft of a profile for a file, and what it would give of the file's first records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from countermove.errors import Fault, UsageError
from countermove.facts.fact import Fact
from countermove.reading.drafting.drafted_profile import yaml_of
from countermove.reading.drafting.guesses import guesses_of
from countermove.reading.drafting.sample import sample_of
from countermove.reading.fact_formats import Folders, NotMine, detect, shipped_ids
from countermove.reading.outcome import FileFault, Refused, SetAside, SourceFile, Used, printable
from countermove.reading.profile import Profile
from countermove.reading.profile_formats import format_of
from countermove.reading.profile_reader import profile_of_text

TRIED = 1_000
_FACTS = 5


@dataclass(frozen=True)
class Draft:
    """A profile as YAML, and the trial of it."""

    text: str
    trial: Trial


@dataclass
class Trial:
    """What a profile gives of the first records of a file."""

    used: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    """Why records would be refused: field and reason, with how often."""
    facts: list[Fact] = field(default_factory=list)
    notes: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def records(self) -> int:
        """How many records were tried."""
        return self.used + self.set_aside.total() + self.refused


def draft(path: Path) -> Draft:
    """The draft of a profile for a file. Raises UsageError where no profile can describe it."""
    sample = sample_of(path)
    stem = re.sub(r"[^a-z0-9]+", "-", path.name.partition(".")[0].casefold()).strip("-")
    id = stem if re.match("[a-z]", stem) and stem not in shipped_ids() else f"own-{stem}".rstrip("-")
    text = yaml_of(sample, guesses_of(sample, id), id, printable(path.name))
    profile, faults = profile_of_text(text, "the draft")
    if profile is None:
        raise UsageError(f"no profile can be drafted for this file: {faults[0].message}", hint="write one by hand")
    return Draft(text, trial_of(profile, path))


def read_already(path: Path) -> str:
    """The format as which a file is read without a profile of its own; empty where there is none."""
    found = detect(SourceFile(path, printable(path.as_posix())), Folders())
    return "" if isinstance(found, NotMine) or found.id not in shipped_ids() else found.id


def trial_of(profile: Profile, path: Path) -> Trial:
    """What a profile gives of the first records of a file."""
    trial = Trial()
    source = SourceFile(path, printable(path.as_posix()))
    for outcome in islice(format_of(profile).read(source), TRIED):
        if isinstance(outcome, Used):
            trial.used += 1
            trial.notes += len(outcome.notes)
            trial.facts.extend(outcome.facts[: _FACTS - len(trial.facts)])
        elif isinstance(outcome, SetAside):
            trial.set_aside[outcome.reason] += 1
        elif isinstance(outcome, Refused):
            trial.refused += 1
            trial.reasons.update({f"{p.field}: {p.reason}" if p.field else p.reason for p in outcome.problems})
        elif isinstance(outcome, FileFault):
            trial.faults.append(outcome.fault)
    return trial


def told(counts: Mapping[str, int]) -> list[str]:
    """Reasons with how often each came, the most frequent first."""
    return [f"{times} × {reason}" for reason, times in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
