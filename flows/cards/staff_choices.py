"""What staff are asked on the way to a decision: which reason, which house, which volunteer, which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.cards.intake_card import Alike, alike_lines
from flows.deeds import card_button
from flows.model import Button, Day, Items, Km, Name, Param, Prompt, Text
from flows.questions import rows_of

# Translators: button: leave it as it is.
NEVER_MIND = Text("staff.never_mind")
PER_PAGE = 5


@dataclass(frozen=True, slots=True)
class HouseChoice:
    """A house to which a sign-up can go."""

    id: int
    name: str
    km: float


@dataclass(frozen=True, slots=True)
class VolunteerChoice:
    """A volunteer who can be given a learner. `why` are the codes of `bot.domain.fit.Why`."""

    id: int
    name: Name
    learners: int
    why: tuple[str, ...]


def back_to(referral: int) -> Button:
    """To the card, without having done anything."""
    return card_button(NEVER_MIND, "↩️", "intake", referral)


def which_reason(verb: str, referral: int, reasons: Sequence[str]) -> Prompt:
    """Why it is rejected (`rej`) or has to wait (`wl`)."""
    # Translators: why a sign-up is rejected, or has to wait.
    ask = Text(f"staff.ask.{verb}")
    # Translators: button: a reason.
    buttons = [card_button(Text(f"staff.why.{why}"), "", verb, referral, why) for why in reasons]
    return Prompt((ask,), rows=(*rows_of(buttons, 2), (back_to(referral),)))


def which_house(referral: int, houses: Sequence[HouseChoice], *, searched: bool) -> Prompt:
    """The houses that were found, and another search."""
    # Translators: to which other Taalhuis a sign-up goes.
    ask = Text("staff.ask.move") if houses or not searched else Text("staff.ask.move.none")
    buttons = [
        # Translators: button: a Taalhuis and its distance from the learner.
        card_button(
            Text("staff.move.house", {"house": Name(house.name), "distance": Km(house.km)}),
            "🏠",
            "move",
            referral,
            house.id,
        )
        for house in houses
    ]
    # Translators: button: search a Taalhuis by name or town.
    search = card_button(Text("staff.move.search"), "🔎", "find", referral)
    return Prompt((ask,), rows=(*((button,) for button in buttons), (search, back_to(referral))))


def which_volunteer(referral: int, volunteers: Sequence[VolunteerChoice], page: int) -> Prompt:
    """Who can help, best fit first, with how many learners each has."""
    if not volunteers:
        # Translators: no volunteer of this house can be given this learner.
        return Prompt((Text("staff.ask.assign.none"),), rows=((back_to(referral),),))
    shown = volunteers[page * PER_PAGE : (page + 1) * PER_PAGE]
    # Translators: which volunteer gets this learner.
    lines = [Text("staff.ask.assign"), *(_volunteer(one) for one in shown)]
    buttons = [
        (card_button(Text("staff.assign.to", {"name": one.name}), "👤", "assign", referral, one.id),)
        for one in shown
    ]
    last = [back_to(referral)]
    if len(volunteers) > PER_PAGE:
        following = (page + 1) % -(-len(volunteers) // PER_PAGE)
        more = card_button(Text("general.more"), "🔽", "assign", referral, 0, following)
        last.insert(0, more)
    return Prompt(tuple(lines), rows=(*buttons, tuple(last)))


def _volunteer(one: VolunteerChoice) -> Text:
    # Translators: why this volunteer fits.
    why = tuple(Text(f"staff.fit.{code}") for code in one.why)
    filled: dict[str, Param] = {"name": one.name, "count": one.learners}
    if not why:
        # Translators: a volunteer and how many learners they have now.
        return Text("staff.assign.line", filled)
    # Translators: a volunteer, how many learners they have now, and why they fit.
    return Text("staff.assign.line.why", {**filled, "why": Items(why)})


def which_same(referral: int, alike: Sequence[Alike]) -> Prompt:
    """Of which other sign-up this one is a second; a line of each says where it stands."""
    # Translators: button: an earlier sign-up.
    buttons = [
        card_button(
            Text("staff.duplicate.of", {"name": one.name, "day": Day(one.day)}),
            "👯",
            "dup",
            referral,
            one.referral,
        )
        for one in alike
    ]
    # Translators: of which sign-up is this one a double.
    ask = Text("staff.ask.dup")
    rows = (*((button,) for button in buttons), (back_to(referral),))
    return Prompt((ask, *alike_lines(alike)), rows=rows)


def asks_words(verb: str, referral: int) -> Prompt:
    """Words are waited for: a question to the learner (`ask`), a note (`note`), a name to search (`find`) or
    to write down (`spell`). The first two may be spoken.
    """
    rows = ((back_to(referral),),)
    return Prompt((Text(f"staff.words.{verb}"),), rows=rows, hears=verb in ("ask", "note"))
