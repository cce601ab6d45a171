"""The draft of a profile as YAML: valid as it stands, with a remark wherever a human must decide."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from countermove.reading.drafting.guesses import Field, Guess, Guesses
from countermove.reading.drafting.sample import Sample
from countermove.reading.drafting.value_shapes import is_month_first, is_number

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*\Z")
_TREACHEROUS = frozenset({"yes", "no", "on", "off", "true", "false", "y", "n", "null"})
_SHOWN = 40
_MONTH_FIRST = "the month stands first here, which 'as: day' does not read"


def yaml_of(sample: Sample, guesses: Guesses, id: str, file_name: str) -> str:
    """The draft."""
    return "\n".join(_lines(sample, guesses, id, file_name)) + "\n"


def _lines(sample: Sample, guesses: Guesses, id: str, file_name: str) -> Iterator[str]:
    used = list(dict.fromkeys(c for guess in guesses.chosen for field in guess.fields for c in field.columns))
    yield "# A draft: it reads, and says nothing yet of who speaks and how far that can be trusted."
    yield "# Go through the lines that end in a remark. docs/profiles.md explains every word."
    yield f"id: {_word(id)}  # the word before the colon in FORMAT:PATH"
    yield f"title: {_word(f'Records like those of {file_name}')}  # what are these files?"
    yield from _form(sample)
    if sample.headerless:
        yield f"columns: {_list(sample.columns)}  # the file has no header: give the columns names"
        yield f"recognise_values: {_map(_patterns(sample, used))}  # what tells such a file from others"
    else:
        always = [name for name in used if sample.form == "csv" or sample.columns[name].records == sample.count]
        yield f"recognise: {_list(always or used[:1])}  # what a file must have to be of this format"
        rest = [name for name in used if name not in (always or used[:1])]
        if rest:
            yield f"optional: {_list(rest)}"
    yield from _unused(sample, used)
    yield "evidence:"
    yield f"  source: {{constant: {_word(file_name)}}}  # who says so? Publisher and title, as a reader would cite them"
    yield "  reliability: {constant: F}  # grade the source: A to F; F cannot be judged"
    yield "  credibility: {constant: 6}  # grade the item: 1 to 6; 6 cannot be judged"
    yield "  # published: {column: …, as: day}  # does a column say when it was published?"
    yield "facts:"
    for guess in guesses.chosen:
        yield from _template(guess, sample)
    for kind, names in guesses.possible:
        yield f"  # A record would fit '{kind}' too: {', '.join(names)}."
    for path, fields in sample.inner.items():
        yield (
            f"  # '{_remark(path)}' is a list of objects with {_some(fields)}: 'each: {_remark(path)}' makes a fact of each, "
            "with its fields as {element: …}."
        )


def _form(sample: Sample) -> Iterator[str]:
    if sample.form != "csv":
        yield f"form: {sample.form}"
        if sample.records:
            yield f"records: {_word(sample.records)}"
    if sample.delimiter != ",":
        yield f"delimiter: {_quoted(sample.delimiter)}"
    if sample.encoding != "utf-8":
        yield f"encoding: {sample.encoding}  # the file is not UTF-8; are its letters right below?"
    if sample.skip_lines:
        yield f"skip_lines: {sample.skip_lines}"


def _unused(sample: Sample, used: Sequence[str]) -> Iterator[str]:
    left = [name for name in sample.columns if name not in used]
    if left or sample.doubled:
        yield "unused:  # why is each of these left?"
    for name in left:
        values = sample.columns[name].values
        first = f"; {_MONTH_FIRST}" if is_month_first(values) else ""
        yield f"  {_word(name)}: not decided yet  # {_remark(values[0]) if values else 'empty'}{first}"
    for name in sample.doubled:
        yield f"  {_word(name)}: the name stands more than once in the header"


def _template(guess: Guess, sample: Sample) -> Iterator[str]:
    yield f"  - kind: {guess.kind}{f'  # {guess.remark}' if guess.remark else ''}"
    yield "    fields:"
    for field in guess.fields:
        remarks = [field.remark] if field.remark else []
        if any(is_month_first(sample.columns[column].values) for column in field.columns):
            remarks.append(_MONTH_FIRST)
        remark = f"  # {'; '.join(remarks)}" if remarks else ""
        yield f"      {field.name}: {_value(field)}{remark}"


def _value(field: Field) -> str:
    if set(field.how) == {"column"}:
        return _word(str(field.how["column"]))
    parts = []
    for name, value in field.how.items():
        if isinstance(value, tuple):
            parts.append(f"{name}: {_list(value)}")
        elif isinstance(value, bool):
            parts.append(f"{name}: {str(value).lower()}")
        else:
            parts.append(f"{name}: {_word(value)}")
    return f"{{{', '.join(parts)}}}"


def _patterns(sample: Sample, used: Sequence[str]) -> dict[str, str]:
    """For a file without a header: what the values of the columns that are used look like."""
    found = {}
    for name in used or list(sample.columns)[:1]:
        values = sample.columns[name].values
        if values and all(value.isdigit() for value in values):
            sizes = {len(value) for value in values}
            found[name] = rf"\d{{{min(sizes)}}}" if len(sizes) == 1 else r"\d+"
        elif values and all(map(is_number, values)):
            found[name] = r"[-+]?\d+([.,]\d+)?"
    return found or {used[0] if used else next(iter(sample.columns)): ".+"}


def _some(names: Sequence[str]) -> str:
    return ", ".join(map(_remark, names[:8])) + (" …" if len(names) > 8 else "")


def _remark(text: str) -> str:
    """A value as a remark can show it."""
    plain = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"


def _list(names: Sequence[str] | Mapping[str, object]) -> str:
    return f"[{', '.join(map(_word, names))}]"


def _map(items: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{_word(name)}: {_quoted(value)}' for name, value in items.items())}}}"


def _word(text: str) -> str:
    """Text as YAML takes it for text: plain where that is safe."""
    return text if _PLAIN.match(text) and text.casefold() not in _TREACHEROUS else _quoted(text)


def _quoted(text: str) -> str:
    shown = json.dumps(text, ensure_ascii=False)
    return "".join(
        char if char.isprintable() else f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
        for char in shown
    )
