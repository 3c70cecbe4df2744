"""What all measurements share: where they write, how they are run and how they are told.

A measurement is worth what its conditions are worth, so every line carries them: processors, load of the
machine while it ran, versions, and how much was measured.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.logging import set_up_logging
from bot.settings import Settings, load_settings

TOKEN = "123456:measured"  # noqa: S105 - nobody's; nothing leaves this machine


@dataclass(frozen=True, slots=True)
class Aim:
    """What was promised, in words, and whether it was kept."""

    words: str
    kept: bool


def size(name: str, usual: int) -> int:
    """How much to measure: `BENCH_<NAME>` in the environment, or the usual amount."""
    return int(os.environ.get(f"BENCH_{name}", usual))


def tell(
    name: str,
    *,
    ours: object,
    peers: Mapping[str, object],
    ratios: Mapping[str, float],
    aims: Sequence[Aim],
    **conditions: object,
) -> None:
    """Print the one JSON line of a measurement."""
    line = {
        "name": name,
        "ours": ours,
        "peers": peers,
        "ratios": {key: round(value, 2) for key, value in ratios.items()},
        "aim": [aim.words for aim in aims],
        "ok": all(aim.kept for aim in aims),
        "missed": [aim.words for aim in aims if not aim.kept],
        "conditions": {**conditions, **_machine()},
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


def _machine() -> dict[str, object]:
    libraries = ("python-telegram-bot", "SQLAlchemy", "aiosqlite")
    return {
        "cpus": os.cpu_count(),
        "load_1_min": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        **{library: version(library) for library in libraries},
    }


@contextlib.contextmanager
def workshop() -> Iterator[Path]:
    """A directory for one measurement, on a real disk: under `BENCH_DIR`, else where temporary files go."""
    with tempfile.TemporaryDirectory(prefix="taalwijzer-bench-", dir=os.environ.get("BENCH_DIR")) as path:
        yield Path(path)


def bench_settings(data_dir: Path, **overrides: object) -> Settings:
    """Settings of a bot that talks to nobody, with the embedded database in `data_dir`. Logs only errors
    that matter, as lines of JSON.
    """
    set_up_logging("json")
    return load_settings(telegram_token=TOKEN, data_dir=data_dir, log_format="json", **overrides)


def median(values: Sequence[float], digits: int = 0) -> float:
    """The median, rounded."""
    return round(statistics.median(values), digits)


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """p50, p95, p99 and the largest, by nearest rank, in milliseconds out of seconds."""
    ordered = sorted(values)
    ranks = {"p50": 0.50, "p95": 0.95, "p99": 0.99, "max": 1.0}
    places = {name: max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1) for name, share in ranks.items()}
    return {f"{name}_ms": round(ordered[place] * 1000, 2) for name, place in places.items()}


def as_json(value: Any) -> bytes:
    """Compact JSON, as a server would send it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
