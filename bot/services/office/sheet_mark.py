"""By what a page sees that a sign-up changed since it was shown, and what changed, by whom.

Every form carries the mark of what its page showed: numbers of rows and nothing of a person. So what came
after it can be told, and nothing has to be kept of who saw what. The mark of a page is signed for the session
that it was shown to: with any other, nothing counts as seen by whoever asks again.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import astuple, fields

from bot.db.queries import members
from bot.db.queries import sheet as rows
from bot.db.queries.cases import Case
from bot.db.queries.sheet import Numbers
from bot.db.types import Sealed
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene
from flows.cards.intake_card import state
from flows.model import Name, Text

_HOW_MANY = len(fields(Numbers))
_SIGNED = 24
_MARK = re.compile(
    rf"(?P<numbers>\d{{1,18}}(?:\.\d{{1,18}}){{{_HOW_MANY - 1}}})(?:-(?P<sign>[0-9a-f]{{{_SIGNED}}}))?"
)
_MOST_SAID = 20
_OF_THE_LEARNER = ("house", "relay", "note", "said", "meeting", "met", "unreachable", "answers")
"""What tells something of the learner. The rest is who does what at the house: states, offers and tasks."""


def written(numbers: Numbers) -> str:
    """A mark for a form."""
    return ".".join(str(number) for number in astuple(numbers))


def read(mark: str) -> Numbers | None:
    """What a form brought back, signed or not; None for anything else."""
    found = _MARK.fullmatch(mark)
    return Numbers(*(int(part) for part in found["numbers"].split("."))) if found else None


def signed(scene: Scene, viewer: Viewer, referral_id: int, mark: str) -> str:
    """The mark of a page that this session is shown now."""
    return f"{mark}-{_sign(scene, viewer, referral_id, mark)}"


def shown(scene: Scene, viewer: Viewer, referral_id: int, mark: str) -> str:
    """This mark when a page with it was shown to this session, else ""."""
    found = _MARK.fullmatch(mark)
    if found is None or found["sign"] is None:
        return ""
    right = _sign(scene, viewer, referral_id, found["numbers"])
    return mark if hmac.compare_digest(found["sign"], right) else ""


async def tells_more(scene: Scene, case: Case, mark: str) -> bool:
    """Whether the page as it is now tells more of the learner than the one with this mark did."""
    now = await rows.numbers(scene.connection, case.id)
    then = read(mark)
    return then is None or any(getattr(then, name) != getattr(now, name, None) for name in _OF_THE_LEARNER)


async def mark_of(scene: Scene, referral_id: int) -> str:
    """The mark of a sign-up as it stands now; "" when there is none."""
    numbers = await rows.numbers(scene.connection, referral_id)
    return written(numbers) if numbers else ""


async def changed_since(scene: Scene, case: Case, mark: str) -> tuple[Text, ...]:
    """What is different from what that page showed, a line each, the oldest first; () when nothing is. `case`
    is as it stands now.
    """
    now = await rows.numbers(scene.connection, case.id)
    then = read(mark)
    if now is None or then == now:
        return ()
    if then is None:
        # Translators: a form was sent that does not say what its page showed.
        return (Text("console.sheet.changed.old"),)
    found = [
        *await _moved(scene, case, then),
        *await _noted(scene, case, then),
        *await _wrote(scene, case, then),
        *await _looked_after(scene, case, then, now),
        *_other(then, now),
    ]
    # Translators: something that is not named is different.
    return tuple(found) or (Text("console.sheet.changed.some"),)


async def _moved(scene: Scene, case: Case, then: Numbers) -> list[Text]:
    found = []
    for row in await rows.moves_after(scene.connection, case.id, then.move):
        # Translators: who moved a sign-up, where it was no member of a Taalhuis that has a name.
        who = _name(scene, row.name) or Text(f"console.sheet.who.{row.by}")
        if row.to_status == "accepted" and row.why == "accepted":
            # Translators: a colleague accepted the sign-up just now.
            found.append(Text("console.sheet.changed.accepted", {"who": who}))
        else:
            # Translators: somebody changed the state of the sign-up just now.
            found.append(Text("console.sheet.changed.move", {"who": who, "state": state(row.to_status)}))
    return found


async def _noted(scene: Scene, case: Case, then: Numbers) -> list[Text]:
    # Translators: what was written down with a sign-up just now; {who} is a first name or "de deelnemer".
    return [
        Text(f"console.sheet.changed.note.{kind}", {"who": _name(scene, name) or Text("staff.who.learner")})
        for kind, name in await rows.notes_after(scene.connection, case.id, then.note)
    ]


async def _wrote(scene: Scene, case: Case, then: Numbers) -> list[Text]:
    found = await rows.said(scene.connection, case.id, limit=_MOST_SAID, after=then.said)
    who = {(row.by, row.name): _name(scene, row.name) for row in found}
    # Translators: somebody wrote in the chat between the learner and the Taalhuis.
    return [
        Text("console.sheet.changed.said", {"who": name or Text(f"console.sheet.who.{by}")})
        for (by, _), name in who.items()
    ]


async def _looked_after(scene: Scene, case: Case, then: Numbers, now: Numbers) -> list[Text]:
    """Who looks after it now. Whoever decided does so from then on, which the decision says already."""
    if then.staff == now.staff or (then.move != now.move and not then.staff):
        return []
    member = await members.get(scene.connection, case.staff_id) if case.staff_id else None
    # Translators: nobody looks after the sign-up any more.
    nobody = Text("console.sheet.changed.nobody")
    # Translators: this colleague looks after the sign-up now.
    return [Text("console.sheet.changed.staff", {"who": scene.name(member.name)}) if member else nobody]


def _other(then: Numbers, now: Numbers) -> list[Text]:
    """What has no name with it."""
    found = []
    if (then.meeting, then.met) != (now.meeting, now.met):
        # Translators: the appointment or what is proposed is different.
        found.append(Text("console.sheet.changed.meeting"))
    if (then.offer, then.answered) != (now.offer, now.answered):
        # Translators: volunteers were asked, or answered.
        found.append(Text("console.sheet.changed.offer"))
    if (then.task, then.todo) != (now.task, now.todo):
        # Translators: there is a new task, or one is done.
        found.append(Text("console.sheet.changed.task"))
    if then.relay != now.relay:
        # Translators: the chat was opened again (0), or stopped by the learner (1) or the Taalhuis (2).
        found.append(Text(f"console.sheet.changed.relay.{now.relay}"))
    if then.unreachable != now.unreachable:
        # Translators: the learner blocked the chat (1), or opened it again (0).
        found.append(Text(f"console.sheet.changed.unreachable.{now.unreachable}"))
    if then.answers != now.answers:
        # Translators: what the learner told is different.
        found.append(Text("console.sheet.changed.answers"))
    return found


def _name(scene: Scene, sealed: Sealed | None) -> Name | None:
    return scene.name(sealed) if sealed is not None else None


def _sign(scene: Scene, viewer: Viewer, referral_id: int, numbers: str) -> str:
    return scene.codec.vault.hash(f"sheet {viewer.session_id} {referral_id} {numbers}").hex()[:_SIGNED]
