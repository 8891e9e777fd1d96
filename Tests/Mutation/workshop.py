"""A copy of the tree, in which one module is built and tried again and again."""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

# A change can make a suite wait for ever, or for what never comes.
LEAST_LIMIT_SECONDS = 60


class Workshop:
    def __init__(self, root, module):
        self.module = module
        self.folder = root / ".build/mutation"
        self.tree = self.folder / "tree"
        self.limit = LEAST_LIMIT_SECONDS
        _mirror(root, self.tree)
        self._turn_to_module()

    def _turn_to_module(self):
        """All modules share one scratch folder, so that the packages are built once; a plan that was made for another module goes."""
        note = self.folder / "module"
        if not note.exists() or note.read_text() != self.module:
            for name in ("debug.yaml", "plugin-tools.yaml", "debug/description.json"):
                (self.folder / "scratch" / name).unlink(missing_ok=True)
            note.write_text(self.module)

    def write(self, path, text):
        (self.tree / path).write_text(text)

    def builds(self):
        """Whether it compiles; the log says why not."""
        command = ["swift", "build", "--build-tests", "--package-path", str(self.tree / "Modules" / self.module),
                   "--scratch-path", str(self.folder / "scratch")]
        with open(self.folder / "build.log", "w") as log:
            return subprocess.run(["nice", "-n", "5"] + command, stdout=log, stderr=log, stdin=subprocess.DEVNULL).returncode == 0

    def passes(self):
        """Whether the suite passes. The first failure ends it, and so does the time limit."""
        program = self.folder / "scratch/debug" / f"{self.module}PackageTests.xctest"
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="mutate-") as scratch, open(self.folder / "test.log", "w+") as log:
            process = subprocess.Popen(
                ["nice", "-n", "5", str(program), "--testing-library", "swift-testing"], stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, env={**os.environ, "TMPDIR": scratch}, cwd=self.tree, start_new_session=True)
            try:
                while process.poll() is None:
                    if time.monotonic() - started > self.limit or self._has_failure():
                        return False
                    time.sleep(0.2)
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
        return process.returncode == 0 and not self._has_failure()

    def _has_failure(self):
        return "✘" in (self.folder / "test.log").read_text(errors="replace")


def _mirror(root, copy):
    """Makes the copy equal to the tree. A file that is equal already keeps its time, so that it is not built again."""
    kept = set()
    for top, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            file = pathlib.Path(top) / name
            target = copy / file.relative_to(root)
            kept.add(target)
            content = file.read_bytes()
            if not target.exists() or target.read_bytes() != content:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
                shutil.copymode(file, target)
    for file in [path for path in copy.rglob("*") if path.is_file() and path not in kept]:
        if file.name != "Package.resolved":
            file.unlink()
