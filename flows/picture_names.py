"""What the pictures on buttons are called, for somebody who hears an answer and looks for its picture.

A picture is an emoji, or the name of one of our own drawings (`data/pictures/<name>.svg`). It is called by
what is seen on it, in words that a child would use, and not by what it stands for: the label says that.
Pictures of the team need no name: only learners have their buttons read aloud.
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.model import Text

# Emoji come in two writings, with and without the sign that asks for colour.
_COLOUR = "\ufe0f"

_PEOPLE: Mapping[str, Text] = {
    "🙂": Text("picture.face_happy"),
    "😐": Text("picture.face_plain"),
    "🙁": Text("picture.face_sad"),
    "🤷": Text("picture.shrug"),
    "👤": Text("picture.person"),
    "👥": Text("picture.people"),
    "👫": Text("picture.two_people"),
    "👩‍🏫": Text("picture.teacher"),
    "🧒": Text("picture.child"),
    "🚶": Text("picture.walking"),
    "🗣": Text("picture.talking"),
    "🙋": Text("picture.arm_up"),
    "👍": Text("picture.thumb_up"),
    "👎": Text("picture.thumb_down"),
    "✋": Text("picture.hand"),
    "👋": Text("picture.hand_waving"),
    "✍": Text("picture.hand_writing"),
    "🤝": Text("picture.handshake"),
}
_SIGNS: Mapping[str, Text] = {
    "↩": Text("picture.arrow_back"),
    "➡": Text("picture.arrow_right"),
    "▶": Text("picture.triangle"),
    "◀": Text("picture.triangle"),
    "🔁": Text("picture.arrows_round"),
    "🔄": Text("picture.arrows_round"),
    "🔽": Text("picture.arrow_down"),
    "⌫": Text("picture.arrow_cross"),
    "✅": Text("picture.tick"),
    "✖": Text("picture.cross"),
    "➕": Text("picture.plus"),
    "❓": Text("picture.question_mark"),
    "🔢": Text("picture.digits"),
    "1⃣": Text("picture.one"),
    "2⃣": Text("picture.two"),
    "3⃣": Text("picture.three"),
    "💬": Text("picture.bubble"),
    "💛": Text("picture.heart"),
    "📍": Text("picture.pin"),
    "🎯": Text("picture.target"),
    "⬜": Text("picture.white_square"),
    "🔴": Text("picture.red"),
    "🟠": Text("picture.orange"),
    "🟡": Text("picture.yellow"),
    "🟢": Text("picture.green"),
    "🔵": Text("picture.blue"),
    "🟣": Text("picture.purple"),
    "🟤": Text("picture.brown"),
    "🇳🇱": Text("picture.flag"),
}
_THINGS: Mapping[str, Text] = {
    "📖": Text("picture.book"),
    "📚": Text("picture.books"),
    "✏": Text("picture.pencil"),
    "📝": Text("picture.paper_pencil"),
    "📋": Text("picture.list"),
    "✉": Text("picture.letter"),
    "💶": Text("picture.money"),
    "🏷": Text("picture.price_tag"),
    "👛": Text("picture.purse"),
    "🔑": Text("picture.key"),
    "🔧": Text("picture.tool"),
    "🛋": Text("picture.sofa"),
    "🚪": Text("picture.door"),
    "☕": Text("picture.cup"),
    "🧾": Text("picture.receipt"),
    "📜": Text("picture.scroll"),
    "📧": Text("picture.letter_sign"),
    "📨": Text("picture.letter_flying"),
    "💻": Text("picture.computer"),
    "📱": Text("picture.mobile"),
    "☎": Text("picture.telephone"),
    "📞": Text("picture.telephone"),
    "🔎": Text("picture.magnifier"),
    "🔊": Text("picture.loudspeaker"),
    "🔇": Text("picture.loudspeaker_off"),
    "📢": Text("picture.megaphone"),
    "🔒": Text("picture.lock"),
    "🔔": Text("picture.bell"),
    "🔕": Text("picture.bell_off"),
    "⏰": Text("picture.alarm_clock"),
    "🕐": Text("picture.clock"),
    "📅": Text("picture.calendar"),
    "🗑": Text("picture.bin"),
    "💼": Text("picture.bag"),
    "🎒": Text("picture.backpack"),
    "🎓": Text("picture.cap"),
    "🩺": Text("picture.stethoscope"),
    "🎤": Text("picture.microphone"),
    "🌐": Text("picture.globe"),
    "🌍": Text("picture.globe"),
    "🌅": Text("picture.sunrise"),
    "☀": Text("picture.sun"),
    "🌙": Text("picture.moon"),
}
_BUILDINGS: Mapping[str, Text] = {
    "🏠": Text("picture.house"),
    "🏘": Text("picture.houses"),
    "🏢": Text("picture.building"),
    "🏛": Text("picture.building_old"),
}
# Our own drawings.
_DRAWINGS: Mapping[str, Text] = {
    "afternoon": Text("picture.sun"),
    "call": Text("picture.telephone"),
    "chat": Text("picture.bubble"),
    "digital": Text("picture.computer"),
    "dutch": Text("picture.flag"),
    "evening": Text("picture.moon"),
    "group": Text("picture.people"),
    "money": Text("picture.money"),
    "morning": Text("picture.sunrise"),
    "numbers": Text("picture.digits"),
    "online": Text("picture.computer"),
    "reading": Text("picture.book"),
    "talking": Text("picture.talking"),
    "together": Text("picture.two_people"),
    "writing": Text("picture.paper_pencil"),
    "letter": Text("picture.letter"),
    "message": Text("picture.message"),
    "discount": Text("picture.discount"),
    "search": Text("picture.magnifier"),
    "email": Text("picture.email"),
    "form": Text("picture.form"),
    "purse": Text("picture.purse"),
    "login": Text("picture.login"),
    "taalhuis": Text("picture.taalhuis"),
}
# Translators: said after an answer that is ticked already: "Lezen, open boek, gekozen".
CHOSEN = Text("picture.chosen")

PICTURE_NAMES: Mapping[str, Text] = {**_PEOPLE, **_SIGNS, **_THINGS, **_BUILDINGS, **_DRAWINGS}


def picture_name(picture: str) -> Text | None:
    """What this picture is called; None when it has no name (or there is no picture: "")."""
    return PICTURE_NAMES.get(picture.replace(_COLOUR, ""))
