"""`alcf.read_record()` on what the program writes, and on damaged copies, which the program judges too."""

from __future__ import annotations

import copy
import json
import pathlib
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import alcf
import pandas
import pytest
from conftest import PROGRAM, ROOT


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("record")
    command = [PROGRAM, "benchmark", "--simulate", "--speed", "100", "--samples", "4", "--output", folder / "demo"]
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    return folder / "demo.jsonl"


def test_is_a_frame(record: pathlib.Path) -> None:
    rows = alcf.read_record(record)
    assert isinstance(rows, pandas.DataFrame)
    assert list(rows.phase.value_counts()[["measured", "warmup"]]) == [8, 2]
    measured = rows[rows.phase == "measured"]
    assert set(measured.target) == {"metis", "sophia"} and (measured.outcome == "success").all()
    # Figures are the report's: medians by target.
    summary = json.loads(record.with_suffix(".json").read_text())
    medians = measured.groupby("target").service_latency.median()
    for target, figures in summary["summary"].items():
        assert medians[target] == pytest.approx(figures["latency"]["median"])
    # A column without a value counts as one of numbers.
    assert rows.tls_seconds.dtype == "float64" and rows.tls_seconds.isna().all()


def test_manifest_goes_along(record: pathlib.Path) -> None:
    rows = alcf.read_record(str(record))
    assert rows.attrs["manifest"]["seed"] == 1 and rows.attrs["manifest"]["simulated"] is True
    assert rows.attrs["unread"] == [] and rows.attrs["torn_bytes"] == 0
    assert {line["type"] for line in rows.attrs["other_lines"]} == {"instrument", "probe"}
    part = rows[rows.target == "metis"]
    assert part.attrs["manifest"] is rows.attrs["manifest"]
    assert copy.deepcopy(rows).attrs["manifest"]["seed"] == 1


def test_without_pandas(record: pathlib.Path) -> None:
    rows = alcf.read_record(record, frame=False)
    assert type(rows) is alcf.Rows and len(rows) == 10
    assert rows[0]["target"] in ("metis", "sophia") and rows.attrs["manifest"]["type"] == "manifest"
    code = (
        "import sys; sys.modules['pandas'] = None\n"
        "import importlib.util; found = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name: None if name == 'pandas' else found(name)\n"
        f"sys.path.insert(0, {str(ROOT / 'Python')!r})\nimport alcf\n"
        f"rows = alcf.read_record({str(record)!r}); print(type(rows).__name__, len(rows))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert printed.stdout == "Rows 10\n"


def changed(**members: Any) -> Callable[[bytes], bytes]:
    def change(line: bytes) -> bytes:
        return json.dumps(
            {name: value for name, value in {**json.loads(line), **members}.items() if value != "gone"}
        ).encode()

    return change


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda line: line[:200],
    "zeros": lambda line: b"\0" * 64,
    "not UTF-8": lambda line: line.replace(b'"measured"', b'"meas\xffured"'),
    "missing": changed(target="gone"),
    "null": changed(run=None),
    "negative": changed(events=-1),
    "a fraction": changed(sequence=1.5),
    "text for a number": changed(end="x"),
    "number for a text": changed(outcome=3),
    "not a number": changed(start=float("nan")),
    "truth": changed(streamed=1),
    "deep": lambda line: b"[" * 100_000,
    # These are read, or passed over, by both.
    "derived": changed(ttft="x"),
    "a list": lambda line: b"[1]",
    "a type of later": changed(type="later"),
    "empty": lambda line: b"",
    "more": changed(later={"a": [1]}),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_lines_as_the_report_counts_them(damage: str, record: pathlib.Path, tmp_path: pathlib.Path) -> None:
    lines = record.read_bytes().split(b"\n")
    number = max(index for index, line in enumerate(lines) if b'"phase":"measured"' in line)
    lines[number] = DAMAGES[damage](lines[number])
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b"\n".join(lines))
    rows = alcf.read_record(path, frame=False)
    report = subprocess.run(
        [PROGRAM, "benchmark", "report", str(path), "--json"], capture_output=True, text=True, check=False
    )
    said = re.findall(r"line (\d+): ", report.stdout)
    assert report.returncode == 0
    assert [int(n) for text in rows.attrs["unread"] for n in re.findall(r"line (\d+): ", text)] == sorted(
        set(map(int, said))
    )
    if said:
        assert rows.attrs["unread"][0].startswith(f"bad.jsonl, line {number + 1}: ") and len(rows) == 9


def test_torn_last_line(record: pathlib.Path, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "torn.jsonl"
    path.write_bytes(record.read_bytes() + b'{"type":"sample"')
    rows = alcf.read_record(path)
    assert len(rows) == 10 and rows.attrs["torn_bytes"] == 16 and not rows.attrs["unread"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "cut off"),
        (b'{"type":"mani', "cut off"),
        (b"hello\n", "Expecting value"),
        (b'{"type":"sample"}\n', "no manifest"),
        (b'{"type":"manifest","format_version":2}\n', "format 2"),
        (b"[]\n", "no manifest"),
        (b"\xff\n", "utf-8"),
    ],
)
def test_no_record(content: bytes, reason: str, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "other.jsonl"
    path.write_bytes(content)
    with pytest.raises(alcf.AlcfError, match=reason):
        alcf.read_record(path)


def test_a_file_of_other_lines(record: pathlib.Path, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "other.jsonl"
    path.write_bytes(record.read_bytes().split(b"\n")[0] + b"\n" + b"x\n" * 20_000)
    with pytest.raises(alcf.AlcfError, match="more than 10000"):
        alcf.read_record(path)


def test_no_file(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FileNotFoundError):
        alcf.read_record(tmp_path / "none.jsonl")


def test_no_request_yet(record: pathlib.Path, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "new.jsonl"
    path.write_bytes(record.read_bytes().split(b"\n")[0] + b"\n")
    assert len(alcf.read_record(path)) == 0
