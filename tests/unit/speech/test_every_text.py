"""The proof: every text for learners, in every spoken language, can be heard as it stands today."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.i18n import NOT_FOR_LEARNERS
from bot.speech.building import build_workshop
from bot.speech.engine import SPOKEN_LANGUAGES
from bot.speech.said import AFTER_LINE, Piece, piece
from bot.speech.script import NOT_SPOKEN, fixed_keys
from bot.speech.sound import clip_decoded, is_silent
from bot.speech.workshop import Workshop
from flows.model import Clock, Day, Km, Moment, Name, Param, Text
from tests.support.worlds import catalogues

# What fills a placeholder, as the bot fills it; a name where nothing else is said.
_FILLED: dict[str, Param] = {
    "count": 3,
    "number": 2,
    "distance": Km(1.5),
    "time": Clock("17:30"),
    "day": Day("2026-06-05"),
    "moment": Moment("2026-06-02T10:30"),
    "phone": Name("038 123 45 67"),
    "postcode": Name("8011"),
    "address": Name("Kerkstraat 12, 8011 AB Zwolle"),
    "digit": Name("7"),
    "digits": Name("8 0"),
    "what": Text("intake.l1.label"),
    "answer": Text("intake.scale.well"),
    "picture": Name("✉️"),
}
_ANNA = Name("Anna")
# Seconds: slower or quicker than this is no speech. A single word may be drawn out.
_SHORTEST_A_LETTER, _LONGEST_A_LETTER, _ANY_WORD = 0.03, 0.35, 1.0
# A digit is said as a word, in a telephone number with a rest now and then.
_LETTERS_OF_A_DIGIT = 3


def _texts(language: str) -> Iterator[Text]:
    """Every text that learners hear, with its placeholders filled."""
    assert catalogues().reader(language).language == language, f"there are no texts in {language}"
    for key, forms in sorted(catalogues().reader(language).forms.items()):
        if not key.startswith(NOT_SPOKEN):
            names = {name for template in forms for name in template[1::2]}
            yield Text(key, {name: _FILLED.get(name, _ANNA) for name in names})


def _pieces(language: str, workshop: Workshop) -> Iterator[tuple[str, Piece]]:
    for text in _texts(language):
        said = piece(text, language, catalogues(), workshop.speaks, pause=AFTER_LINE)
        assert said is not None, f"{text.key} says nothing"
        yield text.key, said


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """The voices as they come along, over an empty disk."""
    return build_workshop("espeak", tmp_path)


@pytest.mark.parametrize("language", SPOKEN_LANGUAGES)
def test_every_text_has_sound_of_a_plausible_length(language: str, workshop: Workshop) -> None:
    wrong = []
    for key, said in _pieces(language, workshop):
        sound = workshop.synthesised(said)
        words = "".join(words for _, words in said.runs)
        letters = sum(map(str.isalpha, words)) + _LETTERS_OF_A_DIGIT * sum(map(str.isdigit, words))
        longest = letters * _LONGEST_A_LETTER + _ANY_WORD
        if is_silent(sound) or not letters * _SHORTEST_A_LETTER < sound.seconds < longest:
            wrong.append(f"{key}: {sound.seconds:.1f} s for {letters} letters")

    assert wrong == []


@pytest.mark.parametrize("language", SPOKEN_LANGUAGES)
def test_a_clip_on_disk_is_of_the_present_words_and_whole(language: str, workshop: Workshop) -> None:
    # Making a file of sound is slow: the shortest, the longest and two of the others.
    fixed = sorted((len(said.words), key) for key, said in _pieces(language, workshop) if said.kept)
    chosen = {key for _, key in (*fixed[-1:], *fixed[:: len(fixed) // 3])}
    for key, said in _pieces(language, workshop):
        if key not in chosen:
            continue
        assert workshop.keep(said, language), f"{key} was there already"
        assert workshop.is_kept(said, language)
        (clip,) = workshop.store.folder.glob(f"espeak/{language}/*.ogg")
        assert clip_decoded(clip.read_bytes()).seconds == pytest.approx(
            workshop.synthesised(said).seconds, abs=0.05
        ), key
        clip.unlink()


@pytest.mark.parametrize("language", SPOKEN_LANGUAGES)
def test_a_changed_text_has_no_clip_until_it_is_made(language: str, workshop: Workshop) -> None:
    before = Piece("7", ((language, "7"),), True, AFTER_LINE)
    after = Piece("8", ((language, "8"),), True, AFTER_LINE)

    assert workshop.keep(before, language)

    assert workshop.is_kept(before, language)
    assert not workshop.is_kept(after, language)


def test_every_complete_language_is_spoken() -> None:
    assert set(catalogues().languages) <= set(SPOKEN_LANGUAGES)


def test_no_text_of_the_people_who_work_here_is_read_in() -> None:
    keys = fixed_keys(catalogues().reader("nl").forms)

    assert len(keys) > 300
    assert [key for key in keys if key.startswith(NOT_FOR_LEARNERS)] == []
