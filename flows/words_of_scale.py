"""Words that people type for how something goes: well, sometimes hard, hard. In all our languages at once, in
the form of `validators.plain`; whole phrases count only when nothing else is said.
"""

from __future__ import annotations

from flows import words

# Many short words: a line each would hide them.
# fmt: off

WELL = words.YES | frozenset([
    "🙂", "😀", "😊", "👍", "lukt", "makkelijk", "gaat goed", "kan ik", "kan wel", "niet moeilijk",
    "geen probleem", "nee geen probleem", "well", "fine", "easy", "no problem",
    "iyi", "kolay", "جيد", "منيح", "سهل", "dobrze", "łatwo", "добре", "легко", "خوب", "اسان",
    "bien", "fácil", "facil", "no es difícil",
])
SOMETIMES = frozenset([
    "😐", "soms", "lastig", "redelijk", "mwah", "beetje", "een beetje", "ja een beetje", "ja soms",
    "gaat wel", "zo zo", "niet altijd", "niet zo goed", "beetje moeilijk", "ja maar langzaam",
    "sometimes", "a little", "a bit", "not always", "so so",
    "biraz", "evet biraz", "bazen", "شوي", "قليلا", "احيانا", "trochę", "troche", "czasem", "czasami",
    "трохи", "іноді", "كمي", "گاهي", "un poco", "a veces", "regular",
])
HARD = frozenset(word for word in words.NO if " " not in word) | frozenset([
    "🙁", "☹", "😟", "moeilijk", "slecht", "hulp", "ik heb hulp nodig", "met hulp", "kan ik niet",
    "ik kan het niet", "lukt niet", "dat lukt niet", "nee dat lukt niet", "het lukt niet", "lukt mij niet",
    "gaat niet", "gaat niet goed", "niet goed",
    "hard", "difficult", "i need help", "need help", "not good", "not well",
    "zor", "kötü", "okuyamiyorum", "صعب", "trudno", "źle", "zle", "nie umiem", "важко", "погано", "не вмію",
    "سخت", "بد", "difícil", "dificil", "mal", "no puedo",
])
UNSURE = words.UNSURE | frozenset(["🤷"])
# fmt: on
