#!/usr/bin/env python3
"""Runs the commands that the documents show, against the simulated service:  docs-test.py [--write] [-v] PROGRAM [DOCUMENT …]

Every block of `sh` and `console` in README.md and docs/*.md is run in order, each document in a home of its own, with bash, without a
terminal, and with no way to the network. In a block of `console`, lines after `$ ` are commands and the others what they print: the same
words must come, in that order; figures, times, hashes and the width of lines are left open, and so is all where a line says `[…]`.
`--write` puts what came in the place of what is shown. `[?]` as the only line of output stands for all of it.
Without DOCUMENT, links among the documents are followed, and docs/json.md is held against what is printed and written (docs_json.py).

Comments before a block, which no reader sees, say what else is to be known:

    <!-- not run: it needs an account -->        why it is not run; ExampleTests reads its command lines all the same
    <!-- first: COMMANDS -->                     what is run before, such as making the files that it reads
    <!-- differs: verdicts differ by chance -->  why what it prints is not compared with what is shown
    <!-- kept: addresses are those of the simulator -->  why `--write` leaves it as it is
    <!-- exit: 1 -->                             with what it ends
    <!-- speed: 50 -->                           of the simulated service, for the whole document
"""
import concurrent.futures, os, pathlib, pty, re, shlex, shutil, signal, socket, subprocess, sys, tempfile, textwrap, time, urllib.request

sys.dont_write_bytecode = True
import docs_json

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIMIT = 180  # seconds, for a command: so that what hangs ends
MARK = re.compile(r"<!--\s*(not run|first|exit|speed|differs|kept):\s*(.*?)\s*-->", re.DOTALL)
# Lines of a server that is meant to stay: it is started, and ended with the document.
WRAPPER = r"""#!/bin/bash
# Servers stay until the document is over; everything else is run as it is.
stays=
case "$1" in
authenticate) exec python3 "$DOCS_SCRIPT" --sign-in "$DOCS_PROGRAM" "$@" ;;
serve) stays=yes; for word in "$@"; do case "$word" in --|--print-key|--help|-h) stays= ;; esac; done ;;
simulate) stays=yes; for word in "$@"; do case "$word" in --|--help|-h) stays= ;; esac; done ;;
esac
# Simulated services hurry, where the document does not say how fast they are.
case " $* " in
*" --speed "* | *" --help "*) ;;
" benchmark study "*) ;;
" benchmark "*" --simulate "*) set -- "$@" --speed 200 ;;
" simulate "*) shift; set -- simulate --speed 100 "$@" ;;
esac
[ -n "$stays" ] || exec "$DOCS_PROGRAM" "$@"
log=$(mktemp "$DOCS_WORK/server.XXXX")
"$DOCS_PROGRAM" "$@" $([ "$1" = simulate ] || echo "--port $DOCS_PORT") >"$log" 2>&1 </dev/null &
pid=$!
for _ in $(seq 200); do
    grep -q 'http://127' "$log" && break
    kill -0 $pid 2>/dev/null || { cat "$log" >&2; exit 1; }
    sleep 0.05
done
[ "$1" = simulate ] || echo $pid >>"$DOCS_WORK/servers"
[ "$1" = serve ] || { cat "$log"; kill $pid; }
"""


class Block:
    def __init__(self, name, line, language, text, start, marks):
        self.name, self.line, self.language, self.text, self.start, self.marks = name, line, language, text, start, marks

    @property
    def place(self):
        return f"{self.name}:{self.line}"


def blocks(path):
    """The fenced blocks of a document, with the comments that stand between each and the text before it."""
    text = path.read_text()
    found, end = [], 0
    for match in re.finditer(r"^ *```([a-z]*)\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE):
        before = text[end : match.start()]
        marks = {}
        while True:
            comment = re.search(r"<!--(?:(?!-->).)*-->\s*\Z", before, re.DOTALL)
            if not comment:
                break
            mark = MARK.match(comment.group().strip())
            if not mark:
                break
            marks[mark.group(1)] = mark.group(2)
            before = before[: comment.start()]
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(path.name, line, match.group(1), textwrap.dedent(match.group(2)), match.start(2), marks))
        end = match.end()
    return text, found


def commands(block):
    """Pairs of a command and the lines that it is shown to print."""
    if block.language != "console":
        return [(block.text, None)]
    pairs, inside = [], False
    for line in block.text.splitlines():
        if line.startswith("$ "):
            pairs.append([line[2:], []])
            inside = line.endswith("\\")
        elif inside:
            pairs[-1][0] += "\n" + line
            inside = line.endswith("\\")
        elif pairs:
            pairs[-1][1].append(line)
    return [tuple(pair) for pair in pairs]


# What differs from run to run.
MASKS = [
    (re.compile(r"\x1b\[[0-9;]*m"), ""),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "UUID"),
    (re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{12,}\b"), "HASH"),
    (re.compile(r"/tmp/[\w./-]*/(home|work)\b"), "~"),
    (re.compile(r"/\S*/tokens.json"), "TOKENS"),
    (re.compile(r"http\S+/authorize\?\S+"), "ADDRESS"),
    (re.compile(r"SIMULATED[\w-]+"), "CODE"),
    (re.compile(r"http://127\.0\.0\.1:\d+"), "HOST"),
    (re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?Z?( UTC)?"), "TIME"),
    (re.compile(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d+ \w{3} \d{4}"), "TIME"),
    (re.compile(r"(less than|at least|about|<|>|=|±|−|-|–)\s*(?=\d)"), ""),
    (re.compile(r"\d+(?:[.,]\d+)*"), "#"),
    (re.compile(r"(# (d|h|min|s) )+# (h|min|s)\b"), "# s"),
    (re.compile(r"(?<=[#]) (d|h|min|s|ms|µs)\b"), " s"),
    (re.compile(r"(seconds?|minutes?|hours?|days?)\b"), "time"),
    (re.compile(r"[█▓▒░#oxв\-=·▁▂▃▄▅▆▇]{3,}"), "~~"),
    (re.compile(r"Linux \S+ \S+"), "SYSTEM"),
    (re.compile(r"INVALID: "), ""),
]


def words(line):
    for pattern, mask in MASKS:
        line = pattern.sub(mask, line)
    return line.split()


def compare(shown, printed):
    """Where the lines that are shown stand in what was printed: what to show now, or None and the words that are missing."""
    stream = [(word, number) for number, line in enumerate(printed) for word in words(line)]
    flat = [word for word, _ in stream]
    result, chunk, position, anywhere = [], [], 0, False
    for line in shown + ["[…]"]:
        if line.strip() not in ("[…]", "…"):
            chunk.append(line)
            continue
        wanted = [word for each in chunk for word in words(each)]
        if wanted:
            starts = range(position, len(flat) - len(wanted) + 1) if anywhere else [position]
            at = next((s for s in starts if flat[s : s + len(wanted)] == wanted), None)
            if at is None:
                # How far the best place goes, to be told what is missing.
                def fits(start):
                    return next((n for n, word in enumerate(wanted) if flat[start + n : start + n + 1] != [word]), len(wanted))
                best = max(starts or [0], key=fits, default=0)
                reached = fits(best)
                return None, (
                    f"shown:   … {' '.join(wanted[max(0, reached - 6) : reached + 8])}\n"
                    f"printed: … {' '.join(flat[best + max(0, reached - 6) : best + reached + 8])}")
            position = at + len(wanted)
            lead = next((i for i, each in enumerate(chunk) if each.strip()), 0)
            trail = next((i for i, each in enumerate(reversed(chunk)) if each.strip()), 0)
            result += [""] * lead + printed[stream[at][1] : stream[position - 1][1] + 1] + [""] * trail
        else:
            result += chunk
        result.append(line)
        chunk, anywhere = [], True
    return result[:-1], None


class Session:
    """A document that is read by a person with a shell: what a block leaves, the next one finds."""

    def __init__(self, program, path):
        self.path, self.folder = path, pathlib.Path(tempfile.mkdtemp(prefix="docs-"))
        self.folder = self.folder.resolve()
        (self.folder / "home").mkdir()
        (self.folder / "work").mkdir()
        (self.folder / "bin").mkdir()
        (self.folder / "state").write_text("")
        wrapper = self.folder / "bin" / "alcf"
        wrapper.write_text(WRAPPER)
        wrapper.chmod(0o755)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = str(free.getsockname()[1])
        self.program = program
        self.environment = {
            "PATH": f"{self.folder}/bin:{os.environ['PATH']}", "HOME": f"{self.folder}/home", "LANG": "C.UTF-8", "TZ": "UTC",
            "USER": "me", "TERM": "dumb", "COLUMNS": "120", "DOCS_PROGRAM": program, "DOCS_WORK": str(self.folder), "DOCS_PORT": self.port,
            "DOCS_SCRIPT": str(pathlib.Path(__file__).resolve()),
            # Nothing leaves this machine.
            "https_proxy": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9", "no_proxy": "127.0.0.1,localhost",
        }
        self.simulator = None

    def begin(self, speed):
        """Starts the simulated service of the document, and signs in."""
        # Programs are configured in the document's own home.
        script = 'unset ALCF_SIMULATED; export -p >"$DOCS_WORK/state.new" && mv "$DOCS_WORK/state.new" "$DOCS_WORK/state" && exec sleep 600'
        self.simulator = subprocess.Popen(
            [self.program, "simulate", "--speed", speed, "--", "bash", "-c", script], env=self.environment, cwd=self.folder / "work",
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
        for _ in range(200):
            if (self.folder / "state").read_text():
                return
            time.sleep(0.05)
        raise SystemExit(f"docs-test: the simulated service did not start: {self.simulator.stderr.read().decode()}")

    def run(self, script, place):
        """Exit status, and what was printed by each of the commands."""
        state = shlex.quote(str(self.folder / "state"))
        text = f". {state}\ncd \"$PWD\"\ntrap 'export -p >{state}' EXIT\nset -eo pipefail\n{script}\n".replace("8814", self.port)
        process = subprocess.Popen(
            ["bash", "-c", text], env=self.environment, cwd=self.folder / "work", stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            output, _ = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
            return None, output.decode(errors="replace")
        return process.returncode, output.decode(errors="replace").replace(self.port, "8814")

    def stop_servers(self):
        """Ends what `alcf serve` of the last block left, and waits until its port is free."""
        servers = self.folder / "servers"
        for pid in servers.read_text().split() if servers.exists() else []:
            try:
                os.kill(int(pid), signal.SIGTERM)
                for _ in range(100):
                    os.kill(int(pid), 0)
                    time.sleep(0.02)
            except ProcessLookupError:
                pass
        servers.unlink(missing_ok=True)

    def end(self):
        self.stop_servers()
        if self.simulator:
            os.killpg(self.simulator.pid, signal.SIGTERM)
            self.simulator.wait()
            self.simulator.stderr.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def wrapped(line):
    """A line of at most 120 columns: what follows is indented like the text of an item."""
    if len(line) <= 120 or not re.search(r"\w \w", line):
        return [line]
    indent = re.match(r" *(?:[•!→] )?", line).group()
    return textwrap.wrap(line, 120, subsequent_indent=" " * len(indent), break_long_words=False, break_on_hyphens=False)


def check(program, path, write, verbose):
    """Runs a document; returns what is wrong, and how many blocks were run and not run."""
    text, found = blocks(path)
    found = [block for block in found if block.language in ("sh", "console")]
    wrong, ran, left = [], 0, 0
    changes = []
    for block in found:
        if "not run" in block.marks and not block.marks["not run"]:
            wrong.append(f"{block.place}: a block that is not run says why")
    if all("not run" in block.marks for block in found):
        return wrong, 0, len(found)
    session = Session(program, path)
    try:
        session.begin(next((block.marks["speed"] for block in found if "speed" in block.marks), "100"))
        for block in found:
            if "first" in block.marks:
                status, output = session.run(block.marks["first"], block.place)
                if status != 0:
                    wrong.append(f"{block.place}: what is run first ended with {status}:\n{output}")
            if "not run" in block.marks:
                left += 1
                continue
            ran += 1
            expected = int(block.marks.get("exit", "0"))
            began, shown_now = time.monotonic(), []
            for command, shown in commands(block):
                status, output = session.run(command, block.place)
                if status != expected and not (expected and status == 0 and len(commands(block)) > 1):
                    ended = f"took over {LIMIT} s" if status is None else f"ended with {status}"
                    wrong.append(f"{block.place}: {command.strip()}\n{ended}:\n{output[-3000:]}")
                if shown:
                    printed = [line.rstrip() for line in output.replace("\r", "").splitlines()]
                    if shown == ["[?]"]:
                        now, missing = printed, None if write else "[?] is to be written"
                    else:
                        now, missing = compare(shown, printed)
                    if missing and "differs" not in block.marks:
                        wrong.append(f"{block.place}: {command.strip()}\nprints something else:\n{missing}")
                    shown_now += ["$ " + command] + [each for line in now or shown for each in wrapped(line)]
                else:
                    shown_now += ["$ " + command] + (shown or [])
            session.stop_servers()
            if verbose:
                print(f"docs-test: {block.place}: {time.monotonic() - began:.1f} s")
            if block.language == "console" and "kept" not in block.marks and text.startswith(block.text, block.start):
                changes.append((block.start, block.text, "\n".join(shown_now) + "\n"))
    finally:
        session.end()
    if write:
        for start, old, new in reversed(changes):
            text = text[:start] + new + text[start + len(old) :]
        path.write_text(text)
    return wrong, ran, left


def anchors(path):
    """What can be linked to in a document: its headings, as GitHub names them."""
    text = re.sub(r"^ *```.*?^ *```$", "", path.read_text(), flags=re.DOTALL | re.MULTILINE)
    names = [re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)]
    return {name if not names[:index].count(name) else f"{name}-{names[:index].count(name)}" for index, name in enumerate(names)}


def dead_links(path):
    """Links to files and headings of ours that are not there."""
    text = re.sub(r"^ *```.*?^ *```$|`[^`\n]*`", "", path.read_text(), flags=re.DOTALL | re.MULTILINE)
    wrong = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        name, _, anchor = target.partition("#")
        if re.match(r"\w+:", target):
            continue
        file = (path.parent / name).resolve() if name else path
        if not file.exists():
            wrong.append(f"{path.name}: there is no {target}")
        elif anchor and file.suffix == ".md" and anchor not in anchors(file):
            wrong.append(f"{path.name}: {target} leads to no heading")
    return wrong


def sign_in(words):
    """What a person with a browser does: opens the address that the program prints on a terminal, and pastes the code."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(words[0], words)
    seen, pasted = "", False
    while True:
        try:
            piece = os.read(terminal, 4096).decode(errors="replace")
        except OSError:
            break
        if not piece:
            break
        seen += piece
        sys.stdout.write(piece)
        sys.stdout.flush()
        address = re.search(r"http://\S+/authorize\?\S+", seen)
        if address and "Paste the code" in seen and not pasted:
            with urllib.request.urlopen(address.group()) as page:
                found = re.search(r"SIMULATED[\w-]+", page.url + page.read().decode())
            os.write(terminal, found.group().encode() + b"\n")
            pasted = True
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def main():
    arguments = sys.argv[1:]
    if arguments[:1] == ["--sign-in"]:
        sign_in(arguments[1:])
    write, verbose = "--write" in arguments, "-v" in arguments
    arguments = [word for word in arguments if word not in ("--write", "-v")]
    if not arguments:
        raise SystemExit(__doc__)
    program = str(pathlib.Path(arguments[0]).resolve())
    whole = len(arguments) == 1
    paths = [pathlib.Path(name) for name in arguments[1:]] or [ROOT / "README.md"] + sorted((ROOT / "docs").glob("*.md"))
    wrong, began = [], time.monotonic()
    # Some at a time, the longest first: most of the time is spent waiting for simulated answers.
    paths.sort(key=lambda path: -path.read_text().count("--simulate"))
    with concurrent.futures.ThreadPoolExecutor(1 if write else 4) as pool:
        members = pool.submit(docs_json.problems, program) if whole else None
        results = list(pool.map(lambda path: check(program, path, write, verbose), paths))
    if members:
        wrong += members.result()[0]
        for path in paths + [ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", ROOT / "CHANGELOG.md"]:
            wrong += dead_links(path)
    ran, left = sum(result[1] for result in results), sum(result[2] for result in results)
    wrong += [problem for result in results for problem in result[0]]
    for problem in wrong:
        print(f"docs-test: {problem}", file=sys.stderr)
    if members:
        print(f"docs-test: {members.result()[1]} members of JSON are documented, {members.result()[2]} of them came")
    print(f"docs-test: {ran} blocks run, {left} not run, {len(wrong)} problems, {time.monotonic() - began:.0f} s")
    sys.exit(1 if wrong else 0)


main()
