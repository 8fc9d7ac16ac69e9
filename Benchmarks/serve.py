"""Measures what `alcf serve` adds between a client and a server with an exact schedule, taking turns with the direct way.

Usage: serve.py ALCF [--reference FOLDER] [--rounds N] [--loads a,b] [--alcf-proxy PYTHON] [--haproxy PROGRAM] [--document FILE]

FOLDER holds `nullserver` and `refclient`, as built from Benchmarks/Reference. Every figure is a median over the rounds, with
the smallest and the largest; what is added is a difference within a round, since the machine is the same only then. PYTHON is
an interpreter with alcf-proxy of PyPI, and PROGRAM is HAProxy: each is then measured beside it. HAProxy passes bytes on and knows
nothing of tokens or models, so it says what a second connection alone costs on the machine.
"""
import argparse, json, os, socket, statistics, subprocess, sys, tempfile, time, urllib.request

LOADS = {  # requests, in flight, first token ms, gap ms, tokens
    "one": (60, 1, 100, 0, 32),
    "64": (512, 64, 200, 20, 64),
    "256": (1024, 256, 200, 20, 64),
    "burst": (2000, 64, 0, 0, 128),
    "ten-thousand": (10_000, 64, 0, 0, 64),
}
TITLES = {
    "one": "1 stream, first token 100 ms, 32 tokens at once",
    "64": "64 streams, 8 rounds, first token 200 ms, gap 20 ms, 64 tokens",
    "256": "256 streams, 4 rounds, first token 200 ms, gap 20 ms, 64 tokens",
    "burst": "2,000 × 128 tokens, 64 in flight, no delay",
    "ten-thousand": "10,000 × 64 tokens, 64 in flight, no delay",
}
PACED = ("one", "64", "256")  # the others would take alcf-proxy many minutes
TICK = os.sysconf("SC_CLK_TCK")
# alcf-proxy has the service's address built in, and takes its token from a sign-in.
ALCF_PROXY = """
import os, sys
from alcf_proxy import alcf_auth, cli, endpoints
endpoints.ALCF_API_ROOT = os.environ["ALCF_BASE_URL"]
alcf_auth.access_token = lambda: "measured"
alcf_auth.seconds_until_expiry = lambda: 1e5
sys.exit(cli.main(["serve", "--host", "127.0.0.1", "--port", sys.argv[1]]))
"""


HAPROXY = """
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  http-reuse always
frontend clients
  bind 127.0.0.1:{port}
  default_backend service
backend service
  server service 127.0.0.1:{to}
"""


class Process:
    """A server, with the CPU seconds and the peak memory that it has had."""

    def __init__(self, words, environment=None):
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, **(environment or {})})

    def cpu(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def peak(self):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port, started):
    """Seconds from the start of a process until its port answers `GET /health`."""
    while time.monotonic() - started < 60:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1):
                return time.monotonic() - started
        except urllib.error.HTTPError:
            return time.monotonic() - started
        except OSError:
            time.sleep(0.0005)
    sys.exit("a server did not start")


def ask(reference, url, load, key, model="null"):
    requests, in_flight, _, _, tokens = LOADS[load]
    words = [f"{reference}/refclient", "-n", str(requests), "-c", str(in_flight), "--url", url, "--max-tokens", str(tokens), "--model", model]
    done = subprocess.run(words, capture_output=True, text=True, env={**os.environ, **({"REFCLIENT_KEY": key} if key else {})})
    result = json.loads(done.stdout)
    result["wrong"] = requests * tokens - result["tokens"] if result["ok"] == requests else max(1, result["errors"])
    return result


def round_of(alcf, reference, load, folder, proxy, haproxy):
    requests, _, first, gap, tokens = LOADS[load]
    null = Process([f"{reference}/nullserver", "--ttft-ms", str(first), "--gap-ms", str(gap), "--tokens", str(tokens)])
    null_port = int(null.process.stdout.readline())
    gateway = f"http://127.0.0.1:{null_port}/resource_server"
    direct_path = "/resource_server/metis/api/v1/chat/completions"
    direct_url = f"http://127.0.0.1:{null_port}{direct_path}"
    direct = ask(reference, direct_url, load, None)
    rows = {}
    base = {"ALCF_BASE_URL": gateway, "ALCF_ACCESS_TOKEN": "measured", "XDG_STATE_HOME": folder}
    key = subprocess.run([alcf, "serve", "--print-key"], capture_output=True, text=True, env={**os.environ, **base}).stdout.strip()
    port = free_port()
    ways = {"alcf serve": ([alcf, "serve", "--port", str(port), "--quiet", "--requests-per-second", "0"], base, key, port)}
    if proxy and load in PACED:
        port = free_port()
        ways["alcf-proxy"] = ([proxy, "-c", ALCF_PROXY, str(port)], base, "none", port)
    if haproxy:
        port = free_port()
        file = os.path.join(folder, "haproxy.cfg")
        with open(file, "w") as settings:
            settings.write(HAPROXY.format(port=port, to=null_port))
        ways["HAProxy"] = ([haproxy, "-db", "-f", file], {}, "none", port)
    for name, (words, environment, key, port) in ways.items():
        server = Process(words, environment)
        ready = wait_for(port, server.started)
        url = f"http://127.0.0.1:{port}" + (direct_path if name == "HAProxy" else "/v1/chat/completions")
        ask_one(url, key)
        cpu = server.cpu()
        via = ask(reference, url, load, key)
        cpu = server.cpu() - cpu
        direct_cpu = direct["cpu_user_s"] + direct["cpu_sys_s"]
        rows[name] = {
            "ready_ms": ready * 1e3,
            "added_ttft_ms": via["ttft_ms"]["p50"] - direct["ttft_ms"]["p50"],
            "added_ttft_p99_ms": via["ttft_ms"]["p99"] - direct["ttft_ms"]["p99"],
            "added_tpot_ms": via["tpot_ms"]["p50"] - direct["tpot_ms"]["p50"],
            "cpu_ms_request": cpu / requests * 1e3,
            "cpu_ratio": cpu / direct_cpu if direct_cpu else float("nan"),
            "peak_mb": server.peak(),
            "wrong": via["wrong"],
        }
        server.stop()
    null.stop()
    return rows


def ask_one(url, key):
    """Asks once, so that the list of models is there before anything is measured."""
    body = json.dumps({"model": "null", "messages": [{"role": "user", "content": "x"}]}).encode()
    request = urllib.request.Request(url, body, {"Authorization": f"Bearer {key}", "Content-Type": "application/json"})
    try:
        urllib.request.urlopen(request, timeout=30).read()
    except urllib.error.HTTPError:
        pass  # the server with the schedule streams whatever it is asked


FIGURES = [
    ("ready_ms", "ready, ms"), ("added_ttft_ms", "first token, median, ms more"), ("added_ttft_p99_ms", "p99, ms more"),
    ("added_tpot_ms", "per token, ms more"), ("cpu_ms_request", "CPU, ms a request"), ("cpu_ratio", "CPU / client in C"),
    ("peak_mb", "peak, MB"), ("wrong", "lost or wrong"),
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("alcf")
    parser.add_argument("--reference", default=".build/reference")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--loads", default="one,64,256,burst,ten-thousand")
    parser.add_argument("--alcf-proxy", help="an interpreter with alcf-proxy")
    parser.add_argument("--haproxy", help="the program HAProxy")
    parser.add_argument("--document")
    options = parser.parse_args()
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for load in options.loads.split(","):
            rounds = [round_of(options.alcf, options.reference, load, folder, options.alcf_proxy, options.haproxy) for _ in range(options.rounds)]
            lines += ["", f"**{TITLES[load]}**", "", "| | " + " | ".join(title for _, title in FIGURES) + " |", "|" + " --- |" * (len(FIGURES) + 1)]
            for name in rounds[0]:
                cells = []
                for figure, _ in FIGURES:
                    values = sorted(r[name][figure] for r in rounds)
                    cells.append(f"{statistics.median(values):.2f} ({values[0]:.2f} to {values[-1]:.2f})")
                lines.append(f"| {name} | " + " | ".join(cells) + " |")
            print("\n".join(lines[-(len(rounds[0]) + 5):]), flush=True)
            if any(r["alcf serve"]["wrong"] for r in rounds):
                sys.exit("alcf serve lost or changed something")
    if options.document:
        text = open(options.document).read()
        begin, end = "<!-- serve -->", "<!-- /serve -->"
        head, rest = text.split(begin)
        tail = rest.split(end)[1]
        open(options.document, "w").write(head + begin + "\n" + "\n".join(lines) + "\n\n" + end + tail)


if __name__ == "__main__":
    main()
