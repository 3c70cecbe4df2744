"""What Telegram's own database would hold: chats with their messages, files, presses, the bot's profile."""

import itertools
import time
from dataclasses import dataclass, field

from tests.support.bot_api.model import ApiError, JsonDict, bad_request
from tests.support.bot_api.signals import Signal
from tests.support.bot_api.updates import UpdateQueue

BOT_ID = 123456789


@dataclass(slots=True)
class Message:
    """A message: `body` as the Bot API shows it, `markup` the keyboard it was sent with, of any kind."""

    body: JsonDict
    from_bot: bool
    markup: JsonDict | None = None

    @property
    def message_id(self) -> int:
        """Its number in the chat."""
        return int(self.body["message_id"])


@dataclass(slots=True)
class Chat:
    """A chat and what is in it. `shut` is the reason why the bot may not write there."""

    body: JsonDict
    ids: "itertools.count[int]"
    messages: dict[int, Message] = field(default_factory=dict)
    reply_keyboard: JsonDict | None = None
    shut: str | None = None
    migrated_to: int | None = None
    actions: list[str] = field(default_factory=list)
    changed: Signal = field(default_factory=Signal)

    @property
    def id(self) -> int:
        """The chat id; negative for groups."""
        return int(self.body["id"])

    @property
    def private(self) -> bool:
        """True for a chat with one person."""
        return bool(self.body["type"] == "private")

    def add(self, message: Message) -> Message:
        """Puts `message` at the end."""
        self.messages[message.message_id] = message
        self.changed.fire()
        return message


@dataclass(slots=True)
class Press:
    """A press on an inline button that waits for answerCallbackQuery."""

    chat_id: int
    user_id: int
    at: float
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Toast:
    """What a person saw after pressing a button: a line at the top, or a box with OK for `alert`."""

    user_id: int
    text: str
    alert: bool


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on Telegram's side."""

    file_id: str
    path: str
    data: bytes

    def body(self) -> JsonDict:
        """The File object of getFile."""
        return {
            "file_id": self.file_id,
            "file_unique_id": f"u{self.file_id}",
            "file_size": len(self.data),
            "file_path": self.path,
        }


@dataclass(slots=True)
class Profile:
    """What people see of the bot, by language ("" = everybody else); commands by (scope, language)."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[JsonDict]] = field(default_factory=dict)


class World:
    """Everything the methods read and change. Times are seconds."""

    def __init__(self, *, updates: UpdateQueue, query_lifetime_s: float, username: str) -> None:
        self.bot = {"id": BOT_ID, "is_bot": True, "first_name": "Taalwijzer", "username": username}
        self.updates = updates
        self.query_lifetime_s = query_lifetime_s
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.presses: dict[str, Press] = {}
        self.toasts: list[Toast] = []
        self.profile = Profile()
        # Private chats and small groups share one counter on the real server; a supergroup has its own.
        self._shared_ids = itertools.count(1)
        self._numbers = itertools.count(1)

    def number(self) -> int:
        """The next number for files, presses and the like."""
        return next(self._numbers)

    def open_chat(self, body: JsonDict) -> Chat:
        """Makes a chat. Raises ValueError when its id is taken."""
        chat_id = int(body["id"])
        if chat_id in self.chats:
            raise ValueError(f"there is a chat {chat_id} already")
        ids = itertools.count(1) if body["type"] == "supergroup" else self._shared_ids
        self.chats[chat_id] = Chat(body, ids)
        return self.chats[chat_id]

    def chat(self, chat_id: object) -> Chat:
        """The chat the bot names, whether it may write there or not. Raises the 400 of an unknown chat."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad_request("chat_not_found", "chat not found")
        return chat

    def writable_chat(self, chat_id: object) -> Chat:
        """The chat the bot writes to. Raises 403 when it may not, 400 for a group that moved."""
        chat = self.chat(chat_id)
        if chat.migrated_to is not None:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                parameters={"migrate_to_chat_id": chat.migrated_to},
            )
        if chat.shut is not None:
            raise ApiError(403, f"Forbidden: {chat.shut}")
        return chat

    def store_file(self, name: str, data: bytes, *, folder: str) -> StoredFile:
        """Keeps a file and gives it an id."""
        number = self.number()
        stored = StoredFile(f"AgAC{number:08d}", f"{folder}/file_{number}_{name}", data)
        self.files[stored.file_id] = stored
        return stored

    def new_message(self, chat: Chat, sender: JsonDict, content: JsonDict) -> JsonDict:
        """The body of a new message in `chat`; not yet shown."""
        head = {"message_id": next(chat.ids), "from": sender, "chat": chat.body, "date": int(time.time())}
        return head | content
