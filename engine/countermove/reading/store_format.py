"""What a store of facts is: a folder with a Parquet file for each kind, and a manifest that says what is in it.

The manifest is JSON: `format` and `version`, each kind with its number of facts and the columns of its table, and what was read to make
the store. A store is made new by each version that changes a kind, and never mended.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from countermove.facts.registry import KINDS
from countermove.tables.columns import table_columns

FORMAT = "countermove-store"
VERSION = 2
"""1: facts of days to come were known from their report on."""
MANIFEST = "manifest.json"

_AGAIN = "make the store again: countermove facts convert"
_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Manifest:
    """The kinds in a store, each with its number of facts."""

    facts: Mapping[str, int]


class BrokenStore(ValueError):
    """A folder that is no store of this version. `hint` says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.hint = _AGAIN


def file_of(folder: Path, kind: str) -> Path:
    """Where a store keeps the facts of a kind."""
    return folder / f"{kind}.parquet"


def is_manifest(text: str) -> bool:
    """Whether a text begins as a store's manifest does."""
    return text.lstrip().startswith("{") and f'"format": "{FORMAT}"' in text[:200]


def is_store(folder: Path) -> bool:
    """Whether a folder is a store."""
    try:
        with (folder / MANIFEST).open(encoding="utf-8", errors="replace") as file:
            return is_manifest(file.read(400))
    except OSError:
        return False


def manifest_text(facts: Mapping[str, int], inputs: list[dict[str, Any]]) -> str:
    """The manifest of a store."""
    kinds = {kind: {"facts": count, "columns": dict(table_columns(kind))} for kind, count in facts.items()}
    whole = {"format": FORMAT, "version": VERSION, "kinds": kinds, "inputs": inputs}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def read_manifest(path: Path) -> Manifest:
    """What a manifest says. Raises BrokenStore where it is not one of this version, OSError where it cannot be read."""
    if path.stat().st_size > _MOST_BYTES:
        raise BrokenStore("the manifest is too large to be one")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise BrokenStore(f"the manifest is not JSON: {error}") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise BrokenStore("this is not the manifest of a store")
    if data.get("version") != VERSION:
        raise BrokenStore(f"the store has version {data.get('version')!r}, this program reads version {VERSION}")
    kinds = data.get("kinds")
    if not isinstance(kinds, dict):
        raise BrokenStore("the manifest does not say which kinds there are")
    return Manifest({kind: _count(kind, kinds[kind]) for kind in _known(kinds)})


def _known(kinds: Mapping[str, Any]) -> list[str]:
    for kind in kinds:
        if kind not in KINDS or KINDS[kind].derived:
            raise BrokenStore(f"the store holds facts of a kind that is not known or cannot be given: '{kind[:60]}'")
    return [kind for kind in KINDS if kind in kinds]


def _count(kind: str, entry: Any) -> int:
    columns = entry.get("columns") if isinstance(entry, dict) else None
    if not isinstance(columns, dict) or list(columns.items()) != list(table_columns(kind).items()):
        raise BrokenStore(f"the columns of {kind} facts are not those of this version")
    count = entry.get("facts")
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise BrokenStore(f"the manifest does not say how many {kind} facts there are")
    return count
