"""A person in one chat: all that fingers and eyes can do there. Each act returns the id of its update."""

import asyncio
import time
from collections.abc import Callable

from tests.support.bot_api import payloads
from tests.support.bot_api.model import JsonDict
from tests.support.bot_api.screen import Button, Key, Screen, ShownMessage, show
from tests.support.bot_api.world import Chat, Message, Press, World

_VOICE = b"OggS" + bytes(64)
_PICTURE = b"\xff\xd8\xff\xe0" + bytes(64)
_STICKER = b"RIFF" + bytes(64)
OWN_NUMBER = "+31612345678"


class Seat:
    """`user` is the person as the Bot API shows it."""

    def __init__(self, world: World, chat: Chat, user: JsonDict) -> None:
        self.user = user
        self._world = world
        self._chat = chat
        # Where the chat stood when the person last did something.
        self._mark = 0

    @property
    def chat_id(self) -> int:
        """The chat."""
        return self._chat.id

    @property
    def screen(self) -> Screen:
        """What the person sees now."""
        mine = [toast for toast in self._world.toasts if toast.user_id == self.user["id"]]
        return show(self._chat, mine)

    @property
    def last_question(self) -> ShownMessage:
        """The message that waits for an answer; see `Screen.question`."""
        return self.screen.question

    @property
    def unanswered(self) -> list[str]:
        """The presses whose button still shows a spinner, since the bot did not answer the callback query."""
        mine = (self.chat_id, self.user["id"])
        presses = self._world.presses.items()
        return [
            key for key, press in presses if not press.answered and (press.chat_id, press.user_id) == mine
        ]

    def send(self, text: str) -> int:
        """Types a text."""
        return self._say(payloads.text_content(text))

    def share_location(self, latitude: float, longitude: float) -> int:
        """Shares a place."""
        return self._say(payloads.location_content(latitude, longitude))

    def share_contact(self, phone_number: str = OWN_NUMBER, *, own: bool = True) -> int:
        """Shares the own number, or a card of somebody else (`own=False`)."""
        if own:
            content = payloads.contact_content(phone_number, self.user["first_name"], self.user["id"])
        else:
            content = payloads.contact_content(phone_number, "Karel", self.user["id"] + 1)
        return self._say(content)

    def forward_contact(self, phone_number: str = "+31687654321") -> int:
        """Forwards the card that somebody else sent."""
        other = {"id": self.user["id"] + 1, "is_bot": False, "first_name": "Karel"}
        content = payloads.contact_content(phone_number, "Karel", other["id"])
        return self._say(content | payloads.forwarded_from(other))

    def voice(self, data: bytes = _VOICE, *, seconds: int = 3) -> int:
        """Speaks."""
        stored = self._world.store_file("voice.oga", data, folder="voice")
        return self._say(payloads.voice_content(stored, seconds))

    def photo(self, data: bytes = _PICTURE, *, caption: str | None = None) -> int:
        """Sends a photo."""
        stored = self._world.store_file("photo.jpg", data, folder="photos")
        return self._say(payloads.photo_content(stored, caption))

    def sticker(self, emoji: str = "👍") -> int:
        """Sends a sticker."""
        stored = self._world.store_file("sticker.webp", _STICKER, folder="stickers")
        return self._say(payloads.sticker_content(stored, emoji))

    def edit(self, message_id: int, text: str) -> int:
        """Changes an own text. Raises AssertionError when there is none with that number."""
        message = self._chat.messages.get(message_id)
        own = message is not None and message.body["from"]["id"] == self.user["id"]
        assert message is not None, f"no message {message_id}\n{self.screen.describe()}"
        assert own, f"message {message_id} is not the person's own"
        self._act()
        kept = {key: value for key, value in message.body.items() if key not in ("text", "entities")}
        message.body = kept | payloads.text_content(text) | {"edit_date": int(time.time())}
        self._chat.changed.fire()
        return self._world.updates.push("edited_message", message.body)

    def tap(self, what: str | tuple[int, int, int]) -> int:
        """Presses a button: by its text, its data, a unique part of its text, or (message_id, row, col).

        Newer messages go first, the keyboard below comes last. Raises AssertionError when there is no such
        button.
        """
        button = self._find(what)
        if button is not None:
            assert button.data is not None, f"[{button.text}] opens {button.url}: the bot hears nothing of it"
            return self.press(button.message_id, button.data)
        key = self._find_key(what)
        assert key is not None, f"no button {what!r}\n{self.screen.describe()}"
        assert key.asks != "location", f"[{key.text}] asks for a location: use share_location"
        return self.share_contact() if key.asks == "contact" else self.send(key.text)

    def press(self, message_id: int, data: str) -> int:
        """Presses a button that may be gone from the screen: a slow phone, or somebody with bad intent."""
        self._act()
        number = self._world.number()
        query_id = f"{self.user['id']}{number:08d}"
        self._world.presses[query_id] = Press(self.chat_id, self.user["id"], time.monotonic())
        message = self._chat.messages.get(message_id)
        # A message that is gone comes as an InaccessibleMessage, which has date 0.
        gone = {"chat": self._chat.body, "message_id": message_id, "date": 0}
        body = {
            "id": query_id,
            "from": self.user,
            "message": gone if message is None else message.body,
            "chat_instance": str(-7_000_000_000 - self.chat_id),
            "data": data,
        }
        return self._world.updates.push("callback_query", body)

    async def wait_for(self, predicate: Callable[[Screen], object], timeout_s: float = 5.0) -> Screen:
        """Waits until `predicate(screen)` is true; returns the screen. A LookupError in it is "not yet".

        Raises AssertionError with the screen after `timeout_s` seconds.
        """
        try:
            async with asyncio.timeout(timeout_s):
                while not _holds(predicate, self.screen):
                    await self._chat.changed.wait()
        except TimeoutError:
            problem = f"not seen within {timeout_s} s\n{self.screen.describe()}"
            raise AssertionError(problem) from None
        return self.screen

    async def next_message(self, timeout_s: float = 5.0) -> ShownMessage:
        """The bot's newest message since the person last did something; waits for the first one."""

        def answered(screen: Screen) -> bool:
            return screen.from_bot[-1].message_id > self._mark

        return (await self.wait_for(answered, timeout_s)).from_bot[-1]

    def _find(self, what: str | tuple[int, int, int]) -> Button | None:
        buttons = self.screen.buttons
        if isinstance(what, tuple):
            return next((b for b in buttons if (b.message_id, b.row, b.col) == what), None)
        exact = [b for b in buttons if what in (b.text, b.data)]
        if exact:
            return exact[0]
        partly = [b for b in buttons if what in b.text]
        newest = [b for b in partly if b.message_id == partly[0].message_id]
        return newest[0] if len(newest) == 1 else None

    def _find_key(self, what: object) -> Key | None:
        return next((key for row in self.screen.keyboard for key in row if key.text == what), None)

    def _act(self) -> None:
        assert self._chat.shut is None, f"the bot is shut out of chat {self.chat_id}: {self._chat.shut}"
        self._mark = max(self._chat.messages, default=0)

    def _hears(self, content: JsonDict) -> bool:
        """Whether the bot is told about a message with this content."""
        return True

    def _say(self, content: JsonDict) -> int:
        self._act()
        body = self._world.new_message(self._chat, self.user, content)
        keyboard = self._chat.reply_keyboard
        if keyboard and keyboard.get("one_time_keyboard"):
            self._chat.reply_keyboard = None
        self._chat.add(Message(body, from_bot=False))
        return self._world.updates.push("message", body) if self._hears(content) else 0


def _holds(predicate: Callable[[Screen], object], screen: Screen) -> bool:
    try:
        return bool(predicate(screen))
    except LookupError:
        return False
