"""What is put together from several texts stays as short as one message: over all golden conversations."""

from __future__ import annotations

from functools import partial

import pytest

from flows.model import Name, Prompt, Text
from flows.step import Flow
from tests.support.as_shown import LISTS, faults, lists_in
from tests.support.chats import chat_files, prompts_of, read_chat
from tests.support.worlds import catalogues


def _say(line: Text) -> str:
    return catalogues().render(line, "nl")


@pytest.fixture(scope="module")
def conversations(flow: Flow) -> dict[str, list[tuple[Prompt, str]]]:
    """Every message of every golden conversation, with its language."""
    return {path.stem: prompts_of(read_chat(path), flow) for path in chat_files()}


@pytest.mark.parametrize("name", [path.stem for path in chat_files()])
def test_every_message_keeps_the_limits_of_one(
    name: str, conversations: dict[str, list[tuple[Prompt, str]]]
) -> None:
    found = [
        fault
        for prompt, language in conversations[name]
        for fault in faults(prompt, partial(catalogues().render, language=language))
    ]
    assert found == [], "\n".join(found)


def test_every_list_is_seen_in_a_conversation(conversations: dict[str, list[tuple[Prompt, str]]]) -> None:
    shown = [prompt for prompts in conversations.values() for prompt, _language in prompts]

    assert {key for prompt in shown for key in lists_in(prompt)} == LISTS.keys()
    assert all(reason.strip() for reason in LISTS.values())


def test_texts_that_are_each_short_can_be_too_much_together() -> None:
    both = Prompt((Text("general.privacy.telegram"), Text("goodbye.which"), Text("erase.ask")))
    assert list(faults(Prompt(both.lines[:1]), _say)) == []
    too_much = Prompt((Text("general.privacy.telegram"), Text("erase.ask"), Text("intake.l1.ask")))
    assert [fault.partition(":")[0] for fault in faults(too_much, _say)] == [
        "7 sentences, at most 3",
        "35 words, at most 30",
        "2 question marks, at most 1",
    ]


def test_a_list_may_be_longer_and_what_was_typed_is_no_sentence() -> None:
    filled = dict.fromkeys(("picture", "what", "answer"), Name("x"))
    many = tuple(Text("overview.line", filled) for _ in range(20))
    assert list(faults(Prompt((Text("overview.ask"), *many)), _say)) == []
    asked = (Text("intake.place.ask"), Text("intake.place.digits", {"digits": Name("8 0 _ _")}))
    assert list(faults(Prompt(asked), _say)) == []
    assert list(faults(Prompt((*asked, Text("goodbye.found"))), _say)) != []
