"""The people of a Taalhuis on the screen of its staff: who is there, how many learners each has, and what
staff can do for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.cards.members import NEVER_MIND, PROFILE, ROLE, menu_button
from flows.cards.menu import TEAM
from flows.cards.profile import FOR_NOW
from flows.deeds import card_button
from flows.model import Button, Day, Name, Param, Prompt, Text

A_PAGE = 8
PAUSES = (14, 28, 56)
"""Days for which staff can pause a volunteer."""


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the house. `load`: learners of a volunteer, or open sign-ups that staff look after;
    `capacity` how many a volunteer can have, 0 when that was never said. `paused_until` is a day or "".
    """

    id: int
    role: str
    name: Name
    load: int
    capacity: int = 0
    paused_until: str = ""
    unreachable: bool = False


def team_card(house: str, people: Sequence[Person], page: int) -> Prompt:
    """Everybody with a button, a page at a time; the staff first."""
    volunteers = sum(one.role == "volunteer" for one in people)
    # Translators: above the people of a Taalhuis.
    title = Text("staff.team.title", {"place": Name(house)})
    # Translators: how many volunteers a Taalhuis has.
    lines = [title, Text("staff.team.volunteers", {"count": volunteers})]
    shown = people[page * A_PAGE : (page + 1) * A_PAGE]
    rows: list[tuple[Button, ...]] = [(_person_button(one),) for one in shown]
    turning = _turning(page, len(people))
    return Prompt(tuple(lines), rows=(*rows, *((turning,) if turning else ()), (_BACK,)))


def _turning(page: int, many: int) -> tuple[Button, ...]:
    # Translators: button: the former page of a list.
    back = (card_button(Text("staff.page.back"), "◀️", "team", page - 1),) if page else ()
    # Translators: button: the next page of a list.
    on = (card_button(Text("staff.page.next"), "▶️", "team", page + 1),) if (page + 1) * A_PAGE < many else ()
    return back + on


# Translators: button under the list of people: back to the menu.
_BACK = menu_button(Text("staff.menu.button"))


def _person_button(one: Person) -> Button:
    if one.role != "volunteer":
        # Translators: button: a colleague, who looks after so many sign-ups.
        label = Text("staff.team.colleague", {"name": one.name, "count": one.load})
        return card_button(label, "🏢", "tmem", one.id)
    filled: dict[str, Param] = {"name": one.name, "load": one.load, "capacity": one.capacity}
    # Translators: button: a volunteer, who has {load} learners and can have {capacity}.
    label = Text("staff.team.volunteer", filled)
    return card_button(label, "⏸️" if one.paused_until else "🙋", "tmem", one.id)


def person_card(one: Person, house: str) -> Prompt:
    """One person, and what staff can do."""
    # Translators: a person of a Taalhuis; {role} is one word.
    lines = [Text("staff.team.person", {"name": one.name, "role": ROLE[one.role], "place": Name(house)})]
    if one.role == "volunteer":
        # Translators: how many learners a volunteer has now.
        lines.append(Text("staff.team.load", {"count": one.load}))
    else:
        # Translators: how many sign-ups a colleague looks after now.
        lines.append(Text("staff.team.cases", {"count": one.load}))
    if one.capacity:
        # Translators: how many learners a volunteer can have at a time.
        lines.append(Text("staff.team.capacity", {"count": one.capacity}))
    if one.paused_until == FOR_NOW:
        # Translators: this volunteer takes no new learners until they say that they are back.
        lines.append(Text("staff.team.paused_for_now"))
    elif one.paused_until:
        # Translators: this volunteer takes no new learners until and with this day.
        lines.append(Text("staff.team.paused", {"day": Day(one.paused_until)}))
    if one.unreachable:
        # Translators: this person blocked the bot.
        lines.append(Text("staff.team.unreachable", {"name": one.name}))
    return Prompt(tuple(lines), rows=_person_rows(one))


def _person_rows(one: Person) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    if one.role == "volunteer" and one.paused_until:
        # Translators: button: this volunteer can get new learners again.
        rows.append((card_button(Text("staff.team.resume"), "▶️", "tpau", one.id, 0),))
    elif one.role == "volunteer":
        rows += [(_pause_button(one.id, days),) for days in PAUSES]
    # Translators: button: this person does not work at this Taalhuis any more.
    rows.append((card_button(Text("staff.team.end"), "🚪", "tend", one.id),))
    rows.append((card_button(TEAM, "◀️", "team"),))
    return tuple(rows)


def _pause_button(member_id: int, days: int) -> Button:
    # Translators: button: no new learners for so many weeks.
    return card_button(Text("staff.team.pause", {"count": days // 7}), "⏸️", "tpau", member_id, days)


def end_card(one: Person, house: str) -> Prompt:
    """Is it certain?"""
    # Translators: asks for confirmation; {role} is one word.
    lines = [Text("staff.team.end_sure", {"name": one.name, "role": ROLE[one.role], "place": Name(house)})]
    if one.role == "volunteer" and one.load:
        # Translators: so many learners are passed on to somebody else.
        lines.append(Text("staff.leave.learners", {"count": one.load}))
    # Translators: button: yes, end it.
    yes = card_button(Text("staff.team.end_yes"), "🚪", "tend", one.id, "yes")
    return Prompt(tuple(lines), rows=((yes,), (card_button(NEVER_MIND, "", "tmem", one.id),)))


def paused_by_staff(day: str, house: str) -> Prompt:
    """To a volunteer: staff paused them, or ended the pause when there is no day."""
    place = Name(house)
    if not day:
        # Translators: to a volunteer: staff ended their pause.
        return Prompt((Text("volunteer.pause.ended_by_staff", {"place": place}),))
    # Translators: to a volunteer: staff paused them until and with this day.
    return Prompt((Text("volunteer.pause.by_staff", {"place": place, "day": Day(day)}),))


def profile_by_staff(house: str) -> Prompt:
    """To a volunteer: staff changed what they said of themselves."""
    # Translators: to a volunteer: staff changed their profile; the button shows it.
    told = Text("volunteer.profile.by_staff", {"place": Name(house)})
    return Prompt((told,), rows=((card_button(PROFILE, "📝", "prof"),),))
