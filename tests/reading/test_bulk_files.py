"""Reading in bulk gives what reading one by one gives, whatever a file is like."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bulk_agreement import Looks, _however_small, same, write  # noqa: F401 - a fixture
from good_records import GIVEN, record

from countermove import resources
from countermove.errors import InputRejected, UsageError
from countermove.reading import bulk_lines, bulk_slabs
from countermove.reading.bulk import read_bulk
from countermove.tables.database import Database

GOOD = json.dumps(record("ais_gap"), separators=(",", ":")).encode()
OTHER = json.dumps(record("designation", 1)).encode()


@pytest.mark.parametrize("content", [
    GOOD, GOOD + b"\n", b"\n\n" + GOOD + b"\n \n\t\n" + OTHER + b"\n\n", b"\xef\xbb\xbf" + GOOD + b"\n" + OTHER,
    GOOD + b"\r\n" + OTHER + b"\r\n", GOOD + b"\r\n" + OTHER + b"\n", GOOD + b"\r" + OTHER + b"\n" + OTHER, GOOD + b"\n\r\n" + OTHER,
    GOOD + b"\n" + GOOD[:-30], GOOD + b"\nx\xff\xfey\n" + OTHER, GOOD + b"\n" + OTHER.replace(b"Annex", b"Ann\xe9x") + b"\n" + OTHER,
    GOOD + b"\n\x00\n" + OTHER, GOOD + b"\n" + OTHER.replace(b"Annex", b"An\x00ex"), GOOD + b"\n" + OTHER.replace(b"Annex", b"An\x01ex") + b"\n",
    GOOD + b"\n\x01\n" + GOOD, GOOD + b"\n" + b"x" * 3_000_000 + b"\n" + OTHER, GOOD + b"\n" + b'{"kind":"vessel","note":"' + b"x" * 2_500_000 + b'"}\n',
    OTHER.replace(b'"note": "A note', b'"note": "' + b"n" * 3990) + b"\n" + GOOD, GOOD + b"\n\xef\xbb\xbf" + OTHER, b"\x1c" + GOOD + b"\x1c\n" + GOOD,
    GOOD + b"\n\\N\nNULL\n\"\"\n\"quoted\"\n#note\n" + OTHER, GOOD.replace(b"imo:9074729", b"imo:9074728") + b"\n" + GOOD, b"nonsense\n" * 300 + GOOD + b"\n",
])  # fmt: skip
def test_whatever_the_lines(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_bytes(content)
    same(path)
    monkeypatch.setattr(bulk_slabs, "LARGEST", 1)
    monkeypatch.setattr(bulk_slabs, "_BLOCK", 64)
    same(path)


def test_a_file_in_pieces_keeps_its_line_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_slabs, "LARGEST", 5_000)
    monkeypatch.setattr(bulk_slabs, "_BLOCK", 700)
    records = [record(GIVEN[number % 7], number) for number in range(60)]
    for one in records[::5]:
        del one["evidence"]
    records[33]["nonsense"] = 1
    expected = same(write(tmp_path / "facts.jsonl", records))
    assert [fault.location.line for fault in expected.faults if fault.location] == [34]
    broken = (tmp_path / "facts.jsonl").read_bytes().replace(b"A note", b"A n\xffte", 1)
    (tmp_path / "facts.jsonl").write_bytes(broken)
    same(tmp_path / "facts.jsonl")


def test_layouts_are_learned_from_the_lines_in_doubt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds and orders of keys that the first look at a file does not meet cost nothing either."""
    monkeypatch.setattr(bulk_lines, "_NEAR", 3_000)
    looks = Looks(monkeypatch)
    plain = [record("ais_gap", number) for number in range(300)]
    late = [record("vessel", number) for number in range(150)]
    turned = [dict(reversed(record("vote", number).items())) for number in range(150)]
    same(write(tmp_path / "facts.jsonl", plain[:150] + late + turned + plain[150:]))
    assert not looks.lines


def test_hard_names_of_files(tmp_path: Path) -> None:
    folder = tmp_path / "kind=vessel" / "a*b[1]{x}?"
    folder.mkdir(parents=True)
    for name in ("facts*.jsonl", "[a].jsonl", "x.jsonl.gz", "ü 'quoted' \"too\".jsonl", "{}.json"):
        write(
            folder / name,
            [record("ais_gap", 3), {key: value for key, value in record("vote").items() if key != "evidence"}],
        )
    same(tmp_path)
    same([folder / "facts*.jsonl", str(folder / "[a].jsonl"), tmp_path / "nowhere.jsonl"])


def test_forced_formats_and_other_formats(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", [{"no": "kind"}, record("vote")])
    (tmp_path / "b.json").write_text(json.dumps([record("vote"), record("vote", 1), {"kind": "x"}]))
    (tmp_path / "c.txt").write_text("nothing")
    same([f"json-lines:{tmp_path / 'a.jsonl'}", tmp_path])
    with Database() as database, pytest.raises(UsageError):
        read_bulk(f"nonsense:{tmp_path / 'a.jsonl'}", database)


def test_strict(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [record("vote"), {"kind": "vote"}])
    with Database() as database, pytest.raises(InputRejected) as error:
        read_bulk(path, database, strict=True)
    assert len(error.value.faults) > 0


def test_the_same_thing_told_twice(tmp_path: Path) -> None:
    one, other = record("designation", 1), record("designation", 1)
    other |= {
        "reason": "Another reason",
        "reported": "2023",
        "evidence": [{"source": "Another", "reliability": "A", "credibility": 1}],
    }
    exercise = {key: value for key, value in record("exercise").items() if key != "tally"}
    records = [one, other, one, exercise, {**record("exercise"), "tally": 5}, {**record("vote"), "id": one["id"]}]
    expected = same(
        [write(tmp_path / "a.jsonl", records), write(tmp_path / "b.jsonl", [other, exercise, record("vessel")])]
    )
    assert [fault.code for fault in expected.faults] == ["CM315"]


def test_radio_identities(tmp_path: Path) -> None:
    ship = {"kind": "vessel", "id": "imo:9074729", "mmsi": "273123456", "former_mmsi": ["273000001", "273000002"]}
    same_ship = {"kind": "vessel", "id": "mmsi:273123456", "imo": "9074729", "name": "A"}
    lines = [
        ship, same_ship, {"kind": "vessel", "id": "imo:5000005", "former_mmsi": ["273000002"], "mmsi": "273000009"},
        *({"kind": "detention", "vessel": f"mmsi:{number}", "start": "2024-05-06"} for number in (273123456, 273000001, 273000002, 273999999)),
        {"kind": "detention", "vessel": "imo:9074729", "start": "2024-05-06", "reason": "Own"},
        {"kind": "detention", "id": "own", "vessel": "mmsi:273123456", "start": "2024-05-06"},
        {"kind": "ship_to_ship_transfer", "from_vessel": "mmsi:273000009", "to_vessel": "mmsi:273123456", "start": "2024-05-06T00:00:00Z"},
        {"kind": "incident", "type": "arson", "date": "2024", "countries": ["mmsi:273123456", "iso3166:KZ"]},
        {**ship, "mmsi": "273000077", "evidence": [{"source": "s", "reliability": "A", "credibility": 1}]},
        {"kind": "loitering", "vessel": "mmsi:273123456", "start": "2024-05-06T00:00:00Z", "near": "mmsi:273000077"},
    ]  # fmt: skip
    assert len(same(write(tmp_path / "a.jsonl", lines)).notes) > 2


def test_shipped_examples() -> None:
    same(str(resources.folder("examples")))


def test_an_empty_folder_and_a_file_of_nothing(tmp_path: Path) -> None:
    same(tmp_path)
    (tmp_path / "empty.jsonl").write_bytes(b"")
    same(tmp_path)
    with Database() as database:
        assert len(read_bulk(tmp_path, database)) == 0


SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not beside this checkout")
def test_shared_data() -> None:
    same(
        sorted(
            str(path)
            for path in SHARED.rglob("*")
            if path.suffix in (".csv", ".jsonl") and path.stat().st_size < 3_000_000
        )
    )
