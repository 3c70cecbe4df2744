"""Walk through a conversation in every way a person could, and check what must hold after each step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from flows import engine
from flows.bsn import holds_bsn
from flows.facts import Answer
from flows.model import Button, Prompt, State, Turn
from flows.replies import Reply, Tap, Typed
from flows.step import Flow
from tests.support.worlds import FakeWorld
from tools.reading_measure import sentences, words

STATES = TypeAdapter(State)
PROMPTS = TypeAdapter(Prompt)
NOTHING_KEPT = ("no_place", "no_goodbye", "no_agreement", "ended")
LISTS = ("overview", "goodbye")
"""Steps that show more than a question: a list of what was answered."""

_TOKEN = re.compile(r"[a-z0-9_:+\-.]{1,24}")
_MOST_TAPS = 60


@dataclass(frozen=True, slots=True)
class Press:
    """The n-th button on the screen, counted round; `ago` questions back when it is an old one."""

    nth: int
    ago: int = 0


Move = Press | Reply


class Walker:
    """One person with one phone."""

    def __init__(self, flow: Flow, world: FakeWorld, language: str = "nl") -> None:
        self.flow = flow
        self.world = world
        self.screen: list[Prompt] = []
        self.turn = engine.start(flow, world=world, language=language)
        self._look()

    @property
    def state(self) -> State:
        return self.turn.state

    def buttons(self, ago: int = 0) -> list[Button]:
        """What can be pressed on the present question, or on an older one."""
        prompt = self.screen[-1 - ago % len(self.screen)]
        return [button for row in (*prompt.rows, *prompt.always) for button in row]

    def move(self, move: Move) -> Turn:
        """Do it, with the state written and read back, and check what must always hold."""
        reply = self._press(move) if isinstance(move, Press) else move
        before = STATES.validate_json(STATES.dump_json(self.state))
        assert before == self.state
        self.turn = engine.resume(self.flow, before, reply, self.world)
        check_turn(self.flow, self.world, before, self.turn)
        self._look()
        return self.turn

    def tap(self, *choices: str) -> Turn:
        """Press these buttons of the present question, one after the other."""
        for choice in choices:
            self.move(Tap(choice, self.state.serial))
        return self.turn

    def _press(self, press: Press) -> Reply:
        buttons = self.buttons(press.ago)
        serial = self.screen[-1 - press.ago % len(self.screen)].serial
        return Tap(buttons[press.nth % len(buttons)].choice, serial) if buttons else Typed("ja")

    def _look(self) -> None:
        for prompt in self.turn.prompts:
            if not prompt.serial or not (prompt.rows or prompt.always):
                continue
            if prompt.replaces:
                self.screen[-1] = prompt
            else:
                self.screen.append(prompt)

    # ── The obvious way on ──────────────────────────────────────────────────────────────────────

    def walk_on(self) -> int:
        """Press the obvious until a Taalhuis is told; returns how many taps that took.

        Raises:
            AssertionError: somebody is stuck.
        """
        for taps in range(_MOST_TAPS):
            if self.state.step == "goodbye" and not self.state.aside:
                return taps
            self.walk_a_step()
        raise AssertionError(f"stuck at {self.state.step} {self.state.aside}")

    def walk_a_step(self) -> None:
        """Press what is obvious here."""
        self.move(self._obvious())

    def _obvious(self) -> Reply:
        choices = [button.choice for button in self.buttons()]
        serial = self.state.serial
        if self.state.step == "phone" and not self.state.aside:
            return Typed("06 12345678")
        if any(re.fullmatch(r"k\d+", choice) for choice in choices):
            pressed = max((choice for choice in choices if re.fullmatch(r"k\d+", choice)), key=len)[1:-1]
            return Tap(f"k{pressed}{'8011'[len(pressed)]}" if "8011".startswith(pressed) else "kd:", serial)
        wanted = ["another", *(["ok"] if self.state.draft else [])]
        first = [choice for choice in choices if choice not in ("aloud", "explain", "person", "stop")]
        return Tap(next((choice for choice in wanted if choice in choices), first[0]), serial)

    # ── A certain answer ────────────────────────────────────────────────────────────────────────

    def answer(self, value: Answer) -> None:
        """Answer the present question with this value, by its buttons where it has them."""
        step = self.state.step
        match value:
            case dict():
                code = str(value["postcode"])
                self.tap(*(f"k{code[:length]}" for length in range(1, 5)))
            case list():
                self._tick(value)
            case str() if step in ("first_name", "helper_name", "phone"):
                self.move(Typed(value) if value else Tap("skip", self.state.serial))
            case _:
                self.tap(self._token(value))

    def _tick(self, value: Sequence[str]) -> None:
        if not value:
            self.tap("skip")
            return
        for ticked in self.state.draft:
            if ticked not in value:
                self.tap(f"-{ticked}")
        for wanted in value:
            if wanted not in self.state.draft:
                self.tap(f"+{wanted}")
        self.tap("ok")

    def _token(self, value: Answer) -> str:
        tokens: dict[Answer, str] = {True: "yes", False: "no", None: "skip", "start": "start"}
        if self.state.step == "inburgering":
            return str(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return f"s{value}"
        return tokens.get(value) or str(value)


def check_turn(flow: Flow, world: FakeWorld, before: State, turn: Turn) -> None:
    """What holds after every reply, whatever it was."""
    state = turn.state
    step = flow.present(state)
    assert step.ask(state, world).lines
    written = STATES.dump_json(state)
    assert STATES.validate_json(written) == state
    assert not holds_bsn(written.decode())
    if state.step in NOTHING_KEPT:
        assert dict(state.answers) == {}
        assert state.draft in ((), ("native",))
        view = state.view[2:] if state.view[:1] == ("behind",) else state.view
        assert view in ((), ("unknown",), ("which",), ("near",), ("known",))
    check_prompts(before, turn)
    for prompt in turn.prompts:
        check_prompt(prompt, world, state)


def check_prompts(before: State, turn: Turn) -> None:
    """One new question at most, at the end, with the next number; whatever is replaced is the last one."""
    questions = [prompt for prompt in turn.prompts if prompt.serial and not prompt.replaces]
    assert len(questions) <= 1
    assert turn.state.serial == before.serial + len(questions)
    if questions:
        assert questions[0] is turn.prompts[-1]
        assert questions[0].serial == turn.state.serial
    assert all(prompt.serial == before.serial for prompt in turn.prompts if prompt.replaces)


def check_prompt(prompt: Prompt, world: FakeWorld, state: State) -> None:
    """The limits of a message and of its buttons."""
    assert PROMPTS.validate_json(PROMPTS.dump_json(prompt)) == prompt
    for row in (*prompt.rows, *prompt.always):
        digits = all(re.fullmatch(r"k\d{1,17}", button.choice) for button in row)
        assert 1 <= len(row) <= (3 if digits else 2)
        assert all(_TOKEN.fullmatch(button.choice) for button in row)
    if prompt.serial and not prompt.replaces and prompt.rows and state.step not in LISTS:
        shown = [world.label(line, state.language) for line in prompt.lines]
        text = " ".join(shown)
        assert text.count("?") <= 1, text
        assert len(sentences(text)) <= 3, text
        assert len(words(text)) <= 30, text
