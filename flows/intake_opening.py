"""The learner's first questions: language, hello, consent, for whom, and the first name.

Before consent nothing about a person is asked. A helper names their own name and organisation, and must
have the agreement of the person they sign up.
"""

from __future__ import annotations

from dataclasses import replace

from flows import agreement, aloud, choice_order, doubt, whom, words, words_of_wishes
from flows.choice_order import in_order
from flows.events import AloudChosen, ConsentGiven, ConsentRefused, LanguageChosen, Purpose
from flows.intake_name import named
from flows.languages import language_choices
from flows.lists import listed
from flows.manners import PRESS
from flows.model import Button, Name, Prompt, State, Text
from flows.questions import Choice, Wording, one_of
from flows.replies import Reply, Tap, Typed
from flows.step import Body, Go, Misunderstood, Outcome, Step, Understood, When
from flows.validators import plain
from flows.world import World

CONSENT_TEXT_VERSION = "2026-11"
"""Changes with every change of the meaning of `intake.consent.ask`."""
AGREED_TEXT_VERSION = "2026-11"
"""The same of `intake.helper_agreed.ask`."""

FOR_OTHER = When("for_whom", frozenset({"other"}))

_YES = Text("general.yes")
_NO = Text("general.no")


def yes_no() -> tuple[Choice, Choice]:
    """The buttons ja and nee, stored as true and false."""
    return (
        Choice(True, Button("yes", _YES, "👍"), words.YES),
        Choice(False, Button("no", _NO, "👎"), words.NO),
    )


def opening_steps() -> tuple[Step, ...]:
    """Language to first name, in order."""
    return (
        language_step(),
        _hello(),
        _consent(),
        _for_whom(),
        _helper_name(),
        _helper_organisation(),
        _helper_agreed(),
        _first_name(),
    )


def language_step(*, fixed: bool = True) -> Step:
    """Which language: all that are complete at once, each in its own script, the present one first."""
    base = one_of(
        "language",
        Wording(Text("intake.language.ask")),
        Wording(Text("intake.language.explain")),
        language_choices(choice_order.LANGUAGES),
        per_row=2,
        effects=lambda value: (LanguageChosen(str(value)),),
        shown=_languages_shown,
        fixed=fixed,
    )
    return replace(base, limit=len(choice_order.LANGUAGES))


def _languages_shown(state: State, world: World, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    known = [choice for choice in choices if choice.value in world.languages]
    return tuple(sorted(known, key=lambda choice: choice.value != state.language))


def _hello() -> Step:
    """Begin, or begin and hear everything. Who is read to already may have it quiet."""
    go_on = Button("start", Text("intake.hello.start"), "▶️")
    spoken = words.YES | words.READY | words.BEGIN | words_of_wishes.BEGIN_HERE
    begin = Choice("start", go_on, spoken)
    hear, quiet = Choice("aloud", aloud.BEGIN_ALOUD), Choice("quiet", aloud.BEGIN_QUIET)

    def shown(state: State, world: World, _choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        if state.aloud:
            return (begin, quiet)
        return (begin, hear) if world.speaks(state.language) else (begin,)

    base = one_of(
        "hello",
        # Translators: the first words. It must be clear that this is a computer.
        Wording(Text("intake.hello.ask")),
        Wording(Text("intake.hello.explain")),
        (begin, hear, quiet),
        shown=shown,
        effects=lambda value: () if value == "start" else (AloudChosen(value == "aloud"),),
        picture="taalhuis",
    )

    def asks(state: State, world: World) -> Body:
        body = base.ask(state, world)
        if not world.came_for:
            return body
        # Translators: {house} is the name of the Taalhuis on the leaflet by which they came.
        seen = Text("intake.hello.from", {"house": Name(world.came_for)})
        return replace(body, preface=(Prompt((seen,)),))

    return replace(base, ask=asks)


def _consent() -> Step:
    base = one_of(
        "consent",
        Wording(Text("intake.consent.ask")),
        Wording(Text("intake.consent.explain")),
        yes_no(),
        per_row=2,
    )
    return _required(base, ConsentGiven(Purpose.REFERRAL, CONSENT_TEXT_VERSION), "no_place")


def _required(base: Step, given: ConsentGiven, refused: str) -> Step:
    """A yes is needed to go on. After no everything is forgotten, and the road `refused` is taken."""

    def reads(state: State, reply: Reply, world: World) -> Outcome:
        outcome = base.read(state, reply, world)
        if not isinstance(outcome, Understood):
            return outcome
        if outcome.value is True:
            return Understood(True, outcome.chosen, (given,))
        return Go(refused, answers={}, chosen=outcome.chosen, events=(ConsentRefused(),))

    return replace(base, read=reads)


def _for_whom() -> Step:
    base = one_of(
        "for_whom",
        Wording(Text("intake.for_whom.ask")),
        Wording(Text("intake.for_whom.explain")),
        (
            Choice(whom.SELF, Button(whom.SELF, Text("intake.for_whom.self"), "👤")),
            Choice(whom.OTHER, Button(whom.OTHER, Text("intake.for_whom.other"), "👫")),
        ),
        summary=("👫", Text("intake.for_whom.label")),
    )

    def reads(state: State, reply: Reply, world: World) -> Outcome:
        if not isinstance(reply, Typed):
            return base.read(state, reply, world)
        said = plain(reply.text)
        sides = whom.sides_named(said)
        if len(sides) > 1 or doubt.asks(reply.text) or (sides and doubt.denials(said)):
            return Misunderstood(PRESS)
        (side,) = sides or ("",)
        return base.read(state, Tap(side, state.serial) if side else reply, world)

    return replace(base, read=reads)


# ── The helper ─────────────────────────────────────────────────────────────────────────────────────────────

_KINDS: tuple[tuple[str, Text, str, frozenset[str]], ...] = (
    ("library", Text("intake.helper_organisation.library"), "📚", frozenset({"bieb", "library"})),
    ("welfare", Text("intake.helper_organisation.welfare"), "☕", frozenset({"welzijnswerk", "welfare"})),
    ("uwv", Text("intake.helper_organisation.uwv"), "🧾", frozenset({"uitkering"})),
    ("social_service", Text("intake.helper_organisation.social_service"), "🏛️", frozenset({"gemeente"})),
    ("neighbourhood_team", Text("intake.helper_organisation.neighbourhood_team"), "🏘️", frozenset({"wijk"})),
    ("volunteers", Text("intake.helper_organisation.volunteers"), "💛", frozenset({"vrijwilliger"})),
    ("provider", Text("intake.helper_organisation.provider"), "🎓", frozenset({"school", "taalschool"})),
    (
        "other",
        Text("intake.helper_organisation.other"),
        "➕",
        frozenset(
            {"anders", "geen", "familie", "vriend", "vriendin", "vader", "moeder", "zoon", "dochter"}
            | {"zus", "broer", "man", "vrouw", "buurman", "buurvrouw", "nergens", "family", "nowhere"}
        ),
    ),
)


def _helper_name() -> Step:
    return named(
        "helper_name",
        Wording(Text("intake.helper_name.ask")),
        Wording(Text("intake.helper_name.explain")),
        Text("intake.helper_name.label"),
        when=(FOR_OTHER,),
        own=lambda _state: True,
    )


def _helper_organisation() -> Step:
    kinds = [Choice(kind, Button(kind, label, picture), said) for kind, label, picture, said in _KINDS]
    return listed(
        "helper_organisation",
        Wording(Text("intake.helper_organisation.ask")),
        Wording(Text("intake.helper_organisation.explain")),
        in_order(choice_order.ORGANISATIONS, kinds),
        summary=("🏢", Text("intake.helper_organisation.label")),
        when=(FOR_OTHER,),
        everywhere="other",
    )


def _helper_agreed() -> Step:
    base = one_of(
        "helper_agreed",
        # Translators: does the person who is signed up agree?
        Wording(Text("intake.helper_agreed.ask")),
        Wording(Text("intake.helper_agreed.explain")),
        yes_no(),
        per_row=2,
        when=(FOR_OTHER,),
    )

    def reads(state: State, reply: Reply, world: World) -> Outcome:
        if isinstance(reply, Typed) and agreement.is_yes(reply.text):
            return base.read(state, Tap("yes", state.serial), world)
        outcome = base.read(state, reply, world)
        refused = isinstance(outcome, Understood) and outcome.value is False
        if refused and isinstance(reply, Typed) and not agreement.is_plain_no(reply.text):
            return Misunderstood(PRESS)
        return outcome

    agreed = ConsentGiven(Purpose.SIGNED_UP, AGREED_TEXT_VERSION)
    return _required(replace(base, read=reads), agreed, "no_agreement")


# ── Names ──────────────────────────────────────────────────────────────────────────────────────────────────


def _first_name() -> Step:
    return named(
        "first_name",
        Wording(Text("intake.first_name.ask"), "intake.first_name.ask.other"),
        Wording(Text("intake.first_name.explain"), "intake.first_name.explain.other"),
        Text("intake.first_name.label"),
        depends_on=("for_whom",),
        own=lambda state: state.answers.get("for_whom") != "other",
    )
