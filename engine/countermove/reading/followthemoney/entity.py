"""One entity of a record: its properties as lists of text, whatever stands inside it taken out and referred to by id."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from countermove.reading.followthemoney.schemata import BACK, SCHEMATA

OWN_DATASET = "countermove"
"""The dataset that this program writes entities under."""

MOST_INSIDE = 10_000
"""More entities inside one record are not looked for."""


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as its publisher describes it."""

    id: str
    schema: str
    caption: str
    properties: Mapping[str, tuple[str, ...]]
    datasets: tuple[str, ...]
    referents: tuple[str, ...]
    first_seen: str
    last_change: str
    scheme: str
    """`opensanctions` where OpenSanctions keeps it, `ftm` where nothing tells who does."""

    def get(self, *names: str) -> tuple[str, ...]:
        """The values of some properties, in their order, each once."""
        return tuple(dict.fromkeys(value for name in names for value in self.properties.get(name, ())))

    def refers(self, id: str) -> str:
        """The id that we use for an entity that this one names."""
        return f"{self.scheme}:{id}"

    @property
    def key(self) -> str:
        """The id that we use for the entity where it has no better one."""
        return self.refers(self.id)

    @property
    def name(self) -> str | None:
        """The name to show: its caption where that is one of its names, or where the record is cut down to the caption."""
        names = self.get("name")
        if self.caption and (self.caption in names or self.caption in self.get("alias", "previousName", "weakAlias")):
            return self.caption
        if (
            not names
            and self.caption not in ("", self.id, self.schema)
            and not any(self.caption in each for each in self.properties.values())
        ):
            return self.caption
        return names[0] if names else None


def entities_in(record: Mapping[str, Any]) -> Iterator[Entity]:
    """The entity of a record first, then those that stand inside it, each once; what is no entity of a known schema is left out.

    One that stands inside another knows it by its own property (a Sanction its `entity`), even where that is not written out; what is
    written out is believed.
    """
    scheme = scheme_of(record)
    waiting: deque[tuple[Mapping[str, Any], str, str]] = deque([(record, "", "")])
    seen: set[str] = set()
    while waiting and len(seen) < MOST_INSIDE:
        data, parent, place = waiting.popleft()
        id, schema = text_of(data.get("id")), text_of(data.get("schema"))
        if not id or id in seen or schema not in SCHEMATA:
            continue
        seen.add(id)
        properties = data.get("properties")
        flat: dict[str, tuple[str, ...]] = {}
        for name, values in (properties if isinstance(properties, dict) else {}).items():
            listed = _listed(values)
            if len(listed) == 1 and isinstance(listed[0], str):
                flat[name] = (text,) if (text := listed[0].strip()) else ()
                continue
            flat[name] = tuple(dict.fromkeys(text for each in listed if (text := _reference_or_text(each))))
            waiting.extend((each, id, name) for each in listed if isinstance(each, dict))
        back = BACK.get((schema, place))
        if back and not flat.get(back):
            flat[back] = (parent,)
        yield Entity(
            id, schema, text_of(data.get("caption")), flat, texts_of(data.get("datasets")), texts_of(data.get("referents")),
            text_of(data.get("first_seen")), text_of(data.get("last_change")), scheme,
        )  # fmt: skip


def scheme_of(record: Mapping[str, Any]) -> str:
    """Whose ids the record uses. Only OpenSanctions' own software writes what an entity's former ids were and when it saw it first."""
    datasets = texts_of(record.get("datasets"))
    if datasets and datasets != (OWN_DATASET,) and "referents" in record and "first_seen" in record:
        return "opensanctions"
    return "ftm"


def text_of(value: Any) -> str:
    """A text without the blanks around it; numbers as text; empty where it is neither."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def texts_of(values: Any) -> tuple[str, ...]:
    """The texts of a list, each once."""
    return tuple(dict.fromkeys(text for each in _listed(values) if (text := text_of(each))))


def _listed(values: Any) -> Sequence[Any]:
    return values if isinstance(values, list) else [] if values is None else [values]


def _reference_or_text(value: Any) -> str:
    return text_of(value.get("id")) if isinstance(value, dict) else text_of(value)
