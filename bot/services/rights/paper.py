"""All that is kept of a person as one file: a page that any browser opens without a network, with the same as
data for a machine inside it.

The voice notes are in it as long as they are small enough to send; the staff can hand over the others.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from html import escape

from bot.domain.sound import Kind, kind_of
from bot.i18n import Catalogues
from bot.services.rights.dossier import Dossier, Sound
from flows.cards import own_data as cards
from flows.model import Document, Moment, Name, Text

FILE_NAME = "taalwijzer.html"
MIME = "text/html"
MOST_SOUND_BYTES = 4_000_000
"""Together, before they are written as letters: the file is sealed and sent in one piece."""
_STYLE = (
    "body{font:1.2rem/1.6 sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:1.6rem}h2{font-size:1.3rem;margin-top:2rem}li{overflow-wrap:anywhere}"
)


def document(dossiers: Sequence[Dossier], catalogues: Catalogues, language: str) -> Document:
    """The file in a language of the catalogues."""
    return Document(name=FILE_NAME, mime=MIME, content=page(dossiers, catalogues, language))


def page(dossiers: Sequence[Dossier], catalogues: Catalogues, language: str) -> str:
    """The same as HTML."""
    title = _shown(catalogues, cards.FILE_TITLE, language)
    direction = "rtl" if catalogues.is_rtl(language) else "ltr"
    left = MOST_SOUND_BYTES
    parts: list[str] = []
    for dossier in dossiers:
        for section in dossier.sections:
            lines = "".join(f"<li>{_shown(catalogues, line, language)}</li>" for line in section.lines)
            parts.append(f"<h2>{_shown(catalogues, section.title, language)}</h2><ul>{lines}</ul>")
        voices, left = _voices(dossier.sounds, catalogues, language, left)
        parts.append(voices)
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>"
        f"<body><h1>{title}</h1>{''.join(parts)}"
        f'<script type="application/json" id="data">{data(dossiers)}</script></body></html>'
    )


def data(dossiers: Sequence[Dossier]) -> str:
    """The same for a machine: JSON that can stand inside a page."""
    written = json.dumps([dossier.data for dossier in dossiers], ensure_ascii=False, indent=1)
    return written.replace("<", "\\u003c")


def _voices(sounds: Sequence[Sound], catalogues: Catalogues, language: str, left: int) -> tuple[str, int]:
    lines = []
    for one in sounds:
        line = _shown(catalogues, cards.voice(Moment(one.at), one.seconds), language)
        if one.sound is not None and len(one.sound) <= left:
            left -= len(one.sound)
            line += _player(one.sound)
        lines.append(f"<li>{line}</li>")
    if not lines:
        return "", left
    return f"<h2>{_shown(catalogues, cards.VOICE, language)}</h2><ul>{''.join(lines)}</ul>", left


def _player(sound: bytes) -> str:
    written = base64.b64encode(sound).decode()
    return f'<br><audio controls src="data:{kind_of(sound) or Kind.OGG};base64,{written}"></audio>'


def _shown(catalogues: Catalogues, text: Text | Name, language: str) -> str:
    return escape(catalogues.render(text, language))
