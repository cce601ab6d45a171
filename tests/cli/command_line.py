"""What a command leaves behind, and the facts it is run on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

EXAMPLE_FACTS = [
    {"kind": "vessel", "id": "imo:9256054", "name": "EXAMPLE", "imo": "9256054"},
    {"kind": "vessel", "id": "imo:9256078", "name": "OTHER", "imo": "9256078"},
]
EVIDENCE = [{"source": "A register", "reliability": "B", "credibility": 2, "published": "2025-12-01"}]


@dataclass(frozen=True)
class Done:
    """Exit status, standard output, standard error."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Done]
