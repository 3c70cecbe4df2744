"""What somebody reads who is invited, joins, invites others, or stops; and what the colleagues hear of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flows.deeds import card_button
from flows.model import Button, Day, Name, Param, Prompt, Text

About = Callable[[Name, str, str], Prompt]
"""Tells of somebody: first name, role, name of the house."""

# Translators: back to the menu of somebody who works here.
MENU = Text("staff.menu.button")
# Translators: takes back what was begun.
NEVER_MIND = Text("staff.never_mind")
# Translators: a link by which somebody wanted to join is not good any more. Learners may read it too.
LINK_USED = Text("desk.link_used")
# Translators: joining is for a person's own telephone, not for a screen that others use too.
NOT_HERE = Text("desk.not_on_this_screen")
# Translators: the name cannot be a first name; type another.
_NO_NAME = Text("staff.join.no_name")
# Translators: which first name learners and colleagues get to see, with a button for the proposal.
_WHICH_NAME = Text("staff.join.name")
# Translators: as the former, without a proposal.
_TYPE_NAME = Text("staff.join.type_name")
# Translators: what the role is: {place} is the Taalhuis, or the region.
_WHAT = {
    "volunteer": "volunteer.join.what",
    "staff": "staff.join.what",
    "regional": "staff.join.what_regional",
}
_SECRET = {
    # Translators: what a volunteer may see, and that it is confidential.
    "volunteer": Text("volunteer.join.secret"),
    # Translators: what staff may see, and that it is confidential.
    "staff": Text("staff.join.secret"),
    # Translators: regional staff see counts.
    "regional": Text("staff.join.secret_regional"),
}
ROLE = {
    # Translators: one word, the role of somebody.
    "volunteer": Text("staff.role.volunteer"),
    # Translators: one word, the role of somebody.
    "staff": Text("staff.role.staff"),
    # Translators: one word, the role of somebody.
    "regional": Text("staff.role.regional"),
}


# ── Joining ─────────────────────────────────────────────────────────────────────────────────────────────


def invited(role: str, place: str, *, invite_id: int, proposal: str) -> Prompt:
    """What joining means; it is done by agreeing on a first name. `proposal`: that of the profile, or ""."""
    what = Text(_WHAT[role], {"place": Name(place)})
    return Prompt((what, _SECRET[role], *_ask_name(proposal)), rows=_name_rows("name", invite_id, proposal))


def name_again(verb: str, about: int, proposal: str) -> Prompt:
    """It cannot be a first name."""
    return Prompt((_NO_NAME, *_ask_name(proposal)), rows=_name_rows(verb, about, proposal))


def new_name() -> Prompt:
    """Which first name people get to see from now on."""
    return Prompt((_TYPE_NAME,), rows=((menu_button(NEVER_MIND),),))


def _ask_name(proposal: str) -> tuple[Text, ...]:
    return (_WHICH_NAME,) if proposal else (_TYPE_NAME,)


def _name_rows(verb: str, about: int, proposal: str) -> tuple[tuple[Button, ...], ...]:
    if not proposal:
        return ()
    # Translators: button: {name} is the first name of the person who presses it.
    return ((card_button(Text("staff.join.as", {"name": Name(proposal)}), "🙂", verb, about),),)


def welcome(role: str, name: Name, place: str) -> Prompt:
    """Somebody has joined."""
    # Translators: {role} is one word; {place} the Taalhuis or the region.
    done = Text("staff.join.done", {"name": name, "role": ROLE[role], "place": Name(place)})
    if role != "volunteer":
        return Prompt((done,))
    # Translators: the volunteer still has to say what they can do.
    return Prompt((done, Text("volunteer.join.profile")), rows=((card_button(PROFILE, "📝", "prof"),),))


# Translators: button: what a volunteer can do, and when.
PROFILE = Text("volunteer.profile.button")
# Translators: shown to somebody who opens a link for a role that they have already.
ALREADY = Text("staff.join.already")


def joined(name: Name, role: str, house: str) -> Prompt:
    """To the staff of a house: somebody has joined."""
    # Translators: {role} is one word.
    return Prompt((Text("staff.member.joined", {"name": name, "role": ROLE[role], "place": Name(house)}),))


def left(name: Name, role: str, house: str) -> Prompt:
    """To the staff of a house: somebody has stopped."""
    # Translators: {role} is one word.
    return Prompt((Text("staff.member.left", {"name": name, "role": ROLE[role], "place": Name(house)}),))


# ── Inviting ────────────────────────────────────────────────────────────────────────────────────────────


# Translators: a toast: so many links are open that no more can be made.
TOO_MANY = Text("staff.invite.too_many")


@dataclass(frozen=True, slots=True)
class OpenInvite:
    """An invite that nobody has used yet; `day` is the last one on which it is good."""

    id: int
    role: str
    day: str


def invites_card(house: str, open_invites: Sequence[OpenInvite]) -> Prompt:
    """Invite somebody, or take an invite back."""
    # Translators: above the buttons to invite somebody to a Taalhuis.
    title = Text("staff.invite.title", {"place": Name(house)})
    rows = [
        # Translators: button: make a link for a new volunteer.
        (card_button(Text("staff.invite.volunteer"), "🙋", "invm", "volunteer"),),
        # Translators: button: make a link for a new colleague.
        (card_button(Text("staff.invite.staff"), "🏢", "invm", "staff"),),
    ]
    for one in open_invites:
        # Translators: button: take back an invite that is good until {day}.
        label = Text("staff.invite.revoke", {"role": ROLE[one.role], "day": Day(one.day)})
        rows.append((card_button(label, "✖️", "invx", one.id),))
    # Translators: above the buttons that take back links which nobody has used yet.
    lines = (title, Text("staff.invite.open")) if open_invites else (title,)
    return Prompt(lines, rows=(*rows, (menu_button(MENU),)))


def invite_made(role: str, house: str, *, link: str, day: str) -> tuple[Prompt, Prompt]:
    """How to pass it on, and the message to pass on."""
    # Translators: tells staff to send on the next message; good once, until {day}.
    how = Text("staff.invite.made", {"role": ROLE[role], "day": Day(day)})
    filled: dict[str, Param] = {"place": Name(house), "link": Name(link), "role": ROLE[role]}
    # Translators: a message that staff send on to somebody new; {link} is what to open.
    return Prompt((how,)), Prompt((Text("staff.invite.message", filled),))


def menu_button(label: Text) -> Button:
    """Back to the menu."""
    return card_button(label, "", "menu")
