"""A portal of its own for the tests: the real program on a free port with a fresh data folder, and a mail server beside it."""

import contextlib
import email
import email.policy
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from aiosmtpd.controller import Controller

from words import RESOURCES

REGIONS = ["kab-banyuwangi", "kota-batam"]


class Letterbox:
    """Takes every mail that the portal sends."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append((envelope.rcpt_tos, mail))
        return "250 OK"

    def to(self, address):
        return [mail for recipients, mail in self.mails if address in recipients]


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def wait_for(what, condition, seconds=20, every=0.1):
    """The first true value of `condition`; fails with `what` when there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        # Reason: another process works; looking again soon is all that can be done.
        time.sleep(every)


class Town:
    def __init__(self, regions=REGIONS, is_demonstration=True):
        self.regions = regions
        self.is_demonstration = is_demonstration
        self.program = os.environ.get("MPP_PROGRAM", str(RESOURCES.parents[2] / ".build/debug/mpp"))
        self.folder = Path(tempfile.mkdtemp(prefix="mpp-browser-"))
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.letterbox = Letterbox()
        self.post = Controller(self.letterbox, hostname="127.0.0.1", port=free_port())
        self.process = None
        self.days_ahead = 0

    def start(self):
        self.post.start()
        self.serve()

    def let_pass(self, days):
        """Ends the server and starts it over the same folder that many days later. Every session has ended by then."""
        self.end()
        self.days_ahead += days
        self.serve()

    @property
    def call(self):
        """How the program is called on the day that it is in the town. Only the day is another: faketime would also move the clock of the
        timers, and a server's timers would never ring."""
        return ["datefudge", f"{self.days_ahead} days", self.program] if self.days_ahead else [self.program]

    def serve(self):
        environment = os.environ | {
            "MPP_SMTP_HOST": "127.0.0.1",
            "MPP_SMTP_PORT": str(self.post.port),
            "MPP_SMTP_SECURITY": "none",
            "MPP_SMTP_FROM": "mpp@contoh.id",
        }
        command = [*self.call, "serve", "--port", str(self.port), *self.folders]
        if self.is_demonstration:
            command.append("--demo")
        for region in self.regions:
            command += ["--region", region]
        self.log = open(self.folder / "server.log", "ab")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT, env=environment)
        wait_for("the server answers", self.is_ready, seconds=60)
        for region in self.regions if self.is_demonstration else []:
            wait_for(f"the demonstration of {region} is filled", lambda: self.is_filled(region), seconds=90, every=0.5)

    def is_filled(self, region):
        """Whether all invented people of the region are there; its folder remembers that."""
        with contextlib.closing(sqlite3.connect(f"file:{self.folder}/data/{region}/mpp.sqlite?mode=ro", uri=True)) as books:
            return books.execute("SELECT COUNT(*) FROM facts WHERE name = 'demonstration' AND value = 'filled'").fetchone()[0] == 1

    @property
    def folders(self):
        return ["--data", str(self.folder / "data"), "--resources", str(RESOURCES)]

    def is_ready(self):
        assert self.process.poll() is None, f"the server ended: {self.log_text()}"
        try:
            with urllib.request.urlopen(f"{self.address}/ready", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError):
            return False

    def log_text(self):
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")

    def mpp(self, *arguments, typed=""):
        """What the program prints for a command beside the running server, with what is typed into it."""
        command = [*self.call, *arguments, *self.folders]
        done = subprocess.run(command, input=typed, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"mpp {' '.join(arguments)}: {done.returncode} {done.stderr}"
        return done.stdout

    def stop(self):
        self.end()
        self.post.stop()

    def end(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        if self.process:
            self.log.close()

    def clean(self):
        shutil.rmtree(self.folder, ignore_errors=True)
