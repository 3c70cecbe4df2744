"""Which message is the question, and which are only looked back at."""

from __future__ import annotations

from bot.channels.base import Envelope
from bot.channels.web import WebChannel
from bot.services.transcripts import Shown, Transcript, merge
from console.view import Conversation, conversation_of, sentences
from flows.deeds import card_button
from flows.model import Button, Name, Native, Prompt, Text
from tests.console.fakes import HOUSE, KeysAsTexts

YES = ((Button("yes", Text("yes")),),)
STOP = ((Button("stop", Text("stop")),),)
HERE = Button("here", Text("here"), native=Native.LOCATION)


def seen(*prompts: Prompt) -> Conversation:
    return conversation_of(Transcript("nl", 1, merge(enumerate(prompts, start=1))), KeysAsTexts())


def asked(page: Conversation) -> str:
    assert page.question is not None
    return " ".join(sentence.words for sentence in page.question.asks)


def line(key: str, **more: object) -> Prompt:
    return Prompt((Text(key),), **more)  # type: ignore[arg-type]


def test_a_prompt_that_replaces_takes_the_place_of_the_newest_with_its_serial() -> None:
    first, second, other = line("a", serial=1), line("b", serial=1), line("c", serial=2)
    instead = line("d", serial=1, replaces=True)
    assert merge([(4, first), (5, second), (6, other), (7, instead)]) == (
        Shown(4, first),
        Shown(5, instead),
        Shown(6, other),
    )


def test_a_prompt_that_replaces_nothing_is_shown_at_the_end() -> None:
    lonely = line("a", serial=3, replaces=True)
    assert merge([(1, line("x")), (2, lonely)])[-1] == Shown(2, lonely)


def test_messages_without_a_number_never_replace_each_other() -> None:
    assert len(merge([(1, line("a")), (2, line("b")), (3, line("c", replaces=True))])) == 3


def test_the_newest_open_question_is_in_focus_and_what_was_said_since_the_answer_is_fresh() -> None:
    old = line("old", serial=1, chosen=(Text("yes"),))
    page = seen(line("hello"), old, line("word"), line("new", rows=YES, serial=2))
    assert page.question is not None
    assert asked(page) == "new"
    assert [bubble.lines for bubble in page.log] == [("hello",), ("old",)]
    assert [bubble.lines for bubble in page.fresh] == [("word",)]


def test_an_older_question_that_is_still_open_has_no_buttons() -> None:
    page = seen(line("old", rows=YES, serial=1), line("new", rows=YES, serial=2))
    assert [bubble.lines for bubble in page.fresh] == [("old",)]


def test_a_message_after_the_question_does_not_hide_it() -> None:
    page = seen(line("ask", rows=YES, serial=1), line("word"))
    assert page.question is not None
    assert asked(page) == "ask"


def test_an_answered_question_shows_what_was_chosen() -> None:
    chosen = line("ask", serial=1, replaces=True, chosen=(Text("a"), Name("<b>")))
    page = seen(line("ask", rows=YES, serial=1), chosen)
    assert page.question is None
    assert page.ended
    assert [bubble.chosen for bubble in page.log] == ["a · <b>"]


def test_the_phones_own_button_is_offered_beside_the_open_question() -> None:
    page = seen(line("where", rows=YES, always=STOP, serial=1), line("press below", native=(HERE,)))
    assert page.question is not None
    assert asked(page) == "where"
    assert page.question.location is not None
    assert (page.question.location.lines, page.question.location.label) == (("press below",), "here")
    assert (page.log, page.fresh) == ((), ())


def test_the_phones_own_button_goes_when_it_is_taken_away() -> None:
    page = seen(
        line("where", rows=YES, serial=1),
        line("press below", native=(HERE,)),
        line("thanks", closes_native=True),
    )
    assert page.question is not None
    assert page.question.location is None
    assert [bubble.lines for bubble in page.fresh] == [("press below",), ("thanks",)]


def test_a_contact_button_is_left_out_for_a_page_has_none() -> None:
    contact = Button("mine", Text("mine"), native=Native.CONTACT)
    page = seen(line("call", rows=((contact,), *YES), native=(contact,), serial=1))
    assert page.question is not None
    assert page.question.location is None
    assert [[choice.choice for choice in row.choices] for row in page.question.rows] == [["yes"]]


def test_number_keys_press_the_answers_but_never_a_digit_of_the_keypad() -> None:
    page = seen(line("ask", rows=(*YES, *STOP), serial=1))
    assert page.question is not None
    assert [row.choices[0].key for row in page.question.rows] == ["1", "2"]
    digits = tuple(Button(f"k{digit}", Text(str(digit))) for digit in range(3))
    page = seen(line("ask", rows=(digits,), serial=1))
    assert page.question is not None
    assert page.question.keypad
    assert [choice.key for choice in page.question.rows[0].choices] == ["", "", ""]


def test_the_sentence_that_asks_stands_out() -> None:
    spoken = sentences("Ik geef het door. Mag dat? Bij nee bewaar ik niets.")
    assert [(part.words, part.strong) for part in spoken] == [
        ("Ik geef het door.", False),
        ("Mag dat?", True),
        ("Bij nee bewaar ik niets.", False),
    ]


def test_without_a_question_the_first_sentence_stands_out() -> None:
    assert [part.strong for part in sentences("Wat is uw naam. Typ die.")] == [True, False]
    assert [part.strong for part in sentences("ما اسمك؟ اكتب.")] == [True, False]
    assert sentences("") == ()


def test_two_short_answers_stand_beside_each_other_on_a_narrow_screen() -> None:
    short = (Button("yes", Text("Ja"), "👍"), Button("no", Text("Nee"), "👎"))
    long = (Button("ok", Text("Klopt"), "👍"), Button("more", Text("Iets veranderen"), "✏️"))
    ticks = (Button("+a", Text("ma")), Button("+b", Text("di")))
    page = seen(line("ask", rows=(short, long, ticks, *YES), serial=1))
    assert page.question is not None
    assert [row.layout for row in page.question.rows] == ["short", "pair", "pair", ""]


def test_an_address_is_told_once() -> None:
    told = seen(line("Kade 1, Zwolle", venue=HOUSE), line("ask", rows=YES, serial=1))
    silent = seen(line("map", venue=HOUSE), line("ask", rows=YES, serial=1))
    assert [bubble.card and bubble.card.address for bubble in told.fresh] == [""]
    assert [bubble.card and bubble.card.address for bubble in silent.fresh] == ["Kade 1, Zwolle"]


async def test_the_web_delivers_by_saying_which_row_may_be_shown() -> None:
    envelope = Envelope(41, "address", 1, "nl", "Europe/Amsterdam", line("a"))
    assert await WebChannel().deliver(envelope) == "41"


# ── Cards ──────────────────────────────────────────────────────────────────────────────────────────────────

ACCEPT = ((card_button(Text("accept"), "", "acc", 1),),)


def test_a_card_takes_the_place_of_the_message_that_it_names() -> None:
    card, other = line("offer", rows=ACCEPT), line("word")
    taken = line("taken", replaces=True, card_ref="4")
    again = line("again", replaces=True, card_ref="6")
    assert merge([(4, card), (5, other), (6, taken), (7, again)]) == (Shown(4, again), Shown(5, other))


def test_a_card_that_names_a_message_that_is_gone_is_shown_at_the_end() -> None:
    lonely = line("taken", replaces=True, card_ref="3")
    assert merge([(4, line("a", serial=1)), (5, lonely)]) == (Shown(4, line("a", serial=1)), Shown(5, lonely))


def test_cards_keep_their_buttons_in_the_log_and_are_no_question() -> None:
    page = seen(
        line("offer", rows=ACCEPT),
        line("old", serial=1, chosen=(Text("yes"),)),
        line("reminder", rows=ACCEPT),
        line("ask", rows=YES, serial=2),
        line("late", rows=ACCEPT),
    )
    assert asked(page) == "ask"
    buttons = [
        [choice.choice for row in bubble.rows for choice in row.choices]
        for bubble in (*page.log, *page.fresh)
    ]
    assert buttons == [["do:acc:1"], [], ["do:acc:1"], ["do:acc:1"]]


def test_the_days_of_a_week_stand_beside_each_other() -> None:
    week = tuple(card_button(Text(str(day)), "", "day", day) for day in range(1, 8))
    [bubble] = seen(line("when", rows=(week,))).fresh
    assert [row.layout for row in bubble.rows] == ["many"]


def test_a_page_of_cards_alone_asks_nothing() -> None:
    page = seen(line("offer", rows=ACCEPT))
    assert page.question is None
    assert page.works
    answered = seen(line("offer", rows=ACCEPT), line("taken", replaces=True, card_ref="1"))
    assert (answered.works, answered.ended) == (True, True)
    assert not seen(line("word")).works


async def test_only_the_demo_promises_messages_on_a_page() -> None:
    assert [WebChannel().capabilities.push, WebChannel(push=True).capabilities.push] == [False, True]
