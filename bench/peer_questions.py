"""The sixteen questions as the peer asks them: the same words and buttons as ours."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import LinkPreviewOptions

Rows = tuple[tuple[str, ...], ...]
ALWAYS = (("🔊 Lees voor", "❓ Ik snap het niet"), ("🙋 Vraag een mens", "✋ Stoppen"))
SKIPPED = (("🔊 Lees voor", "❓ Ik snap het niet"), ("➡️ Overslaan", "🙋 Vraag een mens"), ("✋ Stoppen",))
ENDED = (("🔊 Lees voor", "📢 Altijd voorlezen"),)
SCALE = (("🙂 Lukt goed",), ("😐 Soms lastig",), ("🙁 Hulp nodig",), ("🤷 Weet ik niet",))
YES_NO = (("👍 Ja", "👎 Nee"),)
DONE = "✅ Klaar"
MANY = "Kies er een of meer. Druk dan op Klaar."
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `kind`: one answer, many until `DONE`, or the keypad of four digits. `last`: the rows
    under its own.
    """

    name: str
    text: str
    rows: Rows
    kind: str = "one"
    last: Rows = ALWAYS


QUESTIONS = (
    Question(
        "language",
        "Welke taal wilt u?",
        (("Nederlands", "English"), ("العربية", "Türkçe"), ("Українська", "Polski"), ("فارسی", "Español")),
    ),
    Question(
        "hello",
        "Hallo, ik ben Taalwijzer: een computer, geen mens. Ik zoek een Taalhuis bij u in de buurt."
        " Dat is gratis en duurt 5 minuten.",
        (("▶️ Beginnen",), ("📢 Altijd voorlezen",)),
    ),
    Question(
        "consent", "Mag ik uw antwoorden aan het Taalhuis geven? Zegt u nee, dan bewaar ik niets.", YES_NO
    ),
    Question("for_whom", "Voor wie is dit?", (("👤 Voor mezelf",), ("👫 Voor iemand anders",))),
    Question("first_name", "Wat is uw voornaam? Typ of zeg uw naam.", (("👤 Fatma",),), last=SKIPPED),
    Question(
        "place",
        "Waar woont u? Druk op de 4 cijfers van uw postcode. U mag ook uw plaats typen.",
        (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), ("⌫ Wis", "0"), ("📍 Stuur mijn plek",)),
        kind="keypad",
    ),
    Question(
        "needs",
        f"Wat wilt u leren? {MANY}",
        (("🗣️ Praten", "📖 Lezen"), ("✏️ Schrijven", "📱 Computer en mobiel"), ("🔢 Rekenen",), (DONE,)),
        kind="many",
    ),
    Question(
        "purposes",
        f"Waarvoor wilt u leren? {MANY}",
        (
            *(("💼 Werk", "🧒 Kinderen"), ("🩺 Gezondheid", "💶 Geld en post")),
            *(("🛋️ Wonen", "➕ Iets anders"), (DONE,)),
        ),
        kind="many",
        last=SKIPPED,
    ),
    Question("dutch_first", "Is Nederlands uw eerste taal?", YES_NO),
    Question("l1", "U krijgt een brief. Lukt het lezen?", SCALE, last=SKIPPED),
    Question("r1", "Een trui is 25 procent goedkoper. Weet u dan de prijs?", SCALE, last=SKIPPED),
    Question("r2", "U telt uw geld voor de maand. Lukt dat?", SCALE, last=SKIPPED),
    Question(
        "day_parts",
        f"Wanneer kunt u komen? {MANY}",
        (("🌅 Ochtend",), ("☀️ Middag",), ("🌙 Avond",), ("👍 Altijd", DONE)),
        last=SKIPPED,
    ),
    Question(
        "days",
        f"Op welke dagen kunt u? {MANY}",
        (
            *(("🔴 Maandag", "🟠 Dinsdag"), ("🟡 Woensdag", "🟢 Donderdag"), ("🔵 Vrijdag", "🟣 Zaterdag")),
            *(("🟤 Zondag",), ("👍 Elke dag", DONE)),
        ),
        last=SKIPPED,
    ),
    Question(
        "form",
        "Hoe wilt u leren?",
        (("👥 In een groep",), ("🤝 Met 1 persoon",), ("💻 Online",), ("👍 Alles is goed",)),
        last=SKIPPED,
    ),
    Question(
        "contact",
        "Hoe mag het Taalhuis u bereiken?",
        (("💬 Hier in de chat",), ("📞 Bellen",), ("🚶 Zelf komen",)),
    ),
    Question("overview", "Dit zijn uw antwoorden. Klopt alles?", (("👍 Klopt", "🔧 Iets veranderen"),)),
    Question(
        "goodbye",
        "Het Taalhuis stuurt u een bericht. Dat is binnen 3 dagen. U hoeft nu niets te doen.",
        (("🏠 Ander Taalhuis", "👋 Klaar"),),
        last=ENDED,
    ),
    Question(
        "home",
        "Wat wilt u nu doen?",
        (("🙋 Vraag een mens", "📋 Mijn antwoorden"), ("👥 Iemand aanmelden", "🔄 Meer")),
    ),
)
HOUSES = tuple((f"Demo-Taalhuis {i}", 52.2 + i % 10 / 25, 6.0 + i / 80) for i in range(50))
HERE = (52.512, 6.094)
