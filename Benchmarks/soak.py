"""Runs alcf at a steady rate for long, and shows that its memory stays flat.

Usage: soak.py ALCF [--seconds 3600] [--reference .build/reference]

Some 70 streams of 20 tokens a second each, with a pause after each 30 s of load: 1,000 events a second on average. Prints the resident memory over time, and its slope.
"""
import argparse, json, os, subprocess, tempfile, time

arguments = argparse.ArgumentParser()
arguments.add_argument("alcf")
arguments.add_argument("--seconds", type=int, default=3600)
arguments.add_argument("--reference", default=".build/reference")
given = arguments.parse_args()
server = subprocess.Popen(
    [os.path.join(given.reference, "nullserver"), "--ttft-ms", "200", "--gap-ms", "50", "--tokens", "197"],
    stdout=subprocess.PIPE, text=True)
try:
    port = int(server.stdout.readline())
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, "soak")
        run = subprocess.Popen([
            given.alcf, "benchmark", "--target", f"null=http://127.0.0.1:{port}/v1", "--requests", "1000", "--max-tokens", "197",
            "--rate", "7", "--arrival", "constant", "--duration", str(given.seconds * 3 / 4), "--no-self-check", "--quiet", "--output", name,
        ], stdout=subprocess.DEVNULL)
        seen, start = [], time.monotonic()
        while run.poll() is None and time.monotonic() - start < given.seconds:
            time.sleep(max(1, given.seconds / 60))
            try:
                pages = int(open(f"/proc/{run.pid}/statm").read().split()[1])
                user, system = map(int, open(f"/proc/{run.pid}/stat").read().rsplit(")", 1)[1].split()[11:13])
            except (OSError, IndexError):
                break
            seen.append((time.monotonic() - start, pages * 4096 / 1e6, (user + system) / os.sysconf("SC_CLK_TCK")))
        status = run.wait()
        samples = [json.loads(line) for line in open(name + ".jsonl") if '"type":"sample"' in line]
    failed = sum(s["outcome"] != "success" for s in samples)
    events = sum(s["events"] for s in samples)
    for second, memory, cpu in seen[:: max(1, len(seen) // 12)]:
        print(f"{second:7.0f} s  {memory:6.1f} MB  {100 * cpu / second:5.1f} % of a core")
    half = [m for s, m, _ in seen if s > seen[-1][0] / 4]
    print(f"{len(samples)} requests, {failed} failed, {events / seen[-1][0]:.0f} events/s; memory of the last three quarters: "
          f"{min(half):.1f} to {max(half):.1f} MB; exit code {status}")
finally:
    server.kill()
