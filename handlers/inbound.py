"""An Update of Telegram becomes an `Inbound` of our own here, and nobody else reads a Telegram object.

Each function takes one kind of update and returns None for what nobody said to us: service messages, another
bot, talk in a group that is not meant for us. Such an update is acknowledged and forgotten. Of a group chat
no words are passed on, because there we only say where to find us.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from telegram import (
    Bot,
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberUpdated,
    Contact,
    InaccessibleMessage,
    MaybeInaccessibleMessage,
    Message,
    Update,
    User,
    Voice,
)

from bot.channels.callback_data import unpack
from bot.services.inbox import Actor, Inbound
from flows.model import VoiceNote
from flows.replies import (
    Command,
    Edited,
    Reply,
    SharedContact,
    SharedLocation,
    Spoken,
    Tap,
    Typed,
    Unexpected,
)

SOURCE = "telegram"
OLD_BUTTON = Tap(choice="", serial=-1)
GROUP_TALK = Unexpected("group")

# Things that a person sends and that answer no question, as Telegram names them; the first that is there
# counts.
_MEDIA = (
    *("sticker", "photo", "video", "video_note", "animation", "audio", "document", "live_photo"),
    *("poll", "dice", "game", "story", "checklist", "paid_media", "invoice", "giveaway", "passport_data"),
    "web_app_data",
)
# What Telegram itself writes into a chat when something else happened.
_SERVICE = (
    *("pinned_message", "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo"),
    *("delete_chat_photo", "group_chat_created", "supergroup_chat_created", "channel_chat_created"),
    *("message_auto_delete_timer_changed", "migrate_to_chat_id", "migrate_from_chat_id", "connected_website"),
    *("proximity_alert_triggered", "boost_added", "chat_background_set", "write_access_allowed"),
    *("users_shared", "chat_shared", "successful_payment", "refunded_payment", "gift", "unique_gift"),
    *("forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"),
    *("general_forum_topic_hidden", "general_forum_topic_unhidden", "giveaway_created", "giveaway_completed"),
    *("giveaway_winners", "video_chat_scheduled", "video_chat_started", "video_chat_ended"),
    *("video_chat_participants_invited", "paid_message_price_changed", "gift_upgrade_sent"),
    *("checklist_tasks_added", "checklist_tasks_done", "poll_option_added", "poll_option_deleted"),
    *("chat_owner_left", "chat_owner_changed", "managed_bot_created", "direct_message_price_changed"),
    *("suggested_post_approved", "suggested_post_approval_failed", "suggested_post_declined"),
    *("suggested_post_paid", "suggested_post_refunded"),
)
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
# Letters and marks that show nothing: fillers of Hangul, the empty Braille pattern.
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
# Spaces, controls, zero-width joiners, and marks without a letter to stand on.
_BLANK_CATEGORIES = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"}
_PRESENT = {ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER, ChatMember.RESTRICTED}


def read_update(raw: Mapping[str, Any], bot: Bot) -> Update:
    """Make the library's Update of what Telegram sent, without the parts that nobody here reads.

    With a tap Telegram sends the whole question back. The library would make a message of a hundred fields
    of it, each of its buttons too, which takes longer than all the rest of reading and narrowing a tap.

    Raises:
        Exception: whatever the library trips over when this is no update that it knows.
    """
    query = raw.get("callback_query")
    question = query.get("message") if isinstance(query, dict) else None
    if isinstance(query, dict) and isinstance(question, dict):
        return Update(raw["update_id"], callback_query=_without_question(query, question, bot))
    return Update.de_json(dict(raw), bot)


def _without_question(query: dict[str, Any], question: dict[str, Any], bot: Bot) -> CallbackQuery:
    """A tap on a message of which only is known where it stands."""
    return CallbackQuery(
        id=query["id"],
        from_user=User.de_json(query["from"], bot),
        chat_instance=query.get("chat_instance", ""),
        message=InaccessibleMessage(Chat.de_json(question["chat"], bot), question["message_id"]),
        data=query.get("data"),
    )


def message(update: Update, *, bot_username: str) -> Inbound | None:
    """A new message; `bot_username` tells which commands in a group are meant for us."""
    said = update.message
    if said is None or _from_a_bot(said.from_user):
        return None
    if said.chat.type != Chat.PRIVATE:
        return _in_group(update, said.chat, said.from_user) if _for_us(said, bot_username) else None
    reply = _reply(said)
    if reply is None:
        return None
    return Inbound(SOURCE, update.update_id, _actor(said.chat, said.from_user), reply)


def edited(update: Update) -> Inbound | None:
    """A message that was changed afterwards. A live location that moves changes too, but nobody spoke."""
    said = update.edited_message
    if said is None or said.chat.type != Chat.PRIVATE or said.location or _from_a_bot(said.from_user):
        return None
    reply = Edited(_storable(said.text or said.caption or ""))
    return Inbound(SOURCE, update.update_id, _actor(said.chat, said.from_user), reply)


def tap(update: Update) -> Inbound | None:
    """A button pressed. One that we cannot read comes as `OLD_BUTTON`, so that it is answered kindly."""
    query = update.callback_query
    if query is None or query.message is None or _from_a_bot(query.from_user):
        return None
    chat = query.message.chat
    if chat.type != Chat.PRIVATE:
        return _in_group(update, chat, query.from_user)
    return Inbound(SOURCE, update.update_id, _actor(chat, query.from_user), _pressed(query, query.message))


def membership(update: Update) -> Inbound | None:
    """The person blocked us or came back; or a group took us in or sent us away."""
    change = update.my_chat_member
    if change is None or change.chat.type == Chat.CHANNEL:
        return None
    was, now = _present(change, old=True), _present(change, old=False)
    group = change.chat.type != Chat.PRIVATE
    if group and was == now:
        return None
    actor = _group_actor(change.chat, change.from_user) if group else _actor(change.chat, change.from_user)
    if not now:
        return Inbound(SOURCE, update.update_id, actor, None, gone=True, group=group)
    if group:
        return _in_group(update, change.chat, change.from_user)
    return Inbound(SOURCE, update.update_id, actor, None, back=True)


def chat_of(update: Update) -> int:
    """Updates with the same number must be kept in order; those of no chat get a number of their own."""
    chat = update.effective_chat
    if chat is not None:
        return chat.id
    user = update.effective_user
    # Chat and user ids stay under 2**52 on either side of zero.
    return user.id if user is not None else -(2**62) - update.update_id


def _reply(said: Message) -> Reply | None:
    if said.text is not None:
        return _words(_storable(said.text))
    if said.location is not None:
        return SharedLocation(said.location.latitude, said.location.longitude)
    if said.contact is not None:
        return _contact(said.contact, said.from_user)
    if said.voice is not None:
        return Spoken(VoiceNote(SOURCE, said.voice.file_id, _seconds(said.voice)))
    for kind in _MEDIA:
        if getattr(said, kind):
            return Unexpected(kind)
    if any(getattr(said, kind) for kind in _SERVICE):
        return None
    # Newer than this program; whoever sent it still gets an answer.
    return Unexpected("other")


def _words(text: str) -> Reply:
    command = _COMMAND.fullmatch(text.strip())
    if command:
        return Command(command[1].lower(), (command[3] or "").strip())
    return Unexpected("empty") if _shows_nothing(text) else Typed(text)


def _shows_nothing(text: str) -> bool:
    return all(
        character in _BLANK_LETTERS or unicodedata.category(character) in _BLANK_CATEGORIES
        for character in text
    )


def _contact(contact: Contact, sender: User | None) -> SharedContact:
    own = sender is not None and contact.user_id == sender.id
    phone = contact.phone_number
    if own and phone.isdecimal() and not phone.startswith("0"):
        # Telegram gives the number of an account with its country but often without the plus.
        phone = f"+{phone}"
    return SharedContact(phone, own)


def _seconds(voice: Voice) -> int:
    # The library is on its way from seconds to timedelta; the environment says which of them this is.
    length = voice.duration
    return round(length.total_seconds()) if isinstance(length, timedelta) else length


def _pressed(query: CallbackQuery, on: MaybeInaccessibleMessage) -> Tap:
    data = unpack(query.data or "")
    if data is None:
        return OLD_BUTTON
    return Tap(data.choice, data.serial, data.conversation, ref=str(on.message_id))


def _actor(chat: Chat, sender: User | None) -> Actor:
    name = (sender.first_name if sender else chat.first_name) or ""
    return Actor(SOURCE, str(chat.id), _storable(name).strip(), _language(sender))


def _group_actor(chat: Chat, sender: User | None) -> Actor:
    return Actor(SOURCE, str(chat.id), language_hint=_language(sender))


def _in_group(update: Update, chat: Chat, sender: User | None) -> Inbound | None:
    if chat.type == Chat.CHANNEL:
        return None
    return Inbound(SOURCE, update.update_id, _group_actor(chat, sender), GROUP_TALK, group=True)


def _for_us(said: Message, bot_username: str) -> bool:
    """A command, our name, or an answer to us; a group may otherwise talk without our mixing in."""
    text = said.text or said.caption or ""
    command = _COMMAND.fullmatch(text.strip())
    if command:
        return command[2] is None or command[2].lower() == bot_username.lower()
    if re.search(rf"@{re.escape(bot_username)}\b", text, re.IGNORECASE):
        return True
    answered = said.reply_to_message
    author = answered.from_user if answered else None
    return bool(author and author.is_bot and (author.username or "").lower() == bot_username.lower())


def _present(change: ChatMemberUpdated, *, old: bool) -> bool:
    member = change.old_chat_member if old else change.new_chat_member
    return member.status in _PRESENT and getattr(member, "is_member", True) is not False


def _from_a_bot(sender: User | None) -> bool:
    return sender is not None and sender.is_bot


def _language(sender: User | None) -> str:
    return (sender.language_code if sender else None) or ""


def _storable(text: str) -> str:
    """Without halves of characters and NUL, which no database keeps."""
    if text.isascii():
        return text.replace("\0", "")
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
