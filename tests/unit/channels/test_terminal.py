"""In the terminal a learner reads calm text and types numbers; each line typed means one thing."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest

from bot.channels.base import Channel, Envelope
from bot.channels.terminal import TerminalChannel
from bot.errors import RecipientGone
from bot.i18n import Catalogues
from flows.model import Button, Document, Name, Native, Prompt, Speech, Text, Venue, VoiceNote
from flows.replies import Command, Reply, SharedLocation, Tap, Typed
from tests.unit.i18n.builders import write

TEXTS = {
    "ask": "Hallo {name}! Lukt het lezen?",
    "good": "Lukt goed",
    "hard": "Soms lastig",
    "place": "Waar woont u?",
    "digit": "{digit}",
    "erase": "Wis",
    "explain": "Ik snap het niet",
    "stop": "Stoppen",
    "here": "Deel mijn plaats",
    "call": "Deel mijn nummer",
    "notice": "Dank u wel.",
    "voice.not_here": "Hier niet te horen.",
}
ALWAYS = ((Button("explain", Text("explain"), "❓"), Button("stop", Text("stop"), "✋")),)
GOOD = Button("0", Text("good"), "🙂")
HARD = Button("1", Text("hard"), "😐")
CARD = Prompt((Text("notice"),), ((Button("do:acc:1", Text("good")),), (Button("do:dec:1", Text("hard")),)))
QUESTION = Prompt((Text("ask", {"name": Name("Anna")}),), ((GOOD,), (HARD,)), ALWAYS, serial=5)


class Screen(StringIO):
    """What was printed. `tty` plays a terminal."""

    def __init__(self, *, tty: bool = False) -> None:
        super().__init__()
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


class ClosedPipe(StringIO):
    """Nobody reads any more."""

    def write(self, _text: str) -> int:
        raise BrokenPipeError


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Catalogues:
    root = tmp_path_factory.mktemp("locale")
    write(root, "nl", TEXTS)
    return Catalogues(root)


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def terminal(texts: Catalogues, screen: Screen) -> TerminalChannel:
    return TerminalChannel(texts, screen)


def envelope(prompt: Prompt, *, conversation: int = 7, outbox_id: int = 1) -> Envelope:
    return Envelope(outbox_id, "me", conversation, "nl", "Europe/Amsterdam", prompt)


def keypad(*, serial: int = 6) -> Prompt:
    digits = [Button(f"k{digit}", Text("digit", {"digit": Name(digit)})) for digit in "1234567890"]
    rows = (
        *(tuple(digits[start : start + 3]) for start in (0, 3, 6)),
        (Button("kx", Text("erase")), digits[9]),
    )
    return Prompt((Text("place"),), rows, ALWAYS, serial=serial)


async def test_a_question_is_printed_with_numbered_buttons_and_the_fixed_row_under_them(
    terminal: TerminalChannel, screen: Screen
) -> None:
    await terminal.deliver(envelope(QUESTION))
    assert screen.getvalue() == (
        "\n"
        "Hallo Anna! Lukt het lezen?\n"
        "  1  🙂 Lukt goed\n"
        "  2  😐 Soms lastig\n"
        "  3 ❓ Ik snap het niet · 4 ✋ Stoppen\n"
    )


async def test_what_a_learner_hears_is_printed_for_who_reads_along(
    terminal: TerminalChannel, screen: Screen
) -> None:
    speech = Speech(QUESTION.lines, QUESTION.rows[0])
    await terminal.deliver(envelope(Prompt((), speech=speech)))
    assert screen.getvalue() == "[🔊 Hallo Anna! Lukt het lezen? · Lukt goed]\n"
    screen.truncate(0)
    screen.seek(0)
    await terminal.deliver(replace(envelope(replace(QUESTION, always=())), aloud=True))
    assert screen.getvalue() == (
        "[🔊 Hallo Anna! Lukt het lezen? · Lukt goed · Soms lastig]\n"
        "\nHallo Anna! Lukt het lezen?\n  1  🙂 Lukt goed\n  2  😐 Soms lastig\n"
    )


async def test_a_keypad_is_printed_as_it_looks(terminal: TerminalChannel, screen: Screen) -> None:
    await terminal.deliver(envelope(keypad()))
    assert screen.getvalue() == (
        "\nWaar woont u?\n  1  2  3\n  4  5  6\n  7  8  9\n  0\n  10  Wis\n"
        "  11 ❓ Ik snap het niet · 12 ✋ Stoppen\n"
    )


@pytest.mark.parametrize(
    ("typed", "choice"), [("1", "k1"), ("0", "k0"), ("9", "k9"), ("10", "kx"), ("12", "stop")]
)
async def test_a_digit_on_the_keypad_is_typed_as_itself(
    terminal: TerminalChannel, typed: str, choice: str
) -> None:
    await terminal.deliver(envelope(keypad()))
    assert terminal.reply_for(typed) == Tap(choice, 6, 7)


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("1", Tap("0", 5, 7)),
        (" 2 \n", Tap("1", 5, 7)),
        ("4", Tap("stop", 5, 7)),
        ("5", Typed("5")),
        ("8011 AB", Typed("8011 AB")),
        ("Soms lastig", Typed("Soms lastig")),
        ("", Typed("")),
        ("/start", Command("start")),
        ("/Taal en us", Command("taal", "en us")),
        ("/", Typed("/")),
        ("@52.5,6.1", SharedLocation(52.5, 6.1)),
        ("@ 52.5 6.1", SharedLocation(52.5, 6.1)),
        ("@-3,-70.25", SharedLocation(-3.0, -70.25)),
        ("@91,6", Typed("@91,6")),
        ("@anna", Typed("@anna")),
    ],
)
async def test_a_typed_line_means_one_thing(terminal: TerminalChannel, line: str, reply: Reply) -> None:
    await terminal.deliver(envelope(QUESTION))
    assert terminal.reply_for(line) == reply


async def test_before_the_first_question_a_number_is_only_words(terminal: TerminalChannel) -> None:
    assert terminal.reply_for("1") == Typed("1")


async def test_a_notice_leaves_the_numbers_of_the_question(terminal: TerminalChannel) -> None:
    await terminal.deliver(envelope(QUESTION))
    await terminal.deliver(envelope(Prompt((Text("notice"),))))
    assert terminal.reply_for("1") == Tap("0", 5, 7)


async def test_an_open_question_takes_numbers_as_words(terminal: TerminalChannel) -> None:
    await terminal.deliver(envelope(QUESTION))
    await terminal.deliver(envelope(Prompt((Text("place"),), serial=6)))
    assert terminal.reply_for("1") == Typed("1")


async def test_an_older_question_that_loses_its_buttons_leaves_those_of_the_next(
    terminal: TerminalChannel, screen: Screen
) -> None:
    await terminal.deliver(envelope(keypad(serial=6)))
    await terminal.deliver(envelope(Prompt(QUESTION.lines, serial=5, replaces=True, chosen=(Text("good"),))))
    assert terminal.reply_for("1") == Tap("k1", 6, 7)
    assert screen.getvalue().endswith("Stoppen\n→ Lukt goed\n")


async def test_a_new_conversation_counts_from_the_start(terminal: TerminalChannel) -> None:
    await terminal.deliver(envelope(keypad(serial=60)))
    await terminal.deliver(envelope(QUESTION, conversation=8))
    assert terminal.reply_for("2") == Tap("1", 5, 8)


async def test_what_is_ticked_is_marked(terminal: TerminalChannel, screen: Screen) -> None:
    ticked = Button("-0", Text("good"), "🙂", selected=True)
    await terminal.deliver(envelope(Prompt((Text("place"),), ((ticked, HARD),), serial=1)))
    assert "  1  ✓ 🙂 Lukt goed\n  2  😐 Soms lastig\n" in screen.getvalue()


async def test_sharing_a_location_is_shown_as_what_to_type_and_a_contact_not_at_all(
    terminal: TerminalChannel, screen: Screen
) -> None:
    native = (
        Button("here", Text("here"), "📍", native=Native.LOCATION),
        Button("call", Text("call"), native=Native.CONTACT),
        HARD,
    )
    await terminal.deliver(envelope(Prompt((Text("place"),), serial=1, native=native)))
    assert screen.getvalue() == ("\nWaar woont u?\n  @52.5,6.1  📍 Deel mijn plaats\n  1  😐 Soms lastig\n")
    assert terminal.reply_for("1") == Tap("1", 1, 7)


async def test_a_taalhuis_is_shown_with_its_address(terminal: TerminalChannel, screen: Screen) -> None:
    venue = Venue("Taalhuis Zwolle", "Straat 1, Zwolle", 52.5112, 6.0948)
    await terminal.deliver(envelope(Prompt((Text("notice"),), venue=venue)))
    assert screen.getvalue() == ("\nDank u wel.\n📍 Taalhuis Zwolle, Straat 1, Zwolle (52.51120, 6.09480)\n")


async def test_a_name_cannot_take_over_the_screen(terminal: TerminalChannel, screen: Screen) -> None:
    name = Name("\x1b[2J[red]Anna\x07\x9b31m:smile:")
    await terminal.deliver(envelope(Prompt((Text("ask", {"name": name}),))))
    assert screen.getvalue() == "\nHallo [2J[red]Anna31m:smile:! Lukt het lezen?\n"


async def test_there_is_colour_on_a_terminal_only(texts: Catalogues, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for variable in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(variable, raising=False)
    plain, coloured = Screen(), Screen(tty=True)
    for screen in (plain, coloured):
        await TerminalChannel(texts, screen).deliver(envelope(QUESTION))
    assert "\x1b[" in coloured.getvalue()
    assert "\x1b[" not in plain.getvalue()


async def test_a_long_line_stays_whole_where_a_program_reads_along(
    terminal: TerminalChannel, screen: Screen
) -> None:
    await terminal.deliver(envelope(Prompt((Text("ask", {"name": Name("Anna " * 60)}),))))
    assert len(screen.getvalue().splitlines()) == 2


async def test_a_closed_pipe_is_somebody_who_left(texts: Catalogues) -> None:
    with pytest.raises(RecipientGone):
        await TerminalChannel(texts, ClosedPipe()).deliver(envelope(QUESTION))


async def test_the_terminal_is_a_channel_that_cannot_push(terminal: TerminalChannel) -> None:
    channel: Channel = terminal
    assert await channel.deliver(envelope(QUESTION, outbox_id=42)) == "42"
    assert (channel.name, channel.capabilities.push, channel.capabilities.contact) == (
        "terminal",
        False,
        False,
    )
    assert channel.capabilities.location


async def test_the_numbers_of_a_card_stay_good_while_questions_come_and_go(
    terminal: TerminalChannel, screen: Screen
) -> None:
    await terminal.deliver(envelope(CARD))
    await terminal.deliver(envelope(QUESTION))
    assert "  101  Lukt goed\n  102  Soms lastig\n" in screen.getvalue()
    assert terminal.reply_for("102") == Tap("do:dec:1", 0, 7)
    assert terminal.reply_for("1") == Tap("0", 5, 7)


async def test_ten_cards_later_a_number_means_the_new_card(terminal: TerminalChannel) -> None:
    other = replace(CARD, rows=((Button("do:ok:2", Text("good")),),))
    for card in (CARD, *[other] * 9):
        await terminal.deliver(envelope(card))
    assert terminal.reply_for("101") == Tap("do:ok:2", 0, 7)
    assert terminal.reply_for("102") == Typed("102")
    assert terminal.reply_for("901") == Tap("do:ok:2", 0, 7)


async def test_a_file_is_named_and_that_somebody_spoke_is_told(
    terminal: TerminalChannel, screen: Screen
) -> None:
    file = Document("afspraak.ics", "text/calendar", "BEGIN:VCALENDAR")
    spoken = VoiceNote("telegram", "AwAC", 3)
    await terminal.deliver(envelope(replace(CARD, document=file, voice=spoken)))
    assert "📎 afspraak.ics\n🔊 Hier niet te horen.\n" in screen.getvalue()
