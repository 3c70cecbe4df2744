"""How prompts, states and answers become bytes in a row, and come back as what they were."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from bot.db.types import Sealed
from bot.db.vault import Vault
from bot.services.desk.state import DeskState
from flows.facts import Answer
from flows.model import Prompt, State


class Codec:
    """Seals the values of flows/ and opens them again."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault

    def seal_prompt(self, prompt: Prompt) -> Sealed:
        return self.vault.seal(_prompts().dump_json(prompt, exclude_defaults=True))

    def open_prompt(self, sealed: Sealed) -> Prompt:
        return _prompts().validate_json(self.vault.open_bytes(sealed))

    def seal_state(self, state: State) -> Sealed:
        return self.vault.seal(_states().dump_json(state, exclude_defaults=True))

    def open_state(self, sealed: Sealed) -> State:
        return _states().validate_json(self.vault.open_bytes(sealed))

    def seal_desk(self, desk: DeskState) -> Sealed:
        return self.vault.seal(_desks().dump_json(desk, exclude_defaults=True))

    def open_desk(self, sealed: Sealed) -> DeskState:
        return _desks().validate_json(self.vault.open_bytes(sealed))

    def seal_answers(self, answers: Mapping[str, Answer]) -> Sealed:
        return self.vault.seal(json.dumps(answers, ensure_ascii=False, default=_plain))

    def open_answers(self, sealed: Sealed) -> dict[str, Answer]:
        answers: dict[str, Answer] = json.loads(self.vault.open_bytes(sealed))
        return answers


# Made once a process: each reads a whole class, and that takes 15 ms.
@cache
def _prompts() -> TypeAdapter[Prompt]:
    return TypeAdapter(Prompt)


@cache
def _states() -> TypeAdapter[State]:
    return TypeAdapter(State)


@cache
def _desks() -> TypeAdapter[DeskState]:
    return TypeAdapter(DeskState)


def _plain(value: Any) -> Any:
    """Tuples and mappings of the engine's own kinds."""
    return dict(value) if isinstance(value, Mapping) else list(value)
