"""Languages by the name that they have for themselves, so that everybody can find their own without
reading Dutch.

The codes are ISO 639. In which order they stand is in `flows.choice_order`.
"""

from __future__ import annotations

from flows.model import Button, Text
from flows.questions import Choice

_NAMES: dict[str, tuple[Text, str]] = {
    # Translators: names of languages stay in their own script, in every catalogue.
    "nl": (Text("language.nl"), "nederlands dutch hollands"),
    "en": (Text("language.en"), "engels english"),
    "ar": (Text("language.ar"), "arabisch arabic العربيه عربي"),
    "tr": (Text("language.tr"), "turks turkish türkçe turkce"),
    "uk": (Text("language.uk"), "oekraïens oekraiens ukrainian українська"),
    "pl": (Text("language.pl"), "pools polish polski"),
    "ti": (Text("language.ti"), "tigrinya tigrinja ትግርኛ"),
    "so": (Text("language.so"), "somalisch somali soomaali"),
    "fa": (Text("language.fa"), "farsi dari perzisch persian فارسي"),
    "zgh": (Text("language.zgh"), "berbers tamazight berber riffijns"),
    "ru": (Text("language.ru"), "russisch russian русский"),
    "es": (Text("language.es"), "spaans spanish español espanol"),
    "pt": (Text("language.pt"), "portugees portuguese português portugues"),
    "fr": (Text("language.fr"), "frans french français francais"),
    "ro": (Text("language.ro"), "roemeens romanian română romana"),
    "bg": (Text("language.bg"), "bulgaars bulgarian български"),
    "ku": (Text("language.ku"), "koerdisch kurdish kurdî kurmanci"),
    "zh": (Text("language.zh"), "chinees chinese 中文"),
    "vi": (Text("language.vi"), "vietnamees vietnamese"),
    "th": (Text("language.th"), "thais thai ไทย"),
    "pap": (Text("language.pap"), "papiaments papiamentu"),
    # Translators: a language that is not in the list.
    "other": (Text("language.other"), "anders other iets anders"),
}


def language_choices(codes: tuple[str, ...]) -> tuple[Choice, ...]:
    """A button for each of these languages; who types its code means it too."""
    return tuple(
        Choice(code, Button(code, _NAMES[code][0]), frozenset({code, *_NAMES[code][1].split()}))
        for code in codes
    )
