"""What a helper hears of somebody whom they signed up: that it arrived and, once the learner agreed, that
contact was made. And their own conversation, which answers what they press and tells nothing new.

The chat is the helper's: where the sign-up stands, who helps and when is between the learner and the house.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from flows.deeds import choice
from tests.simulation.outside import Delivery
from tests.simulation.people import Person
from tests.simulation.rights import Rights, What

CONTACT = "news.helper.contact"
# Keys begin with these where somebody is asked, answered and said goodbye to; everything else is news.
_CONVERSATION = frozenset(
    {
        *("intake", "overview", "goodbye", "house", "refused", "begin_again", "ended", "stop"),
        *("general", "home", "language", "aloud", "voice", "answers", "data", "erase", "desk"),
    }
)
_MAY_NAME = frozenset(
    {
        *(CONTACT, "answers.sent", "overview.line"),
        *("goodbye.next.chat.other", "goodbye.next.call.other", "goodbye.next.walk_in.other"),
    }
)
_FOR_HELPERS = frozenset({CONTACT, "news.helper.too_late", "relay.never_minded"})
"""Of the contact; that another house was chosen too late; and the answer to whoever puts an old card away,
of a sign-up for themselves that is withdrawn by now. Nothing of anybody is in the last two.
"""
_OVERVIEW = "overview.ask"
"""All answers, with the number: it closes when the sign-up is sent, and is never shown again."""


@dataclass(slots=True)
class Helpers:
    """Looks at what arrives. `contacts` are the messages (chat, number) that told of contact, by whose."""

    contacts: dict[str, set[tuple[int, int]]] = field(default_factory=lambda: defaultdict(set))

    def wrong(
        self,
        delivery: Delivery,
        reader: Person,
        read: Collection[What],
        rights: Rights,
        people: Iterable[Person],
    ) -> Iterator[str]:
        """What should not have come. `read` is what the message holds of whom this helper signed up."""
        keys = [line.key for line in delivery.prompt.lines]
        said = f"the helper {reader.address} was told of {reader.token} at {delivery.at}: {keys}"
        around = rights.around(delivery.at)
        if CONTACT in keys:
            yield from (f"{said}: {why}" for why in self._contact(delivery, reader, rights, people))
        if not any(reader.address in hour.own for hour in around):
            news = [key for key in keys if key not in _FOR_HELPERS and key.split(".")[0] not in _CONVERSATION]
            yield from [f"{said}: that is not for a helper"] if news else []
        was_sent = len(around) > 1 and all(reader.token in hour.sign_ups for hour in around)
        if _OVERVIEW in keys and not was_sent:
            return
        if What.NUMBER in read:
            yield f"{said}: {What.NUMBER} is in it"
        if read and not _MAY_NAME.issuperset(keys):
            yield f"{said}: that names them"

    def _contact(
        self, delivery: Delivery, reader: Person, rights: Rights, people: Iterable[Person]
    ) -> Iterator[str]:
        agreed = {choice("cont", referral, "yes") for referral in rights.of_helper(reader.address)}
        if not any(person.pressed[yes] for person in people for yes in agreed):
            yield "nobody said that they agree"
        told = self.contacts[reader.token]
        told.add((delivery.chat_id, delivery.number))
        if len(told) > 1:
            yield f"that was said {len(told)} times"
