"""The conversation on the page: without JavaScript, in a hurry, come back to, and when things go wrong. From
end to end by taps it is in test_looks.py, by keys in test_keyboard.py.
"""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from flows.replies import Command
from tests.browser.memory import Memory
from tests.browser.person import TAPS_AFTER_THE_NAME, TAPS_TO_THE_NAME, Person, person_in

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_whole_intake_works_without_javascript(chromium: Browser, web_url: str) -> None:
    context = await chromium.new_context(reduced_motion="reduce", java_script_enabled=False, locale="nl-NL")
    person = await person_in(context, web_url, script=False)
    await person.begin()
    await person.tap(*TAPS_TO_THE_NAME)
    await person.say("Fatma")
    assert person.page.url.endswith("/#now")
    await person.tap(*TAPS_AFTER_THE_NAME, "ok")
    assert await person.page.locator(".card .place").count() == 1
    await context.close()


async def test_a_reload_in_the_middle_keeps_the_place(person: Person) -> None:
    await person.begin()
    await person.tap(*TAPS_TO_THE_NAME)
    await person.say("Fatma")
    await person.tap("k8", "k80")
    before = await person.text()
    await person.page.reload()
    assert await person.text() == before
    await person.tap("k801", "k8011")


async def test_a_closed_browser_finds_the_same_question_again(chromium: Browser, web_url: str) -> None:
    context = await chromium.new_context(reduced_motion="reduce")
    person = await person_in(context, web_url)
    await person.begin()
    await person.tap("nl", "start")
    serial, kept = await person.serial(), await context.storage_state()
    await context.close()
    context = await chromium.new_context(reduced_motion="reduce", storage_state=kept)
    person = await person_in(context, web_url)
    await person.open()
    assert await person.serial() == serial
    await context.close()


async def test_a_double_click_is_one_answer(person: Person) -> None:
    await person.begin()
    serial = await person.serial()
    await person.page.locator('#now button[value="nl"]').dblclick()
    await person.page.wait_for_selector(f'#now[data-serial="{serial + 1}"]')
    await person.page.wait_for_timeout(400)
    assert await person.serial() == serial + 1


async def test_the_slow_half_of_a_double_click_does_not_answer_the_next_question(person: Person) -> None:
    await person.begin()
    await person.tap("nl")
    serial = await person.serial()
    button = await person.page.locator('#now button[value="start"]').bounding_box()
    assert button is not None
    await person.page.mouse.move(button["x"] + 20, button["y"] + 20)
    await person.page.mouse.down(click_count=2)
    await person.page.mouse.up(click_count=2)
    await person.page.wait_for_timeout(400)
    assert await person.serial() == serial
    await person.page.wait_for_timeout(400)
    await person.tap("start")
    assert await person.serial() == serial + 1


async def test_quick_taps_are_all_counted_on_the_keypad_and_on_ticks(person: Person) -> None:
    await person.begin()
    await person.tap(*TAPS_TO_THE_NAME, "skip", "k8")
    serial = await person.serial()
    await person.page.evaluate(
        """() => {
            const key = (digit) => [...document.querySelectorAll("#now .keys button")]
                .find((each) => each.textContent.trim() === digit);
            key("0").click(); key("1").click(); key("1").click();
        }"""
    )
    await person.page.wait_for_selector(f'#now[data-serial="{serial + 1}"]')
    assert "8011" in await person.text() or "Zwolle" in await person.text()
    await person.settled()
    await person.page.evaluate(
        """() => { for (const value of ["+reading", "+numbers"])
            document.querySelector(`#now [value="${value}"]`).click(); }"""
    )
    await person.page.wait_for_selector('#now [value="-reading"]')
    await person.page.wait_for_selector('#now [value="-numbers"]')


async def test_the_shared_location_answers_where_a_person_lives(chromium: Browser, web_url: str) -> None:
    context = await chromium.new_context(
        reduced_motion="reduce",
        geolocation={"latitude": 52.51234, "longitude": 6.09456},
        permissions=["geolocation"],
    )
    person = await person_in(context, web_url)
    await person.begin()
    await person.tap(*TAPS_TO_THE_NAME, "skip")
    serial = await person.serial()
    await person.page.locator('#now button[value="loc"]').click()
    await person.page.wait_for_selector(f'#now[data-serial="{serial + 1}"]')
    assert "Zwolle" in await person.text()
    await context.close()


async def test_a_location_that_is_refused_gets_a_kind_line(person: Person) -> None:
    await person.begin()
    await person.tap(*TAPS_TO_THE_NAME, "skip")
    await person.tap("loc")
    await person.page.wait_for_selector("#no-place:not([hidden])")
    await person.tap("k8")


async def test_without_internet_the_answer_can_be_pressed_again(person: Person) -> None:
    await person.begin()
    await person.page.context.set_offline(True)
    await person.page.locator('#now button[value="nl"]').click()
    await person.page.wait_for_selector("#offline:not([hidden])")
    await person.page.context.set_offline(False)
    await person.tap("nl")
    assert await person.page.locator("#offline").is_hidden()


async def test_a_typed_answer_outlives_a_database_that_is_away(
    chromium: Browser, own_url: str, memory: Memory
) -> None:
    context = await chromium.new_context(reduced_motion="reduce", locale="nl-NL")
    person = await person_in(context, own_url)
    await person.begin()
    await person.tap(*TAPS_TO_THE_NAME)
    memory.away = True
    await person.page.locator("#typed").fill("Fatma")
    await person.page.locator(".send").click()
    again = person.page.locator("form[action='/answer'] button.strong")
    await again.wait_for()
    memory.away = False
    await again.click()
    await person.page.wait_for_selector("#now")
    assert "Fatma" in await person.text()
    await context.close()


async def test_a_name_with_html_in_it_is_only_a_name(person: Person) -> None:
    await person.begin()
    await person.tap(*TAPS_TO_THE_NAME)
    await person.say("<img src=x onerror=document.title='x'>")
    assert await person.page.locator("main img").count() == 0
    assert await person.page.title() != "x"


async def test_the_server_hears_the_start_once(chromium: Browser, own_url: str, memory: Memory) -> None:
    context = await chromium.new_context(reduced_motion="reduce")
    person = await person_in(context, own_url)
    await person.open()
    await person.page.locator("button[name=begin]").dblclick()
    await person.page.wait_for_selector("#now")
    await person.page.wait_for_timeout(300)
    assert memory.received == [Command("start")]
    await context.close()
