"""`alcf.openai()` and `alcf.async_openai()` with the package, over the simulated service and a server that counts."""

from __future__ import annotations

import asyncio
import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator

import alcf
import openai
import pytest
from conftest import Simulate

StandIn = Callable[[str], None]

# Some versions of the package put an error of a hook into one of theirs.
REFUSED = (alcf.AlcfError, openai.APIConnectionError)
QUESTION = "Context: The river is called Elbe. Question: What is the river called? Answer:"


def ask(client: openai.OpenAI, model: str = "gpt-oss-120b") -> str:
    answer = client.chat.completions.create(model=model, messages=[{"role": "user", "content": QUESTION}])
    return answer.choices[0].message.content or ""


def stream(client: openai.OpenAI, model: str = "gpt-oss-120b") -> str:
    chunks = client.chat.completions.create(model=model, messages=[{"role": "user", "content": QUESTION}], stream=True)
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)


# ---------------------------------------------------------------------------------------------------- simulated service


@pytest.mark.parametrize(("cluster", "model"), [("metis", "gpt-oss-120b"), (None, "openai/gpt-oss-120b")])
def test_answers(simulate: Simulate, cluster: str | None, model: str) -> None:
    with simulate():
        with alcf.openai(cluster, timeout=60) as client:
            assert ask(client, model) and stream(client, model)


def test_works_after_its_first_token_has_expired(simulate: Simulate) -> None:
    with simulate("--token-lifetime", "4"):
        with alcf.openai("metis", max_retries=0) as client:
            assert ask(client)
            # What becomes of a key that is fetched once.
            with openai.OpenAI(base_url=client.base_url, api_key=client.api_key, max_retries=0) as stale:
                deadline = time.monotonic() + 30
                with pytest.raises(openai.AuthenticationError):
                    while time.monotonic() < deadline:
                        ask(stale)
                        time.sleep(0.2)
            assert ask(client) and stream(client)
            assert client.api_key != stale.api_key
            with client.with_options(timeout=30) as copied:
                assert ask(copied)


def test_many_at_once(simulate: Simulate) -> None:
    async def ask_all() -> list[str]:
        async with alcf.async_openai("metis", timeout=60) as client:

            async def one() -> str:
                chunks = await client.chat.completions.create(
                    model="gpt-oss-120b", messages=[{"role": "user", "content": QUESTION}], stream=True
                )
                return "".join([c.choices[0].delta.content or "" async for c in chunks if c.choices])

            return list(await asyncio.gather(*(one() for _ in range(24))))

    with simulate():
        assert all(asyncio.run(ask_all()))


def test_unknown_cluster(simulate: Simulate) -> None:
    with simulate(), pytest.raises(alcf.AlcfError, match="metis"):
        alcf.openai("no-such-cluster")


def test_cluster_is_no_option(simulate: Simulate) -> None:
    with simulate(), pytest.raises(alcf.AlcfError):
        alcf.openai("--help")


def test_model_of_the_cluster(simulate: Simulate) -> None:
    with simulate():
        with alcf.openai("sophia", model="gpt-oss-20b") as client:
            assert "/sophia/vllm/v1" in str(client.base_url)
        with pytest.raises(alcf.AlcfError, match="no-such-model"):
            alcf.openai("sophia", model="no-such-model")


def test_needs_a_sign_in() -> None:
    with pytest.raises(alcf.SignInNeeded):
        alcf.openai("metis")


def test_key_and_address_are_not_arguments() -> None:
    for name in ("api_key", "base_url"):
        with pytest.raises(TypeError, match=name):
            alcf.openai("metis", **{name: "x"})


# ------------------------------------------------------------------------------------------------ a server that counts


class Server(http.server.ThreadingHTTPServer):
    """Answers the first of `statuses` that is left, and keeps the key of each request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.keys: list[str | None] = []
        self.statuses: list[int] = []
        self.location = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        self.rfile.read(int(self.headers["Content-Length"]))
        server.keys.append(self.headers["Authorization"])
        status = server.statuses.pop(0) if server.statuses else 200
        message = {"role": "assistant", "content": "Elbe"}
        body = json.dumps(
            {"id": "x", "object": "chat.completion", "created": 1, "model": "m",
             "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}
        ).encode()  # fmt: skip
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Location", server.location)
        self.send_header("Retry-After-Ms", "1")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def servers(stand_in: StandIn, tmp_path: object) -> Iterator[tuple[Server, Server]]:
    """The gateway that the program names, whose tokens are numbered, and another server."""
    with Server() as gateway, Server() as other:
        for server in (gateway, other):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        stand_in(f"""
import json, os
path = {str(tmp_path)!r} + "/count"
if word == "env":
    print(json.dumps({{"base_url": {gateway.url!r} + "/v1"}}))
else:
    with open(path, "a") as file: file.write("x")
    print("token-%d" % os.path.getsize(path))
""")
        yield gateway, other
        for server in (gateway, other):
            server.shutdown()


def test_each_try_has_a_key_of_its_own(servers: tuple[Server, Server]) -> None:
    gateway, _ = servers
    gateway.statuses = [500, 429]
    with alcf.openai("metis", max_retries=2) as client:
        assert ask(client) == "Elbe"
        assert ask(client) == "Elbe"
    assert gateway.keys == [f"Bearer token-{number}" for number in range(1, 5)]


def test_redirects_are_not_followed(servers: tuple[Server, Server]) -> None:
    gateway, other = servers
    gateway.location = other.url + "/v1/chat/completions"
    clients = [None, openai.DefaultHttpxClient(follow_redirects=True)]
    for given in clients:
        gateway.statuses = [307]
        with alcf.openai("metis", max_retries=0, http_client=given) as client:
            with pytest.raises(openai.APIStatusError if given is None else REFUSED):
                ask(client)
    assert len(gateway.keys) == 2 and not other.keys


def test_no_other_server_gets_the_key(servers: tuple[Server, Server]) -> None:
    gateway, other = servers
    with alcf.openai("metis", max_retries=0) as client:
        for elsewhere in (other.url + "/v1", f"http://localhost:{gateway.server_port}/v1"):
            with pytest.raises(REFUSED) as caught:
                ask(client.with_options(base_url=elsewhere))
            refusal = caught.value if isinstance(caught.value, alcf.AlcfError) else caught.value.__cause__
            assert "was not sent" in str(refusal) and "token-" not in str(refusal)
        with pytest.raises(REFUSED):
            client.post(other.url + "/v1/x", cast_to=object, body={})
    assert not other.keys and not gateway.keys


def test_no_other_server_gets_the_key_of_many(servers: tuple[Server, Server]) -> None:
    gateway, other = servers

    async def run() -> None:
        async with alcf.async_openai("metis", max_retries=1) as client:
            gateway.statuses = [500]
            answer = await client.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}])
            assert answer.choices[0].message.content == "Elbe"
            with pytest.raises(REFUSED):
                moved = client.with_options(base_url=other.url, max_retries=0)
                await moved.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}])

    asyncio.run(run())
    assert gateway.keys == ["Bearer token-1", "Bearer token-2"] and not other.keys


def test_a_client_of_ones_own_keeps_its_hooks(servers: tuple[Server, Server]) -> None:
    gateway, _ = servers
    seen: list[str] = []

    def note(request: object) -> None:
        seen.append(type(request).__name__)

    own = openai.DefaultHttpxClient(event_hooks={"request": [note]})
    with alcf.openai("metis", http_client=own) as client:
        assert ask(client) == "Elbe"
    assert seen == ["Request"] and len(gateway.keys) == 1


def test_sign_in_that_ends_between_requests(servers: tuple[Server, Server], stand_in: StandIn) -> None:
    with alcf.openai("metis") as client:
        assert ask(client) == "Elbe"
        stand_in("print('Error: sign in first. Run: alcf authenticate', file=sys.stderr)\nsys.exit(77)")
        with pytest.raises(alcf.SignInNeeded, match="alcf authenticate"):
            ask(client)
