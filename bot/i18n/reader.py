"""Every text on a screen comes from a gettext catalogue; here it is filled in and shown in the reader's way.

A text is a key (`intake.reading.letter`); Dutch is the catalogue of the default language, not a special case.
What is missing falls back to the default language, then to the key itself, and is logged once by its key.
Templates are plain text with `{name}` placeholders: whatever fills one is never read as a template again, so
a name such as "{0}" is harmless. Names lose their bidirectional controls, and are isolated where they could
turn the text around them.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from functools import cached_property, lru_cache
from html import escape
from pathlib import Path

import structlog
from babel import Locale
from babel.dates import format_skeleton, get_day_names
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from bot.i18n.catalogue import Catalogue, Forms, Template, read_catalogue
from bot.i18n.direction import has_rtl, isolated, led_from_right, one_piece
from bot.i18n.place_names import read_places
from flows.model import Clock, Day, Items, Km, Moment, Name, Param, Place, Text, Weekday
from flows.spoken import STAND_IN, UNWRITTEN

# What formats a moment; the only keys that no flow or service names.
CLOCK = "unit.clock"
CLOCK_WHOLE_HOUR = "unit.clock_whole_hour"
MOMENT = "unit.moment"

# Keys that only staff, volunteers and operators see: a language is complete for learners without them.
NOT_FOR_LEARNERS = ("staff.", "volunteer.", "console.", "operator.")

# What people who work here are shown when their own language has no such texts: the one they work in.
SOURCE = "nl"

# Babel takes plain English for American; in the Netherlands dates are written the British way round.
_REGIONS = {"en": "en_GB"}

_KILOMETRE = "length-kilometer"


class Catalogues:
    """All languages, read once from `<locale_dir>/<language>/LC_MESSAGES/messages.po`."""

    def __init__(self, locale_dir: Path, default: str = "nl") -> None:
        """Read every catalogue; about 3 ms a language of 1,000 entries.

        Raises:
            FileNotFoundError: there is no catalogue of the default language.
        """
        folders = sorted(path.parent.name for path in locale_dir.glob("*/LC_MESSAGES"))
        if default not in folders:
            raise FileNotFoundError(f"no catalogue for the default language {default!r} in {locale_dir}")
        self.default = default
        self._log = structlog.get_logger(__name__)
        self._reported: set[tuple[str, str]] = set()
        self._readers = {
            language: Reader(
                language,
                read_catalogue(locale_dir / language / "LC_MESSAGES"),
                self,
                names_of_places=locale_dir / language / "places.csv",
            )
            for language in (default, *(folder for folder in folders if folder != default))
        }
        self._all = {name.lower().replace("_", "-"): name for name in self._readers}
        source = self._readers[default].forms
        needed = {key for key in source if not key.startswith(NOT_FOR_LEARNERS)}
        self.languages: tuple[str, ...] = tuple(
            language for language, reader in self._readers.items() if needed <= reader.forms.keys()
        )
        """The languages in which every text for learners is translated, the default first."""
        self.unreviewed: tuple[str, ...] = tuple(
            language for language in self.languages if not self._readers[language].reviewed
        )
        """Those of them that no native speaker has read yet."""

    def render(self, text: Text | Name | Items, language: str, *, html: bool = False) -> str:
        """The text as a reader of this language sees it; with `html` safe inside an element or an attribute.

        A language without a catalogue is shown in the default language.
        """
        reader = self.reader(language)
        shown = reader.show(text, html=html)
        return led_from_right(shown) if reader.rtl and reader.has(text) else shown

    def day(self, moment: datetime, language: str, zone: tzinfo) -> str:
        """An aware moment as wall time in this zone: "dinsdag 3 juni, 10 uur", "…, 10.30 uur"."""
        local = moment.astimezone(zone)
        return self.reader(language).moment(local.date(), local.hour, local.minute)

    def own_name(self, language: str) -> str:
        """What the language calls itself, in its own script: "Nederlands", "English", "العربية"."""
        name = Locale.parse(language.replace("-", "_")).get_display_name() or language
        return name[:1].upper() + name[1:]

    def best(self, language_hint: str) -> str:
        """The complete language nearest to an IETF tag ("nl-BE", "pt_br", ""), or the default."""
        tag = language_hint.strip().lower().replace("_", "-")
        while tag:
            language = self._all.get(tag)
            if language in self.languages:
                return language
            tag = tag.rpartition("-")[0]
        return self.default

    def is_rtl(self, language: str) -> bool:
        """Whether the language is written from right to left."""
        return self.reader(language).rtl

    def reader(self, language: str) -> Reader:
        """Who shows texts in this language, or in the default one when there is no such catalogue."""
        return self._readers.get(language) or self._readers[self.default]

    def missing(self, key: str, language: str) -> str:
        """The language that has a missing text: the default one, else Dutch; "" when none has it.

        Reported once, unless it is a text that the language need not have.
        """
        expected = language not in (self.default, SOURCE) and key.startswith(NOT_FOR_LEARNERS)
        if not expected and (key, language) not in self._reported:
            self._reported.add((key, language))
            self._log.warning("text_missing", key=key, language=language)
        others = (other for other in (self.default, SOURCE) if other != language and other in self._readers)
        return next((other for other in others if key in self._readers[other].forms), "")


class Reader:
    """Shows texts in one language."""

    def __init__(
        self, language: str, catalogue: Catalogue, catalogues: Catalogues, *, names_of_places: Path
    ) -> None:
        self.language = language
        self._names_of_places = names_of_places
        self.forms = catalogue.forms
        self.reviewed = catalogue.reviewed
        self._html: dict[str, Forms] = {}
        self._plural = catalogue.plural
        self._catalogues = catalogues
        self._locale = _locale(language)
        # Bounded: distances in the Netherlands, on the tenth of a kilometre.
        self._distance = lru_cache(maxsize=4096)(self._format_distance)

    @cached_property
    def rtl(self) -> bool:
        # Asked on first use: reading the locale data of every language would double the time to start.
        return self._locale.text_direction == "rtl"

    @cached_property
    def _places(self) -> dict[str, str]:
        # Read on first use: most who come here use one language.
        return read_places(self._names_of_places)

    def has(self, text: Text | Name | Items) -> bool:
        """Whether this is a text or a list in this language: no bare name, and not borrowed from another."""
        return isinstance(text, Items) or (isinstance(text, Text) and text.key in self.forms)

    def show(self, part: Param, *, html: bool) -> str:
        """One text, name, number, distance, time, weekday or list, in this language."""
        if isinstance(part, Text):
            return self._text(part, html)
        if isinstance(part, Name):
            return self._name(part.name, html)
        if isinstance(part, Place):
            return self._place(part.place, html)
        if isinstance(part, Items):
            return format_list([self.show(item, html=html) for item in part.items], locale=self._locale)
        if isinstance(part, Weekday):
            shown = self._weekday(part.weekday)
        elif isinstance(part, Day):
            shown = self._day(date.fromisoformat(part.day))
        elif isinstance(part, Moment):
            wall = datetime.fromisoformat(part.wall)
            shown = self.moment(wall.date(), wall.hour, wall.minute)
        else:
            shown = self._isolated(self._figures(part))
        return escape(shown) if html else shown

    def _figures(self, part: int | Km | Clock) -> str:
        if isinstance(part, int):
            # Below a thousand no language groups digits, and every catalogue uses 0–9.
            return str(part) if 0 <= part < 1000 else format_decimal(part, locale=self._locale)
        if isinstance(part, Km):
            return self._distance(round(part.km, 1))
        return self._clock(part)

    def moment(self, day: date, hour: int, minute: int) -> str:
        """A day with its time; whole hours without minutes."""
        weekday = self._weekday(day.weekday())
        month_day = self._month_day(day)
        if minute:
            clock = self._clock(Clock(f"{hour}:{minute:02}"))
        else:
            clock = self._filled(CLOCK_WHOLE_HOUR, {"hour": str(hour)}) or f"{hour}:00"
        words = {"weekday": weekday, "date": month_day, "clock": clock}
        return self._filled(MOMENT, words) or f"{weekday} {month_day}, {clock}"

    def _day(self, day: date) -> str:
        return f"{self._weekday(day.weekday())} {self._month_day(day)}"

    def _month_day(self, day: date) -> str:
        shown: str = format_skeleton("MMMMd", day, locale=self._locale)
        return shown

    def _text(self, text: Text, html: bool) -> str:
        key, params = text.key, text.params
        forms = self._html.get(key) if html else self.forms.get(key)
        if forms is None:
            if key not in self.forms:
                return self._fallback(text, html)
            # Kept after the first time: a catalogue is finite, so this is bounded.
            forms = self._html[key] = tuple(map(_escaped, self.forms[key]))
        return self._fill(self._form(forms, params.get("count")), text, html)

    def _fill(self, template: Template, text: Text, html: bool) -> str:
        if len(template) == 1:
            return template[0]
        pieces = list(template)
        for index in range(1, len(pieces), 2):
            param = text.params.get(pieces[index])
            # A placeholder that nobody fills stays visible; the gate keeps catalogues and code in step.
            pieces[index] = f"{{{pieces[index]}}}" if param is None else self.show(param, html=html)
        return "".join(pieces)

    def _form(self, forms: Forms, count: Param | None) -> Template:
        if len(forms) == 1:
            return forms[0]
        index = self._plural(count if isinstance(count, int) else 0)
        return forms[min(index, len(forms) - 1)]

    def _fallback(self, text: Text, html: bool) -> str:
        other = self._catalogues.missing(text.key, self.language)
        if not other:
            return escape(text.key) if html else text.key
        return self._isolated(self._catalogues.reader(other).show(text, html=html))

    def _name(self, name: str, html: bool) -> str:
        if not name.isascii() or not name.isprintable():
            if name == UNWRITTEN:
                return self._text(STAND_IN, html)
            name = one_piece(name)
        shown = escape(name) if html else name
        return isolated(shown) if self.rtl or (not name.isascii() and has_rtl(name)) else shown

    def _place(self, place: str, html: bool) -> str:
        dutch, own = self._name(place, html), self._places.get(place, "")
        return f"{escape(own) if html else own} ({dutch})" if own else dutch

    def _isolated(self, shown: str) -> str:
        return isolated(shown) if self.rtl else shown

    def _format_distance(self, km: float) -> str:
        shown = [
            format_unit(km, _KILOMETRE, length=length, format="#,##0.0", locale=self._locale)
            for length in ("long", "short")
        ]
        # Persian writes the word in full as its short form only.
        return next(text for text in (*shown, f"{km} km") if _KILOMETRE not in text)

    def _weekday(self, weekday: int) -> str:
        name: str = get_day_names("wide", context="format", locale=self._locale)[weekday]
        return name

    def _clock(self, clock: Clock) -> str:
        hour, _, minute = clock.clock.partition(":")
        filled = self._filled(CLOCK, {"hour": str(int(hour)), "minute": minute})
        return filled or f"{int(hour)}:{minute}"

    def _filled(self, key: str, words: dict[str, str]) -> str:
        """A text of this module with its placeholders; "" when no catalogue has it."""
        forms = self.forms.get(key)
        if forms is None:
            other = self._catalogues.missing(key, self.language)
            if not other:
                return ""
            forms = self._catalogues.reader(other).forms[key]
        pieces = list(forms[0])
        pieces[1::2] = [words.get(name, "") for name in pieces[1::2]]
        return "".join(pieces)


def _locale(language: str) -> Locale:
    return Locale.parse(_REGIONS.get(language, language).replace("-", "_"))


def _escaped(template: Template) -> Template:
    return tuple(piece if index % 2 else escape(piece) for index, piece in enumerate(template))
