"""Tests of benchmarks by several processes:  cluster.py ALCF [TEST …]

Each test is a function below `test`; those that need something that is not there are skipped. Records are read by a reader of our own
(`Record`), and what was sent is known from the server's side too.
"""
import collections, contextlib, json, os, pathlib, shutil, signal, subprocess, sys, tempfile, time

sys.dont_write_bytecode = True
from server import Server
from slurm import Slurm

HERE = pathlib.Path(__file__).resolve().parent
LAUNCHERS = json.loads((HERE / "launchers.json").read_text())
TESTS, LIMIT = [], 120


class Skip(Exception):
    pass


def test(function):
    TESTS.append(function)
    return function


def expect(condition, message):
    if not condition:
        raise AssertionError(message)


class Record:
    """A record as it is on the disk."""

    def __init__(self, path):
        lines = [json.loads(line) for line in pathlib.Path(path).read_bytes().split(b"\n") if line.endswith(b"}")]
        self.manifest = lines[0]
        self.samples = [line for line in lines if line["type"] == "sample" and line["phase"] != "warmup"]
        self.sequences = [sample["sequence"] for sample in self.samples]


class Launcher:
    """A way to start processes: `words` stand before the program; `hardy` after the first of them, and `around` before the program, let
    the others go on where one is killed."""

    def __init__(self, name, words, environment, hardy=(), around=()):
        self.name, self.words, self.environment, self.hardy, self.around = name, words, environment, hardy, around

    def command(self, count, isHardy=False):
        if not isHardy:
            return [*self.words, str(count)]
        return [self.words[0], *self.hardy, *self.words[1:], str(count), *self.around]


class Bench:
    """What all tests share."""

    def __init__(self, program, folder, slurm):
        self.program, self.folder, self.slurm, self.number = program, folder, slurm, 0
        help = subprocess.run([program, "benchmark", "run", "--help"], capture_output=True, text=True, timeout=60).stdout
        self.hasRanks = "--rank-folder" in help
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(folder), "NO_COLOR": "1", "LANG": "C.UTF-8", "TMPDIR": str(folder),
            "XDG_CONFIG_HOME": f"{folder}/config", "ALCF_TOKENS_FILE": f"{folder}/tokens.json",
        }

    def launchers(self):
        """Those that are installed."""
        found = []
        hydra = shutil.which("mpiexec.hydra")
        openmpi = shutil.which("mpirun.openmpi")
        if hydra:
            # It ends all where one is killed, also with -disable-auto-cleanup; a process that exits with 1 is let go.
            around = ["sh", "-c", '"$@" || exit 1', "sh"]
            found.append(Launcher("mpich", [hydra, "-n"], self.environment, around=around))
        if openmpi:
            words = [openmpi, *(["--allow-run-as-root"] if os.geteuid() == 0 else []), "--oversubscribe", "-n"]
            found.append(Launcher("openmpi", words, self.environment, hardy=["--enable-recovery"]))
        if self.slurm:
            environment = {**self.environment, "SLURM_CONF": self.slurm.environment["SLURM_CONF"]}
            found.append(Launcher("slurm", [shutil.which("srun"), "--wait=0", "--kill-on-bad-exit=0", "-n"], environment))
        return found

    def needs_ranks(self):
        if not self.hasRanks:
            raise Skip("this program knows no ranks")

    def name(self):
        """A new name for results, in a folder of its own."""
        self.number += 1
        folder = self.folder / f"run-{self.number}"
        folder.mkdir()
        return str(folder / "out")

    def words(self, server, name, *options):
        return [self.program, "benchmark", "run", *server.targets(), *options, "-o", name, "--yes", "--no-self-check", "--warmup", "0"]

    def run(self, words, environment=None, limit=LIMIT):
        """Runs a command to its end, which comes within the limit."""
        began = time.monotonic()
        process = subprocess.Popen(words, env=environment or self.environment, cwd=self.folder, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
        try:
            output, errors = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, errors = process.communicate()
            raise AssertionError(f"{words[0]} had not ended after {limit} s: {errors[-600:]}")
        return process.returncode, output, errors, time.monotonic() - began


def rank_file(name, rank):
    return f"{name}.rank-{rank:04}.jsonl"


def check_whole(name, ranks, requests, server=None):
    """The parts of a run are all of it, each request once, and the pairs of a prompt are with one process."""
    parts = [Record(rank_file(name, rank)) for rank in range(ranks)]
    joined = Record(name + ".jsonl")
    together = sorted(sequence for part in parts for sequence in part.sequences)
    expect(together == sorted(joined.sequences), "the joined record has other requests than its parts")
    expect(len(set(together)) == len(together) == requests, f"{len(set(together))} of {len(together)} requests differ, {requests} were wanted")
    expect(all(part.samples for part in parts), "a process sent nothing")
    homes = collections.defaultdict(set)
    for sample in joined.samples:
        homes[sample["block"]].add(sample["rank"])
    expect(all(len(home) == 1 for home in homes.values()), "a prompt was sent by two processes")
    if server:
        expect(len(server.requests) == requests, f"the server saw {len(server.requests)} requests, not {requests}")
        seen = collections.Counter((target, text) for _, target, _, text in server.requests)
        expect(max(seen.values()) == 1, "a prompt was sent twice to a target")
    return joined, parts


# Launchers


@test
def launchers_set_the_variables_that_are_known(bench):
    """Four processes of each launcher: which variables say rank and size."""
    for launcher in bench.launchers():
        known = LAUNCHERS[launcher.name]
        name = bench.name()
        code, _, errors, _ = bench.run([*launcher.command(4), "sh", "-c", f"env >{name}.$$"], launcher.environment)
        expect(code == 0, f"{launcher.name}: {errors}")
        files = list(pathlib.Path(name).parent.glob("out.*"))
        values = [dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line) for file in files]
        expect(sorted(value.get(known["rank"]) for value in values) == ["0", "1", "2", "3"], f"{launcher.name}: {known['rank']}")
        expect({value.get(known["size"]) for value in values} == {"4"}, f"{launcher.name}: {known['size']}")
        expect(not any(absent in value for value in values for absent in known["not"]), f"{launcher.name}: {known['not']}")


@test
def the_shell_of_a_batch_job_looks_like_a_rank_and_is_none(bench):
    if not bench.slurm:
        raise Skip("there is no Slurm")
    for kind, option in [("slurm-batch-shell", "--ntasks=4"), ("slurm-array", "--array=3-6")]:
        name = bench.name()
        script = pathlib.Path(name + ".sh")
        script.write_text(f"#!/bin/sh\nenv >{name}.env.$$\n")
        environment = {**bench.environment, "SLURM_CONF": bench.slurm.environment["SLURM_CONF"]}
        code, _, errors, _ = bench.run(["sbatch", "--wait", option, "--output=/dev/null", str(script)], environment)
        expect(code == 0, errors)
        for file in script.parent.glob("out.env.*"):
            value = dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line)
            for variable, text in LAUNCHERS[kind]["has"].items():
                expect(value.get(variable) == text, f"{kind}: {variable} is {value.get(variable)}")
            expect(not any(absent in value for absent in LAUNCHERS[kind]["not"]), f"{kind}: {LAUNCHERS[kind]['not']}")


@test
def a_script_of_the_program_runs_in_a_real_queue(bench):
    """`benchmark job --slurm` → sbatch → srun → a benchmark."""
    if not bench.slurm:
        raise Skip("there is no Slurm")
    server, name = Server(), bench.name()
    ranks = 2 if bench.hasRanks else 1
    made = subprocess.run(
        [bench.program, "benchmark", "job", "--slurm", "--ranks-per-node", str(ranks), "--walltime", "00:05:00", "-o", name, "--",
         *server.targets(), "-n", "8", "-c", str(ranks), "--no-self-check"], env=bench.environment, capture_output=True, text=True, timeout=60)
    expect(made.returncode == 0, made.stderr)
    script = pathlib.Path(name + ".slurm")
    script.write_text(made.stdout)
    environment = {**bench.environment, "SLURM_CONF": bench.slurm.environment["SLURM_CONF"]}
    code, _, errors, _ = bench.run(["sbatch", "--wait", f"--output={name}.log", str(script)], environment)
    log = pathlib.Path(name + ".log").read_text()
    expect(code == 0, f"{errors} {log[-800:]}")
    expect(len(Record(name + ".jsonl").samples) == 16, log[-800:])
    expect(log.count("Wrote ") == 1, log[-800:])


@test
def a_script_for_pbs_runs_under_the_mpiexec_of_mpich(bench):
    """PBS itself is not to be had; the rest of the script is run as it is."""
    if not shutil.which("mpiexec.hydra"):
        raise Skip("there is no mpiexec.hydra: apt-get install mpich")
    server, name = Server(), bench.name()
    folder = pathlib.Path(name).parent
    ranks = 2 if bench.hasRanks else 1
    code, script, errors, _ = bench.run(
        [bench.program, "benchmark", "job", "--pbs", "--ranks-per-node", str(ranks), "-A", "PROJECT", "-q", "debug", "--filesystems", "home", "--",
         *server.targets(), "-n", "8", "-c", str(ranks), "--no-self-check"])
    expect(code == 0, errors)
    (folder / "bin").mkdir()
    # Not a link: it looks for its helpers beside itself.
    launcher = folder / "bin" / "mpiexec"
    launcher.write_text(f'#!/bin/sh\nexec {shutil.which("mpiexec.hydra")} "$@"\n')
    launcher.chmod(0o755)
    (folder / "nodes").write_text("localhost\n")
    (folder / "job").write_text(script)
    environment = {**bench.environment, "PATH": f"{folder}/bin:{bench.environment['PATH']}", "PBS_O_WORKDIR": str(folder), "PBS_JOBID": "12.pbs-1",
                   "PBS_NODEFILE": str(folder / "nodes")}
    code, output, errors, _ = bench.run(["sh", str(folder / "job")], environment)
    expect(code == 0, (output + errors)[-800:])
    expect(len(Record(folder / "alcf-12.jsonl").samples) == 16, errors[-800:])


# The share of each process


@test
def each_request_is_sent_once_under_each_launcher(bench):
    bench.needs_ranks()
    for launcher in bench.launchers():
        server, name = Server(), bench.name()
        code, output, errors, _ = bench.run([*launcher.command(4), *bench.words(server, name, "-n", "40", "-c", "8")], launcher.environment)
        expect(code == 0, f"{launcher.name}: {errors[-800:]}")
        joined, parts = check_whole(name, 4, 80)
        expect(len(joined.manifest["ranks"]) == 4, f"{launcher.name}: {joined.manifest.get('ranks')}")
        expect({part["state"] for part in joined.manifest["ranks"]} == {"complete"}, f"{launcher.name}: {joined.manifest['ranks']}")
        expect((output + errors).count("Wrote ") == 1, f"{launcher.name}: not one report:\n{errors[-600:]}")
        expect([part.manifest["rank"]["index"] for part in parts] == [0, 1, 2, 3], f"{launcher.name}: {parts[1].manifest['rank']}")


@test
def rates_are_of_the_whole(bench):
    """Twenty requests a second by four processes, by the server's clock."""
    bench.needs_ranks()
    server, name = Server(), bench.name()
    words = bench.words(server, name, "--rate", "20", "--arrival", "constant", "--duration", "6", "--slices", "2", "--max-rate", "1000")
    code, errors = by_hand(bench, [words] * 4)
    expect(code == [0] * 4, errors)
    joined = Record(name + ".jsonl")
    for target in ("one", "two"):
        times = sorted(at for at, name_, _, _ in server.requests if name_ == target)
        sent = sum(sample["target"] == target for sample in joined.samples)
        expect(len(times) >= sent, f"{target}: {len(times)} at the server, {sent} in the record")
        # Within a turn the gaps are those of the rate; a busy machine makes single ones longer.
        gaps = sorted(later - earlier for earlier, later in zip(times, times[1:]))
        expect(0.03 < gaps[len(gaps) // 2] < 0.08, f"{target}: the median gap is {gaps[len(gaps) // 2]:.3f} s, not 0.05 s")


@test
def one_request_at_a_time_is_not_shared(bench):
    bench.needs_ranks()
    server, name = Server(), bench.name()
    codes, errors = by_hand(bench, [bench.words(server, name, "-n", "8")] * 2)
    expect(codes == [64, 64] and "--per-rank" in errors, f"{codes}: {errors}")
    expect(not server.requests, "something was sent")


# What fails


def by_hand(bench, commands, ranks=None, extra=(), wait=LIMIT, folders=None):
    """Starts ranks by hand; returns how they ended, in order, and all that they said on standard error."""
    ranks = ranks or list(range(len(commands)))
    processes = []
    for words, rank in zip(commands, ranks):
        size = max(len(commands), max(ranks) + 1)
        processes.append(subprocess.Popen([*words, "--rank", f"{rank}/{size}", *extra], env=bench.environment, cwd=bench.folder,
                                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True))
    return ended(processes, wait)


def ended(processes, wait):
    end, texts = time.monotonic() + wait, []
    for process in processes:
        try:
            texts.append(process.communicate(timeout=max(1, end - time.monotonic()))[1])
        except subprocess.TimeoutExpired:
            for each in processes:
                each.kill()
            raise AssertionError(f"a process had not ended after {wait} s: {process.args[-2:]}")
    return [process.returncode for process in processes], "".join(texts)


def process_of(rank, launcher, program):
    """The id of the process of that rank, found by its environment; not that of a helper which it started."""
    variable = LAUNCHERS[launcher.name]["rank"].encode()
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        with contextlib.suppress(OSError):
            words = pathlib.Path(f"/proc/{entry}/cmdline").read_bytes().split(b"\0")
            values = pathlib.Path(f"/proc/{entry}/environ").read_bytes().split(b"\0")
            if words[:3] == [program.encode(), b"benchmark", b"run"] and variable + b"=%d" % rank in values:
                return int(entry)
    return None


@test
def a_rank_that_is_killed_is_named_and_the_others_go_on(bench):
    bench.needs_ranks()
    for launcher in bench.launchers():
        server, name = Server(delay=0.2), bench.name()
        words = bench.words(server, name, "--requests", "120", "-c", "8", "--rank-timeout", "5")
        process = subprocess.Popen([*launcher.command(4, isHardy=True), *words], env=launcher.environment, cwd=bench.folder,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
        try:
            end = time.monotonic() + 60
            while not (os.path.exists(rank_file(name, 2)) and len(pathlib.Path(rank_file(name, 2)).read_bytes().splitlines()) > 4):
                expect(time.monotonic() < end and process.poll() is None, f"{launcher.name}: rank 2 does not measure")
                time.sleep(0.05)
            victim = process_of(2, launcher, bench.program)
            expect(victim, f"{launcher.name}: there is no process of rank 2")
            os.kill(victim, signal.SIGKILL)
            said = process.communicate(timeout=LIMIT)[0]
        finally:
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
        expect(os.path.exists(name + ".jsonl"), f"{launcher.name}: there is no joined record: {said[-1000:]}")
        joined, dead = Record(name + ".jsonl"), Record(rank_file(name, 2))
        part = joined.manifest["ranks"][2]
        expect(part["state"] == "lost", f"{launcher.name}: {part}")
        expect(set(dead.sequences) <= set(joined.sequences), f"{launcher.name}: answered requests of the dead are left out")
        sent = len(set(joined.sequences))
        expect(sent == len(joined.sequences) and sent + part["not_sent"] == 240, f"{launcher.name}: {sent} sent, {part['not_sent']} not, of 240")


@test
def a_rank_that_never_starts_is_named_in_time(bench):
    bench.needs_ranks()
    server, name = Server(), bench.name()
    began = time.monotonic()
    codes, errors = by_hand(bench, [bench.words(server, name, "-n", "8", "-c", "4")] * 3, [0, 1, 3], ["--rank-wait", "4"])
    expect(0 not in codes and "2" in errors, f"{codes}: {errors}")
    expect(time.monotonic() - began < 40, f"it took {time.monotonic() - began:.0f} s")
    expect(not server.requests, "something was sent")
    name = bench.name()
    codes, errors = by_hand(bench, [bench.words(server, name, "-n", "8", "-c", "4")] * 3, [0, 1, 3], ["--rank-wait", "4", "--start-without"])
    expect(codes == [0, 0, 0], f"{codes}: {errors}")
    part = Record(name + ".jsonl").manifest["ranks"][2]
    expect(part["state"] == "missing" and part["not_sent"] == 4, f"{part}")


@test
def a_full_disk_of_one_ends_that_one(bench):
    """Rank 1 may write no file beyond 96 KiB, as on a disk that is full: what it recorded until then counts."""
    bench.needs_ranks()
    server, name = Server(), bench.name()
    words = bench.words(server, name, "--requests", "240", "-c", "6", "--rank-timeout", "5")
    codes, errors = by_hand(bench, [words, ["sh", "-c", 'ulimit -f 192; exec "$@"', "sh", *words], words])
    expect(codes[1] != 0 and "rank 1" in errors, f"{codes}: {errors[-800:]}")
    expect(os.path.exists(name + ".jsonl"), f"{codes}: {errors[-800:]}")
    joined = Record(name + ".jsonl")
    expect(joined.manifest["ranks"][1]["state"] == "lost", f"{joined.manifest['ranks'][1]}")
    expect(len(set(joined.sequences)) == len(joined.sequences), "a request is there twice")
    for rank in range(3):
        own = Record(rank_file(name, rank)).sequences
        expect(own and set(own) <= set(joined.sequences), f"requests of rank {rank} are left out")


def by_hand_started(bench, words, count):
    """Ranks by hand that are still running."""
    return [subprocess.Popen([*words, "--rank", f"{rank}/{count}"], env=bench.environment, cwd=bench.folder, stdin=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for rank in range(count)]


def wait_for_samples(path, count, processes):
    end = time.monotonic() + 60
    while not (os.path.exists(path) and len(pathlib.Path(path).read_bytes().splitlines()) > count):
        expect(time.monotonic() < end and all(process.poll() is None for process in processes), f"{path}: nothing is measured")
        time.sleep(0.05)


@test
def without_rank_0_the_others_finish_and_are_joined_later(bench):
    bench.needs_ranks()
    server, name = Server(delay=0.2), bench.name()
    processes = by_hand_started(bench, bench.words(server, name, "--requests", "90", "-c", "6", "--rank-timeout", "5"), 3)
    wait_for_samples(rank_file(name, 0), 4, processes)
    processes[0].kill()
    codes, errors = ended(processes, LIMIT)
    expect(codes == [-9, 1, 1], f"{codes}: {errors[-800:]}")
    expect(errors.count("rank 0 showed no sign of life") == 2, errors[-800:])
    expect(not os.path.exists(name + ".jsonl"), "a record was joined without rank 0")
    code, _, errors, _ = bench.run([bench.program, "benchmark", "merge", *(rank_file(name, rank) for rank in range(3)), "-o", name, "-q"])
    expect(code == 0, errors)
    joined = Record(name + ".jsonl")
    parts = joined.manifest["ranks"]
    expect([part["state"] for part in parts] == ["lost", "complete", "complete"], f"{parts}")
    expect(len(set(joined.sequences)) + parts[0]["not_sent"] == 180, f"{len(joined.sequences)} sent, {parts[0]['not_sent']} not, of 180")


@test
def an_interrupt_ends_one_or_all(bench):
    """At another process than the first, that one; at the first, all. Either way there is a report of what was measured."""
    bench.needs_ranks()
    for victim, expected in [(1, [0, 130, 0]), (0, [130, 130, 130])]:
        server, name = Server(delay=0.2), bench.name()
        processes = by_hand_started(bench, bench.words(server, name, "--requests", "90", "-c", "6"), 3)
        wait_for_samples(rank_file(name, victim), 4, processes)
        processes[victim].send_signal(signal.SIGINT)
        codes, errors = ended(processes, LIMIT)
        expect(codes == expected, f"{victim}: {codes}: {errors[-800:]}")
        states = [part["state"] for part in Record(name + ".jsonl").manifest["ranks"]]
        expect(states[victim] == "interrupted" and (victim == 0 or states[0] == "complete"), f"{victim}: {states}")


@test
def a_signal_to_all_before_the_time_is_over_leaves_a_report(bench):
    """As Slurm's --signal=TERM@60 does; launchers that are told to end themselves kill their processes, and leave no time for a report."""
    bench.needs_ranks()
    for launcher in bench.launchers():
        server, name = Server(delay=0.2), bench.name()
        words = bench.words(server, name, "--requests", "120", "-c", "8")
        process = subprocess.Popen([*launcher.command(4, isHardy=True), *words], env=launcher.environment, cwd=bench.folder,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
        try:
            wait_for_samples(rank_file(name, 1), 4, [process])
            for victim in [process_of(rank, launcher, bench.program) for rank in range(4)]:
                expect(victim, f"{launcher.name}: a process is not found")
                os.kill(victim, signal.SIGTERM)
            said = process.communicate(timeout=LIMIT)[0]
        finally:
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
        expect(os.path.exists(name + ".jsonl"), f"{launcher.name}: there is no joined record: {said[-1000:]}")
        states = {part["state"] for part in Record(name + ".jsonl").manifest["ranks"]}
        expect("complete" not in states and "missing" not in states, f"{launcher.name}: {states}")


# Servers of a fleet


def fleet(count, bench, name):
    """Servers, and the file that lists them."""
    servers = [Server() for _ in range(count)]
    path = pathlib.Path(name + ".servers")
    path.write_text("# a fleet\n" + "".join(f"n{number}=http://127.0.0.1:{server.server_address[1]}/one/v1\n" for number, server in enumerate(servers)))
    return servers, str(path)


@test
def each_process_has_its_server_under_each_launcher(bench):
    bench.needs_ranks()
    for launcher in bench.launchers():
        name = bench.name()
        servers, path = fleet(3, bench, name)
        words = [bench.program, "benchmark", "run", "--target-list", f"fleet={path}", "-n", "30", "-c", "3", "-o", name, "--yes", "--no-self-check",
                 "--warmup", "0"]
        code, output, errors, _ = bench.run([*launcher.command(3), *words], launcher.environment)
        expect(code == 0, f"{launcher.name}: {errors[-800:]}")
        joined = Record(name + ".jsonl")
        expect([len(server.requests) for server in servers] == [10, 10, 10], f"{launcher.name}: {[len(server.requests) for server in servers]}")
        expect(all(sample["server"] == sample["rank"] for sample in joined.samples), f"{launcher.name}: a process sent to another's server")
        expect([server["name"] for server in joined.manifest["targets"][0]["servers"]] == ["n0", "n1", "n2"], f"{joined.manifest['targets']}")
        expect("Each server of Fleet" in output, f"{launcher.name}: {output[-600:]}")


@test
def a_dead_server_of_a_fleet_ends_all_before_anything_is_sent(bench):
    bench.needs_ranks()
    name = bench.name()
    servers, path = fleet(2, bench, name)
    with open(path, "a") as file:
        file.write("dead=http://127.0.0.1:1/v1\n")
    words = [bench.program, "benchmark", "run", "--target-list", f"fleet={path}", "-n", "30", "-c", "3", "-o", name, "--yes", "--no-self-check"]
    codes, errors = by_hand(bench, [words] * 3)
    expect(0 not in codes and "'dead' of 'fleet'" in errors and "rank 2" in errors, f"{codes}: {errors[-800:]}")
    expect(not any(server.requests for server in servers), "something was sent")


# Machines


class Machines:
    """Network namespaces that stand for machines, at 10.77.0.1 … on one bridge; this machine is 10.77.0.254."""

    def __init__(self, count):
        self.count, self.tag = count, f"alcf{os.getpid() % 100000}"

    def __enter__(self):
        if os.geteuid() != 0 or not shutil.which("ip"):
            raise Skip("network namespaces need root and iproute2")
        self.isDelayed = True
        try:
            self.ip("link", "add", self.tag, "type", "bridge")
            self.ip("addr", "add", "10.77.0.254/24", "dev", self.tag)
            self.ip("link", "set", self.tag, "up")
            for number in range(1, self.count + 1):
                space, inside, outside = f"{self.tag}n{number}", f"a{os.getpid() % 100000}i{number}", f"a{os.getpid() % 100000}o{number}"
                self.ip("netns", "add", space)
                self.ip("link", "add", outside, "type", "veth", "peer", "name", inside, "netns", space)
                self.ip("link", "set", outside, "master", self.tag, "up")
                self.ip("-n", space, "addr", "add", f"10.77.0.{number}/24", "dev", inside)
                self.ip("-n", space, "link", "set", inside, "up")
                self.ip("-n", space, "link", "set", "lo", "up")
                delay = ["tc", "-n", space, "qdisc", "add", "dev", inside, "root", "netem", "delay", f"{5 * number}ms"]
                self.isDelayed = subprocess.run(delay, capture_output=True, timeout=10).returncode == 0 and self.isDelayed
        except (subprocess.CalledProcessError, FileNotFoundError) as error:
            self.__exit__()
            raise Skip(f"no network namespaces can be made here: {getattr(error, 'stderr', error)}")
        return self

    def ip(self, *words):
        subprocess.run(["ip", *words], check=True, capture_output=True, text=True, timeout=10)

    def command(self, number, words):
        return ["ip", "netns", "exec", f"{self.tag}n{number}", *words]

    def __exit__(self, *_):
        for number in range(1, self.count + 1):
            subprocess.run(["ip", "netns", "del", f"{self.tag}n{number}"], capture_output=True)
        subprocess.run(["ip", "link", "del", self.tag], capture_output=True)


@test
def machines_at_different_distances_share_one_run(bench):
    """Four machines by namespaces: one run of ranks, or without ranks four records that are merged."""
    with Machines(4) as machines:
        if not machines.isDelayed:
            print("cluster-test:   the kernel has no netem: the server alone answers later to those that are farther away")
        server, name = Server("10.77.0.254"), bench.name()
        processes = []
        for rank in range(4):
            own = ["--rank", f"{rank}/4", "-c", "4"] if bench.hasRanks else []
            words = bench.words(server, name if bench.hasRanks else f"{name}{rank}", "-n", "24", *own)
            processes.append(subprocess.Popen(machines.command(rank + 1, words), env=bench.environment, cwd=bench.folder, stdin=subprocess.DEVNULL,
                                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True))
        codes, errors = ended(processes, LIMIT)
        expect(codes == [0] * 4, f"{codes}: {errors[-800:]}")
        if bench.hasRanks:
            _, parts = check_whole(name, 4, 48)
        else:
            parts = [Record(f"{name}{rank}.jsonl") for rank in range(4)]
            code, _, errors, _ = bench.run([bench.program, "benchmark", "merge", *(f"{name}{rank}.jsonl" for rank in range(4)), "-o", name, "-q"])
            expect(code == 0 and len(Record(name + ".jsonl").samples) == 192, errors)
        # Each machine's own requests came from its own address, and the far ones waited longer.
        counts = collections.Counter(address for _, _, address, _ in server.requests)
        expect(counts == {f"10.77.0.{rank + 1}": len(part.samples) for rank, part in enumerate(parts)}, f"{counts}")
        fastest = [min(sample["ttft"] for sample in part.samples) for part in parts]
        expect(all(value >= 0.05 + 0.01 * (rank + 1) for rank, value in enumerate(fastest)), f"{fastest}")
        if machines.isDelayed:
            expect(all(value >= 0.05 + 0.015 * (rank + 1) for rank, value in enumerate(fastest)), f"{fastest}")


def main():
    program, wanted = sys.argv[1], sys.argv[2:]
    failed = ran = skipped = 0
    with tempfile.TemporaryDirectory(prefix="cluster-") as scratch, contextlib.ExitStack() as stack:
        folder, slurm, missing = pathlib.Path(scratch).resolve(), None, Slurm.missing()
        if missing:
            print(f"cluster-test: without Slurm: {missing}")
        else:
            slurm = stack.enter_context(Slurm(folder))
        bench = Bench(program, folder, slurm)
        names = [launcher.name for launcher in bench.launchers()]
        print(f"cluster-test: launchers: {', '.join(names) or 'none; apt-get install mpich openmpi-bin slurm-wlm'}", flush=True)
        for function in TESTS:
            if wanted and function.__name__ not in wanted:
                continue
            began = time.monotonic()
            try:
                function(bench)
                ran += 1
                word = "passed"
            except Skip as reason:
                skipped += 1
                word = f"skipped: {reason}"
            except (AssertionError, OSError, KeyError, IndexError, ValueError, subprocess.SubprocessError) as error:
                failed += 1
                word = f"FAILED: {type(error).__name__}: {error}"
            print(f"cluster-test: {function.__name__} ({time.monotonic() - began:.1f} s): {word}", flush=True)
    print(f"cluster-test: {ran} passed, {skipped} skipped, {failed} failed")
    sys.exit(1 if failed else 0)


main()
