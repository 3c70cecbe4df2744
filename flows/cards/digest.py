"""One message to a member of staff for everything that happened at their house within ten minutes.

No name of a learner stands in it: it comes up on a locked screen, and may be read by anybody beside it. The
buttons open the cards, and there every reading is written down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flows.deeds import card_button
from flows.model import Button, Day, Name, Prompt, Text

NEW = frozenset({"new", "moved_in"})
"""What somebody of the house has to take up."""
_MOST_BUTTONS = 5


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that happened: with a sign-up (`referral`, else 0) or a task (`task`, else 0). `day` is the
    wall time of the sign-up; `staff` the member who looks after it, or 0.
    """

    kind: str
    referral: int
    task: int
    place: str
    day: str
    staff: int


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff, and how many open sign-ups they look after."""

    id: int
    name: Name
    load: int


def digest_card(house: str, items: Sequence[Item], staff: Sequence[Colleague]) -> Prompt:
    """What happened, who has it or could take it, and a button for each of the first few."""
    # Translators: above what happened at a Taalhuis in the last ten minutes.
    title = Text("staff.digest.title", {"house": Name(house)})
    return Prompt(
        (title, *_counts(items), *_owners(items, staff)), rows=tuple((button,) for button in _buttons(items))
    )


def waiting_for_region(house: str, count: int) -> Prompt:
    """Nobody of this house can be reached."""
    # Translators: to regional staff: nobody of this Taalhuis uses Taalwijzer.
    return Prompt((Text("staff.region.nobody", {"house": Name(house), "count": count}),))


def late_for_region(house: str, count: int) -> Prompt:
    """Nobody of this house acted in time."""
    # Translators: to regional staff: so many sign-ups wait longer than two working days.
    return Prompt((Text("staff.region.late", {"house": Name(house), "count": count}),))


def _counts(items: Sequence[Item]) -> tuple[Text, ...]:
    """How many of each kind; the same thing twice is one."""
    once = dict.fromkeys((item.kind, item.referral, item.task) for item in items)
    counts = Counter(kind for kind, _, _ in once)
    # Translators: one line for each kind of thing that staff should know.
    return tuple(Text(f"staff.digest.{kind}", {"count": count}) for kind, count in counts.items())


def _owners(items: Sequence[Item], staff: Sequence[Colleague]) -> tuple[Text, ...]:
    """Who looks after what happened; what is nobody's is proposed to who has least. Not for a house where one
    person does all.
    """
    if len(staff) < 2:
        return ()
    owned = {item.referral: item.staff for item in items if item.referral and item.staff}
    fresh = {item.referral for item in items if item.referral and not item.staff and item.kind in NEW}
    has = Counter(owned.values())
    # Translators: this colleague looks after so many of the sign-ups that are mentioned.
    lines = [
        Text("staff.digest.has", {"name": one.name, "count": has[one.id]}) for one in staff if has[one.id]
    ]
    proposed = shared_out(staff, len(fresh))
    for one in staff:
        if proposed[one.id]:
            many = proposed[one.id]
            # Translators: this colleague has least to do ({load} open sign-ups) and could take so many.
            say = Text("staff.digest.proposed", {"name": one.name, "count": many, "load": one.load})
            lines.append(say)
    return tuple(lines)


def shared_out(staff: Sequence[Colleague], many: int) -> Counter[int]:
    """How many new sign-ups each could take, by the member's id: always the one with least to do."""
    taken: Counter[int] = Counter()
    for _ in range(many if staff else 0):
        taken[min(staff, key=lambda one: (one.load + taken[one.id], one.id)).id] += 1
    return taken


def _buttons(items: Sequence[Item]) -> list[Button]:
    firsts = {item.referral: item for item in items if item.referral}
    buttons = [
        # Translators: button that opens a sign-up: where the person lives, and since when it waits.
        card_button(
            Text("staff.digest.open", {"place": Name(item.place), "day": Day(item.day[:10])}),
            "📄",
            "intake",
            item.referral,
        )
        for item in list(firsts.values())[:_MOST_BUTTONS]
    ]
    if any(item.task for item in items):
        buttons.append(card_button(TASKS, "📞", "tasks"))
    if len(firsts) > _MOST_BUTTONS or not buttons:
        buttons.append(card_button(QUEUE, "📋", "queue"))
    return buttons


# Translators: button: all sign-ups of this Taalhuis.
QUEUE = Text("staff.queue.button")
# Translators: button: things to do, mostly people to telephone.
TASKS = Text("staff.tasks.button")
