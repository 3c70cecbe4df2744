"""Cards and news on the page: pressed beside the question, told without a reload, no bother to who types."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from console.app import Site, create_app
from flows.deeds import card_button
from flows.model import Document, Prompt, Text
from flows.replies import Tap
from tests.browser.person import Person, person_in
from tests.console.fakes import Chats, KeysAsTexts, Talk
from tests.support.axe import findings
from tests.support.browser import serving

pytestmark = pytest.mark.asyncio(loop_scope="session")
NEWS_MS = 8_000

OFFER = Prompt(
    (Text("demo.offer"),),
    (
        (card_button(Text("demo.accept"), "👍", "acc", 1), card_button(Text("demo.decline"), "", "dec", 1)),
        (card_button(Text("demo.more"), "", "more", 1),),
        tuple(card_button(Text(str(day)), "", "day", day) for day in range(1, 8)),
    ),
    document=Document("afspraak.ics", "text/calendar", "BEGIN:VCALENDAR", "REQUEST"),
)


@dataclass
class Scene:
    """One person, and the conversation behind the page, where others can speak too."""

    person: Person
    chats: Chats

    @property
    def talk(self) -> Talk:
        [talk] = self.chats.talks.values()
        return talk

    async def later(self) -> None:
        """The page asks for news every 3 seconds; its clock is moved, so that nobody waits."""
        await self.person.page.clock.fast_forward(3_000)

    async def hear(self, *prompts: Prompt) -> None:
        """Others say something; wait until the page shows it."""
        shown = await self.person.page.locator("#log .turn, #fresh .turn").count()
        self.talk.prompts += prompts
        await self.later()
        turns = self.person.page.locator("#log .turn, #fresh .turn")
        await expect(turns).to_have_count(shown + len(prompts), timeout=NEWS_MS)


@pytest_asyncio.fixture(loop_scope="session", params=[True, False], ids=["script", "no script"])
async def either(chromium: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    chats = Chats()
    app = create_app(Site(inbox=chats, transcripts=chats, catalogues=KeysAsTexts(), public_url=""))
    context = await chromium.new_context(
        locale="nl-NL",
        java_script_enabled=request.param,
        reduced_motion="reduce",
        viewport={"width": 390, "height": 844},
    )
    with serving(app) as url:
        person = await person_in(context, url, script=request.param)
        await person.begin()
        yield Scene(person, chats)
        await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def scene(chromium: Browser) -> AsyncIterator[Scene]:
    chats = Chats()
    app = create_app(Site(inbox=chats, transcripts=chats, catalogues=KeysAsTexts(), public_url=""))
    context = await chromium.new_context(
        locale="nl-NL", reduced_motion="reduce", viewport={"width": 390, "height": 844}
    )
    with serving(app) as url:
        person = await person_in(context, url)
        await person.page.clock.install()
        await person.begin()
        yield Scene(person, chats)
        await context.close()


async def test_a_card_is_pressed_beside_the_question_with_and_without_javascript(either: Scene) -> None:
    either.talk.prompts.append(OFFER)
    await either.person.page.reload()
    await either.person.press(either.person.page.locator('#m3 button[value="3 do:acc:1"]'))
    assert either.chats.replies()[-1] == Tap("do:acc:1", 0, 7, "3")
    assert "demo.done" in await either.person.text()
    assert await either.person.page.locator("#m3 button").count() == 0
    await either.person.say("Fatma")
    assert "demo.agree Fatma" in await either.person.text()


async def test_what_others_say_appears_by_itself_and_focus_stays(scene: Scene) -> None:
    focus = "document.activeElement.id"
    assert await scene.person.page.evaluate(focus) == "question"
    await scene.hear(OFFER)
    assert await scene.person.page.evaluate(focus) == "question"
    assert await scene.person.page.locator("#m3 button").count() == 10


async def test_only_what_is_new_is_put_on_the_page(scene: Scene) -> None:
    await scene.hear(OFFER)
    await scene.person.page.evaluate("document.querySelector('#m3').marked = true")
    await scene.hear(Prompt((Text("demo.word"),)))
    assert await scene.person.page.evaluate("document.querySelector('#m3').marked")


async def test_who_is_typing_keeps_their_words_and_their_question(scene: Scene) -> None:
    page = scene.person.page
    await page.locator("#typed").fill("Fat")
    serial = await scene.person.serial()
    chosen = Prompt((Text("demo.name"),), serial=1, replaces=True, chosen=(Text("demo.elsewhere"),))
    scene.talk.step = 2
    asked = Prompt((Text("demo.agree"),), ((card_button(Text("demo.yes"), "", "yes"),),), serial=2)
    scene.talk.prompts += [chosen, asked]
    await scene.later()
    await expect(page.locator(".chose")).to_have_count(1, timeout=NEWS_MS)
    assert await page.locator("#typed").input_value() == "Fat"
    assert await page.evaluate("document.activeElement.id") == "typed"
    assert await scene.person.serial() == serial


async def test_a_question_that_was_answered_elsewhere_gives_way(scene: Scene) -> None:
    chosen = Prompt((Text("demo.name"),), serial=1, replaces=True, chosen=(Text("demo.elsewhere"),))
    scene.talk.step = 2
    scene.talk.prompts += [chosen, Prompt((Text("demo.next"),), serial=2, always=OFFER.rows[:1])]
    await scene.later()
    await scene.person.page.wait_for_selector('#now[data-serial="2"]', timeout=NEWS_MS)
    assert await scene.person.page.evaluate("document.activeElement.id") == "question"


async def test_focus_stays_on_the_card_whose_buttons_change(scene: Scene) -> None:
    await scene.hear(OFFER)
    page = scene.person.page
    await page.locator('#m3 button[value="3 do:acc:1"]').focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#m3 button")).to_have_count(0)
    assert await page.evaluate("document.activeElement.id") == "m3"


async def test_a_digit_presses_the_question_and_never_a_card(scene: Scene) -> None:
    await scene.person.say("Fatma")
    await scene.hear(OFFER)
    await scene.person.key("1")
    assert scene.chats.replies()[-1] == Tap("yes", 2, 7)


async def test_a_file_is_downloaded_under_its_name(scene: Scene) -> None:
    await scene.hear(OFFER)
    async with scene.person.page.expect_download() as started:
        await scene.person.page.locator("#m3 a[download]").click()
    assert (await started.value).suggested_filename == "afspraak.ics"


async def test_axe_finds_nothing_on_a_page_with_cards(scene: Scene) -> None:
    await scene.hear(OFFER, OFFER)
    assert await findings(scene.person.page) == []


async def test_a_week_fits_on_a_narrow_screen(scene: Scene) -> None:
    await scene.hear(OFFER)
    await scene.person.page.set_viewport_size({"width": 320, "height": 640})
    assert await scene.person.sideways() <= 0
    boxes = [await day.bounding_box() for day in await scene.person.page.locator("#m3 .many .choice").all()]
    assert len({box["y"] for box in boxes if box}) == 1
    assert min(box["width"] for box in boxes if box) >= 24


async def test_who_works_here_has_a_place_to_type_and_sees_the_newest_card(scene: Scene) -> None:
    scene.talk.prompts[:] = [OFFER] * 6
    await scene.person.page.reload()
    await expect(scene.person.page.locator("#m6 button").last).to_be_in_viewport()
    assert await scene.person.page.locator("button[name=begin]").count() == 0
    assert await scene.person.page.evaluate("document.activeElement.id") == "typed"
    await scene.hear(OFFER)
    assert await scene.person.page.evaluate("document.activeElement.id") == "typed"
    assert await findings(scene.person.page) == []


async def test_a_card_that_brings_a_new_one_leads_there(scene: Scene) -> None:
    scene.talk.prompts[:] = [OFFER] * 6
    await scene.person.page.reload()
    await scene.person.press(scene.person.page.locator('#m1 button[value="1 do:more:1"]'))
    assert await scene.person.page.evaluate("document.activeElement.id") == "m7"
    await expect(scene.person.page.locator("#m7")).to_be_in_viewport()
