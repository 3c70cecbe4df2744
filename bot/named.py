"""Find the Taalhuis or the region that somebody named on the command line, or say which look like it."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from bot.db.queries.places_of_work import PlaceOfWork
from bot.errors import SettingsError

REGIONAL = "regional"
_ALIKE = 55
_MOST_NEAR = 3


def find(option: str, said: str, known: dict[str, PlaceOfWork]) -> PlaceOfWork:
    """By code or name, without regard to case.

    Raises:
        SettingsError: there is none; with those that look like it.
    """
    wanted = said.strip().casefold()
    for key, one in known.items():
        if wanted in (key.casefold(), one.name.casefold()):
            return one
    raise SettingsError((f"{option}: there is no {said!r}{_near(wanted, known)}",))


def place_problems(role: str, *, purpose: str, taalhuis: str, region: str) -> list[str]:
    """What is wrong with the place given for a role: regional staff have a region, others a house."""
    wanted, other = ("region", "taalhuis") if role == REGIONAL else ("taalhuis", "region")
    given = {"region": region, "taalhuis": taalhuis}
    problems = []
    if not given[wanted]:
        problems.append(f"--{wanted}: needed {purpose} {role}")
    if given[other]:
        problems.append(f"--{other}: not for {role}, who get --{wanted}")
    return problems


def _near(wanted: str, known: dict[str, PlaceOfWork]) -> str:
    if not known:
        return "; there is no Taalhuis yet: run `taalwijzer import-taalhuizen FILE`"
    by_words = {key: f"{key} {one.name}".casefold() for key, one in known.items()}
    found: Sequence[tuple[str, float, str]] = process.extract(
        wanted, by_words, scorer=fuzz.partial_ratio, limit=_MOST_NEAR, score_cutoff=_ALIKE
    )
    near = [key for _, _, key in found]
    return f"; did you mean {', '.join(near)}?" if near else ""
