"""Taalhuizen and where they belong: a Taalhuis to a gemeente, a gemeente to an arbeidsmarktregio."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Double, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base
from bot.db.types import Identity, Sealed


class Region(Base):
    """An arbeidsmarktregio, by name."""

    __tablename__ = "region"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)


class Gemeente(Base):
    """A municipality by its CBS code ("GM0193")."""

    __tablename__ = "gemeente"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))


class Taalhuis(Base):
    """One house (one branch). `offers` holds needs, `forms` learning forms, `opening_hours` is in the syntax
    of OpenStreetMap.

    `closed_until` is the last day on which it is closed for a while. WGS84 degrees. `auto_accept`: sign-ups
    need no tap of staff. `offer_mode`: volunteers are asked "one" by one, or "all" at once.
    """

    __tablename__ = "taalhuis"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    street: Mapped[str] = mapped_column(String(120))
    postcode: Mapped[str] = mapped_column(String(8))
    town: Mapped[str] = mapped_column(String(80))
    latitude: Mapped[float] = mapped_column(Double)
    longitude: Mapped[float] = mapped_column(Double)
    gemeente_code: Mapped[str] = mapped_column(ForeignKey("gemeente.code"), index=True)
    opening_hours: Mapped[str] = mapped_column(String(400))
    walk_in_hours: Mapped[str] = mapped_column(String(400))
    offers: Mapped[list[str]]
    forms: Mapped[list[str]]
    phone: Mapped[str] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(String(120))
    website: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(Boolean)
    closed_until: Mapped[date | None]
    auto_accept: Mapped[bool] = mapped_column(Boolean)
    offer_mode: Mapped[str] = mapped_column(String(4), server_default="one")
    demo: Mapped[bool] = mapped_column(Boolean)
    updated_at: Mapped[datetime] = mapped_column(index=True)


class Coverage(Base):
    """A range of four-digit postcodes, both ends included, that a Taalhuis serves."""

    __tablename__ = "taalhuis_coverage"
    __table_args__ = (UniqueConstraint("taalhuis_id", "first", "last"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    taalhuis_id: Mapped[int] = mapped_column(ForeignKey("taalhuis.id", ondelete="CASCADE"))
    first: Mapped[int]
    last: Mapped[int]


class ImportFile(Base):
    """A file of Taalhuizen whose differences were shown, until it is taken over or the hour is over. The
    content is sealed; `session_id` is who was shown it.
    """

    __tablename__ = "import_file"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("console_session.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    content: Mapped[Sealed]
    made_at: Mapped[datetime]
