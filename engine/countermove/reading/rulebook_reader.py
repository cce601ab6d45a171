"""Reads a folder of rules, parameters, actions and instruments into a rulebook, reporting every fault of every file in one run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from countermove import resources
from countermove.errors import Fault, RulebookError, UsageError
from countermove.location import Location
from countermove.reading.action_check import check_action, wants_dates
from countermove.reading.parameter_check import check_parameter
from countermove.reading.phrase_reader import read_phrases
from countermove.reading.rule_reader import read_rule
from countermove.reading.yaml_source import YamlSource, suggestion
from countermove.rulebook.document import Document, Prose
from countermove.rulebook.instrument import Action, Instrument
from countermove.rulebook.parameter import Parameter
from countermove.rulebook.phrases import PhraseTable
from countermove.rulebook.rule import Recommend, Rule, RuleSet
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.strata import forbidden_cycle

T = TypeVar("T", bound=BaseModel)
_TABLES = ("parameters", "instruments", "areas")


class Imprint(Document):
    """`rulebook.yaml`: the version that a memo names."""

    version: Prose
    title: Prose


class _Reader:
    """Collects the parts of one or more folders, with the faults found on the way."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self.faults: list[Fault] = []
        self.sources: list[YamlSource] = []
        self.source_of: dict[str, YamlSource] = {}
        self.broken: set[str] = set()
        self.borrowed: frozenset[str] = frozenset()
        self.digest = hashlib.sha256()
        self.rules: dict[str, Rule] = {}
        self.rulesets: dict[str, RuleSet] = {}
        self.parameters: dict[str, Parameter] = {}
        self.actions: dict[str, Action] = {}
        self.instruments: dict[str, Instrument] = {}
        self.phrases: dict[str, PhraseTable] = {}
        self.version = "unversioned"

    def source(self, folder: Path, file: Path) -> YamlSource:
        source = YamlSource.of_file(_shown(file), file)
        self.digest.update(f"{file.relative_to(folder).as_posix()}\0{len(source.raw)}\0".encode())
        self.digest.update(source.raw)
        self.sources.append(source)
        return source

    def documents(self, pattern: str, model: type[T], into: dict[str, T], key: str) -> None:
        """Read every file of a pattern as a model; its `key` must agree with the file's name."""
        for folder in self.folders:
            for file in sorted(folder.glob(pattern)):
                source = self.source(folder, file)
                wanted = file.stem.replace("-", "_") if key == "name" else file.stem
                found = source.validate(model, source.data) if source.data is not None else None
                if found is None:
                    self.broken.add(wanted)
                    continue
                name = str(getattr(found, key))
                if name != wanted:
                    source.fault(
                        "CM125",
                        f"the {key} is '{name}', but the file is called '{file.stem}'",
                        (key,),
                        "make them the same",
                    )
                if isinstance(found, Parameter):
                    check_parameter(source, found, self.parameters.get(name))
                if isinstance(found, Action):
                    check_action(source, found)
                into[name] = found
                self.source_of[name] = source

    def read_phrase_tables(self) -> None:
        """Read `phrases.yaml` of every folder that has one."""
        for folder in self.folders:
            if (folder / "phrases.yaml").is_file():
                read_phrases(self.source(folder, folder / "phrases.yaml"), self.phrases, self.broken)

    def read_rules(self) -> None:
        for folder in self.folders:
            for file in sorted(file for file in folder.rglob("*.yml") if not _hidden(file, folder)):
                self.faults.append(
                    Fault("CM125", "the file would not be read", Location(_shown(file)), f"call it {file.stem}.yaml")
                )
            for sub in sorted(
                p
                for p in folder.iterdir()
                if p.name not in _TABLES and not _hidden(p, folder) and any(p.glob("*.yaml"))
            ):
                self._ruleset(folder, sub)
                for file in sorted(sub.glob("*.yaml")):
                    if file.name == "ruleset.yaml" or file.name.endswith(".cases.yaml"):
                        continue
                    source = self.source(folder, file)
                    rule = read_rule(
                        source, file.stem, sub.name, self.parameters, self.actions, frozenset(self.broken), self.phrases
                    )  # fmt: skip
                    if rule and rule.id in self.rules:
                        source.fault(
                            "CM127",
                            f"the rule '{rule.id}' exists already at {self.rules[rule.id].location}",
                            ("id",),
                            "ids are used once",
                        )
                    if rule:
                        self.rules[rule.id] = rule
                        self.source_of[rule.id] = source
                    else:
                        self.broken.add(file.stem)

    def _ruleset(self, folder: Path, sub: Path) -> None:
        file = sub / "ruleset.yaml"
        if not file.is_file():
            if sub.name not in self.rulesets:
                hint = "write id, title, article, scope and owner of the rule set into it"
                self.faults.append(Fault("CM128", "the rule set has no ruleset.yaml", Location(_shown(sub)), hint))
            return
        source = self.source(folder, file)
        found = source.validate(RuleSet, source.data) if source.data is not None else None
        if found:
            if found.id != sub.name:
                source.fault(
                    "CM125",
                    f"the id is '{found.id}', but the folder is called '{sub.name}'",
                    ("id",),
                    "make them the same",
                )
            self.rulesets[sub.name] = found

    def check_links(self) -> None:
        """Names across files: instruments of actions, restraints, successors; steps; and cycles through none, count or sum."""
        for action in self.actions.values():
            for audience, names in action.instruments.items():
                for i, name in enumerate(names):
                    self._known("instrument", name, self.instruments, action.id, ("instruments", audience, i))
            for i, name in enumerate(action.restrains):
                self._known("action", name, self.actions, action.id, ("restrains", i))
            if action.id not in self.borrowed:
                self._check_shared_grounds(action)
        for rule in self.rules.values():
            deprecated, ruleset = rule.header.deprecated, self.rulesets.get(rule.ruleset)
            if deprecated and deprecated.successor:
                self._known("rule", deprecated.successor, self.rules, rule.id, ("deprecated", "successor"))
            if isinstance(rule.then, Recommend) and ruleset and not (rule.header.article.step or ruleset.article.step):
                hint = "add step: to it, or to the article of the rule set"
                self.source_of[rule.id].fault(
                    "CM105", "'step' is missing: a recommendation carries out one of the four", ("article",), hint
                )
        cycle = forbidden_cycle(list(self.rules.values()))
        if cycle:
            message = f"the rules feed each other through none, count or sum: {' → '.join([*cycle, cycle[0]])}"
            hint = "let one of them look at something that the others do not conclude"
            self.source_of[cycle[0]].fault("CM129", message, ("id",), hint)

    def _check_shared_grounds(self, action: Action) -> None:
        """What an action says of all its targets it says for rules that recommend it, and with dates where they count from one."""
        for name, told in action.grounds_many.items():
            path = ("grounds_many", name)
            self._known("rule", name, self.rules, action.id, path)
            then = self.rules[name].then if name in self.rules else None
            if name in self.rules and (not isinstance(then, Recommend) or then.action != action.id):
                hint = "name a rule that does"
                self.source_of[action.id].fault("CM132", f"'{name}' does not recommend this", path, hint, at_key=True)
            elif isinstance(then, Recommend) and then.urgency.steady is not None and wants_dates(told):
                message = f"the urgency of '{name}' counts from no date, so there is no first and last"
                self.source_of[action.id].fault("CM132", message, path, "leave {first} and {last} out")

    def _known(self, what: str, name: str, known: Iterable[str], at: str, path: tuple[str | int, ...]) -> None:
        known = list(known)
        if name not in known and name not in self.broken:
            hint = suggestion(name, known) or "name one that exists, or write its file"
            self.source_of[at].fault("CM123", f"there is no {what} '{name}'", path, hint)

    def all_faults(self) -> list[Fault]:
        """Every fault found, in order of place."""
        found = self.faults + [fault for source in self.sources for fault in source.faults]
        return sorted(found, key=lambda f: (f.location or Location(""), f.code, f.message))


def load_rulebook(folders: str | Path | Sequence[str | Path] | None = None) -> Rulebook:
    """The rulebook of one or more folders; the shipped one where none is given.

    The shipped parameters, actions, instruments and phrase tables are always at hand; a folder of your own may add to them or replace some.
    Rules come from the given folders alone, and their ids must be unique.
    Raises UsageError where a folder does not exist, RulebookError with every fault of every file.
    """
    shipped = resources.folder("rules")
    given = [folders] if isinstance(folders, str | Path) else list(folders or [shipped])
    paths = [Path(folder) for folder in given]
    for path in paths:
        if not path.is_dir():
            raise UsageError(f"there is no folder of rules at '{path}'", hint="give a folder laid out like rules/")
    own = [path for path in paths if path.resolve() != shipped.resolve()]
    reader = _Reader([shipped, *own])
    reader.documents("parameters/*.yaml", Parameter, reader.parameters, "name")
    reader.documents("instruments/*.yaml", Instrument, reader.instruments, "id")
    reader.documents("instruments/actions/*.yaml", Action, reader.actions, "id")
    reader.read_phrase_tables()
    reader.borrowed = (
        frozenset()
        if len(own) < len(paths)
        else frozenset(reader.actions)
        - {file.stem for folder in own for file in folder.glob("instruments/actions/*.yaml")}
    )
    reader.folders = paths
    for path in paths:
        imprint = path / "rulebook.yaml"
        if imprint.is_file():
            source = reader.source(path, imprint)
            found = source.validate(Imprint, source.data) if source.data is not None else None
            reader.version = found.version if found else reader.version
    reader.read_rules()
    reader.check_links()
    faults = reader.all_faults()
    if faults:
        raise RulebookError(faults)
    if not reader.rules:
        above = next((path.resolve().parent for path in paths if (path / "ruleset.yaml").is_file()), None)
        hint = (
            f"give the folder above it, {above}"
            if above
            else "a rule set is a folder with a ruleset.yaml and rules in it"
        )
        raise UsageError(f"there is no rule set in '{paths[0]}'", hint=hint)
    return Rulebook(
        reader.version, reader.digest.hexdigest(), dict(sorted(reader.rules.items())), reader.rulesets,
        dict(sorted(reader.parameters.items())), dict(sorted(reader.actions.items())), dict(sorted(reader.instruments.items())),
        reader.borrowed, dict(sorted(reader.phrases.items())),
    )  # fmt: skip


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _shown(path: Path) -> str:
    """The path as a person would type it: relative to where she stands, where that is shorter."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
