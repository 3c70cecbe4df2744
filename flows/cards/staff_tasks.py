"""What staff have to do by hand: mostly people to telephone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.cards.digest import QUEUE
from flows.cards.intake_card import age
from flows.deeds import card_button
from flows.model import Name, Param, Prompt, Text
from flows.questions import rows_of

PER_PAGE = 4
_WHYS = frozenset({"appointment_off", "blocked", "transferred", "rejected", "waiting", "relay"})


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task: `phone` "" when there is no number, `name` None when it is about nobody in particular."""

    id: int
    kind: str
    why: str
    name: Name | None
    place: str
    phone: str
    minutes: int
    referral: int


def tasks_card(lines: Sequence[TaskLine], *, page: int, total: int) -> Prompt:
    """A page of tasks, oldest first, with a button to say that each is done and one for its sign-up."""
    # Translators: above a list of tasks.
    title = Text("staff.tasks.title", {"count": total})
    # Translators: nothing is to be done.
    parts = [part for number, line in enumerate(lines, 1) for part in told(number, line)]
    rows = []
    for number, line in enumerate(lines, 1):
        # Translators: button: this task is done.
        done = card_button(Text("staff.tasks.done", {"number": number}), "✅", "tdone", line.id)
        # Translators: button: open the sign-up of this task.
        opens = card_button(Text("staff.tasks.open", {"number": number}), "📄", "intake", line.referral)
        rows.append((done, opens) if line.referral else (done,))
    last = [card_button(QUEUE, "📋", "queue")]
    if total > PER_PAGE:
        following = (page + 1) % -(-total // PER_PAGE)
        last.insert(0, card_button(Text("general.more"), "🔽", "tasks", following))
    return Prompt((title, *parts) if lines else (Text("staff.tasks.none"),), rows=(*rows, *rows_of(last, 2)))


def told(number: int, line: TaskLine) -> tuple[Text, ...]:
    """What is to be done, and the number to call."""
    who: Param = line.name or Text("staff.who.somebody")
    filled: dict[str, Param] = {
        "number": number,
        "name": who,
        "place": Name(line.place),
        "age": age(line.minutes),
    }
    # Translators: a task: "telephone somebody", or "somebody wants to talk to a person".
    what = Text(f"staff.task.{line.kind}", filled)
    lines = [what]
    if line.why in _WHYS:
        # Translators: why somebody is to be telephoned.
        lines.append(Text(f"staff.task.why.{line.why}"))
    if line.phone:
        # Translators: the number to call.
        lines.append(Text("staff.task.phone", {"phone": Name(line.phone)}))
    else:
        # Translators: there is no number to call.
        lines.append(Text("staff.task.no_phone"))
    return tuple(lines)
