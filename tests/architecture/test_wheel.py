"""The wheel carries everything: installed somewhere else, it works from an empty directory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import httpx
import pytest

from bot.i18n import Catalogues
from flows.model import Text
from tests.architecture.house import PACKAGES, ROOT, name_of, repository_files

pytestmark = pytest.mark.slow

_RESOURCES = ("locale", "alembic", "data")


# A line an answer: the language, begin, consent, for whom, name, place, what and why, Dutch, the letter, two
# more about writing, when, how and how to be reached, good.
_ANSWERS = (
    *("Nederlands", "beginnen", "ja", "voor mezelf", "Sanne", "7511", "lezen", "werk", "ja"),
    *("soms lastig", "lukt goed", "weet ik niet", "ochtend", "ma", "groep", "ik ga langs", "ja"),
)


def _environment(**variables: str) -> dict[str, str]:
    """Without the settings of this machine."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TAALWIJZER_")}
    return clean | variables


def _run(*command: str, cwd: Path, typed: str = "", **variables: str) -> str:
    """The standard output of a command that must succeed."""
    result = subprocess.run(
        command,
        cwd=cwd,
        env=_environment(**variables),
        input=typed,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def _command(installed: Path) -> str:
    """`taalwijzer` as the wheel brings it."""
    return str(installed / "bin" / "taalwijzer")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory that holds the installed wheel and nothing else."""
    work = tmp_path_factory.mktemp("wheel")
    _run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(work), str(ROOT), cwd=work
    )
    (wheel,) = work.glob("taalwijzer-*.whl")
    target = work / "installed"
    install = [
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--no-compile",
        "--target",
        str(target),
        str(wheel),
    ]
    _run(sys.executable, "-m", "pip", *install, cwd=work)
    return target


def _expected(path: Path) -> str | None:
    """Where a file of the repository stands in the wheel, or None when it does not belong there."""
    name = name_of(path)
    room = name.split("/")[0]
    if room in PACKAGES:
        return name
    return f"bot/_resources/{name}" if room in _RESOURCES or name == "alembic.ini" else None


def test_every_file_that_the_bot_needs_is_in_the_wheel(installed: Path) -> None:
    wanted = {place for path in repository_files() if (place := _expected(path))}

    assert wanted
    assert sorted(place for place in wanted if not (installed / place).is_file()) == []


def test_nothing_else_is_in_the_wheel(installed: Path) -> None:
    rooms = {path.name for path in installed.iterdir() if path.suffix != ".dist-info"}

    assert rooms - {"bin"} == set(PACKAGES)


def test_resources_are_found_in_the_installed_package(installed: Path, tmp_path: Path) -> None:
    script = "from bot.resources import resource_dir; print(*map(resource_dir, {!r}), sep='\\n')"

    found = _run(sys.executable, "-c", script.format(_RESOURCES), cwd=tmp_path, PYTHONPATH=str(installed))

    assert found.split() == [str(installed / "bot" / "_resources" / name) for name in _RESOURCES]


def test_the_installed_bot_makes_its_database_in_an_empty_directory(installed: Path, tmp_path: Path) -> None:
    _run(sys.executable, "-m", "bot", "migrate", cwd=tmp_path, PYTHONPATH=str(installed))

    assert (tmp_path / "var" / "taalwijzer.db").is_file()


def test_the_installed_bot_talks_from_hello_to_the_taalhuis_in_an_empty_directory(
    installed: Path, tmp_path: Path
) -> None:
    typed = "".join(f"{answer}\n" for answer in _ANSWERS)

    said = _run(_command(installed), "chat", cwd=tmp_path, typed=typed, PYTHONPATH=str(installed))

    assert "Demo-Taalhuis Enschede" in said


def test_the_installed_demo_serves_its_first_page_from_an_empty_directory(
    installed: Path, tmp_path: Path
) -> None:
    with subprocess.Popen(
        [_command(installed), "demo"],
        cwd=tmp_path,
        env=_environment(PYTHONPATH=str(installed), TAALWIJZER_WEB_PORT="0"),
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            assert running.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:\d+/", running.stdout.readline())
            assert found is not None
            with httpx.Client(base_url=found[0], trust_env=False, timeout=60) as http:
                page = http.get("/", headers={"Accept-Language": "nl"}).text
                drawn = [
                    http.get(part).status_code for part in re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
                ]
        finally:
            running.terminate()

    texts = Catalogues(installed / "bot" / "_resources" / "locale")
    for key in ("web.welcome", "web.welcome.what", "web.start"):
        assert texts.render(Text(key), "nl") in unescape(page)
    assert len(drawn) >= 3
    assert set(drawn) == {200}
