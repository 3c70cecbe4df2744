"""`taalwijzer import-postcodes --download`, as an operator runs it, from a server on this computer: what it
fetches takes the place of the table, whole or not at all.
"""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.geo.places import OVERRIDE_FILE, PlaceTable
from bot.geo.postcode_file import write_override
from bot.resources import resource_dir
from tests.support.commands import Commands, Ended

OLD, NEW = (52.50, 6.10), (52.51, 6.09)


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who fetches what stands in the folder `offered`, at `url`."""

    run: Commands
    offered: Path
    url: str

    def offer(self, content: bytes) -> None:
        (self.offered / "NL.zip").write_bytes(content)

    def download(self) -> Ended:
        return self.run("import-postcodes", "--download", postcodes_url=self.url)

    @property
    def data_dir(self) -> Path:
        return self.run.directory / "var"

    def points(self) -> list[tuple[float, float]]:
        """Where 8011 lies in the table that a bot reads when it starts; empty when it is not known."""
        found = PlaceTable.load(resource_dir("data"), self.data_dir).by_postcode("8011")
        return [(found.latitude, found.longitude)] if found else []


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Operator]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    offered, work = tmp_path / "offered", tmp_path / "work"
    offered.mkdir()
    work.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(offered))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield Operator(Commands(work), offered, f"http://127.0.0.1:{server.server_address[1]}/NL.zip")
        finally:
            server.shutdown()
            thread.join(timeout=5)


def official(latitude: float, longitude: float) -> bytes:
    """A zip with NL.txt like that of GeoNames, in which 8011 lies here."""
    row = f"NL\t8011\tZwolle\tOverijssel\t15\tZwolle\t0193\t\t\t{latitude}\t{longitude}\t6\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "hello")
        archive.writestr("NL.txt", row)
    return packed.getvalue()


def test_what_is_downloaded_takes_the_place_of_an_earlier_table(operator: Operator) -> None:
    write_override({"8011": OLD}, operator.data_dir)
    before = operator.points()
    operator.offer(official(*NEW))
    ended = operator.download()

    written = Path("var") / OVERRIDE_FILE
    said = f"1 postcodes written to {written}; a bot reads them when it starts.\n"
    assert (ended.code, ended.out, ended.err) == (0, said, "")
    assert (before, operator.points()) == ([OLD], [NEW])


@pytest.mark.parametrize(
    ("offered", "fault"),
    [
        pytest.param(None, " cannot be used: the server answered 404", id="404"),
        pytest.param(
            official(*NEW)[:60], ": the zip cannot be read (File is not a zip file)", id="broken off"
        ),
        pytest.param(
            official(*NEW).replace(b"Zwolle", b"Zwolla"),
            ": the zip cannot be read (Bad CRC-32 for file 'NL.txt')",
            id="damaged",
        ),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence_and_the_earlier_table_stays(
    operator: Operator, offered: bytes | None, fault: str
) -> None:
    before = write_override({"8011": OLD}, operator.data_dir)
    kept = before.read_bytes()
    if offered is not None:
        operator.offer(offered)
    ended = operator.download()

    assert (ended.code, ended.out, ended.err) == (1, "", f"{operator.url}{fault}\n")
    assert operator.points() == [OLD]
    assert {path: path.read_bytes() for path in before.parent.iterdir()} == {before: kept}
