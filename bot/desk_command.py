"""The command `console-login`, read from the command line; what it does is in `bot.admitting`, which is
loaded only then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import SettingsError

if TYPE_CHECKING:
    from bot.settings import Settings


def add_command(app: typer.Typer, settings_of: Callable[[], AbstractContextManager[Settings]]) -> None:
    """Add it."""

    @app.command("console-login")
    def console_login(
        role: Annotated[str, typer.Option(help="staff, regional or operator.")] = "",
        taalhuis: Annotated[str, typer.Option(metavar="CODE", help="For staff: of which Taalhuis.")] = "",
        region: Annotated[str, typer.Option(metavar="NAME", help="For regional staff: which region.")] = "",
        name: Annotated[str, typer.Option(help="First name; somebody new is given the role.")] = "",
        demo: Annotated[bool, typer.Option("--demo", help="In the demo that runs beside it.")] = False,
        listing: Annotated[bool, typer.Option("--list", help="Show who is signed in.")] = False,
        end: Annotated[int | None, typer.Option(metavar="ID", help="Sign somebody out.")] = None,
    ) -> None:
        """Make a link that opens the console, once; or show who is signed in, or sign somebody out."""
        with settings_of() as settings:
            from bot import admitting
            from bot.app import Clock, utc_now
            from bot.demo import demo_clock, demo_settings

            clock: Clock = utc_now
            if demo:
                settings, clock = demo_settings(settings), demo_clock(settings.data_dir)
            if role and (listing or end is not None):
                raise SettingsError(("--list and --end go without a role",))
            if listing:
                asyncio.run(admitting.list_sessions(settings, typer.echo, clock))
            elif end is not None:
                asyncio.run(admitting.end_session(settings, end, typer.echo, clock))
            else:
                asked = admitting.Asked(role=role, taalhuis=taalhuis, region=region, name=name)
                asyncio.run(admitting.make_link(settings, asked, typer.echo, clock))
