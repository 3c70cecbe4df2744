"""A small conversation in memory behind the real pages: every kind of message, no database, no catalogue.

`Chats` is Inbox and Transcripts in one, as the durable services are to the pages: it keeps what was received,
answers each update once, and can be away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.errors import StorageUnavailable
from bot.services.inbox import Inbound, Receipt
from bot.services.transcripts import Transcript, merge
from flows.model import Button, Name, Native, Prompt, Text, Venue
from flows.replies import Command, Reply, SharedLocation, Spoken, Tap, Typed

ALWAYS = ((Button("explain", Text("demo.explain"), "❓"), Button("stop", Text("demo.stop"), "✋")),)
HOUSE = Venue("Taalhuis <Kade>", "Kade 1, Zwolle", 52.5, 6.1)
NEEDS = ("reading", "writing")


class KeysAsTexts:
    """Shows every text as its key, so that a test names what it looks for; `ar` runs from right to left."""

    languages = ("nl", "en", "ar")

    def render(self, text: Text | Name, language: str) -> str:
        if isinstance(text, Name):
            return text.name
        words = [str(getattr(value, "name", value)) for value in text.params.values()]
        return " ".join([text.key, *words]) if language == "nl" else " ".join([language, text.key, *words])

    def best(self, language_hint: str) -> str:
        root = language_hint.partition("-")[0].lower()
        return root if root in self.languages else "nl"

    def is_rtl(self, language: str) -> bool:
        return language == "ar"

    def own_name(self, language: str) -> str:
        return {"nl": "Nederlands", "en": "English", "ar": "العربية"}[language]


@dataclass
class Talk:
    """One person's conversation: the prompts so far, and which question is open."""

    language: str
    prompts: list[Prompt] = field(default_factory=list)
    step: int = 0
    ticked: frozenset[str] = frozenset()
    digits: str = ""
    name: str = ""


class Chats:
    """Asks name, yes or no, two ticks, two digits (or the location) and shows a Taalhuis."""

    def __init__(self) -> None:
        self.received: list[Inbound] = []
        self.talks: dict[str, Talk] = {}
        self.away = False
        self.breaks: Callable[[], None] | None = None
        self._seen: set[tuple[str, int]] = set()

    async def receive(self, inbound: Inbound) -> Receipt:
        self._reachable()
        key = (inbound.source, inbound.update_id)
        language = inbound.actor.language_hint[:2] or "nl"
        if key in self._seen:
            return Receipt(repeated=True, toast=None, language=language)
        self._seen.add(key)
        self.received.append(inbound)
        talk = self.talks.setdefault(inbound.actor.address, Talk(language))
        toast = self._answered(talk, inbound.reply)
        return Receipt(repeated=False, toast=toast, language=talk.language)

    async def of(self, address: str) -> Transcript | None:
        self._reachable()
        talk = self.talks.get(address)
        if talk is None:
            return None
        return Transcript(talk.language, 7, merge(enumerate(talk.prompts, start=1)), str(len(talk.prompts)))

    async def version(self, address: str) -> str | None:
        self._reachable()
        talk = self.talks.get(address)
        return str(len(talk.prompts)) if talk else None

    async def forget(self, address: str) -> None:
        self._reachable()
        self.talks.pop(address, None)

    def replies(self) -> list[Reply | None]:
        return [inbound.reply for inbound in self.received]

    def _reachable(self) -> None:
        if self.away:
            raise StorageUnavailable("test")
        if self.breaks:
            self.breaks()

    def _answered(self, talk: Talk, reply: Reply | None) -> Text | None:
        match reply:
            case Command("start"):
                talk.step = 1
                talk.prompts.append(Prompt((Text("demo.hello"),)))
                talk.prompts.append(_name())
            case Tap(choice, 0) if choice.startswith("do:more"):
                talk.prompts.append(Prompt((Text("demo.more"),)))
            case Tap(choice, 0, ref=ref) if choice.startswith("do:"):
                talk.prompts.append(Prompt((Text("demo.done"),), replaces=True, card_ref=ref))
            case Tap(_, serial) if serial != talk.step:
                return Text("demo.already")
            case Tap("explain"):
                talk.prompts.append(Prompt((Text("demo.explained"),)))
            case _:
                _follow(talk, reply)
        return None


def _follow(talk: Talk, reply: Reply | None) -> None:
    match talk.step, reply:
        case 1, Typed(name):
            talk.name = name
            _next(talk, _name(), Name(name), _agree(name))
        case 1, Spoken():
            _next(talk, _name(), Name("🎤"), _agree("🎤"))
        case 2, Tap(choice):
            _next(talk, _agree(talk.name), Text(f"demo.{choice}"), _needs(frozenset()))
        case 3, Tap("ok"):
            _next(talk, Prompt((Text("demo.needs"),), serial=3), Text("demo.ticked"), _digits(""))
        case 3, Tap(choice):
            talk.ticked = talk.ticked | {choice[1:]} if choice[0] == "+" else talk.ticked - {choice[1:]}
            talk.prompts.append(_replacing(_needs(talk.ticked)))
        case 4, Tap(choice) if len(choice) < 3:
            talk.prompts.append(_replacing(_digits(choice[1:])))
        case 4, Tap() | SharedLocation():
            _next(talk, Prompt((Text("demo.digits"),), serial=4), Text("demo.place"), _house())
        case _:
            talk.prompts.append(Prompt((Text("demo.press"),)))


def _next(talk: Talk, asked: Prompt, chosen: Text | Name, following: Prompt) -> None:
    closed = Prompt(asked.lines, serial=asked.serial, replaces=True, chosen=(chosen,))
    talk.prompts += [closed, following]
    talk.step += 1


def _replacing(prompt: Prompt) -> Prompt:
    return Prompt(
        prompt.lines, prompt.rows, prompt.always, prompt.serial, replaces=True, native=prompt.native
    )


def _name() -> Prompt:
    return Prompt((Text("demo.name"),), always=ALWAYS, serial=1, hears=True)


def _agree(name: str) -> Prompt:
    buttons = (Button("yes", Text("demo.yes"), "👍"), Button("no", Text("demo.no"), "👎"))
    return Prompt((Text("demo.agree", {"name": Name(name)}),), (buttons,), ALWAYS, 2)


def _needs(ticked: frozenset[str]) -> Prompt:
    rows = tuple(
        (Button(("-" if need in ticked else "+") + need, Text(f"demo.{need}"), selected=need in ticked),)
        for need in NEEDS
    )
    return Prompt((Text("demo.needs"),), (*rows, (Button("ok", Text("demo.ready")),)), ALWAYS, 3)


def _digits(before: str) -> Prompt:
    keys = [Button(f"k{before}{digit}", Text(str(digit))) for digit in (1, 2, 3, 4, 5, 6, 7, 8, 9, 0)]
    rows = tuple(tuple(keys[at : at + 3]) for at in range(0, 10, 3))
    share = Button("here", Text("demo.here"), native=Native.LOCATION)
    return Prompt((Text("demo.digits", {"so_far": Name(before)}),), rows, ALWAYS, 4, native=(share,))


def _house() -> Prompt:
    return Prompt((Text("demo.found"),), ((Button("done", Text("demo.done")),),), (), 5, venue=HOUSE)
