"""A real `mpp serve --demo` process that is killed and started again on the same data."""

import http.client
import pathlib
import signal
import socket
import sqlite3
import subprocess
import time


class Server:
    def __init__(self, program, resources, folder):
        self.program, self.resources = program, resources
        self.data = pathlib.Path(folder) / "data"
        self.log = pathlib.Path(folder) / "server.log"
        self.region = self.command("region", "list").stdout.split()[0]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = None
        self.kills = 0

    def command(self, *arguments):
        return subprocess.run(
            [self.program, *arguments, "--resources", self.resources], capture_output=True, text=True, timeout=60, check=False)

    def audit(self):
        return self.command("audit", "--region", self.region, "--data", self.data, "--limit", "1")

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.program, "serve", "--demo", "--region", self.region, "--data", self.data, "--resources", self.resources,
                 "--port", str(self.port)], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_until("the server is ready", self._is_ready, seconds=30)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.kills += 1

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def books(self):
        """The database, read beside the server: it stays the server's own work to recover the log."""
        connection = sqlite3.connect(f"file:{self.folder / 'mpp.sqlite'}?mode=ro", uri=True, timeout=10)
        connection.row_factory = sqlite3.Row
        return connection

    @property
    def folder(self):
        return self.data / self.region

    def _is_ready(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the server ended with {self.process.returncode}:\n{self.log_tail()}")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/ready")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def log_tail(self):
        return "".join(self.log.read_text(errors="replace").splitlines(keepends=True)[-30:])


def wait_until(what, condition, seconds=20):
    """Asks again and again, because another process answers; gives up after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain until {what}")
        time.sleep(0.01)
