"""Golden conversations: what a person does, and what they then see, in files that anybody can read.

A file in tests/chats/ has a `title`, the `channel` (telegram, web or kiosk), perhaps facts of the
world, and `turns`. A turn is what the `person` does, what the `bot` shows, and which `events` the
services are told. Between every two turns the state is written to JSON and read back.

    person: start                      opens the conversation
            tap "Lezen"                a button of the present question
            tap old "Lezen"            the newest button with that label of an earlier question
            tap again                  the same tap once more, as with a nervous thumb
            type "ik heet Jan"         words · edit "…" changes an earlier message
            location 52.5 6.1          shares a place · contact own|other 31612345678 · command taal
            speak 2                    a voice note of so many seconds
            send sticker               anything that is no answer
            wait 3                     days without an answer
            update                     the program is updated while they are away

    bot:    a line of text · [button] [button] · [✓ ticked] · (❓ ✋) the fixed row · <button of the phone>
            ✔ the question that is left → the answer · ≈ the question redrawn · ⌂ on the map · ! a short word
           ♪ what is read aloud, then the answers / each with its picture

`python -m tests.support.chats --update` writes what the bot says now into the files; read the difference.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from flows import engine
from flows.events import (
    AloudChosen,
    Event,
    IntakeSubmitted,
    LanguageChosen,
    PersonAsked,
    Stopped,
    TaalhuisChanged,
)
from flows.intake import intake_flow
from flows.model import Button, Name, Prompt, State, Text, Turn, VoiceNote
from flows.replies import (
    Command,
    Edited,
    Reply,
    SharedContact,
    SharedLocation,
    Silence,
    Spoken,
    Tap,
    Typed,
    Unexpected,
)
from flows.spoken import STAND_IN, UNWRITTEN
from flows.step import Flow
from tests.support.worlds import HOUSES, KIOSK, TELEGRAM, WEB, FakeWorld

CHATS = Path(__file__).resolve().parent.parent / "chats"
STATES = TypeAdapter(State)
PROMPTS = TypeAdapter(Prompt)
_CHANNELS = {"telegram": TELEGRAM, "web": WEB, "kiosk": KIOSK}


class NoSuchButtonError(AssertionError):
    """The person presses something that is not on the screen."""


@dataclass(slots=True)
class Conversation:
    """Plays one conversation, as a person with a screen would have it."""

    flow: Flow
    world: FakeWorld
    language: str
    turn: Turn | None = None
    questions: list[Prompt] = field(default_factory=list)
    last_tap: Tap | None = None

    def play(self, action: str) -> Turn:
        """Do what the line says and keep what is on the screen.

        Raises:
            NoSuchButtonError: the button is not there.
            ValueError: the line is not understood.
        """
        if action == "start":
            self.turn = engine.start(self.flow, world=self.world, language=self.language)
        elif action == "update":
            self.turn = replace(
                self._present, state=replace(self._present.state, version=0), prompts=(), events=()
            )
        else:
            state = STATES.validate_json(STATES.dump_json(self._present.state))
            assert state == self._present.state
            self.turn = engine.resume(self.flow, state, self._reply(action), self.world)
        for prompt in self._present.prompts:
            assert PROMPTS.validate_json(PROMPTS.dump_json(prompt)) == prompt
            if prompt.serial and (prompt.rows or prompt.always):
                self.questions.append(prompt)
        return self._present

    @property
    def _present(self) -> Turn:
        if self.turn is None:
            raise ValueError("a conversation begins with: start")
        return self.turn

    def _reply(self, action: str) -> Reply:
        verb, _, rest = action.partition(" ")
        words = rest.split()
        match verb:
            case "tap" if rest == "again" and self.last_tap:
                return self.last_tap
            case "tap":
                self.last_tap = self._tap(rest)
                return self.last_tap
            case "type":
                return Typed(_quoted(rest))
            case "edit":
                return Edited(_quoted(rest))
            case "location":
                return SharedLocation(float(words[0]), float(words[1]))
            case "contact":
                return SharedContact(words[1], own=words[0] == "own")
            case _:
                return _plain_reply(verb, rest)

    def _tap(self, rest: str) -> Tap:
        old = rest.startswith("old ")
        label = _quoted(rest.removeprefix("old "))
        serial = self._present.state.serial
        shown = [question for question in self.questions if (question.serial != serial) == old]
        for question in reversed(shown if old else shown[-1:]):
            for button in (button for row in (*question.rows, *question.always) for button in row):
                if self.say(button.label) == label:
                    return Tap(button.choice, question.serial)
        raise NoSuchButtonError(f"no button {label!r} on the screen")

    def say(self, text: Text | Name) -> str:
        if isinstance(text, Name) and text.name != UNWRITTEN:
            return text.name
        text = STAND_IN if isinstance(text, Name) else text
        return self.world.label(text, self._present.state.language)

    # ── What is on the screen ────────────────────────────────────

    def shown(self) -> list[str]:
        """Each line that this turn shows."""
        lines = [line for prompt in self._present.prompts for line in self._lines(prompt)]
        return [*lines, *([f"! {self.say(self._present.toast)}"] if self._present.toast else [])]

    def _lines(self, prompt: Prompt) -> Iterator[str]:
        text = [self.say(line) for line in prompt.lines]
        if prompt.replaces and not prompt.rows:
            chosen = ", ".join(self.say(part) for part in prompt.chosen)
            yield f"✔ {text[0]} → {chosen}" if chosen else f"✔ {text[0]}"
            return
        if prompt.replaces:
            text[0] = f"≈ {text[0]}"
        yield from text
        yield from self._heard(prompt)
        if prompt.venue:
            yield f"⌂ {prompt.venue.name}, {prompt.venue.address}"
        for row in prompt.rows:
            yield " ".join(f"[{'✓ ' if button.selected else ''}{self._label(button)}]" for button in row)
        if prompt.native:
            yield " ".join(f"<{self._label(button)}>" for button in prompt.native)
        if prompt.closes_native:
            yield "(the button of the phone is gone)"
        if prompt.always:
            yield f"({' '.join(button.picture for row in prompt.always for button in row)})"

    def _heard(self, prompt: Prompt) -> Iterator[str]:
        if prompt.speech:
            said = [self.say(line) for line in prompt.speech.lines]
            answers = [self._label(button) for button in prompt.speech.choices]
            yield f"♪ {' / '.join([' '.join(said), *answers])}"

    def _label(self, button: Button) -> str:
        return f"{button.picture} {self.say(button.label)}".strip()

    def happened(self) -> list[str]:
        """Each event, with the part of it that matters to a reader."""
        return [_told(event) for event in self._present.events]


def _plain_reply(verb: str, rest: str) -> Reply:
    match verb:
        case "command":
            return Command(rest)
        case "speak":
            return Spoken(VoiceNote("telegram", f"voice-of-{rest}-seconds", int(rest)))
        case "send":
            return Unexpected(rest)
        case "wait":
            return Silence(int(rest))
        case _:
            raise ValueError(f"nobody knows how to {verb!r}")


def _quoted(text: str) -> str:
    """The words between the quotes; `"a" * 5000` repeats them."""
    words, _, times = text.strip().partition('" * ')
    return words.strip('"') * int(times) if times else text.strip()[1:-1]


def _told(event: Event) -> str:
    name = type(event).__name__
    match event:
        case IntakeSubmitted() | TaalhuisChanged():
            return f"{name} {event.match.code if event.match else '-'}"
        case LanguageChosen(language):
            return f"{name} {language}"
        case AloudChosen(on):
            return f"{name} {'on' if on else 'off'}"
        case PersonAsked(step):
            return f"{name} at {step}"
        case Stopped(keep):
            return f"{name} keep={keep}"
        case _:
            return name


# ── Files ─────────────────────────────────────


def chat_files() -> list[Path]:
    """All golden conversations."""
    return sorted(CHATS.glob("*.yaml"))


def read_chat(path: Path) -> dict[str, Any]:
    """One golden conversation as plain data."""
    chat: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return chat


def played(chat: Mapping[str, Any], flow: Flow) -> list[dict[str, Any]]:
    """The turns of this chat as they go now, in the form of the file."""
    conversation = Conversation(flow, _world(chat), chat.get("language", "nl"))
    turns: list[dict[str, Any]] = []
    for turn in chat["turns"]:
        conversation.play(turn["person"])
        now: dict[str, Any] = {"person": turn["person"], "bot": conversation.shown()}
        if events := conversation.happened():
            now["events"] = events
        turns.append(now)
    answers = conversation.turn.state.answers if conversation.turn else {}
    return [*turns, {"kept": ", ".join(answers)}]


def prompts_of(chat: Mapping[str, Any], flow: Flow) -> list[tuple[Prompt, str]]:
    """Every message of this chat, with the language in which it is shown."""
    conversation = Conversation(flow, _world(chat), chat.get("language", "nl"))
    turns = (conversation.play(turn["person"]) for turn in chat["turns"])
    return [(prompt, turn.state.language) for turn in turns for prompt in turn.prompts]


def _world(chat: Mapping[str, Any]) -> FakeWorld:
    facts = dict(chat.get("world", {}))
    houses = HOUSES[: facts.pop("houses", len(HOUSES))]
    return FakeWorld(capabilities=_CHANNELS[chat.get("channel", "telegram")], houses=houses, **facts)


def written(chat: Mapping[str, Any], turns: Sequence[Mapping[str, Any]]) -> str:
    """The file again, with these turns."""
    whole = {**chat, "turns": [turn for turn in turns if "person" in turn], "kept": turns[-1]["kept"]}
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=1000)


def main(arguments: Sequence[str]) -> int:
    """Say which chats go differently now; with --update write them down."""
    flow = intake_flow()
    different = 0
    for path in chat_files():
        chat = read_chat(path)
        text = written(chat, played(chat, flow))
        if text != path.read_text(encoding="utf-8"):
            different += 1
            sys.stdout.write(f"{path.name}\n")
            if "--update" in arguments:
                path.write_text(text, encoding="utf-8")
    return 0 if "--update" in arguments else min(different, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
