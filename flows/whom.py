"""For whom somebody says this is: for themselves, or for another.

A sentence with "ik" in it may be about a mother: "ik vul dit in voor mijn moeder". So "ik", "me" and their
like in other languages only count as the whole answer, one word for another person makes it another, and who
names both is asked again. A mistake here would let somebody be signed up who never agreed.

All words are in the form of `validators.plain`.
"""

from __future__ import annotations

from flows import words

SELF = "self"
OTHER = "other"

# Many short words: a line each would hide them.
# fmt: off

_AROUND = frozenset([
    "ja", "hoor", "graag", "dat", "dit", "is", "het", "ben", "alleen", "gewoon", "maar", "voor", "yes",
    "just", "only", "for", "it", "s", "am",
])
"""May stand around a whole answer and leaves it what it is: "ja, gewoon ik", "voor mij hoor"."""
_ONESELF = (
    "mezelf", "mijzelf", "ikzelf", "zelf", "voor mij", "voor me", "ik wil leren", "ik wil het leren",
    "ik meld mij", "ik meld me", "mij aanmelden", "me aanmelden", "mij en", "en mij", "en ik",
    "for me", "myself", "i want to learn", "me and", "and me", "and i",
    "لي", "لنفسي", "نفسي", "kendim", "kendime", "benim için", "ben ve", "ve ben",
    "dla mnie", "dla siebie", "і я", "для мене", "для себе", "для меня", "для себя",
    "خودم", "براي من", "para mí", "yo mismo", "yo misma", "mí mismo", "mí misma", "y yo",
)
"""Somewhere in the answer: it is for the person who types."""
_PEOPLE = frozenset([
    "vader", "vaders", "moeder", "pa", "ma", "papa", "mama", "man", "vrouw", "zus", "zusje", "zuster",
    "broer", "broertje", "zoon", "zoontje", "dochter", "dochtertje", "kind", "kinderen", "oma", "opa", "oom",
    "tante", "nicht", "nichtje", "neef", "neefje", "vriend", "vriendin", "vrienden", "buurman", "buurvrouw",
    "buren", "schoonmoeder", "schoonvader", "schoonzus", "schoonzoon", "schoondochter", "echtgenoot",
    "echtgenote", "partner", "collega", "cliënt", "client", "cliënte", "klant", "cursist", "leerling",
    "deelnemer", "deelneemster", "bewoner", "patiënt", "patient", "kennis", "familie", "familielid", "ouders",
    "persoon", "iemand", "ander", "andere", "anders", "hem", "haar", "hij", "zij", "ze", "hen", "hun",
    "meneer", "mevrouw", "vrijwilliger", "vrijwilligster", "begeleider", "begeleidster", "taalmaatje",
    "hulpverlener", "mantelzorger", "verwijzer",
    "father", "mother", "dad", "mum", "mom", "husband", "wife", "brother", "sister", "son", "daughter",
    "child", "friend", "neighbour", "neighbor", "grandmother", "grandfather", "grandma", "grandpa", "aunt",
    "uncle", "cousin", "colleague", "someone", "somebody", "other", "another", "him", "he", "she", "them",
    "parents", "volunteer", "person",
    "امي", "لامي", "ابي", "لابي", "والدي", "لوالدي", "والدتي", "لوالدتي", "زوجي", "لزوجي", "زوجتي", "لزوجتي",
    "اخي", "لاخي", "اختي", "لاختي", "ابني", "لابني", "ابنتي", "لابنتي", "بنتي", "لبنتي", "جاري", "لجاري",
    "جارتي", "لجارتي", "صديقي", "لصديقي", "صديقتي", "لصديقتي", "عمي", "لعمي", "عمتي", "خالتي", "جدي", "لجدي",
    "جدتي", "لجدتي", "ماما", "بابا", "غيري", "اخر", "لشخص", "اساعد", "بساعد",
    "eşim", "eşime", "eşimin", "esim", "esime", "annem", "anneme", "annemin", "babam", "babama", "babamin",
    "kocam", "kocama", "karim", "karima", "kardeşim", "kardeşime", "kardesim", "ablam", "ablama", "abim",
    "abime", "ağabeyim", "oğlum", "oğluma", "oglum", "kizim", "kizima", "komşum", "komşuma", "komsum",
    "arkadaşim", "arkadaşima", "arkadasim", "dayim", "amcam", "teyzem", "halam", "dedem", "ninem",
    "anneannem", "babaannem", "birisi", "biri", "birine", "başkasi", "başkasina", "baskasi", "onun", "ona",
    "kendisi", "kendisine", "mamy", "mamę", "mamie", "matka", "matki", "matkę", "tata", "taty", "tatę",
    "ojciec", "ojca", "mąż", "męża", "meza", "mężowi", "żona", "żony", "żonę", "zony", "żonie", "brat",
    "brata", "siostra", "siostry", "siostrę", "syn", "syna", "córka", "córki", "córkę", "corki", "babcia",
    "babci", "dziadka", "sąsiad", "sąsiada", "sąsiadki", "kolegi", "koleżanki", "przyjaciela", "przyjaciółki",
    "znajomej", "znajomego", "teściowej", "kogoś", "kogos", "komuś", "niej", "niego", "pomagam", "inna",
    "ktoś",
    "мама", "мами", "маму", "мамі", "мамы", "тато", "тата", "татові", "папы", "папа", "батько", "батька",
    "чоловік", "чоловіка", "чоловіку", "муж", "мужа", "дружина", "дружини", "дружину", "жены", "брат",
    "брата", "сестра", "сестри", "сестру", "сестры", "син", "сина", "сына", "дочка", "дочки", "доньки",
    "донька", "бабуся", "бабусі", "дідуся", "сусіда", "сусідки", "подруги", "подруга", "друга", "знайомої",
    "знайомого", "когось", "хтось", "неї", "нього", "допомагаю", "помогаю", "іншого", "іншої", "інший",
    "مادرم", "پدرم", "شوهرم", "همسرم", "زنم", "خواهرم", "برادرم", "پسرم", "دخترم", "دوستم", "مادر", "پدر",
    "مامانم", "بابام", "همسايه", "خاله", "عمو", "مادربزرگم", "پدربزرگم", "ديگر", "ديگري",
    "madre", "padre", "mamá", "papá", "marido", "esposo", "esposa", "mujer", "hermano", "hermana", "hijo",
    "hija", "abuela", "abuelo", "vecino", "vecina", "amigo", "amiga", "suegra", "suegro", "tía", "tío", "tia",
    "tio", "primo", "prima", "cuñado", "cuñada", "ella", "él", "alguien", "otra", "otro", "ayudo", "ayudando",
])
"""Somebody who is not the person who types, or what only a helper says."""
_HELPING = (
    "ik help", "ik meld aan", "ik ondersteun", "ik begeleid", "ik regel", "namens", "i help", "i am helping",
    "i m helping", "on behalf", "for her", "yardim ediyorum", "كمك ميكنم", "كمك مي كنم", "به كسي",
)
"""What a helper says, in more words than one."""
_OF_ONESELF = ("ik ben een vrouw", "ik ben een man")
"""Words for people that are about the one who types."""
# fmt: on


def sides_named(said: str) -> frozenset[str]:
    """Of `SELF` and `OTHER`, those that these plain words name; neither, one, or both."""
    if said in words.MYSELF or _bare(said) in words.MYSELF:
        return frozenset({SELF})
    if said in words.SOMEBODY_ELSE:
        return frozenset({OTHER})
    padded = f" {said} "
    for phrase in _OF_ONESELF:
        padded = padded.replace(f" {phrase} ", " ")
    of_another = not _PEOPLE.isdisjoint(padded.split()) or _holds(padded, _HELPING)
    sides = {SELF: _holds(padded, _ONESELF), OTHER: of_another}
    return frozenset(side for side, named in sides.items() if named)


def _bare(said: str) -> str:
    return " ".join(word for word in said.split() if word not in _AROUND)


def _holds(padded: str, phrases: tuple[str, ...]) -> bool:
    return any(f" {phrase} " in padded for phrase in phrases)
