"""Packs the portable program and the Python module into a wheel:  python3 wheel.py PROGRAM MANUAL LICENCES OUTPUT

PROGRAM is the program, MANUAL the folder of its manual pages, LICENCES a folder with the licences of what is inside it ('-' for
none). OUTPUT, a folder, gets alcf-VERSION-py3-none-PLATFORM.whl. The platform is what the program needs: manylinux_2_31_x86_64 for the
portable one, and linux_x86_64, which no index accepts, for one that needs libraries of the system. The same program gives the
same wheel: sorted, with the time of SOURCE_DATE_EPOCH or of the last commit.
"""

import base64
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The oldest C library that is promised, and its parts, which every manylinux has.
OLDEST_GLIBC = 31
GLIBC_PARTS = r"lib(c|m|dl|rt|pthread|resolv|util)\.so\.\d|ld-linux-x86-64\.so\.2"

HEADERS = """\
Metadata-Version: 2.4
Name: alcf
Version: {version}
Summary: Command-line client and benchmark for the ALCF Inference Service, with tokens for Python
Keywords: alcf,globus,inference,llm,benchmark,openai
License-Expression: Apache-2.0
Classifier: Development Status :: 4 - Beta
Classifier: Environment :: Console
Classifier: Intended Audience :: Science/Research
Classifier: Operating System :: POSIX :: Linux
Classifier: Programming Language :: Python :: 3
Classifier: Topic :: Scientific/Engineering :: Artificial Intelligence
Classifier: Topic :: System :: Benchmark
Classifier: Typing :: Typed
Requires-Python: >=3.9
Provides-Extra: openai
Requires-Dist: openai>=1.106; extra == "openai"
Provides-Extra: pandas
Requires-Dist: pandas>=1.5; extra == "pandas"
Description-Content-Type: text/markdown
"""


def output(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT).stdout


def version() -> str:
    """The program's version, as PEP 440 writes it."""
    text = (ROOT / "Sources/Commands/Version.swift").read_text()
    found = re.search(r'current = "(\d+\.\d+\.\d+)(?:-(alpha|beta|rc)\.(\d+))?"', text)
    if not found:
        sys.exit("wheel.py: the version in Sources/Commands/Version.swift is not understood")
    number, stage, count = found.groups()
    return number + ({"alpha": "a", "beta": "b", "rc": "rc"}[stage] + count if stage else "")


def platform(program: pathlib.Path) -> str:
    """What the program needs, by its own dynamic section."""
    libraries = re.findall(r"\(NEEDED\).*\[(.+)\]", output("readelf", "--wide", "--dynamic", str(program)))
    if not all(re.fullmatch(GLIBC_PARTS, library) for library in libraries):
        return "linux_x86_64"
    symbols = re.findall(r"Name: GLIBC_2\.(\d+)", output("readelf", "--wide", "--version-info", str(program)))
    return f"manylinux_2_{max([OLDEST_GLIBC, *map(int, symbols)])}_x86_64"


def contents(program: str, manual: str, licences: str) -> "tuple[str, dict[str, tuple[bytes, int]]]":
    """The wheel's name, and the names, bytes and permissions of its files."""
    name = f"alcf-{version()}"
    files = {}
    for path in (ROOT / "Python/alcf").iterdir():
        if path.suffix == ".py" or path.name == "py.typed":
            files[f"alcf/{path.name}"] = (path.read_bytes(), 0o644)
    with tempfile.TemporaryDirectory() as folder:
        prefix = pathlib.Path(folder)
        output("sh", "scripts/dist/lay-out.sh", os.path.abspath(program), os.path.abspath(manual), folder)
        tag = f"py3-none-{platform(prefix / 'bin/alcf')}"
        for path in prefix.rglob("*"):
            if path.is_file() and path.name != "LICENSE":  # that is among the licences
                inside = path.relative_to(prefix).as_posix()
                place = "scripts/alcf" if inside == "bin/alcf" else f"data/{inside}"
                files[f"{name}.data/{place}"] = (path.read_bytes(), 0o755 if place == "scripts/alcf" else 0o644)
    texts = {"LICENSE": ROOT / "LICENSE"}
    bundled: "dict[bytes, list[pathlib.Path]]" = {}
    if licences != "-":
        for path in sorted(pathlib.Path(licences).glob("*.txt")):
            bundled.setdefault(path.read_bytes(), []).append(path)
    # One file for parts with the same words, since a wheel holds nothing twice.
    texts |= {f"bundled/{'+'.join(path.stem for path in paths)}.txt": paths[0] for paths in bundled.values()}
    info = f"{name}.dist-info"
    for place, path in texts.items():
        files[f"{info}/licenses/{place}"] = (path.read_bytes(), 0o644)
    headers = HEADERS.format(version=version()) + "".join(f"License-File: {place}\n" for place in sorted(texts))
    files[f"{info}/METADATA"] = (f"{headers}\n{description()}".encode(), 0o644)
    wheel = f"Wheel-Version: 1.0\nGenerator: alcf ({version()})\nRoot-Is-Purelib: false\nTag: {tag}\n"
    files[f"{info}/WHEEL"] = (wheel.encode(), 0o644)
    lines = []
    for place, (data, _) in sorted(files.items()):
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        lines.append(f"{place},sha256={digest},{len(data)}\n")
    files[f"{info}/RECORD"] = ("".join([*lines, f"{info}/RECORD,,\n"]).encode(), 0o644)
    return f"{name}-{tag}.whl", files


def description() -> str:
    """The README without its pictures and links to other files, which lead nowhere from a page of a package index."""
    text = (ROOT / "README.md").read_text()
    text = re.sub(r"!\[[^]]*\]\((?!https?:)[^)]*\)\n*", "", text)
    return re.sub(r"\[([^]]*)\]\((?!https?:)[^)]*\)", r"\1", text)


def main(program: str, manual: str, licences: str, folder: str) -> None:
    name, files = contents(program, manual, licences)
    path = pathlib.Path(folder) / name
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH") or output("git", "log", "-1", "--format=%ct"))
    moment = time.gmtime(max(epoch, 315_532_800))[:6]  # a ZIP knows no year before 1980
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    with zipfile.ZipFile(unfinished, "w") as archive:
        # What describes the others goes last, so that it can be changed without writing them anew.
        for name in sorted(files, key=lambda name: (".dist-info/" in name, name)):
            data, permissions = files[name]
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system = 3
            entry.external_attr = (0o100000 | permissions) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data, compresslevel=9)
    unfinished.replace(path)
    print(path)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
