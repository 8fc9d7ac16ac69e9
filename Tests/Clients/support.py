"""The program under test, with a gateway of our own behind it and a home of its own."""

import json
import os
import shutil
import subprocess
import tempfile

import misbehaving

ALCF = os.environ.get("ALCF", "alcf")


class Served:
    """`alcf serve` before a misbehaving gateway."""

    def __init__(self):
        self.gateway = misbehaving.Gateway().start()
        self.home = tempfile.mkdtemp(prefix="alcf-clients-")
        self.environment = {
            "HOME": self.home, "PATH": os.environ["PATH"], "TMPDIR": self.home, "NO_COLOR": "1",
            "ALCF_BASE_URL": self.gateway.url, "ALCF_ACCESS_TOKEN": misbehaving.TOKEN,
        }
        self.key = subprocess.run(
            [ALCF, "serve", "--print-key"], env=self.environment, check=True, capture_output=True, text=True).stdout.strip()
        self.log = open(os.path.join(self.home, "log"), "w+")
        self.process = subprocess.Popen(
            [ALCF, "serve", "--port", "0", "--json", "--requests-per-second", "0"], env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, text=True)
        address = ""
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError("alcf serve did not start: " + self.logged())
            address += line
            try:
                self.address = json.loads(address)
                break
            except ValueError:
                continue

    @property
    def openai(self):
        return self.address["openai_base_url"]

    @property
    def anthropic(self):
        return self.address["anthropic_base_url"]

    def logged(self):
        self.log.flush()
        with open(self.log.name) as file:
            return file.read()

    def is_alive(self):
        return self.process.poll() is None

    def memory(self):
        """Resident memory in MB."""
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()
        self.log.close()
        self.gateway.shutdown()
        self.gateway.server_close()
        shutil.rmtree(self.home, ignore_errors=True)


_served = None


def served():
    """The one server of this process, started when it is first wanted."""
    global _served
    if _served is None:
        _served = Served()
        import atexit
        atexit.register(_served.stop)
    return _served


# What every client must take for an error of the kind, by the name of the model. Kinds: request (400, 404, 413, 422),
# key (401), permission (403), missing (404), busy (429), server (5xx).
KINDS = {
    "401-missing": "key", "401-inactive": "key", "401-cached": "key", "401-domain": "permission or key",
    "401-policy": "key", "401-globus": "server", "401-group": "permission", "404-endpoint": "missing",
    "404-html": "missing or server", "405-html": "server or request or missing", "408-timeout": "server", "413-html": "request",
    "422-fields": "request", "422-detail": "request", "400-detail": "request", "400-upstream": "request",
    "401-upstream": "server", "429-tokens": "busy", "429-requests": "busy", "429-nginx": "busy",
    "500-traceback": "request", "500-internal": "server", "500-unreachable": "server", "500-tool": "server",
    "502-html": "server", "503-not-live": "server", "503-offline": "server", "503-loading": "server",
    "503-maintenance": "server", "503-nginx": "server", "504-upstream": "server", "504-html": "server",
    "200-html": "server", "200-garbage": "server", "200-error": "server", "200-api-error": "server",
    "200-empty": "server", "200-no-choices": "server", "reset": "server", "huge": "server",
}
assert set(misbehaving.STATUSES) <= set(KINDS)

# Streams that break after they have begun.
BROKEN_STREAMS = [name for name in misbehaving.STREAMS if "silence" not in name]


def statuses(kind):
    """The statuses that a kind may come with."""
    table = {"request": {400, 413, 422}, "key": {401}, "permission": {403}, "missing": {404}, "busy": {429},
             "server": set(range(500, 600))}
    return set().union(*(table[word] for word in kind.split(" or ")))
