"""The settings, read once at the start from `TAALWIJZER_*` variables or `.env`; all problems are reported
together.

The table in README.md is the reference for people; a test keeps the two the same.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SettingsError

PUBLIC_TELEGRAM_API = "https://api.telegram.org"
PUBLIC_POSTCODES = "https://download.geonames.org/export/zip/NL.zip"


class Settings(BaseSettings):
    """One attribute a setting; the variable is `TAALWIJZER_` and the name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="TAALWIJZER_", env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: str = PUBLIC_TELEGRAM_API
    database_url: str = ""
    data_dir: Path = Path("var")
    secret_key: SecretStr = SecretStr("")
    web_host: str = "127.0.0.1"
    web_port: int = Field(8080, ge=0, le=65535)
    public_url: str = ""
    webhook_url: str = ""
    webhook_secret: SecretStr = Field(SecretStr(""), validate_default=True)
    timezone: str = "Europe/Amsterdam"
    default_language: str = "nl"
    help_phone: str = ""
    log_format: Literal["pretty", "json"] = "pretty"
    postcodes_url: str = PUBLIC_POSTCODES
    speech: Literal["espeak", "piper", "none"] = "espeak"
    speech_ahead: bool = False
    keep_unstarted_days: int = Field(183, ge=1, le=3660)
    keep_finished_days: int = Field(731, ge=1, le=3660)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{value!r} is not a time zone; write it like Europe/Amsterdam") from None
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value:
            return value
        try:
            drivername = make_url(value).drivername
        except ArgumentError:
            raise ValueError("write it like sqlite+aiosqlite:///var/taalwijzer.db") from None
        if drivername not in {"sqlite+aiosqlite", "postgresql+asyncpg"}:
            raise ValueError("it must begin with sqlite+aiosqlite:// or postgresql+asyncpg://")
        return value

    @field_validator("secret_key")
    @classmethod
    def _usable_keys(cls, value: SecretStr) -> SecretStr:
        for key in value.get_secret_value().split(","):
            if key:
                try:
                    Fernet(key.strip())
                except ValueError:
                    raise ValueError(
                        "each key must be 32 bytes in URL-safe base64; newest first, separated by commas"
                    ) from None
        return value

    @field_validator("help_phone")
    @classmethod
    def _real_number(cls, value: str) -> str:
        if not value:
            return value
        # Loaded only where there is a number to read, as in every other place: it is large.
        import phonenumbers

        try:
            number = phonenumbers.parse(value, "NL")
        except phonenumbers.NumberParseException:
            raise ValueError(f"{value!r} is not a telephone number") from None
        if not phonenumbers.is_possible_number(number):
            raise ValueError(f"{value!r} is not a telephone number")
        return value

    @field_validator("telegram_api_url", "public_url", "webhook_url", "postcodes_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("it must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_is_secret(cls, value: SecretStr, known: ValidationInfo) -> SecretStr:
        # A rule of one setting, not of all together: pydantic looks at those only when each alone is right.
        if known.data.get("webhook_url") and len(value.get_secret_value()) < 16:
            raise ValueError("at least 16 characters are needed when WEBHOOK_URL is set")
        return value

    @property
    def database(self) -> str:
        """The SQLAlchemy address; the embedded file under `data_dir` when none was set."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'taalwijzer.db'}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def load_settings(**overrides: object) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: one sentence for every setting that cannot be used.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError(tuple(_problem(item["loc"], item["msg"]) for item in error.errors())) from None


def _problem(location: tuple[int | str, ...], message: str) -> str:
    name = f"TAALWIJZER_{str(location[0]).upper()}: " if location else "TAALWIJZER_"
    return name + message.removeprefix("Value error, ")


def secret_keys(settings: Settings) -> tuple[bytes, ...]:
    """The keys for encrypted columns, newest first: from the setting, else from `data_dir/secret.key` (made
    on the first run, mode 0600).
    """
    value = settings.secret_key.get_secret_value()
    if not value:
        value = _key_file(settings.data_dir / "secret.key")
    return tuple(key.strip().encode() for key in value.split(",") if key.strip())


def _key_file(path: Path) -> str:
    """The key in this file, made when there is none; of several processes exactly one can link it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(Fernet.generate_key().decode() + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text(encoding="ascii").strip()
