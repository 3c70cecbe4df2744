"""How a Taalhuis is told to a person: its name, how far, when open, on the map."""

from __future__ import annotations

from flows.facts import TaalhuisFact
from flows.model import Clock, HouseCard, Km, Name, Prompt, Text, Venue, Weekday
from flows.validators import phone_shown


def told(house: TaalhuisFact, opening: Text) -> tuple[Prompt, ...]:
    """Two messages: which house and how far, with its picture; then its address, hours and telephone number,
    with the map.
    """
    # Translators: the name of a Taalhuis.
    named = Text("house.name", {"name": Name(house.name)})
    card = card_of(house)
    first = Prompt((opening, named, how_far(card)), house=card)
    address = f"{house.street}, {house.town}" if house.street else house.town
    on_map = Prompt(
        # Translators: street, number and town.
        (Text("house.address", {"address": Name(address)}), *_hours(house), *_phone(house)),
        venue=Venue(house.name, address, house.latitude, house.longitude),
    )
    return (first, on_map)


def card_of(house: TaalhuisFact) -> HouseCard:
    """The house as a picture."""
    return HouseCard(
        name=house.name,
        street=house.street,
        town=house.town,
        km=house.distance_km,
        bicycle_minutes=house.bicycle_minutes,
        week=house.week,
        today=house.today,
    )


def how_far(card: HouseCard) -> Text:
    """Whoever typed a town stands in its middle for us: "0,0 kilometer" would be said of a house there."""
    if card.is_near:
        # Translators: a Taalhuis so near that no distance is told.
        return Text("house.near")
    # Translators: {distance} comes with its unit.
    return Text("house.distance", {"distance": Km(card.km), "count": card.bicycle_minutes})


def _hours(house: TaalhuisFact) -> tuple[Text, ...]:
    if house.open_until:
        # Translators: {time} is a time of day.
        return (Text("house.open_until", {"time": Clock(house.open_until)}),)
    if house.opens_at and house.opens_weekday >= 0:
        day, time = Weekday(house.opens_weekday), Clock(house.opens_at)
        # Translators: closed now; the next opening.
        return (Text("house.opens_on", {"day": day, "time": time}),)
    return ()


def _phone(house: TaalhuisFact) -> tuple[Text, ...]:
    # Translators: the telephone number of a Taalhuis.
    return (Text("house.phone", {"phone": Name(phone_shown(house.phone))}),) if house.phone else ()


def in_short(number: int, house: TaalhuisFact) -> Text:
    """One line of a list: "1. Taalhuis Zwolle, 2,3 kilometer"."""
    return Text(
        # Translators: one Taalhuis of a list.
        "house.in_short",
        {"number": number, "name": Name(house.name), "distance": Km(house.distance_km)},
    )
