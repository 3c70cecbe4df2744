"""Somebody who answers the questions of a story by pressing, and counts taps, and letters that were typed.

A story says what a person wants to answer, not what they press. Whoever finds no button for an answer types
it, as a person would; so a question that loses its button shows in the count. Pressing the phone's own
button counts once more for the phone's own question ("share your location?").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, cycle
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from flows import engine
from flows.model import Button, Native, Prompt, State, Turn
from flows.replies import Reply, SharedContact, SharedLocation, Silence, Tap, Typed
from flows.step import Flow
from flows.world import World

STORIES = Path(__file__).resolve().parents[1] / "stories" / "ten_learners.yaml"
STATES = TypeAdapter(State)
ZWOLLE = SharedLocation(52.5126, 6.0936)
OWN_PHONE = SharedContact("31612345678", own=True)
ENDS = ("goodbye", "no_goodbye")
_WORDS: Mapping[object, str] = {True: "yes", False: "no", None: "skip", "": "no_name", "aloud": "hear"}
_MOST_PAGES = 8
_MOST_QUESTIONS = 60


@dataclass(frozen=True, slots=True)
class Story:
    """One person: where they are, what they want to say, and how many taps that may cost."""

    who: str
    told: str
    channel: str
    profile: str
    answers: Mapping[str, Any]
    then: Mapping[str, Any]
    away: Mapping[str, Any]
    most: int


@dataclass(slots=True)
class Counted:
    """What it took."""

    taps: int = 0
    typed: int = 0
    questions: int = 0
    steps: list[str] = field(default_factory=list)


def stories() -> list[Story]:
    """All of the file, in its order."""
    file = yaml.safe_load(STORIES.read_text(encoding="utf-8"))
    return [
        Story(
            who=told["who"],
            told=told["story"],
            channel=told["channel"],
            profile=told.get("profile", ""),
            answers={**file["usual"], **told["answers"]},
            then=told.get("then", {}),
            away=told.get("away", {}),
            most=told["most"],
        )
        for told in file["stories"]
    ]


class Tapper:
    """Plays one story through the engine; the state is written and read back between every two replies."""

    def __init__(self, flow: Flow, world: World, story: Story) -> None:
        self.flow = flow
        self.world = world
        self.story = story
        self.counted = Counted()
        self._items = cycle(story.answers["items"])
        # The phone proposes Dutch, so that whoever wants another language has to look for it.
        self.turn = engine.start(flow, world=world, language="nl")
        self.open = self.turn.prompts[-1]

    @property
    def state(self) -> State:
        return self.turn.state

    def play(self) -> Counted:
        """To the Taalhuis.

        Raises:
            AssertionError: the story does not lead there.
        """
        for _ in range(_MOST_QUESTIONS):
            if self.state.step in ENDS:
                return self.counted
            self.counted.questions += 1
            self.counted.steps.append(self.state.step)
            self._answer(self.state.step)
        raise AssertionError(f"{self.story.who} is stuck at {self.state.step}")

    # ── One question ────────────────────────────────────────────────────────────────────────────────

    def _answer(self, step: str) -> None:
        if self.story.away.get("at") == step:
            for days in self.story.away["days"]:
                self._send(Silence(days))
        match step:
            case "overview":
                self._look_over()
            case "place" | "no_place":
                self._at(self.story.answers["place"])
            case "phone":
                self._number(self.story.answers["phone"])
            case _ if step not in self.story.answers:
                self._choose(next(self._items))
            case _:
                self._say(self.story.answers[step])

    def _say(self, answer: Any) -> None:
        if isinstance(answer, list):
            self._tick(answer)
        else:
            self._choose(answer)

    def _choose(self, answer: Any) -> None:
        """The button of this answer, on whatever page it stands; else what a person would type."""
        scale = isinstance(answer, int) and not isinstance(answer, bool)
        wanted = f"s{answer}" if scale else _WORDS.get(answer, str(answer))
        for _ in range(_MOST_PAGES):
            if wanted in self._buttons():
                return self._tap(wanted)
            more = next((choice for choice in self._buttons() if choice.startswith("more:")), "")
            if not more:
                break
            self._tap(more)
        return self._type(str(answer))

    def _tick(self, wanted: Sequence[str]) -> None:
        for ticked in set(self.state.draft) - set(wanted):
            self._tap(f"-{ticked}")
        for each in wanted:
            if each not in self.state.draft:
                self._tap(f"+{each}") if f"+{each}" in self._buttons() else self._type(each)
        self._tap("ok")

    def _at(self, place: str) -> None:
        if place == "here":
            self._tap("loc")
            self._share(Native.LOCATION, ZWOLLE)
        else:
            self._keys(place)

    def _number(self, phone: str) -> None:
        if phone == "share":
            self._tap("contact")
            self._share(Native.CONTACT, OWN_PHONE)
        else:
            self._keys(phone)

    def _keys(self, digits: str) -> None:
        for length in range(1, len(digits) + 1):
            if f"k{digits[:length]}" not in self._buttons():
                return self._type(digits)
            self._tap(f"k{digits[:length]}")
        return None

    def _look_over(self) -> None:
        change = self.story.then.get("change")
        if change and change in self.counted.steps and self.counted.steps.count(change) == 1:
            self._tap("more:0")
            self._choose(f"e:{change}")
            self.counted.steps.append(change)
            self._say(self.story.then["to"])
        else:
            self._tap("ok")

    # ── What is sent ────────────────────────────────────────────────────────────────────────────────

    def _buttons(self) -> dict[str, Button]:
        rows = chain(self.open.rows, self.open.always)
        return {button.choice: button for row in rows for button in row}

    def _tap(self, choice: str) -> None:
        assert choice in self._buttons(), f"{self.story.who} finds no {choice!r} at {self.state.step}"
        self.counted.taps += 1
        self._send(Tap(choice, self.state.serial))

    def _share(self, kind: Native, what: Reply) -> None:
        offered = [button for prompt in self.turn.prompts for button in prompt.native]
        assert [button.native for button in offered] == [kind]
        # Its button, and yes to the phone's own question.
        self.counted.taps += 2
        self._send(what)

    def _type(self, words: str) -> None:
        self.counted.typed += len(words)
        self._send(Typed(words))

    def _send(self, reply: Reply) -> Turn:
        state = STATES.validate_json(STATES.dump_json(self.state))
        self.turn = engine.resume(self.flow, state, reply, self.world)
        self.open = next(_questions(self.turn), self.open)
        return self.turn


def _questions(turn: Turn) -> Iterator[Prompt]:
    """What can be pressed now, if this turn changed it."""
    for prompt in reversed(turn.prompts):
        if prompt.serial == turn.state.serial and (prompt.rows or prompt.always):
            yield prompt


def table_of(counted: Sequence[tuple[Story, Counted]]) -> str:
    """The counts as a table in Markdown."""
    head = ("Who", "Where", "Story", "Questions", "Taps", "At most", "Letters typed")
    rows = [
        (story.who, story.channel, story.told, each.questions, each.taps, story.most, each.typed)
        for story, each in counted
    ]
    total = (
        "all ten",
        "",
        "",
        *(sum(getattr(each, name) for _, each in counted) for name in ("questions", "taps")),
        sum(story.most for story, _ in counted),
        sum(each.typed for _, each in counted),
    )
    lines = [head, ("---", "---", "---", "---:", "---:", "---:", "---:"), *rows, total]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)
