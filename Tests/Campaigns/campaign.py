"""Kills alcf at random instants, thousands of times, and looks at what is left.

Usage: campaign.py ALCF [--kills 10000] [--seed N] [--only NAME] [--patient]

Prints a line for each campaign, and exits with 1 when anything was torn, lost or doubled that need not be.
"""
import argparse, fcntl, json, os, random, shutil, signal, subprocess, sys, tempfile, time

from globus import GATEWAY, IDENTITY, SCOPE, Globus

FAULTS = []


class Campaign:
    """A folder, a server and a program to kill."""

    def __init__(self, program, name, seed, rotates=False):
        self.program, self.name = program, name
        self.random = random.Random(f"{seed} {name}")
        self.folder = tempfile.mkdtemp(prefix="alcf-campaign-")
        self.globus = Globus(rotates, seed)
        self.tokens = os.path.join(self.folder, "tokens.json")
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": self.folder, "GLOBUS_SDK_SERVICE_URL_AUTH": self.globus.url,
            "ALCF_BASE_URL": self.globus.url + "resource_server", "ALCF_TOKENS_FILE": self.tokens,
        }
        self.killed = self.ended = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.globus.server.shutdown()
        shutil.rmtree(self.folder, ignore_errors=True)

    def fault(self, text):
        FAULTS.append(f"{self.name}: {text}")

    def start(self, *arguments, **more):
        return subprocess.Popen(
            [self.program, *arguments], env=self.environment, stdin=more.get("stdin", subprocess.DEVNULL),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder)

    def run(self, *arguments):
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=120)
        return process.returncode, output.decode(), errors.decode()

    def duration(self, *arguments, text=None):
        """Seconds that a whole run takes: the instants of kills are drawn from a little more."""
        start = time.monotonic()
        process = self.start(*arguments, stdin=subprocess.PIPE)
        _, errors = process.communicate(text, timeout=120)
        if process.returncode != 0:
            sys.exit(f"{self.name}: {' '.join(arguments)} fails without being killed: {errors.decode().strip()}")
        return 1.1 * (time.monotonic() - start)

    def kill(self, within, *arguments, text=None):
        """Runs the program, and kills it at a random instant unless it ended before."""
        process = self.start(*arguments, stdin=subprocess.PIPE)
        if text:
            process.stdin.write(text)
            process.stdin.flush()
        try:
            process.wait(self.random.random() * within)
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
        if process.returncode == -signal.SIGKILL:
            self.killed += 1
        else:
            self.ended += 1

    def place(self, expired=True):
        """Writes a token file as the Globus SDK does, with tokens that the server knows."""
        with self.globus.lock:
            self.globus.valid.clear()
            entry = self.globus.issue()
        entry["identity_id"] = IDENTITY
        entry["expires_at_seconds"] = int(time.time()) + (-10 if expired else 100_000)
        del entry["expires_in"]
        document = {"data": {"DEFAULT": {GATEWAY: entry}}, "format_version": "2.0", "globus-sdk.version": "4.9.1", "padding": "x" * 20_000}
        with open(os.open(self.tokens, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(document, file)
        return entry["refresh_token"]

    def entry(self):
        """The gateway's entry in the token file; None where there is none. Whatever is not whole is a fault."""
        try:
            if os.stat(self.tokens).st_mode & 0o777 != 0o600:
                self.fault("the token file's mode is not 0600")
            with open(self.tokens) as file:
                document = json.load(file)
        except FileNotFoundError:
            return None
        except ValueError as error:
            self.fault(f"the token file is torn: {error}")
            return None
        return document["data"].get("DEFAULT", {}).get(GATEWAY)

    def is_valid(self, refresh):
        with self.globus.lock:
            return refresh in self.globus.valid

    def report(self, text):
        print(f"{self.name:22} {self.killed:6} kills, {self.ended:5} ended before; {text}", flush=True)


def refresh(given, rotates):
    with Campaign(given.alcf, "refresh, rotating" if rotates else "refresh", given.seed, rotates) as campaign:
        campaign.place()
        within = campaign.duration("token")
        lost = told = 0
        campaign.place()
        for _ in range(given.kills * 3 // 10):
            campaign.kill(within, "token")
            entry = campaign.entry()
            if entry and campaign.is_valid(entry["refresh_token"]):
                if entry["expires_at_seconds"] > time.time():
                    campaign.place()
                continue
            lost += 1
            if not rotates:
                campaign.fault("a refresh token is gone that Globus had not replaced")
            code, _, errors = campaign.run("token")
            if code == 77 and "a refresh that began at" in errors:
                told += 1
            else:
                campaign.fault(f"nothing is said of the lost refresh token: exit {code}, {errors.strip()!r}")
            campaign.place()
        campaign.report(f"{lost} between Globus' answer and the write ({100 * lost / max(1, campaign.killed):.1f} %), {told} of them told"
                        if rotates else "no refresh token lost")


def sign_in(given):
    with Campaign(given.alcf, "sign-in", given.seed) as campaign:
        arguments, code = ("authenticate", "--force", "--no-browser", "--code", "-"), b"AgCode1234567890123456789012345\n"
        campaign.place(expired=False)
        within = campaign.duration(*arguments, text=code)
        old = new = 0
        for _ in range(given.kills // 10):
            before = campaign.place(expired=False)
            campaign.kill(within, *arguments, text=code)
            entry = campaign.entry()
            if entry is None:
                campaign.fault("the tokens are gone from the file")
            elif not campaign.is_valid(entry["refresh_token"]):
                campaign.fault("the file's refresh token was revoked before the new one was stored")
            elif entry["refresh_token"] == before:
                old += 1
            else:
                new += 1
        campaign.report(f"the file held the old tokens {old} times, the new ones {new} times")


def sign_out(given):
    with Campaign(given.alcf, "logout", given.seed) as campaign:
        campaign.place()
        within = campaign.duration("logout")
        kept = gone = 0
        for _ in range(given.kills // 10):
            before = campaign.place(expired=False)
            campaign.kill(within, "logout")
            if campaign.entry() is None:
                gone += 1
                if campaign.is_valid(before):
                    campaign.fault("the tokens left the file before they were revoked")
            else:
                kept += 1
        campaign.report(f"the file held the tokens {kept} times; none left it unrevoked")


def records(given):
    """Runs that are killed again and again, and continued: each request is in the record once, and what was written stays."""
    with Campaign(given.alcf, "record, resume", given.seed) as campaign:
        options = ("--no-self-check", "--quiet", "--no-probe")
        first = ("benchmark", "--simulate", "--speed", "1000", "-n", "24", "--synthetic", "20,5", *options)
        within = campaign.duration(*first, "-o", os.path.join(campaign.folder, "whole"))
        whole = lines(os.path.join(campaign.folder, "whole.jsonl"))
        runs = 0
        while campaign.killed < given.kills * 2 // 10 and len(FAULTS) < 20:
            runs += 1
            name = os.path.join(campaign.folder, f"run-{runs}")
            record = name + ".jsonl"
            command = (*first, "-o", name)
            for _ in range(60):
                before = content(record)
                ended = campaign.ended
                campaign.kill(within, *command)
                after = content(record)
                if not after.startswith(before[: before.rfind(b"\n") + 1]):
                    campaign.fault("a line that was written is gone")
                if after:
                    command = ("benchmark", "--resume", record, *options[:2])
                if campaign.ended > ended and after:
                    break
            code, _, errors = campaign.run("benchmark", "--resume", record, *options[:2])
            if code != 0:
                campaign.fault(f"the run cannot be continued: exit {code}, {errors.strip()!r}")
                break
            if sorted(lines(record)) != sorted(whole):
                campaign.fault("requests are missing or twice in the record")
            for path in (record, name + ".json", name + ".html", name + ".md"):
                if os.path.exists(path):
                    os.remove(path)
        campaign.report(f"{runs} runs, each request once in each record")


def content(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def lines(path):
    """Sequence and phase of each sample in a record."""
    samples = (json.loads(line) for line in content(path).splitlines() if b'"type":"sample"' in line)
    return [(sample["sequence"], sample["target"], sample["phase"]) for sample in samples]


def documents(given):
    """Merging and report writing: a file that is there is whole."""
    with Campaign(given.alcf, "merge, report", given.seed) as campaign:
        names = [os.path.join(campaign.folder, name) for name in ("a", "b")]
        for index, name in enumerate(names):
            code, _, errors = campaign.run(
                "benchmark", "--simulate", "--speed", "1000", "-n", "24", "--no-self-check", "--quiet",
                "--seed", str(index), "-o", name)
            assert code == 0, errors
        records = [name + ".jsonl" for name in names]
        commands = {
            "merged.jsonl": ("benchmark", "merge", *records, "-o"),
            "report.html": ("benchmark", "report", *records, "-o"), "report.json": ("benchmark", "report", *records, "-o"),
        }
        folder = os.path.join(campaign.folder, "out")
        wholes, withins = {}, {}
        for name, command in commands.items():
            os.mkdir(folder)
            withins[name] = campaign.duration(*command, os.path.join(folder, name))
            wholes |= {file: content(os.path.join(folder, file)) for file in os.listdir(folder)}
            shutil.rmtree(folder)
        found = left = 0
        for _ in range(given.kills // 10):
            name = campaign.random.choice(list(commands))
            os.mkdir(folder)
            campaign.kill(withins[name], *commands[name], os.path.join(folder, name))
            for file in os.listdir(folder):
                left += file.endswith(".tmp")
                found += file in wholes
                if not file.endswith(".tmp") and content(os.path.join(folder, file)) != wholes.get(file):
                    campaign.fault(f"{file} is torn")
            shutil.rmtree(folder)
        campaign.report(f"{found} documents were there, all whole; {left} temporary files left")


def crowd(given):
    """A hundred processes at the moment of expiry, and the Globus SDK's way of writing beside them."""
    with Campaign(given.alcf, "100 at expiry", given.seed, rotates=True) as campaign:
        rounds = max(1, given.kills // 1000)
        for _ in range(rounds):
            campaign.place()
            before = campaign.globus.refreshes
            processes = [campaign.start("token") for _ in range(100)]
            for _ in range(5):
                # The SDK reads, and writes in place what it read, with an entry of another service changed.
                try:
                    document = json.loads(content(campaign.tokens))
                    current = document["data"]["DEFAULT"][GATEWAY]["expires_at_seconds"] > time.time()
                    if current:
                        with open(campaign.tokens, "w") as file:
                            json.dump(document, file)
                except ValueError:
                    pass
                time.sleep(0.02)
            results = [process.communicate(timeout=180) + (process.returncode,) for process in processes]
            tokens = {output for output, _, _ in results}
            if any(code != 0 for _, _, code in results) or len(tokens) != 1:
                campaign.fault(f"{sum(code != 0 for _, _, code in results)} failed, {len(tokens)} different tokens")
            if campaign.globus.refreshes != before + 1:
                campaign.fault(f"{campaign.globus.refreshes - before} refreshes")
            campaign.ended += 100
        campaign.report("one refresh for each hundred, one token for all")


def held_lock(given):
    """A lock that a stopped process holds."""
    with Campaign(given.alcf, "held lock", given.seed) as campaign:
        campaign.place(expired=False)
        with open(campaign.tokens + ".lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            code, output, _ = campaign.run("token")
            if code != 0 or not output:
                campaign.fault("a good token is not printed while the lock is held")
            campaign.place()
            waiting = campaign.start("token")
            line = waiting.stderr.readline().decode()
            if "waiting for another process" not in line:
                campaign.fault(f"nothing is said of the lock: {line!r}")
            if given.patient:
                waiting.wait(120)
                if waiting.returncode != 75:
                    campaign.fault(f"exit code {waiting.returncode} and not 75 where the lock stays held")
            fcntl.flock(file, fcntl.LOCK_UN)
            output, _ = waiting.communicate(timeout=120)
            if not given.patient and (waiting.returncode != 0 or not output):
                campaign.fault("no token after the lock was let go")
        campaign.ended = 2
        campaign.report("a good token at once; a word on the wait" + (", exit 75 in the end" if given.patient else ""))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("alcf")
    arguments.add_argument("--kills", type=int, default=10_000, help="in all")
    arguments.add_argument("--seed", type=int, default=int(time.time()) % 1_000_000)
    arguments.add_argument("--only", help="a part of the campaign's name")
    arguments.add_argument("--patient", action="store_true", help="wait until a held lock is given up, 90 s")
    given = arguments.parse_args()
    given.alcf = os.path.abspath(given.alcf)
    print(f"Seed {given.seed}: instants of kills differ between machines, their distribution does not.")
    campaigns = {
        "refresh, rotating": lambda: refresh(given, True), "refresh": lambda: refresh(given, False), "sign-in": lambda: sign_in(given),
        "logout": lambda: sign_out(given), "record": lambda: records(given), "documents": lambda: documents(given),
        "crowd": lambda: crowd(given), "lock": lambda: held_lock(given),
    }
    for name, campaign in campaigns.items():
        if not given.only or given.only in name:
            campaign()
    for fault in FAULTS:
        print(f"FAULT: {fault}", file=sys.stderr)
    sys.exit(1 if FAULTS else 0)


main()
