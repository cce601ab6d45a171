"""Collects the objects of a STIX 2.1 bundle: each is made once, checked by the stix2 library, and has an id made of its content.

An id stands for exactly one content, so that no consumer ever meets two versions of an object under one date. Nothing asks a clock:
`created` and `modified` are the day of the memo.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from countermove.errors import OutputError
from countermove.facts.evidence import Marking

if TYPE_CHECKING:
    from types import ModuleType

NAMESPACE = uuid.UUID("5f1d6a44-0c0e-5c8a-9d53-6d2f6c1f2b7e")
"""The namespace of every id that we make."""

_TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_TLP_IDS: Mapping[Marking, str] = {
    "TLP:CLEAR": "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    "TLP:GREEN": "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "TLP:AMBER": "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "TLP:AMBER+STRICT": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    "TLP:RED": "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
"""TLP 2.0 as OASIS publishes it for STIX (cti-stix-common-objects, tlp-2.0)."""

Properties = Mapping[str, Any]


class Graph:
    """The objects of one bundle, in the order in which they were asked for."""

    def __init__(self, as_of: date, marking: Marking) -> None:
        self._stix2 = _library()
        self._day = f"{as_of.isoformat()}T00:00:00.000Z"
        self._objects: dict[str, Properties] = {}
        self._kept = self._marking(marking)
        self._marked = {"object_marking_refs": [_TLP_IDS[marking]]}
        self._author = ""
        self._author = self.add(
            "identity",
            name="Countermove",
            identity_class="system",
            description="A program that turns graded facts into recommendations, each with its rule, facts and sources.",
        )

    @property
    def day(self) -> str:
        """The day of the memo as a STIX timestamp."""
        return self._day

    @property
    def author(self) -> str:
        """The identity that made every object."""
        return self._author

    def add(self, type: str, **properties: Any) -> str:
        """The id of a domain object with these properties; what is None or empty is left out."""
        author = {"created_by_ref": self._author} if self._author else {}
        data = {"type": type, "spec_version": "2.1", **author, "created": self._day, "modified": self._day}
        data |= {name: value for name, value in properties.items() if value not in (None, "", [], ())} | self._marked
        data["id"] = f"{type}--{_digest(data)}"
        return self._checked(data)

    def observe(self, type: str, **properties: Any) -> str:
        """The id of a cyber-observable object; the standard itself says how that id is made."""
        return self._checked({"type": type, "spec_version": "2.1", **properties, **self._marked})

    def relate(self, source: str, kind: str, target: str, description: str = "", confidence: int | None = None) -> str:
        """The id of the relationship `source kind target`."""
        return self.add(
            "relationship",
            relationship_type=kind,
            source_ref=source,
            target_ref=target,
            description=description,
            confidence=confidence,
        )

    def ids(self) -> list[str]:
        """Every object so far that a report may refer to, its author left out."""
        return [id for id in self._objects if id not in (self._author, self._kept)]

    def bundle(self) -> str:
        """All objects as one JSON text."""
        objects = list(self._objects.values())
        made = {"type": "bundle", "id": f"bundle--{_digest({'objects': objects})}", "objects": objects}
        return json.dumps(made, ensure_ascii=False, indent=2) + "\n"

    def _marking(self, marking: Marking) -> str:
        extension = {"extension_type": "property-extension", "tlp_2_0": marking.removeprefix("TLP:").lower()}
        return self._checked(
            {
                "type": "marking-definition",
                "spec_version": "2.1",
                "id": _TLP_IDS[marking],
                "created": "2022-10-01T00:00:00.000Z",
                "name": marking,
                "extensions": {_TLP_EXTENSION: extension},
            }
        )

    def _checked(self, data: Properties) -> str:
        """Keep an object as the library writes it. The library refuses what the standard does not allow."""
        known = data.get("id")
        if known in self._objects:
            return str(known)
        made = json.loads(self._stix2.parse(dict(data), version="2.1").serialize())
        self._objects.setdefault(made["id"], made)
        return str(made["id"])


def source_reference(name: str, **more: str | None) -> dict[str, str]:
    """An external reference; what is None or empty is left out."""
    return {"source_name": name, **{key: value for key, value in more.items() if value}}


def distinct(ids: Sequence[str]) -> list[str]:
    """Each id once, in the order of its first place."""
    return list(dict.fromkeys(ids))


def _digest(data: Any) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":")))


def _library() -> ModuleType:
    """The stix2 library, or an error that says how to get it."""
    try:
        import stix2
    except ImportError as error:
        raise OutputError(
            f"a memo in STIX needs the library stix2, which is not there ({error})",
            hint="install it: pip install 'countermove[stix]'",
        ) from None
    return stix2  # type: ignore[no-any-return]
