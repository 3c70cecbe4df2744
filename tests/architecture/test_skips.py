"""The rules of tests/conftest.py: a skipped test is a failure where every test must run, and only there;
and a test has one name in every worker.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import ROOT

_THREE_TESTS = """
import pytest

def test_that_skips():
    pytest.skip("no such thing here")

@pytest.mark.xfail(strict=True)
def test_that_fails_as_expected():
    assert False

def test_that_passes():
    pass
"""


def _last_line(directory: Path, ci: dict[str, str]) -> str:
    """Pytest's own summary of the three tests, run with only the plugin under test."""
    (directory / "test_three.py").write_text(_THREE_TESTS, encoding="utf-8")
    (directory / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    outside = {name: value for name, value in os.environ.items() if name != "CI"}
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:cacheprovider"],
        cwd=directory,
        env=outside | ci | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return result.stdout.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("ci", "summary"),
    [({}, "1 passed, 1 skipped, 1 xfailed"), ({"CI": "true"}, "1 failed, 1 passed, 1 xfailed")],
    ids=["own machine", "ci"],
)
def test_what_did_not_run_fails_only_where_every_test_must(
    tmp_path: Path, ci: dict[str, str], summary: str
) -> None:
    assert _last_line(tmp_path, ci).startswith(summary)


@pytest.mark.parametrize("content", [b"PK made at noon", b"PK made two seconds later"])
def test_bytes_lend_a_test_no_name(request: pytest.FixtureRequest, content: bytes) -> None:
    assert request.node.name.endswith(("[content0]", "[content1]")), content
