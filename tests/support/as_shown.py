"""A message as a learner sees it: all its lines together keep the limits of one message, or it is a list.

The gate measures text by text (`tools/check_reading.py`); what several texts make together is only known
where they are put together, so that the golden conversations are measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from flows.model import Prompt, Text
from tools.reading_measure import own_words, questions, sentences, words
from tools.reading_rules import LIMITS
from tools.reading_texts import LEARNERS

LISTS = {
    "overview.line": "all answers, a line each with its picture: the learner looks for what is wrong",
    "house.name": "a Taalhuis: name, address, telephone, distance and hours, a line each; nobody reads all",
    "goodbye.which": "three Taalhuizen to choose from, a line each",
    "general.privacy.what": "what is kept, for whom and how long: read on purpose and at leisure",
}
"""A line that makes a message a list, and so longer than others → why."""


def faults(prompt: Prompt, say: Callable[[Text], str]) -> Iterator[str]:
    """What is too much in this message; nothing when it only closes a question, or is a list.

    What is said about a question that is left is the question itself, which was measured before.
    """
    if (prompt.replaces and not prompt.rows) or lists_in(prompt):
        return
    # A line without words shows what was typed until now: "8 0 _ _".
    shown = [text for line in prompt.lines if own_words(text := say(line))]
    limits = LIMITS[LEARNERS]
    counted = (
        (_all(shown, sentences), limits.sentences, "sentences"),
        (_all(shown, words), limits.message, "words"),
        (sum(map(questions, shown)), 1, "question marks"),
    )
    for count, most, what in counted:
        if count > most:
            yield f"{count} {what}, at most {most}: {' / '.join(shown)}"


def _all(shown: Iterable[str], parts: Callable[[str], list[str]]) -> int:
    return sum(len(parts(line)) for line in shown)


def lists_in(prompt: Prompt) -> set[str]:
    """Which keys of `LISTS` stand in this message."""
    return {line.key for line in prompt.lines} & LISTS.keys()
