"""Which plural forms a language needs, from CLDR: those that whole numbers up to a thousand reach.

Babel's own table for gettext is older than CLDR (it gives Turkish and Persian one form), and CLDR counts
forms that only fractions and millions need (Polish "other", Spanish "many"); no text here counts those.
"""

from __future__ import annotations

import gettext

from babel import Locale
from babel.plural import PluralRule, to_gettext

_ORDER = ("zero", "one", "two", "few", "many", "other")
_COUNTED = range(1001)


def plural_tags(code: str) -> tuple[str, ...]:
    """The CLDR names of the forms in the order of `msgstr[0]`, `msgstr[1]` …: ("one", "few", "many")."""
    rule = _rule(code)
    reached = {rule(number) for number in _COUNTED}
    return tuple(tag for tag in _ORDER if tag in reached)


def plural_header(code: str) -> str:
    """What stands in the header of the catalogue: "nplurals=2; plural=…;"."""
    tags = plural_tags(code)
    # The last form is whatever is left over, so that no form is counted that no number reaches.
    rules = {tag: rule for tag, rule in _rule(code).rules.items() if tag in tags[:-1]}
    header: str = to_gettext(PluralRule(rules))
    return header


def plural_fault(code: str, number_of_forms: int, expression: str) -> str:
    """What is wrong with the forms of a catalogue compared with CLDR, such as "2 forms, 3 in CLDR"; or ""."""
    tags, rule = plural_tags(code), _rule(code)
    if number_of_forms != len(tags):
        return f"{number_of_forms} forms, {len(tags)} in CLDR"
    place = gettext.c2py(expression)
    wrong = [number for number in _COUNTED if tags[min(place(number), len(tags) - 1)] != rule(number)]
    return f"the wrong form for {wrong[0]}" if wrong else ""


def _rule(code: str) -> PluralRule:
    rule: PluralRule = Locale.parse(code.replace("-", "_")).plural_form
    return rule
