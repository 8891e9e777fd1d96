#!/usr/bin/env python3
"""The measuring half of Scripts/bench: starts servers on loopback, loads them with wrk, prints figures and goals.

The load generator and the server share the machine's cores, so absolute figures say little and ratios within one run say
much. Every server is stopped by its process id.
"""

import contextlib
import http.client
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/mpp"
BENCH = ROOT / ".build/release/bench"
RESOURCES = ROOT / "Apps/Portal/Resources"


def say(text):
    print(text, flush=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, path, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8", "replace")
    finally:
        connection.close()


@contextlib.contextmanager
def running(command, port, path):
    """Starts a server, waits until the path answers 200, and stops it by its process id. Gives the process and the time."""
    started = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            if process.poll() is not None:
                raise SystemExit(f"bench: {command[0]} ended with {process.returncode}")
            try:
                if get(port, path)[0] == 200:
                    break
            except OSError:
                pass
            if time.monotonic() - started > 60:
                raise SystemExit("bench: the server did not get ready")
            time.sleep(0.005)
        yield process, time.monotonic() - started
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


METRICS_PORT = 18999


def serve(data, port, *more):
    command = [PROGRAM, "serve", "--data", data, "--resources", RESOURCES, "--port", port, "--metrics-port", METRICS_PORT, *more]
    return running(command, port, "/ready")


def resident_megabytes(pid):
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024


def wrk(*arguments):
    """Requests per second, the 99th percentile of latency as wrk prints it, and how many answers were refusals."""
    out = subprocess.run(["wrk", "--latency", *[str(part) for part in arguments]], capture_output=True, text=True, check=True).stdout
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return (
        float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]),
        re.search(r"99%\s+(\S+)", out)[1],
        int(refused[1]) if refused else 0,
    )


def a_region_and_service():
    """The first region that offers a service with a fee would do as well: the page is the same work."""
    manifest = sorted((RESOURCES / "Regions").glob("*.yaml"))[0]
    return manifest.stem, "skck"


def startup(folder):
    say("\nstartup: all regions, no demonstration data (goals: ready in under 2,000 ms, under 150 MB)")
    data = folder / "startup"
    for what in ("empty data folder", "existing data folder", "existing data folder"):
        port = free_port()
        with serve(data, port) as (process, seconds):
            before = resident_megabytes(process.pid)
            slug, service = a_region_and_service()
            for number in range(1000):
                get(port, f"/{slug}/layanan/{service}")
            say(
                f"  {what:22} ready in {seconds * 1000:5.0f} ms, {before:4.0f} MB resident, "
                f"{resident_megabytes(process.pid):4.0f} MB after 1,000 pages")


def prepared_pages(folder):
    """Fills a region with 50 requests in review. Answers its folder, its slug, and for each page: its name, its path, whose
    session, and the share of hello's rate that it should reach at least."""
    data = folder / "pages"
    data.mkdir()
    out = folder / "citizens"
    slug, service, officer = prepare(data, 50, 0, out=out, submitted=True, officer=True)
    citizen, request = out.read_text().split("\n")[0].split()
    return data, slug, [
        ("kept", f"/{slug}/layanan/{service}", None, 0.50),
        # A query that no page knows keeps an answer out of the memory of kept pages.
        ("rendered", f"/{slug}/layanan/{service}?baru=1", None, 0.20),
        ("signed-in", f"/{slug}/layanan/{service}", citizen, 0.20),
        ("list", f"/{slug}/petugas", officer, 0.05),
        ("review", f"/{slug}/petugas/permohonan/{request}", officer, None),
    ]


def pages(folder):
    say("\npages: each next to a bare hello of the same framework, three turns (goals: shares of hello's rate)")
    data, slug, rows = prepared_pages(folder)
    port, hello_port = free_port(), free_port()
    load, alone = ("-t1", "-c16", "-d3s"), ("-t1", "-c1", "-d3s")
    with serve(data, port, "--region", slug), running([BENCH, "hello", "--port", hello_port], hello_port, "/hello"):
        hello_url = f"http://127.0.0.1:{hello_port}/hello"
        wrk("-t1", "-c16", "-d1s", hello_url)
        hellos, rates = [], {name: [] for name, *_ in rows}
        for _ in range(3):
            hellos.append(wrk(*load, hello_url)[0])
            for name, path, session, _ in rows:
                rate, _, refused = wrk(*load, *signed(session), f"http://127.0.0.1:{port}{path}")
                if refused:
                    raise SystemExit(f"bench: {refused} answers to {path} were refusals")
                rates[name].append(rate)
        hello = statistics.median(hellos)
        say(f"  {'hello':10} {hello:7.0f}/s")
        for name, path, session, goal in rows:
            rate = statistics.median(rates[name])
            one, _, _ = wrk(*alone, *signed(session), f"http://127.0.0.1:{port}{path}")
            aim = f" (goal {goal:.2f})" if goal else ""
            say(f"  {name:10} {rate:7.0f}/s, ratio {rate / hello:.3f}{aim}, alone {1000 / one:.2f} ms")


def signed(session):
    """What wrk sends for somebody who is signed in; nothing for a visitor."""
    return ("-H", f"Cookie: mpp_sesi={session}") if session else ()


# wrk itself runs for a fixed time; the forms are fewer, so the script keeps the time from the first form to the last answer.
SUBMIT_LUA = """
local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds, microseconds; } timeval; int gettimeofday(timeval *now, void *zone);")
local function now()
  local time = ffi.new("timeval")
  ffi.C.gettimeofday(time, nil)
  return tonumber(time.seconds) + tonumber(time.microseconds) / 1e6
end
local threads = {}
function setup(thread) threads[#threads + 1] = thread end
lines, at, begun, ended, answered, refused = {}, 0, 0, 0, 0, 0
function init(args)
  for line in io.lines(args[1]) do lines[#lines + 1] = line end
end
function request()
  if begun == 0 then begun = now() end
  at = at + 1
  if at > #lines then wrk.thread:stop(); at = #lines end
  local path, cookie, body = lines[at]:match("^(%S+) (%S+) (%S+)$")
  return wrk.format("POST", path, {["Cookie"] = "mpp_sesi=" .. cookie,
    ["Content-Type"] = "application/x-www-form-urlencoded"}, body)
end
function response(status)
  if answered == #lines then return end
  answered = answered + 1
  if status ~= 303 then refused = refused + 1 end
  ended = now()
end
function done()
  local one = threads[1]
  io.write(string.format("SUBMITTED %d %d %.6f\\n", one:get("answered"), one:get("refused"), one:get("ended") - one:get("begun")))
end
"""


def prepare(data, citizens, first, out=None, submitted=False, officer=False):
    command = [BENCH, "prepare", "--data", data, "--resources", RESOURCES, "--citizens", citizens, "--first", first]
    if out:
        command += ["--out", out]
    if submitted:
        command += ["--submit"]
    if officer:
        command += ["--officer"]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"bench: prepare failed: {done.stderr[-500:]}")
    return done.stdout.split()


def forms(folder, slug, drafts, port, connections):
    """Reads each draft's page and writes down the form that submits it, one a line."""
    forms = folder / f"forms-{connections}"
    with forms.open("w") as file:
        for number, line in enumerate(drafts):
            token, request = line.split()
            _, page = get(port, f"/{slug}/permohonan/{request}/periksa", {"Cookie": f"mpp_sesi={token}"})
            csrf = re.search(r'name="csrf" value="([0-9a-f]+)"', page)[1]
            file.write(f"/{slug}/permohonan/{request}/pengajuan {token} csrf={csrf}&command=bench-{connections}-{request}\n")
    return forms


def send(folder, forms, port, connections):
    """Sends each form once; answers submissions per second and the refused ones."""
    script = folder / "submit.lua"
    script.write_text(SUBMIT_LUA)
    command = ["wrk", "-t1", f"-c{connections}", "-d10s", "-s", script, f"http://127.0.0.1:{port}", "--", forms]
    out = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout
    answered, refused, seconds = re.search(r"SUBMITTED (\d+) (\d+) ([\d.]+)", out).groups()
    return int(answered) / float(seconds), int(refused)


def backlog(port):
    """How many deliveries to reactions are still owed."""
    _, text = get(METRICS_PORT, "/metrics")
    return sum(int(count) for count in re.findall(r"^mpp_outbox_waiting\{[^}]*\} (\d+)$", text, re.M))


def submit(folder, sizes=(1_000, 100_000), crowds=((1, 0.20), (8, 0.40), (32, 0.50))):
    say("\nsubmit: a citizen's submission through HTTP next to bare commits of two rows (goals: shares of their rate; no slower when full)")
    data = folder / "submit"
    data.mkdir()
    sent, filled, rates = 0, 0, {}
    each = 1500
    for size in sizes:
        started = time.monotonic()
        slug, service = prepare(data, size - filled, filled, submitted=True)
        filled = size
        drafts_file = folder / "drafts"
        prepare(data, len(crowds) * each, 200_000 + sent, out=drafts_file)
        sent += len(crowds) * each
        say(f"  {size:,} requests of {service} in {slug}, made in {time.monotonic() - started:.0f} s")
        lines = drafts_file.read_text().split("\n")
        port = free_port()
        with serve(data, port, "--region", slug):
            for turn, (connections, goal) in enumerate(crowds):
                drafts = lines[turn * each : (turn + 1) * each]
                bare = float(subprocess.run(
                    [BENCH, "commits", "--data", folder, "--seconds", "3"], capture_output=True, text=True, check=True).stdout)
                rate, refused = send(folder, forms(folder, slug, drafts, port, connections), port, connections)
                rates[size, connections] = rate / bare
                say(
                    f"  {connections:2} at a time: {rate:6.0f} submissions/s, bare {bare:6.0f} commits/s, ratio {rate / bare:.2f} (goal {goal:.2f}), "
                    f"{backlog(port)} deliveries still owed"
                    + (f", {refused} refused" if refused else ""))
    if len(sizes) > 1:
        for connections, _ in crowds:
            change = rates[sizes[-1], connections] / rates[sizes[0], connections]
            say(f"  {connections:2} at a time, {sizes[-1]:,} against {sizes[0]:,} requests: {change:.2f} of the speed")


def documents(folder):
    say("\ndocuments: lists, searches and papers of a region with few requests and with a million")
    data = folder / "documents"
    data.mkdir()
    subprocess.run([str(BENCH), "requests", "--data", str(data), "--resources", str(RESOURCES)], check=True)


def payments(folder):
    say("\npayments: bills opened and settled next to bare commits of the same rows (goals: half of their rate; no slower when full)")
    data = folder / "payments"
    data.mkdir()
    subprocess.run([str(BENCH), "postings", "--data", str(data)], check=True)


def main():
    benches = {"startup": startup, "pages": pages, "submit": submit, "documents": documents, "payments": payments}
    chosen = sys.argv[1:] or list(benches)
    unknown = [name for name in chosen if name not in benches]
    if unknown:
        raise SystemExit(f"bench: {unknown[0]} is none of {', '.join(benches)}")
    # On the disk that the working folder is on: a memory disk would make every commit free.
    folder = pathlib.Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT / ".build"))
    say(f"bench: {os.cpu_count()} cores, shared by the server and the load")
    try:
        for name in chosen:
            benches[name](folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
