"""From the matches of a rule that concludes to derived facts in the table of their kind, all at once.

Most conclusions are right by their types; values of which that is not certain are looked at one by one, each once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from countermove.errors import EngineError
from countermove.facts.registry import KINDS, fields
from countermove.inference.sql import part_sql
from countermove.inference.sql.branch_sql import CONCLUDED, FACT
from countermove.inference.sql.numbers import as_double
from countermove.inference.sql.protocol import Sql
from countermove.inference.sql.rule_sql import RuleQuery, taken_over
from countermove.inference.sql.terms import Form, Number
from countermove.rulebook.condition import Constant, FieldReference
from countermove.rulebook.rule import Conclude, Rule
from countermove.tables.columns import NUMBER
from countermove.tables.quoting import identifier, is_text, literal

DERIVED_FROM = 2**62
"""Derived facts are numbered from here on, far from what is given."""

ID = "id"
_FILLER: Mapping[str, object] = {"entity": "iso3166:RU", "number": 0.0}


@dataclass(frozen=True, slots=True)
class _Field:
    """A field that is taken over from the match: its column there, and how a number is held."""

    name: str
    column: str
    type: str
    form: Form | None
    certain: bool


class Concluding:
    """What one query of a rule concludes."""

    def __init__(self, rule: Rule, then: Conclude, query: RuleQuery, sql: Sql, table: str) -> None:
        self._rule, self._then, self._query, self._sql = rule, then, query, sql
        self.table = table
        self.doubtful = False
        """Whether another conclusion might have the id of one of these."""
        self._allowed = True
        self._taken = [self._field(name, reference) for name, reference in taken_over(rule).items()]
        self._constant: dict[str, Any] = self._held()

    def match(self) -> int:
        """Run the query, with an id for what follows from each match; how many matches there are. Raises EngineError for a conclusion
        that cannot be."""
        own = f"SELECT q.*, {part_sql.whole_id(self._then.kind, self._parts({}))} AS id_text FROM ({self._query.sql}) AS q"
        count = self._sql.create_as(self.table, self._with_ids(own))
        if count:
            self._check()
        return count

    def _with_ids(self, query: str) -> str:
        columns = "".join(f"w.{identifier(name)}, " for name in self._query.columns)
        return f"SELECT {columns}{part_sql.shortened('w.id_text')} AS {identifier(ID)} FROM ({query}) AS w"

    def facts(self) -> str:
        """A query with what follows: id and fields, once a match."""
        columns = [f"q.{identifier(ID)} AS {identifier(ID)}"]
        columns += [f"{sql} AS {identifier(name)}" for name, sql in self._values()]
        return f"SELECT {', '.join(columns)} FROM {identifier(self.table)} AS q"

    def columns(self) -> list[str]:
        return [ID, *(name for name, _ in self._values())]

    def _values(self) -> list[tuple[str, str]]:
        taken = {field.name: field for field in self._taken}
        found = []
        for name in self._then.values:
            if name in taken:
                field = taken[name]
                found.append((name, as_double(Number(field.column, field.form)) if field.form else field.column))
            else:
                found.append((name, literal(self._constant[name])))
        return found

    def _field(self, name: str, reference: FieldReference) -> _Field:
        kinds = dict(self._query.facts)
        forms = {total.name: (total.function, total.form) for total in self._query.totals}
        target = fields(self._then.kind)[name]
        form: Form | None = None
        if reference.alias in kinds:
            source = fields(kinds[reference.alias])[reference.field]
            type_: str = source.type
            if source.type == "number":
                form = "whole" if source.whole else "double"
        else:
            function, held = forms[reference.alias]
            type_, form = "number", "whole" if function == "sum" and reference.field == "count" else held
        bare = target.type in ("text", "entity", "number") and not _bounded(self._then.kind, name)
        same = type_ == target.type or (target.type == "text" and type_ in ("choice", "entity"))
        certain = bare and same and not (reference.alias in forms and form != "whole")
        return _Field(name, f"q.{identifier(CONCLUDED + name)}", type_, form, certain)

    def _parts(self, mapped: dict[str, str]) -> list[str]:
        """The parts of an id, in SQL; `mapped` gives the column of parts that Python wrote, by field."""
        taken = {field.name: field for field in self._taken}
        parts = []
        for name in KINDS[self._then.kind].key:
            if name not in taken:
                parts.append(literal(_written(self._constant.get(name))))
                continue
            field = taken[name]
            plain = part_sql.number_part(field.column, field.form) if field.form else part_sql.text_part(field.column)
            parts.append(f"coalesce({plain}, {mapped[name]})" if name in mapped else plain)
        return parts

    def _finish_ids(self) -> None:
        """Have Python write what SQL could not."""
        sql, table = self._sql, identifier(self.table)
        mapped, joins = {}, []
        for i, field in enumerate(field for field in self._taken if field.name in KINDS[self._then.kind].key):
            key = part_sql.number_key(field.column, field.form) if field.form else field.column
            plain = part_sql.number_part(field.column, field.form) if field.form else part_sql.text_part(field.column)
            found = sql.rows(f"SELECT DISTINCT {key} FROM {table} AS q WHERE {plain} IS NULL")
            if not found:
                continue
            rows = [(text, _written(float(text) if field.form else text)) for (text,) in found]
            parts = f"parts {self.table} {i}"
            sql.fill(parts, {"key": "VARCHAR", "part": "VARCHAR"}, rows)
            joins.append((parts, f"LEFT JOIN {identifier(parts)} AS p{i} ON p{i}.{identifier('key')} = {key}"))
            mapped[field.name] = f"p{i}.{identifier('part')}"
        plain = part_sql.whole_id(self._then.kind, self._parts(mapped))
        finished = f"finished {self.table}"
        text = part_sql.whole_id(self._then.kind, self._parts(mapped))
        joined = " ".join(join for _, join in joins)
        sql.create_as(finished, self._with_ids(f"SELECT q.*, {text} AS id_text FROM {table} AS q {joined}"))
        for name in [self.table, *(parts for parts, _ in joins)]:
            sql.drop(name)
        self.table = finished

    def _check(self) -> None:
        """Raise EngineError if a conclusion cannot be."""
        for reference in taken_over(self._rule).values():
            kind = dict(self._query.facts).get(reference.alias)
            if reference.field == "id" and kind and KINDS[kind].derived:
                raise EngineError(
                    f"the rule concludes a fact from the id of the {kind} '{reference.alias}', which a rule concludes",
                    hint=f"name a field that tells what the {kind} is about",
                    location=self._rule.location,
                )
        if not self._allowed:
            self._look_at(None)
        missing = [f"{field.column} IS NULL" for field in self._taken if fields(self._then.kind)[field.name].required]
        texts = [field.column for field in self._taken if field.form is None]
        lacking = " OR ".join(missing) or "FALSE"
        doubtful = " OR ".join(map(part_sql.doubtful, texts)) or "FALSE"
        [(unwritten, lacks, doubt)] = self._sql.rows(
            f"SELECT bool_or(q.{identifier(ID)} IS NULL), bool_or({lacking}), bool_or({doubtful}) FROM {identifier(self.table)} AS q"
        )
        if lacks:
            self._look_at(lacking)
        if unwritten:
            self._finish_ids()
        self.doubtful = bool(doubt) or bool(unwritten)
        for field in self._taken:
            if not field.certain:
                found = self._sql.rows(
                    f"SELECT DISTINCT {field.column} FROM {identifier(self.table)} AS q WHERE {field.column} IS NOT NULL"
                )
                for (value,) in found:
                    self._validated({field.name: _plain(value)}, alone=field.name)

    def _look_at(self, where: str | None) -> None:
        """Make a fact from a match, if there is one of the sort."""
        columns = ", ".join(field.column for field in self._taken) or "1"
        asked = f" WHERE {where}" if where else ""
        for row in self._sql.rows(f"SELECT {columns} FROM {identifier(self.table)} AS q{asked} LIMIT 1"):
            values = {field.name: _plain(value) for field, value in zip(self._taken, row, strict=False)}
            self._validated({name: value for name, value in values.items() if value is not None})

    def _constants(self) -> dict[str, object]:
        return {name: source.value for name, source in self._then.values.items() if isinstance(source, Constant)}

    def _held(self) -> dict[str, object]:
        """The rule's constants as the kind holds them. Where it refuses them, they stay as they are: no fact is made of them."""
        constants = self._constants()
        described = fields(self._then.kind)
        others = {field.name: _FILLER.get(described[field.name].type, "a") for field in self._taken}
        try:
            fact = KINDS[self._then.kind].model_validate({"kind": self._then.kind, **constants, **others})
        except ValidationError:
            self._allowed = False
            return constants
        return {name: getattr(fact, name) for name in constants}

    def _validated(self, values: dict[str, object], alone: str | None = None) -> None:
        """Raises EngineError where the kind does not allow a fact with these values; of faults, only those of one field, if named."""
        try:
            KINDS[self._then.kind].model_validate({"kind": self._then.kind, **self._constants(), **values})
        except ValidationError as error:
            faults = [fault for fault in error.errors() if alone is None or fault["loc"][:1] == (alone,)]
            if faults:
                raise self._refused(error, list(self._behind(values, alone))) from None

    def _behind(self, values: dict[str, Any], alone: str | None) -> Iterator[str]:
        """The ids of the facts of one match that has these values."""
        columns = [identifier(FACT + alias) for alias, _ in self._query.facts]
        if not columns:
            return
        where = " AND ".join(
            f"q.{identifier(CONCLUDED + name)} = {literal(value)}"
            for name, value in values.items()
            if is_text(value) or (isinstance(value, int | float) and math.isfinite(value))
        )
        asked = f" WHERE {where}" if where else ""
        found = self._sql.rows(f"SELECT {', '.join(columns)} FROM {identifier(self.table)} AS q{asked} LIMIT 1")
        ids = []
        for row in found:
            for (_, kind), number in zip(self._query.facts, row, strict=True):
                ids += [
                    id
                    for (id,) in self._sql.rows(
                        f"SELECT id FROM {identifier(kind)} WHERE {identifier(NUMBER)} = {number}"
                    )
                ]
        yield from sorted(ids)

    def _refused(self, error: ValidationError, behind: Sequence[str]) -> EngineError:
        wrong = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or 'as a whole'}: {fault['msg']}" for fault in error.errors()
        )
        return EngineError(
            f"what the rule concludes from {', '.join(behind) or 'a match'} is no {self._then.kind} ({wrong})",
            location=self._rule.location,
            hint="let the rule ask that the field is known, and of the right form",
        )


def _written(value: Any) -> str:
    """A value as `natural_id` writes it."""
    return "-" if value is None else "_".join(str(value).split())


def _plain(value: Any) -> Any:
    """A value of the database as Python's facts hold it."""
    return int(value) if type(value).__name__ == "Decimal" else value


def _bounded(kind: str, name: str) -> bool:
    """Whether a field of a kind asks for more than its type."""
    info = KINDS[kind].model_fields[name]
    return any(
        getattr(m, bound, None) is not None for m in info.metadata for bound in ("pattern", "ge", "gt", "le", "lt")
    )
