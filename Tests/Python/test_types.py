"""Types, as an editor and `mypy --strict` see them."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

from conftest import ROOT

USES = """
import os, alcf, openai, pandas
from typing_extensions import assert_type

assert_type(alcf.token(), str)
assert_type(alcf.openai("metis"), openai.OpenAI)
assert_type(alcf.async_openai(), openai.AsyncOpenAI)
assert_type(alcf.read_record("x"), pandas.DataFrame)
assert_type(alcf.read_record("x", frame=False), alcf.Rows)
"""


def test_mypy(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "uses.py"
    file.write_text(USES)
    targets = [str(ROOT / "Python" / "alcf"), str(file), str(ROOT / "Tests" / "Python")]
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(ROOT / ".build" / "mypy"), *targets],
        env={**os.environ, "MYPYPATH": str(ROOT / "Python")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout
