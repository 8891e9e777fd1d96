#!/usr/bin/env python3
"""The measuring half of Scripts/profile: loads one page on loopback and lets Debian's perf look at the server."""

import pathlib
import shutil
import subprocess
import sys
import tempfile

import measure


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="profile-", dir=measure.ROOT / ".build"))
    try:
        data, slug, rows = measure.prepared_pages(folder)
        chosen = {name: (path, session) for name, path, session, _ in rows}
        if len(sys.argv) != 2 or sys.argv[1] not in chosen:
            raise SystemExit(f"usage: Scripts/profile {'|'.join(chosen)}")
        profile(data, slug, sys.argv[1], *chosen[sys.argv[1]], folder)
    finally:
        shutil.rmtree(folder)


def profile(data, slug, name, path, session, folder):
    port = measure.free_port()
    samples = folder / "samples"
    with measure.serve(data, port, "--region", slug) as (process, _):
        command = ["wrk", "-t1", "-c16", "-d10s", *measure.signed(session), f"http://127.0.0.1:{port}{path}"]
        load = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        subprocess.run(
            ["perf", "record", "-q", "-F", "499", "-p", str(process.pid), "-o", samples, "--", "sleep", "8"], check=True)
        rate, _ = load.communicate()
    measure.say(next(line for line in rate.splitlines() if line.startswith("Requests/sec")))
    report = subprocess.run(
        ["perf", "report", "--stdio", "-q", "-i", samples, "--percent-limit", "0.3", "--sort", "symbol"],
        capture_output=True, text=True, check=True).stdout
    readable = subprocess.run(["swift", "demangle", "--simplified"], input=report, capture_output=True, text=True, check=True).stdout
    out = measure.ROOT / ".build/profile" / f"{name}.txt"
    out.parent.mkdir(exist_ok=True)
    out.write_text(readable)
    lines = [line.rstrip() for line in readable.splitlines() if line.strip()]
    measure.say("\n".join(line[:160] for line in lines[:40]))
    measure.say(f"the whole report: {out.relative_to(measure.ROOT)}")


if __name__ == "__main__":
    main()
