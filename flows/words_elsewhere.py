"""Words that people type in Arabic, Turkish, Polish, Ukrainian, Persian and Spanish; those of Dutch and
English are in `flows.words`, which puts all together.

All are in the form of `validators.plain`, which has one letter where keyboards have several (Arabic and
Persian ya and kaf, Turkish dotless i); a test holds them to it. What is a word of daily life in another of
our languages is left out ("para" is Spanish for stop and Turkish for money), and so are first names.
"""

from __future__ import annotations

# Many short words: a line each would hide them.
# fmt: off

YES = frozenset([
    "نعم", "اي", "ايه", "ايوه", "ايوا", "اجل", "تمام", "طيب", "حسنا", "موافق", "موافقه", "اكيد", "صحيح",
    "اوكي", "ماشي", "evet", "olur", "tamam", "tabii", "peki", "doğru", "dogru", "elbette", "kabul",
    "tak", "dobrze", "dobra", "jasne", "zgoda", "oczywiście", "oczywiscie", "zgadza się", "zgadza sie",
    "так", "добре", "гаразд", "звичайно", "згоден", "згодна", "ага", "да", "хорошо", "بله", "بلي", "اره",
    "باشه", "حتما", "خوب", "خب", "موافقم", "درست", "درسته", "درست است", "sí", "si", "claro", "vale",
    "bueno", "de acuerdo", "correcto",
])
"""A yes."""
NO = frozenset([
    "لا", "كلا", "لا شكرا", "غير موافق", "غير موافقه", "hayir", "yok", "olmaz", "istemiyorum", "nie",
    "nie dziękuję", "nie chcę", "ні", "не", "не хочу", "нет", "نه", "خير", "نخير", "نميخواهم",
    "نمي خواهم", "نميخوام", "no", "no gracias", "no quiero",
])
"""A no."""
HELP = frozenset([
    "مساعده", "ساعدني", "ساعدوني", "احتاج مساعده", "yardim", "yardim et", "pomoc", "pomocy", "pomóż mi",
    "pomoz mi", "допомога", "допоможіть", "допоможи", "помогите", "كمك", "كمكم كن", "كمك كنيد", "راهنما",
    "ayuda", "ayúdame", "ayudame", "socorro",
])
"""Help."""
ERASE_ALL = frozenset([
    "احذف", "حذف", "امسح", "مسح", "احذف كل شيء", "حذف كل شيء", "امسح كل شيء", "sil", "hepsini sil",
    "her şeyi sil", "usuń", "usun", "usuń wszystko", "usun wszystko", "skasuj", "skasuj wszystko",
    "wykasuj", "видалити", "видали", "видалити все", "видалити усе", "стерти", "стерти все", "удалить",
    "پاك كن", "همه را پاك كن", "حذف همه", "حذف كن", "پاك كردن", "borrar", "borra", "borrar todo",
    "eliminar", "eliminar todo",
])
"""To be forgotten."""
PRIVACY = frozenset([
    "الخصوصيه", "خصوصيه", "خصوصيتي", "gizlilik", "prywatność", "prywatnosc", "приватність",
    "конфіденційність", "حريم خصوصي", "privacidad",
])
"""What is kept."""
DATA = frozenset([
    "بياناتي", "معلوماتي", "verilerim", "bilgilerim", "moje dane", "мої дані", "мои данные", "داده هاي من",
    "اطلاعات من", "mis datos",
])
"""What is kept of me."""
LATER = frozenset([
    "لاحقا", "فيما بعد", "بعدين", "غدا", "بكرا", "sonra", "daha sonra", "yarin", "później", "pozniej",
    "jutro", "potem", "пізніше", "потім", "завтра", "بعدا", "فردا", "luego", "después", "despues",
    "mañana", "más tarde", "mas tarde",
])
"""Not now."""
GO_ON = frozenset([
    "استمر", "استمرار", "متابعه", "تابع", "اكمل", "devam", "devam et", "dalej", "kontynuuj", "далі",
    "продовжити", "продовжуй", "ادامه", "ادامه بده", "ادامه بدهيد", "continuar", "seguir", "sigue",
    "adelante",
])
"""Go on."""
EXPLAIN = frozenset([
    "لا افهم", "لم افهم", "ما فهمت", "مش فاهم", "مو فاهم", "اشرح", "شرح", "ماذا تقصد", "anlamadim",
    "anlamiyorum", "açikla", "ne demek", "nie rozumiem", "wyjaśnij", "wyjasnij", "co to znaczy",
    "не розумію", "я не розумію", "не зрозуміло", "поясни", "поясніть", "що це означає", "نميفهمم",
    "نمي فهمم", "نفهميدم", "متوجه نشدم", "توضيح بده", "توضيح بدهيد", "يعني چه", "no entiendo",
    "no lo entiendo", "no comprendo", "explica", "explícame", "explicame", "qué significa",
    "que significa",
])
"""The button that explains."""
SKIP = frozenset([
    "تخطي", "تجاوز", "geç", "gec", "atla", "pomiń", "pomin", "пропустити", "пропусти", "رد كردن",
    "رد كن", "رد شو", "saltar", "omitir",
])
"""The button that skips."""
PERSON = frozenset([
    "شخص", "انسان", "موظف", "اريد انسانا", "اريد التحدث مع شخص", "insan", "bir insan", "kişi", "kisi",
    "człowiek", "czlowiek", "osoba", "chcę rozmawiać z człowiekiem", "людина", "людину", "хочу людину",
    "з людиною", "يك نفر", "با يك نفر", "persona", "una persona", "humano",
    "quiero hablar con una persona",
])
"""The button for a person."""
STOP = frozenset([
    "توقف", "قف", "اوقف", "ايقاف", "انهاء", "اريد ان اتوقف", "dur", "durdur", "birak",
    "durmak istiyorum", "koniec", "zakończ", "zakoncz", "przerwij", "стоп", "зупинити", "зупинись",
    "закінчити", "досить", "بس است", "ايست", "ميخواهم توقف كنم", "parar", "detener", "terminar", "basta",
    "quiero parar",
])
"""The button that stops."""
READY = frozenset([
    "جاهز", "جاهزه", "انتهيت", "تم", "خلص", "خلصت", "التالي", "hazir", "bitti", "tamam", "sonraki",
    "gotowe", "gotowy", "gotowa", "dalej", "następne", "nastepne", "готово", "готовий", "готова", "далі",
    "اماده", "تمام شد", "تمام", "بعدي", "انجام شد", "listo", "lista", "hecho", "siguiente",
])
"""Nothing more to tick."""
ALL = frozenset([
    "كل شيء", "الكل", "كلها", "دائما", "كل يوم", "كل الايام", "جميع الايام", "hepsi", "her şey",
    "her zaman", "her gün", "wszystko", "zawsze", "codziennie", "wszystkie", "każdy dzień", "все", "усе",
    "завжди", "щодня", "кожен день", "кожного дня", "всі дні", "همه", "همه چيز", "هميشه", "هر روز",
    "همه روزها", "همه روز ها", "todo", "todos", "siempre", "todos los días", "todos los dias",
    "cada día",
])
"""All of it."""
BACK = frozenset([
    "رجوع", "عوده", "ارجع", "للخلف", "geri", "geri dön", "wstecz", "wróć", "wroc", "powrót", "назад",
    "повернутися", "برگشت", "بازگشت", "برگرد", "atrás", "atras", "volver",
])
"""To where one was."""
MORE = frozenset([
    "المزيد", "مزيد", "اكثر", "daha", "daha fazla", "więcej", "wiecej", "більше", "ще", "بيشتر", "más",
    "mas",
])
"""More of the list."""
BEGIN = frozenset([
    "ابدا", "بدايه", "مرحبا", "اهلا", "السلام عليكم", "سلام", "başla", "basla", "merhaba", "selam",
    "zacznij", "cześć", "czesc", "dzień dobry", "dzien dobry", "witam", "почати", "почнемо", "привіт",
    "добрий день", "вітаю", "شروع", "شروع كن", "empezar", "comenzar", "hola", "buenos días",
    "buenos dias", "empieza",
])
"""A greeting, or a wish to begin."""
MYSELF = frozenset([
    "لي", "انا", "لنفسي", "نفسي", "ben", "benim için", "kendim", "kendim için", "dla mnie", "dla siebie",
    "sam", "sama", "я", "для мене", "для себе", "собі", "мені", "من", "خودم", "براي من", "براي خودم",
    "yo", "para mí", "para mi", "yo mismo", "yo misma",
])
"""For the person who types."""
SOMEBODY_ELSE = frozenset([
    "شخص اخر", "لشخص اخر", "غيري", "başkasi", "baskasi", "başka biri", "başkasi için", "ktoś inny",
    "inna osoba", "dla kogoś innego", "хтось інший", "для когось іншого", "для іншого", "інша людина",
    "كس ديگر", "كسي ديگر", "يك نفر ديگر", "براي كس ديگري", "otra persona", "para otra persona", "otro",
    "alguien",
])
"""For another."""
UNSURE = frozenset([
    "لا اعرف", "ما بعرف", "مش عارف", "لست متاكدا", "bilmiyorum", "emin değilim", "nie wiem",
    "nie jestem pewien", "nie jestem pewna", "не знаю", "я не знаю", "не впевнений", "не впевнена",
    "نميدانم", "نمي دانم", "نميدونم", "مطمئن نيستم", "no sé", "no se", "no lo sé", "no lo se",
    "no estoy seguro", "no estoy segura",
])
"""Does not know."""
CHANGE = frozenset([
    "تغيير", "değiştir", "degistir", "zmień", "zmien", "zmienić", "змінити", "зміни", "عوض كن",
    "cambiar", "cambia",
])
"""Something in the overview is not right."""
THANKS = frozenset([
    "شكرا", "مع السلامه", "teşekkürler", "teşekkür ederim", "tesekkurler", "sağol", "hoşça kal",
    "dziękuję", "dziekuje", "dzięki", "do widzenia", "дякую", "до побачення", "спасибі", "ممنون", "مرسي",
    "متشكرم", "خداحافظ", "gracias", "adiós", "adios",
])
"""Said at the end."""
ANOTHER = frozenset([
    "اخر", "اخري", "غيره", "başka", "baska", "diğer", "inny", "inna", "inne", "інший", "інше", "інша",
    "другий", "ديگر", "ديگري", "otro", "otra",
])
"""Not this one."""
AGAIN = frozenset([
    "من جديد", "مره اخري", "ابدا من جديد", "yeniden", "tekrar", "baştan", "od nowa", "jeszcze raz",
    "od początku", "знову", "спочатку", "ще раз", "دوباره", "از نو", "از اول", "otra vez", "de nuevo",
    "empezar de nuevo",
])
"""From the beginning."""
LANGUAGE = frozenset([
    "taal", "talen", "andere taal", "een andere taal", "language", "languages", "other language",
    "another language", "لغه", "اللغه", "لغه اخري", "تغيير اللغه", "dil", "başka dil", "dil değiştir",
    "język", "jezyk", "inny język", "zmień język", "мова", "інша мова", "змінити мову", "زبان",
    "زبان ديگر", "تغيير زبان", "idioma", "otro idioma", "cambiar idioma", "язык",
])
"""Another language."""
BEFORE_A_NAME = (
    "اسمي هو", "اسمي", "إسمي", "أنا اسمي", "أنا", "انا", "اسمه", "اسمها", "benim adım", "adım", "ismim",
    "onun adı", "adı", "mam na imię", "nazywam się", "moje imię to", "jestem", "on ma na imię",
    "ona ma na imię", "мене звати", "моє ім'я", "моє ім’я", "його звати", "її звати", "я", "اسم من",
    "نام من", "اسمم", "اسمش", "من", "me llamo", "mi nombre es", "yo soy", "soy", "se llama",
)
"""What stands before a name, in small letters, accents and all."""
BEFORE_A_PLACE = (
    "أنا أسكن في", "أسكن في", "اسكن في", "أعيش في", "اعيش في", "أنا من", "انا من", "ساكن في", "في", "من",
    "ja mieszkam w", "mieszkam w", "mieszkam we", "jestem z", "z", "w", "я живу в", "я живу у", "живу в",
    "живу у", "мешкаю в", "мешкаю у", "місто", "я з", "з", "в", "у", "من در", "در", "از", "شهر",
    "yo vivo en", "vivo en", "soy de", "en",
)
"""What stands before a place, in small letters, accents and all."""
