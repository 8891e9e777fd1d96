"""Starts a demonstration on a free loopback port, makes a key as an operator would, and lets two testers from PyPI at the
API: one reads its description, the other calls what stands there, rightly and wrongly."""

import argparse
import http.client
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Crash"))

from openapi_spec_validator import OpenAPIV31SpecValidator
from server import Server, wait_until
from visitor import Page, Visitor

RESOURCES = ROOT / "Apps/Portal/Resources"
SCOPES = ["requests:read", "requests:decide", "requests:handover", "attachments:read", "payments:read"]
# The same calls each time; another seed is tried by hand.
SEED = "20261125"
# How wrong methods are answered is told by HTTP itself and not by the document.
LEFT_OUT = "unsupported_method,allow_header_conformance"


def get(server, path, key=None):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {key}"} if key else {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def make_key(server):
    scopes = [word for scope in SCOPES for word in ("--scope", scope)]
    made = server.command("key", "add", "--region", server.region, "--data", server.data, "--agency", "polri", "--name", "Uji API", *scopes)
    if made.returncode != 0:
        raise AssertionError(f"mpp key add ended with {made.returncode}: {made.stderr}")
    return made.stdout.split()[2], made.stdout.split()[-1]


def sign_in(server):
    """A citizen's session, opened at the region's own page, and the token that her changes carry."""
    base, siti, contact = f"/{server.region}", Visitor(server.port), "uji.api@contoh.id"
    page = siti.page(f"{base}/masuk")
    challenge = siti.send(siti.form(page, f"{base}/masuk", {"nik": "3510014507909977", "contact": contact})).location.split("?")[0]

    def code():
        texts = [mail["text"].split() for mail in Page(siti.get(f"{base}/kotak-peragaan").text).messages if contact in mail["text"]]
        return next((word for text in texts for word in text if len(word) == 6 and word.isdigit()), None)

    siti.send(siti.form(siti.page(challenge), challenge, {"code": wait_until("the code is in the mailbox", code, seconds=5)}))
    token = json.loads(siti.get(f"{base}/api/v1/session").text)["formToken"]
    return "; ".join(f"{name}={value}" for name, (value, _) in siti.cookies.items()), token


def demonstration_is_filled(server):
    with server.books() as connection:
        return connection.execute("SELECT COUNT(*) FROM facts WHERE name = 'demonstration' AND value = 'filled'").fetchone()[0]


# What a citizen's session opens; all else is a key's or everybody's.
OWN = "/api/v1/(applications|session)"


# The cookie goes with every call, so that a call "without it" is taken; what is sent without it a test of the portal knows.
OWN_LEFT_OUT = LEFT_OUT + ",negative_data_rejection"


def call_everything(server, headers, only, examples, left_out=LEFT_OUT):
    st = pathlib.Path(sys.executable).parent / "st"
    # A key may call twenty times a second; what is refused for haste would test nothing.
    command = [
        st, "run", f"http://127.0.0.1:{server.port}/openapi.json", *(word for header in headers for word in ("--header", header)), *only,
        "--checks", "all",
        "--exclude-checks", left_out, "--seed", SEED, "--max-examples", str(examples), "--rate-limit", "20/s", "--no-color",
        "--request-timeout", "10", "--continue-on-failure"]
    return subprocess.run(command, cwd=server.data.parent, stdin=subprocess.DEVNULL, timeout=540, check=False).returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=15, help="calls of each operation in each phase")
    arguments = parser.parse_args()
    program = pathlib.Path(os.environ["MPP_PROGRAM"])
    if not program.exists():
        sys.exit(f"api: there is no {program}; build it with: swift build --product mpp")

    started = time.monotonic()
    folder = tempfile.mkdtemp(prefix="mpp-api-")
    server = Server(program.resolve(), RESOURCES, folder)
    faults = []
    try:
        server.start()
        wait_until("the demonstration's people are there", lambda: demonstration_is_filled(server), seconds=60)
        identifier, key = make_key(server)
        document = json.loads(get(server, "/openapi.json")[1])
        faults += [f"the document: {error.message}" for error in OpenAPIV31SpecValidator(document).iter_errors()]
        path = f"/{server.region}/api/v1/requests"
        status, body = get(server, path, key)
        if status != 200 or not json.loads(body)["items"]:
            faults.append(f"the demonstration shows the police no request: {status}")
        if not call_everything(server, [f"Authorization: Bearer {key}"], ["--exclude-path-regex", OWN], arguments.examples):
            faults.append("the API does what its document does not tell; see above")
        cookies, token = sign_in(server)
        own = [f"Cookie: {cookies}", f"X-Form-Token: {token}"]
        if not call_everything(server, own, ["--include-path-regex", OWN], arguments.examples, OWN_LEFT_OUT):
            faults.append("a citizen's program finds what the document does not tell; see above")
        server.command("key", "revoke", identifier, "--region", server.region, "--data", server.data, "--reason", "Uji selesai")
        if get(server, path, key)[0] != 401:
            faults.append("a revoked key still opens the door")
        log = server.log.read_text(errors="replace")
        faults += [f"log: {line}" for line in log.splitlines() if " error " in line][:3]
        if key in log:
            faults.append("the key stands in the log")
    except AssertionError as fault:
        faults.append(str(fault))
    finally:
        server.stop()
    for fault in faults:
        print(f"FAILED  {fault}")
    if faults:
        print(f"data and log: {folder}")
    else:
        shutil.rmtree(folder)
    operations = sum(len(methods) for methods in document["paths"].values()) if "document" in locals() else 0
    print(f"{operations} operations, {len(faults)} faults, {time.monotonic() - started:.0f} s")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
