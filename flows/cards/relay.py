"""The frame of what two people write to each other through us: who writes, and the buttons under it.

The frame is in the reader's language; the words themselves are passed on as they were written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.cards.news import WRITE, write_button
from flows.deeds import card_button
from flows.model import Button, Moment, Name, Param, Prompt, Text, VoiceNote

LONGEST = 1000
"""Characters of one message; a page of a book, and well within what every channel shows in one piece."""

_ROOM = 3000
"""Characters of a history: with its frame it still is one message of any channel."""

# Translators: a button: write back.
_ANSWER = Text("relay.answer")
# Translators: a button: no more messages of this person.
_STOP = Text("relay.stop")
# Translators: a button: the messages may come again.
_AGAIN = Text("relay.again")
# Translators: a button: do not write after all.
_NEVER_MIND = Text("relay.never_mind")
# Translators: somebody pressed "never mind".
NEVER_MINDED = Text("relay.never_minded")
# Translators: the learner's message is longer than 1000 letters.
_TOO_LONG = Text("relay.too_long")
# Translators: to a volunteer or staff: the message is longer than 1000 letters.
_TOO_LONG_MEMBER = Text("volunteer.relay.too_long")
# Translators: the learner writes, but the sign-up is closed.
ENDED = Text("relay.ended")
# Translators: to a volunteer or staff: the sign-up is closed, or somebody else has it.
ENDED_MEMBER = Text("volunteer.relay.ended")
# Translators: the learner writes, but the volunteer or Taalhuis takes no messages here now.
_STOPPED_BY_MEMBER = Text("relay.stopped")
# Translators: follows "you cannot write here now", where the Taalhuis has no telephone.
_VISIT = Text("relay.stopped.visit")
# Translators: follows "you cannot write here now".
_PHONE = "relay.stopped.phone"
# Translators: the learner wants no more messages.
_MUTED = Text("relay.muted")
# Translators: the learner wants messages again.
_OPENED = Text("relay.opened")
# Translators: to a volunteer or staff who wants no more messages of a learner.
_MUTED_MEMBER = "volunteer.relay.muted"
# Translators: to a volunteer or staff who wants messages of a learner again.
_OPENED_MEMBER = "volunteer.relay.opened"
# Translators: to a volunteer or staff: this learner wants no messages.
STOPPED_BY_LEARNER = "volunteer.relay.stopped"
# Translators: to a volunteer or staff: this learner was signed up by a helper, or on a screen of the library.
NO_CHAT = "volunteer.relay.no_chat"
# Translators: to a volunteer or staff: this learner blocked the bot.
UNREACHABLE = "volunteer.relay.unreachable"
# Translators: the learner writes to somebody who does not help any more.
_GONE = Text("relay.gone")
# One line of a message, as it was written.
_WORDS = "relay.words"


def asks_learner(referral_id: int, whom: Name | None, *, may_speak: bool) -> Prompt:
    """Words are waited for; `whom` is None for the house as such."""
    if may_speak:
        # Translators: {name} is a first name.
        to_one = Text("relay.ask", {"name": whom}) if whom else None
        # Translators: to the Taalhuis, whoever reads it there.
        return _asks(referral_id, to_one or Text("relay.ask.house"))
    # Translators: where nothing can be spoken; {name} is a first name.
    to_one = Text("relay.ask.typed", {"name": whom}) if whom else None
    # Translators: where nothing can be spoken; to the Taalhuis, whoever reads it there.
    return _asks(referral_id, to_one or Text("relay.ask.typed.house"))


def asks_member(referral_id: int, learner: Name) -> Prompt:
    # Translators: to a volunteer or staff; {name} is the learner's.
    return _asks(referral_id, Text("volunteer.relay.ask", {"name": learner}))


def _asks(referral_id: int, line: Text) -> Prompt:
    return Prompt((line,), rows=((card_button(_NEVER_MIND, "↩️", "tback", referral_id),),), hears=True)


def to_learner(referral_id: int, sender: Name, said: str | VoiceNote, *, of_house: bool) -> Prompt:
    """A message as the learner sees it; `of_house` when the sender is staff."""
    # Translators: above a message of staff of the Taalhuis.
    staff = Text("relay.from.house", {"name": sender})
    # Translators: above a message of the volunteer.
    volunteer = Text("relay.from", {"name": sender})
    return _message(referral_id, staff if of_house else volunteer, said)


def to_member(referral_id: int, learner: Name, said: str | VoiceNote) -> Prompt:
    # Translators: above a message of a learner.
    return _message(referral_id, Text("volunteer.relay.from", {"name": learner}), said)


def _message(referral_id: int, frame: Text, said: str | VoiceNote) -> Prompt:
    rows = ((_answer(referral_id), card_button(_STOP, "🔕", "mute", referral_id)),)
    if isinstance(said, VoiceNote):
        return Prompt((frame,), rows=rows, voice=said)
    return Prompt((frame, *written(said)), rows=rows)


def written(text: str) -> tuple[Text, ...]:
    """Words of a person, line by line, without the empty ones."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(Text(_WORDS, {"words": Name(line)}) for line in lines if line)


def _answer(referral_id: int) -> Button:
    return card_button(_ANSWER, "✍️", "talk", referral_id)


def passed_to(whom: Name | None) -> Prompt:
    """To the learner; `whom` is None for the house as such."""
    # Translators: the learner's message goes to this person.
    named = Text("relay.passed", {"name": whom}) if whom else None
    # Translators: the learner's message goes to the Taalhuis.
    return Prompt((named or Text("relay.passed.house"),))


def passed_to_learner(learner: Name) -> Prompt:
    # Translators: to a volunteer or staff: the message goes to the learner.
    return Prompt((Text("volunteer.relay.passed", {"name": learner}),))


def too_long(referral_id: int, *, learner: bool) -> Prompt:
    return _asks(referral_id, _TOO_LONG if learner else _TOO_LONG_MEMBER)


def muted(referral_id: int) -> Prompt:
    """To the learner, who stopped it."""
    return Prompt((_MUTED,), rows=((_unmute(referral_id),),))


def muted_by_member(referral_id: int, learner: Name) -> Prompt:
    return Prompt((Text(_MUTED_MEMBER, {"name": learner}),), rows=((_unmute(referral_id),),))


def opened(referral_id: int) -> Prompt:
    """To the learner, who opened it again."""
    return Prompt((_OPENED,), rows=((write_button(referral_id),),))


def opened_by_member(referral_id: int, learner: Name) -> Prompt:
    return Prompt((Text(_OPENED_MEMBER, {"name": learner}),), rows=((_answer(referral_id),),))


def stopped_by_member(phone: str) -> Prompt:
    """To the learner; `phone` is that of the house, "" when it has none."""
    return Prompt((_STOPPED_BY_MEMBER, Text(_PHONE, {"phone": Name(phone)}) if phone else _VISIT))


def not_passed(why: str, learner: Name) -> Prompt:
    """To a volunteer or staff: this learner gets no messages; one of the keys above."""
    return Prompt((Text(why, {"name": learner}),))


def gone(referral_id: int) -> Prompt:
    """To a learner whose words were for somebody who does not help any more."""
    return Prompt((_GONE,), rows=((card_button(WRITE, "✍️", "talk", referral_id),),))


@dataclass(frozen=True, slots=True)
class Line:
    """One message as staff read it: `name` is that of who wrote it, `at` a wall time."""

    name: Name
    at: str
    said: str | VoiceNote


def history(referral_id: int, learner: Name, lines: Sequence[Line]) -> Prompt:
    """What the two wrote, oldest first: the newest that fit on a screen."""
    fitting: list[Line] = []
    room = _ROOM
    for line in reversed(lines):
        room -= len(line.said) if isinstance(line.said, str) else 0
        if room < 0 and fitting:
            break
        fitting.insert(0, line)
    # Translators: to staff, above the messages between a learner and who helps.
    title = Text("staff.relay.title", {"name": learner})
    # Translators: a button: back to the card of the sign-up.
    back = card_button(Text("general.back"), "↩️", "intake", referral_id)
    return Prompt((title, *(_told(line) for line in fitting)), rows=((back,),))


def _told(line: Line) -> Text:
    frame: dict[str, Param] = {"moment": Moment(line.at), "name": line.name}
    if isinstance(line.said, VoiceNote):
        # Translators: a voice note, of so many seconds.
        return Text("staff.relay.voice", {**frame, "count": line.said.seconds})
    # Translators: one message: when, by whom, and the words.
    return Text("staff.relay.line", {**frame, "words": Name(line.said)})


def _unmute(referral_id: int) -> Button:
    return card_button(_AGAIN, "🔔", "unmute", referral_id)
