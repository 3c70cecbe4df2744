"""A learner's phone: the private chat of one person with the bot."""

from tests.support.bot_api.model import JsonDict
from tests.support.bot_api.payloads import membership_change
from tests.support.bot_api.seat import Seat
from tests.support.bot_api.world import World

_BLOCKED = "bot was blocked by the user"
_NOT_STARTED = "bot can't initiate conversation with a user"


class Phone(Seat):
    """One person. The chat id is the person's user id too, as on Telegram."""

    def __init__(
        self,
        world: World,
        *,
        chat_id: int,
        first_name: str,
        language_code: str | None,
        username: str | None,
        started: bool,
    ) -> None:
        names: JsonDict = {"first_name": first_name} | ({"username": username} if username else {})
        user: JsonDict = {"id": chat_id, "is_bot": False} | names
        if language_code:
            user["language_code"] = language_code
        chat = world.open_chat({"id": chat_id, "type": "private"} | names)
        chat.shut = None if started else _NOT_STARTED
        super().__init__(world, chat, user)

    def start(self, payload: str = "") -> int:
        """Presses Start, or opens a link t.me/…?start=`payload`."""
        return self.send(f"/start {payload}".strip())

    def block(self) -> int:
        """Blocks the bot: from now on it gets 403."""
        self._chat.shut = _BLOCKED
        return self._membership(old="member", new="kicked")

    def unblock(self) -> int:
        """Lets the bot in again."""
        self._chat.shut = None
        return self._membership(old="kicked", new="member")

    def deactivate(self) -> None:
        """The account is deleted. Telegram tells the bot nothing; writing gives 403."""
        self._chat.shut = "user is deactivated"

    def _act(self) -> None:
        if self._chat.shut == _NOT_STARTED:
            self._chat.shut = None
        super()._act()

    def _membership(self, *, old: str, new: str) -> int:
        change = membership_change(chat=self._chat.body, by=self.user, bot=self._world.bot, old=old, new=new)
        return self._world.updates.push("my_chat_member", change)
