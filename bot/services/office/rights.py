"""What staff do for a learner who asks them: show and hand over what is kept, put it right, erase it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.db.queries import cases, rights
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.services import audit
from bot.services.loop import news
from bot.services.loop.intake_view import seen_by
from bot.services.office.viewer import Viewer
from bot.services.rights import correcting, dossier, erasing, paper
from bot.services.rights.dossier import Dossier
from bot.services.scene import Scene
from flows.cards import own_data as cards
from flows.model import Document, Name, Prompt


@dataclass(frozen=True, slots=True)
class Kept:
    """What a page shows. `told`: whether the learner can be told in their chat that something was done."""

    case: Case
    name: Name
    phone: str
    told: bool
    dossier: Dossier


async def look(scene: Scene, viewer: Viewer, referral_id: int) -> Kept | None:
    """All that is kept of a learner of the viewer's own house; the look is written down."""
    found = await _theirs(scene, viewer, referral_id)
    if found is None:
        return None
    case, member = found
    await seen_by(scene, case, member)
    audit.note(scene, replace(viewer.act("intake.read", by=member), referral_id=case.id))
    vault = scene.codec.vault
    return Kept(
        case=case,
        name=scene.name(case.first_name),
        phone=vault.open(case.phone) if case.phone else "",
        told=case.can_be_told,
        dossier=await dossier.of_case(scene, case),
    )


async def hand_over(scene: Scene, viewer: Viewer, referral_id: int) -> Document | None:
    """The file for the learner, in their language."""
    found = await _theirs(scene, viewer, referral_id)
    if found is None:
        return None
    case, member = found
    await seen_by(scene, case, member)
    audit.note(scene, replace(viewer.act("person.handed_over", by=member), referral_id=case.id))
    await rights.count(
        scene.connection, "data_handed_over", scene.now, zone=scene.zone, taalhuis_id=case.taalhuis_id
    )
    return paper.document([await dossier.of_case(scene, case)], scene.worlds.catalogues, case.language)


async def correct(scene: Scene, viewer: Viewer, referral_id: int, field: str, words: str) -> bool | None:
    """Put a name, telephone number or place right; None: not theirs, False: these words are no such thing.
    The learner hears that something was changed, and not what.
    """
    found = await _theirs(scene, viewer, referral_id)
    if found is None:
        return None
    case, member = found
    ways = {"name": correcting.set_name, "phone": correcting.set_phone, "place": correcting.set_place}
    way = ways.get(field)
    if way is None or not await way(scene, case, words, by=member):
        return False
    await news.tell_learner(scene, case, Prompt((cards.CHANGED_FOR_YOU,)))
    return True


async def erase(scene: Scene, viewer: Viewer, referral_id: int) -> bool:
    """Erase the learner with all that hangs on them; False: not theirs, or gone already."""
    found = await _theirs(scene, viewer, referral_id, held=False)
    if found is None:
        return False
    case, member = found
    return await erasing.by_staff(scene, case, member)


async def name_of(scene: Scene, viewer: Viewer, referral_id: int) -> Name | None:
    """Whose it is, for the question whether to erase it; the look is written down."""
    found = await _theirs(scene, viewer, referral_id)
    if found is None:
        return None
    case, member = found
    await seen_by(scene, case, member)
    audit.note(scene, replace(viewer.act("intake.read", by=member), referral_id=case.id))
    return scene.name(case.first_name)


async def _theirs(
    scene: Scene, viewer: Viewer, referral_id: int, *, held: bool = True
) -> tuple[Case, MemberRow] | None:
    """`held`: nobody else changes it until the end. Who erases holds the chat before it, and then this."""
    find = cases.lock if held else cases.get
    case = await find(scene.connection, referral_id)
    member = viewer.staff_of(case)
    return (case, member) if case and member else None
