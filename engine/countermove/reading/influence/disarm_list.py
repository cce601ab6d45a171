"""Makes disarm_codes.json, for maintainers:

    python -m countermove.reading.influence.disarm_list RELEASE DISARM.json CLUSTER.json... > disarm_codes.json

RELEASE names the release. DISARM.json is the framework's STIX bundle (generated_files/DISARM_STIX): its codes are in force. Each
CLUSTER.json is a galaxy cluster of MISP (disarm-techniques, misinfosec-amitt-misinformation-pattern): codes that stand there and not in
the bundle were given up. Codes are facts and no work of anybody; names and descriptions, which are under CC BY-SA 4.0, are not taken.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

LICENCE = "Codes alone, which are facts. The DISARM framework itself is under CC BY-SA 4.0 (DISARM Foundation); none of its text is here."


def codes_of_bundle(bundle: Any) -> Iterator[str]:
    """The codes of the attack patterns of a STIX bundle."""
    for item in bundle["objects"]:
        if item["type"] == "attack-pattern" and not item.get("revoked"):
            yield from (ref["external_id"] for ref in item["external_references"] if "external_id" in ref)


def codes_of_cluster(cluster: Any) -> Iterator[str]:
    """The codes of a MISP galaxy cluster."""
    for value in cluster["values"]:
        code = value.get("meta", {}).get("external_id", "")
        if code.startswith("T") and code[1:2].isdigit():
            yield code


def listed(release: str, bundle: Any, clusters: Sequence[Any]) -> str:
    """The list as text."""
    current = set(codes_of_bundle(bundle))
    older = {code for cluster in clusters for code in codes_of_cluster(cluster)}
    parts = {
        "release": release,
        "licence": LICENCE,
        "current": sorted(current),
        "retired": sorted(older - current),
    }
    return json.dumps(parts, indent=1).replace('",\n  "', '", "') + "\n"


def main(arguments: Sequence[str]) -> None:
    """Print the list."""
    release, *paths = arguments
    bundle, *clusters = (json.loads(Path(path).read_text(encoding="utf-8")) for path in paths)
    sys.stdout.write(listed(release, bundle, clusters))


if __name__ == "__main__":
    main(sys.argv[1:])
