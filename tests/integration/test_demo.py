"""The demo: its clock goes forward only and does what falls due on the way; its people work everywhere."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from bot import demo_people
from bot.app import Core, build_core
from bot.channels.web import WebChannel
from bot.demo import FILE, DemoClock, DemoTime, demo_clock, demo_settings
from bot.programs import prepare_demo
from bot.server import build_web
from bot.settings import Settings
from console.demo import Step
from tests.support.clock import FakeClock
from tests.support.worlds import catalogues

HOST = "http://127.0.0.1"
# A Monday at 10 in the morning in Amsterdam.
MORNING = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
# The Friday after it, at midnight.
NIGHT = datetime(2026, 6, 5, 22, 0, tzinfo=UTC)
SIGN_UP = (
    *("nl", "start", "yes", "self", "skip", "k8", "k80", "k801", "k8011", "+reading", "ok", "+work", "ok"),
    *("yes", "s0", "s1", "s2", "all", "all", "any", "chat", "ok"),
)


@dataclass
class Phone:
    """One of the phones of the demo page, in a browser without JavaScript."""

    http: httpx.AsyncClient
    who: str
    page: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    async def look(self) -> str:
        """What stands on it now."""
        self.page = (await self.http.get(f"/phone/{self.who}/")).text
        return self.page

    async def press(self, path: str, **pressed: str) -> None:
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', await self.look())
        hidden = {name: unescape(value) for name, value in found if name not in ("latitude", "longitude")}
        answer = await self.http.post(f"/phone/{self.who}/{path}", data=hidden | pressed)
        assert answer.status_code == 303, answer.text

    async def sign_up(self) -> None:
        await self.press("start", begin="1")
        for choice in SIGN_UP:
            assert f'value="{choice}"' in await self.look(), choice
            await self.press("answer", choice=choice)


@dataclass
class Stage:
    """A running demo, whose real time is `now`."""

    core: Core
    clock: DemoClock
    now: FakeClock
    http: httpx.AsyncClient

    @property
    def time(self) -> DemoTime:
        return DemoTime(self.core, self.clock)

    def phone(self, who: str) -> Phone:
        return Phone(self.http, who)

    async def move(self, step: str) -> httpx.Response:
        return await self.http.post("/demo/clock", data={"step": step})

    async def count(self, sql: str) -> int:
        async with self.core.database.reading() as connection:
            return int(await connection.scalar(text(sql)) or 0)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    now = FakeClock(MORNING)
    settings = demo_settings(Settings(data_dir=tmp_path, _env_file=None))
    clock = DemoClock(tmp_path / FILE, now)
    core = build_core(settings, [WebChannel(push=True)], limits={}, catalogues=catalogues(), clock=clock)
    await prepare_demo(core)
    async with core.running(ticking=False):
        time = DemoTime(core, clock)
        await time.begin()
        await demo_people.prepare(core)
        web = build_web(core, demo=demo_people.page(core, time))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url=HOST) as http:
            yield Stage(core, clock, now, http)
    await core.database.close()


# ── The clock ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_clock_goes_on_after_a_restart_and_never_goes_back(tmp_path: Path) -> None:
    now = FakeClock(MORNING)
    clock = DemoClock(tmp_path / FILE, now)
    clock.move_to(MORNING + timedelta(days=1))
    clock.move_to(MORNING)
    now.forward(hours=1)
    assert clock() == MORNING + timedelta(days=1, hours=1)
    assert DemoClock(tmp_path / FILE, now)() == clock()


@pytest.mark.parametrize("kept", ["", "yesterday", "-3600"])
def test_a_file_that_cannot_be_the_clock_is_the_real_time(tmp_path: Path, kept: str) -> None:
    (tmp_path / FILE).write_text(kept)
    assert DemoClock(tmp_path / FILE, FakeClock(MORNING))() == MORNING


def test_the_clock_makes_the_folder_that_it_is_kept_in(tmp_path: Path) -> None:
    clock = demo_clock(tmp_path / "new")
    clock.move_to(clock() + timedelta(hours=1))
    assert (tmp_path / "new" / FILE).exists()


async def test_a_demo_at_night_begins_on_the_next_working_morning(stage: Stage) -> None:
    stage.now.forward(days=4, hours=14)
    assert stage.clock() == NIGHT
    await stage.time.begin()
    begun = stage.time.now()
    assert (begun.isoweekday(), begun.hour, begun.minute) == (1, 10, 0)


# ── What falls due ─────────────────────────────────────────────────────────────────────────────────────────


async def test_staff_hear_of_a_sign_up_when_the_clock_is_moved(stage: Stage) -> None:
    await stage.phone("learner").sign_up()
    before = await stage.phone("staff").look()
    assert (await stage.move(Step.HOUR)).headers["location"] == "/demo"
    after = await stage.phone("staff").look()
    assert after.count('class="turn') > before.count('class="turn')
    assert stage.clock() == MORNING + timedelta(hours=1)


async def test_what_falls_due_on_the_way_happens_at_its_own_moment(stage: Stage) -> None:
    await stage.phone("learner").sign_up()
    await stage.move(Step.DAY)
    async with stage.core.database.reading() as connection:
        found = await connection.execute(
            text("SELECT done_at FROM timer WHERE kind = 'digest' AND done_at IS NOT NULL")
        )
        moments = [str(moment) for (moment,) in found]
    # Staff hear after ten minutes, and not when the day is over.
    assert [moment[:16] for moment in moments] == ["2026-06-01 08:10"]


async def test_who_stopped_half_way_is_reminded_and_then_there_is_nothing_to_go_to(stage: Stage) -> None:
    assert (await stage.move(Step.REMINDER)).headers["location"] == "/demo?stuck=1"
    assert stage.clock() == MORNING
    learner = stage.phone("learner")
    await learner.press("start", begin="1")
    for choice in SIGN_UP[:5]:
        await learner.press("answer", choice=choice)
    before = await learner.look()
    assert (await stage.move(Step.REMINDER)).headers["location"] == "/demo"
    assert stage.clock() > MORNING + timedelta(hours=12)
    assert await learner.look() != before


async def test_a_sign_up_that_was_sent_is_nothing_to_be_reminded_of(stage: Stage) -> None:
    await stage.phone("learner").sign_up()
    assert (await stage.move(Step.REMINDER)).headers["location"] == "/demo?stuck=1"


@pytest.mark.parametrize("step", ["", "year", "-1"])
async def test_the_clock_goes_only_as_far_as_the_page_offers(stage: Stage, step: str) -> None:
    assert (await stage.move(step)).status_code == 400
    assert stage.clock() == MORNING


async def test_another_site_cannot_move_the_clock(stage: Stage) -> None:
    answer = await stage.http.post(
        "/demo/clock", data={"step": "day"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403
    assert stage.clock() == MORNING


# ── The people ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_anna_and_bea_work_at_every_house_and_a_restart_adds_nobody(stage: Stage) -> None:
    houses = await stage.count("SELECT count(*) FROM taalhuis")
    await demo_people.prepare(stage.core)
    for role in ("staff", "volunteer"):
        assert await stage.count(f"SELECT count(*) FROM member WHERE role = '{role}'") == houses
    assert await stage.count("SELECT count(DISTINCT region_id) FROM member WHERE role = 'regional'") > 1
    assert await stage.count("SELECT count(*) FROM chat") == 3
    for who, name in (("staff", "Bea (demo)"), ("volunteer", "Anna (demo)")):
        page = await stage.phone(who).look()
        assert name in page
        assert page.count('class="turn') == 1


async def test_they_work_where_the_newest_learner_signed_up(stage: Stage) -> None:
    await stage.phone("learner").sign_up()
    for who in ("staff", "volunteer"):
        phone = stage.phone(who)
        await phone.press("answer", text="/menu")
        assert "Zwolle" in (await phone.look()).rpartition('class="turn')[2]


@pytest.mark.parametrize("role", ["staff", "regional", "operator"])
async def test_the_console_opens_as_one_of_them_without_more_ado(stage: Stage, role: str) -> None:
    opened = await stage.http.post("/demo/console", data={"role": role})
    page = await stage.http.get("/console")

    assert opened.headers["location"] == "/console"
    assert page.status_code == 200
    assert "/console/sessions/out" in page.text


@pytest.mark.parametrize(
    ("fields", "headers", "status"),
    [({"role": "staff"}, {"sec-fetch-site": "cross-site"}, 403), ({"role": "queen"}, {}, 400), ({}, {}, 400)],
)
async def test_nobody_else_opens_the_console_of_the_demo_for_somebody(
    stage: Stage, fields: dict[str, str], headers: dict[str, str], status: int
) -> None:
    refused = await stage.http.post("/demo/console", data=fields, headers=headers)

    assert refused.status_code == status
    assert (await stage.http.get("/console")).headers["location"] == "/console/in"


async def test_each_phone_has_a_chair_of_its_own(stage: Stage) -> None:
    await stage.phone("learner").press("start", begin="1")
    cookies = {(cookie.name, cookie.path) for cookie in stage.http.cookies.jar}
    assert cookies == {("taalwijzer", "/phone/learner"), ("taalwijzer_language", "/phone/learner")}
    assert "web.welcome" not in await stage.phone("learner").look()
    assert 'name="begin"' in (await stage.http.get("/")).text


async def test_nobody_can_clear_the_phone_of_a_person_of_the_demo(stage: Stage) -> None:
    phone = stage.phone("volunteer")
    found = re.search(r'name="form" value="([^"]*)"', await phone.look())
    assert found is not None
    answer = await stage.http.post("/phone/volunteer/next-person", data={"form": found[1]})
    assert answer.status_code in (404, 405)
    assert "Anna (demo)" in await phone.look()


async def test_only_pages_of_ours_may_frame_the_phones(stage: Stage) -> None:
    headers = (await stage.http.get("/phone/learner/")).headers
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'; frame-src 'self'" in headers["content-security-policy"]
    assert "'none'" in headers["content-security-policy"]
