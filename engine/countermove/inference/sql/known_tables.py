"""The tables of facts as they stand on a day: which of them hold facts that count, and what there is to know before queries are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from countermove.facts.registry import KINDS, fields
from countermove.inference.sql import totals
from countermove.inference.sql.protocol import Sql
from countermove.inference.sql.shape import Shape, texts_tested
from countermove.inference.sql.terms import FOLDED
from countermove.rulebook.clause import Aggregate, walk
from countermove.rulebook.rule import Rule
from countermove.tables.columns import EVIDENCED_FIRST, KNOWN_FIRST
from countermove.tables.quoting import identifier, literal


class KnownTables:
    """What `as_known` leaves of each kind that has a table, as a view where that is not all of it."""

    def __init__(self, sql: Sql, rules: Iterable[Rule], as_of: date, kinds: Sequence[str]) -> None:
        self._sql = sql
        rules = list(rules)
        self._tested = texts_tested(rules)
        self._summed = {
            (clause.kind, str(clause.field)): None
            for rule in rules
            for clause in walk(rule.when)
            if isinstance(clause, Aggregate) and totals.form_of(clause) == "double"
        }
        self._views: dict[str, str] = {}
        self._tables: dict[str, str] = {}
        self._names: dict[str, frozenset[str]] = {}
        self._folded: dict[str, str] = {}
        self._plain: dict[tuple[str, str], bool] = {}
        self._look(as_of, kinds)

    @property
    def shape(self) -> Shape:
        plain = frozenset(key for key, fits in self._plain.items() if fits)
        return Shape(dict(self._tables), dict(self._names), dict(self._folded), plain)

    def _look(self, as_of: date, kinds: Sequence[str]) -> None:
        counts = counted(kinds, as_of)
        for kind, all_, known in self._sql.rows(counts) if kinds else []:
            if known != all_:
                self._views[kind] = f"known {kind}"
                self._sql.create_view(self._views[kind], f"SELECT * FROM {identifier(kind)} WHERE {known_by(as_of)}")
            if known:
                self._tables[kind] = self._views.get(kind, kind)
                self._look_into(kind)

    def grown(self, kind: str, name: str | None) -> None:
        """Look at a kind again, to which facts were added; all of one name, if it is given."""
        self._tables[kind] = self._views.get(kind, kind)
        self._look_into(kind, name)

    def _look_into(self, kind: str, name: str | None = None) -> None:
        table = self._tables[kind]
        if name is not None:
            self._names[kind] = self._names.get(kind, frozenset()) | {name}
        elif KINDS[kind].derived and "name" in fields(kind):
            found = self._sql.rows(f"SELECT DISTINCT name FROM {identifier(table)}")
            self._names[kind] = frozenset(str(name) for (name,) in found)
        if kind in self._tested:
            self._fold(kind, table)
        for key in self._summed:
            if key[0] == kind:
                [(fits,)] = self._sql.rows(totals.fits_fixed_point(table, key[1]))
                self._plain[key] = bool(fits)

    def _fold(self, kind: str, table: str) -> None:
        """Have a view with case-folded texts, where some are not plain ASCII."""
        names = self._tested[kind]
        odd = " UNION ".join(
            f"SELECT {identifier(name)} AS {identifier('text')} FROM {identifier(table)} WHERE {_not_ascii(identifier(name))}"
            for name in names
        )
        texts = [text for (text,) in self._sql.rows(f"SELECT DISTINCT {identifier('text')} FROM ({odd}) AS u")]
        if not texts:
            return
        folds = f"folded texts of {kind}"
        self._sql.fill(folds, {"text": "VARCHAR", "folded": "VARCHAR"}, [(text, text.casefold()) for text in texts])
        columns, joins = ["k.*"], []
        for i, name in enumerate(names):
            own = f"k.{identifier(name)}"
            columns.append(
                f"CASE WHEN {_not_ascii(own)} THEN f{i}.{identifier('folded')} ELSE lower({own}) END AS {identifier(name + FOLDED)}"
            )
            joins.append(f"LEFT JOIN {identifier(folds)} AS f{i} ON f{i}.{identifier('text')} = {own}")
        view = f"folded {kind}"
        self._sql.create_view(view, f"SELECT {', '.join(columns)} FROM {identifier(table)} AS k {' '.join(joins)}")
        self._folded[kind] = view


def known_by(as_of: date) -> str:
    """What is true of a row of a fact that counts on a day: the condition of `facts.as_known`."""
    day = literal(as_of)
    known, evidenced, reported = (identifier(name) for name in (KNOWN_FIRST, EVIDENCED_FIRST, "reported"))
    return (
        f"({known} IS NULL OR {known} <= {day}) "
        f"AND ({evidenced} IS NULL OR {evidenced} <= {day} OR {reported} IS NOT NULL)"
    )


def counted(kinds: Iterable[str], as_of: date) -> str:
    """A query: of each kind its name, the number of its facts, and of those that count on the day."""
    return " UNION ALL ".join(
        f"SELECT {literal(kind)}, count(*), count(*) FILTER (WHERE {known_by(as_of)}) FROM {identifier(kind)}"
        for kind in kinds
    )


def _not_ascii(text: str) -> str:
    return f"bit_length({text}) <> 8 * length({text})"
