"""Getting a role by an invite: once, in time, and by nobody who never had the link."""

from __future__ import annotations

from dataclasses import replace

from bot.services.loop.members import Invitation
from flows.deeds import choice
from flows.replies import Command, Tap, Typed
from tests.support.building import Rig, keys_of
from tests.support.loop import (
    OTHER_HOUSE,
    card,
    cards,
    find_button,
    invited,
    make_staff,
    make_volunteer,
    name_of,
    ref_of,
    roles_of,
    tap_card,
)


async def opened(rig: Rig, invite: Invitation, address: str = "anna") -> None:
    """Somebody opens the link of an invite."""
    await rig.hear(Command("start", invite.token), address=address)


# ── Joining ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_link_gives_a_role_once_the_first_name_is_agreed(rig: Rig) -> None:
    invite = await invited(rig)

    await opened(rig, invite)
    before = await roles_of(rig, "anna")
    explained = keys_of(card(rig, "anna"))
    await tap_card(rig, "name", "anna")

    assert before == []
    assert explained == ["volunteer.join.what", "volunteer.join.secret", "staff.join.name"]
    assert await roles_of(rig, "anna") == ["volunteer"]
    assert await name_of(rig, "anna") == "Fatma"
    assert keys_of(card(rig, "anna")) == ["staff.join.done", "volunteer.join.profile"]


async def test_a_first_name_can_be_typed_instead(rig: Rig) -> None:
    await opened(rig, await invited(rig, "staff"))

    await rig.hear(Typed("12345"), address="anna")
    again = keys_of(card(rig, "anna"))
    await rig.hear(Typed("ik heet Josien"), address="anna")

    assert again == ["staff.join.no_name", "staff.join.name"]
    assert await roles_of(rig, "anna") == ["staff"]
    assert await name_of(rig, "anna") == "Josien"
    assert "staff.menu.title" in keys_of(card(rig, "anna"))


async def test_only_a_keyed_hash_of_the_token_is_stored(rig: Rig) -> None:
    invite = await invited(rig)

    found = await rig.rows("SELECT token_hash FROM invite")

    assert [bytes(stored) for (stored,) in found] == [rig.codec.vault.hash(invite.token)]
    assert invite.token.encode() not in bytes(found[0][0])
    assert len(invite.token) <= 60


async def test_an_invite_is_good_for_one_person(rig: Rig) -> None:
    invite = await invited(rig)
    await opened(rig, invite, "anna")
    await opened(rig, invite, "bert")

    await tap_card(rig, "name", "anna")
    await tap_card(rig, "name", "bert")
    await opened(rig, invite, "carla")

    assert await roles_of(rig, "anna") == ["volunteer"]
    assert await roles_of(rig, "bert") == []
    assert keys_of(card(rig, "bert")) == ["desk.link_used"]
    assert keys_of(card(rig, "carla")) == ["desk.link_used"]


async def test_an_invite_that_is_too_old_or_taken_back_gives_no_role(rig: Rig) -> None:
    old, revoked = await invited(rig, days=7), await invited(rig, days=30)
    staff = await make_staff(rig)
    await tap_invite(rig, revoked.id)
    rig.clock.forward(days=7)

    await opened(rig, old, "anna")
    await opened(rig, revoked, "bert")

    assert staff.taalhuis_id is not None
    assert keys_of(card(rig, "anna")) == ["desk.link_used"]
    assert keys_of(card(rig, "bert")) == ["desk.link_used"]


async def tap_invite(rig: Rig, invite_id: int) -> None:
    """Staff take back an invite from the list."""
    await rig.hear(Command("menu"), address="staff")
    await tap_card(rig, "inv", "staff")
    await tap_card(rig, choice("invx", invite_id), "staff")


async def test_an_invite_expires_while_somebody_thinks_of_a_name(rig: Rig) -> None:
    await opened(rig, await invited(rig))
    rig.clock.forward(days=8)

    await tap_card(rig, "name", "anna")

    assert await roles_of(rig, "anna") == []
    assert keys_of(card(rig, "anna")) == ["desk.link_used"]


async def test_the_number_of_an_invite_opens_nothing_for_who_never_had_the_link(rig: Rig) -> None:
    invite = await invited(rig, "staff")
    await rig.start("thief")

    await rig.hear(Tap(choice("name", invite.id), 0, 0, "m1"), address="thief")
    await rig.hear(Tap(choice("join", invite.id), 0, 0, "m1"), address="thief")

    assert await roles_of(rig, "thief") == []


async def test_a_word_on_a_poster_begins_the_sign_up(rig: Rig) -> None:
    await rig.with_houses()

    await rig.hear(Command("start", "poster"), address="7")
    await rig.hear(Command("start", "x" * 32), address="8")

    assert rig.question("7").prompt.serial == 1
    assert rig.question("8").prompt.serial == 1
    assert "desk.link_used" not in [key for one in rig.channel.delivered for key in keys_of(one.prompt)]


async def test_who_has_the_role_already_leaves_the_link_for_somebody_else(rig: Rig) -> None:
    await make_volunteer(rig)
    invite = await invited(rig)

    await opened(rig, invite, "anna")
    await tap_card(rig, "name", "anna")
    await opened(rig, invite, "bert")
    await tap_card(rig, "name", "bert")

    assert await roles_of(rig, "anna") == ["volunteer"]
    assert await roles_of(rig, "bert") == ["volunteer"]


async def test_the_staff_of_the_house_hear_who_joined_and_nobody_elses_staff(rig: Rig) -> None:
    await make_staff(rig, address="staff")
    await make_staff(rig, OTHER_HOUSE, address="other")
    await opened(rig, await invited(rig))

    await tap_card(rig, "name", "anna")
    await rig.due()

    assert keys_of(card(rig, "staff")) == ["staff.member.joined"]
    assert cards(rig, "other") == []


async def test_nobody_joins_on_a_screen_that_others_use_too(rig: Rig) -> None:
    invite = await invited(rig)
    inbound = rig.inbound(Command("start", invite.token), address="anna")

    await rig.take(replace(inbound, actor=replace(inbound.actor, shared_screen=True)))

    assert keys_of(card(rig, "anna")) == ["desk.not_on_this_screen"]
    assert await roles_of(rig, "anna") == []


# ── Inviting ────────────────────────────────────────────────────────────────────────────────────────────


async def test_staff_invite_a_volunteer_from_the_chat(rig: Rig) -> None:
    await make_staff(rig)
    await rig.hear(Command("menu"), address="staff")
    await tap_card(rig, "inv", "staff")

    await tap_card(rig, "do:invm:volunteer", "staff")
    (message,) = [one for one in cards(rig, "staff") if keys_of(one.prompt) == ["staff.invite.message"]]
    link = str(getattr(message.prompt.lines[0].params["link"], "name", ""))
    await rig.hear(Command("start", link.removeprefix("/start ")), address="anna")
    await tap_card(rig, "name", "anna")

    assert await roles_of(rig, "anna") == ["volunteer"]
    assert await rig.rows(
        "SELECT count(*) FROM invite WHERE made_by IS NOT NULL AND used_by IS NOT NULL"
    ) == [(1,)]


async def test_staff_make_no_regional_staff_and_not_a_hundred_links(rig: Rig) -> None:
    await make_staff(rig)
    await rig.hear(Command("menu"), address="staff")
    await tap_card(rig, "inv", "staff")
    envelope, _button = find_button(rig, "invm", "staff")

    for _ in range(20):
        await rig.hear(Tap("do:invm:staff", 0, 0, ref_of(rig, envelope)), address="staff")
    await rig.hear(Tap("do:invm:regional", 0, 0, ref_of(rig, envelope)), address="staff")

    assert await rig.rows("SELECT role, count(*) FROM invite GROUP BY role") == [("staff", 12)]


async def test_staff_take_back_no_invite_of_another_house(rig: Rig) -> None:
    theirs = await invited(rig, house=OTHER_HOUSE)
    await make_staff(rig)

    await rig.hear(Tap(choice("invx", theirs.id), 0, 0, "m1"), address="staff")
    await opened(rig, theirs, "anna")
    await tap_card(rig, "name", "anna")

    assert await roles_of(rig, "anna") == ["volunteer"]
