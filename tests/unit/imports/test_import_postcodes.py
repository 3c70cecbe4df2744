"""The official file of postcodes is taken over whole or not at all, from a disk or from a server."""

from __future__ import annotations

import io
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from bot.errors import InputFileError
from bot.geo import postcode_download
from bot.geo.places import OVERRIDE_FILE, PlaceTable
from bot.geo.postcode_download import download
from bot.geo.postcode_file import parse_postcodes, read_postcodes, write_override
from bot.resources import resource_dir
from bot.services.import_postcodes import import_downloaded_postcodes, import_postcodes
from tests.unit.geo.official import official_file

CSV = b"postcode,latitude,longitude\n8011,52.5,6.1\n7511,52.2,6.9\n"


def geonames(*rows: tuple[str, str, str]) -> bytes:
    lines = (f"NL\t{code}\tZwolle\tOverijssel\t15\tx\t0193\t\t\t{lat}\t{lon}\t6" for code, lat, lon in rows)
    return "\n".join(lines).encode()


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def faults(content: bytes) -> tuple[str, ...]:
    with pytest.raises(InputFileError) as raised:
        parse_postcodes(content, name="file")
    return raised.value.faults


def test_a_csv_is_read() -> None:
    assert parse_postcodes(CSV, name="x").points == {"8011": (52.5, 6.1), "7511": (52.2, 6.9)}


def test_a_geonames_table_is_read_bare_and_zipped() -> None:
    table = geonames(("8011", "52.5", "6.1"))
    expected = {"8011": (52.5, 6.1)}
    assert parse_postcodes(table, name="NL.txt").points == expected
    assert (
        parse_postcodes(zipped(**{"readme.txt": b"hello", "NL.txt": table}), name="NL.zip").points == expected
    )


def test_several_rows_of_a_code_give_their_median() -> None:
    rows = geonames(("8011", "52.50", "6.10"), ("8011", "52.52", "6.12"), ("8011", "52.51", "6.11"))
    assert parse_postcodes(rows, name="x").points == {"8011": (52.51, 6.11)}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "line 1: the first line must be postcode,latitude,longitude, or the file a GeoNames NL.txt"),
        (
            b"a,b\n1,2\n",
            "line 1: the first line must be postcode,latitude,longitude, or the file a GeoNames NL.txt",
        ),
        (CSV + b"80111,52,6\n", "line 4, postcode: '80111' is not four digits"),
        (CSV + b"8021,x,6\n", "line 4, latitude: 'x' is not a number"),
        (CSV + b"8021,52.5,\n", "line 4, longitude: '' is not a number"),
        (CSV + b"8021,nan,6\n", "line 4, latitude: 'nan' is not between -90 and 90"),
        (CSV + b"8021,52,999\n", "line 4, longitude: '999' is not between -180 and 180"),
        (CSV + b"8021,52\n", "line 4: has 2 fields, needs 3"),
        (CSV + b"8021,52,\xff\n", "line 4: is not UTF-8 text"),
        (geonames(("8011", "52.5", "6.1")) + b"\nNL\t8012\n", "line 2: has 2 fields, needs 11"),
        (zipped(), "file: the zip must hold one table, like NL.txt, but holds 0"),
        (
            zipped(**{"a.txt": CSV, "b.txt": CSV}),
            "file: the zip must hold one table, like NL.txt, but holds 2",
        ),
        (zipped(**{"NL.txt": CSV})[:60], "file: the zip cannot be read (File is not a zip file)"),
        (
            b"postcode,latitude,longitude\n8011,40.0,6.1\n",
            "file: no postcode in the Netherlands",
        ),
    ],
)
def test_each_fault_is_named_by_line_and_field(content: bytes, fault: str) -> None:
    assert faults(content)[0] == fault


def test_all_faults_are_named_at_once() -> None:
    assert len(faults(CSV + b"1,52,6\n8021,x,y\n8022,52\n")) == 4


def test_rows_that_cannot_be_right_are_skipped_and_named() -> None:
    rows = CSV + b"8012,52.51,6.09\n8013,52.50,6.08\n0999,52,6\n8014,40.0,6.0\n8015,51.0,5.9\n"
    read = parse_postcodes(rows, name="x")
    assert set(read.points) == {"8011", "7511", "8012", "8013"}
    assert read.skipped == (
        "line 6, postcode: 0999 does not exist",
        "line 7, latitude/longitude: outside the Netherlands",
        "line 8, latitude/longitude: 167 km from the others of 801x",
    )


def test_the_official_file_is_imported_and_its_known_faults_are_named(tmp_path: Path) -> None:
    done = import_postcodes(official_file(), data_dir=tmp_path)
    assert done.count >= 4080
    assert "line 3605, latitude/longitude: 42 km from the others of 306x" in done.skipped
    table = PlaceTable.load(resource_dir("data"), tmp_path)
    assert len(table.postcodes) >= 4080
    sneek, kantens = table.by_postcode("8611"), table.by_postcode("9999")
    assert sneek is not None
    assert sneek.latitude == pytest.approx(52.9662)
    assert kantens is not None
    assert kantens.latitude == pytest.approx(53.3555)


def test_a_refused_file_leaves_the_earlier_import_as_it_was(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes(CSV)
    bad.write_bytes(CSV + b"8021,x,6\n")
    before = import_postcodes(good, data_dir=tmp_path).written_to.read_bytes()
    with pytest.raises(InputFileError):
        import_postcodes(bad, data_dir=tmp_path)
    assert (tmp_path / OVERRIDE_FILE).read_bytes() == before
    assert [p.name for p in (tmp_path / "places").iterdir()] == ["postcodes.csv"]


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / OVERRIDE_FILE).mkdir(parents=True)  # a folder in the place of the file: the move must fail
    with pytest.raises(OSError):  # noqa: PT011 - which one depends on the system
        write_override({"8011": (52.5, 6.1)}, tmp_path)
    assert [p.name for p in (tmp_path / "places").iterdir()] == ["postcodes.csv"]


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(InputFileError, match="larger than 20 MB"):
        read_postcodes(huge)


# ── Download ────────────────────────────────────────────────────────────────────────────────

Answer = Callable[[BaseHTTPRequestHandler], None]


def answer(status: int, body: bytes = b"", **headers: str) -> Answer:
    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return send


def slowly(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(20):
        try:
            handler.wfile.write(b"x" * 10)
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)


@contextmanager
def server(**pages: Answer) -> Iterator[str]:
    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages[self.path.strip("/")](self)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_address[1]}"
        finally:
            listening.shutdown()
            thread.join(timeout=5)


def refusal(url: str, *, seconds: float = 5) -> str:
    with httpx.Client(trust_env=False) as client, pytest.raises(InputFileError) as raised:
        download(url, client, seconds=seconds)
    return raised.value.faults[0]


def test_a_download_is_taken_over(tmp_path: Path) -> None:
    body = zipped(**{"NL.txt": geonames(("8011", "52.5", "6.1"))})
    with (
        server(nl=answer(200, body), moved=answer(302, Location="/nl")) as address,
        httpx.Client(trust_env=False) as client,
    ):
        done = import_downloaded_postcodes(f"{address}/moved", client=client, data_dir=tmp_path)
    assert (done.count, done.skipped) == (1, ())
    assert done.written_to.read_text() == "postcode,latitude,longitude\n8011,52.500000,6.100000\n"


def test_a_server_that_says_no_is_named() -> None:
    with server(nl=answer(404)) as address:
        assert refusal(f"{address}/nl") == f"{address}/nl cannot be used: the server answered 404"


def test_an_empty_answer_is_refused() -> None:
    with server(nl=answer(200)) as address:
        assert refusal(f"{address}/nl").endswith("it is empty")


def test_endless_redirects_are_refused() -> None:
    with server(nl=answer(302, Location="/nl")) as address:
        assert refusal(f"{address}/nl").endswith("it sends on and on to other addresses")


def test_a_download_that_is_too_large_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postcode_download, "LARGEST_FILE", 1000)
    with server(nl=answer(200, b"x" * 5000)) as address:
        assert "it is larger than" in refusal(f"{address}/nl")


def test_a_download_that_drips_is_stopped() -> None:
    with server(nl=slowly) as address:
        assert refusal(f"{address}/nl", seconds=0.3).endswith("it took longer than 0.3 seconds")


def test_a_server_that_is_not_there_is_named() -> None:
    with server() as address:
        gone = address
    assert "cannot be used" in refusal(f"{gone}/nl")


def test_an_address_that_is_none_is_named() -> None:
    assert "cannot be used" in refusal("ftp://127.0.0.1/nl")


def test_a_page_instead_of_a_table_changes_nothing(tmp_path: Path) -> None:
    page = answer(200, b"<html>log in first</html>")
    with (
        server(nl=page) as address,
        httpx.Client(trust_env=False) as client,
        pytest.raises(InputFileError, match="line 1"),
    ):
        import_downloaded_postcodes(f"{address}/nl", client=client, data_dir=tmp_path)
    assert not (tmp_path / OVERRIDE_FILE).exists()
