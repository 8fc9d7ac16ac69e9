"""The module under test from its source, with the program that ALCF names on PATH, and simulated services."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Python"))

import alcf  # noqa: E402

VARIABLES = ["ALCF_TOKENS_FILE", "GLOBUS_SDK_SERVICE_URL_AUTH", "ALCF_BASE_URL"]
SHOW = (
    f"import json, os, sys; print(json.dumps({{n: os.environ[n] for n in {VARIABLES}}}), flush=True); sys.stdin.read()"
)
PROGRAM = pathlib.Path(os.environ.get("ALCF", ROOT / ".build/debug/alcf")).resolve()

Simulate = Callable[..., AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def environment(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of its own, without a sign-in, and the program on PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "alcf").symlink_to(PROGRAM)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in list(os.environ):
        if name.startswith(("ALCF_", "GLOBUS_", "OPENAI_", "XDG_")):
            monkeypatch.delenv(name)
    alcf._program.cache_clear()


@pytest.fixture
def simulate(monkeypatch: pytest.MonkeyPatch) -> Simulate:
    """Runs a simulated service, signed in, for as long as the block takes."""

    @contextlib.contextmanager
    def run(*options: str) -> Iterator[None]:
        command = [str(PROGRAM), "simulate", "--speed", "200", *options, "--", sys.executable, "-c", SHOW]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdin and process.stdout
            try:
                for name, value in json.loads(process.stdout.readline()).items():
                    monkeypatch.setenv(name, value)
                yield
            finally:
                process.stdin.close()
                process.wait(20)

    return run


@pytest.fixture
def stand_in(tmp_path: pathlib.Path) -> Callable[[str], None]:
    """Puts a script of Python in the program's place; `word` there is its first argument."""

    def write(body: str) -> None:
        path = tmp_path / "bin" / "alcf"
        path.unlink()
        path.write_text(f"#!{sys.executable}\nimport sys\nword = sys.argv[1]\n{body}\n")
        path.chmod(0o755)
        alcf._program.cache_clear()

    return write
