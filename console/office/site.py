"""What the pages of the console need of the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.services.office.office import Office
from bot.services.office.sessions import Sessions
from bot.services.office.signing_in import SigningIn
from console.limits import RateLimiter
from console.office.cookies import DeskCookies
from console.office.frame import Frame, Place
from console.office.guard import Guard
from console.office.signing_in import BURST, PER_SECOND, SignInPages
from console.ports import Sounds, Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSite:
    """What the console is made of. `clock` counts seconds upwards, for the brake; `sounds` are those that can
    be heard here, by channel; `bot_link` is "https://t.me/…", "" without Telegram.
    """

    office: Office
    texts: Texts
    zone: ZoneInfo
    public_url: str
    bot_link: str
    clock: Callable[[], float]
    sounds: Mapping[str, Sounds] = field(default_factory=dict)

    @property
    def sessions(self) -> Sessions:
        return Sessions(self.office)

    def frame(self, menu: tuple[Place, ...]) -> Frame:
        return Frame(self.texts, self.zone, menu)

    @property
    def cookies(self) -> DeskCookies:
        return DeskCookies(self.public_url.startswith("https://"))

    def guard(self, frame: Frame) -> Guard:
        return Guard(self.sessions, frame, self.cookies, RateLimiter(self.clock), self.public_url)

    def sign_in(self, frame: Frame) -> SignInPages:
        return SignInPages(
            SigningIn(self.office),
            self.sessions,
            frame,
            self.cookies,
            RateLimiter(self.clock),
            RateLimiter(self.clock, burst=BURST, per_second=PER_SECOND),
            self.public_url,
            self.bot_link,
        )
