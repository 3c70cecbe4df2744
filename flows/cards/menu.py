"""The menu of everybody who works here: what each role can do, which roles somebody has, and how to stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.cards.console import CONSOLE
from flows.cards.digest import QUEUE, TASKS
from flows.cards.feed import CALENDAR
from flows.cards.members import MENU, NEVER_MIND, PROFILE, ROLE, menu_button
from flows.deeds import card_button
from flows.model import Button, Name, Param, Prompt, Text

# Translators: button: the learners that this volunteer helps.
MINE = Text("volunteer.mine.button")
# Translators: button: no new learners for a while.
PAUSE = Text("volunteer.pause.button")
# Translators: button: the volunteers and colleagues of this Taalhuis.
TEAM = Text("staff.team.button")
# Translators: button: invite a volunteer or colleague.
INVITE = Text("staff.invite.button")
# Translators: button: how many sign-ups stand where.
COUNTS = Text("staff.counts.button")
# Translators: button: act in another role.
OTHER_ROLE = Text("staff.role.button")
# Translators: button: change the first name that people see.
MY_NAME = Text("staff.my_name.button")
# Translators: button: not a volunteer or member of staff any more.
STOP = Text("staff.leave.button")
# Translators: button in the list of roles: do as a person who wants to learn.
AS_LEARNER = Text("staff.role.as_learner")
# Translators: how to come back to the menu, under every menu.
ALWAYS_BACK = Text("staff.menu.back")

# Translators: button: how volunteers are asked for a learner.
OFFERS = Text("staff.offers.button")

_BUTTONS: Mapping[str, Sequence[tuple[Text, str, str]]] = {
    "volunteer": (
        (MINE, "👥", "mine"),
        (PROFILE, "📝", "prof"),
        (PAUSE, "⏸️", "pause"),
        (CALENDAR, "📅", "cal"),
    ),
    "staff": (
        (QUEUE, "📋", "queue"),
        (TASKS, "📞", "tasks"),
        (TEAM, "👥", "team"),
        (INVITE, "✉️", "inv"),
        (OFFERS, "🙋", "omode"),
        (CALENDAR, "📅", "cal"),
        (CONSOLE, "🖥️", "console"),
    ),
    "regional": ((COUNTS, "📊", "counts"), (CONSOLE, "🖥️", "console")),
}


@dataclass(frozen=True, slots=True)
class Hat:
    """A role that somebody has: `place` is the Taalhuis, or the region."""

    id: int
    role: str
    place: str


def menu_card(name: Name, hat: Hat) -> Prompt:
    """What can be done in this role."""
    # Translators: above a menu: who somebody is now. {role} is one word.
    title = Text("staff.menu.title", {"name": name, "role": ROLE[hat.role], "place": Name(hat.place)})
    rows: list[tuple[Button, ...]] = [
        (card_button(label, picture, verb),) for label, picture, verb in _BUTTONS[hat.role]
    ]
    rows.append((card_button(OTHER_ROLE, "🔄", "role"), card_button(MY_NAME, "🙂", "myname")))
    rows.append((card_button(STOP, "🚪", "leave", hat.id),))
    return Prompt((title, ALWAYS_BACK), rows=tuple(rows))


def roles_card(hats: Sequence[Hat], worn: int) -> Prompt:
    """Which role to act in. Everybody can also be a learner."""
    rows = []
    for hat in hats:
        # Translators: button: a role and where. {role} is one word.
        label = Text("staff.role.one", {"role": ROLE[hat.role], "place": Name(hat.place)})
        rows.append((card_button(label, "", "role", hat.id, selected=hat.id == worn),))
    rows.append((card_button(AS_LEARNER, "", "role", 0, selected=not worn),))
    # Translators: above the roles that somebody can choose from.
    return Prompt((Text("staff.role.which"),), rows=(*rows, (menu_button(MENU),)))


def learner_now() -> Prompt:
    """From now on this person talks as a learner."""
    # Translators: somebody with a role acts as a learner now; /start begins, /menu goes back.
    return Prompt((Text("staff.role.learner_now"),))


# ── Stopping ────────────────────────────────────────────────────────────────────────────────────────────


def leave_card(hat: Hat, learners: int, *, is_last: bool) -> Prompt:
    """Is it certain? `learners` who get somebody else; `is_last`: nobody of the staff is left then."""
    # Translators: asks for confirmation. {role} is one word.
    lines = [Text("staff.leave.sure", {"role": ROLE[hat.role], "place": Name(hat.place)})]
    if learners:
        # Translators: so many learners are passed on to somebody else.
        lines.append(Text("staff.leave.learners", {"count": learners}))
    if is_last:
        # Translators: nobody of the staff is left at this Taalhuis.
        lines.append(Text("staff.leave.last"))
    # Translators: button: yes, stop.
    yes = card_button(Text("staff.leave.yes"), "🚪", "leave", hat.id, "yes")
    return Prompt(tuple(lines), rows=((yes,), (menu_button(NEVER_MIND),)))


def left_card(hat: Hat) -> Prompt:
    """It is done."""
    # Translators: somebody has stopped; thanks. {role} is one word.
    return Prompt((Text("staff.leave.done", {"role": ROLE[hat.role], "place": Name(hat.place)}),))


def ended_by_staff(role: str, place: str) -> Prompt:
    """To somebody whose role was ended by the staff of the house."""
    # Translators: the staff of the Taalhuis ended this role. {role} is one word.
    return Prompt((Text("staff.leave.ended", {"role": ROLE[role], "place": Name(place)}),))


# ── Counts of a region ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Counts:
    """Sign-ups of a region by who has the next thing to do; None for so few that it may not be told."""

    staff: int | None
    volunteer: int | None
    together: int | None
    waiting_list: int | None
    closed: int | None


def counts_card(region: str, counts: Counts, until: str) -> Prompt:
    """How many, and nothing of a person. `until` is the last day of which sign-ups count, in figures."""
    lines = (
        # Translators: above counts of a labour-market region.
        Text("staff.counts.title", {"place": Name(region)}),
        # Translators: wait for the staff of a Taalhuis.
        Text("staff.counts.staff", {"count": _few(counts.staff)}),
        # Translators: a volunteer is looked for.
        Text("staff.counts.volunteer", {"count": _few(counts.volunteer)}),
        # Translators: have a volunteer.
        Text("staff.counts.together", {"count": _few(counts.together)}),
        # Translators: on a waiting list.
        Text("staff.counts.waiting_list", {"count": _few(counts.waiting_list)}),
        # Translators: finished or closed.
        Text("staff.counts.closed", {"count": _few(counts.closed)}),
        # Translators: under counts of a region: the last day of which they count sign-ups.
        Text("staff.counts.until", {"day": Name(until)}),
    )
    return Prompt(lines, rows=((menu_button(MENU),),))


def _few(count: int | None) -> Param:
    # Translators: in the place of a number from 1 to 4, which is not told.
    return Text("staff.counts.few") if count is None else count
