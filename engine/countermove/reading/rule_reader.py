"""Reads one rule file into a rule, noting every fault in it."""

from __future__ import annotations

from collections.abc import Mapping

from countermove.reading.clause_reader import read_clauses
from countermove.reading.rule_scope import Scope
from countermove.reading.then_reader import read_then
from countermove.reading.yaml_source import YamlSource
from countermove.rulebook.clause import MOST_WAYS, Match, branches, ways
from countermove.rulebook.instrument import Action
from countermove.rulebook.parameter import Parameter
from countermove.rulebook.phrases import Phrases
from countermove.rulebook.rule import Conclude, Header, Rule
from countermove.rulebook.told import AUDIENCES


def read_rule(
    source: YamlSource, stem: str, ruleset: str, parameters: Mapping[str, Parameter], actions: Mapping[str, Action],
    broken: frozenset[str] = frozenset(), phrases: Phrases | None = None,
) -> Rule | None:  # fmt: skip
    """The rule, or None where the file has faults; they are noted in the source.

    `broken` are parameters, actions and phrase tables that are at fault themselves, so that the rules that use them are not blamed too.
    """
    data = source.data
    if not isinstance(data, dict):
        if not source.faults:
            source.fault("CM110", "a rule file is a mapping that begins with id:", ())
        return None
    header = source.validate(Header, {k: v for k, v in data.items() if k not in ("when", "then")})
    if header:
        _check_header(source, header, stem)
    scope = Scope(source, parameters, broken, phrases or {}, header.audiences if header else AUDIENCES)
    for part in ("when", "then"):
        if part not in data:
            source.fault("CM105", f"'{part}' is missing", (), f"add '{part}:'")
    when = read_clauses(scope, data["when"], ("when",)) if "when" in data else ()
    then = read_then(scope, actions, data["then"], ("then",)) if "then" in data else None
    if ways(when) > MOST_WAYS:
        hint = "write several rules, or put the choice into an indicator of its own"
        source.fault(
            "CM110",
            f"the 'any' clauses together give {ways(when)} ways in which the rule can hold, more than {MOST_WAYS}",
            ("when",),
            hint,
        )
    elif when and any(not any(isinstance(clause, Match) for clause in branch) for branch in branches(when)):
        source.fault(
            "CM110", "the rule can hold without matching any fact", ("when",), "add a match clause to each branch"
        )
    if isinstance(then, Conclude) and "audiences" in data:
        hint = "remove it, and let the rules that look at what it concludes say whom they speak to"
        source.fault("CM126", "a fact is the same for every audience", ("audiences",), hint, at_key=True)
    if source.faults or header is None or then is None:
        return None
    return Rule(header, ruleset, when, then, source.where(("id",)))


def _check_header(source: YamlSource, header: Header, stem: str) -> None:
    if header.id != stem:
        source.fault(
            "CM125", f"the id is '{header.id}', but the file is called '{stem}'", ("id",), "make them the same"
        )
    if (header.status == "deprecated") != (header.deprecated is not None):
        message = (
            "a deprecated rule says why" if header.deprecated is None else "only a deprecated rule has 'deprecated'"
        )
        source.fault("CM126", message, ("status",), "add deprecated: {reason, successor}, or change the status")
    if len(set(header.audiences)) < len(header.audiences):
        source.fault("CM126", "an audience stands twice", ("audiences",), "name each once")
    if header.reviewed.valid_until.last < header.reviewed.on.first:
        source.fault(
            "CM126", "the review ends before it was made", ("reviewed", "valid_until"), "correct one of the two dates"
        )
    if header.effective.until and header.effective.until.last < header.effective.valid_from.first:
        source.fault("CM126", "the rule ends before it begins", ("effective", "until"), "correct one of the two dates")
