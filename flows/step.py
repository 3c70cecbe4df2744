"""What a conversation is made of: steps that ask and read, and what reading can lead to.

A step never looks at a channel, a clock or a database. It gets the state and the facts of the world,
and says what it understood; the engine alone decides what follows from that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.events import Event
from flows.facts import Answer
from flows.model import Button, Name, Prompt, Speech, State, Text
from flows.replies import Reply, SharedContact, SharedLocation, Spoken
from flows.world import World

Answers = Mapping[str, Answer]
Rows = tuple[tuple[Button, ...], ...]

OFFERED = ("native",)
"""The draft while a button of the phone itself is on the screen."""

FROM_ANSWERS = "*"
"""As `Go.step`: the step that follows from the answers."""


# ── What a step says ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Body:
    """A question: its lines, its buttons, and what is told once before it when the step is entered.

    `hint` stands under the lines for as long as the question is open. With `reads_numbers` a typed number
    is for the step to read; elsewhere it means the button in that place. `explained`: these are other words
    for the question.
    """

    lines: tuple[Text, ...]
    rows: Rows = ()
    hint: tuple[Text, ...] = ()
    preface: tuple[Prompt, ...] = ()
    reads_numbers: bool = False
    explained: bool = False


# ── What reading a reply can lead to ───────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Understood:
    """The answer, and how it is shown under the question that was answered."""

    value: Answer
    chosen: tuple[Text | Name, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """Say kindly what is expected, then ask again: with the same list open, or this one."""

    line: Text
    view: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """The same step, asked in another way: "which of these?". The buttons carry all that is needed to read
    the answer; `view` says which list that is (None: the one that was open).
    """

    body: Body
    view: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Redrawn:
    """The question changes in its place: something was ticked, or a digit pressed. The draft is kept in
    the state.
    """

    body: Body
    draft: tuple[str, ...] = ()
    view: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """Say this below the question, which stays open with its buttons."""

    line: Text


@dataclass(frozen=True, slots=True)
class Offered:
    """Show a button that only the phone has, below the question, which stays open."""

    line: Text
    button: Button


@dataclass(frozen=True, slots=True)
class ReadAloud:
    """Read this aloud below the question, which stays open with its buttons."""

    speech: Speech


@dataclass(frozen=True, slots=True)
class Go:
    """Go somewhere that does not follow from the answers.

    `step` "" stays at the present step, which is asked again without an aside, with what was ticked.
    `answers` None keeps them. `says` comes before the question. `chosen` is shown under the question
    that is left. `view` is what is open there.
    """

    step: str = ""
    aside: str = ""
    answers: Answers | None = None
    draft: tuple[str, ...] = ()
    editing: str = ""
    view: tuple[str, ...] = ()
    says: tuple[Prompt, ...] = ()
    chosen: tuple[Text | Name, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """It was so already: a second tap of the same button."""


Outcome = Understood | Misunderstood | Again | Redrawn | Told | Offered | ReadAloud | Go | Done

Ask = Callable[[State, World], Body]
Read = Callable[[State, Reply, World], Outcome]


# ── A step ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class When:
    """A step applies when the answer of `step` is one of `values`, or holds one of them."""

    step: str
    values: frozenset[str | bool]

    def holds(self, answers: Answers) -> bool:
        answer = answers.get(self.step)
        if isinstance(answer, list):
            return not self.values.isdisjoint(answer)
        return isinstance(answer, str | bool) and answer in self.values


@dataclass(frozen=True, slots=True)
class Summary:
    """How an answer stands in the overview: a picture, a word for it, and the answer as it is read."""

    picture: str
    label: Text
    show: Callable[[Answer], Text | Name]


def _no_answer(_state: State, _world: World) -> Answer:
    return None


def _never(_answer: Answer) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One question. Its answer is stored under `name`.

    `says` gives the lines of `ask` alone, where the buttons are dear to make.

    `when` says for whom it is asked: all must hold. `optional` steps may be skipped, which stores
    `skipped`. An answer is dropped when one of the answers in `depends_on` changes. `valid` tells
    whether a stored answer still is one. `hears` are the kinds of reply beside taps and words that can
    answer it; `unheard` is what is said where a voice note cannot. `choices` are the buttons of a page, for
    the checks of the registry, and `limit` how many may be on it. `fixed` is the row aloud · explain · skip ·
    person · stop. `rests`: nothing is asked of the person here, so silence is fine. `without_answers` is the
    room to be in instead when an answer is missing. `instead` is where skipping leads to when the answer is
    needed, but need not be asked for: another answer before it does without. `picture` is a
    drawing of ours: see `Prompt.picture`.
    """

    name: str
    ask: Ask
    read: Read
    explain: Callable[[State], Text] | None = None
    says: Callable[[State, World], tuple[Text, ...]] | None = None
    when: tuple[When, ...] = ()
    optional: bool = False
    skipped: Callable[[State, World], Answer] = _no_answer
    instead: Callable[[State], Go] | None = None
    depends_on: tuple[str, ...] = ()
    valid: Callable[[Answer], bool] = _never
    hears: tuple[type[SharedLocation] | type[SharedContact] | type[Spoken], ...] = ()
    unheard: Callable[[State, World], Text] | None = None
    values: frozenset[str | bool] = frozenset()
    choices: tuple[Button, ...] = ()
    limit: int = 4
    summary: Summary | None = None
    fixed: bool = True
    rests: bool = False
    without_answers: str = ""
    picture: str = ""

    def applies(self, answers: Answers) -> bool:
        # A loop and no generator: this runs for each step at every answer.
        for when in self.when:  # noqa: SIM110
            if not when.holds(answers):
                return False
        return True

    def lines(self, state: State, world: World) -> tuple[Text, ...]:
        """What the question says, without its buttons."""
        return self.says(state, world) if self.says else self.ask(state, world).lines


@dataclass(frozen=True, slots=True, repr=False)
class Flow:
    """A conversation. `order` are the steps that follow from the answers; when all are answered,
    `overview` comes.

    `rooms` are the steps that are only reached by going there; `asides` stand in front of a question: "stop",
    "language", …; `ended` is the room where a conversation rests that was ended.
    """

    name: str
    version: int
    order: tuple[Step, ...]
    overview: Step
    rooms: tuple[Step, ...]
    asides: tuple[Step, ...]
    ended: str
    steps: Mapping[str, Step] = field(init=False)
    aside_steps: Mapping[str, Step] = field(init=False)

    def __post_init__(self) -> None:
        put: Any = object.__setattr__
        put(self, "steps", {step.name: step for step in (*self.order, self.overview, *self.rooms)})
        put(self, "aside_steps", {step.name: step for step in self.asides})

    def __repr__(self) -> str:
        return f"<Flow {self.name} {self.version}, {len(self.order)} questions>"

    def present(self, state: State) -> Step:
        """The step that asks now. KeyError when the state is of another flow."""
        return self.aside_steps[state.aside] if state.aside else self.steps[state.step]

    def next_step(self, answers: Answers) -> Step:
        """The first that applies and is unanswered; nothing else decides the order."""
        for step in self.order:
            if step.name not in answers and (not step.when or step.applies(answers)):
                return step
        return self.overview
