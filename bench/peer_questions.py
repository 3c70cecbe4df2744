"""The sixteen questions as the peer asks them: the same words and buttons as ours."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import LinkPreviewOptions

Rows = tuple[tuple[str, ...], ...]
ALWAYS = (("❓ Ik snap het niet", "🙋 Vraag een mens"), ("✋ Stoppen",))
SCALE = (("🙂 Lukt goed",), ("😐 Soms lastig",), ("🙁 Hulp nodig",), ("🤷 Weet ik niet",))
YES_NO = (("👍 Ja", "👎 Nee"),)
DONE = "✅ Klaar"
MANY = "Kies er een of meer. Druk dan op Klaar."
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `kind`: one answer, many until `DONE`, or the keypad of four digits."""

    name: str
    text: str
    rows: Rows
    kind: str = "one"


QUESTIONS = (
    Question("language", "Welke taal wilt u?", (("Nederlands", "English"),)),
    Question(
        "hello",
        "Hallo, ik ben Taalwijzer: een computer, geen mens. Ik zoek een Taalhuis bij u in de buurt.",
        (("▶️ Beginnen",),),
    ),
    Question(
        "consent", "Mag ik uw antwoorden aan het Taalhuis geven? Zegt u nee, dan bewaar ik niets.", YES_NO
    ),
    Question("for_whom", "Voor wie is dit?", (("🙂 Voor mezelf",), ("👥 Voor iemand anders",))),
    Question("first_name", "Wat is uw voornaam? Typ uw naam.", (("👤 Fatma",),)),
    Question(
        "place",
        "Waar woont u? Druk op de 4 cijfers van uw postcode.",
        (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), ("⌫ Wis", "0")),
        kind="keypad",
    ),
    Question(
        "needs",
        f"Wat wilt u leren? {MANY}",
        (("📖 Lezen", "✏️ Schrijven"), ("💬 Praten", "🔢 Rekenen"), ("📱 Computer en mobiel",), (DONE,)),
        kind="many",
    ),
    Question(
        "purposes",
        f"Waarvoor wilt u leren? {MANY}",
        (
            *(("💼 Werk", "🧒 Kinderen"), ("🩺 Gezondheid", "✉️ Geld en post")),
            *(("🏠 Wonen", "➕ Iets anders"), (DONE,)),
        ),
        kind="many",
    ),
    Question("dutch_first", "Is Nederlands uw eerste taal?", YES_NO),
    Question("l1", "U krijgt een brief. Lukt het lezen?", SCALE),
    Question("r1", "Een trui is 25 procent goedkoper. Weet u dan de prijs?", SCALE),
    Question("r2", "U telt uw geld voor de maand. Lukt dat?", SCALE),
    Question(
        "day_parts", f"Wanneer kunt u komen? {MANY}", (("🌅 Ochtend",), ("☀️ Middag",), ("👍 Altijd", DONE))
    ),
    Question(
        "days",
        f"Op welke dagen kunt u? {MANY}",
        (
            *(("Maandag", "Dinsdag"), ("Woensdag", "Donderdag"), ("Vrijdag", "Zaterdag")),
            *(("Zondag",), ("👍 Elke dag", DONE)),
        ),
    ),
    Question("form", "Hoe wilt u leren?", (("👥 In een groep",), ("👤 Met 1 persoon",), ("💻 Online",))),
    Question(
        "contact", "Hoe mag het Taalhuis u bereiken?", (("💬 Hier in de chat",), ("📞 Bellen",), ("🚶 Zelf",))
    ),
    Question("overview", "Dit zijn uw antwoorden. Klopt alles?", (("👍 Klopt", "✏️ Iets veranderen"),)),
    Question(
        "goodbye",
        "Het Taalhuis stuurt u een bericht. Dat is binnen 3 dagen.",
        (("🏠 Ander Taalhuis", "👋 Klaar"),),
    ),
    Question(
        "home",
        "Wat wilt u nu doen?",
        (("🙋 Vraag een mens", "📋 Mijn antwoorden"), ("👥 Iemand aanmelden", "🔄 Meer")),
    ),
)
HOUSES = tuple((f"Demo-Taalhuis {i}", 52.2 + i % 10 / 25, 6.0 + i / 80) for i in range(50))
HERE = (52.512, 6.094)
