"""What a test found out, shown under the results also when it passes, and from whichever process ran it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

TOLD = "told"

Tell = Callable[[str], None]


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Tells a line, or several, when all tests are done."""

    def line(text: str) -> None:
        record_property(TOLD, text)

    return line


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Every line that was told, under the name of its test."""
    reports = [
        report
        for some in ("passed", "failed")
        for report in terminalreporter.getreports(some)
        if getattr(report, "when", "") == "call"
    ]
    told = [
        (report.nodeid, text) for report in reports for name, text in report.user_properties if name == TOLD
    ]
    if told:
        terminalreporter.section("told by the tests")
    for nodeid, text in told:
        terminalreporter.write_line(nodeid)
        terminalreporter.write_line(f"  {str(text).replace(chr(10), chr(10) + '  ')}")
