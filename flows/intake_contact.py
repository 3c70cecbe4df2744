"""When the person can come, how they like to learn, and how the Taalhuis may reach them.

What can be chosen for contact depends on the channel: on a screen in the library nobody can be written
to later.
"""

from __future__ import annotations

from flows.facts import Answer
from flows.manners import PRESS
from flows.model import Button, Name, Native, Reply, SharedContact, State, Tap, Text, Typed
from flows.questions import NOTHING_SAID, Choice, Wording, many_of, one_of
from flows.step import OFFERED, Body, Done, Misunderstood, Offered, Outcome, Step, Summary, Understood, When
from flows.validators import phone_in, phone_shown
from flows.world import World

BY_PHONE = When("contact", frozenset({"call"}))


def contact_steps() -> tuple[Step, ...]:
    """Parts of the day to the telephone number, in order."""
    return (_day_parts(), _days(), _form(), _contact(), _phone())


def _choice(value: str, label: Text, picture: str, said: str) -> Choice:
    return Choice(value, Button(value, label, picture), frozenset(said.split()))


def _day_parts() -> Step:
    return many_of(
        "day_parts",
        Wording(Text("intake.day_parts.ask"), "intake.day_parts.ask.other"),
        Wording(Text("intake.day_parts.explain")),
        (
            _choice("morning", Text("intake.day_parts.morning"), "🌅", "ochtend ochtends morgen mornings"),
            _choice("afternoon", Text("intake.day_parts.afternoon"), "☀️", "middag middags afternoons"),
            _choice("evening", Text("intake.day_parts.evening"), "🌙", "avond avonds evenings"),
        ),
        everything=Button("all", Text("intake.day_parts.always"), "👍"),
        summary=("🕐", Text("intake.day_parts.label")),
        optional=True,
    )


def _days() -> Step:
    return many_of(
        "days",
        Wording(Text("intake.days.ask"), "intake.days.ask.other"),
        Wording(Text("intake.days.explain")),
        (
            _choice("mon", Text("intake.days.mon"), "🔴", "ma mon"),
            _choice("tue", Text("intake.days.tue"), "🟠", "di tue"),
            _choice("wed", Text("intake.days.wed"), "🟡", "wo woe wed"),
            _choice("thu", Text("intake.days.thu"), "🟢", "do thu"),
            _choice("fri", Text("intake.days.fri"), "🔵", "vr vrij fri"),
            _choice("sat", Text("intake.days.sat"), "🟣", "za zat sat"),
            _choice("sun", Text("intake.days.sun"), "🟤", "zo zon sun"),
        ),
        everything=Button("all", Text("intake.days.every"), "👍"),
        per_row=2,
        summary=("📅", Text("intake.days.label")),
        optional=True,
    )


def _form() -> Step:
    return one_of(
        "form",
        Wording(Text("intake.form.ask"), "intake.form.ask.other"),
        Wording(Text("intake.form.explain")),
        (
            _choice("group", Text("intake.form.group"), "👥", "groep samen group"),
            _choice("one_to_one", Text("intake.form.one_to_one"), "🤝", "alleen een persoon alone person"),
            _choice("online", Text("intake.form.online"), "💻", "online internet computer thuis"),
            _choice("any", Text("intake.form.any"), "👍", "alles maakt niet egaal any all"),
        ),
        summary=("👩‍🏫", Text("intake.form.label")),
        optional=True,
        skipped=lambda _state, _world: "any",
    )


def _contact() -> Step:
    return one_of(
        "contact",
        Wording(Text("intake.contact.ask"), "intake.contact.ask.other"),
        Wording(Text("intake.contact.explain")),
        (
            _choice("chat", Text("intake.contact.chat"), "💬", "chat hier bericht telegram app message here"),
            _choice("call", Text("intake.contact.call"), "📞", "bel bellen telefoon call phone"),
            _choice("walk_in", Text("intake.contact.walk_in"), "🚶", "langs zelf ga visit walk go"),
        ),
        shown=_reachable,
        summary=("📨", Text("intake.contact.label")),
        depends_on=("for_whom",),
    )


def _reachable(_state: State, world: World, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Without the chat where we cannot write to anybody later."""
    return choices if world.capabilities.push else choices[1:]


# ── The telephone number ───────────────────────────────────────────────────────────────────────────────────

_ASK = Wording(Text("intake.phone.ask"), "intake.phone.ask.other")
# Translators: no telephone number.
_UNCLEAR = Text("intake.phone.unclear")
# Translators: a contact of somebody else was sent.
_NOT_YOURS = Text("intake.phone.not_yours")
# Translators: above the phone's own button.
_PRESS_SHARE = Text("intake.phone.press_share")
_OWN_NUMBER = Button("contact", Text("intake.phone.mine"), "📞")
# Translators: the phone's own button.
_SHARE = Button("contact", Text("intake.phone.share"), "📞", native=Native.CONTACT)


def _phone() -> Step:
    return Step(
        name="phone",
        ask=_ask_phone,
        read=_read_phone,
        explain=Wording(Text("intake.phone.explain"), "intake.phone.explain.other"),
        when=(BY_PHONE,),
        depends_on=("for_whom",),
        valid=lambda answer: isinstance(answer, str) and phone_in(answer) == answer,
        hears=(SharedContact,),
        summary=Summary("📞", Text("intake.phone.label"), _shown),
    )


def _may_share(state: State, world: World) -> bool:
    """The phone's own button gives the number of who holds it: no use when it is about somebody else."""
    return world.capabilities.contact and state.answers.get("for_whom") != "other"


def _ask_phone(state: State, world: World) -> Body:
    return Body((_ASK(state),), ((_OWN_NUMBER,),) if _may_share(state, world) else ())


def _read_phone(state: State, reply: Reply, world: World) -> Outcome:
    match reply:
        case Tap("contact") if _may_share(state, world):
            return Done() if state.draft == OFFERED else Offered(_PRESS_SHARE, _SHARE)
        case Tap():
            return Misunderstood(PRESS)
        case SharedContact(phone, own) if own and _may_share(state, world):
            # Telegram leaves the plus away.
            return _numbered(phone if phone.startswith(("+", "0")) else f"+{phone}")
        case SharedContact():
            return Misunderstood(_NOT_YOURS)
        case Typed(text):
            return _numbered(text)
        case _:
            return Misunderstood(PRESS)


def _numbered(text: str) -> Outcome:
    number = phone_in(text)
    return Understood(number, (Name(phone_shown(number)),)) if number else Misunderstood(_UNCLEAR)


def _shown(answer: Answer) -> Text | Name:
    return Name(phone_shown(answer)) if isinstance(answer, str) else NOTHING_SAID
