#!/usr/bin/env python3
"""Draws what the terminal shows of a record as pictures for the documents:  pictures.py PROGRAM RECORD FOLDER

FOLDER/terminal.svg is the command of `make demo` with what the data show, FOLDER/report.svg the tables of the report. The same record
gives the same bytes. Text is text; colours follow the reader's choice of light or dark.
"""
import fcntl, html, os, pathlib, pty, re, struct, sys, termios, unicodedata

COLUMNS = 100
WIDTH, HEIGHT, MARGIN, BAR = 8.4, 18, 18, 34  # of a character, a line, the margin and the bar at the top
STYLE = """
svg { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
.page { fill: #ffffff; stroke: #d0d7de; } .bar { fill: #f6f8fa; } .dot { fill: #c4ccd4; } text { fill: #24292f; white-space: pre; }
.b { font-weight: bold; } .d { fill: #57606a; } .red { fill: #b3261e; } .green { fill: #116329; } .yellow { fill: #7d5600; }
.blue { fill: #0550ae; } .magenta { fill: #6639a6; } .cyan { fill: #0b5d69; }
@media (prefers-color-scheme: dark) {
.page { fill: #0d1117; stroke: #30363d; } .bar { fill: #161b22; } .dot { fill: #484f58; } text { fill: #e6edf3; }
.d { fill: #9da7b3; } .red { fill: #ff9492; } .green { fill: #7ee787; } .yellow { fill: #f0b72f; }
.blue { fill: #a5d6ff; } .magenta { fill: #d2a8ff; } .cyan { fill: #76e3ea; }
}
"""
COLOURS = {31: "red", 32: "green", 33: "yellow", 34: "blue", 35: "magenta", 36: "cyan", 90: "d"}


def on_terminal(words):
    """What a program prints on a terminal of 100 columns."""
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
        for name in ("NO_COLOR", "CI"):
            os.environ.pop(name, None)
        os.environ.update(TERM="xterm-256color", LANG="C.UTF-8")
        os.execvp(words[0], words)
    printed = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        printed += piece
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status:
        raise SystemExit(f"pictures: {' '.join(words)} ended with {status}: {printed.decode()}")
    return printed.decode().replace("\r", "").split("\n")


def runs(line, classes):
    """The pieces of a line with the classes of each: `classes` goes on from the line before."""
    found = []
    for piece in re.split(r"(\x1b\[[0-9;]*m)", line):
        code = re.fullmatch(r"\x1b\[([0-9;]*)m", piece)
        if not code:
            if piece:
                found.append((piece, " ".join(sorted(classes))))
            continue
        for number in [int(word or 0) for word in code.group(1).split(";")]:
            if number == 0:
                classes.clear()
            elif number == 1:
                classes.add("b")
            elif number == 2:
                classes.add("d")
            elif number == 22:
                classes -= {"b", "d"}
            elif number == 39:
                classes -= set(COLOURS.values())
            elif number in COLOURS:
                classes.add(COLOURS[number])
    return found


def cells(text):
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 0 if unicodedata.combining(each) else 1 for each in text)


def drawing(lines, title):
    width = COLUMNS * WIDTH + 2 * MARGIN
    height = BAR + len(lines) * HEIGHT + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img">',
        f"<title>{html.escape(title)}</title>", f"<style>{STYLE}</style>",
        f'<rect class="page" x="0.5" y="0.5" width="{width - 1:g}" height="{height - 1:g}" rx="8"/>',
        f'<path class="bar" d="M1 9a8 8 0 0 1 8-8h{width - 18:g}a8 8 0 0 1 8 8v15h{2 - width:g}z"/>',
    ]
    parts += [f'<circle class="dot" cx="{16 + 18 * index}" cy="13" r="5"/>' for index in range(3)]
    classes = set()
    for number, line in enumerate(lines):
        column, y = 0, BAR + 14 + number * HEIGHT
        for text, names in runs(line, classes):
            # Blanks between columns are left out, so that every word stands where it stood whatever the reader's font is.
            for match in re.finditer(r"\S+(?: \S+)*", text):
                x = MARGIN + (column + cells(text[: match.start()])) * WIDTH
                length = cells(match.group()) * WIDTH
                name = f' class="{names}"' if names else ""
                parts.append(
                    f'<text{name} x="{x:.5g}" y="{y}" textLength="{length:.5g}" lengthAdjust="spacingAndGlyphs">{html.escape(match.group(), quote=False)}</text>')
            column += cells(text)
    return "\n".join(parts) + "\n</svg>\n"


def plain(line):
    return re.sub(r"\x1b\[[0-9;]*m", "", line)


def between(lines, first, last):
    """From the line that begins with the one text up to that before the other."""
    start = next(index for index, line in enumerate(lines) if plain(line).startswith(first))
    end = next(index for index, line in enumerate(lines) if index > start and plain(line).startswith(last))
    chosen = lines[start:end]
    while chosen and not plain(chosen[-1]).strip():
        chosen.pop()
    return chosen


def main():
    program, record, folder = sys.argv[1:]
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    lines = on_terminal([program, "benchmark", "report", record])
    prompt = "\x1b[1m$ alcf benchmark --simulate --speed 5 --samples 24\x1b[0m"
    verdict = between(lines, "!! The services were simulated", "  ALCF demo")
    tables = between(lines, "Latency, seconds", "Where the time")
    pictures = {
        "terminal": ([prompt, ""] + verdict, "What alcf benchmark says of a simulated Metis and Sophia: the verdict"),
        "report": (tables, "The tables of the report"),
    }
    for name, (shown, title) in pictures.items():
        text = drawing(shown, title)
        if len(text.encode()) > 60_000:
            raise SystemExit(f"pictures: {name}.svg would have {len(text.encode())} bytes")
        (folder / f"{name}.svg").write_text(text)


main()
