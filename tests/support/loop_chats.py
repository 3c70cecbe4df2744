"""Golden conversations of several people: who does what, and what each of them then sees, over the real
services and a database.

A file in tests/chats/loop/ has a `title`, the `people`, and `turns`. A person is `learner`, or has a role at
a Taalhuis: `volunteer demo-zwolle-1`. A turn is what one person `does`, or how far the `clock` is moved, and
what every person `sees` because of it; what falls due meanwhile happens, hour by hour.

    does: sign up                    the whole intake, not shown (tests/support/signups.py)
          sign up somebody           the same for somebody else, by a helper
          tap "Ja, graag"            the newest button with that label on this person's screen
          tap 2 "Ja, graag"          the second newest
          type "Ik kom iets later"   words · say   a voice note · command intakes
          block                      stops the bot
    clock: 2 hours | 3 days

    sees:  a line of text · [button] · [✓ ticked] · ≈ a card shown in its place · ✔ a card that was dealt with
           ⌂ on the map · 📎 a file · ! a short word for the one who tapped · (🔊) below the buttons
           ♪ what is read aloud, then the answers / each with its picture; ♪ alone: the message too is heard

`python -m tests.support.loop_chats --update` writes what is seen now into the files; read the difference.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.channels.base import Envelope
from bot.db.migrations import upgrade
from bot.db.session import Database
from bot.services.inbox import Receipt
from flows.model import Name, Prompt, Text, VoiceNote
from flows.replies import Command, Spoken, Tap, Typed
from tests.support.building import Rig, build_rig, buttons_of
from tests.support.chats import NoSuchButtonError
from tests.support.clock import FakeClock
from tests.support.loop import make_regional, make_staff, make_volunteer
from tests.support.signups import signed_up, signed_up_by_a_helper
from tests.support.worlds import catalogues

CHATS = Path(__file__).resolve().parent.parent / "chats" / "loop"
_HOURS = {"hour": 1, "hours": 1, "day": 24, "days": 24}


@dataclass(slots=True)
class Shown:
    """One message on a screen, under the channel's name for it."""

    ref: str
    envelope: Envelope

    @property
    def prompt(self) -> Prompt:
        return self.envelope.prompt


@dataclass(slots=True)
class Stage:
    """Plays one file: everybody has a screen, and only what is on it can be tapped."""

    rig: Rig
    people: dict[str, str]
    screens: dict[str, list[Shown]] = field(default_factory=dict)
    seen: int = 0

    async def play(self, turn: Mapping[str, str]) -> dict[str, list[str]]:
        """Do what the turn says; what each person then sees, by name.

        Raises:
            NoSuchButtonError: the button is not on the screen.
            ValueError: the turn is not understood.
        """
        toast: list[str] = []
        if "clock" in turn:
            many, _, unit = turn["clock"].partition(" ")
            for _ in range(int(many) * _HOURS[unit]):
                self.rig.clock.forward(hours=1)
                await self.rig.due()
        else:
            receipt = await self._act(turn["who"], turn["does"])
            if receipt and receipt.toast:
                toast = [f"! {catalogues().render(receipt.toast, receipt.language)}"]
        await self.rig.due()
        news = self._news(shown=not turn.get("does", "").startswith("sign up"))
        if toast:
            news.setdefault(turn["who"], []).extend(toast)
        return news

    async def _act(self, who: str, does: str) -> Receipt | None:
        address = self.people[who]
        verb, _, rest = does.partition(" ")
        match verb:
            case "sign" if rest == "up":
                await signed_up(self.rig, address)
                return None
            case "sign":
                await signed_up_by_a_helper(self.rig, address)
                return None
            case "tap":
                return await self.rig.hear(self._tap(who, rest), address=address)
            case "type":
                return await self.rig.hear(Typed(rest.strip()[1:-1]), address=address)
            case "say":
                note = VoiceNote(self.rig.channel.name, "voice-1", 4)
                return await self.rig.hear(Spoken(note), address=address)
            case "command":
                name, _, argument = rest.partition(" ")
                return await self.rig.hear(Command(name, argument), address=address)
            case "block":
                return await self.rig.block(address)
            case _:
                raise ValueError(f"nobody knows how to {verb!r}")

    def _tap(self, who: str, rest: str) -> Tap:
        at, _, label = rest.partition(" ") if rest[0].isdecimal() else ("1", "", rest)
        wanted, left = label.strip()[1:-1], int(at)
        for shown in reversed(self.screens.get(who, [])):
            for button in (button for row in (*shown.prompt.rows, *shown.prompt.always) for button in row):
                if self._say(button.label, shown) == wanted:
                    left -= 1
                    if not left:
                        chat = shown.envelope.conversation
                        return Tap(button.choice, shown.prompt.serial, chat, shown.ref)
        there = [
            self._say(button.label, one)
            for one in self.screens.get(who, [])
            for button in buttons_of(one.prompt)
        ]
        raise NoSuchButtonError(f"{who} has no button {wanted!r} on the screen, but {there}")

    # ── What is on the screens ───────────────────────────────────────────────────────────────────

    def _news(self, *, shown: bool) -> dict[str, list[str]]:
        """What was delivered since the last look, put on the screens, and in words when it is to be shown."""
        names = {address: name for name, address in self.people.items()}
        delivered = self.rig.channel.delivered
        news: dict[str, list[str]] = {}
        for at in range(self.seen, len(delivered)):
            envelope = delivered[at]
            name = names[envelope.address]
            message = Shown(envelope.replaces_ref or f"m{at + 1}", envelope)
            lines = list(self._lines(message))
            if shown:
                news.setdefault(name, []).extend(lines)
            screen = self.screens.setdefault(name, [])
            old = next((place for place, one in enumerate(screen) if one.ref == message.ref), None)
            if old is None:
                screen.append(message)
            else:
                screen[old] = message
        self.seen = len(delivered)
        return news

    def _lines(self, shown: Shown) -> Iterator[str]:
        prompt = shown.prompt
        text = [self._say(line, shown) for line in prompt.lines]
        if prompt.replaces and not prompt.rows:
            chosen = ", ".join(self._say(part, shown) for part in prompt.chosen)
            yield f"✔ {text[0] if text else ''} → {chosen}" if chosen else f"✔ {' / '.join(text)}"
            return
        if prompt.replaces and text:
            text[0] = f"≈ {text[0]}"
        yield from self._heard(shown)
        yield from text
        if prompt.venue:
            yield f"⌂ {prompt.venue.name}, {prompt.venue.address}"
        if prompt.document:
            yield f"📎 {prompt.document.name} {prompt.document.method}".strip()
        if prompt.voice:
            yield f"🎤 {prompt.voice.seconds}"
        for row in prompt.rows:
            yield " ".join(
                f"[{'✓ ' if button.selected else ''}{button.picture} {self._say(button.label, shown)}]"
                for button in row
            )
        if prompt.always:
            yield f"({' '.join(button.picture for row in prompt.always for button in row)})"

    def _heard(self, shown: Shown) -> Iterator[str]:
        speech = shown.prompt.speech
        if speech:
            said = " ".join(self._say(line, shown) for line in speech.lines)
            answers = [f"{one.picture} {self._say(one.label, shown)}" for one in speech.choices]
            yield f"♪ {' / '.join([said, *answers])}"
        elif shown.envelope.aloud and not shown.prompt.replaces:
            yield "♪"

    def _say(self, text: Text | Name, shown: Shown) -> str:
        return catalogues().render(text, shown.envelope.language)


# ── Files ──────────────────────────────────────────────────────────────────────────────────────


def loop_files() -> list[Path]:
    """All golden conversations of several people."""
    return sorted(CHATS.glob("*.yaml"))


def read_loop(path: Path) -> dict[str, Any]:
    """One of them as plain data."""
    chat: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return chat


async def played(chat: Mapping[str, Any], rig: Rig) -> list[dict[str, Any]]:
    """The turns as they go now, in the form of the file."""
    await rig.with_houses()
    people = {name: str(at) for at, name in enumerate(chat["people"], start=1)}
    for name, part in chat["people"].items():
        role, _, house = part.partition(" ")
        match role:
            case "staff":
                await make_staff(rig, house, address=people[name], name=name.capitalize())
            case "volunteer":
                await make_volunteer(rig, house, address=people[name], name=name.capitalize())
            case "regional":
                await make_regional(rig, house, address=people[name], name=name.capitalize())
    stage = Stage(rig, people)
    stage.seen = len(rig.channel.delivered)
    turns: list[dict[str, Any]] = []
    for turn in chat["turns"]:
        now = {key: turn[key] for key in ("who", "does", "clock") if key in turn}
        sees = await stage.play(now)
        turns.append({**now, "sees": sees} if sees else now)
    return turns


def written(chat: Mapping[str, Any], turns: Sequence[Mapping[str, Any]]) -> str:
    """The file again, with these turns."""
    return yaml.safe_dump({**chat, "turns": list(turns)}, allow_unicode=True, sort_keys=False, width=1000)


async def _update(paths: Sequence[Path], *, write: bool) -> int:
    different = 0
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            database = Database(f"sqlite+aiosqlite:///{folder}/loop.db")
            await upgrade(database)
            rig = build_rig(database, FakeClock())
            rig.dispatcher.start()
            chat = read_loop(path)
            text = written(chat, await played(chat, rig))
            await rig.dispatcher.stop()
            await database.close()
        if text != path.read_text(encoding="utf-8"):
            different += 1
            sys.stdout.write(f"{path.name}\n")
            if write:
                path.write_text(text, encoding="utf-8")
    return different


def main(arguments: Sequence[str]) -> int:
    """Say which go differently now; with --update write them down."""
    different = asyncio.run(_update(loop_files(), write="--update" in arguments))
    return 0 if "--update" in arguments else min(different, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
