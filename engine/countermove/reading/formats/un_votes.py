"""How states voted in the General Assembly and the Security Council, as the UN Digital Library tells it.

Two forms: long, one row a state and resolution (the library's own bulk file), and wide, one row a resolution and a column a state.
A state that did not vote is `absent`: its cell is empty, or says X.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from countermove.facts.evidence import Evidence
from countermove.reading.candidate import Candidate
from countermove.reading.country_words import country_code
from countermove.reading.making import Making
from countermove.reading.outcome import Outcome, SetAside, SourceFile, short
from countermove.reading.tables import TableRow, table

_CHOICES = {
    "y": "yes", "yes": "yes", "n": "no", "no": "no", "a": "abstain", "abstain": "abstain", "abstention": "abstain",
    "abstained": "abstain", "x": "absent", "": "absent", "absent": "absent", "non-voting": "absent", "no vote": "absent",
    "did not vote": "absent",
}  # fmt: skip
_THREE_LETTERS = re.compile(r"[A-Z]{3}\Z")
_TALLIES = {"Yes": "yes", "No": "no", "Abstain": "abstain", "No Vote": "absent"}
_FEWEST_STATES = 10


class LongVotes:
    """One row a state and resolution."""

    id = "un-votes"
    title = "Votes of the United Nations, one row a state and resolution (UN Digital Library)"
    used: Mapping[str, str] = {
        "ms_code": "country, by three letters", "ms_name": "country, where the code is not known", "ms_vote": "choice (Y, N, A; X or empty: absent)",
        "date": "date", "resolution": "resolution, without A/RES/", "title": "subject", "undl_link": "address of the evidence",
        "draft": "tells a vote on a draft, which is set aside",
    }  # fmt: skip
    unused: Mapping[str, str] = {
        "undl_id": "the link holds it", "session": "the number of the resolution holds it", "committee_report": "no field",
        "meeting": "no field", "agenda_title": "the title says it", "subjects": "the title says it", "vote_note": "no field",
        "total_yes, total_no, total_abstentions, total_non_voting, total_ms": "they follow from the votes",
    }  # fmt: skip
    _needed = ("ms_code", "ms_vote", "resolution")

    def recognises(self, candidate: Candidate) -> bool:
        return candidate.has_columns(*self._needed)

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        for row in table(source, needed=self._needed):
            yield self._outcome(row.cells, row.line, source) if isinstance(row, TableRow) else row

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        return self._outcome(record, line, source)

    def _outcome(self, cells: Mapping[str, str], line: int, source: SourceFile) -> Outcome:
        making = Making(source, line, cells)
        if not cells.get("resolution") and cells.get("draft"):
            return SetAside(line, "a vote on a draft, which has no number of a resolution")
        state = country_code(cells.get("ms_code", "")) or country_code(cells.get("ms_name", ""))
        if not state:
            return SetAside(line, "the voter is no state with a code of ISO 3166 today")
        resolution = _resolution(making, "resolution", cells["resolution"])
        word = cells.get("ms_vote", "")
        choice = _CHOICES.get(word.casefold())
        if choice is None:
            making.problem("ms_vote", word, "is no vote: Y, N, A, X or empty")
            return making.outcome()
        making.add(
            "vote", making.piece("un-digital-library", url=cells.get("undl_link", "")), resolution=resolution, choice=choice,
            country=f"iso3166:{state}", date=making.cell("day", "date", cells.get("date", ""), "note"), subject=cells.get("title", ""),
        )  # fmt: skip
        return making.outcome()


class WideVotes:
    """One row a resolution, one column a state."""

    id = "un-votes-wide"
    title = "Votes of the United Nations, one row a resolution and one column a state"
    used: Mapping[str, str] = {
        "Resolution": "resolution, without A/RES/", "Date": "date", "Title": "subject",
        "UN Digital Library Link, Link": "address of the evidence",
        "a column a state, by its three letters or its name": "country and choice (YES, NO, ABSTAIN; empty: absent)",
        "Yes, No, Abstain, No Vote": "counted against the columns; a difference is noted",
    }  # fmt: skip
    unused: Mapping[str, str] = {
        "Topic Tags": "the title says it",
        "second row": "names of the states, a second header",
    }

    def recognises(self, candidate: Candidate) -> bool:
        cells = candidate.cells()
        states = [cell for cell in cells if _is_state(cell) and country_code(cell)]
        return "resolution" in map(str.casefold, cells) and len(states) >= _FEWEST_STATES

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        for row in table(source):
            if not isinstance(row, TableRow):
                yield row
            elif not _is_second_header(row.cells):
                yield self._outcome(row.cells, row.line, source)

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        return self._outcome(record, line, source)

    def _outcome(self, cells: Mapping[str, str], line: int, source: SourceFile) -> Outcome:
        making = Making(source, line, cells)
        told = {column.casefold(): cell for column, cell in cells.items()}
        piece = making.piece("un-digital-library", url=told.get("un digital library link") or told.get("link", ""))
        shared = {
            "resolution": _resolution(making, "Resolution", told.get("resolution", "")),
            "date": making.cell("day", "Date", told.get("date", ""), "note"), "subject": told.get("title", ""),
        }  # fmt: skip
        counted: Counter[str] = Counter()
        for column, word in cells.items():
            if _is_state(column):
                self._vote(making, piece, column, word, counted, shared)
        for column, choice in _TALLIES.items():
            tally = cells.get(column, "")
            if tally.isdigit() and int(tally) != counted[choice]:
                making.note(f"'{column}' is {tally}, and {counted[choice]} states of the row voted so")
        return making.outcome("the row holds no vote")

    def _vote(
        self,
        making: Making,
        piece: Evidence,
        column: str,
        word: str,
        counted: Counter[str],
        shared: Mapping[str, Any],
    ) -> None:
        choice, state = _CHOICES.get(word.casefold()), country_code(column)
        if choice is None:
            making.note(f"'{column}' is {short(word)}, which is no vote; left out")
            return
        counted[choice] += 1
        if state:
            making.add("vote", piece, country=f"iso3166:{state}", choice=choice, **shared)
        else:
            making.note(f"the column {short(column)} is no state with a code of ISO 3166 today; left out")


def _is_state(column: str) -> bool:
    """Whether a column is one of a state: three capitals, whether known today or not, or a name that is known."""
    return bool(_THREE_LETTERS.match(column)) or (len(column) > len("USA") and bool(country_code(column)))


def _is_second_header(cells: Mapping[str, str]) -> bool:
    """Whether a row names the states again, in words, and holds nothing else."""
    states = {cell for column, cell in cells.items() if _is_state(column)} - {""}
    empty = not any(cell for column, cell in cells.items() if not _is_state(column))
    return empty and bool(states) and not any(cell.casefold() in _CHOICES for cell in states)


def _resolution(making: Making, field: str, text: str) -> str:
    """The number as it is cited: `ES-11/7`, `79/267`; decisions and the Security Council's keep their mark (A/DEC/…, S/RES/…)."""
    number = text.removeprefix("A/RES/")
    if not re.search(r"\d", number.rpartition("/")[2]):
        making.problem(field, text, "is not the number of a resolution")
    return number


FORMATS = (LongVotes(), WideVotes())
