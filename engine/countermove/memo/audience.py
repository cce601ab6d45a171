"""For whom a memo is written."""

from __future__ import annotations

from collections.abc import Mapping

ADDRESSEE: Mapping[str, str] = {
    "eu": "European Union: Council, Commission and External Action Service",
    "uk": "United Kingdom: Foreign, Commonwealth and Development Office and Home Office",
    "us": "United States: Department of State, Treasury and National Security Council staff",
    "nato": "NATO: North Atlantic Council and International Staff",
}
SHORT: Mapping[str, str] = {"eu": "the EU", "uk": "the United Kingdom", "us": "the United States", "nato": "NATO"}
