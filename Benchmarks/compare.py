"""Runs alcf and a reference client in C against one server, taking turns, and prints how they compare.

Usage: compare.py ALCF [--reference FOLDER] [--rounds N] [--loads a,b] [--linear] [--document FILE]

FOLDER holds `nullserver` and `refclient` as built from Benchmarks/Reference, or another pair: `mockllm` and `limit_curl`.
Every figure is a median over the rounds, with the smallest and the largest; ratios are taken within a round, since the
machine is the same only then.
"""
import argparse, csv, io, json, os, resource, statistics, subprocess, sys, tempfile, time, urllib.request

LOADS = {  # requests, in flight, first token ms, gap ms, tokens
    "burst": (2000, 64, 0, 0, 128),
    "thousand": (1000, 1000, 500, 50, 64),
    "paced": (1024, 256, 200, 20, 64),
    "five-thousand": (5000, 5000, 2000, 200, 16),
}
TITLES = {
    "burst": "2,000 × 128 tokens, 64 in flight, no delay",
    "thousand": "1,000 streams at once, first token 500 ms, gap 50 ms, 64 tokens",
    "paced": "256 streams, 4 rounds, first token 200 ms, gap 20 ms, 64 tokens",
    "five-thousand": "5,000 streams at once, first token 2 s, gap 200 ms, 16 tokens",
}


# A process inherits the peak memory of the one that starts it: so a small one starts them all.
LAUNCHER = """
import os, sys
for line in sys.stdin:
    words, path = eval(line)
    out = os.open(path, os.O_WRONLY | os.O_TRUNC)
    pid = os.posix_spawnp(words[0], words, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, out, 1)])
    os.close(out)
    _, status, usage = os.wait4(pid, 0)
    print(repr((status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)), flush=True)
"""
launcher = None


def run(words):
    """Runs a program to its end: its output, CPU seconds and peak MB."""
    global launcher
    if launcher is None:
        launcher = subprocess.Popen([sys.executable, "-I", "-S", "-c", LAUNCHER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with tempfile.NamedTemporaryFile() as out:
        print(repr((words, out.name)), file=launcher.stdin, flush=True)
        status, cpu, memory = eval(launcher.stdout.readline())
        text = out.read().decode()
    if status:
        sys.exit(f"{' '.join(words)}\nended with {os.waitstatus_to_exitcode(status)}: {text[:500]}")
    return text, cpu, memory / 1024


def quantile(values, share):
    values = sorted(values)
    rank = share * (len(values) - 1)
    below = int(rank)
    above = min(below + 1, len(values) - 1)
    return values[below] + (rank - below) * (values[above] - values[below])


class Server:
    """The server with a schedule of its own for every load."""

    def __init__(self, folder, first, gap, tokens):
        own = os.path.join(folder, "nullserver")
        if os.path.exists(own):
            words = [own, "--ttft-ms", str(first), "--gap-ms", str(gap), "--tokens", str(tokens)]
            self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
            port, self.reset = int(self.process.stdout.readline()), None
        else:
            port = 18231
            words = [os.path.join(folder, "mockllm"), "--port", str(port), "--ttft-ms", str(first), "--itl-ms", str(gap),
                     "--force-tokens", str(tokens), "--quiet"]
            self.process, self.reset = subprocess.Popen(words), f"http://127.0.0.1:{port}/reset"
            time.sleep(0.5)
        self.base = f"http://127.0.0.1:{port}"
        self.model = json.load(urllib.request.urlopen(self.base + "/v1/models"))["data"][0]["id"]

    def log(self):
        """What happened since the last call: times to the first token and per token, in ms."""
        text = urllib.request.urlopen(self.base + "/log.csv").read().decode()
        if self.reset:
            urllib.request.urlopen(self.reset).read()
        rows = list(csv.DictReader(io.StringIO(text)))
        first = [(int(r["t_first_token_ns"]) - int(r["t_req_ns"])) / 1e6 for r in rows]
        pace = [(int(r["t_last_token_ns"]) - int(r["t_first_token_ns"])) / 1e6 / max(1, int(r["tokens"]) - 1) for r in rows]
        return first, pace

    def stop(self):
        self.process.kill()
        self.process.wait()


def reference(folder, server, load):
    requests, in_flight, _, _, tokens = load
    own = os.path.join(folder, "refclient")
    words = [own if os.path.exists(own) else os.path.join(folder, "limit_curl")]
    words += ["-n", str(requests), "-c", str(in_flight), "--model", server.model, "--max-tokens", str(tokens),
              "--url", server.base + "/v1/chat/completions"]
    text, cpu, memory = run(words)
    found = json.loads(text)
    pace = found.get("tpot_ms", found.get("itl_ms"))
    return {"cpu": cpu, "rss": memory, "ok": found["ok"], "mean": found["ttft_ms"]["mean"], "p99": found["ttft_ms"]["p99"],
            "pace": pace["mean"]}


def ours(alcf, server, load, folder):
    requests, in_flight, _, _, tokens = load
    words = [alcf, "benchmark", "--target", f"null={server.base}/v1", "--model", server.model, "--requests", str(requests),
             "--concurrency", str(in_flight), "--max-tokens", str(tokens), "--warmup", "0", "--no-self-check", "--quiet",
             "--json", "--overwrite", "--output", os.path.join(folder, "run")]
    text, cpu, memory = run(words)
    found = json.loads(text)["summary"]["null"]
    samples = [json.loads(line) for line in open(os.path.join(folder, "run.jsonl")) if '"type":"sample"' in line]
    first = [s["ttft"] * 1000 for s in samples if s["ttft"] is not None]
    pace = [s["tpot"] * 1000 for s in samples if s.get("tpot") is not None]
    return {"cpu": cpu, "rss": memory, "ok": found["successes"], "mean": statistics.mean(first), "p99": quantile(first, 0.99),
            "pace": statistics.mean(pace) if pace else 0}


def spread(values, digits=2):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def measure(alcf, folder, name, rounds):
    load = LOADS[name]
    server = Server(folder, *load[2:])
    results = []
    try:
        with tempfile.TemporaryDirectory() as scratch:
            for turn in range(rounds):
                found = {}
                for who in ("reference", "ours") if turn % 2 == 0 else ("ours", "reference"):
                    server.log()
                    one = reference(folder, server, load) if who == "reference" else ours(alcf, server, load, scratch)
                    first, pace = server.log()
                    one["mean"] -= statistics.mean(first)
                    one["p99"] -= quantile(first, 0.99)
                    one["pace"] -= statistics.mean(pace)
                    if one["ok"] != load[0]:
                        print(f"{TITLES[name]}: {who} answered {one['ok']} of {load[0]}", file=sys.stderr)
                    found[who] = one
                results.append(found)
    finally:
        server.stop()
    return results


def table(rows):
    head = ["load", "", "reference", "alcf", "ratio or difference"]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, [":--", ":--", "--:", "--:", "--:"]] + rows)


def rows(name, results):
    def pick(who, what):
        return [r[who][what] for r in results]

    def row(label, what, digits, is_ratio, scale=1.0):
        reference, own = ([scale * v for v in pick(who, what)] for who in ("reference", "ours"))
        last = [o / r for o, r in zip(own, reference)] if is_ratio else None
        return ["", label, spread(reference, digits), spread(own, digits), spread(last) + " ×" if last else ""]

    requests = LOADS[name][0]
    lines = [row("CPU, s per 1,000 requests", "cpu", 3, True, 1000 / requests), row("peak memory, MB", "rss", 1, True)]
    if LOADS[name][2]:
        lines += [row("error of mean TTFT, ms", "mean", 3, False), row("error of p99 TTFT, ms", "p99", 3, False),
                  row("error of mean TPOT, ms", "pace", 4, False)]
    lines.append(["", "answered", f"{min(pick('reference', 'ok')):,} of {requests:,}", f"{min(pick('ours', 'ok')):,} of {requests:,}", ""])
    lines[0][0] = TITLES[name]
    return lines


def linear(alcf, folder, rounds, largest):
    """CPU over events: answers of 128 tokens in one write, and more and more of them."""
    lines = []
    server = Server(folder, 0, 0, 128)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            events = 10_000
            while events <= largest:
                requests = max(1, round(events / 131))
                load = (requests, 64, 0, 0, 128)
                both = [(reference(folder, server, load), ours(alcf, server, load, scratch))
                        for _ in range(rounds if events <= 1_000_000 else 1)]
                server.log()
                seen = requests * 131
                lines.append([f"{seen:,}", spread([r["cpu"] / seen * 1e6 for r, _ in both]),
                              spread([o["cpu"] / seen * 1e6 for _, o in both]), spread([o["cpu"] for _, o in both]),
                              spread([o["rss"] for _, o in both], 1)])
                events *= 10
    finally:
        server.stop()
    head = ["events", "reference, µs an event", "alcf, µs an event", "alcf, CPU s", "alcf, peak MB"]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["--:"] * len(head)] + lines)


def write(document, marker, text):
    """Replaces what stands between <!-- marker --> and <!-- end -->."""
    content = open(document).read()
    start = content.index(f"<!-- {marker} -->") + len(f"<!-- {marker} -->")
    end = content.index("<!-- end -->", start)
    open(document, "w").write(content[:start] + "\n\n" + text + "\n\n" + content[end:])


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("alcf")
    arguments.add_argument("--reference", default=".build/reference")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--loads", default=",".join(LOADS))
    arguments.add_argument("--linear", action="store_true")
    arguments.add_argument("--largest", type=int, default=10_000_000)
    arguments.add_argument("--document")
    given = arguments.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    load = open("/proc/loadavg").read().split()[0]
    machine = f"{os.cpu_count()} cores, {os.uname().sysname} {os.uname().release}, load average {load} before; {given.rounds} rounds"
    if given.linear:
        text = linear(given.alcf, given.reference, given.rounds, given.largest) + f"\n\n{machine}."
    else:
        text = table([row for name in given.loads.split(",") for row in rows(name, measure(given.alcf, given.reference, name, given.rounds))])
        text += f"\n\nMedian (smallest to largest). {machine}; reference: {os.path.basename(given.reference.rstrip('/'))}."
    print(text)
    if given.document:
        write(given.document, "make bench-linear" if given.linear else "make bench", text)


if __name__ == "__main__":
    main()
