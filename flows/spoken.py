"""A first name that was spoken instead of typed: what is remembered of it, and what is shown in its place.

The answer holds what the channel calls the sound (never the sound itself), how long it is, and the name to
show meanwhile: the one that the phone knows, or later the one that somebody heard and wrote down. Without
either, `UNWRITTEN` stands where a name stands, in answers, rows and messages alike; the renderer shows it as
`general.spoken_name` in the reader's language. No typed name can be that sign.
"""

from __future__ import annotations

from flows.facts import Answer
from flows.model import Name, Text, VoiceNote

UNWRITTEN = "🎤"
# Translators: in the place of a first name that was spoken and that nobody has written down yet.
STAND_IN = Text("general.spoken_name")
MOST_SECONDS = 60
"""A name is said in two; who tells more than this is not answering the question."""

_KINDS: dict[str, type] = {"voice": str, "channel": str, "seconds": int, "shown": str}


def spoken(voice: VoiceNote, shown: str) -> dict[str, str | int | float]:
    """The answer. `shown` is the name that is known anyhow, or ""."""
    return {"voice": voice.file, "channel": voice.channel, "seconds": voice.seconds, "shown": shown}


def is_spoken(answer: Answer) -> bool:
    """Whether a stored answer is one of these."""
    return (
        isinstance(answer, dict)
        and answer.keys() == _KINDS.keys()
        and all(isinstance(answer[name], kind) for name, kind in _KINDS.items())
    )


def voice_of(answer: Answer) -> VoiceNote | None:
    """What was said; None when nothing was."""
    if not is_spoken(answer) or not isinstance(answer, dict):
        return None
    return VoiceNote(str(answer["channel"]), str(answer["voice"]), int(answer["seconds"]))


def name_in_answer(answer: Answer) -> str:
    """The first name as it is kept and shown: `UNWRITTEN` when it was spoken and nobody knows how it is
    written, "" when it was skipped.
    """
    if isinstance(answer, dict) and is_spoken(answer):
        return str(answer["shown"]) or UNWRITTEN
    return answer if isinstance(answer, str) else ""


def written_name(answer: Answer) -> str:
    """The first name in letters; "" when there is none."""
    name = name_in_answer(answer)
    return "" if name == UNWRITTEN else name


def rewritten(answer: Answer, name: str) -> Answer:
    """The answer with the name as somebody heard it; what was said is kept with it."""
    voice = voice_of(answer)
    return spoken(voice, name) if voice else name


def shown_as(answer: Answer) -> Name:
    """How it stands in an overview: that it was spoken is seen."""
    name = name_in_answer(answer)
    return Name(f"{UNWRITTEN} {name}") if voice_of(answer) and name != UNWRITTEN else Name(name)
