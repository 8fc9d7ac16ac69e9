"""`alcf.token()`: the program's token, and its failures."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
from collections.abc import Callable

import alcf
import pytest
from conftest import ROOT, Simulate

StandIn = Callable[[str], None]


def test_is_what_the_program_prints(simulate: Simulate) -> None:
    with simulate():
        token = alcf.token()
        assert token == subprocess.run(["alcf", "token"], capture_output=True, text=True, check=True).stdout.strip()
        assert alcf.token("inference") == token
        with pytest.raises(alcf.SignInNeeded, match=r"^Nobody is signed in.*\n.*--service globus-transfer"):
            alcf.token("globus-transfer")


def test_lasts_after_expiry(simulate: Simulate) -> None:
    with simulate("--token-lifetime", "1"):
        assert alcf.token() != alcf.token()


def test_without_a_sign_in() -> None:
    with pytest.raises(alcf.SignInNeeded, match="alcf authenticate") as caught:
        alcf.token()
    assert caught.value.exit_code == 77


def test_other_failures_are_no_sign_in() -> None:
    with pytest.raises(alcf.AlcfError, match="--service") as caught:
        alcf.token("no-such-service")
    assert caught.value.exit_code == 64 and not isinstance(caught.value, alcf.SignInNeeded)


def test_service_is_no_option(simulate: Simulate) -> None:
    with simulate(), pytest.raises(alcf.AlcfError) as caught:
        alcf.token("--help")
    assert caught.value.exit_code == 64


def test_a_program_that_is_another(stand_in: StandIn) -> None:
    for printed in ("", "one two", "usage:\\nalcf"):
        stand_in(f"print('{printed}')")
        with pytest.raises(alcf.AlcfError, match="printed no token"):
            alcf.token()


def test_time_out_tells_no_token(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in("print('secret-token', flush=True)\nimport time\ntime.sleep(30)")
    monkeypatch.setattr(alcf, "_PATIENCE_SECONDS", 0.5)
    with pytest.raises(alcf.AlcfError, match="did not end") as caught:
        alcf.token()
    assert caught.value.__cause__ is None and caught.value.__context__ is None
    assert "secret-token" not in repr(caught.value)


def test_no_program(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(alcf.AlcfError, match="pip install"):
        alcf.token()


def test_a_program_that_cannot_run(stand_in: StandIn, tmp_path: pathlib.Path) -> None:
    stand_in("")
    (tmp_path / "bin" / "alcf").write_text("#!/no/such/interpreter\n")
    with pytest.raises(alcf.AlcfError, match="cannot be run"):
        alcf.token()


def test_the_program_of_the_same_wheel_goes_first(tmp_path: pathlib.Path) -> None:
    """The files of an installation by hand: `site/alcf`, `site/alcf-1.dist-info`, `bin/alcf`."""
    site, beside = tmp_path / "lib" / "site", tmp_path / "own" / "alcf"
    (site / "alcf-1.dist-info").mkdir(parents=True)
    (site / "alcf").symlink_to(ROOT / "Python" / "alcf")
    beside.parent.mkdir()
    (tmp_path / "installed" / "bin").mkdir(parents=True)
    program = tmp_path / "installed" / "bin" / "alcf"
    program.write_text("#!/bin/sh\necho token-of-the-wheel\n")
    program.chmod(0o755)
    (site / "alcf-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: alcf\nVersion: 1\n")
    (site / "alcf-1.dist-info" / "RECORD").write_text("alcf/__init__.py,,\n../../installed/bin/alcf,,\n")
    printed = subprocess.run(
        [sys.executable, "-c", "import alcf; print(alcf.token())"],
        env={**os.environ, "PYTHONPATH": str(site)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert printed.stdout == "token-of-the-wheel\n"


def test_needs_no_package() -> None:
    """Importing it imports neither openai nor pandas."""
    code = "import sys, alcf; sys.exit(any(name in sys.modules for name in ('openai', 'pandas', 'anyio')))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "Python")}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
