"""ALCF's inference service from Python: tokens, OpenAI's client with a key that is always valid, records of benchmarks.

Tokens come from the program ``alcf``: sign in once with ``alcf authenticate``. Nothing here keeps or logs one.
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
from typing import TYPE_CHECKING, Any, Final, Literal, cast, overload

if TYPE_CHECKING:
    import openai as _sdk
    import pandas

__all__ = ["AlcfError", "Rows", "SignInNeeded", "async_openai", "openai", "read_record", "token"]

_SIGN_IN_NEEDED: Final = 77
# The program itself gives up sooner: it asks Globus for a minute at most.
_PATIENCE_SECONDS: Final = 120.0
_NEWEST_FORMAT: Final = 1
_MOST_UNREAD: Final = 10_000
_LONGEST_LINE: Final = 256 << 20


class AlcfError(Exception):
    """A failure, with what to do about it. ``exit_code`` is the program's, or None where it did not run to its end."""

    def __init__(self, message: str, exit_code: int | None = None) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class SignInNeeded(AlcfError):
    """A sign-in is needed first: run ``alcf authenticate`` in a terminal."""


# --------------------------------------------------------------------------------------------------------------- tokens


def token(service: str | None = None) -> str:
    """Return an access token that is valid now, refreshed if need be. It takes some milliseconds, so do not keep it.

    ``service`` is one of those that ``alcf token --help`` names; without it, the token is for the inference service.

    Raises SignInNeeded where there is no usable sign-in, and AlcfError where there is no token for another reason.
    """
    output = _run(["token"] if service is None else ["token", f"--service={service}"]).strip()
    if not output or len(output.split()) != 1:
        raise AlcfError("'alcf token' printed no token. Check that it is the right program: alcf --version")
    return output


def _run(arguments: list[str]) -> str:
    """Return what the program prints."""
    program = _program()
    process = None
    failure = ""
    try:
        process = subprocess.run(
            [program, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        failure = f"'alcf {arguments[0]}' did not end within {_PATIENCE_SECONDS:.0f} seconds. Try: alcf doctor"
    except OSError as error:
        failure = f"{program} cannot be run: {error.strerror}. Install it again: pip install --force-reinstall alcf"
    # Raised out here, since the exception of a time-out holds all that was printed.
    if process is None:
        raise AlcfError(failure)
    if process.returncode:
        said = process.stderr.decode(errors="replace").strip()
        said = said[len("Error: ") :] if said.startswith("Error: ") else said
        kind = SignInNeeded if process.returncode == _SIGN_IN_NEEDED else AlcfError
        raise kind(said or f"'alcf {arguments[0]}' ended with {process.returncode}", process.returncode)
    return process.stdout.decode(errors="replace")


@functools.cache
def _program() -> str:
    """Return the path of the program that was installed with this module, or else of the one on PATH."""
    here = pathlib.Path(__file__).resolve()
    candidates = [here.parents[1] / "bin" / "alcf"]  # by pip install --target
    try:
        files = importlib.metadata.distribution("alcf").files or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    candidates[:0] = [pathlib.Path(str(file.locate())) for file in files if file.parts[-2:] == ("bin", "alcf")]
    for path in candidates:
        if path.is_file() and os.access(path, os.X_OK):
            return os.path.realpath(path)
    found = shutil.which("alcf")
    if found is None:
        raise AlcfError("The program 'alcf' is neither beside this module nor on PATH. Install it: pip install alcf")
    return found


# ------------------------------------------------------------------------------------------------------ OpenAI's client


def openai(cluster: str | None = None, *, model: str | None = None, **kwargs: Any) -> _sdk.OpenAI:
    """Return an ``openai.OpenAI`` for a cluster, which fetches its key anew for each request, and for each further try.

    So it works for longer than a token lasts. The key goes to the gateway and nowhere else: a request to another server
    is refused before it is sent, and no redirect is followed.

    Without ``cluster``, it is the program's default one. ``model`` names a model that the cluster serves, where it does
    not serve the program's default one. All else is passed on to ``openai.OpenAI``; an ``http_client`` is watched, too.

    Raises SignInNeeded, here and at each request, where there is no usable sign-in.
    """
    import openai as sdk

    url = _base_url(cluster, model, kwargs)
    client = kwargs.pop("http_client", None) or sdk.DefaultHttpxClient(follow_redirects=False)

    def refuse_others(request: Any) -> None:
        _refuse_others(url, request.url)

    _watch(client, refuse_others)
    return sdk.OpenAI(base_url=url, api_key=token, http_client=client, **kwargs)


def async_openai(cluster: str | None = None, *, model: str | None = None, **kwargs: Any) -> _sdk.AsyncOpenAI:
    """Return an ``openai.AsyncOpenAI``, as ``openai`` does an ``openai.OpenAI``. Keys are fetched on another thread."""
    import anyio.to_thread
    import openai as sdk

    url = _base_url(cluster, model, kwargs)
    client = kwargs.pop("http_client", None) or sdk.DefaultAsyncHttpxClient(follow_redirects=False)

    async def refuse_others(request: Any) -> None:
        _refuse_others(url, request.url)

    async def key() -> str:
        return await anyio.to_thread.run_sync(token)

    _watch(client, refuse_others)
    return sdk.AsyncOpenAI(base_url=url, api_key=key, http_client=client, **kwargs)


def _base_url(cluster: str | None, model: str | None, kwargs: dict[str, Any]) -> str:
    """Return the address that the program says a cluster has."""
    for name in ("base_url", "api_key"):
        if name in kwargs:
            raise TypeError(f"'{name}' follows from the cluster and the sign-in. Use openai.OpenAI for another server.")
    arguments = ["env", "--json"]
    if model is not None:
        arguments.append(f"--model={model}")
    if cluster is not None:
        arguments += ["--", cluster]
    try:
        url = json.loads(_run(arguments))["base_url"]
    except (ValueError, KeyError, TypeError):
        url = None
    if not isinstance(url, str):
        raise AlcfError("'alcf env' named no address. Check that it is the right program: alcf --version")
    return url


def _watch(client: Any, hook: Any) -> None:
    hooks = client.event_hooks
    client.event_hooks = {**hooks, "request": [*hooks["request"], hook]}


def _refuse_others(url: str, requested: Any) -> None:
    """Raise where a request is not for the scheme, host and port of ``url``."""
    gateway = type(requested)(url)

    def origin(address: Any) -> tuple[str, str, int]:
        return address.scheme, address.host, address.port or {"http": 80, "https": 443}.get(address.scheme, 0)

    if origin(requested) != origin(gateway):
        raise AlcfError(
            f"A request to {requested.host} was not sent, since its key is for {gateway.host} alone. "
            "Use openai.OpenAI for another server."
        )


# -------------------------------------------------------------------------------------------------------------- records


class Rows(list[dict[str, Any]]):
    """The requests of a record, each as it was written. ``attrs`` holds the same as that of a DataFrame."""

    attrs: dict[str, Any]


class _Shared(dict[str, Any]):
    """A dictionary that pandas does not copy each time that it makes a DataFrame of another."""

    def __deepcopy__(self, memo: dict[int, Any]) -> _Shared:
        return self


class _SharedList(list[dict[str, Any]]):
    """A list that pandas does not copy either."""

    def __deepcopy__(self, memo: dict[int, Any]) -> _SharedList:
        return self


# Members of a request's line and their kinds, as `alcf benchmark report` asks for them: a line of others is left out.
_NEEDED: Final[dict[str, type]] = {
    **dict.fromkeys(("phase", "target", "prompt_id", "passage_id", "outcome"), str),
    **dict.fromkeys(("sequence", "run", "block", "position", "events", "token_events", "token_reads"), int),
    "largest_burst": int, "scheduled": float, "start": float, "streamed": bool,
}  # fmt: skip
_NULLABLE: Final[dict[str, type]] = {
    **dict.fromkeys(("slice", "http_status", "prompt_tokens", "completion_tokens", "total_tokens"), int),
    **dict.fromkeys(("dispatched", "sent", "first_byte", "first_event", "first_token", "first_answer"), float),
    "reasoning_tokens": int, "cached_tokens": int, "last_token": float, "end": float,
}  # fmt: skip
_KINDS: Final = {str: "a text", int: "a number from 0", float: "a number of seconds", bool: "true or false"}


@overload
def read_record(path: str | os.PathLike[str], *, frame: Literal[False]) -> Rows: ...


@overload
def read_record(path: str | os.PathLike[str], *, frame: Literal[True] | None = None) -> pandas.DataFrame: ...


def read_record(path: str | os.PathLike[str], *, frame: bool | None = None) -> Rows | pandas.DataFrame:
    """Return the requests of a benchmark's record, NAME.jsonl, a row each: a DataFrame where pandas is installed.

    Without pandas, or with ``frame=False``, the rows are a list of dictionaries (Rows). ``attrs`` of either has

    - ``manifest``: design and setting of the run, the record's first line
    - ``other_lines``: checks of the instrument, requests for the servers' health, resumptions
    - ``unread``: lines that could not be read and are left out, each with its number and the reason
    - ``torn_bytes``: length of an unfinished last line, of a run that was cut off

    Rows with ``phase`` other than "measured" are warm-up, and those with ``outcome`` other than "success" failed. Lines
    are left out by the rules of ``alcf benchmark report``.

    Raises AlcfError where the file is no record, and OSError where it cannot be read.
    """
    if frame is None:
        frame = importlib.util.find_spec("pandas") is not None
    rows = _read_rows(os.path.expanduser(os.fspath(path)))
    if not frame:
        return rows
    import pandas

    # A column without any value would be one of objects, which are no numbers.
    filled = {name for row in rows for name, value in row.items() if value is not None}
    empty = {name for row in rows for name in row} - filled
    table = pandas.DataFrame(list(rows))
    for column in empty:
        table[column] = float("nan")
    table.attrs.update(rows.attrs)
    return table


def _read_rows(path: str) -> Rows:
    rows = Rows()
    unread: list[str] = []
    others: list[dict[str, Any]] = []
    name = os.path.basename(path)
    with open(path, "rb") as file:
        first = file.readline(_LONGEST_LINE)
        try:
            manifest = _parsed(first)
            version = manifest.get("format_version")
            if manifest.get("type") != "manifest" or type(version) is not int:
                raise ValueError("it is no manifest")
        except ValueError as error:
            reason = str(error) if first.endswith(b"\n") else "it is cut off"
            raise AlcfError(
                f"{name} is not the record of a run: its first line: {reason}. "
                "A record is the file NAME.jsonl that a benchmark writes first."
            ) from None
        if version > _NEWEST_FORMAT:
            raise AlcfError(
                f"{name} is in format {version}, and this module reads up to {_NEWEST_FORMAT}. "
                "Use the version of alcf that wrote it, or a newer one."
            )
        number, torn = 1, 0
        while line := file.readline(_LONGEST_LINE):
            number += 1
            if not line.endswith(b"\n"):
                torn = len(line) + sum(map(len, iter(lambda: file.read(1 << 20), b"")))
                break
            if line == b"\n":
                continue
            try:
                value = _parsed(line)
                if value.get("type") == "sample":
                    _check(value)
                    rows.append(value)
                elif value:
                    others.append(value)
            except ValueError as error:
                if len(unread) == _MOST_UNREAD:
                    raise AlcfError(
                        f"{name} is not the record of a run: more than {_MOST_UNREAD} of its lines cannot be read. "
                        f"The first: {unread[0]}"
                    ) from None
                unread.append(f"{name}, line {number}: {error}")
    rows.attrs = {
        "manifest": _Shared(manifest),
        "other_lines": _SharedList(others),
        "unread": unread,
        "torn_bytes": torn,
    }
    return rows


def _parsed(line: bytes) -> dict[str, Any]:
    """Return the members of a line, none where it is no object. Raises ValueError, whose text is the reason."""

    def refuse(word: str) -> None:
        raise ValueError(f"{word} is not JSON")

    try:
        value = json.loads(line.decode(), parse_constant=refuse)
        return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    except RecursionError:
        raise ValueError("is nested too deep") from None


def _check(row: dict[str, Any]) -> None:
    """Raise ValueError where a request's line lacks a member that all have, or has one of another kind."""
    for name, kind in {**_NEEDED, **_NULLABLE}.items():
        value = row.get(name)
        if value is None:
            if name in _NULLABLE:
                continue
            raise ValueError(f"{name} must be there, and is not")
        is_kind = type(value) is kind or (kind is float and type(value) is int)
        if not is_kind or (kind is int and value < 0):
            raise ValueError(f"{name} must be {_KINDS[kind]}")
