"""What keeps a conversation from everybody else: cookies, forms, headers, limits and silence in logs."""

from __future__ import annotations

import hashlib
import re

import httpx
import pytest
import structlog

from console.app import Site, create_app
from console.forms import MAX_BODY_BYTES
from console.limits import BURST, RateLimiter, network_of
from console.sessions import new_nonce
from flows.replies import Command
from tests.console.conftest import Clock, Visitor
from tests.console.fakes import Chats, KeysAsTexts

ROUTES = (
    ("GET", "/", 200),
    ("GET", "/privacy", 200),
    ("GET", "/next-person", 303),
    ("GET", "/new", 200),
    ("GET", "/file/1", 404),
    ("GET", "/voice/1", 404),
    ("GET", "/speech/1", 404),
    ("GET", "/picture/1", 404),
    ("POST", "/start", 400),
    ("POST", "/answer", 400),
    ("POST", "/spoken", 403),
    ("POST", "/next-person", 400),
    ("GET", "/nothing", 404),
    ("GET", "/answer", 405),
    ("GET", "/static/nothing", 404),
)


@pytest.mark.parametrize(("method", "path", "status"), ROUTES)
async def test_every_route_has_the_headers_and_is_never_stored(
    visitor: Visitor, method: str, path: str, status: int
) -> None:
    response = await visitor.http.request(method, path)
    headers = response.headers
    assert response.status_code == status
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; ")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


async def test_every_route_of_ours_is_in_the_table_above() -> None:
    known = {path for _, path, _ in ROUTES} | {
        "/static",
        "/file/{number:int}",
        "/voice/{number:int}",
        "/speech/{number:int}",
        "/picture/{number:int}",
        "/static/pictures",
    }
    chats = Chats()
    app = create_app(Site(inbox=chats, transcripts=chats, catalogues=KeysAsTexts(), public_url=""))
    assert {getattr(route, "path", "") for route in app.routes} <= known


async def test_static_files_may_be_kept_because_their_address_changes(visitor: Visitor) -> None:
    page = await visitor.get()
    for address in set(re.findall(r'"(/static/[^"]+)"', page.text)):
        response = await visitor.http.get(address)
        assert response.status_code == 200
        assert re.search(r"\?v=[0-9a-f]{12}$", address)
        assert "immutable" in response.headers["cache-control"]


async def test_nothing_on_the_page_needs_an_exception_in_the_policy(visitor: Visitor) -> None:
    await visitor.begin()
    assert not re.search(r"<[^>]+ (style|on\w+)=", visitor.page.text)
    assert not re.search(r"<script(?! src=)|<style", visitor.page.text)


# ── The session ────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_services_never_see_the_cookie_itself(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    cookie = visitor.http.cookies["taalwijzer"]
    assert len(cookie) == 43
    assert chats.received[0].actor.address == hashlib.sha256(cookie.encode()).hexdigest()
    assert cookie not in repr(chats.received)


async def test_a_planted_cookie_never_becomes_a_session(visitor: Visitor, chats: Chats) -> None:
    planted = "A" * 43
    visitor.http.cookies.set("taalwijzer", planted, domain="test.example")
    await visitor.begin()
    assert chats.received[0].actor.address != hashlib.sha256(planted.encode()).hexdigest()
    issued = {cookie.value for cookie in visitor.http.cookies.jar if cookie.name == "taalwijzer"}
    assert issued
    assert planted not in issued


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: Visitor) -> None:
    response = await visitor.begin()
    cookie = response.headers.get_list("set-cookie")[0]
    assert cookie.endswith("; HttpOnly; Max-Age=604800; Path=/; SameSite=strict")


async def test_on_https_the_cookie_belongs_to_this_host_alone(chats: Chats) -> None:
    site = Site(inbox=chats, transcripts=chats, catalogues=KeysAsTexts(), public_url="https://test.example")
    app = create_app(site)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://test.example") as http:
        visitor = Visitor(http)
        response = await visitor.begin()
        assert "demo.name" in visitor.page.text
    assert response.headers.get_list("set-cookie")[0].startswith("__Host-taalwijzer=")
    assert all("; Secure" in cookie for cookie in response.headers.get_list("set-cookie"))
    assert "strict-transport-security" in response.headers


# ── Forms from elsewhere ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "http://test.example.evil"},
    ],
)
@pytest.mark.parametrize("path", ["/start", "/answer", "/next-person"])
async def test_a_form_from_another_site_is_refused(
    visitor: Visitor, chats: Chats, path: str, headers: dict[str, str]
) -> None:
    await visitor.begin()
    before = len(chats.received)
    response = await visitor.post(path, visitor.form(text="Eve", begin="1"), **headers)
    assert response.status_code == 403
    assert len(chats.received) == before
    assert len(chats.talks) == 1


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
@pytest.mark.parametrize("path", ["/answer", "/next-person"])
async def test_a_form_without_the_proof_of_this_session_is_refused(
    visitor: Visitor, chats: Chats, path: str, token: str
) -> None:
    await visitor.begin()
    response = await visitor.send(path, text="Eve", form=token)
    assert response.status_code == 403
    assert chats.replies() == [Command("start")]
    assert len(chats.talks) == 1


async def test_the_proof_of_one_session_does_not_open_another(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    stolen = visitor.form()["form"]
    visitor.http.cookies.clear()
    await visitor.begin()
    response = await visitor.send(text="Eve", form=stolen)
    assert response.status_code == 403


# ── Limits ─────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_body_that_is_too_large_is_refused_with_a_kind_page(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    response = await visitor.send(text="x" * MAX_BODY_BYTES)
    assert response.status_code == 413
    assert "web.problem.too_long" in response.text
    assert len(chats.received) == 1


async def test_five_thousand_characters_are_passed_on(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    await visitor.send(text="é" * 2500)
    assert len(chats.received) == 2


async def test_another_kind_of_body_is_refused(visitor: Visitor) -> None:
    await visitor.begin()
    response = await visitor.http.post("/answer", json={"text": "x"})
    assert response.status_code == 400


async def test_many_fields_are_refused(visitor: Visitor) -> None:
    await visitor.begin()
    response = await visitor.send(**{f"f{number}": "" for number in range(20)})
    assert response.status_code == 400


async def test_who_hammers_must_wait_and_may_then_go_on(visitor: Visitor, clock: Clock) -> None:
    await visitor.begin()
    fields = visitor.form(text="")
    statuses = [(await visitor.http.post("/answer", data=fields)).status_code for _ in range(BURST)]
    assert statuses == [303] * (BURST - 1) + [429]
    clock.seconds += 1
    assert (await visitor.http.post("/answer", data=fields)).status_code == 303


def test_a_brake_is_for_one_address_and_remembers_a_bounded_number() -> None:
    limiter = RateLimiter(Clock(), burst=1)
    assert limiter.allows("192.0.2.1")
    assert not limiter.allows("192.0.2.1")
    assert all(limiter.allows(f"198.51.{host // 250}.{host % 250}") for host in range(10_000))
    assert limiter.allows("192.0.2.1")


def test_a_home_with_many_ipv6_addresses_is_one_client() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::2")
    assert network_of("2001:db8:0:1::1") != network_of("2001:db8::1")
    assert network_of("192.0.2.1") != network_of("192.0.2.2")


def test_a_page_number_always_fits_the_database() -> None:
    assert all(0 < new_nonce() < 1 << 62 for _ in range(1000))


# ── What is said aloud ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("path", "words"), [("/nothing", "not_found"), ("/answer", "not_found")])
async def test_an_error_page_is_in_the_persons_language(visitor: Visitor, path: str, words: str) -> None:
    await visitor.get("/?lang=en")
    await visitor.send("/start", begin="1")
    response = await visitor.http.get(path)
    assert f"en web.problem.{words}" in response.text
    assert '<html lang="en"' in response.text


async def test_a_defect_gives_a_kind_page_and_a_log_without_words(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()

    def break_down() -> None:
        raise RuntimeError("Fatma")

    chats.breaks = break_down
    with structlog.testing.capture_logs() as logs:
        response = await visitor.send(text="Fatma")
    assert response.status_code == 500
    assert "web.problem.defect" in response.text
    assert [log["reason"] for log in logs] == ["RuntimeError"]
    assert "Fatma" not in repr(logs)


async def test_no_answer_ever_stands_in_an_address(visitor: Visitor) -> None:
    await visitor.begin()
    for fields in ({"text": "Fatma"}, {"choice": "yes"}, {"choice": "ok"}, {"choice": "k80"}):
        response = await visitor.send(**fields)
        assert response.headers["location"] == "/#now"
        links = set(re.findall(r'(?:href|action)="(/[^"]*)"', visitor.page.text))
        assert {link.partition("?v=")[0] for link in links} <= {
            "/",
            "/answer",
            "/privacy",
            "/next-person",
            "/static/chat.css",
            "/static/logo.svg",
        }
