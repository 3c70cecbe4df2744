"""When the person can come, how they like to learn, and how the Taalhuis may reach them.

What can be chosen for contact depends on the channel: on a screen in the library nobody can be written
to later.
"""

from __future__ import annotations

from dataclasses import replace

from flows import choice_order, doubt
from flows.choice_order import in_order
from flows.intake_phone import phone_step
from flows.model import Button, Name, State, Text
from flows.questions import Choice, Wording, many_of, one_of
from flows.replies import Reply, Typed
from flows.step import FROM_ANSWERS, Go, Outcome, Step, Understood
from flows.validators import phone_in, phone_shown, plain
from flows.world import World

_CALL = Text("intake.contact.call")


def contact_steps() -> tuple[Step, ...]:
    """Parts of the day to the telephone number, in order."""
    return (_day_parts(), _days(), _form(), _contact(), phone_step())


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
            _choice("one_to_one", Text("intake.form.one_to_one"), "🤝", "alleen een persoon alone"),
            _choice("online", Text("intake.form.online"), "💻", "online internet computer thuis"),
            _choice("any", Text("intake.form.any"), "👍", "alles maakt niet egaal any all"),
        ),
        summary=("👩‍🏫", Text("intake.form.label")),
        optional=True,
        skipped=lambda _state, _world: "any",
    )


def _contact() -> Step:
    base = one_of(
        "contact",
        Wording(Text("intake.contact.ask"), "intake.contact.ask.other"),
        Wording(Text("intake.contact.explain")),
        in_order(choice_order.CONTACT, _ways()),
        shown=_reachable,
        summary=("📨", Text("intake.contact.label")),
        depends_on=("for_whom",),
    )

    def reads(state: State, reply: Reply, world: World) -> Outcome:
        outcome = base.read(state, reply, world)
        number = _number_to_call(reply)
        if not number or (isinstance(outcome, Understood) and outcome.value != "call"):
            return outcome
        answers = {**state.answers, "contact": "call", "phone": number}
        return Go(FROM_ANSWERS, answers=answers, chosen=(_CALL, Name(phone_shown(number))))

    return replace(base, read=reads)


def _number_to_call(reply: Reply) -> str | None:
    """The number in "bel mij maar op 06 12345678": it is both answers at once; None when there is none."""
    if not isinstance(reply, Typed) or doubt.asks(reply.text) or doubt.denials(plain(reply.text)):
        return None
    return phone_in(reply.text)


def _ways() -> tuple[Choice, ...]:
    return (
        _choice("chat", Text("intake.contact.chat"), "💬", "chat hier bericht telegram app message here"),
        _choice("call", _CALL, "📞", "bel bellen telefoon call phone"),
        _choice("walk_in", Text("intake.contact.walk_in"), "🚶", "langs zelf ga visit walk go"),
    )


def _reachable(_state: State, world: World, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Without the chat where we cannot write to anybody later."""
    return choices if world.capabilities.push else tuple(each for each in choices if each.value != "chat")
