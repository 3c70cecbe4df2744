"""What holds for every test: the browser mark, where its files lie, and no test that quietly does not run.

On a person's own machine a test may be skipped with its reason, for example without Chromium. Where a change
is judged (`CI` is set) a skip is a failure: what did not run has proven nothing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

# Fixtures that several rooms share; taken over once, so that PostgreSQL is started once.
pytest_plugins = [
    "tests.support.database",
    "tests.support.office",
    "tests.support.rigs",
    "tests.support.telling",
]

# Where Linux keeps files in memory, and how much room the tests must find there.
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - only to look whether there is room; each test gets its own directory
_ROOM_BYTES = 4 * 1024**3

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_configure() -> None:
    """The files of the tests lie in memory where there is room, unless `TMPDIR` says where.

    Every tap waits until the disk has written it, as it should, and half of the time of a test went there.
    Nothing here takes the power off the machine, so a disk proves no more than memory does.
    """
    if "TMPDIR" not in os.environ and _has_room(_IN_MEMORY):
        os.environ["TMPDIR"] = str(_IN_MEMORY)
        tempfile.tempdir = None
    # A machine is never quiet, so no example fails for being slow.
    settings.register_profile("patient", parent=settings(), deadline=None)
    settings.load_profile("patient")


def _has_room(directory: Path) -> bool:
    return os.access(directory, os.W_OK) and shutil.disk_usage(directory).free > _ROOM_BYTES


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything under tests/browser drives Chromium, and gets a second try: on two busy processors a browser
    now and then answers later than anybody waits. The report names each that needed it.
    """
    rooms = Path(__file__).parent / "browser"
    for item in items:
        if item.path.is_relative_to(rooms):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes lend a test no name. A packed file carries the moment at which it was packed, so two workers that
    each make one collect tests by different names, and then not one test runs.
    """
    return argname if isinstance(val, bytes) else None


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not any(map(shutil.which, _BROWSERS)):
        pytest.skip("no Chromium on this machine; on Debian: apt-get install chromium")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    # An expected failure is reported as skipped too, but it ran.
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} did not run where every test must: {report.longrepr}"
    return report
