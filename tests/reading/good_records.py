"""A good record of every kind that can be given, and all the ways in which one can be spoilt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from countermove.facts.registry import KINDS, FieldType, fields

GIVEN = [kind for kind, model in KINDS.items() if not model.derived]

_TEXTS = {
    "imo": "9074729",
    "mmsi": "273123456",
    "type": "crude_oil_tanker",
    "measure": "trade_usd_bn",
    "technique": "T0099.001",
}
_ITEMS = {"former_mmsi": "273123457"}
EVIDENCE = {
    "source": "A register", "origin": "Its office", "reliability": "B", "credibility": 2, "url": "https://example.org/1",
    "document": "Annex I", "locator": "entry 7", "published": "2025-03", "accessed": "2025-04-01", "archived": "https://example.net/1",
    "marking": "TLP:AMBER+STRICT",
}  # fmt: skip


def record(kind: str, number: int = 0) -> dict[str, Any]:
    """A record with every field of its kind."""
    found: dict[str, Any] = {"kind": kind, "id": f"x-{kind.replace('_', '-')}:{number}"}
    for name, described in fields(kind).items():
        if name != "id":
            found[name] = value(described, number)
    if "same_as" in found:
        found["same_as"] = [f"another-register:{kind}-{number}"]
    if kind == "country":
        found["id"] = "iso3166:" + ["KZ", "MD", "RU", "DE", "UZ"][number % 5]
    return {**found, "note": "A note, with some words", "evidence": [dict(EVIDENCE)]}


def value(described: FieldType, number: int) -> Any:
    """A value that a field takes."""
    if described.name == "same_as":
        return [f"x-register:{number}"]  # of its own: things that share an id become one
    if described.type == "list" and described.item:
        first = _ITEMS.get(described.name) or value(described.item, number)
        return [first]
    if described.type == "text":
        return _TEXTS.get(described.name, f"Ńame {number}")
    if described.type == "choice":
        return described.choices[number % len(described.choices)]
    if described.type == "number":
        return 1900 + number % 50 if described.whole else 12.5
    simple = {
        "entity": "imo:9074729", "flag": True, "day": "2024-02-29", "time": "2024-05-06T07:08:09Z", "position": [59.5, -0.25],
    }  # fmt: skip
    return simple[described.type]


ODD: list[Any] = [
    None, True, False, 0, -1, 1, 1.5, -0.0, 0.0, 1e300, 5e-324, 0.1, 1e16, 123456789.0, 2**53 + 1, 2**63 - 1, -(2**63), 2**63, 2**64,
    10**30, 2101, 100.5, 100, "", " ", "x", " x", "x ", "\u00a0x", "x\u2003", "x  y", "a\u00a0b", "ŁÓDŹ", "名前", "👻", "\u200bx", "\ufeffx",
    'a "b" c', "back\\slash", "a/b", "tab\tin", "line\nin", "\u0000", "bell\u0007", "\u007f", "\u0085x", "x" * 4000, "x" * 4001,
    [], ["x"], [1], [None], [" x"], ["x", "x"], [[]], {}, {"a": 1}, [1, 2], [1.5, "2"], [91, 0], [90, 180], [-90, -180.0], [0, 181], [1, 2, 3], [True, 0],
    "2024", "2024-02", "2024-02-29", "2023-02-29", "2024-02-30", "2024-13", "2024-00", "2024-H1", "2024-Q4", "2024-01/2024-03", "2024/2023",
    "0000", "0001-01-01", "0999-12-31", "9999-12-31", "9999", "2024-2-1", "20240201", "2024-02-29 ", "٢٠٢٤", "2024-W05",
    "2024-05-06T07:08:09Z", "2024-05-06T07:08:09.123456Z", "2024-05-06T07:08:09.5Z", "2024-05-06T07:08:09+02:00", "2024-05-06T07:08:09+00:00",
    "2024-05-06 07:08:09", "2024-05-06T07:08:09", "2024-05-06T07:08Z", "2024-05-06T24:00:00Z", "2024-05-06T07:08:60Z", "2024-05-06T07:08:09z",
    "2024-05-06T07:08:09.1234567Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+05:00", "1969-12-31T23:59:59.000001Z",
    "imo:9074729", "imo:9074728", "imo:1234567", "imo:5000005", "imo:907472", "imo:90747290", "imo:٩٠٧٤٧٢٩", "IMO:9074729", "imo: 9074729", "imo9074729", "imo:",
    "iso3166:KZ", "iso3166:kz", "iso3166:XX", "iso3166:", "mmsi:123456789", "mmsi:12345678", "lei:5493001KJTIIGC8Y1R12", "lei:5493001KJTIIGC8Y1R13",
    "inn:7707083893", "inn:7707083894", "ogrn:1027700132195", "ogrn:1027700132196", "domain:example.org", "domain:example", "domain:a b.org",
    "imo-company:1234567", "imo-company:0123458", "imo-company:0123459", "bic:EXAMDEFF", "bic:EXAMDEFFXXX", "bi:1", "bic-1:x", "imox:1", "im:x", "i:x", "x:y", "x:", ":x", "1x:y", "x-1:y z", "x:a\u00a0b", "in:1", "isotope:1", "crude_oil_tanker", "Crude",
    "none", "transport_ban", "9074729", "12345678", "T0099", "T009", "imo:9074729\n",
]  # fmt: skip
"""Values of every sort, most of them wrong for most fields, some right for some."""


def spoilt(kind: str) -> Iterator[dict[str, Any]]:
    """Records of a kind in which one thing is another than it was, right or wrong."""
    number = 0
    names = [*fields(kind), "note", "kind", "evidence"]
    for name in names:
        for odd in ODD:
            number += 1
            yield {**record(kind, number), name: odd}
        number += 1
        yield {key: value for key, value in record(kind, number).items() if key != name}
        number += 1
        yield {**record(kind, number), f"{name}x": "x"}


def spoilt_evidence(kind: str) -> Iterator[dict[str, Any]]:
    """Records of a kind whose evidence is another than it was."""
    number = 100_000
    for name in [*EVIDENCE, "more"]:
        for odd in [*ODD, *"ABCDEFG", 5, 6, 7, "TLP:CLEAR", "tlp:clear"]:
            number += 1
            yield {**record(kind, number), "evidence": [{**EVIDENCE, name: odd}]}
        number += 1
        yield {**record(kind, number), "evidence": [{key: value for key, value in EVIDENCE.items() if key != name}]}
    second = {"source": "Another", "published": "2023-11-30"}
    for pieces in ([EVIDENCE, second], [second, EVIDENCE], [EVIDENCE, {"source": "Undated"}], [{"source": "A },{ in it"}], [EVIDENCE, EVIDENCE],
                   [{"source": "B", "published": "2020"}, {"source": "C", "published": "2020-01-01"}], [], [{}], [None], ["x"], {}, {"source": "x"}):  # fmt: skip
        number += 1
        yield {**record(kind, number), "evidence": pieces}
