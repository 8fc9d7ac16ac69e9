#!/usr/bin/env python3
"""Holds docs/json.md against what the program prints and writes:  docs_json.py PROGRAM

A table behind `<!-- json: NAME -->` is a type. Every member that comes must be in its table, of that type; every member must come unless its
column “not there” says when it does not; and each name must be in the sources. `open` allows members that are not ours; `unseen` is a type
that no command below brings, `rare` one that comes by chance.
"""
import concurrent.futures, json, pathlib, re, shutil, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Type:
    def __init__(self, name, flags):
        self.name, self.flags, self.members, self.rest, self.seen = name, flags, {}, None, False


def types():
    found = {}
    lines = (ROOT / "docs" / "json.md").read_text().splitlines()
    for number, line in enumerate(lines):
        mark = re.fullmatch(r"<!-- json: (\w+)((?:, \w+)*) -->", line)
        if not mark:
            continue
        type = found[mark.group(1)] = Type(mark.group(1), mark.group(2))
        for row in lines[number + 4 :]:
            if not row.startswith("|"):
                break
            cells = [cell.strip() for cell in row.strip("|").split("|")]
            assert len(cells) == 5, row
            name, kind, _, absence, _ = cells
            if name.startswith("*"):
                type.rest = kind
            else:
                type.members[name.strip("`")] = (kind, "null" in absence, "absent" in absence)
    return found


class Check:
    def __init__(self, known):
        self.known, self.problems, self.used = known, set(), set()

    def value(self, value, kind, path, nullable=False):
        if value is None:
            if not nullable and kind != "as sent":
                self.problems.add(f"{path} is null, and its row does not say so")
            return
        if kind == "as sent":
            return
        if kind.startswith("list of "):
            if not isinstance(value, list):
                self.problems.add(f"{path} is no list")
                return
            for item in value:
                self.value(item, kind[8:], f"{path}[]")
        elif kind.startswith("map of "):
            if not isinstance(value, dict):
                self.problems.add(f"{path} is no object")
                return
            for item in value.values():
                self.value(item, kind[7:], f"{path}.*", True)
        elif kind in self.known:
            self.object(value, self.known[kind], path)
        else:
            fits = {
                "text": isinstance(value, str),
                "yes/no": isinstance(value, bool),
                "number": isinstance(value, (int, float)) and not isinstance(value, bool),
                "whole": not isinstance(value, bool) and (isinstance(value, int) or isinstance(value, float) and value == int(value)),
            }
            if kind not in fits:
                self.problems.add(f"{path}: there is no type '{kind}'")
            elif not fits[kind]:
                self.problems.add(f"{path} is {value!r:.40}, and not {kind}")

    def object(self, value, type, path):
        type.seen = True
        if not isinstance(value, dict):
            self.problems.add(f"{path} is no {type.name}")
            return
        for name, item in value.items():
            if name in type.members:
                self.used.add((type.name, name))
                kind, nullable, _ = type.members[name]
                self.value(item, kind, f"{type.name}.{name}", nullable)
            elif type.rest:
                self.value(item, type.rest, f"{type.name}.*")
            elif "open" not in type.flags:
                self.problems.add(f"{path} has a member '{name}' that is not in the table {type.name}")
        for name, (_, _, optional) in type.members.items():
            if name not in value and not optional:
                self.problems.add(f"{path} has no '{name}', which is always there by the table {type.name}")


VOTE = {
    "type": "comparison", "format_version": 1, "time": 1796104800.5, "vote": "left", "turns": 1, "blind": True, "speed": "hidden",
    "left": {"model": "metis/gpt-oss-120b", "cluster": "metis", "first_token": 4.8, "rate": 300, "tokens": 90, "duration": 5.1},
    "right": {"model": "sophia/gpt-oss-120b", "cluster": "sophia", "first_token": 1.0, "rate": 140, "tokens": 95, "duration": 1.7},
    "question_sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
}
# What is run within the simulated service. Every line may write files; `>` names what a command prints.
SIGNED_IN = r"""
for name in token-status list-models list-endpoints jobs status whoami env; do alcf $name --json >$name.json; done
ALCF_ACCESS_TOKEN=x alcf token-status --json >token-status-variable.json
cp "$ALCF_TOKENS_FILE" tokens.json
alcf chat --json Hello >chat.json
alcf chat --json -c metis Hello >chat-metis.json
alcf benchmark -n 4 --dry-run --json >estimate.json
alcf doctor --json >doctor.json || true
XDG_CONFIG_HOME=$PWD/settings alcf config set cluster metis
XDG_CONFIG_HOME=$PWD/settings ALCF_MODEL=gpt-oss-20b alcf config --json >config.json
alcf agent list --json >agent-list.json
alcf agent configure opencode --json --simulated >agent-configure.json
alcf agent remove opencode --json >agent-remove.json
alcf serve --port 0 --json --record served.jsonl -- bash -c '
    curl -sS ${OPENAI_BASE_URL%/v1}/health >health.json
    curl -sS -H "Authorization: Bearer $OPENAI_API_KEY" ${OPENAI_BASE_URL%/v1}/health >health-key.json
    for model in gpt-oss-120b nope; do
        curl -sS $OPENAI_BASE_URL/chat/completions -H "Authorization: Bearer $OPENAI_API_KEY" \
            -d "{\"model\": \"$model\", \"stream\": true, \"store\": true, \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}"
    done' >served.txt
alcf usage served.jsonl --json >usage.json
timeout -s INT 2 alcf serve --port 0 --json >ready.json || true
alcf logout
alcf token-status --json >token-status-none.json || [ $? = 77 ]
"""
RUNS = [
    "alcf benchmark -n 12 -o checked --simulate --speed 50 --slo ttft=1s,tpot=80ms --price metis=12/h --power sophia=5200W --json >printed.json",
    "alcf benchmark $few -n 12 -o faults --fault sophia:truncate=0.3 --fault metis:429=0.3 && "
    "alcf benchmark $few -n 12 -o open --rate 20 --fault drop=0.2 --header 'X-Team: a' --body-field top_k=5",
    "alcf benchmark $few -n 40 -o length --synthetic 100,50-1600 --simulated-latency metis=4.8s+2.7ms --simulated-latency sophia=1s+7ms && "
    "alcf benchmark $few -n 8 -o closed --concurrency 4 --runs 2 --repeat-prompts",
    "alcf benchmark $few -n 8 -o whole --no-stream && alcf benchmark $few -n 8 -o control --control && alcf benchmark $few -o original --as-original",
    "alcf benchmark sweep --concurrency 1,2 --simulate --speed 200 --no-self-check --quiet --yes -o sweep",
    "alcf benchmark tasks --simulate --speed 400 --no-self-check --quiet --yes -o tasks",
    "alcf benchmark study init week --simulate --speed 200 --sessions 2 --every 1h --samples 6 --json >study-init.json && "
    "alcf benchmark study run week --all && alcf benchmark study status week --json >study-status.json && "
    "alcf benchmark study report week --json >study-report.json && alcf benchmark study verify week --json >study-verify.json",
    "alcf benchmark self-check --json >self-check.json",
]
REPORTS = r"""
alcf benchmark compare checked.jsonl:metis checked.jsonl:sophia --format json >compare.json
alcf benchmark plan checked.jsonl --format json >planning.json
alcf benchmark cost checked.jsonl --price metis=12/h --power sophia=5200W --format json >cost.json
alcf benchmark report comparisons.jsonl --json >votes.json
alcf benchmark report week/session-01/run.jsonl week/session-02/run.jsonl --json >sessions.json
alcf benchmark report original.json --as-published --format json >published.json
alcf benchmark report checked.jsonl --format json | cmp - checked.json
cmp printed.json checked.json
"""
# What is read, and what it is.
FILES = {
    "token-status.json": "TokenStatus", "token-status-none.json": "TokenStatus", "token-status-variable.json": "TokenStatus",
    "list-models.json": "list of Model", "list-endpoints.json": "Endpoints", "jobs.json": "map of Jobs", "status.json": "map of yes/no",
    "whoami.json": "WhoAmI", "env.json": "Env", "chat.json": "Completion", "chat-metis.json": "Completion",
    "doctor.json": "Doctor", "config.json": "Config",
    "agent-list.json": "list of AgentState", "agent-configure.json": "AgentChange", "agent-remove.json": "AgentChange", "health.json": "Health",
    "health-key.json": "Health", "usage.json": "Usage", "ready.json": "ServeReady", "checked.json": "Summary", "faults.json": "Summary",
    "open.json": "Summary", "length.json": "Summary", "closed.json": "Summary", "whole.json": "Summary", "control.json": "Summary",
    "original.json": "Summary", "tasks.json": "Summary", "sweep.json": "Sweep", "compare.json": "Change", "planning.json": "Planning",
    "cost.json": "list of Cost", "votes.json": "Votes", "study-init.json": "StudyInit", "week/plan.json": "StudyPlan",
    "study-status.json": "StudyStatus", "study-report.json": "StudyReport", "week/report.json": "StudyReport", "study-verify.json": "Verification",
    "self-check.json": "InstrumentCheck", "estimate.json": "Estimate",
    "sessions.json": "StudyReport", "published.json": "Pages",
}
RECORDS = ["checked", "faults", "open", "length", "closed", "whole", "control", "original", "tasks", "week/session-01/run"]
LINES = {"manifest": "Manifest", "sample": "Sample", "probe": "Probe", "instrument": "InstrumentCheck", "cost": "CostNote", "resumed": "Resumed"}


def produce(program, folder):
    """Runs everything, two at a time, since most of it waits."""
    (folder / "bin").mkdir()
    (folder / "bin" / "alcf").symlink_to(program)
    (folder / "home").mkdir()
    (folder / "comparisons.jsonl").write_text(json.dumps(VOTE, separators=(",", ":")) + "\n")
    environment = {
        "PATH": f"{folder}/bin:/usr/bin:/bin", "HOME": f"{folder}/home", "LANG": "C.UTF-8", "TZ": "UTC",
        "few": "--simulate --speed 200 --no-self-check --quiet --yes", "no_proxy": "127.0.0.1", "https_proxy": "http://127.0.0.1:9",
    }

    def run(words):
        result = subprocess.run(words, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
        if result.returncode:
            raise SystemExit(f"docs_json: {words[-1]}\nended with {result.returncode}: {result.stderr[-2000:]}")

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        simulated = pool.submit(run, [program, "simulate", "--speed", "100", "--", "bash", "-ec", SIGNED_IN])
        list(pool.map(lambda command: run(["bash", "-ec", command]), RUNS))
        simulated.result()
    run(["bash", "-ec", REPORTS])


def problems(program):
    known = types()
    check = Check(known)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="docs-json-")).resolve()
    try:
        produce(str(pathlib.Path(program).resolve()), folder)
        for name, kind in FILES.items():
            check.value(json.loads((folder / name).read_text().splitlines()[0] if name == "ready.json" else (folder / name).read_text()), kind, name)
        check.value(json.loads((folder / "tokens.json").read_text())["alcf"], "SignIn", "tokens.json")
        for name in RECORDS:
            for line in (folder / f"{name}.jsonl").read_text().splitlines():
                value = json.loads(line)
                check.value(value, LINES.get(value["type"], value["type"]), f"{name}.jsonl")
        for line in (folder / "served.jsonl").read_text().splitlines():
            check.value(json.loads(line), "ServedRequest", "served.jsonl")
        for line in (folder / "week/chain.jsonl").read_text().splitlines():
            check.value(json.loads(line), "Link", "chain.jsonl")
    finally:
        shutil.rmtree(folder)
    sources = "\n".join(path.read_text() for path in (ROOT / "Sources").rglob("*.swift"))
    named = set(re.findall(r'"(\w+)"', sources)) | set(re.findall(r"^\s*case (\w+)$", sources, re.MULTILINE))
    for type in known.values():
        if not type.seen and "unseen" not in type.flags and "rare" not in type.flags:
            check.problems.add(f"no command brings a {type.name}")
        for name in type.members:
            if name not in named and (type.name, name) not in check.used:
                check.problems.add(f"{type.name}.{name} did not come, and is not in the sources")
    return sorted(check.problems), sum(len(type.members) for type in known.values()), len(check.used)


if __name__ == "__main__":
    wrong, documented, seen = problems(sys.argv[1])
    for problem in wrong:
        print(f"docs_json: {problem}", file=sys.stderr)
    print(f"docs_json: {documented} members in docs/json.md, {seen} of them came, {len(wrong)} problems")
    sys.exit(1 if wrong else 0)
