"""What a sign-up leaves behind: the right rows, sealed, belonging to each other, and all gone when asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.services.imports import import_taalhuizen
from flows.replies import Typed
from tests.support.building import Rig, demo_rows, keys_of
from tests.support.signups import (
    FREE,
    HELPER,
    NAME,
    PHONE_STORED,
    PLANTED,
    sign_up,
    signed_up,
    signed_up_by_a_helper,
)

PEOPLE = ("learner", "intake", "consent", "referral", "referral_move", "task", "timer")


async def counts(rig: Rig) -> dict[str, int]:
    """How many rows there are of people."""
    return {table: (await rig.rows(f"SELECT count(*) FROM {table}"))[0][0] for table in PEOPLE}


def said(rig: Rig, newest: int = 4) -> list[str]:
    return [key for envelope in rig.channel.delivered[-newest:] for key in keys_of(envelope.prompt)]


async def test_a_whole_sign_up_leaves_the_right_rows(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)

    ((chat, name, name_hash, phone, phone_hash),) = await rig.rows(
        "SELECT chat_id, first_name, first_name_hash, phone, phone_hash FROM learner"
    )
    opened = [rig.codec.vault.open(value) for value in (name, phone)]
    assert opened == [NAME, PHONE_STORED]
    assert bytes(name_hash) == rig.codec.vault.hash(NAME.upper())
    assert bytes(phone_hash) == rig.codec.vault.hash(PHONE_STORED)
    assert await rig.rows("SELECT id FROM chat") == [(chat,)]

    ((answers,),) = await rig.rows("SELECT answers FROM intake")
    kept = rig.codec.open_answers(answers)
    assert kept["first_name"] == NAME
    assert kept["phone"] == PHONE_STORED
    columns = (
        "flow, flow_version, by_helper, helper_organisation, postcode, place, gemeente_code, dutch_first,"
        " first_language, inburgering, signal_language, signal_numbers, signal_digital, form, contact,"
        " channel"
    )
    assert await rig.rows(f"SELECT {columns} FROM intake") == [
        (
            *("intake", 1, False, "", "8011", "Zwolle", kept_gemeente(kept), False),
            *("tr", "unsure", "strong", "light", "unknown", "group", "call", "telegram"),
        )
    ]
    lists = await rig.rows("SELECT needs, purposes, day_parts, days FROM intake")
    assert [str(value).replace('"', "'") for value in lists[0]] == [
        "['reading', 'numbers']",
        "['work', 'money_post']",
        "['morning']",
        "['mon', 'thu']",
    ]


def kept_gemeente(answers: Mapping[str, object]) -> object:
    place = answers["place"]
    assert isinstance(place, dict)
    return place["gemeente_code"]


async def test_a_sign_up_is_referred_with_the_reason_the_distance_and_a_history(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)

    ((code, status, reason, km),) = await rig.rows(
        "SELECT t.code, r.status, r.reason, r.distance_km"
        " FROM referral r JOIN taalhuis t ON t.id = r.taalhuis_id"
    )
    assert "zwolle" in str(code).lower()
    assert (status, reason) == ("submitted", "coverage")
    assert 0 <= float(str(km)) < 5
    assert await rig.rows("SELECT from_status, to_status, by, why FROM referral_move") == [
        ("draft", "submitted", "learner", "sent")
    ]


async def test_the_consent_says_what_when_and_how_and_belongs_to_the_learner(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)

    ((purpose, version, channel, learner),) = await rig.rows(
        "SELECT purpose, text_version, channel, learner_id FROM consent"
    )
    assert purpose
    assert version
    assert channel == "telegram"
    assert await rig.rows("SELECT id FROM learner") == [(learner,)]


async def test_another_taalhuis_moves_the_same_sign_up(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    before = await rig.rows("SELECT taalhuis_id FROM referral")
    await rig.taps("others h:demo-zwolle-3")

    after = await rig.rows("SELECT taalhuis_id, reason, status FROM referral")
    assert after[0][0] != before[0][0]
    assert after[0][1:] == ("chosen_by_learner", "submitted")
    assert await rig.rows("SELECT to_status, why FROM referral_move ORDER BY id") == [
        ("submitted", "sent"),
        ("submitted", "chosen_by_learner"),
    ]


async def test_without_any_taalhuis_the_sign_up_is_kept_and_one_is_looked_for(rig: Rig) -> None:
    await signed_up(rig)

    assert "goodbye.no_house" in said(rig)
    assert await rig.rows("SELECT taalhuis_id, status, reason FROM referral") == [(None, "submitted", "")]
    assert await rig.rows("SELECT kind, step, taalhuis_id FROM task") == [("person_asked", "goodbye", None)]


async def test_a_helper_signs_up_somebody_else(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up_by_a_helper(rig)

    assert await rig.rows("SELECT by_helper, helper_organisation, contact FROM intake") == [
        (True, "library", "walk_in")
    ]
    ((name,),) = await rig.rows("SELECT first_name FROM learner")
    assert rig.codec.vault.open(name) == NAME
    ((answers,),) = await rig.rows("SELECT answers FROM intake")
    assert HELPER in rig.codec.open_answers(answers).values()


async def test_two_people_sign_up_from_one_phone_and_stay_two(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    await rig.taps("done another yes")
    await sign_up(rig, name="Tweede", keypad="7511")

    assert await rig.rows("SELECT place FROM intake ORDER BY id") == [("Zwolle",), ("Enschede",)]
    names = await rig.rows("SELECT first_name FROM learner ORDER BY id")
    assert [rig.codec.vault.open(name) for (name,) in names] == [NAME, "Tweede"]
    linked = await rig.rows("SELECT learner_id FROM consent ORDER BY id")
    assert linked == await rig.rows("SELECT id FROM learner ORDER BY id")
    await rig.taps("done answers")
    assert said(rig, 6).count("answers.sent") == 2


async def test_a_person_can_see_what_was_sent_and_what_is_kept(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    await rig.taps("done answers")
    answers = [envelope.prompt for envelope in rig.channel.delivered[-3:]]
    shown = next(prompt for prompt in answers if "answers.sent" in keys_of(prompt))
    assert NAME in repr(shown)
    await rig.taps("more data")

    assert {"data.kept", "data.who", "data.how_long"} <= set(said(rig, 6))


async def test_a_helper_sees_again_who_it_was_and_where_and_nothing_else(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up_by_a_helper(rig)
    await rig.taps("done answers")
    prompts = [envelope.prompt for envelope in rig.channel.delivered[-3:]]
    title, *lines = next(prompt.lines for prompt in prompts if "answers.sent" in keys_of(prompt))

    assert title.key == "answers.sent"
    assert [repr(line.params["what"]).count("first_name") for line in lines] == [1, 0]
    assert NAME in repr(lines[0])
    assert "8011" in repr(lines[1])
    assert HELPER not in repr(lines)


async def test_erasing_leaves_nothing_of_the_person_and_the_chat_goes_within_the_hour(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    await rig.taps("done person")
    await rig.start("8")
    asked = await counts(rig)
    await rig.taps("more erase yes")
    erased = await counts(rig)
    rig.clock.forward(hours=1)
    await rig.housekeeping.tidy()

    assert asked["task"] == 1
    assert erased == {**dict.fromkeys(PEOPLE, 0), "timer": 1}
    assert await rig.rows("SELECT address FROM chat") == [("8",)]
    assert await rig.rows("SELECT count(*) FROM outbox WHERE chat_id NOT IN (SELECT id FROM chat)") == [(0,)]


async def test_stopping_for_good_erases_what_was_answered_so_far(rig: Rig) -> None:
    await rig.start()
    await rig.taps("nl start yes self profile stop erase")
    rig.clock.forward(hours=2)
    await rig.housekeeping.tidy()

    assert (await counts(rig))["consent"] == 0
    assert await rig.rows("SELECT count(*) FROM chat") == [(0,)]


async def test_a_second_sign_up_that_is_stopped_leaves_the_first_alone(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    await rig.taps("done another yes self profile stop erase")
    rig.clock.forward(hours=2)
    await rig.housekeeping.tidy()

    found = await counts(rig)
    assert (found["learner"], found["intake"], found["consent"]) == (1, 1, 1)
    assert await rig.rows("SELECT count(*) FROM chat") == [(1,)]


async def test_on_a_shared_screen_the_next_person_finds_nothing_and_the_sign_up_stays(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    transcripts = rig.transcripts()
    seen = await transcripts.of("7")
    await transcripts.forget("7")

    assert seen is not None
    assert NAME in repr(seen.messages)
    assert await transcripts.of("7") is None
    assert (await counts(rig))["intake"] == 1
    assert await rig.rows("SELECT count(*) FROM outbox") == [(0,)]
    assert await rig.rows("SELECT state FROM chat") == [(None,)]


async def test_a_page_still_shows_the_rest_when_one_message_cannot_be_read(rig: Rig) -> None:
    await rig.start()
    await rig.tap("nl")
    await rig.run("UPDATE outbox SET prompt = :broken WHERE number = 1", broken=b"\x01broken")
    seen = await rig.transcripts().of("7")

    assert seen is not None
    assert len(seen.messages) == 2


async def test_no_word_of_a_person_stands_in_the_clear_in_the_database(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    await rig.taps("done person")
    await rig.hear(Typed(FREE))
    await signed_up_by_a_helper(rig, "8")
    await rig.start("9")
    await rig.taps("nl start yes self", "9")
    await rig.hear(Typed(NAME), address="9")
    await rig.hear(Typed(FREE), address="9")

    everything = await whole_text(rig)
    assert "Zwolle" in everything
    assert [word for word in PLANTED if word.lower() in everything.lower()] == []


async def whole_text(rig: Rig) -> str:
    """All that is stored, as bytes on the disk for SQLite and as rows for PostgreSQL."""
    if rig.database.is_sqlite:
        file = Path(str(rig.database.url.database))
        log = file.with_name(f"{file.name}-wal")
        return "".join(part.read_bytes().decode("latin-1") for part in (file, log) if part.exists())
    tables = await rig.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    rows = [await rig.rows(f'SELECT * FROM "{table}"') for (table,) in tables]
    return repr(rows)


async def test_matching_follows_an_import_whose_clock_runs_behind(rig: Rig) -> None:
    await rig.with_houses()
    renamed = [replace(row, name=f"{row.name} nieuw") for row in demo_rows()[:1]]
    await import_taalhuizen(rig.database, renamed, rig.clock() - timedelta(hours=1))
    await rig.directory.refresh()

    assert renamed[0].name in {house.name for house in rig.directory._houses}


async def test_matching_follows_an_import_within_the_next_look(rig: Rig) -> None:
    await rig.with_houses()
    before = len(rig.directory)
    renamed = [replace(row, name=f"{row.name} nieuw") for row in demo_rows()[:1]]
    rig.clock.forward(minutes=1)
    await import_taalhuizen(rig.database, renamed, rig.clock())
    await rig.directory.refresh()

    assert len(rig.directory) == before
    assert renamed[0].name in {house.name for house in rig.directory._houses}
