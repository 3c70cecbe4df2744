"""What somebody at a desk does with a sign-up: the deeds of the chat, each once, behind a look whether the
page that it was done from still shows what is so.

    form ─▶ hold the case ─▶ theirs? ─▶ changed since? ─▶ possible now? ─▶ the service of the chat ─▶ audit
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from bot.db.queries import cases
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.domain.act import Act, Detail
from bot.services import audit
from bot.services.loop import intake_view
from bot.services.office import sheet_mark
from bot.services.office.deciding_case import CASE
from bot.services.office.deciding_meeting import MEETING
from bot.services.office.deciding_wish import Do, Wish
from bot.services.office.deciding_words import WORDS
from bot.services.office.office import Office
from bot.services.office.sheet_possible import VERBS, possible
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene
from flows.model import Name, Text

DEEDS: Final[Mapping[str, Do]] = {**CASE, **WORDS, **MEETING}
"""Every deed of the page, by its name in `sheet_possible.VERBS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What came of a deed. `did`: it is done. Otherwise nothing happened: `changes` tell what is different
    from what the page showed, `wrong` why it cannot be done so; neither: it is not possible any more, or was
    done before. `mark` is how it stands now, and `able`: it could be done all the same. `gone`: it is at a
    house now that is not theirs.
    """

    name: Name
    did: bool = False
    changes: tuple[Text, ...] = field(default=())
    wrong: Text | None = None
    mark: str = ""
    able: bool = False
    gone: bool = False


async def decide(office: Office, viewer: Viewer, referral_id: int, deed: str, wish: Wish) -> Decided | None:
    """Do it, or say why not; None for "not yours" and "no such thing" alike.

    Raises:
        StorageUnavailable: the database is away; nothing happened.
    """
    async with office.acting() as scene:
        case = await cases.lock(scene.connection, referral_id)
        member = viewer.staff_of(case)
        if case is None or member is None:
            return None
        decided = await _decided(scene, case, member, deed, wish)
        if decided.did:
            audit.note(scene, _act(viewer, case, member, deed, wish))
            after = await cases.get(scene.connection, case.id)
            decided = replace(decided, gone=viewer.staff_of(after) is None)
    return decided


async def _decided(scene: Scene, case: Case, member: MemberRow, deed: str, wish: Wish) -> Decided:
    changes = await sheet_mark.changed_since(scene, case, wish.seen)
    facts = await intake_view.facts_of(scene, case, member)
    able = deed in await possible(scene, case, member, facts)
    mark = await sheet_mark.mark_of(scene, case.id)
    stands = Decided(name=facts.name, mark=mark, able=able)
    if changes or not able:
        return replace(stands, changes=changes)
    done = await DEEDS[deed](scene, case, member, wish)
    if isinstance(done, Text):
        return replace(stands, wrong=done)
    return replace(stands, did=done, able=False)


def _act(viewer: Viewer, case: Case, member: MemberRow, deed: str, wish: Wish) -> Act:
    """What is kept of it: codes and numbers, no words. It has the name that it has in the chat, so that both
    are found as the same thing; that it was done here stands beside it.
    """
    detail: dict[str, Detail] = {"at": "desk"}
    if wish.why:
        detail["why"] = wish.why[:20]
    if wish.whom:
        detail["whom"] = wish.whom
    if wish.walls:
        detail["moments"] = wish.walls
    return replace(viewer.act(f"deed.{VERBS[deed][-1]}", by=member), referral_id=case.id, detail=detail)
