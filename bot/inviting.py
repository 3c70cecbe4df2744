"""What `taalwijzer invite` does: the operator gives the first roles away. Staff invite the others from the
chat.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import segno
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import invites, places_of_work
from bot.db.queries.invites import InviteRow
from bot.db.vault import Vault
from bot.domain.act import Act
from bot.errors import SettingsError, TaalwijzerError
from bot.named import find, place_problems
from bot.opened import opened
from bot.services import audit
from bot.services.loop import members
from bot.services.loop.members import Invitation, Wish
from bot.settings import Settings, secret_keys
from handlers.application import ask_username

Say = Callable[[str], None]

ROLES = ("staff", "volunteer", "regional")
PICTURES = (".png", ".svg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says. `taalhuis` is a code and `region` a name, "" when not given."""

    role: str
    taalhuis: str
    region: str
    days: int
    qr: Path | None


async def make_invite(settings: Settings, asked: Asked, say: Say, now: datetime) -> None:
    """Make an invite, and show its link.

    Raises:
        SettingsError: wrong use: a house or region that is not there, a picture that cannot be written.
        TaalwijzerError: Telegram does not answer; nothing was made.
        SchemaOutdated: run `taalwijzer migrate` first.
    """
    _check(asked)
    async with opened(settings) as database:
        async with database.reading() as connection:
            place, wish = await _wish(connection, asked)
        has_token = bool(settings.telegram_token.get_secret_value())
        if asked.qr and not has_token:
            raise SettingsError(("--qr: there is a link only when TAALWIJZER_TELEGRAM_TOKEN is set",))
        bot_link = f"https://t.me/{await ask_username(settings)}" if has_token else ""
        async with database.transaction() as connection:
            vault = Vault(secret_keys(settings))
            made = await members.invite(connection, vault, wish, now)
            await audit.append(connection, vault, [_act("command.invite", made.id, wish)], now)
    _show(made, asked, place, bot_link=bot_link, zone=ZoneInfo(settings.timezone), say=say)


async def list_invites(settings: Settings, say: Say, now: datetime) -> None:
    """Every invite by which somebody can still join, a line each."""
    async with opened(settings) as database, database.reading() as connection:
        found = await invites.every_open(connection, now)
    zone = ZoneInfo(settings.timezone)
    for one in found:
        say(_line(one, zone))
    if not found:
        say("There are no open invites.")


async def revoke_invite(settings: Settings, invite_id: int, say: Say, now: datetime) -> None:
    """Take an invite back.

    Raises:
        TaalwijzerError: nobody could join by it any more.
    """
    async with opened(settings) as database, database.transaction() as connection:
        if not await invites.revoke(connection, invite_id, now):
            raise TaalwijzerError(
                f"invite {invite_id} is not open: `taalwijzer invite --list` shows which are"
            )
        act = _act("command.revoke", invite_id, None)
        await audit.append(connection, Vault(secret_keys(settings)), [act], now)
    say(f"Invite {invite_id} is taken back.")


def _act(what: str, invite_id: int, wish: Wish | None) -> Act:
    act = Act(what=what, role="operator", about=f"invite:{invite_id}")
    return replace(act, taalhuis_id=wish.taalhuis_id, detail={"role": wish.role}) if wish else act


def _line(one: InviteRow, zone: ZoneInfo) -> str:
    by = "staff" if one.made_by else "the operator"
    until = one.expires_at.astimezone(zone)
    return f"{one.id}  {one.role} at {one.taalhuis or one.region}, until {until:%Y-%m-%d %H:%M}, made by {by}"


# ── Wrong use ───────────────────────────────────────────────────────────────────────────────────────────


def _check(asked: Asked) -> None:
    """All that can be said without the database.

    Raises:
        SettingsError: every problem at once.
    """
    problems = [*_role_problems(asked), *(_picture_problems(asked.qr) if asked.qr else ())]
    if problems:
        raise SettingsError(tuple(problems))


def _role_problems(asked: Asked) -> list[str]:
    if asked.role not in ROLES:
        return [f"{asked.role or 'no role'}: say for which role: {', '.join(ROLES)}"]
    return place_problems(asked.role, purpose="to invite", taalhuis=asked.taalhuis, region=asked.region)


def _picture_problems(path: Path) -> list[str]:
    if path.suffix.lower() not in PICTURES:
        return [f"--qr: {path.name} should end in {' or '.join(PICTURES)}"]
    if not path.absolute().parent.is_dir():
        return [f"--qr: there is no directory {path.absolute().parent}"]
    return [f"--qr: {path} exists already"] if path.exists() else []


async def _wish(connection: AsyncConnection, asked: Asked) -> tuple[str, Wish]:
    """The name of the place, and what the invite is for."""
    if asked.role == "regional":
        regions = await places_of_work.regions(connection)
        region = find("--region", asked.region, {one.name: one for one in regions})
        return region.name, Wish(role=asked.role, region_id=region.id, days=asked.days)
    houses = await places_of_work.houses(connection)
    house = find("--taalhuis", asked.taalhuis, {one.code: one for one in houses})
    return house.name, Wish(role=asked.role, taalhuis_id=house.id, days=asked.days)


# ── Showing ─────────────────────────────────────────────────────────────────────────────────────────────


def _show(made: Invitation, asked: Asked, place: str, *, bot_link: str, zone: ZoneInfo, say: Say) -> None:
    until = made.expires_at.astimezone(zone)
    say(f"Invite {made.id}: {asked.role} at {place}, for one person, until {until:%Y-%m-%d %H:%M}.")
    link = members.link_of(made.token, bot_link)
    if not bot_link:
        say("TAALWIJZER_TELEGRAM_TOKEN is not set, so there is no link. Whoever joins sends this to the bot:")
        say(link)
        return
    code = segno.make(link, error="m", micro=False)
    drawn = io.StringIO()
    code.terminal(drawn, border=2, compact=True)
    say(drawn.getvalue())
    say(link)
    if asked.qr:
        _write(code, asked.qr)
        say(f"The QR code is in {asked.qr}. Who has it can join: keep it like a key.")


def _write(code: segno.QRCode, path: Path) -> None:
    kind = path.suffix.lower().removeprefix(".")
    picture = io.BytesIO()
    code.save(picture, kind=kind, scale=8, border=4)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(picture.getvalue())
