"""A group chat with the bot in it."""

from tests.support.bot_api.model import JsonDict
from tests.support.bot_api.payloads import membership_change
from tests.support.bot_api.phone import Phone
from tests.support.bot_api.screen import Screen, show
from tests.support.bot_api.seat import Seat
from tests.support.bot_api.world import Chat, Message, World

_SUPERGROUP_BELOW = -1_000_000_000_000


class GroupSeat(Seat):
    """A person in a group. In privacy mode, Telegram's default, the bot hears commands only."""

    def _act(self) -> None:
        # People go on talking in a group that has thrown the bot out.
        self._mark = max(self._chat.messages, default=0)

    def _hears(self, content: JsonDict) -> bool:
        if self._chat.shut is not None:
            return False
        first = next(iter(content.get("entities", ())), None)
        if first is None or first["type"] != "bot_command" or first["offset"] != 0:
            return False
        _, _, addressee = content["text"][: first["length"]].partition("@")
        return addressee.lower() in ("", str(self._world.bot["username"]).lower())


class Group:
    """`group.member(phone).send("/start")` is a command in the group; other texts give no update (id 0)."""

    def __init__(self, world: World, *, chat_id: int, title: str) -> None:
        kind = "supergroup" if chat_id < _SUPERGROUP_BELOW else "group"
        self._world = world
        self._chat = world.open_chat({"id": chat_id, "type": kind, "title": title})

    @property
    def chat_id(self) -> int:
        """The group's id; after `migrate` that of the supergroup."""
        return self._chat.id

    @property
    def screen(self) -> Screen:
        """What everybody in the group sees."""
        return show(self._chat, [])

    def member(self, phone: Phone) -> GroupSeat:
        """That person, in this group."""
        return GroupSeat(self._world, self._chat, phone.user)

    def add_bot(self, by: Phone) -> int:
        """Somebody puts the bot in the group."""
        self._chat.shut = None
        return self._membership(by, old="left", new="member")

    def remove_bot(self, by: Phone) -> int:
        """Somebody throws the bot out: from now on it gets 403."""
        self._chat.shut = f"bot was kicked from the {self._chat.body['type']} chat"
        return self._membership(by, old="member", new="kicked")

    def migrate(self, by: Phone) -> int:
        """The group becomes a supergroup; returns its id. Writing to the old one gives 400."""
        old = self._chat
        new_id = _SUPERGROUP_BELOW + old.id
        body = {"id": new_id, "type": "supergroup", "title": old.body["title"]}
        new = self._world.open_chat(body)
        self._service(old, by, {"migrate_to_chat_id": new_id})
        old.migrated_to = new_id
        self._service(new, by, {"migrate_from_chat_id": old.id})
        self._chat = new
        return new_id

    def _service(self, chat: Chat, by: Phone, content: JsonDict) -> None:
        message = self._world.new_message(chat, by.user, content)
        chat.add(Message(message, from_bot=False))
        self._world.updates.push("message", message)

    def _membership(self, by: Phone, *, old: str, new: str) -> int:
        change = membership_change(chat=self._chat.body, by=by.user, bot=self._world.bot, old=old, new=new)
        return self._world.updates.push("my_chat_member", change)
