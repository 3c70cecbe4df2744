"""The table of methods this server speaks, and those that steer how updates reach the bot."""

from collections.abc import Awaitable, Callable

from tests.support.bot_api import changing, checks, profile, sending
from tests.support.bot_api.model import ApiError, JsonDict
from tests.support.bot_api.updates import MAX_LIMIT
from tests.support.bot_api.webhook import Webhook, WebhookConfig
from tests.support.bot_api.world import World

Method = Callable[[World, JsonDict], object]
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


def plain_methods() -> dict[str, Method]:
    """The methods that only need the world, by lower-case name."""
    return {
        "getme": profile.get_me,
        "sendmessage": sending.send_message,
        "sendlocation": sending.send_location,
        "sendvenue": sending.send_venue,
        "sendphoto": sending.send_photo,
        "sendvoice": sending.send_voice,
        "senddocument": sending.send_document,
        "sendchataction": sending.send_chat_action,
        "editmessagetext": changing.edit_message_text,
        "editmessagecaption": changing.edit_message_caption,
        "editmessagereplymarkup": changing.edit_message_reply_markup,
        "deletemessage": changing.delete_message,
        "answercallbackquery": changing.answer_callback_query,
        "setmycommands": profile.set_my_commands,
        "getmycommands": profile.get_my_commands,
        "deletemycommands": profile.delete_my_commands,
        "setmyname": profile.set_my_name,
        "setmydescription": profile.set_my_description,
        "setmyshortdescription": profile.set_my_short_description,
        "getmydescription": profile.get_my_description,
        "getmyshortdescription": profile.get_my_short_description,
        "getchat": profile.get_chat,
        "leavechat": profile.leave_chat,
        "getfile": profile.get_file,
    }


class Methods:
    """Carries out a call that has passed the checks of its model."""

    def __init__(self, world: World, webhook: Webhook) -> None:
        self._world = world
        self._webhook = webhook
        self._plain = plain_methods()
        self._steering: dict[str, Callable[[JsonDict], Awaitable[object]]] = {
            "getupdates": self._get_updates,
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "getwebhookinfo": self._get_webhook_info,
        }

    def knows(self, name: str) -> bool:
        """True for a method this server carries out; `name` in lower case."""
        return name in self._plain or name in self._steering

    async def call(self, name: str, params: JsonDict) -> object:
        """The result of the method. Raises ApiError as the real server would."""
        if name in self._steering:
            return await self._steering[name](params)
        return self._plain[name](self._world, params)

    async def _get_updates(self, params: JsonDict) -> list[JsonDict]:
        if self._webhook.config is not None:
            raise ApiError(409, _WEBHOOK_ACTIVE)
        updates = self._world.updates
        updates.allow(params.get("allowed_updates"))
        return await updates.poll(
            offset=params.get("offset", 0),
            limit=params.get("limit", MAX_LIMIT),
            timeout_s=params.get("timeout", 0),
        )

    async def _set_webhook(self, params: JsonDict) -> bool:
        checks.check_webhook(params)
        updates = self._world.updates
        updates.end_poll("Conflict: terminated by setWebhook request")
        updates.allow(params.get("allowed_updates"))
        if params.get("drop_pending_updates"):
            updates.drop()
        config = WebhookConfig(params["url"], params.get("secret_token"), params.get("max_connections", 40))
        self._webhook.register(config if params["url"] else None)
        return True

    async def _delete_webhook(self, params: JsonDict) -> bool:
        self._webhook.register(None)
        if params.get("drop_pending_updates"):
            self._world.updates.drop()
        return True

    async def _get_webhook_info(self, params: JsonDict) -> JsonDict:
        config = self._webhook.config
        info: JsonDict = {
            "url": config.url if config else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.updates.pending),
        }
        if config:
            info["max_connections"] = config.max_connections
        if self._world.updates.allowed is not None:
            info["allowed_updates"] = self._world.updates.allowed
        if config and self._webhook.last_error:
            info["last_error_date"], info["last_error_message"] = self._webhook.last_error
        return info
