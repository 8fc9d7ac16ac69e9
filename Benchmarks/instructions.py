"""Counts the instructions of the whole program by callgrind: of a start of `alcf token`, and of each request of a benchmark with its
part of the reports. Prints a name and a count on each line.

Usage: instructions.py ALCF [--reference FOLDER]; FOLDER holds `nullserver`. ALCF is stripped first, which valgrind needs.
"""
import argparse, json, os, re, subprocess, sys, tempfile, time

import compare

FEW, MANY = 500, 1500
SERVICE = "681c10cc-f684-4540-bcd7-0b4df3bc26ef"


def count(words, environment):
    """Instructions of a program until its end."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *words]
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not found:
        sys.exit(f"{' '.join(words)}\nended with {done.returncode}: {done.stderr[-500:]}")
    return int(found[1])


def token_file(folder):
    """A file with a token that is good for a day."""
    entry = {"resource_server": SERVICE, "identity_id": "i", "scope": f"https://auth.globus.org/scopes/{SERVICE}/action_all",
             "access_token": "AgMeasured", "refresh_token": "Agr", "expires_at_seconds": int(time.time()) + 86400,
             "token_type": "Bearer"}
    path = os.path.join(folder, "tokens.json")
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"data": {"DEFAULT": {SERVICE: entry}}, "format_version": "2.0", "globus-sdk.version": "4.9.1"}, file)
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("alcf")
    parser.add_argument("--reference", default=".build/reference")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        alcf = os.path.join(folder, "alcf")
        subprocess.run(["strip", "-o", alcf, arguments.alcf], check=True)
        environment = dict(os.environ, SWIFT_DETERMINISTIC_HASHING="1", ALCF_TOKENS_FILE=token_file(folder))
        print("token-start", count([alcf, "token"], environment), flush=True)
        server = compare.Server(arguments.reference, 0, 0, 128)
        try:
            words = [alcf, "benchmark", "--target", f"null={server.base}/v1", "--model", server.model, "--concurrency", "64",
                     "--max-tokens", "128", "--warmup", "0", "--no-self-check", "--quiet", "--json", "--overwrite",
                     "--output", os.path.join(folder, "run")]
            few, many = (count([*words, "--requests", str(number)], environment) for number in (FEW, MANY))
        finally:
            server.stop()
        # Of what more requests take, so that starting up does not count.
        print("benchmark-request", (many - few) // (MANY - FEW))


if __name__ == "__main__":
    main()
