"""What people say at the question for a telephone number when they have none to give.

All are in the form of `validators.plain`.
"""

from __future__ import annotations

# Many short phrases: a line each would hide them.
# fmt: off

NO_NUMBER = frozenset([
    "heb ik niet", "heb ik geen", "die heb ik niet", "dat heb ik niet", "ik heb geen telefoon",
    "geen telefoon", "ik heb geen nummer", "geen nummer", "ik heb geen mobiel", "geen mobiel",
    "geen telefoonnummer", "ik heb geen telefoonnummer", "weet ik niet", "ik weet het niet",
    "ik weet mijn nummer niet", "weet mijn nummer niet", "niet bellen", "bel niet", "bel mij niet",
    "liever niet", "liever niet bellen", "toch niet", "toch liever niet",
    "liever zelf komen", "toch liever zelf komen", "ik kom liever zelf", "ik kom zelf", "ik kom langs",
    "toch zelf komen", "zelf komen", "toch liever chat", "liever chat", "toch liever hier", "liever hier",
    "liever een bericht", "stuur maar een bericht", "iets anders", "anders", "wil ik niet",
    "ik wil niet bellen", "wil ik niet geven", "ik wil mijn nummer niet geven", "geef ik niet",
    "dat wil ik niet", "no phone", "no number", "i have no phone", "i have no number", "i don t have a phone",
    "i don t have a number", "i dont have a phone", "i do not have a phone", "don t call", "do not call",
    "don t call me", "rather not", "i don t know", "i d rather come", "i want to come myself",
    "something else", "go back",
    "ليس عندي هاتف", "ليس لدي هاتف", "ما عندي هاتف", "ما عندي تلفون", "ما عندي رقم", "ليس عندي رقم",
    "ليس لدي رقم", "لا تتصل", "لا اعرف", "لا اريد", "اتي بنفسي", "بدون هاتف",
    "تلفن ندارم", "شماره ندارم", "ندارم", "موبايل ندارم", "گوشي ندارم", "زنگ نزنيد", "زنگ نزن", "نميدانم",
    "نمي دانم", "نميخواهم", "خودم ميايم", "خودم مي ايم",
    "telefonum yok", "numaram yok", "yok", "aramayin", "arama", "bilmiyorum", "istemiyorum", "kendim gelirim",
    "kendim geleyim", "telefon yok",
    "nie mam", "nie mam telefonu", "nie mam numeru", "nie dzwonić", "nie dzwoń", "proszę nie dzwonić",
    "nie wiem", "nie chcę", "sam przyjdę", "sama przyjdę", "wolę przyjść", "nie pamiętam",
    "немає", "не маю", "не маю телефону", "немає телефону", "немає номера", "не маю номера", "не дзвоніть",
    "не дзвонити", "не знаю", "не хочу", "прийду сам", "прийду сама", "не пам ятаю", "не памятаю",
    "no tengo", "no tengo teléfono", "no tengo telefono", "no tengo número", "no tengo numero", "no llamar",
    "no me llamen", "no llames", "no sé", "no se", "no lo sé", "no quiero", "prefiero ir", "voy yo",
    "prefiero no",
])
"""No telephone, or no wish to be called."""
# fmt: on
