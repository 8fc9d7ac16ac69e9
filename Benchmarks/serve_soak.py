"""Asks `alcf serve` for long while its token ends again and again: no request may fail, and memory must stay flat.

Usage: serve_soak.py ALCF [--seconds 3600] [--renewals 6]

Two programs stream answers from the simulated service, one request after the other, each over a connection of its own. The
lifetime of tokens is such that so many renewals fall into the time, since a token is renewed a minute before its end. Prints how many
requests were answered, the renewals that were seen and the memory; exits 1 if a request failed, or a renewal is missing.
"""
import argparse, http.client, json, os, re, subprocess, sys, threading, time

MARGIN = 60  # seconds before its end at which a token is renewed
PAUSE = 0.5


def expiry(alcf):
    shown = subprocess.run([alcf, "token-status", "--json"], capture_output=True, text=True)
    return json.loads(shown.stdout)["expires_at"]


class Program(threading.Thread):
    """Streams one answer after the other, and keeps what was not as it must be."""

    def __init__(self, port, key, until):
        super().__init__()
        self.port, self.key, self.until = port, key, until
        self.answered, self.faults = 0, []

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        while time.monotonic() < self.until:
            try:
                self.ask(connection)
                self.answered += 1
            except Exception as error:
                self.faults.append(f"{time.strftime('%H:%M:%S')} {type(error).__name__}: {error}")
                connection.close()
            time.sleep(PAUSE)
        connection.close()

    def ask(self, connection):
        body = json.dumps({
            "model": "gpt-oss-120b", "stream": True, "max_tokens": 32,
            "messages": [{"role": "user", "content": "Which city is the capital of France?"}],
        })
        connection.request("POST", "/v1/chat/completions", body, {
            "Authorization": f"Bearer {self.key}", "Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read().decode()
        if answer.status != 200:
            raise ValueError(f"status {answer.status}: {text[:300]}")
        if not text.rstrip().endswith("data: [DONE]") or '"finish_reason":"' not in text.replace(" ", ""):
            raise ValueError(f"an answer without its end: {text[-300:]}")


def within(alcf, seconds, renewals):
    """What runs within the simulated service."""
    server = subprocess.Popen(
        [alcf, "serve", "--port", "0", "--json", "--quiet"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    ready = server.stdout.readline()
    port = int(re.search(r"127\.0\.0\.1:(\d+)", ready).group(1))
    key = subprocess.run([alcf, "serve", "--print-key"], capture_output=True, text=True).stdout.strip()
    start = time.monotonic()
    programs = [Program(port, key, start + seconds) for _ in range(2)]
    for program in programs:
        program.start()
    ends, memory = [expiry(alcf)], []
    while any(program.is_alive() for program in programs):
        time.sleep(min(5, seconds / 60))
        end = expiry(alcf)
        if end != ends[-1]:
            ends.append(end)
            print(f"{time.monotonic() - start:7.0f} s  renewed: the token ends at {end}", flush=True)
        memory.append(int(open(f"/proc/{server.pid}/statm").read().split()[1]) * 4096 / 1e6)
    server.terminate()
    server.wait()
    faults = [fault for program in programs for fault in program.faults]
    for fault in faults[:20]:
        print(f"failed: {fault}")
    quarter = memory[len(memory) // 4:]
    print(
        f"{sum(program.answered for program in programs)} requests answered, {len(faults)} failed, {len(ends) - 1} renewals in "
        f"{seconds} s; memory {quarter[0]:.1f} MB after a quarter of the time, {quarter[-1]:.1f} MB at the end, {max(memory):.1f} MB at most")
    sys.exit(bool(faults) or len(ends) - 1 < renewals)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("alcf")
    arguments.add_argument("--seconds", type=int, default=3600)
    arguments.add_argument("--renewals", type=int, default=6)
    arguments.add_argument("--within", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.within:
        within(given.alcf, given.seconds, given.renewals)
    # The last renewal falls into the time even if each comes a little late.
    lifetime = MARGIN + int(given.seconds / (given.renewals + 0.5))
    alcf = os.path.realpath(given.alcf)
    sys.exit(subprocess.call([
        alcf, "simulate", "--speed", "5", "--token-lifetime", str(lifetime), "--", sys.executable, "-u", os.path.realpath(__file__), alcf,
        "--seconds", str(given.seconds), "--renewals", str(given.renewals), "--within"]))


if __name__ == "__main__":
    main()
