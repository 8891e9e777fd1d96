#!/usr/bin/env python3
"""The measuring half of Scripts/profile: loads one page, or the form that submits, on loopback and lets Debian's perf look at the server."""

import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

import measure


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in {"list", "review", "signed-in", "rendered", "submit"}:
        raise SystemExit("usage: Scripts/profile list|review|signed-in|rendered|submit")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="profile-", dir=measure.ROOT / ".build"))
    samples = folder / "samples"
    try:
        if sys.argv[1] == "submit":
            submissions(folder, samples)
        else:
            page(folder, samples, sys.argv[1])
        report(sys.argv[1], samples)
    finally:
        shutil.rmtree(folder)


def page(folder, samples, name):
    data, slug, rows = measure.prepared_pages(folder)
    path, session = next((path, session) for row, path, session, _ in rows if row == name)
    port = measure.free_port()
    with measure.serve(data, port, "--region", slug) as (process, _):
        command = ["wrk", "-t1", "-c16", "-d10s", *measure.signed(session), f"http://127.0.0.1:{port}{path}"]
        load = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        subprocess.run([*watching(process, samples), "--", "sleep", "8"], check=True)
        rate, _ = load.communicate()
    measure.say(next(line for line in rate.splitlines() if line.startswith("Requests/sec")))


def submissions(folder, samples):
    data, drafts_file = folder / "submit", folder / "drafts"
    data.mkdir()
    slug, _ = measure.prepare(data, 1000, 0, submitted=True)
    measure.prepare(data, 8000, 200_000, out=drafts_file)
    port = measure.free_port()
    with measure.serve(data, port, "--region", slug) as (process, _):
        forms = measure.forms(folder, slug, drafts_file.read_text().splitlines(), port, 32)
        with subprocess.Popen(watching(process, samples)) as watcher:
            rate, refused = measure.send(folder, forms, port, 32)
            watcher.send_signal(signal.SIGINT)
    measure.say(f"{rate:.0f} submissions/s, {refused} refused")


def watching(process, samples):
    return ["perf", "record", "-q", "-F", "499", "-p", str(process.pid), "-o", str(samples)]


def report(name, samples):
    found = subprocess.run(
        ["perf", "report", "--stdio", "-q", "-i", samples, "--percent-limit", "0.3", "--sort", "symbol"],
        capture_output=True, text=True, check=True).stdout
    readable = subprocess.run(["swift", "demangle", "--simplified"], input=found, capture_output=True, text=True, check=True).stdout
    out = measure.ROOT / ".build/profile" / f"{name}.txt"
    out.parent.mkdir(exist_ok=True)
    out.write_text(readable)
    lines = [line.rstrip() for line in readable.splitlines() if line.strip()]
    measure.say("\n".join(line[:160] for line in lines[:40]))
    measure.say(f"the whole report: {out.relative_to(measure.ROOT)}")


if __name__ == "__main__":
    main()
