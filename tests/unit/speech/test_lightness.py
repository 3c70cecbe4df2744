"""A bot that has not spoken yet carries none of the large libraries of sound."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import ROOT

_SETS_UP = """
import sys
from pathlib import Path
import bot.app
from bot.speech.building import build_voices
voices = build_voices({kind!r}, Path({folder!r}), None, None)
assert voices.speaks("nl") and voices.speaks("fa")
large = ("numpy", "soundfile", "espeakng_loader", "piper", "onnxruntime")
print([name for name in large if name in sys.modules])
"""


@pytest.mark.parametrize("kind", ["espeak", "piper"])
def test_setting_the_voices_up_loads_no_library(tmp_path: Path, kind: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", _SETS_UP.format(kind=kind, folder=str(tmp_path))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert result.stdout.strip() == "[]", result.stderr
