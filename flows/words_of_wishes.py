"""What people type when they want no answer but something else: a person, an explanation, to stop, to be
forgotten. In sentences, as they are said, in all our languages; the single words are in `flows.words`.

All are in the form of `validators.plain`.
"""

from __future__ import annotations

# Many short phrases: a line each would hide them.
# fmt: off

PERSON = frozenset([
    "ik wil met iemand praten", "ik wil met een mens praten", "ik wil een mens spreken",
    "ik wil iemand spreken", "ik wil met iemand spreken", "ik wil met een mens spreken",
    "ik wil praten met een mens", "ik wil praten met iemand", "ik wil liever met iemand praten",
    "ik wil liever een mens", "liever een mens", "mag ik met een mens praten", "mag ik met iemand praten",
    "mag ik iemand spreken", "mag ik een mens spreken", "mag ik een mens", "kan ik met iemand praten",
    "kan ik met een mens praten", "kan ik iemand spreken", "kan ik een mens spreken", "kan iemand mij helpen",
    "kan iemand me helpen", "kan iemand helpen", "wie kan mij helpen", "wie kan me helpen",
    "met een mens praten", "met iemand praten", "iemand spreken", "een mens spreken", "een echt mens",
    "echt mens", "een echte persoon", "geen computer maar een mens", "i want to talk to a person",
    "i want to talk to someone", "i want to talk to somebody", "i want a person",
    "i want to speak to someone", "i want to speak to a person", "can i talk to someone",
    "can i talk to a person", "can i speak to someone", "can someone help me", "can somebody help me",
    "who can help me", "human", "a human",
    "real person", "talk to a human", "talk to a person", "speak to a person",
    "اريد التحدث مع انسان", "اريد ان اتكلم مع شخص", "اريد ان اتحدث مع شخص", "اريد التكلم مع شخص", "اريد شخصا",
    "بدي احكي مع حدا", "بدي احكي مع شخص", "ممكن احكي مع شخص", "هل يمكنني التحدث مع شخص",
    "هل يمكن لاحد مساعدتي", "من يساعدني", "من يمكنه مساعدتي", "عاوز اكلم حد",
    "ميخواهم با كسي حرف بزنم", "ميخواهم با كسي صحبت كنم", "ميخواهم با يك نفر حرف بزنم",
    "ميخواهم با يك نفر صحبت كنم", "مي خواهم با كسي حرف بزنم", "مي خواهم با كسي صحبت كنم",
    "ميخوام با كسي حرف بزنم", "با كسي حرف بزنم", "كسي ميتواند كمكم كند", "كسي مي تواند كمكم كند",
    "كسي ميتونه كمكم كنه", "يك انسان",
    "biriyle konuşmak istiyorum", "bir insanla konuşmak istiyorum", "bir kişiyle konuşmak istiyorum",
    "insanla konuşmak istiyorum", "biriyle konuşabilir miyim", "bir insanla konuşabilir miyim",
    "biri bana yardim edebilir mi", "bana kim yardim edebilir", "gerçek bir insan",
    "biriyle konusmak istiyorum", "bir insanla konusmak istiyorum",
    "chcę porozmawiać z człowiekiem", "chcę rozmawiać z kimś", "chcę porozmawiać z kimś",
    "chcę rozmawiać z osobą", "chce rozmawiac z czlowiekiem", "chce porozmawiac z kims",
    "czy mogę z kimś porozmawiać", "mogę z kimś porozmawiać", "czy mogę porozmawiać z człowiekiem",
    "czy ktoś może mi pomóc", "ktoś może mi pomóc", "kto może mi pomóc",
    "хочу поговорити з людиною", "хочу говорити з людиною", "я хочу поговорити з людиною",
    "хочу поговорити з кимось", "я хочу поговорити з кимось", "чи можу я поговорити з людиною",
    "можна поговорити з людиною", "можна з кимось поговорити", "хто може мені допомогти",
    "чи може хтось мені допомогти", "хтось може мені допомогти",
    "quiero hablar con alguien", "quiero hablar con un humano", "quiero una persona",
    "puedo hablar con alguien", "puedo hablar con una persona", "alguien me puede ayudar",
    "me puede ayudar alguien", "quién me puede ayudar", "alguien puede ayudarme", "hablar con una persona",
    "hablar con alguien",
])
"""A person, and no computer."""
EXPLAIN = frozenset([
    "ik snap niet", "snap niet", "snap het niet", "ik snap dit niet", "snap dit niet", "ik snap er niks van",
    "ik snap er niets van", "ik snap het niet goed", "ik snap de vraag niet", "begrijp ik niet",
    "ik begrijp niet", "begrijp niet", "begrijp het niet", "ik begrijp dit niet", "ik begrijp de vraag niet",
    "ik begrijp er niets van", "ik begrijp u niet", "ik versta het niet", "ik versta niet", "versta ik niet",
    "ik versta u niet", "wat moet ik doen", "wat moet ik nu doen", "wat moet ik hier doen", "wat is dit",
    "wat betekent dit", "wat betekent dat", "wat is de bedoeling", "huh", "hè", "wat", "hoe dan", "leg uit",
    "no understand", "dont understand", "don t understand", "i dont understand", "not understand",
    "i not understand", "i don t get it", "i dont get it", "i do not get it", "what should i do",
    "what do i do", "what must i do", "what does this mean", "what is this", "what", "explain",
    "انا لا افهم", "لا افهم هذا", "لا افهم السؤال", "ما بفهم", "ما افهم", "مافهمت", "انا ما فهمت",
    "لم افهم السؤال", "مش فاهمه", "مو فاهمه", "مش فاهم حاجه", "ماذا افعل", "ماذا يجب ان افعل", "شو اعمل",
    "شو يعني", "ما معني هذا", "ما هذا", "ايش يعني",
    "من نميفهمم", "من نمي فهمم", "نميفهمم چه", "نفهميدم چي شد", "من نفهميدم", "سوال را نميفهمم",
    "سوال را نمي فهمم", "چه كار كنم", "چكار كنم", "چيكار كنم", "بايد چه كار كنم", "يعني چي", "اين چيست",
    "ben anlamadim", "ben anlamiyorum", "bunu anlamadim", "bunu anlamiyorum", "soruyu anlamadim",
    "hiç anlamadim", "hiçbir şey anlamadim", "ne yapmam gerekiyor", "ne yapmaliyim", "ne yapacağim",
    "bu ne demek", "bu ne", "nasil yani", "ja nie rozumiem", "nie rozumiem tego", "nie rozumiem pytania",
    "nic nie rozumiem", "nie kapuję", "co mam zrobić", "co mam robić", "co mam zrobic", "co robić",
    "o co chodzi", "co to jest", "co to", "co to znaczy to",
    "не розумію це", "не розумію питання", "я не зрозумів", "я не зрозуміла", "не зрозумів", "не зрозуміла",
    "нічого не розумію", "що робити", "що мені робити", "що мені треба робити", "що це", "що це значить",
    "не понимаю", "я не понимаю", "что делать",
    "yo no entiendo", "no entiendo nada", "no entiendo la pregunta", "no entendí", "no entendi",
    "no lo comprendo", "qué hago", "que hago", "qué tengo que hacer", "que tengo que hacer", "qué debo hacer",
    "qué es esto", "que es esto",
])
"""The question in other words."""
STOP = frozenset([
    "ik doe het later", "doe ik later", "dat doe ik later", "ik doe dit later", "later verder",
    "ik ga later verder", "ik ga morgen verder", "morgen verder", "ik doe het morgen", "nu even niet",
    "nu niet", "even niet", "niet nu", "nu geen tijd", "ik heb nu geen tijd", "ik heb geen tijd", "geen tijd",
    "stop maar", "laat maar", "laat maar zitten", "ik wil stoppen", "ik wil nu stoppen", "ik wil niet meer",
    "ik wil niet verder", "ik wil dit niet meer", "ik ga stoppen", "ik stop ermee", "stop ermee", "hou op",
    "ophouden", "een andere keer", "andere keer", "ik heb geen zin", "geen zin", "geen zin meer",
    "i want to stop", "i will do it later", "i ll do it later", "do it later", "not now", "no time",
    "never mind", "nevermind", "i don t want to anymore", "i dont want anymore", "quit", "another time",
    "i stop",
    "ليس الان", "مش هلق", "مو هلق", "ساكمل لاحقا", "سافعل ذلك لاحقا", "سافعلها لاحقا", "بعملها بعدين",
    "ساكمل غدا", "لا اريد ان اكمل", "لا اريد الاستمرار", "ما بدي اكمل", "بدي اوقف", "اريد التوقف",
    "ليس لدي وقت", "ما عندي وقت", "الان نه", "بعدا انجام ميدهم", "بعدا ادامه ميدهم", "فردا ادامه ميدهم",
    "ديگر نميخواهم", "ديگه نميخوام", "ديگر نمي خواهم", "نميخواهم ادامه بدهم", "ميخواهم تمام كنم", "وقت ندارم",
    "ولش كن", "şimdi değil", "simdi degil", "şimdi olmaz", "sonra yaparim", "daha sonra yaparim",
    "sonra devam ederim", "yarin devam ederim", "yarin yaparim", "artik istemiyorum",
    "devam etmek istemiyorum", "birakmak istiyorum", "vaktim yok", "zamanim yok", "boş ver", "bos ver",
    "nie teraz", "zrobię to później", "zrobie to pozniej", "później zrobię", "dokończę później",
    "dokończę jutro", "jutro dokończę", "chcę przerwać", "chcę skończyć", "chcę zakończyć", "już nie chcę",
    "juz nie chce", "nie chcę dalej", "nie mam czasu", "nieważne", "daj spokój", "innym razem",
    "не зараз", "зроблю пізніше", "я зроблю це пізніше", "зроблю потім", "продовжу завтра",
    "продовжу пізніше", "завтра продовжу", "більше не хочу", "я більше не хочу", "не хочу далі",
    "хочу зупинитися", "я хочу зупинитися", "хочу закінчити", "не маю часу", "немає часу", "іншим разом",
    "хватит",
    "ahora no", "no ahora", "lo hago después", "lo hago luego", "lo hago más tarde", "lo haré después",
    "lo haré más tarde", "sigo mañana", "mañana sigo", "ya no quiero", "no quiero seguir", "no quiero más",
    "déjalo", "dejalo", "no tengo tiempo", "otro día", "en otro momento",
])
"""To stop for now: said at a question, in words that may be for a volunteer once all is sent."""
LATER = frozenset([
    "later", "straks", "لاحقا", "فيما بعد", "بعدين", "sonra", "daha sonra", "później", "pozniej", "potem",
    "пізніше", "потім", "بعدا", "luego", "después", "despues", "más tarde", "mas tarde",
])
"""Not now; and at the question about times of the day perhaps an answer."""
ERASE = frozenset([
    "verwijder mijn gegevens", "wis mijn gegevens", "gooi mijn gegevens weg", "verwijder mijn antwoorden",
    "wis mijn antwoorden", "ik wil alles wissen", "ik wil alles weg", "ik wil mijn gegevens wissen",
    "ik wil mijn gegevens verwijderen", "ik wil alles verwijderen", "gooi alles weg", "gooi alles maar weg",
    "alles weggooien", "mijn gegevens wissen", "mijn gegevens verwijderen", "haal alles weg", "vergeet mij",
    "vergeet alles", "erase my data", "remove my data", "delete my answers", "remove everything", "forget me",
    "i want to delete everything", "i want to delete my data", "throw everything away",
    "احذف بياناتي", "احذف معلوماتي", "امسح بياناتي", "امسح معلوماتي", "حذف بياناتي", "اريد حذف كل شيء",
    "اريد حذف بياناتي", "امح كل شيء",
    "اطلاعات من را پاك كن", "اطلاعاتم را پاك كن", "اطلاعات مرا پاك كن", "اطلاعات من را حذف كن",
    "همه چيز را پاك كن", "ميخواهم همه چيز را پاك كنم",
    "verilerimi sil", "bilgilerimi sil", "her şeyi silmek istiyorum", "hersey sil", "herşeyi sil",
    "beni unut", "usuń moje dane", "usun moje dane", "skasuj moje dane", "chcę usunąć wszystko",
    "chcę usunąć moje dane", "wyrzuć wszystko",
    "видали мої дані", "видаліть мої дані", "видалити мої дані", "видаліть все", "хочу видалити все",
    "стерти мої дані", "удалить все", "удалите мои данные",
    "borra mis datos", "borrar mis datos", "elimina mis datos", "eliminar mis datos", "quiero borrar todo",
    "borra todo", "quiero borrar mis datos", "elimina todo",
])
"""To be forgotten; asked once more before it is done."""
NOT_KEPT = frozenset([
    "niet bewaren", "bewaar niets", "bewaar niks", "niets bewaren", "niks bewaren", "weggooien", "gooi weg",
    "gooi maar weg", "gooi het weg", "gooi alles weg", "don t keep", "do not keep", "throw away",
    "don t save",
    "لا تحفظ", "لا تحتفظ", "نگه ندار", "نگه نداريد", "saklama", "kaydetme", "nie zapisuj", "nie zachowuj",
    "wyrzuć",
    "не зберігати", "не зберігай", "викинути", "no guardar", "no guardes", "tirar",
])
"""At the question what becomes of the answers: away with them."""
BEGIN_HERE = frozenset([
    "goedemorgen", "goedemiddag", "goedenavond", "goedendag", "goeiemorgen", "goeiemiddag", "goeienavond",
    "doe maar", "begin maar", "start maar", "beginnen maar", "we beginnen", "good morning", "go ahead",
    "let s go", "صباح الخير", "مساء الخير", "صبح بخير", "günaydin", "iyi günler", "iyi akşamlar",
    "zaczynamy", "dobry wieczór", "добрий ранок", "доброго дня", "добрий вечір", "buenas tardes",
    "buenas noches", "buenas",
])
"""At the first words of all a wish to begin; where everything can begin anew they are none."""
ENDING = (
    "alstublieft", "alsjeblieft", "a u b", "s v p", "graag", "aub", "svp", "maar", "hoor", "please",
    "من فضلك", "لو سمحت", "لطفا", "lütfen", "lutfen", "proszę", "prosze", "будь ласка", "por favor",
)
"""Politeness behind a wish."""
# fmt: on
_TIMES = ("day_parts", "days")


def puts_off(said: str, asked: str) -> bool:
    """Are these plain words for later ("nu even niet"), at the question of this name? At those about times
    "later" alone may be when somebody can come.
    """
    return said in STOP or (said in LATER and asked not in _TIMES)


def without_politeness(said: str) -> str:
    """These plain words without the politeness at their end: "mens graag" → "mens"; "laat maar" stays."""
    if said in STOP:
        return said
    for ending in ENDING:
        if said.endswith(f" {ending}"):
            return without_politeness(said.removesuffix(f" {ending}"))
    return said
