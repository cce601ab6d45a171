"""zen-engine: a decision table over one record at a time. It has no joins, so it is given the five thresholds alone."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.workload import THRESHOLDS, Counts, Stopwatch

TITLE = "zen-engine"
PACKAGES = ("zen-engine",)
RULES = tuple(THRESHOLDS)
MOST = 1_000_000
NOTE = (
    "A decision table that collects all rows that hold, looped over a thousand gaps a call, which is twenty times quicker than one a call. "
    "It decides over one record at a time: joins, absence and counts are not expressed."
)

_AT_ONCE = 1000


def _table() -> str:
    rows = [
        {"_id": f"row-{rule}", "kind": '"ais_gap"', "hours": f">= {hours}", "rule": f'"{rule}"'}
        for rule, hours in THRESHOLDS.items()
    ]
    content = {
        "hitPolicy": "collect",
        "executionMode": "loop",
        "inputField": "gaps",
        "outputPath": "rows",
        "inputs": [
            {"id": "kind", "name": "Kind", "type": "expression", "field": "kind"},
            {"id": "hours", "name": "Hours", "type": "expression", "field": "hours"},
        ],
        "outputs": [{"id": "rule", "name": "Rule", "type": "expression", "field": "rule"}],
        "rules": rows,
    }
    nodes = [
        {"id": "in", "name": "Request", "type": "inputNode"},
        {"id": "table", "name": "Thresholds", "type": "decisionTableNode", "content": content},
        {"id": "out", "name": "Response", "type": "outputNode"},
    ]
    edges = [
        {"id": "first", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "second", "type": "edge", "sourceId": "table", "targetId": "out"},
    ]
    return json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})


def prepare() -> Any:
    import zen as library

    return library.ZenEngine().create_decision(_table())


def bulk(prepared: Any, path: Path, watch: Stopwatch) -> Counts:
    found = []
    with watch.part("loading"), path.open() as lines:
        facts = [fact for line in lines if (fact := json.loads(line))["kind"] == "ais_gap"]
    with watch.part("matching"):
        for start in range(0, len(facts), _AT_ONCE):
            some = facts[start : start + _AT_ONCE]
            asked = [{"kind": fact["kind"], "hours": fact["hours"]} for fact in some]
            answers = prepared.evaluate({"gaps": asked})["result"]["rows"]
            found += [(row["rule"], fact["id"]) for fact, rows in zip(some, answers, strict=True) for row in rows]
    return Counter(rule for rule, _ in found)
