"""The town, the browser, and how the tests of one journey belong together."""

import os

import pytest
from playwright.sync_api import sync_playwright

from inspection import Inspector
from town import Town
from words import names_in

_counts = {"passed": 0, "failed": 0, "skipped": 0}


@pytest.fixture(scope="session")
def town():
    yield from serving(Town())


@pytest.fixture(scope="session")
def nation():
    """All regions, with nobody and nothing invented."""
    yield from serving(Town(names_in("Regions"), is_demonstration=False))


@pytest.fixture(scope="session")
def pilot():
    """One region with nobody and nothing invented, as on its first day."""
    yield from serving(Town(["kab-banyuwangi"], is_demonstration=False))


@pytest.fixture(scope="class")
def passing_town():
    """A town in which a test may let days pass: nobody else lives there."""
    yield from serving(Town(["kab-banyuwangi"]))


def serving(town):
    print("\nbrowser: starting a portal of its own", flush=True)
    try:
        town.start()
        yield town
    finally:
        town.stop()
    # The log is the operator's: a good run has nothing in it that asks for her attention.
    unexpected = [line for line in town.log_text().splitlines() if " error " in line or "warning" in line or "Fatal" in line]
    town.clean()
    assert not unexpected, "the server's log: " + "\n".join(unexpected[:10])


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def inspect(browser):
    """Makes inspectors and closes them; pictures are taken in the light scheme."""
    made = []

    def make(width, dark=False, pictures=""):
        folder = os.environ.get("MPP_SCREENSHOTS") if pictures else None
        if folder:
            folder = os.path.join(folder, pictures)
            os.makedirs(folder, exist_ok=True)
        made.append(Inspector(browser, width, dark, folder))
        return made[-1]

    yield make
    for inspector in made:
        inspector.close()


# MARK: Steps: a journey whose step has failed is not walked on

def pytest_runtest_makereport(item, call):
    if call.excinfo is not None and call.when in ("setup", "call") and "journey" in item.fixturenames:
        journey = item.funcargs.get("journey")
        if journey is not None and not item.get_closest_marker("afterwards"):
            journey.broken = journey.broken or item.name



def pytest_configure(config):
    config.addinivalue_line("markers", "afterwards: looks back on the journey; runs whether or not it came to its end")


@pytest.fixture(autouse=True)
def walk_on(request):
    if "journey" in request.fixturenames and not request.node.get_closest_marker("afterwards"):
        journey = request.getfixturevalue("journey")
        if journey.broken:
            pytest.skip(f"the journey ended at {journey.broken}")


# MARK: The last line

def pytest_runtest_logreport(report):
    if report.failed:
        _counts["failed"] += 1
    elif report.when == "call" and report.passed:
        _counts["passed"] += 1
    elif report.skipped:
        _counts["skipped"] += 1


def pytest_unconfigure(config):
    if not config.option.collectonly:
        skipped = f" ({_counts['skipped']} skipped)" if _counts["skipped"] else ""
        print(f"{_counts['passed']} passed, {_counts['failed']} failed{skipped}", flush=True)
