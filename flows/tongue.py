"""Another language, at any moment: the question on the screen is asked again in it, with all that was
answered, ticked and opened.

There are three ways, for people who cannot read what is on the screen: the name of their language typed in
its own script, a word such as "taal" or "мова", and the globe below a question that is explained
(who does not understand the language presses the question mark).
"""

from __future__ import annotations

from flows.events import LanguageChosen
from flows.model import Button, Name, State, Text
from flows.step import Go, Step
from flows.world import World

# Translators: a button with a globe: talk in another language from now on.
LANGUAGE = Button("language", Text("home.language"), "🌍")
GLOBES = frozenset("🌍🌎🌏🌐")

_BEHIND = "behind"
_NAMED_IN_ANSWERS = frozenset({"language", "needs", "dutch_first", "first_language"})
"""Steps where the name of a language is an answer."""

_OWN_NAMES = {
    "nl": ("nederlands",),
    "en": ("english",),
    "ar": ("العربيه", "عربي", "بالعربي", "اللغه العربيه"),
    "tr": ("türkçe", "turkce"),
    "uk": ("українська", "українською"),
    "pl": ("polski", "po polsku"),
    "fa": ("فارسي", "دري"),
    "es": ("español", "espanol", "castellano"),
    "ti": ("ትግርኛ",),
    "so": ("soomaali", "af soomaali"),
    "ru": ("русский", "по русски"),
    "fr": ("français", "francais"),
    "zh": ("中文",),
}
"""What people call their own language, in the form of `validators.plain`; not what others call it."""
_SPOKEN = {name: code for code, names in _OWN_NAMES.items() for name in names}


def spoken_of(said: str) -> str:
    """The code of the language with this name for itself, or ""."""
    return _SPOKEN.get(said, "")


def ask_language(state: State, chosen: tuple[Text | Name, ...] = ()) -> Go:
    """Ask which language; what stands on the screen now is remembered for afterwards."""
    if state.aside == "language":
        return Go(aside="language", view=state.view)
    return Go(aside="language", view=(_BEHIND, state.aside, *state.view), chosen=chosen)


def change_language(state: State, language: str, chosen: tuple[Text | Name, ...] = ()) -> Go:
    """Go on in this language with what was on the screen."""
    answers = {**state.answers, "language": language} if "language" in state.answers else state.answers
    aside, view = state.aside, state.view
    if aside == "language":
        aside, view = (view[1], view[2:]) if view[:1] == (_BEHIND,) and len(view) > 1 else ("", ())
    events = (LanguageChosen(language),)
    return Go(aside=aside, answers=answers, view=view, chosen=chosen, events=events)


def named_language(said: str, step: Step, state: State, world: World) -> Go | None:
    """What follows when these plain words are another language's own name for itself; None when they are
    not, or when such a name is an answer here.
    """
    if step.name in _NAMED_IN_ANSWERS:
        return None
    language = spoken_of(said)
    if not language or language == state.language or language not in world.languages:
        return None
    return change_language(state, language)
