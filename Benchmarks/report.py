"""Measures `alcf benchmark report` on large records: CPU time, record read a second, and peak memory.

Usage: report.py ALCF [--requests 40000,1000000] [--rounds N] [--document FILE] [--keep FOLDER]

The records are a small one of simulated endpoints, two targets that take turns at 8 requests in flight, repeated as often as
needed: each time with the next sequence numbers, runs, slices and instants.
"""
import argparse, json, os, re, statistics, subprocess, sys, tempfile
from compare import run, write

INSTANTS = ["scheduled", "dispatched", "start", "sent", "first_byte", "first_event", "first_token", "first_answer", "last_token", "end"]
NUMBERS = re.compile(r'"(sequence|run|slice|%s)":(-?[0-9.e+-]+)' % "|".join(INSTANTS))


class Line:
    """A line that can be written again for a later time."""

    def __init__(self, text):
        self.numbers = [(name, float(value) if name in INSTANTS else int(value)) for name, value in NUMBERS.findall(text)]
        self.form = NUMBERS.sub(lambda found: f'"{found[1]}":%r', text.replace("%", "%%"))

    def most(self, names):
        return max((value for name, value in self.numbers if name in names), default=0)

    def text(self, shifts):
        return self.form % tuple(
            round(value + shifts["instant"], 9) if name in INSTANTS else value + shifts[name] for name, value in self.numbers)


def enlarge(small, large, requests):
    """Repeats the record `small` until it has so many requests."""
    manifest, *others = open(small).read().splitlines()
    lines = [Line(text) for text in others if '"type":"instrument"' not in text and '"phase":"warmup"' not in text]
    samples = sum('"type":"sample"' in line.form for line in lines)
    steps = {name: max(line.most([name]) for line in lines) for name in ("run", "slice")}
    steps |= {"sequence": max(line.most(["sequence"]) for line in lines) + 1, "instant": max(line.most(INSTANTS) for line in lines) + 1}
    head = json.loads(manifest)
    head["options"]["runs"] = steps["run"] * (requests // samples)
    with open(large, "w") as out:
        out.write(json.dumps(head, separators=(",", ":")) + "\n")
        for number in range(requests // samples):
            shifts = {name: step * number for name, step in steps.items()}
            out.writelines(line.text(shifts) + "\n" for line in lines)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("alcf")
    arguments.add_argument("--requests", default="40000,1000000")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--document")
    arguments.add_argument("--keep")
    given = arguments.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or scratch
        small = os.path.join(folder, "small")
        if not os.path.exists(small + ".jsonl"):
            subprocess.run([given.alcf, "benchmark", "--simulate", "--speed", "100", "--samples", "40", "--concurrency", "8", "--runs", "2",
                            "--fault", "500=0.02", "--no-self-check", "--quiet", "--yes", "--output", small],
                           check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        for requests in map(int, given.requests.split(",")):
            record = os.path.join(folder, f"{requests}.jsonl")
            if not os.path.exists(record):
                enlarge(small + ".jsonl", record, requests)
            size = os.path.getsize(record) / 1e6
            runs = [run([given.alcf, "benchmark", "report", record]) for _ in range(given.rounds)]
            cpu, memory = (statistics.median(column) for column in list(zip(*runs))[1:])
            rows.append([f"{requests:,}", f"{size:,.0f}", f"{cpu:.2f}", f"{size / cpu:,.0f}", f"{memory:.0f}"])
            print(f"{requests:,} requests, {size:,.0f} MB: {cpu:.2f} s of CPU, {size / cpu:,.0f} MB/s, peak {memory:.0f} MB", flush=True)
    if given.document:
        head = ["requests", "record, MB", "CPU, s", "record read, MB/s", "peak memory, MB"]
        load = open("/proc/loadavg").read().split()[0]
        machine = f"{os.cpu_count()} cores, {os.uname().sysname} {os.uname().release}, load average {load} after; {given.rounds} rounds."
        table = "\n".join("| " + " | ".join(row) + " |" for row in [head, ["--:"] * len(head)] + rows)
        write(given.document, "make bench-report", f"{table}\n\n{machine}")


if __name__ == "__main__":
    sys.exit(main())
