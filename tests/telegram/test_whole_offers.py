"""What volunteers get to see of a learner over Telegram's wire: five things before the yes, and afterwards a
number for the one who said it.

The whole bot, a learner who signs up, and two volunteers who are asked at the same time. Every call that
reached a volunteer's phone is read, not only what is on the screen in the end.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from bot.app import Core
from bot.db.models import Intake, Taalhuis
from bot.services.loop import members
from flows.model import Text
from tests.support.bot_api import BotApiServer, Phone
from tests.support.bot_api.model import Upload
from tests.support.learners import Learner
from tests.support.plans import Plan
from tests.support.running import bot_inside, utc_now

LEARNER_ID = 7_770_123
PLAN = Plan(
    postcode="8011",
    needs=("reading", "numbers"),
    purposes=("health", "children"),
    dutch_first=False,
    first_language="tr",
    inburgering="unsure",
    items=("s2", "s1", "s2", "s2", "s2", "s2", "s2", "s2"),
    day_parts=("evening",),
    days=("mon", "thu"),
    form="one_to_one",
    contact="call",
    name="Xanthippe",
    phone="+31687651234",
)
OFFER = """Kunt u Xanthippe helpen?
📍 Plaats: Zwolle
📖 Leren: Lezen en Rekenen
🌍 Taal: Türkçe
🕐 Tijd: Avond
📅 Dagen: Maandag en Donderdag
Laat het weten voor donderdag 4 juni, 12 uur. Daarna vragen we iemand anders."""
_NUMBER = ("687651234", "687 651 234", "87651234", "+316")
# What a learner told, and a volunteer need not know to say yes: in words, and as it is stored.
_UNSAID = (
    *("intake.purposes.health", "intake.purposes.children", "intake.form.one_to_one", "intake.contact.call"),
    *("intake.purposes.label", "intake.form.label", "intake.contact.label", "intake.phone.label"),
    *("intake.dutch_first.label", "intake.inburgering.label", "intake.scale.hard", "general.unsure"),
)
_CODES = ("strong", "light", "no_signal", "inburgering", "one_to_one", "health", "children", "call", "s2")


@pytest.fixture
async def telegram() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as running:
        yield running


@pytest.fixture
async def core(telegram: BotApiServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Core]:
    """The bot on a Wednesday at noon: at night nobody is asked anything."""
    shift = datetime(2026, 6, 3, 10, 0, 5, tzinfo=UTC) - utc_now()
    directory = tmp_path_factory.mktemp("bot")
    async with bot_inside(telegram, directory, clock=lambda: utc_now() + shift) as running:
        async with running.database.transaction() as connection:
            here = update(Taalhuis).where(Taalhuis.code == "demo-zwolle-1")
            await connection.execute(here.values(auto_accept=True, offer_mode="all"))
        yield running


async def volunteer(telegram: BotApiServer, core: Core, *, chat_id: int, name: str) -> Phone:
    """Somebody who opened a link of the Taalhuis and said their name."""
    async with core.database.transaction() as connection:
        house = await connection.scalar(select(Taalhuis.id).where(Taalhuis.code == "demo-zwolle-1"))
        wish = members.Wish(role="volunteer", taalhuis_id=house)
        invitation = await members.invite(connection, core.codec.vault, wish, core.clock())
    phone = telegram.phone(chat_id=chat_id, first_name=name)
    phone.start(invitation.token)
    await phone.next_message()
    phone.send(name)
    welcome = core.catalogues.render(Text("volunteer.join.profile"), "nl")
    await phone.wait_for(lambda screen: welcome in screen.text)
    return phone


def reached(telegram: BotApiServer, phone: Phone) -> str:
    """Everything that was sent to this phone, as it was on the wire: messages, changes, buttons, toasts."""
    user = str(phone.user["id"])
    calls = [
        call.params
        for call in telegram.calls
        if call.chat_id == phone.chat_id or str(call.params.get("callback_query_id", "")).startswith(user)
    ]
    assert calls, "nothing reached this phone"
    return json.dumps(calls, ensure_ascii=False, default=_bytes_of)


def _bytes_of(upload: Upload) -> str:
    """A picture went over the wire too, and whatever may stand in it."""
    return f"{upload.name} {upload.data.decode('latin-1')}"


def plain(text: str) -> str:
    """Without the marks that keep names of another script apart."""
    return re.sub("[\u2066-\u2069]", "", text)


async def test_before_the_yes_five_things_of_a_learner_are_on_the_wire_and_nothing_more(
    telegram: BotApiServer, core: Core
) -> None:
    anna = await volunteer(telegram, core, chat_id=9_001, name="Anna")
    bea = await volunteer(telegram, core, chat_id=9_002, name="Bea")
    phone = telegram.phone(
        chat_id=LEARNER_ID, first_name="Privé", language_code="nl", username="xanthippe_prive"
    )

    await Learner(phone, PLAN, think_s=0.0).run(within=60)
    for one in (anna, bea):
        await one.wait_for(lambda screen: "Kunt u" in screen.last.text, timeout_s=20)

    async with core.database.reading() as connection:
        code, sealed = (await connection.execute(select(Intake.code, Intake.answers))).one()
    assert core.codec.open_answers(sealed)["phone"] == PLAN.phone
    said = [core.catalogues.render(Text(key), "nl") for key in _UNSAID]
    secret = (*_NUMBER, "8011", code, str(LEARNER_ID), "Privé", "xanthippe_prive", *said, *_CODES)
    for one in (anna, bea):
        assert plain(one.screen.last.text) == OFFER
        assert one.screen.last.labels == ["👍 Ja, ik help", "✖️ Nee, nu niet"]
        on_the_wire = reached(telegram, one).replace('"callback_data"', "").replace("callback_query", "")
        assert [word for word in secret if word in on_the_wire] == []
    assert telegram.defects == []


async def test_the_number_reaches_who_said_yes_and_nobody_else(telegram: BotApiServer, core: Core) -> None:
    anna = await volunteer(telegram, core, chat_id=9_001, name="Anna")
    bea = await volunteer(telegram, core, chat_id=9_002, name="Bea")
    phone = telegram.phone(chat_id=LEARNER_ID, first_name="Privé")
    await Learner(phone, PLAN, think_s=0.0).run(within=60)
    for one in (anna, bea):
        await one.wait_for(lambda screen: "Kunt u" in screen.last.text, timeout_s=20)

    anna.tap("Ja, ik help")
    await anna.wait_for(lambda screen: "06 87651234" in screen.text, timeout_s=20)
    await bea.wait_for(
        lambda screen: "Iemand anders zei net iets eerder ja" in screen.last.text, timeout_s=20
    )
    await phone.wait_for(lambda screen: "Anna van het Taalhuis gaat u helpen" in screen.text, timeout_s=20)

    assert bea.screen.last.labels == []
    assert [number for number in _NUMBER if number in reached(telegram, bea)] == []
    assert "Xanthippe" not in bea.screen.text
    # The account of neither is known to the other.
    assert str(LEARNER_ID) not in reached(telegram, anna)
    assert "9001" not in reached(telegram, phone)
    assert telegram.defects == []
