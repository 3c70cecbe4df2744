"""What a learner sees of what is kept of them, and what they can do about it."""

from __future__ import annotations

from collections.abc import Sequence

from flows.deeds import card_button
from flows.events import Purpose
from flows.model import Button, Day, Document, Moment, Name, Prompt, Text

# Translators: a heading: where the sign-up stands.
STATE = Text("data.part.state")
# Translators: a heading.
ANSWERS = Text("data.part.answers")
# Translators: a heading: that somebody agreed, and when.
AGREED = Text("data.part.agreed")
# Translators: a heading.
MEETINGS = Text("data.part.meetings")
# Translators: a heading: what two people wrote to each other.
MESSAGES = Text("data.part.messages")
# Translators: a heading: what people of the Taalhuis wrote down or asked.
NOTES = Text("data.part.notes")
# Translators: a heading: who looked at the answers.
SEEN = Text("data.part.seen")
# Translators: a heading: what was spoken.
VOICE = Text("data.part.voice")
# Translators: a heading: how long it is kept.
HOW_LONG = Text("data.part.how_long")
# Translators: it is kept while somebody learns.
WHILE_LEARNING = Text("data.while_learning")
# Translators: nobody has looked at the answers yet.
NOBODY_LOOKED = Text("data.seen.nobody")
# Translators: with the file that holds everything.
HERE_IT_IS = Text("data.file.here")
# Translators: the title of the file that holds everything.
FILE_TITLE = Text("data.file.title")
# Translators: below the sign-up that is not sent yet: these answers are kept meanwhile.
DRAFT = Text("data.draft")
# Translators: somebody wants to take their yes back; all is erased then.
_CONSENT_SURE = Text("data.consent.ask")
# Translators: button: yes, take the consent back.
_CONSENT_YES = Text("data.consent.yes")
# Translators: somebody says that something is wrong; which?
_WHAT_IS_WRONG = Text("data.fix.ask")
# Translators: the new name is to be typed.
_ASK_NAME = Text("data.fix.name")
# Translators: the new telephone number is to be typed.
_ASK_PHONE = Text("data.fix.phone")
# Translators: what is wrong is to be typed; a person of the Taalhuis reads it.
_ASK_OTHER = Text("data.fix.other")
# Translators: it was changed at once.
FIXED = Text("data.fix.done")
# Translators: the Taalhuis will look at it.
PASSED_ON = Text("data.fix.passed_on")
# Translators: the Taalhuis erased everything because the person asked them to.
ERASED_FOR_YOU = Text("data.erased_by_staff")
# Translators: the Taalhuis changed something because the person asked them to.
CHANGED_FOR_YOU = Text("data.changed_by_staff")
_NOT = Text("erase.no")
_MOST_LINES = 8


def agreed(purpose: Purpose, moment: Moment) -> Text:
    """When somebody said yes, and to what."""
    match purpose:
        case Purpose.REFERRAL:
            # Translators: the person agreed at this moment.
            return Text("data.agreed", {"moment": moment})
        case Purpose.SIGNED_UP:
            # Translators: a helper said at this moment that the person whom they sign up wants it.
            return Text("data.agreed.signed_up", {"moment": moment})
        case Purpose.TELL_HELPER:
            # Translators: the helper may know that there was contact: so the person said at this moment.
            return Text("data.agreed.tell_helper", {"moment": moment})


def met(moment: Moment) -> Text:
    """An appointment."""
    # Translators: an appointment at this moment.
    return Text("data.meeting", {"moment": moment})


def looked(role: str, moment: Moment) -> Text:
    """Who looked at the answers, and when."""
    # Translators: somebody of the Taalhuis looked at the answers.
    house = Text("data.seen.house", {"moment": moment})
    # Translators: the volunteer looked at the answers.
    volunteer = Text("data.seen.volunteer", {"moment": moment})
    return volunteer if role == "volunteer" else house


def said(moment: Moment, by: Name | None, words: str) -> Text:
    """Something that was written; without a name by the learner."""
    if by is None:
        # Translators: the reader of this wrote it.
        return Text("data.said.you", {"moment": moment, "words": Name(words)})
    # Translators: {name} wrote it.
    return Text("data.said", {"moment": moment, "name": by, "words": Name(words)})


def until(day: Day) -> Text:
    """When it is erased."""
    # Translators: everything is erased after this day.
    return Text("data.until", {"day": day})


def voice(moment: Moment, seconds: int) -> Text:
    """A voice note."""
    # Translators: the person spoke so many seconds, at this moment.
    return Text("data.voice", {"moment": moment, "count": seconds})


def menu(lines: tuple[Text, ...], referral_id: int) -> Prompt:
    """What can be done about it."""
    return Prompt(
        lines,
        rows=(
            # Translators: button: a file with everything that is kept.
            (card_button(Text("data.button.file"), "📋", "dfile"),),
            # Translators: button: who looked at the answers.
            (card_button(Text("data.button.seen"), "👥", "dseen", 0),),
            # Translators: button: something of the answers is wrong.
            (card_button(Text("data.button.fix"), "✏️", "dfix", referral_id),),
            # Translators: button: take the consent back.
            (card_button(Text("data.button.consent"), "✋", "dcon"),),
            (card_button(Text("home.erase"), "🗑️", "dall"),),
        ),
    )


def seen(lines: Sequence[Text], at: int) -> Prompt:
    """Who looked: a page of it. `at` is the place of its first line."""
    if not lines:
        return Prompt((NOBODY_LOOKED,), rows=((_back(),),))
    more: tuple[tuple[Button, ...], ...] = ()
    if len(lines) > at + _MOST_LINES:
        more = ((card_button(Text("general.more"), "🔽", "dseen", at + _MOST_LINES),),)
    return Prompt(tuple(lines[at : at + _MOST_LINES]), rows=(*more, (_back(),)))


def consent_sure() -> Prompt:
    """Before the consent is taken back."""
    yes = card_button(_CONSENT_YES, "🗑️", "dcony")
    return Prompt((_CONSENT_SURE,), rows=((yes,), (card_button(_NOT, "↩️", "dmenu"),)))


def all_sure() -> Prompt:
    """Before everything is erased."""
    yes = card_button(Text("erase.yes"), "🗑️", "dally")
    return Prompt((Text("erase.ask"),), rows=((yes,), (card_button(_NOT, "↩️", "dmenu"),)))


def what_is_wrong(referral_id: int) -> Prompt:
    """Which of the answers?"""
    name = card_button(Text("intake.first_name.label"), "👤", "dfix", referral_id, "name")
    phone = card_button(Text("intake.phone.label"), "📞", "dfix", referral_id, "phone")
    # Translators: button: something else of the answers is wrong.
    other = card_button(Text("data.button.other"), "💬", "dfix", referral_id, "other")
    return Prompt((_WHAT_IS_WRONG,), rows=((name,), (phone,), (other,), (_back(),)))


def asks(what: str) -> Prompt:
    """The new words are waited for."""
    line = {"name": _ASK_NAME, "phone": _ASK_PHONE}.get(what, _ASK_OTHER)
    return Prompt((line,), rows=((_back(),),))


def file(document: Document) -> Prompt:
    """Everything as a file."""
    return Prompt((HERE_IT_IS,), document=document)


def _back() -> Button:
    return card_button(Text("general.back"), "↩️", "dmenu")
